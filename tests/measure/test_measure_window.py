# ruff: noqa: D205, D212, D415  # a docstring here is the framework under test
"""Measures that look back, balances, events that follow in time: against plain Python over the same rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from vitalfew.measure.run import Measured
from vitalfew.model.framework import Framework
from vitalfew.model.measure import Measure

Run = Callable[..., Measured]
Rows = Callable[..., list[dict[str, Any]]]
FIRST = date(2026, 1, 5)  # a Monday
DAYS = [FIRST + timedelta(days=step) for step in range(70)]
VISITS = [(day, f"c{(day.toordinal() * 7 + turn) % 11}", turn + day.day % 3) for day in DAYS for turn in range(2)]
FILE = {"data/visits.csv": "day,customer,amount\n" + "".join(f"{day},{who},{amount}\n" for day, who, amount in VISITS)}
TODAY = "2026-03-16"


def test_windows_and_totals_look_back_from_the_end_of_each_period(framework: Framework, run: Run, rows: Rows) -> None:
    """
    sources: [{id: visits, kind: files, path: data/visits.csv}]
    measures:
      - {id: rolling, source: visits, date: day, value: sum(amount), over: {weeks: 4}}
      - {id: seen, source: visits, date: day, value: count(DISTINCT customer), over: {days: 10}}
      - {id: months, source: visits, date: day, value: count(*), over: {months: 1}}
      - {id: total, source: visits, date: day, value: sum(amount), over: all}
      - {id: month, source: visits, date: day, value: sum(amount), over: month}
    kpis:
      - {id: rolling, formula: rolling, every: week}
      - {id: seen, formula: seen, every: week}
      - {id: months, formula: months, every: week}
      - {id: total, formula: total, every: week}
      - {id: month, formula: month, every: week}
    """
    measured = run(framework, FILE, TODAY)
    assert measured.findings == ()

    def rows_of(first: date, end: date) -> list[tuple[date, str, int]]:
        return [each for each in VISITS if first <= each[0] < end]

    for place, start in enumerate(DAYS[::7]):
        end = start + timedelta(days=7)
        found = {kpi: rows(measured, kpi, "week")[place] for kpi in ("rolling", "seen", "months", "total", "month")}
        month = (end - timedelta(days=1)).replace(day=1)
        back = (end - timedelta(days=end.day)).replace(day=min(end.day, (end - timedelta(days=end.day)).day))
        assert found["rolling"]["value"] == sum(each[2] for each in rows_of(end - timedelta(weeks=4), end))
        assert found["seen"]["value"] == len({each[1] for each in rows_of(end - timedelta(days=10), end)})
        assert found["months"]["value"] == len(rows_of(back, end))
        assert found["total"]["value"] == sum(each[2] for each in rows_of(FIRST, end))
        assert found["month"]["value"] == sum(each[2] for each in rows_of(month, end))
        assert found["rolling"]["complete"] == (place >= 3)  # before, the window begins before the data
        assert found["total"]["complete"]


LEVELS = """day,account,kind,balance
2026-01-05,a,cash,10
2026-01-06,b,cash,5
2026-01-07,a,cash,20
2026-01-09,a,loan,99
2026-01-11,b,cash,7
2026-01-12,a,cash,1
2026-01-18,b,cash,2
"""


def test_of_balances_the_newest_counts_for_each_account(framework: Framework, run: Run, rows: Rows) -> None:
    """
    sources: [{id: books, kind: files, path: data/books.csv}]
    measures:
      - {id: cash, source: books, date: day, value: sum(balance), where: kind = 'cash', balance: account}
      - {id: newest, source: books, date: day, value: sum(balance), where: kind = 'cash', balance: true}
      - {id: split, source: books, date: day, value: sum(balance), where: kind = 'cash', balance: true, by: account}
    kpis:
      - {id: cash, formula: cash, every: week}
      - {id: newest, formula: newest, every: week}
      - {id: split, formula: split, every: week}
    """
    measured = run(framework, {"data/books.csv": LEVELS}, "2026-01-19")
    assert [each.rule for each in measured.findings if each.severity == "error"] == []
    assert [row["value"] for row in rows(measured, "cash", "week")[:2]] == [27.0, 3.0]
    assert [row["value"] for row in rows(measured, "newest", "week")[:2]] == [7.0, 2.0]
    assert [row["value"] for row in rows(measured, "cash", "month")] == [3.0]  # never the sum of weeks
    assert [row["value"] for row in rows(measured, "split", "week", "account=a")[:2]] == [20.0, 1.0]
    assert [row["value"] for row in rows(measured, "split", "week")[:2]] == [27.0, 3.0]  # the parts make the whole


def test_a_conversion_counts_for_the_week_of_its_beginning_and_is_whole_when_its_time_is_over(
    framework: Framework, run: Run, rows: Rows
) -> None:
    """
    sources: [{id: trials, kind: files, path: data/trials.csv}]
    measures:
      - {id: started, source: trials, date: began, value: count(*)}
      - {id: bought, source: trials, date: began, value: count(*), empty: zero, within: {column: paid, days: 14}}
    kpis: [{id: conversion, unit: "%", formula: bought / started, every: week}]
    """
    trials = [(day, day + timedelta(days=day.toordinal() % 23)) for day in DAYS]
    text = "began,paid\n" + "".join(f"{began},{paid}\n" for began, paid in trials)
    found = rows(run(framework, {"data/trials.csv": text}, TODAY), "conversion", "week")
    for place, start in enumerate(DAYS[::7]):
        hits = sum((paid - began).days <= 14 for began, paid in trials[place * 7 : place * 7 + 7])
        assert (found[place]["numerator"], found[place]["denominator"]) == (hits, 7.0)
        assert found[place]["value"] == pytest.approx(100 * hits / 7)
        assert found[place]["complete"] == (start + timedelta(days=7 + 14) <= date.fromisoformat(TODAY))


def test_misspelt_columns_are_told(framework: Framework, run: Run) -> None:
    """
    sources: [{id: books, kind: files, path: data/books.csv}]
    measures:
      - {id: cash, source: books, date: day, value: sum(balance), balance: acount}
      - {id: later, source: books, date: day, value: count(*), within: {column: dey, days: 3}}
      - {id: number, source: books, date: day, value: count(*), within: {column: balance, days: 3}}
    kpis: [{id: a, formula: cash, every: week}, {id: b, formula: later, every: week}, {id: c, formula: number, every: week}]
    """
    measured = run(framework, {"data/books.csv": LEVELS}, "2026-01-19")
    found = [(each.rule, each.ref.id, each.field) for each in measured.findings]
    assert found == [
        ("unknown-column", "cash", "balance"),
        ("unknown-column", "later", "within"),
        ("wrong-type", "number", "within"),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"sql": "select 1", "balance": True},
        {"date": "day", "value": "count(*)", "over": {"days": 1, "weeks": 1}},
        {"date": "day", "value": "count(*)", "over": {}},
        {"date": "day", "value": "count(*)", "balance": False},
    ],
)
def test_what_says_two_things_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Measure.model_validate({"id": "m", "source": "s", **fields})
