"""Frameworks of any size to time with: as complete as a careful user's, and the same for the same size."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from vitalfew.base.period import Calendar, Grain
from vitalfew.model.observation import COLUMNS

TODAY = date(2026, 6, 30)
GRAINS: tuple[Grain, ...] = ("week", "month", "quarter", "year")
HEAD = """\
preset: executive
organization: {name: Bench, size: 5000}
strategy: {mission: Measure what matters.}
calendar: {timezone: UTC, today: 2026-06-30}
people:
  - {id: rui, name: Rui}
  - {id: ana, name: Ana}
cadences:
  - {id: weekly, rhythm: weekly on monday 09:00, tiers: [1, 2, 3], chair: rui, audience: [rui, ana]}
sources:
  - {id: shop, kind: files, path: "data/*.csv"}
"""
KPI = """\
  - id: kpi-{n}
    name: Share of orders of group {n} on time
    lifecycle: live
    definition: Orders of group {n} that arrive by the promised day, over all its orders.
    because: An order on time is how a customer of group {n} comes back.
    objectives: [objective-{objective}]
    org_unit: unit-{unit}
    level: department
    timing: {timing}
    stage: outcome
    unit: "%"
    decimals: 1
    formula: on_time_{n} / orders_{n}
    every: week
    direction: up
    baseline: {{value: 81.0, from: 2026-01-05, to: 2026-01-31}}
    target: {{reach: 95.0, by: 2026-12-31, path: linear}}
    threshold: 78.0
    owner: ana
    reviewer: rui
    review: [weekly]
    escalate: [{{worse_in_a_row: 3}}]
"""
MEASURES = """\
  - {{id: on_time_{n}, source: shop, table: orders, date: day, value: count(*), where: on_time and grp = {n}, empty: zero}}
  - {{id: orders_{n}, source: shop, table: orders, date: day, value: count(*), where: grp = {n}, empty: zero}}
"""


def framework_texts(kpis: int, *, objectives: int | None = None) -> dict[str, bytes]:
    """Give a framework of a number of KPIs as YAML files: ten KPIs to a unit, three to an objective, a thousand to a file."""
    units, objectives = max(1, kpis // 10), objectives or max(3, kpis // 3)
    parts = [HEAD, "org_units:\n"]
    parts += [f"  - {{id: unit-{n}, name: Unit {n}, level: department, head: ana}}\n" for n in range(units)]
    parts.append("objectives:\n")
    parts += [
        f"  - {{id: objective-{n}, statement: Deliver every order of group {n} on time, owner: rui, perspective: customer}}\n"
        for n in range(objectives)
    ]
    files = {"framework/main.yaml": "".join(parts).encode()}
    for first in range(0, kpis, 1_000):
        some = range(first, min(kpis, first + 1_000))
        lines = ["measures:\n", *(MEASURES.format(n=n) for n in some), "kpis:\n"]
        lines += [_kpi(n, objectives, units) for n in some]
        files[f"framework/kpis-{first:05}.yaml"] = "".join(lines).encode()
    return files


def _kpi(n: int, objectives: int, units: int) -> str:
    return KPI.format(n=n, objective=n % objectives, unit=n % units, timing="leading" if n % 5 < 2 else "lagging")


def observations(kpis: int, weeks: int = 104) -> Any:
    """Give seeded observations of `weeks` weeks, and their months, quarters and years, as an Arrow table."""
    import numpy as np
    import pyarrow as pa

    random = np.random.default_rng(20260630)
    calendar = Calendar()
    periods = [each for grain in GRAINS for each in calendar.between(grain, TODAY - timedelta(weeks=weeks), TODAY)]
    count = len(periods) * kpis
    value = 85 + random.normal(0, 4, count)
    complete = np.array([each.end <= TODAY for each in periods])
    columns: dict[str, Any] = {
        "kpi": np.repeat([f"kpi-{n}" for n in range(kpis)], len(periods)),
        "grain": np.tile([each.grain for each in periods], kpis),
        "number": np.tile([each.number for each in periods], kpis),
        "start": np.tile(np.array([each.start for each in periods], dtype="datetime64[D]"), kpis),
        "end": np.tile(np.array([each.end for each in periods], dtype="datetime64[D]"), kpis),
        "complete": np.tile(complete, kpis),
        "share": np.ones(count),
        "value": value,
        "numerator": value * 10,
        "denominator": np.full(count, 1000.0),
        "missing": pa.nulls(count, pa.string()),
        "slice": np.full(count, ""),
        "recipe": np.full(count, "0" * 12),
        "run": np.full(count, "bench"),
        "recorded_at": np.full(count, np.datetime64("2026-06-30", "us")),
    }
    return pa.table({name: pa.array(columns[name]).cast(pa.type_for_alias(kind)) for name, kind in COLUMNS.items()})
