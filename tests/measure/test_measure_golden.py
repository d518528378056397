# ruff: noqa: D205, D212, D415  # a docstring here is the framework under test
"""Small tables with numbers computed by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from vitalfew.measure.run import Measured
from vitalfew.model.framework import Framework
from vitalfew.model.observation import COLUMNS

Run = Callable[..., Measured]
Rows = Callable[..., list[dict[str, Any]]]
Said = Callable[..., list[tuple[Any, ...]]]

ORDERS = """day,region,amount,returned
2026-01-01,north,100,false
2026-01-01,south,50,true
2026-01-02,north,25,false
2026-01-05,south,10,false
2026-01-06,north,15,true
2026-01-07,north,20,false
2026-01-08,south,30,false
2026-01-09,north,40,false
2026-01-12,south,5,false
2026-01-13,north,5,false
2026-01-14,north,7,false
2026-01-15,north,8,false
2026-01-16,north,9,true
2026-01-19,north,1,false
"""


def test_weeks_and_months_are_added_up_and_the_running_ones_are_partial(
    framework: Framework, run: Run, rows: Rows, said: Said
) -> None:
    """
    sources: [{id: shop, kind: files, path: data/orders.csv}]
    measures: [{id: revenue, source: shop, date: day, value: sum(amount)}]
    kpis: [{id: revenue, formula: revenue, every: week}]
    """
    measured = run(framework, {"data/orders.csv": ORDERS}, "2026-01-20")
    assert measured.findings == ()
    assert said(rows(measured, "revenue", "week")) == [
        ("2025-12-29", 175.0, False),  # the data begins on its Thursday
        ("2026-01-05", 115.0, True),
        ("2026-01-12", 34.0, True),  # no Saturday or Sunday ever occurs, so Friday covers the week
        ("2026-01-19", 1.0, False),
    ]
    assert said(rows(measured, "revenue", "month")) == [("2026-01-01", 325.0, False)]
    assert rows(measured, "revenue", "month")[0]["share"] == pytest.approx(19 / 31)
    assert measured.table.column_names == list(COLUMNS)


def test_a_percentage_is_a_quotient_times_100_and_keeps_its_parts_unscaled(framework: Framework, run: Run, rows: Rows) -> None:
    """
    sources: [{id: shop, kind: files, path: data/orders.csv}]
    measures:
      - {id: returned, source: shop, date: day, value: count(*), where: returned, empty: zero}
      - {id: orders, source: shop, date: day, value: count(*)}
    kpis: [{id: return-rate, unit: "%", formula: returned / orders, every: week}]
    """
    measured = run(framework, {"data/orders.csv": ORDERS}, "2026-01-20")
    found = rows(measured, "return-rate", "week")
    assert [(row["value"], row["numerator"], row["denominator"]) for row in found] == [
        (pytest.approx(100 / 3), 1.0, 3.0),
        (20.0, 1.0, 5.0),
        (20.0, 1.0, 5.0),
        (0.0, 0.0, 1.0),
    ]


def test_zero_null_and_nothing_differ(framework: Framework, run: Run, rows: Rows, said: Said) -> None:
    """
    sources: [{id: shop, kind: files, path: data/orders.csv}]
    measures:
      - {id: south, source: shop, date: day, value: sum(amount), where: region = 'south'}
      - {id: south_zero, source: shop, date: day, value: count(*), where: region = 'south', empty: zero}
      - {id: nothing, source: shop, date: day, value: "sum(nullif(amount, amount))"}
    kpis:
      - {id: south, formula: south, every: day}
      - {id: south-zero, formula: south_zero, every: day}
      - {id: nothing, formula: nothing, every: day}
    """
    measured = run(framework, {"data/orders.csv": ORDERS}, "2026-01-04")
    assert said(rows(measured, "south", "day")) == [
        ("2026-01-01", 50.0, True),
        ("2026-01-02", "no-rows", True),
        ("2026-01-03", "no-rows", True),
        ("2026-01-04", "no-data-yet", False),
    ]
    assert said(rows(measured, "south-zero", "day"))[1:] == [
        ("2026-01-02", 0.0, True),
        ("2026-01-03", 0.0, True),
        ("2026-01-04", "no-data-yet", False),
    ]
    assert said(rows(measured, "nothing", "day"))[0] == ("2026-01-01", "no-value", True)


def test_a_zero_denominator_gives_no_value_and_one_finding_per_kpi(
    framework: Framework, run: Run, rows: Rows, said: Said
) -> None:
    """
    sources: [{id: shop, kind: files, path: data/orders.csv}]
    measures:
      - {id: kept, source: shop, date: day, value: count(*), where: NOT returned, empty: zero}
      - {id: returned, source: shop, date: day, value: count(*), where: returned, empty: zero}
    kpis:
      - {id: odds, formula: kept / returned, every: day}
      - {id: safe, formula: "kept / nullif(returned, 0)", every: day}
    """
    measured = run(framework, {"data/orders.csv": ORDERS}, "2026-01-03")
    for kpi in ("odds", "safe"):
        assert said(rows(measured, kpi, "day"))[:2] == [("2026-01-01", 1.0, True), ("2026-01-02", "division-by-zero", True)]
    assert [(finding.rule, str(finding.ref)) for finding in measured.findings] == [
        ("division-by-zero", "kpi:odds"),
        ("division-by-zero", "kpi:safe"),
    ]
    assert measured.findings[0].message == "KPI `odds` divides by zero in 1 of 3 periods of a day"


def test_slices_are_given_where_all_measures_share_their_columns(framework: Framework, run: Run, rows: Rows, said: Said) -> None:
    """
    sources: [{id: shop, kind: files, path: data/orders.csv}]
    measures:
      - {id: revenue, source: shop, date: day, value: sum(amount), by: region}
      - {id: orders, source: shop, date: day, value: count(*), by: region}
      - {id: returned, source: shop, date: day, value: count(*), where: returned, empty: zero}
    kpis:
      - {id: average, formula: revenue / orders, every: week}
      - {id: rate, formula: returned / orders, every: week}
    """
    measured = run(framework, {"data/orders.csv": ORDERS}, "2026-01-19")
    assert [value for _, value, _ in said(rows(measured, "average", "week"))][:3] == [175 / 3, 23.0, 6.8]
    assert [value for _, value, _ in said(rows(measured, "average", "week", "region=south"))][:3] == [50.0, 20.0, 5.0]
    assert [value for _, value, _ in said(rows(measured, "average", "week", "region=north"))][:3] == [62.5, 25.0, 7.25]
    assert rows(measured, "rate", "week", "region=north") == []


def test_kpis_are_made_of_kpis_in_any_order(framework: Framework, run: Run, rows: Rows, said: Said) -> None:
    """
    sources: [{id: shop, kind: files, path: data/orders.csv}]
    measures:
      - {id: revenue, source: shop, date: day, value: sum(amount)}
      - {id: cost, source: shop, date: day, value: 0.5 * sum(amount)}
    kpis:
      - {id: margin, unit: "%", formula: kpi.gain / kpi.sales, every: week}
      - {id: gain, formula: kpi.sales - cost, every: week}
      - {id: sales, formula: revenue, every: week}
      - {id: points, unit: "%", formula: kpi.margin / 2, every: week}
    """
    measured = run(framework, {"data/orders.csv": ORDERS}, "2026-01-19", kpis=("margin", "points"))
    assert said(rows(measured, "margin", "week"))[1] == ("2026-01-05", 50.0, True)
    assert said(rows(measured, "points", "week"))[1] == ("2026-01-05", 25.0, True)  # a part is in % already
    assert rows(measured, "sales", "week") == []  # not asked for


def test_functions_of_formulas(framework: Framework, run: Run, rows: Rows) -> None:
    """
    sources: [{id: shop, kind: files, path: data/orders.csv}]
    measures: [{id: revenue, source: shop, date: day, value: sum(amount)}]
    kpis:
      - {id: capped, formula: "min(revenue, 100)", every: week}
      - {id: floored, formula: "max(revenue, 100, 7)", every: week}
      - {id: off, formula: "abs(100 - revenue) * 2 - -1", every: week}
    """
    measured = run(framework, {"data/orders.csv": ORDERS}, "2026-01-19")
    assert [rows(measured, kpi, "week")[2]["value"] for kpi in ("capped", "floored", "off")] == [34.0, 100.0, 133.0]


def test_longer_periods_come_from_own_values_where_over_time_says_so(
    framework: Framework, run: Run, rows: Rows, said: Said
) -> None:
    """
    sources: [{id: books, kind: files, path: data/books.csv}]
    measures: [{id: balance, source: books, date: month, value: sum(amount)}]
    kpis:
      - {id: last, formula: balance, every: month, over_time: last}
      - {id: mean, formula: balance, every: month, over_time: mean}
      - {id: most, formula: balance, every: month, over_time: max}
      - {id: least, formula: balance, every: month, over_time: min}
      - {id: all, formula: balance, every: month, over_time: sum}
    """
    books = "month,amount\n2026-01-31,10\n2026-02-28,40\n2026-03-31,30\n2026-04-30,5\n"
    measured = run(framework, {"data/books.csv": books}, "2026-05-10")
    assert {kpi: said(rows(measured, kpi, "quarter")) for kpi in ("last", "mean", "most", "least", "all")} == {
        "last": [("2026-01-01", 30.0, True), ("2026-04-01", 5.0, False)],
        "mean": [("2026-01-01", 80 / 3, True), ("2026-04-01", 5.0, False)],
        "most": [("2026-01-01", 40.0, True), ("2026-04-01", 5.0, False)],
        "least": [("2026-01-01", 10.0, True), ("2026-04-01", 5.0, False)],
        "all": [("2026-01-01", 80.0, True), ("2026-04-01", 5.0, False)],
    }
    assert said(rows(measured, "last", "month"))[-2:] == [("2026-04-01", 5.0, True), ("2026-05-01", "no-data-yet", False)]


def test_a_query_gives_values_or_a_quotient(framework: Framework, run: Run, rows: Rows) -> None:
    """
    sources: [{id: shop, kind: files, path: data/orders.csv}]
    measures:
      - id: big
        source: shop
        sql: SELECT day AS date, amount AS value FROM orders WHERE amount >= 20
      - id: share
        source: shop
        sql: |
          WITH daily AS (SELECT day, sum(amount) AS total, sum(amount) FILTER (WHERE returned) AS back FROM orders GROUP BY day)
          SELECT day AS date, coalesce(back, 0) AS numerator, total AS denominator FROM daily
    kpis:
      - {id: big, formula: big, every: week}
      - {id: big-mean, formula: big, every: week, over_time: mean}
      - {id: big-last, formula: big, every: week, over_time: last}
      - {id: share, formula: share, unit: "%", every: week}
    """
    measured = run(framework, {"data/orders.csv": ORDERS}, "2026-01-12")
    assert measured.findings == ()
    assert [rows(measured, kpi, "week")[1]["value"] for kpi in ("big", "big-mean", "big-last")] == [90.0, 30.0, 40.0]
    share = rows(measured, "share", "week")[1]
    assert (share["value"], share["numerator"], share["denominator"]) == (pytest.approx(100 * 15 / 115), 15.0, 115.0)


def test_a_fiscal_year_begins_where_the_calendar_says(framework: Framework, run: Run, rows: Rows, said: Said) -> None:
    """
    calendar: {fiscal_year_starts: 02-01, week_starts: sunday}
    sources: [{id: shop, kind: files, path: data/days.csv}]
    measures: [{id: visits, source: shop, date: day, value: sum(visits), empty: zero}]
    kpis: [{id: visits, formula: visits, every: week}]
    """
    days = "day,visits\n2026-01-30,1\n2026-01-31,2\n2026-02-01,4\n2026-02-03,8\n2026-05-01,16\n2026-05-01,32\n"
    measured = run(framework, {"data/days.csv": days}, "2026-05-02")
    assert said(rows(measured, "visits", "quarter")) == [
        ("2025-11-01", 3.0, False),
        ("2026-02-01", 12.0, True),
        ("2026-05-01", 48.0, False),
    ]
    assert [row["start"].isoformat() for row in rows(measured, "visits", "year")] == ["2025-02-01", "2026-02-01"]
    assert said(rows(measured, "visits", "week"))[:2] == [("2026-01-25", 3.0, False), ("2026-02-01", 12.0, True)]


def test_the_day_of_a_moment_is_that_of_the_organisation(framework: Framework, run: Run, rows: Rows, said: Said) -> None:
    """
    calendar: {timezone: America/New_York}
    sources: [{id: shop, kind: files, path: data/moments.jsonl}]
    measures: [{id: calls, source: shop, date: at, value: count(*)}]
    kpis: [{id: calls, formula: calls, every: day}]
    """
    moments = '{"at": "2026-01-02T03:00:00Z"}\n{"at": "2026-01-02T12:00:00+00:00"}\n{"at": "2026-01-03T03:00:00Z"}\n'
    measured = run(framework, {"data/moments.jsonl": moments}, "2026-01-03")
    assert said(rows(measured, "calls", "day"))[:2] == [("2026-01-01", 1.0, True), ("2026-01-02", 2.0, True)]


def test_a_daily_series_with_a_missing_day_makes_its_week_partial(framework: Framework, run: Run, rows: Rows, said: Said) -> None:
    """
    sources: [{id: site, kind: files, path: data/site.csv}]
    measures:
      - {id: visits, source: site, date: day, value: sum(visits)}
      - {id: visits_zero, source: site, date: day, value: sum(visits), empty: zero}
    kpis:
      - {id: visits, formula: visits, every: week}
      - {id: visits-zero, formula: visits_zero, every: week}
    """
    days = "".join(f"2026-01-{day:02},1\n" for day in range(5, 26) if day != 14)
    measured = run(framework, {"data/site.csv": f"day,visits\n{days}"}, "2026-01-26")
    assert said(rows(measured, "visits", "week")) == [
        ("2026-01-05", 7.0, True),
        ("2026-01-12", 6.0, False),
        ("2026-01-19", 7.0, True),
        ("2026-01-26", "no-data-yet", False),
    ]
    assert [complete for *_, complete in said(rows(measured, "visits-zero", "week"))] == [True, True, True, False]


def test_a_second_measure_that_begins_later_leaves_the_kpi_without_value_before(
    framework: Framework, run: Run, rows: Rows, said: Said
) -> None:
    """
    sources:
      - {id: shop, kind: files, path: data/orders.csv}
      - {id: site, kind: files, path: data/site.csv}
    measures:
      - {id: orders, source: shop, date: day, value: count(*)}
      - {id: visits, source: site, date: day, value: sum(visits)}
    kpis: [{id: conversion, formula: orders / visits, every: week}]
    """
    days = "day,visits\n" + "".join(f"2026-01-{day:02},10\n" for day in range(12, 19))
    measured = run(framework, {"data/orders.csv": ORDERS, "data/site.csv": days}, "2026-01-27")
    assert said(rows(measured, "conversion", "week")) == [
        ("2025-12-29", "before-data", False),
        ("2026-01-05", "before-data", False),
        ("2026-01-12", 5 / 70, True),
        ("2026-01-19", "no-data-yet", False),
        ("2026-01-26", "no-data-yet", False),
    ]


def test_a_year_of_weeks_is_measured_by_its_own_months(framework: Framework, run: Run, rows: Rows, said: Said) -> None:
    """
    calendar: {scheme: 4-5-4, year_end: {weekday: saturday, rule: nearest, month: 1}}
    sources: [{id: shop, kind: files, path: data/days.csv}]
    measures: [{id: days, source: shop, date: day, value: count(*)}]
    kpis: [{id: days, formula: days, every: month}]
    """
    first, last = date(2023, 1, 29), date(2024, 3, 2)
    lines = "".join(f"{first + timedelta(days=step)}\n" for step in range((last - first).days + 1))
    measured = run(framework, {"data/days.csv": f"day\n{lines}"}, "2024-03-03")
    assert measured.findings == ()
    by_month = rows(measured, "days", "month")
    assert [row["value"] / 7 for row in by_month[:-1]] == [*[4, 5, 4] * 3, 4, 5, 5, 4]
    assert by_month[-1]["missing"] == "no-data-yet"
    assert said(rows(measured, "days", "year")) == [("2023-01-29", 371.0, True), ("2024-02-04", 28.0, False)]
    assert said(rows(measured, "days", "quarter"))[3:] == [("2023-10-29", 98.0, True), ("2024-02-04", 28.0, False)]


def test_every_second_wednesday_is_a_rhythm_and_leaves_months_whole(
    framework: Framework, run: Run, rows: Rows, said: Said
) -> None:
    """
    sources: [{id: tastings, kind: files, path: data/tastings.csv}]
    measures: [{id: guests, source: tastings, date: day, value: sum(guests)}]
    kpis: [{id: guests, formula: guests, every: month}]
    """
    days = [date(2026, 1, 7) + timedelta(weeks=2 * step) for step in range(10)]
    measured = run(framework, {"data/tastings.csv": "day,guests\n" + "".join(f"{day},10\n" for day in days)}, "2026-05-20")
    assert said(rows(measured, "guests", "month")) == [
        ("2026-01-01", 20.0, True),  # no other weekday ever occurs, so the Wednesday speaks for the days before it
        ("2026-02-01", 20.0, True),
        ("2026-03-01", 20.0, True),
        ("2026-04-01", 30.0, True),
        ("2026-05-01", 10.0, False),
    ]


def test_rows_on_the_last_day_of_a_month_of_weeks_speak_for_that_month(
    framework: Framework, run: Run, rows: Rows, said: Said
) -> None:
    """
    calendar: {scheme: 4-4-5, year_end: {weekday: saturday, month: 12}}
    sources: [{id: books, kind: files, path: data/books.csv}]
    measures: [{id: cash, source: books, date: day, value: sum(cash)}]
    kpis: [{id: cash, formula: cash, every: month, over_time: last}]
    """
    ends = ["2026-01-24", "2026-02-21", "2026-03-28", "2026-04-25"]
    text = "day,cash\n" + "".join(f"{day},{place}\n" for place, day in enumerate(ends))
    measured = run(framework, {"data/books.csv": text}, "2026-05-01")
    assert said(rows(measured, "cash", "month"))[:4] == [
        ("2025-12-28", 0.0, True),
        ("2026-01-25", 1.0, True),
        ("2026-02-22", 2.0, True),
        ("2026-03-29", 3.0, True),
    ]
    assert said(rows(measured, "cash", "quarter")) == [("2025-12-28", 2.0, True), ("2026-03-29", 3.0, False)]
