"""Builds strategy papers out of facts about real ones: the same structure, other sentences; Word by python-docx, PDF by Typst."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import typst
import yaml

FOLDER = Path(__file__).parent
FILLER = (
    "This chapter tells what stands behind the heading above, how work goes on from year to year, and who takes part in it. "
    "Nothing in it states an aim of its own."
)


def facts(name: str) -> dict[str, Any]:
    """Read the facts of a paper."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def blocks(paper: dict[str, Any]) -> list[tuple[str, Any]]:
    """Give a paper as blocks: `title`, `h1` to `h3`, `text`, `item`, `table`, and `contents` for those of the chapters."""
    return [next(iter(each.items())) for each in paper["blocks"]]


def texts(text: str) -> str:
    """Put filler where the facts say so."""
    return FILLER if text == "FILLER" else text


def word(paper: dict[str, Any], path: Path) -> Path:
    """Write a paper as Word."""
    document = docx.Document()
    for kind, text in blocks(paper):
        if kind == "title":
            document.add_paragraph(text, style="Title")
        elif kind in {"h1", "h2", "h3"}:
            document.add_heading(text, int(kind[1]))
        elif kind == "contents":
            for each in text:
                document.add_paragraph(f"{each} {'.' * 40} {len(each)}")
        elif kind == "table":
            table = document.add_table(rows=0, cols=len(text[0]))
            for row in text:
                for cell, value in zip(table.add_row().cells, row, strict=True):
                    cell.text = value
        else:
            document.add_paragraph(texts(text), style="List Bullet" if kind == "item" else None)
    stream = BytesIO()
    document.save(stream)
    path.write_bytes(stream.getvalue())
    return path


def pdf(paper: dict[str, Any], path: Path) -> Path:
    """Write a paper as PDF, with a header on each page."""
    title = next(text for kind, text in blocks(paper) if kind == "title")
    lines = [f'#set page(header: [{_plain(title)}], numbering: "1")', '#set text(size: 10.5pt, font: "Libertinus Serif")']
    for kind, text in blocks(paper):
        if kind == "title":
            lines.append(f"#text(size: 24pt)[{_plain(text)}]")
        elif kind in {"h1", "h2", "h3"}:
            lines.append(f"{'#pagebreak(weak: true)' if kind == 'h1' else ''}\n{'=' * int(kind[1])} {_plain(text)}")
        elif kind == "contents":
            lines.append("#outline()")
        elif kind == "table":
            cells = ", ".join(f"[{_plain(cell)}]" for row in text for cell in row)
            lines.append(f"#table(columns: {len(text[0])}, {cells})")
        else:
            lines.append(f"{'- ' if kind == 'item' else ''}{_plain(texts(text))}")
    source = "\n\n".join(lines)
    path.write_bytes(bytes(typst.compile(source.encode(), format="pdf")))
    return path


def _plain(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "#*_$@<>[]`\\-=/" else letter for letter in text)
