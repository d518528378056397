"""The week-over-week and year-over-year numbers that a weekly-business-review tool publishes (data beside the project)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from math import isnan
from pathlib import Path
from typing import Any

import pytest
import yaml

from vitalfew.base.period import Calendar
from vitalfew.model.verdict import Scorecard

Card = Callable[..., Scorecard]
Observe = Callable[..., list[dict[str, object]]]
FOLDER = Path(__file__).parents[3] / "shared" / "data" / "wbr"
needs_data = pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared folder `data/wbr` is not beside the project")


def published() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(FOLDER.glob("*__testconfig.yml")):
        for each in yaml.safe_load(file.read_text(encoding="utf-8"))["tests"]:
            if "box_totals" in each["test"]:
                yield f"{file.name.partition('__')[0]} {each['test']['metric_name']}", each["test"]


def last_place(value: float) -> float:
    """Half a unit in the last place that was printed."""
    return 0.5 * 10.0 ** -len(repr(float(value)).partition(".")[2])


def input_slack(test: dict[str, Any]) -> float:
    """What the rounding of the printed weeks does to a change in per cent: two weeks, the quotient at most doubled."""
    weeks = [float(week) for week in (*test["cy_6_weeks"], *test["py_6_weeks"]) if not isnan(week)]
    return 400 * max((last_place(week) / week for week in weeks if not week.is_integer()), default=0.0)


@needs_data
def test_week_over_week_and_year_over_year_as_published(card: Card, observe: Observe) -> None:
    compared = 0
    for name, test in published():
        end = datetime.strptime(test["week_ending"], "%d-%b-%Y").date()  # noqa: DTZ007  # a day has no zone
        wow, yoy = changes_of(card, observe, test, end)
        for ours, theirs in zip((wow, yoy), test["box_totals"][1:3], strict=True):
            if not isnan(theirs):
                slack = last_place(theirs) + input_slack(test)
                compared += 1
                assert ours is not None, name
                assert 100 * ours == pytest.approx(theirs, rel=1e-9, abs=slack), name
    assert compared >= 10


def changes_of(card: Card, observe: Observe, test: dict[str, Any], end: date) -> tuple[float | None, float | None]:
    """Judge the twelve published weeks: six to the end and six a year before."""
    calendar = Calendar(week_start=6)
    rows = []
    for series, last in (
        (test["cy_6_weeks"], end),
        (test["py_6_weeks"], calendar.prior_year(calendar.period("week", end)).start),
    ):
        values = [None if isnan(value) else float(value) for value in series]
        rows += observe("k", "week", values, last=last, calendar=calendar)
    kpi = {"id": "k", "every": "week", "formula": "m"}
    change = card([kpi], rows, today=calendar.period("week", end).end, calendar={"week_starts": "sunday"}).verdicts[0].change
    return change.wow.relative, change.yoy.relative
