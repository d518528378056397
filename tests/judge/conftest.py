"""Builders for the judge's tests: frameworks from plain mappings, observations from lists of values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from vitalfew.base.period import Calendar, Grain
from vitalfew.judge.run import judge
from vitalfew.model.framework import Framework
from vitalfew.model.observation import COLUMNS
from vitalfew.model.verdict import Scorecard, Verdict

TYPES = {
    "string": pa.string(),
    "int32": pa.int32(),
    "date32": pa.date32(),
    "bool": pa.bool_(),
    "float64": pa.float64(),
    "timestamp[us]": pa.timestamp("us"),
}
SCHEMA = pa.schema([(name, TYPES[kind]) for name, kind in COLUMNS.items()])
TODAY = date(2026, 6, 23)  # a Tuesday, the week before ended on Sunday and is due at the end of this day

Rows = list[dict[str, object]]
Observe = Callable[..., Rows]
Card = Callable[..., Scorecard]


def _observe(
    kpi: str,
    grain: Grain,
    values: Sequence[float | str | None],
    *,
    last: date = TODAY,
    calendar: Calendar | None = None,
    complete: bool = True,
    **columns: object,
) -> Rows:
    """Give a row for each value, the last in the period that holds `last`; a word is a reason, None leaves the row out."""
    calendar = calendar or Calendar()
    end = calendar.period(grain, last)
    rows: Rows = []
    for back, value in enumerate(reversed(values)):
        period = calendar.shift(end, -back)
        said = {"missing": value} if isinstance(value, str) else {"value": value}
        row = {"kpi": kpi, "complete": complete, "slice": "", "share": 1.0, **period._asdict(), **said, **columns}
        rows += [] if value is None else [row]
    return rows


def _card(
    kpis: Sequence[Mapping[str, Any]], rows: Rows, *, today: date = TODAY, incomplete: Sequence[object] = (), **framework: object
) -> Scorecard:
    whole = Framework.model_validate({"kpis": list(kpis), **framework})
    return judge(whole, pa.Table.from_pylist(rows, schema=SCHEMA), today=today, incomplete=incomplete)  # type: ignore[arg-type]  # findings


@pytest.fixture(scope="session")
def observe() -> Observe:
    """Make observations of one KPI and grain."""
    return _observe


@pytest.fixture(scope="session")
def card() -> Card:
    """Judge KPIs, given as in the file, on observations."""
    return _card


@pytest.fixture(scope="session")
def verdict_of() -> Callable[..., Verdict]:
    """Judge one weekly KPI whose last complete week has a value."""

    def judged(value: float, **kpi: object) -> Verdict:
        rows = _observe("k", "week", [value], last=date(2026, 6, 21))
        return _card([{"id": "k", "every": "week", "formula": "m", **kpi}], rows).verdicts[0]

    return judged
