"""A document as passages: headings, paragraphs, items of lists and rows of tables in their order, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vitalfew.base.said import say
from vitalfew.load.decode import BREAK

MOST_LETTERS = 3_000_000


@dataclass(frozen=True)
class Passage:
    """A heading (`level` from 1 on), an item of a list, a row of a table (`cells`), or a paragraph.

    `header` is what stands over the cells; `line` is where it stands in a file of text, counted from 1.
    """

    text: str
    place: str
    level: int = 0
    is_item: bool = False
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    line: int | None = None


_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"\s*(?:[-*+•▪]|(\d{1,3}[.)]))\s+(.*)$")
_UNDER = {"=": 1, "-": 2}
_FENCE = re.compile(r"\s*(```|~~~)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_BOLD = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1")
OPENS = re.compile(r"(?:strategic\s+)?(?:goal|objective|priority|pillar)s?\s+(?:\d|[A-H]\b|[IVX]+\b)", re.IGNORECASE)
"""How a line begins that names a numbered goal, and so goes on with none before it."""
_FRONT = re.compile(r"\A---\n.*?\n---[ \t]*(?=\n|\Z)", re.DOTALL)
_GOES_ON = re.compile(r"(?:[.,;:&-]|\b(?:and|or|of|the|for|to|in|with|by|on|a|an|from|as|at|that))$", re.IGNORECASE)
SHORT = 80
"""Letters up to which a line of a text without headings may be one."""
_RULER = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")


def of_markdown(text: str) -> tuple[Passage, ...]:
    """Part a text in Markdown, or a plain one, into passages; code blocks and comments are left out."""
    return tuple(_Parting(BREAK.split(_uncommented(text[:MOST_LETTERS]))).passages())


def _uncommented(text: str) -> str:
    """Blank out comments and what stands before the text for programs, and keep their lines."""
    text = _FRONT.sub(lambda found: "\n" * found[0].count("\n"), text)
    return re.sub(r"<!--.*?(?:-->|\Z)", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)


def bare(text: str) -> str:
    """Take the marks of Markdown out of a line."""
    return " ".join(_BOLD.sub(r"\2", _LINK.sub(r"\1", text)).split())


class _Parting:
    """One walk over the lines: what gathers into the paragraph or item at hand, and the header of the table at hand."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.gathered: list[str] = []
        self.start = 0
        self.is_item = False
        self.header: tuple[str, ...] = ()
        self.is_plain = not any(_HEADING.match(line) for line in lines)

    def passages(self) -> Iterator[Passage]:
        """Give the passages."""
        fenced = False
        for number, line in enumerate(self.lines, 1):
            if _FENCE.match(line):
                yield from self.done()
                fenced = not fenced
            elif not fenced:
                yield from self.take(number, line)
        yield from self.done()

    def take(self, number: int, line: str) -> Iterator[Passage]:
        """Take one line, which may end the passage at hand."""
        mark = line.strip()
        if mark.startswith("|") or (self.header and "|" in mark):
            yield from self.done()
            yield from self.row(number, mark)
            return
        self.header = ()
        if found := _HEADING.match(mark):
            yield from self.done()
            yield _passage(bare(found[2]), number, level=len(found[1]))
        elif self.gathered and not self.is_item and len(mark) > 2 and set(mark) in ({"="}, {"-"}):
            yield _passage(bare(" ".join(self.gathered)), self.start, level=_UNDER[mark[0]])
            self.gathered = []
        elif not mark or (len(mark) > 2 and set(mark) <= {"-", "*", "_", " "}):
            yield from self.done()
        elif found := _ITEM.match(line):
            yield from self.done()
            self.start, self.is_item, self.gathered = number, True, [f"{found[1]} {found[2]}" if found[1] else found[2]]
        else:
            if self.gathered and self.parts(mark):
                yield from self.done()
            if not self.gathered:
                self.start, self.is_item = number, False
            self.gathered.append(mark)

    def parts(self, mark: str) -> bool:
        """Tell whether a line begins anew: it names a numbered goal, or a text without headings has a short line before it."""
        last = self.gathered[-1]
        lone = self.is_plain and not self.is_item and len(last) < SHORT and not _GOES_ON.search(last) and mark[:1].isupper()
        return lone or OPENS.match(mark) is not None

    def row(self, number: int, mark: str) -> Iterator[Passage]:
        """Take a row of a table; the first one is what stands over the others."""
        if _RULER.fullmatch(mark):
            return
        cells = tuple(bare(cell) for cell in mark.strip("|").split("|"))
        if self.header:
            yield _passage(" ".join(filter(None, cells)), number, cells=cells, header=self.header)
        self.header = self.header or cells

    def done(self) -> Iterator[Passage]:
        """Give the paragraph or item at hand."""
        text = bare(" ".join(self.gathered))
        self.gathered = []
        if text:
            yield _passage(text, self.start, is_item=self.is_item)


def _passage(
    text: str, line: int, *, level: int = 0, is_item: bool = False, cells: tuple[str, ...] = (), header: tuple[str, ...] = ()
) -> Passage:
    return Passage(text, say("line {line}", line=line), level, is_item, cells, header, line)
