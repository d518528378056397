"""A day is a day of the organisation's zone: moments around midnight and around the change of the clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vitalfew.load.read import load_texts
from vitalfew.measure.run import Measured

Run = Callable[..., Measured]
Rows = Callable[..., list[dict[str, Any]]]

TEXT = """
calendar: {{timezone: {zone}}}
sources: [{{id: shop, kind: files, path: data/orders.parquet}}]
measures: [{{id: orders, source: shop, date: at, value: count(*)}}]
kpis: [{{id: orders, formula: orders, every: day}}]
"""


def _file(moments: list[datetime]) -> bytes:
    out = BytesIO()
    pq.write_table(pa.table({"at": pa.array(moments, pa.timestamp("us", tz="UTC"))}), out)
    return out.getvalue()


@pytest.mark.parametrize("zone", ["UTC", "Europe/Lisbon", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
@pytest.mark.parametrize(
    "around", ["2026-03-08", "2026-03-29", "2026-10-25", "2025-12-31"], ids=["US spring", "EU spring", "EU autumn", "year"]
)
def test_a_moment_counts_on_the_day_that_clocks_there_show(run: Run, rows: Rows, zone: str, around: str) -> None:
    first = datetime.fromisoformat(around).replace(tzinfo=UTC) - timedelta(hours=36)
    moments = [first + timedelta(minutes=30 * step) for step in range(150)]
    framework = load_texts({"framework/main.yaml": TEXT.format(zone=zone)}).framework
    measured = run(framework, {"data/orders.parquet": _file(moments)}, "2026-12-31")
    found = {row["start"]: row["value"] for row in rows(measured, "orders", "day") if row["value"] is not None}
    assert found == Counter(each.astimezone(ZoneInfo(zone)).date() for each in moments)


def test_a_day_of_23_or_25_hours_is_one_day(run: Run, rows: Rows) -> None:
    """In Lisbon clocks go forward on 29 March 2026 and back on 25 October."""
    framework = load_texts({"framework/main.yaml": TEXT.format(zone="Europe/Lisbon")}).framework
    hours = [datetime(2026, 3, 28, tzinfo=UTC) + timedelta(hours=step) for step in range(24 * 215)]
    measured = run(framework, {"data/orders.parquet": _file(hours)}, "2026-12-31")
    found = {str(row["start"]): row["value"] for row in rows(measured, "orders", "day")}
    assert (found["2026-03-28"], found["2026-03-29"], found["2026-03-30"]) == (24, 23, 24)
    assert (found["2026-10-24"], found["2026-10-25"], found["2026-10-26"]) == (24, 25, 24)
