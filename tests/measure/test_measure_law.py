"""Laws that hold for any data: periods count as the calendar counts them, sums and ratios are those of plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import isclose
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vitalfew.base.period import GRAINS, Calendar, Grain
from vitalfew.base.retail import YearOfWeeks
from vitalfew.load.read import load_texts
from vitalfew.measure.counting import number_sql, starts
from vitalfew.measure.coverage import coverage
from vitalfew.measure.run import measure
from vitalfew.sources.engine import Database, open_database

BY_MONTHS = st.builds(Calendar, fiscal_month=st.integers(1, 12), fiscal_day=st.integers(1, 28), week_start=st.integers(0, 6))
YEARS_OF_WEEKS = st.builds(
    YearOfWeeks,
    pattern=st.sampled_from([(4, 4, 5), (4, 5, 4), (5, 4, 4)]),
    nearest=st.booleans(),
    long_quarter=st.integers(0, 3),
)
BY_WEEKS = st.builds(Calendar, fiscal_month=st.integers(1, 12), week_start=st.integers(0, 6), weeks=YEARS_OF_WEEKS)
CALENDARS = st.one_of(BY_MONTHS, BY_WEEKS)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    opened = open_database()
    yield opened
    opened.close()


@settings(max_examples=150, deadline=None)
@given(calendar=CALENDARS, days=st.lists(DAYS, min_size=1, max_size=20))
def test_sql_numbers_periods_as_the_calendar_does(database: Database, calendar: Calendar, days: list[date]) -> None:
    rows = ", ".join(f"(DATE '{day}')" for day in days)
    numbers = ", ".join(f"{number_sql(calendar, grain, 'day')} AS {grain}" for grain in GRAINS)
    found = database.fetch(f"SELECT {numbers} FROM (VALUES {rows}) t(day)").to_pylist()
    assert found == [{grain: calendar.period(grain, day).number for grain in GRAINS} for day in days]


@given(calendar=CALENDARS, day=DAYS, grain=st.sampled_from(GRAINS), count=st.integers(1, 30))
def test_starts_are_those_of_the_calendar(calendar: Calendar, day: date, grain: Grain, count: int) -> None:
    first = calendar.period(grain, day)
    found = [date.fromordinal(int(each)) for each in starts(calendar, grain, first.number, count)]
    assert found == [calendar.shift(first, place).start for place in range(count + 1)]


ROWS = st.lists(
    st.tuples(
        st.dates(date(2026, 1, 1), date(2026, 4, 30)),
        st.one_of(st.none(), st.integers(-1000, 1000)),
        st.sampled_from(["north", "south"]),
    ),
    min_size=1,
    max_size=60,
)
SHOP = """
calendar: {week_starts: wednesday}
sources: [{id: shop, kind: files, path: orders.csv}]
measures:
  - {id: total, source: shop, date: day, value: sum(amount)}
  - {id: north, source: shop, date: day, value: sum(amount), where: region = 'north'}
  - {id: orders, source: shop, date: day, value: count(amount), empty: zero}
kpis:
  - {id: total, formula: total, every: week}
  - {id: mean, formula: total / orders, every: week}
  - {id: north, formula: north - 2 * total, every: week}
"""


def _by_hand(rows: list[tuple[date, int | None, str]], grain: Grain, calendar: Calendar) -> dict[tuple[str, int], float]:
    groups: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for day, amount, region in rows:
        if amount is not None:
            groups[calendar.period(grain, day).number].append((amount, region))
    found: dict[tuple[str, int], float] = {}
    for number, group in groups.items():
        total = sum(amount for amount, _ in group)
        found["total", number] = total
        found["mean", number] = total / len(group)
        if any(region == "north" for _, region in group):
            found["north", number] = sum(amount for amount, region in group if region == "north") - 2 * total
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_sums_and_ratios_are_those_of_plain_python(tmp_path: Path, rows: list[tuple[date, int | None, str]]) -> None:
    lines = "".join(f"{day},{'' if amount is None else amount},{region}\n" for day, amount, region in rows)
    (tmp_path / "orders.csv").write_text(f"day,amount,region\n0001-01-01,0.5,north\n{lines}", encoding="utf-8")
    framework = load_texts({"framework/main.yaml": SHOP}).framework
    recorded_at = datetime.fromisoformat("2026-06-01")
    measured = measure(framework, tmp_path, today=date(2026, 6, 1), run="one", recorded_at=recorded_at)
    assert [each.rule for each in measured.findings if each.severity == "error"] == []
    calendar = framework.calendar.calendar
    for grain in ("week", "month"):
        found = {
            (row["kpi"], row["number"]): row["value"]
            for row in measured.table.to_pylist()
            if row["grain"] == grain and row["value"] is not None
        }
        by_hand = _by_hand(rows, grain, calendar)
        assert found.keys() == by_hand.keys()
        assert all(isclose(found[key], value, rel_tol=1e-9, abs_tol=1e-9) for key, value in by_hand.items())


@given(
    days=st.lists(st.dates(date(2026, 1, 1), date(2026, 6, 30)), min_size=1, max_size=80, unique=True),
    rows=st.integers(1, 3),
    calendar=CALENDARS,
)
def test_what_is_complete_lies_between_first_and_last_day_and_before_today(
    days: list[date], rows: int, calendar: Calendar
) -> None:
    days = sorted(days)
    today = date(2026, 6, 1)
    cover = coverage(calendar, days, [rows] * len(days))
    for grain in GRAINS:
        periods = list(calendar.between(grain, days[0], date(2026, 7, 31)))
        edges = starts(calendar, grain, periods[0].number, len(periods))
        share, complete = cover.shares(edges[:-1], edges[1:], today, gapless=False)
        assert all(0 <= each <= 1 for each in share)
        for period, part, whole in zip(periods, share, complete, strict=True):
            assert whole == (part == 1)
            assert not whole or period.end <= today
            inside = {period.start + timedelta(days=step) for step in range((period.end - period.start).days)}
            past = {day for day in days if day < today}
            assert part > 0 or not inside & past
