"""Complete values that were measured by an earlier definition of their KPI."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.base.finding import Finding
from vitalfew.base.period import GRAINS
from vitalfew.base.ref import Ref
from vitalfew.store.smells import OUTDATED


def outdated(known: pa.Table, recipes: pa.Table) -> list[Finding]:
    """Word, for each KPI of `recipes` (columns `kpi` and `recipe`), how much of what is known has another recipe.

    Periods are those of the finest grain concerned, without slices.
    """
    present = recipes["recipe"].take(pc.index_in(known["kpi"], value_set=recipes["kpi"].combine_chunks()))
    complete = pc.and_(pc.and_(known["complete"], pc.is_valid(known["value"])), pc.equal(known["slice"], ""))
    other = pc.fill_null(pc.not_equal(known["recipe"], present), fill_value=False)
    rows = known.filter(pc.and_(complete, other))
    counted = rows.group_by(["kpi", "grain"]).aggregate([("end", "count"), ("end", "max"), ("recorded_at", "max")])
    return [_finding(row) for row in _finest(counted)]


def _finest(counted: pa.Table) -> Iterator[dict[str, Any]]:
    rows = sorted(counted.to_pylist(), key=lambda row: (row["kpi"], GRAINS.index(row["grain"])))
    seen: set[str] = set()
    for row in rows:
        if row["kpi"] not in seen:
            yield row
        seen.add(row["kpi"])


def _finding(row: dict[str, Any]) -> Finding:
    number, grain = row["end_count"], row["grain"]
    what = f"1 {grain}" if number == 1 else f"{number:,} {grain}s"
    verb = "was" if number == 1 else "were"
    last, on = row["end_max"] - timedelta(days=1), f"{row['recorded_at_max']:%Y-%m-%d}"
    message = f"{what} of KPI `{row['kpi']}` up to {last} {verb} measured by an earlier definition, recorded by {on}"
    return OUTDATED.at(Ref("kpi", row["kpi"]), message, field="formula")
