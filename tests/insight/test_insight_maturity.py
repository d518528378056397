"""The source's bands at every edge (AUD-15): values between two of them take the lower stage, and nothing is guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from vitalfew.insight.maturity import Dimension, Response, maturity
from vitalfew.model.framework import Framework

TODAY = date(2026, 6, 30)
PEOPLE: list[dict[str, object]] = [
    {"id": "ana", "name": "Ana Prado"},
    {"id": "ben", "name": "Ben Ito", "left": date(2026, 6, 30)},
    {"id": "cleo", "name": "Cleo Roy", "left": date(2026, 7, 31)},
    {"id": "sales", "name": "Sales", "group": True},
    {"id": "open-role", "name": None, "role": "Head of growth"},
]


def framework(**sections: object) -> Framework:
    return Framework.model_validate({"people": PEOPLE, **sections})


def dimension(id_: str, given: Framework, *responses: Response) -> Dimension:
    return next(each for each in maturity(given, today=TODAY, responses=responses) if each.id == id_)


def tops(count: int, **fields: object) -> list[dict[str, object]]:
    return [{"id": f"top-{each}", "level": "company", "owner": "ana", **fields} for each in range(count)]


BELOW = {"id": "below", "level": "department", "owner": "ana"}


@pytest.mark.parametrize(
    ("count", "stage"),
    [
        (0, "undeveloped"),
        (1, "developing"),
        (2, "developing"),
        (3, "mature"),
        (7, "mature"),
        (8, "developing"),
        (12, "developing"),
        (13, "undeveloped"),
        (14, "undeveloped"),
        (15, "undeveloped"),
        (30, "undeveloped"),
    ],
)
def test_tier_1(count: int, stage: str) -> None:
    found = dimension("tier-1", framework(kpis=[*tops(count), BELOW]))
    assert (found.stage, found.values["tier_1"]) == (stage, count)
    assert (found.next_step is None) is (stage == "mature")


@pytest.mark.parametrize(
    ("kpis", "said"),
    [
        ([*tops(4)], "no KPI or metric below them"),
        ([*tops(3), {**tops(4)[3], "owner": ["ana", "cleo"]}, BELOW], "1 of them"),
        ([*tops(4), {"id": "loose", "owner": "ana"}, BELOW], "1 of them on no level"),
        ([*tops(3), {"id": "top-3", "level": "company"}, BELOW], "1 without one named owner"),
    ],
    ids=["no tier below", "two owners", "no level", "no owner"],
)
def test_few_are_not_mature_until_tiered_and_owned(kpis: list[dict[str, object]], said: str) -> None:
    found = dimension("tier-1", framework(kpis=kpis))
    assert found.stage == "developing"
    assert said.removeprefix("1 of them") in found.evidence
    assert found.next_step


def test_metrics_and_retired_kpis_are_not_counted() -> None:
    kpis = [*tops(5), BELOW, *[{**each, "id": f"old-{each['id']}", "lifecycle": "retired"} for each in tops(9)]]
    kpis += [{**each, "id": f"metric-{each['id']}", "kind": "metric"} for each in tops(9)]
    assert dimension("tier-1", framework(kpis=kpis)).stage == "mature"


def test_thirty_without_a_level_are_thirty_at_the_top() -> None:
    found = dimension("tier-1", framework(kpis=[{"id": f"kpi-{each}"} for each in range(30)]))
    assert found.stage == "undeveloped"
    assert found.next_step == "give each KPI a `level`, so that tier 1 is a choice"


def test_one_level_is_all_the_tiers_a_small_business_has() -> None:
    assert dimension("tier-1", framework(preset="small-business", kpis=tops(5))).stage == "mature"


@pytest.mark.parametrize(
    ("lagging", "of", "stage"),
    [
        (0, 20, "developing"),
        (10, 20, "developing"),
        (109, 200, "developing"),
        (11, 20, "mature"),
        (12, 20, "mature"),
        (13, 20, "mature"),
        (131, 200, "developing"),
        (14, 20, "developing"),
        (16, 20, "developing"),
        (161, 200, "undeveloped"),
        (18, 20, "undeveloped"),
        (20, 20, "undeveloped"),
        (4, 7, "mature"),
        (5, 7, "developing"),
        (3, 5, "mature"),
        (4, 5, "developing"),
    ],
)
def test_lead_and_lag(lagging: int, of: int, stage: str) -> None:
    kpis = [{**each, "timing": "lagging" if place < lagging else "leading"} for place, each in enumerate(tops(of))]
    found = dimension("lead-lag", framework(kpis=kpis))
    assert (found.stage, found.values["lagging_share"]) == (stage, 100 * lagging / of)
    assert ("too few outcomes" in found.evidence) is (lagging / of < 0.55)


def test_only_tier_1_decides_lead_and_lag() -> None:
    kpis = [{**each, "timing": "lagging" if place < 3 else "leading"} for place, each in enumerate(tops(5))]
    lower = [{"id": f"low-{each}", "level": "department", "timing": "leading"} for each in range(9)]
    assert dimension("lead-lag", framework(kpis=[*kpis, *lower])).stage == "mature"


def test_where_no_timing_is_said_there_is_no_stage() -> None:
    found = dimension("lead-lag", framework(kpis=tops(5)))
    assert (found.stage, found.evidence) == (None, "not enough data: no KPI of tier 1 says its `timing`")


def test_a_count_without_any_split_in_the_band_is_told_which_counts_have_one() -> None:
    kpis = [{**each, "timing": "lagging" if place < 2 else "leading"} for place, each in enumerate(tops(3))]
    assert "3 lagging of 5 and 4 of 7 do" in (dimension("lead-lag", framework(kpis=kpis)).next_step or "")


@pytest.mark.parametrize(
    ("rhythms", "stage"),
    [
        ("", "undeveloped"),
        ("yearly", "undeveloped"),
        ("monthly", "undeveloped"),
        ("daily monthly", "undeveloped"),
        ("monthly quarterly", "undeveloped"),
        ("weekly", "developing"),
        ("weekly monthly", "developing"),
        ("weekly quarterly", "developing"),
        ("weekly monthly quarterly", "mature"),
        ("daily weekly monthly quarterly", "mature"),
    ],
)
def test_cadence(rhythms: str, stage: str) -> None:
    found = dimension("cadence", framework(cadences=[{"id": f"{each}-look", "rhythm": each} for each in rhythms.split()]))
    assert found.stage == stage
    assert (found.next_step is None) is (stage == "mature")


@pytest.mark.parametrize(
    ("owners", "armed", "stage"),
    [
        (["ana", "ana", "cleo"], 3, "mature"),
        (["ana", "ana", "ana"], 2, "developing"),
        (["ana", "ana", "ben"], 3, "developing"),
        (["ana", "ana", "sales"], 3, "developing"),
        (["ana", "open-role"], 2, "undeveloped"),
        (["ana", "sales", ["ana", "cleo"]], 3, "undeveloped"),
        ([None, None], 2, "undeveloped"),
        (["nobody-known", "ana", "ana"], 3, "developing"),
    ],
    ids=["all", "a trigger is missing", "one left", "one is a group", "half are vacant", "shared", "nobody", "a dead name"],
)
def test_ownership(owners: list[object], armed: int, stage: str) -> None:
    kpis = [
        {"id": f"kpi-{place}", "owner": owner, "escalate": [{"missed": 3}] if place < armed else []}
        for place, owner in enumerate(owners)
    ]
    found = dimension("ownership", framework(kpis=kpis))
    assert found.stage == stage
    assert (found.next_step is None) is (stage == "mature")


def responses(days: list[int | None], early: int) -> list[Response]:
    """Give responses after some days, of which the first few fired before the miss."""
    fired = date(2026, 1, 12)
    return [
        Response(fired, None if each is None else fired + timedelta(days=each), fired + timedelta(days=5 if place < early else 0))
        for place, each in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("days", "early", "stage"),
    [
        ([], 0, None),
        ([None, None], 2, None),
        ([1, 1, 1, 1, None], 5, None),
        ([21, 14, 9, 9, 9], 5, "undeveloped"),
        ([8] * 5, 5, "undeveloped"),
        ([7] * 5, 2, "developing"),
        ([1, 2, 3, 4, 5, 6], 3, "developing"),
        ([1, 2, 3, 4, 5, 6], 4, "mature"),
        ([7] * 5, 5, "mature"),
        ([1, 2, 2, 90, 90], 3, "mature"),
        ([0] * 5 + [None] * 5, 5, "developing"),
    ],
    ids=str,
)
def test_response_time(days: list[int | None], early: int, stage: str | None) -> None:
    found = dimension("response-time", framework(), *responses(days, early))
    assert found.stage == stage
    assert found.evidence.startswith("not enough data") is (stage is None)


def test_a_target_never_missed_was_warned_of_in_time() -> None:
    fired = Response(date(2026, 1, 12), date(2026, 1, 13), None)
    assert dimension("response-time", framework(), *[fired] * 5).stage == "mature"


def test_an_empty_framework_has_five_dimensions_and_no_guess() -> None:
    stages = {each.id: each.stage for each in maturity(Framework(), today=TODAY)}
    assert stages == {
        "tier-1": "undeveloped",
        "lead-lag": None,
        "cadence": "undeveloped",
        "ownership": None,
        "response-time": None,
    }
