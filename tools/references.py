"""Compare direction and timing of entries with what public pages say of the same KPI (tools/references.csv), and write the page.

A line of the file holds what one page says: a direction, a timing, or both; nothing is filled in that the page does not say.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from holds import table

from vitalfew.catalog.entry import Entry
from vitalfew.catalog.read import Catalogue

FILE = Path(__file__).parent / "references.csv"
ENOUGH = 2
"""Pages that must agree before an entry is said to be agreed."""
GOOD = {"up": "higher is better", "down": "lower is better", "within": "best within bounds"}


class Said(NamedTuple):
    """What a page says of an entry; empty where it says nothing."""

    entry: str
    direction: str
    timing: str
    page: str


def said() -> list[Said]:
    """Read what pages say, in the order of the file."""
    with FILE.open(encoding="utf-8") as file:
        return [Said(**row) for row in csv.DictReader(file)]


def faults(book: Catalogue) -> Iterator[str]:
    """Say which lines name no entry, say nothing, or stand twice."""
    lines = said()
    for line in lines:
        if line.entry not in book.entry:
            yield f"{FILE.name} names `{line.entry}`, which does not exist"
        if line.direction not in {"", *GOOD} or line.timing not in {"", "leading", "lagging"} or not line.direction + line.timing:
            yield f"{FILE.name} says nothing of `{line.entry}` by {line.page}"
    pairs = [(line.entry, line.page) for line in lines]
    yield from (
        f"{FILE.name} names {page} twice for `{entry}`" for entry, page in sorted(set(pairs)) if pairs.count((entry, page)) > 1
    )


def agreed(entry: Entry, lines: list[Said], field: str) -> tuple[int, int]:
    """Count the pages that agree with an entry on its direction or its timing, and those that do not."""
    told = [getattr(line, field) for line in lines if line.entry == entry.id and getattr(line, field)]
    return told.count(getattr(entry, field)), len(told) - told.count(getattr(entry, field))


def page(book: Catalogue) -> str:
    """Give the page of what was compared."""
    lines = said()
    entries = [book.entry[id] for id in dict.fromkeys(line.entry for line in lines)]
    direction, timing = ({each.id: agreed(each, lines, field) for each in entries} for field in ("direction", "timing"))
    enough = [{id for id, (same, _) in found.items() if same >= ENOUGH} for found in (direction, timing)]
    against = [sum(other > 0 for _, other in found.values()) for found in (direction, timing)]
    rows = [
        f"| {each.name} | {GOOD[each.direction]} | {_counted(direction[each.id])} | {each.timing} | {_counted(timing[each.id])} "
        f"| {' '.join(_link(line.page, place) for place, line in enumerate(_of(each, lines), 1))} |"
        for each in entries
    ]
    both = len(enough[0] & enough[1])
    head = f"""# Direction and timing against public pages

<!-- Written by `make accept` from tools/references.csv. -->

{len(entries)} entries were looked up in public pages, of which only excerpts were read. At least {ENOUGH} pages agree
with the direction of {len(enough[0])} entries, with the timing of {len(enough[1])},
and with both of {both}; of the others too few say it. Pages differ on the direction of {against[0]} entries and
on the timing of {against[1]}: what leads one result lags another cause, and pages seldom say what they compare with.
Here an entry leads where it moves before what it drives in the catalogue. The pages show common use: most are by
practitioners and vendors, few by public bodies.
"""
    return "\n".join([head, table(("entry", "direction", "pages", "timing", "pages", "where"), rows)])


def _of(entry: Entry, lines: list[Said]) -> list[Said]:
    return [line for line in lines if line.entry == entry.id]


def _counted(pages: tuple[int, int]) -> str:
    same, other = pages
    return f"{same} agree, {other} differ" if other else f"{same} agree" if same else "none says"


def _link(page: str, place: int) -> str:
    return f"[{place}](https://{page.replace('(', '%28').replace(')', '%29')})"
