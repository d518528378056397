# ruff: noqa: D205, D212, D415  # a docstring here is the framework under test
"""Boxes to date and trailing periods, against numbers computed by hand from the rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from vitalfew.base.period import Calendar
from vitalfew.base.retail import YearOfWeeks
from vitalfew.measure.todate import to_date, windows_of
from vitalfew.model.framework import Framework
from vitalfew.model.todate import Compared, ToDate

Boxes = Callable[..., dict[str, ToDate]]
FIRST, LAST = date(2024, 1, 1), date(2026, 5, 31)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _amount(day: date) -> int:
    return day.toordinal() % 7 + day.month


def _sum(first: date, last: date) -> int:
    return sum(map(_amount, _days(first, last)))


def _box(found: ToDate, grain: str) -> Compared:
    return next(each for each in found.boxes if each.grain == grain)


@pytest.fixture
def boxes(framework: Framework, tmp_path: Path) -> Boxes:
    """Measure the framework of the test over a row for each day, two customers taking turns."""
    lines = "".join(f"{day},{_amount(day)},c{day.day % 2}\n" for day in _days(FIRST, LAST))
    (tmp_path / "days.csv").write_text(f"day,amount,customer\n{lines}", encoding="utf-8")

    def go(as_of: date) -> dict[str, ToDate]:
        found = to_date(framework, tmp_path, as_of=as_of)
        assert (found.as_of, found.findings) == (as_of, ())
        return {each.kpi: each for each in found.kpis}

    return go


def test_each_box_stands_beside_the_same_stretch_of_the_year_before(boxes: Boxes) -> None:
    """
    calendar: {fiscal_year_starts: 02-01}
    sources: [{id: days, kind: files, path: days.csv}]
    measures:
      - {id: amount, source: days, date: day, value: sum(amount)}
      - {id: customers, source: days, date: day, value: count(DISTINCT customer)}
    kpis:
      - {id: amount, formula: amount, every: day}
      - {id: per-customer, formula: amount / customers, every: week}
      - {id: monthly, formula: amount, every: month}
    """
    found = boxes(date(2026, 5, 20))  # a Wednesday
    stretches = {
        "week": (date(2026, 5, 18), date(2025, 5, 19), date(2025, 5, 21)),
        "month": (date(2026, 5, 1), date(2025, 5, 1), date(2025, 5, 20)),
        "quarter": (date(2026, 5, 1), date(2025, 5, 1), date(2025, 5, 20)),
        "year": (date(2026, 2, 1), date(2025, 2, 1), date(2025, 5, 20)),
    }
    for box in found["amount"].boxes:
        start, prior, prior_last = stretches[box.grain]
        now, before = _sum(start, date(2026, 5, 20)), _sum(prior, prior_last)
        assert (box.now.value, box.prior.value, box.change) == (now, before, now - before)
        assert box.relative == pytest.approx((now - before) / before)
    assert _box(found["per-customer"], "month").now.value == _sum(date(2026, 5, 1), date(2026, 5, 20)) / 2
    assert [box.grain for box in found["monthly"].boxes] == ["month", "quarter", "year"]
    assert found["monthly"].weeks == ()
    assert [each.label for each in found["monthly"].months][-1] == "2026-04"


def test_a_balance_takes_its_last_value_and_a_mean_its_whole_periods(boxes: Boxes) -> None:
    """
    sources: [{id: days, kind: files, path: days.csv}]
    measures: [{id: amount, source: days, date: day, value: sum(amount)}]
    kpis:
      - {id: last, formula: amount, every: day, over_time: last}
      - {id: mean, formula: amount, every: month, over_time: mean}
      - {id: double, formula: 2 * kpi.mean, every: month}
    """
    found = boxes(date(2026, 3, 10))
    last, mean = _box(found["last"], "year"), _box(found["mean"], "year")
    assert (last.now.value, last.prior.value) == (_amount(date(2026, 3, 10)), _amount(date(2025, 3, 10)))
    whole = [_sum(date(year, 1, 1), date(year, 2, 28)) for year in (2026, 2025)]
    assert (mean.now.value, mean.prior.value) == (whole[0] / 2, whole[1] / 2)
    assert _box(found["double"], "year").now.value == whole[0]
    assert _box(found["mean"], "month").now.value == _sum(date(2026, 3, 1), date(2026, 3, 10))


def test_beyond_the_data_there_is_a_reason_and_no_change(boxes: Boxes) -> None:
    """
    sources: [{id: days, kind: files, path: days.csv}]
    measures: [{id: amount, source: days, date: day, value: sum(amount)}]
    kpis: [{id: amount, formula: amount, every: day}, {id: share, unit: "%", formula: amount / amount, every: day}]
    """
    box = _box(boxes(date(2024, 1, 20))["amount"], "month")
    assert (box.now.value, box.prior.value, box.change, box.relative) == (_sum(FIRST, date(2024, 1, 20)), None, None, None)
    assert (box.missing, box.prior.missing) == ("before-data", "before-data")
    late = _box(boxes(date(2026, 6, 2))["amount"], "month")
    assert (late.now.value, late.missing) == (None, "no-data-yet")
    share = _box(boxes(date(2026, 5, 20))["share"], "year")
    assert (share.now.value, share.change, share.relative) == (100.0, 0.0, None)  # points say it


@pytest.mark.parametrize(
    ("calendar", "as_of", "grain", "prior"),
    [
        (Calendar(), date(2024, 2, 29), "month", (date(2023, 2, 1), date(2023, 3, 1))),
        (Calendar(), date(2025, 2, 28), "month", (date(2024, 2, 1), date(2024, 3, 1))),
        (Calendar(), date(2025, 2, 28), "year", (date(2024, 1, 1), date(2024, 2, 29))),
        (Calendar(), date(2024, 3, 31), "quarter", (date(2023, 1, 1), date(2023, 4, 1))),
        (Calendar(week_start=6), date(2021, 9, 25), "week", (date(2020, 9, 20), date(2020, 9, 27))),
        (
            Calendar(2, week_start=6, weeks=YearOfWeeks((4, 5, 4), nearest=True)),
            date(2024, 2, 12),
            "year",
            (date(2023, 1, 29), date(2023, 2, 7)),
        ),
    ],
    ids=["29 February", "a whole short month", "28 February in a year", "a whole quarter", "a whole week", "a year of weeks"],
)
def test_the_stretch_before_goes_as_far(calendar: Calendar, as_of: date, grain: str, prior: tuple[date, date]) -> None:
    windows = windows_of(calendar, as_of)
    places = {place: window for window, place in windows.place.items()}
    (found,) = [places[pair.prior] for pair in windows.pairs if pair.is_box and pair.grain == grain]
    assert found == prior


def test_the_record_is_json(boxes: Boxes) -> None:
    """
    sources: [{id: days, kind: files, path: days.csv}]
    measures: [{id: amount, source: days, date: day, value: sum(amount)}]
    kpis: [{id: amount, formula: amount, every: week}]
    """
    record = boxes(date(2026, 5, 20))["amount"].as_json()
    assert list(record) == ["ref", "as_of", "boxes", "weeks", "months", "missing"]
    assert record["boxes"].keys() == {"wtd", "mtd", "qtd", "ytd"}  # type: ignore[attr-defined]  # JSON is untyped
    assert len(record["weeks"]) == 6  # type: ignore[arg-type]  # the same
