"""A holiday is no gap in a daily series, whether its day is declared or its country."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from vitalfew.load.read import load_texts
from vitalfew.measure.run import Measured

Run = Callable[..., Measured]
Rows = Callable[..., list[dict[str, Any]]]
TEXT = """
calendar: {{{holidays}}}
sources: [{{id: shop, kind: files, path: data/orders.csv}}]
measures: [{{id: orders, source: shop, date: day, value: sum(n)}}]
kpis: [{{id: orders, formula: orders, every: month}}]
"""
PORTUGAL_DAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("holidays", "is_complete"),
    [("holidays: PT", True), ("holidays: [2026-06-10]", True), ("holidays: US", False), ("", False)],
)
def test_a_month_without_its_holiday_is_complete(run: Run, rows: Rows, holidays: str, *, is_complete: bool) -> None:
    days = [date(2026, 5, 1) + timedelta(days=step) for step in range(70)]
    lines = "\n".join(f"{day},2" for day in days if day != PORTUGAL_DAY)
    framework = load_texts({"framework/main.yaml": TEXT.format(holidays=holidays)}).framework
    measured = run(framework, {"data/orders.csv": f"day,n\n{lines}\n".encode()}, "2026-08-01")
    [june] = [row for row in rows(measured, "orders", "month") if row["start"] == date(2026, 6, 1)]
    assert (june["complete"], june["value"]) == (is_complete, 58)
