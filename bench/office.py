"""Whether LibreOffice opens every document of the demo in Word, PowerPoint and Excel, and shows every heading that it has.

Each file is converted to PDF by LibreOffice without a window; what the PDF says is read by pypdf. `lost` counts the titles of
documents and sections that are nowhere in it. A smaller `share` converts fewer reports.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from math import ceil
from pathlib import Path

from pypdf import PdfReader

from vitalfew.demo.organisation import write_demo
from vitalfew.formats.document import Document, Section, walk
from vitalfew.formats.format import Look, formats
from vitalfew.publication import facts
from vitalfew.reports.report import reports
from vitalfew.workspace import Workspace

KINDS = ("docx", "pptx", "xlsx")
LONGEST = 600
"""How many seconds the files of a format may take."""


def figures(share: float) -> dict[str, object]:
    """Convert the documents, and count per format what was lost."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return {"bench": "office", "skipped": "LibreOffice is not installed"}
    with tempfile.TemporaryDirectory() as folder:
        documents = _documents(Path(folder), share)
        return {
            "bench": "office",
            "reports": len(documents),
            "rows": [_row(kind, documents, Path(folder), office) for kind in KINDS],
        }


def headings(document: Document) -> Iterator[str]:
    """Give the titles of a document and of its sections."""
    yield document.title
    blocks = (*document.summary, *document.sections)
    yield from (block.title for block, _ in walk(blocks) if isinstance(block, Section))
    if document.missing:
        yield "What is missing or stale"


def unseen(document: Document, path: Path) -> list[str]:
    """Give the titles that a PDF does not show."""
    shown = _letters("".join(page.extract_text() for page in PdfReader(path).pages))
    return [title for title in headings(document) if _letters(title) not in shown]


def _documents(folder: Path, share: float) -> dict[str, Document]:
    write_demo(folder / "demo")
    workspace = Workspace.open(folder / "demo")
    workspace.measure()
    gathered = facts(workspace)
    names = sorted(reports())
    return {name: reports()[name].build(gathered) for name in names[: ceil(len(names) * share)]}


def _row(kind: str, documents: dict[str, Document], folder: Path, office: str) -> dict[str, object]:
    suffix, into = formats()[kind].suffix, folder / kind
    into.mkdir()
    for name, document in documents.items():
        (into / f"{name}{suffix}").write_bytes(formats()[kind].render(document, Look()))
    start = time.perf_counter()
    converted(sorted(into.glob(f"*{suffix}")), into, office)
    took = time.perf_counter() - start
    made = {name: into / f"{name}.pdf" for name in documents}
    opened = {name: path for name, path in made.items() if path.exists()}
    return {
        "format": kind,
        "documents": len(documents),
        "opened": len(opened),
        "pages": sum(len(PdfReader(path).pages) for path in opened.values()),
        "headings": sum(len(list(headings(document))) for document in documents.values()),
        "lost": sum(len(unseen(documents[name], path)) for name, path in opened.items()),
        "seconds": round(took, 1),
    }


def converted(files: list[Path], into: Path, office: str) -> None:
    """Convert files to PDF, with a profile of their own."""
    command = [office, f"-env:UserInstallation=file://{into}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(into)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=LONGEST)


def _letters(text: str) -> str:
    """Give a text without blanks and what marks code, in small letters: titles are broken where lines end."""
    return re.sub(r"[\s`\u200b\u00ad-]", "", text).casefold()
