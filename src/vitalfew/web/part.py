"""Parts of long lists and of wide tables: as much at once as somebody can read, and plain links to the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode

from vitalfew.base.said import say
from vitalfew.insight.coverage import Head, Matrix

T = TypeVar("T")
MOST = 50
"""How many things of a list are shown at once."""
TALL, WIDEST = 25, 30
"""How many rows of a wide table are shown at once, and how many columns of any."""
LONGEST = 6
"""How many digits the number of a part may have."""


class Part(NamedTuple):
    """What is shown of a list, in words, and the addresses of what comes before and after; all empty where it is whole."""

    text: str
    before: str
    after: str


WHOLE = Part("", "", "")


def part(items: Sequence[T], query: Mapping[str, str], name: str = "page", *, most: int = MOST) -> tuple[Sequence[T], Part]:
    """Give the part of a list that the query asks for by a name, from 1; one that is not there is the nearest that is."""
    if len(items) <= most:
        return items, WHOLE
    said, last = query.get(name, ""), -(-len(items) // most)
    number = min(max(int(said) if said.isascii() and said.isdecimal() and len(said) <= LONGEST else 1, 1), last)
    first = (number - 1) * most
    shown = items[first : first + most]
    text = say("{first:,} to {last:,} of {all:,}", first=first + 1, last=first + len(shown), all=len(items))
    paths = [f"?{urlencode({**query, name: each})}{'' if name == 'page' else f'#{name}'}" for each in (number - 1, number + 1)]
    return shown, Part(text, paths[0] if number > 1 else "", paths[1] if number < last else "")


class Window(NamedTuple):
    """What is shown of a table: the rows of a part, and of many columns those that they meet; `note` says what is left out."""

    rows: Sequence[Head]
    columns: Sequence[Head]
    part: Part
    note: str


def window(matrix: Matrix, rows: Sequence[Head], columns: Sequence[Head], query: Mapping[str, str]) -> Window:
    """Give what is shown of some rows and columns of a matrix, by the query."""
    if len(columns) <= WIDEST:
        shown, which = part(rows, query, matrix.id)
        return Window(shown, columns, which, "")
    shown, which = part(rows, query, matrix.id, most=TALL)
    here = {row.id for row in shown}
    met = {column for row, column in matrix.cells if row in here}
    wide = [each for each in columns if each.id in met]
    note = (
        say("Of {all:,} columns, the {n:,} that these rows meet.", all=len(columns), n=len(wide))
        if len(wide) <= WIDEST
        else say(
            "Of {all:,} columns, the first {n:,} of {met:,} that these rows meet.", all=len(columns), n=WIDEST, met=len(wide)
        )
    )
    return Window(shown, wide[:WIDEST], which, note)
