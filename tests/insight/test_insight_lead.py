"""A leading KPI is said to lead only where the data show that it moves first, and no longer where it stopped (MON-5)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from vitalfew.base.period import Calendar
from vitalfew.insight.follow import Column
from vitalfew.insight.lead import Lead, leads
from vitalfew.load.read import load_texts

WEEKS = 120
FIRST = Calendar().period("week", date(2024, 1, 1)).number
TEXT = """
kpis:
  - {id: ahead, unit: points, every: week, direction: up, timing: TIMING, drives: [{kpi: behind, effect: 1, after: {weeks: 3}}]}
  - {id: behind, unit: points, every: week, direction: up, timing: lagging}
"""


def table(**series: Column) -> pa.Table:
    rows = [
        {
            "kpi": kpi,
            "grain": "week",
            "number": FIRST + place,
            "value": float(value),
            "recipe": "r",
            "slice": "",
            "complete": True,
        }
        for kpi, values in series.items()
        for place, value in enumerate(values)
    ]
    return pa.Table.from_pylist(rows)


def lead(ahead: Column, behind: Column, timing: str = "leading") -> Lead | None:
    """What is said of the one link between two series."""
    framework = load_texts({"framework/main.yaml": TEXT.replace("TIMING", timing)}).framework
    found = leads(framework, table(ahead=ahead, behind=behind))
    return found[0] if found else None


def pair(lag: int, *, seed: int = 4, until: int = WEEKS) -> tuple[Column, Column]:
    """A leader and what follows it by a lag, until some week; then only noise."""
    random = np.random.default_rng(seed)
    leader = random.normal(size=WEEKS + 20).cumsum()
    moved = np.diff(leader[10 - lag - 1 : 10 - lag + WEEKS])
    moved[until:] = random.normal(size=WEEKS - until)
    return leader[10 : 10 + WEEKS], (moved + 0.4 * random.normal(size=WEEKS)).cumsum()


@pytest.mark.parametrize(("lag", "said"), [(3, "leads"), (2, "leads"), (0, "coincides"), (-3, "lags")])
def test_who_moves_first_is_told(lag: int, said: str) -> None:
    found = lead(*pair(lag))
    assert found is not None
    assert found.said == said


def test_a_lead_says_by_how_long_how_surely_and_what_it_is_worth() -> None:
    found = lead(*pair(3))
    assert found is not None
    assert (found.lag, found.reason) == (3, "it moves 3 weeks before")
    assert (found.sure or 0) > 0.99
    assert 0.6 < (found.foretold or 0) < 1
    assert found.worth == pytest.approx(1, abs=0.35)


def test_a_leader_that_stopped_leading_is_found_with_its_day() -> None:
    found = lead(*pair(3, until=80))
    assert found is not None
    assert found.said == "stopped"
    assert found.stopped == date(2025, 7, 21)
    assert "since then" in found.reason


def test_one_that_still_leads_is_not_called_stopped() -> None:
    told = [lead(*pair(3, seed=seed)) for seed in range(20)]
    assert sum(each is not None and each.said == "stopped" for each in told) <= 2


def test_a_lagging_kpi_is_not_asked() -> None:
    assert lead(*pair(3), timing="lagging") is None


def test_a_short_history_is_not_enough() -> None:
    ahead, behind = pair(3)
    found = lead(ahead[:20], behind[:20])
    assert found is not None
    assert (found.said, found.lag) == ("not-enough", None)
    assert "not enough data" in found.reason
