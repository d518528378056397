"""Open SDG's progress rule at its edges; the published series are in `tests/real/test_progress.py`."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vitalfew.judge.official import Case, progress
from vitalfew.model.verdict import Official

LAST = date(2025, 6, 1)


def case(base: float = 100.0, current: float | None = 110.0, target: float | None = None, **more: Any) -> Case:
    return Case(base, 2015, current, 2020, target, 2030, more.get("direction", 1), more.get("limit"))


@pytest.mark.parametrize(
    ("growth", "status"),
    [
        (0.016, "substantial_progress"),
        (0.0149, "moderate_progress"),
        (0.0051, "moderate_progress"),
        (0.0049, "limited_progress"),
        (0.0, "limited_progress"),
        (-0.0001, "deterioration"),
    ],
)
def test_growth_per_year_decides_where_there_is_no_target(growth: float, status: str) -> None:
    found = progress(case(current=100.0 * (1 + growth) ** 5))

    assert found.status == status
    assert found.value == pytest.approx(growth, abs=1e-12)


@pytest.mark.parametrize(
    ("share", "status"),
    [
        (0.96, "substantial_progress"),
        (0.94, "moderate_progress"),
        (0.59, "limited_progress"),
        (-0.01, "deterioration"),
    ],
)
def test_the_share_of_the_growth_that_is_needed_decides_where_there_is_a_target(share: float, status: str) -> None:
    needed = 2.0 ** (1 / 15) - 1  # from 100 in 2015 to 200 in 2030

    assert progress(case(current=100.0 * (1 + share * needed) ** 5, target=200.0)).status == status


def test_a_fall_is_progress_where_less_is_better() -> None:
    assert progress(case(current=90.0, direction=-1)).status == "substantial_progress"
    assert progress(case(current=110.0, direction=-1)).status == "deterioration"


def test_near_its_limit_a_smaller_growth_will_do() -> None:
    assert progress(case(current=101.0)).status == "limited_progress"
    assert progress(case(current=101.0, limit=102.0)).status == "substantial_progress"
    assert progress(case(base=102.0, current=102.0, limit=102.0)) == Official(
        "Open SDG progress", "substantial_progress", 0.0, 5.0
    )


def test_a_limit_far_away_changes_nothing() -> None:
    assert progress(case(current=90.0, direction=-1, limit=1.0)) == progress(case(current=90.0, direction=-1))


def test_values_below_zero_turn_the_sign_of_growth() -> None:
    assert progress(case(base=-100.0, current=-50.0)).status == "substantial_progress"
    assert progress(case(base=-50.0, current=-100.0)).status == "deterioration"


def test_across_zero_there_is_no_growth_to_speak_of() -> None:
    assert progress(case(base=-1.0, current=1.0)).status == "not_available"


def test_a_target_of_zero_is_read_as_nearly_zero() -> None:
    found = progress(case(current=50.0, target=0.0, direction=-1))

    assert found.value == pytest.approx((1 - 0.5 ** (1 / 5)) / (1 - 0.00001 ** (1 / 15)))


def test_without_a_way_to_go_only_arriving_counts() -> None:
    assert progress(case(current=90.0, target=100.0)).status == "not_available"
    assert progress(case(current=101.0, target=100.0)).status == "target_achieved"


def kpi(**fields: object) -> dict[str, object]:
    return {"id": "k", "every": "year", "method": "progress", "baseline": {"value": 10, "on": date(2020, 12, 31)}, **fields}


def test_it_speaks_of_the_last_observation_also_of_a_paused_kpi(card: Any, observe: Any) -> None:
    target = {"reach": 20, "by": date(2030, 12, 31)}
    (found,) = card([kpi(target=target, lifecycle="paused")], observe("k", "year", [15.0], last=LAST)).verdicts

    assert (found.state, found.status) == ("paused", None)
    assert found.official.status == "substantial_progress"


def test_a_band_and_a_kpi_without_value_or_baseline_have_no_official_status(card: Any, observe: Any) -> None:
    kpis = [kpi(target={"within": [5, 20]}), kpi(id="silent"), {"id": "new", "every": "year", "method": "progress"}]
    rows = [row for name in ("k", "new") for row in observe(name, "year", [15.0], last=LAST)]

    found = card(kpis, rows).verdicts

    assert [each.official for each in found] == [Official("Open SDG progress", "not_available", None, None)] * 3
