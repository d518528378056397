"""PDF by Typst: tagged for readers (PDF/UA-1), with contents, numbered pages, and tables that repeat their heads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from vitalfew.base.errors import ExtraMissing
from vitalfew.base.said import say
from vitalfew.formats.brand import ending
from vitalfew.formats.document import Document
from vitalfew.formats.format import Format, Look
from vitalfew.formats.made import footing
from vitalfew.formats.picture import alone
from vitalfew.formats.tree import tree
from vitalfew.language.tongue import spoken, told

FOLDER = Path(__file__).parent
LONGEST = 18
"""A run of so many letters without a blank may be broken anywhere."""
NO_FONT = say("Some letters cannot be shown: the machine that wrote this has no font for them.")
WORDS = {
    "contents": say("Contents"),
    "missing": say("What is missing or stale"),
    "page": say("Page"),
}


def render(document: Document, look: Look) -> bytes:
    """Write the document; raises ExtraMissing where Typst is not installed."""
    try:
        import typst  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise ExtraMissing("writing PDF", "documents") from error
    pictures: dict[str, str] = {}
    words = {name: str(told(text)) for name, text in WORDS.items()}
    content = {
        "document": tree(document, pictures),
        "words": words,
        "footing": str(told(footing(document.made))),
        "language": spoken(),
        "note": "",
        "look": {
            **{name: getattr(look, name) for name in ("colour", "accent", "font", "footer", "confidential")},
            "logo": f"logo{ending(look.logo)}" if look.logo else "",
        },
        "paper": {"A4": "a4", "Letter": "us-letter"}[look.paper],
    }
    files = {name: alone(svg, look.colour).encode() for name, svg in pictures.items()}
    files |= {f"logo{ending(look.logo)}": look.logo} if look.logo else {}
    files["main"] = (FOLDER / "templates" / "document.typ").read_bytes()
    files["content.json"] = json.dumps(_breakable(content), ensure_ascii=False).encode()
    at = int(document.made.measured_at.timestamp()) if document.made.measured_at else 0
    try:
        return _compiled(files, look, at, ["ua-1"])
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        content["note"] = str(told(NO_FONT))
        files["content.json"] = json.dumps(_breakable(content), ensure_ascii=False).encode()
        return _compiled(files, look, at, [])


def _compiled(files: dict[str, bytes], look: Look, at: int, standards: list[str]) -> bytes:
    import typst  # noqa: PLC0415  # an extra

    with TemporaryDirectory() as own:
        if look.font_file:
            (Path(own) / "own.ttf").write_bytes(look.font_file)
        fonts = [str(FOLDER / "fonts"), own]
        options = {"format": "pdf", "font_paths": fonts, "pdf_standards": standards, "timestamp": at}
        return bytes(typst.compile(files, **options))  # type: ignore[call-overload]  # its stub knows of no dictionary of files


def _breakable(part: object) -> object:
    """Let long runs of letters be broken, so that none runs out of its cell."""
    if isinstance(part, str):
        return re.sub(rf"\S{{{LONGEST},}}", lambda run: "\u200b".join(run[0]), part)
    if isinstance(part, dict):
        return {key: value if key in {"kind", "file", "id", "look"} else _breakable(value) for key, value in part.items()}
    return [_breakable(each) for each in part] if isinstance(part, list) else part


FORMAT = Format("pdf", ".pdf", "application/pdf", render)
