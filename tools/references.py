"""Compare direction and timing of entries with what public pages say of the same KPI (tools/references.csv), and write the page.

A line of the file holds what one page says: a direction, a timing, or both; nothing is filled in that the page does not say.
A page that says of a KPI that it predicts, or warns early of, what comes after calls it leading.
Why the catalogue holds to its own where more pages differ than agree stands in tools/reference_notes.csv.
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
NOTES = Path(__file__).parent / "reference_notes.csv"
ENOUGH = 2
"""Pages that must agree, and be no fewer than those that differ, before an entry is said to be agreed."""
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


def notes() -> dict[str, str]:
    """Read by entry why it was kept where more pages differ."""
    with NOTES.open(encoding="utf-8") as file:
        return {row["entry"]: row["why"] for row in csv.DictReader(file)}


def faults(book: Catalogue) -> Iterator[str]:
    """Say which lines name no entry, say nothing, or stand twice, and which entry most pages contradict without a reason."""
    lines, kept = said(), notes()
    for line in lines:
        if line.entry not in book.entry:
            yield f"{FILE.name} names `{line.entry}`, which does not exist"
        if line.direction not in {"", *GOOD} or line.timing not in {"", "leading", "lagging"} or not line.direction + line.timing:
            yield f"{FILE.name} says nothing of `{line.entry}` by {line.page}"
    pairs = [(line.entry, line.page) for line in lines]
    yield from (
        f"{FILE.name} names {page} twice for `{entry}`" for entry, page in sorted(set(pairs)) if pairs.count((entry, page)) > 1
    )
    against = contradicted(book, lines)
    yield from (f"more pages differ on `{entry}` than agree, and {NOTES.name} does not say why" for entry in against - {*kept})
    yield from (f"{NOTES.name} explains `{entry}`, on which no more pages differ than agree" for entry in {*kept} - against)


def agreed(entry: Entry, lines: list[Said], field: str) -> tuple[int, int]:
    """Count the pages that agree with an entry on its direction or its timing, and those that do not."""
    told = [getattr(line, field) for line in lines if line.entry == entry.id and getattr(line, field)]
    return told.count(getattr(entry, field)), len(told) - told.count(getattr(entry, field))


def enough(same: int, other: int) -> bool:
    """Tell whether pages agree with an entry."""
    return same >= max(ENOUGH, other)


def contradicted(book: Catalogue, lines: list[Said]) -> set[str]:
    """Give the entries on which more pages differ than agree."""
    known = [book.entry[id] for id in {line.entry for line in lines} if id in book.entry]
    told = {each.id: [agreed(each, lines, field) for field in ("direction", "timing")] for each in known}
    return {id for id, counts in told.items() if any(other > same for same, other in counts)}


def page(book: Catalogue) -> str:
    """Give the page of what was compared."""
    lines = said()
    entries = [book.entry[id] for id in dict.fromkeys(line.entry for line in lines)]
    direction, timing = ({each.id: agreed(each, lines, field) for each in entries} for field in ("direction", "timing"))
    held = [{id for id, counts in found.items() if enough(*counts)} for found in (direction, timing)]
    against = [sum(other > 0 for _, other in found.values()) for found in (direction, timing)]
    rows = [
        f"| {each.name} | {GOOD[each.direction]} | {_counted(direction[each.id])} | {each.timing} | {_counted(timing[each.id])} "
        f"| {' '.join(_link(line.page, place) for place, line in enumerate(_of(each, lines), 1))} |"
        for each in entries
    ]
    both = len(held[0] & held[1])
    head = f"""# Direction and timing against public pages

<!-- Written by `make accept` from tools/references.csv. -->

{len(entries)} entries were looked up in public pages, of which only excerpts were read. At least {ENOUGH} pages agree, and no
more differ, with the direction of {len(held[0])} entries, with the timing of {len(held[1])}, and with both of {both};
of the others too few say it, or more differ. Any page differs on the direction of {against[0]} of them and on the
timing of {against[1]}: what leads one result lags another cause, and pages seldom say what they compare with.
Here an entry leads where it moves before what it drives in the catalogue. A page that says of a KPI that it predicts, or warns
early of, what comes after counts as calling it leading. The pages show common use: most are by
practitioners and vendors, few by public bodies.
"""
    kept = [f"| {book.entry[id].name} | {why} |" for id, why in notes().items()]
    return "\n".join(
        [
            head,
            table(("entry", "direction", "pages", "timing", "pages", "where"), rows),
            "\n## Where more pages differ than agree\n",
            table(("entry", "why the catalogue holds to its own"), kept),
        ]
    )


def _of(entry: Entry, lines: list[Said]) -> list[Said]:
    return [line for line in lines if line.entry == entry.id]


def _counted(pages: tuple[int, int]) -> str:
    same, other = pages
    return f"{same} agree, {other} differ" if other else f"{same} agree" if same else "none says"


def _link(page: str, place: int) -> str:
    return f"[{place}](https://{page.replace('(', '%28').replace(')', '%29')})"
