"""A strategy paper in PDF as passages; needs pypdf. A heading is told by the size of its letters, a paragraph by the gaps.

pypdf bounds what a stream may unpack to; pages and letters are bounded here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from logging import CRITICAL, getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vitalfew.base.errors import ExtraMissing, PaperUnreadable
from vitalfew.base.said import say
from vitalfew.draft.passage import MOST_LETTERS, OPENS, Passage

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 400
MOST_LINES = 100_000
MOST_DRAWN = 20_000_000
"""Bytes of drawing on all pages together; a page of text has some ten thousand."""
MOST_STEPS = 2_000_000
"""Steps of drawing in all, those of forms within forms among them."""
_ITEM = re.compile(r"^\s*(?:[•▪◦●○–*■►▶‣\uf0b7-]|\(?\d{1,2}[.)])\s+")
_DAMAGED = (
    ArithmeticError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    AttributeError,
    RecursionError,
    AssertionError,
)
"""What pypdf raises on damage besides its own errors."""


@dataclass(frozen=True)
class Line:
    """A line of a page: its text, the size of its letters in points, and how high it stands."""

    text: str
    size: float
    height: float
    page: int


def of_pdf(content: bytes, path: Path) -> tuple[Passage, ...]:
    """Read a PDF; raises PaperUnreadable, or ExtraMissing where pypdf is not installed."""
    try:
        from pypdf import PdfReader  # noqa: PLC0415  # an extra
        from pypdf.errors import DependencyError, PyPdfError  # noqa: PLC0415  # as above
    except ImportError as error:
        raise ExtraMissing(say("reading PDF"), "documents") from error
    getLogger("pypdf").setLevel(CRITICAL)  # it tells of every oddity of a file on the error stream
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PaperUnreadable(path, say("is protected by a password"), say("save it without a password"))
        lines = list(_lines(reader, path))
    except DependencyError as error:
        raise PaperUnreadable(path, say("is protected in a way that is not read"), say("save it without a password")) from error
    except (*_DAMAGED, PyPdfError) as error:
        raise PaperUnreadable(path, say("is damaged or no PDF"), say("open it in a viewer and save it anew as PDF")) from error
    if sum(len(each.text) for each in lines) < 20:
        why = say("holds no text; its pages are pictures, as of a scanned paper")
        raise PaperUnreadable(path, why, say("run text recognition over it, or give the paper as .docx or .md"))
    return tuple(_passages(lines))


def _lines(reader: PdfReader, path: Path) -> Iterator[Line]:
    if len(reader.pages) > MOST_PAGES:
        why = say("has {n} pages, more than {most}", n=len(reader.pages), most=MOST_PAGES)
        raise PaperUnreadable(path, why, say("keep the pages with mission and goals in a file of their own"))
    letters = count = drawn = 0
    steps = [0]
    for number, page in enumerate(reader.pages, 1):
        contents = page.get_contents()
        drawn += len(contents.get_data()) if contents is not None else 0
        if drawn > MOST_DRAWN:
            raise _overdrawn(path)
        for line in _of_page(page, number, steps, path):
            yield line
            letters += len(line.text)
            count += 1
        if letters > MOST_LETTERS or count > MOST_LINES:
            return


def _overdrawn(path: Path) -> PaperUnreadable:
    return PaperUnreadable(path, say("draws more than a paper of text does"), say("give the paper as .docx or .md"))


def _of_page(page: Any, number: int, steps: list[int], path: Path) -> Iterator[Line]:
    """Give the lines of a page in the order in which they are written: pieces at one height, joined."""
    pieces: list[tuple[str, float, float]] = []

    def count(*_: object) -> None:
        steps[0] += 1
        if steps[0] > MOST_STEPS:
            raise _overdrawn(path)

    def take(text: str, user: Sequence[float], matrix: Sequence[float], _font: object, size: float) -> None:
        if text.strip("\n"):
            scale = (matrix[0] ** 2 + matrix[1] ** 2) ** 0.5 * (user[0] ** 2 + user[1] ** 2) ** 0.5
            pieces.append((text, round(abs(size * scale), 1), user[5] + matrix[5] * user[3]))

    page.extract_text(visitor_operand_before=count, visitor_text=take)
    held: list[tuple[str, float, float]] = []
    for piece in pieces:
        if held and abs(piece[2] - held[-1][2]) > max(1.0, 0.3 * held[-1][1]):
            yield from _joined(held, number)
            held = []
        held.append(piece)
    yield from _joined(held, number)


def _joined(held: list[tuple[str, float, float]], page: int) -> Iterator[Line]:
    text = "".join(piece[0] for piece in held)
    sizes: Counter[float] = Counter()
    for piece in held:
        sizes[piece[1]] += len(piece[0].strip())
    for each in text.split("\n"):
        if bare := " ".join(each.split()):
            yield Line(bare, sizes.most_common(1)[0][0], held[0][2], page)


def _passages(lines: list[Line]) -> Iterator[Passage]:
    """Put lines together to headings, paragraphs and items."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0]
    ranks = {size: rank for rank, size in enumerate(sorted((size for size in sizes if size > 1.08 * body), reverse=True), 1)}
    repeated = _repeated(lines)
    held: list[Line] = []
    for line in lines:
        if line.text.isdigit() or (line.text in repeated and line.size not in ranks):
            continue
        if held and not _goes_on(held, line, body):
            yield _passage(held, ranks)
            held = []
        held.append(line)
    if held:
        yield _passage(held, ranks)


def _repeated(lines: list[Line]) -> frozenset[str]:
    """Give what stands at the top or foot of many pages."""
    pages: dict[str, set[int]] = {}
    for line in lines:
        pages.setdefault(line.text, set()).add(line.page)
    most = max(line.page for line in lines)
    return frozenset(text for text, on in pages.items() if len(on) > max(3, most / 3))


def _goes_on(held: list[Line], line: Line, body: float) -> bool:
    """Tell whether a line goes on with the passage at hand: same letters, no gap, no new item, no sentence at its end."""
    last = held[-1]
    if abs(last.size - line.size) > 0.3 or _ITEM.match(line.text) or OPENS.match(line.text):
        return False
    if last.page != line.page:
        return line.size <= body and not last.text.endswith((".", ":", "?", "!")) and line.text[:1].islower()
    gap = last.height - line.height
    usual = held[-2].height - last.height if len(held) > 1 and held[-2].page == last.page else 1.5 * line.size
    return 0 <= gap <= max(1.15 * usual, 1.3 * line.size) and gap <= 2.2 * line.size


def _passage(held: list[Line], ranks: dict[float, int]) -> Passage:
    text = ""
    for line in held:
        text = (
            text[:-1] + line.text
            if text.endswith("-") and line.text[:1].islower() and text[-2:-1].isalpha()
            else f"{text} {line.text}"
        )
    text = text.strip()
    rank = ranks.get(held[0].size, 0)
    is_item = _ITEM.match(text) is not None and not rank
    bare = re.sub(r"^[•▪◦●○■►▶‣\uf0b7]\s+", "", text)
    return Passage(bare, say("page {page}", page=held[0].page), rank if len(text) <= 300 else 0, is_item)
