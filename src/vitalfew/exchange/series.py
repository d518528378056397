"""The numbers of one KPI by period: one grain, one number for each, and a reason where there is none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from vitalfew.base.period import GRAINS, Grain
from vitalfew.exchange.header import Role, grain_word
from vitalfew.exchange.log import Log
from vitalfew.exchange.moment import grain_of, period_start
from vitalfew.exchange.number import is_missing
from vitalfew.exchange.scale import Item
from vitalfew.exchange.sketch import Entry, Sketch
from vitalfew.exchange.workbook import Cell


@dataclass(frozen=True)
class Point:
    """A number of a period, or the word that stands in its place."""

    start: date
    item: Item
    missing: str = ""


@dataclass(frozen=True)
class Series:
    """Numbers per period of one grain."""

    grain: Grain
    points: tuple[Point, ...]


def series_of(sketch: Sketch, role: Role, log: Log, *, grain: Grain | None = None) -> Series | None:
    """Put a KPI's entries into periods of one grain; None where it has none. Their numbers are not yet settled."""
    entries = sketch.entries[role]
    if not entries:
        return None
    declared = _declared(sketch, log) if role == "actual" else grain
    chosen = _grain(entries, declared)
    if role == "actual" and declared and chosen != declared:
        log.guess(sketch.cells["every"], f"measured every {chosen}, as its columns are, not every {declared}")
    points: dict[date, Point] = {}
    other: dict[Grain, list[Cell]] = {}
    for moment, cell in entries:
        own = moment.grain or chosen
        start = period_start(moment.start, chosen)
        if own != chosen:
            other.setdefault(own, []).append(cell)
        elif start in points:
            log.skip(cell, f"`{cell.text}` is left out, {points[start].item.cell.place} already gives the {chosen} of {start}")
        else:
            points[start] = Point(start, Item(cell, role), cell.text if is_missing(cell.text) else "")
    for coarser, cells in other.items():
        log.skip_run(cells, f"a {coarser} beside numbers per {chosen} is not read")
    return Series(chosen, tuple(points[start] for start in sorted(points)))


def _declared(sketch: Sketch, log: Log) -> Grain | None:
    cell = sketch.cells.get("every")
    word = grain_word(cell.text) if cell else None
    if cell and word is None:
        log.skip(cell, f"`{cell.text}` is no frequency that is known")
    return next((grain for grain in GRAINS if grain == word), None)


def _grain(entries: list[Entry], declared: Grain | None) -> Grain:
    """Choose the grain: the declared one where it is among them or separates the days, else the most frequent."""
    days = [moment.start for moment, _ in entries if moment.grain is None]
    counted = Counter(moment.grain for moment, _ in entries if moment.grain)
    if days:
        fits = declared is not None and len({period_start(day, declared) for day in days}) == len(set(days))
        counted[declared if fits and declared else grain_of(days)] += len(days)
    if declared in counted:
        return declared  # type: ignore[return-value]  # None is never counted
    return max(GRAINS, key=lambda grain: (counted[grain], -GRAINS.index(grain)))
