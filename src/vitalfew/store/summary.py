"""Sums up for `check` what the store holds: each KPI's own series, and the entries that people made by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.model.entry import FOLDER, Entry
from vitalfew.model.evidence import Evidence, Point, Series
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.leaves import Leaves
from vitalfew.store.entry import is_entered, kept
from vitalfew.store.evidence import write_evidence
from vitalfew.store.leaves import write_leaves

Held = Mapping[str, Leaves]
YEARS = 3
"""How far back rules about evidence look."""


def keep_summary(framework: Framework, root: Path, store: Path, observations: pa.Table, today: date, leaves: Held) -> None:
    """Write what later commands read without the data engine: the evidence, and what formulas were computed from."""
    write_evidence(store, sum_up(framework, root, observations, today))
    write_leaves(store, leaves, framework.kpi)


def sum_up(framework: Framework, root: Path, observations: pa.Table, today: date) -> Evidence:
    """Give the evidence as of today: at each KPI's own grain, whole KPIs only, of the last years."""
    series = {each.kpi: each for each in _series(framework, observations, today)}
    entries = {kpi.id: _entries(root, kpi) for kpi in framework.current_kpis if is_entered(framework, kpi)}
    return Evidence(today, series, {kpi: found for kpi, found in entries.items() if found})


def _entries(root: Path, kpi: Kpi) -> tuple[Entry, ...]:
    return tuple(each for each in kept(root / FOLDER / f"{kpi.id}.csv") if each.every == kpi.grain)


def _series(framework: Framework, observations: pa.Table, today: date) -> Iterator[Series]:
    grains = {kpi.id: kpi.grain for kpi in framework.current_kpis}
    oldest = today - timedelta(days=366 * YEARS)
    inside = pc.and_(pc.less_equal(observations["end"], pa.scalar(today)), pc.greater(observations["end"], pa.scalar(oldest)))
    rows = observations.filter(pc.and_(inside, pc.equal(observations["slice"], ""))).sort_by(
        [("kpi", "ascending"), ("grain", "ascending"), ("number", "ascending")]
    )
    begins = _begins(observations)
    found: dict[str, list[tuple[date, float | None, str]]] = {}
    columns = ("kpi", "grain", "end", "complete", "value", "recipe")
    for kpi, grain, end, complete, value, recipe in zip(*(rows[name].to_pylist() for name in columns), strict=True):
        if grains.get(kpi) == grain and (kpi in found or (complete and value is not None)):
            found.setdefault(kpi, []).append((end - timedelta(days=1), value if complete else None, recipe))
    for kpi, periods in found.items():
        points = tuple(Point(last, value) for last, value, _ in periods)
        yield Series(kpi, grains[kpi], periods[-1][2], begins[kpi, grains[kpi]], points)


def _begins(observations: pa.Table) -> dict[tuple[str, str], date]:
    """Give the first day of the first whole period with a value, by KPI and grain, however long ago that is."""
    whole = observations.filter(pc.and_(observations["complete"], pc.is_valid(observations["value"])))
    first = whole.group_by(["kpi", "grain"]).aggregate([("start", "min")])
    return {(each["kpi"], each["grain"]): each["start_min"] for each in first.to_pylist()}
