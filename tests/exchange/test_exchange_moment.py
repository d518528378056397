from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.exchange.moment import Hint, day_first_of, grain_of, period_start, read_moment


@pytest.mark.parametrize(
    ("text", "start", "grain"),
    [
        ("Jan 2026", date(2026, 1, 1), "month"),
        ("Jan-26", date(2026, 1, 1), "month"),
        ("Mär. 26", date(2026, 3, 1), "month"),
        ("Dezember 2026", date(2026, 12, 1), "month"),
        ("2026-01", date(2026, 1, 1), "month"),
        ("2026/7", date(2026, 7, 1), "month"),
        ("01/2026", date(2026, 1, 1), "month"),
        ("2026 May", date(2026, 5, 1), "month"),
        ("Q1 2026", date(2026, 1, 1), "quarter"),
        ("2026-Q3", date(2026, 7, 1), "quarter"),
        ("4. Quartal 2026", date(2026, 10, 1), "quarter"),
        ("KW 12 2026", date(2026, 3, 16), "week"),
        ("W12 2026", date(2026, 3, 16), "week"),
        ("2026-W01", date(2025, 12, 29), "week"),
        ("2026", date(2026, 1, 1), "year"),
        (2026.0, date(2026, 1, 1), "year"),
        ("31.1.2026", date(2026, 1, 31), None),
        ("1/31/2026", date(2026, 1, 31), None),
        ("31/1/2026", date(2026, 1, 31), None),
        ("2026-01-31", date(2026, 1, 31), None),
        (date(2026, 1, 31), date(2026, 1, 31), None),
        ("January 5, 2026", date(2026, 1, 5), None),
    ],
)
def test_a_period_is_read_as_people_write_it(text: object, start: date, grain: str | None) -> None:
    moment = read_moment(text, Hint(1999))
    assert moment is not None
    assert (moment.start, moment.grain, moment.assumed) == (start, grain, "")


@pytest.mark.parametrize(
    ("text", "assumed", "start"),
    [
        ("Jan", "year", date(2025, 1, 1)),
        ("KW 12", "year", date(2025, 3, 17)),
        ("Q2", "year", date(2025, 4, 1)),
        ("FY 2026", "fiscal year", date(2026, 1, 1)),
        ("FY2025/26", "fiscal year", date(2025, 1, 1)),
        ("3/4/2026", "order", date(2026, 3, 4)),
    ],
)
def test_what_is_assumed_is_said(text: str, assumed: str, start: date) -> None:
    moment = read_moment(text, Hint(2025))
    assert moment is not None
    assert (moment.start, moment.assumed) == (start, assumed)


@pytest.mark.parametrize("text", ["", None, "Total", "13/2026", "31.2.2026", "Q5 2026", "KW 60 2026", "YTD", 1234.0, 2026.5])
def test_what_is_no_period_is_none(text: object) -> None:
    assert read_moment(text, Hint(2026)) is None


def test_a_day_past_twelve_settles_the_column() -> None:
    assert day_first_of(["3/4/2026", "13/4/2026"]) is True
    assert day_first_of(["3/4/2026", "4/13/2026"]) is False
    assert day_first_of(["3/4/2026"]) is None
    assert day_first_of(["13/4/2026", "4/13/2026"]) is None


def test_the_firsts_of_months_settle_the_column() -> None:
    assert day_first_of(["1/1/2026", "2/1/2026", "3/1/2026"]) is False
    assert day_first_of(["01/01/2026", "01/02/2026", "01/03/2026"]) is True


def test_days_tell_their_grain() -> None:
    assert grain_of([date(2026, 1, 1), date(2026, 2, 1)]) == "month"
    assert grain_of([date(2026, 1, 31), date(2026, 2, 28)]) == "month"
    assert grain_of([date(2026, 3, 31), date(2026, 6, 30)]) == "quarter"
    assert grain_of([date(2025, 1, 1), date(2026, 1, 1)]) == "year"
    assert grain_of([date(2026, 1, 5), date(2026, 1, 12)]) == "week"
    assert grain_of([date(2026, 1, 5), date(2026, 1, 6)]) == "day"


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
def test_every_written_form_of_a_day_reads_back(day: date) -> None:
    for text in (day.isoformat(), f"{day.day}.{day.month}.{day.year}", f"{day.day:02}.{day.month:02}.{day.year}"):
        moment = read_moment(text, Hint(1))
        assert moment is not None
        assert moment.start == day
    slashed = read_moment(f"{day.month}/{day.day}/{day.year}", Hint(1, day_first=False))
    assert slashed is not None
    assert slashed.start == day


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
def test_a_period_starts_at_or_before_its_days(day: date) -> None:
    assert period_start(day, "day") == day
    assert timedelta(0) <= day - period_start(day, "week") < timedelta(7)
    assert period_start(day, "quarter").month in {1, 4, 7, 10}
