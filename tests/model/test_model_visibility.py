"""Who may see a KPI's figures: everybody, its unit and the heads above, or the person and their line (CAS-5)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.model.framework import Framework
from vitalfew.model.visibility import behind, hidden, line_above, may_see, reason, recognised, told_to, visibility_of

PEOPLE = [
    {"id": "rui", "name": "Rui Sá", "org_unit": "company"},
    {"id": "ana", "name": "Ana Prado", "email": "ana@meridian.example", "org_unit": "sales", "manager": "rui", "deputy": "ines"},
    {"id": "ines", "org_unit": "sales", "manager": "ana"},
    {"id": "sofia", "org_unit": "accounts", "manager": "ines", "deputy": "tom"},
    {"id": "tom", "org_unit": "accounts", "manager": "ines"},
    {"id": "greta", "org_unit": "finance", "deputy": "hugo"},
    {"id": "hugo", "org_unit": "finance"},
    {"id": "leo", "org_unit": "finance", "manager": "greta"},
]
UNITS = [
    {"id": "company", "head": "rui"},
    {"id": "sales", "parent": "company", "head": "ana"},
    {"id": "accounts", "parent": "sales", "head": "ines"},
    {"id": "finance", "parent": "company", "head": "greta"},
]
EVERYBODY = {each["id"] for each in PEOPLE}


def made(*kpis: dict[str, Any], **more: Any) -> Framework:
    return Framework.model_validate({"people": PEOPLE, "org_units": UNITS, "kpis": list(kpis), **more})


def seers(framework: Framework, kpi: str = "replies") -> set[str | None]:
    return {each for each in (None, *EVERYBODY) if may_see(framework, framework.kpi[kpi], each)}


@pytest.mark.parametrize(
    ("declared", "seen_by"),
    [
        ({}, {None, *EVERYBODY}),
        ({"visibility": "public", "subject": "sofia"}, {None, *EVERYBODY}),
        ({"subject": "sofia"}, {"sofia", "ines", "ana", "rui"}),
        ({"subject": "sofia", "visibility": "line"}, {"sofia", "ines", "ana", "rui"}),
        ({"subject": "sofia", "owner": "sofia", "reviewer": "greta"}, {"sofia", "ines", "ana", "rui", "greta", "hugo"}),
        ({"subject": "sofia", "org_unit": "finance"}, {"sofia", "ines", "ana", "rui"}),
        ({"level": "individual", "owner": "tom"}, {"tom", "ines", "ana", "rui"}),
        ({"level": "individual", "org_unit": "finance"}, {"greta", "hugo", "rui"}),
        ({"visibility": "line", "owner": "leo"}, {"leo", "greta", "hugo", "rui"}),
        ({"visibility": "unit", "org_unit": "sales"}, {"ana", "ines", "sofia", "tom", "rui"}),
        ({"visibility": "unit", "org_unit": "accounts"}, {"sofia", "tom", "ines", "ana", "rui"}),
        ({"visibility": "unit", "org_unit": "accounts", "owner": "leo"}, {"sofia", "tom", "ines", "ana", "rui", "leo"}),
        ({"visibility": "unit"}, set()),
    ],
)
def test_figures_are_seen_by_those_they_are_for_alone(declared: dict[str, Any], seen_by: set[str | None]) -> None:
    """The deputy of the person measured is a colleague and no part of the line."""
    assert seers(made({"id": "replies", **declared})) == seen_by


def test_a_line_that_goes_in_a_circle_ends() -> None:
    people = [{"id": "a", "manager": "b", "org_unit": "x"}, {"id": "b", "manager": "a"}]
    units = [{"id": "x", "parent": "y", "head": "b"}, {"id": "y", "parent": "x", "head": "c"}]
    framework = Framework.model_validate({"people": people, "org_units": units})
    assert [*line_above(framework, "a")] == ["b", "c"]
    assert [*line_above(framework, "nobody")] == []


@pytest.mark.parametrize(("count", "is_seen"), [(1, False), (4, False), (5, True)])
def test_a_sum_of_private_figures_is_for_all_from_five_people_on(count: int, *, is_seen: bool) -> None:
    parts = [{"id": f"k{at}", "subject": f"p{at}", "formula": "orders"} for at in range(count)]
    team = {"id": "team", "formula": " + ".join(f"kpi.k{at}" for at in range(count))}
    whole = {"id": "whole", "formula": "kpi.team * 2"}
    framework = made(*parts, team, whole)
    assert (None in seers(framework, "team"), None in seers(framework, "whole")) == (is_seen, is_seen)
    assert len(behind(framework, framework.kpi["whole"])) == count


def test_who_may_see_the_parts_may_see_the_sum() -> None:
    framework = made({"id": "a", "subject": "sofia"}, {"id": "b", "subject": "tom"}, {"id": "team", "formula": "kpi.a + kpi.b"})
    assert seers(framework, "team") == {"ines", "ana", "rui"}
    assert reason(framework, framework.kpi["team"]) == "made of the private figures of fewer than 5 people"


def test_what_is_hidden_is_named_once_for_all() -> None:
    framework = made(
        {"id": "replies", "subject": "sofia"}, {"id": "sales"}, {"id": "team", "visibility": "unit", "org_unit": "sales"}
    )
    assert hidden(framework, None) == {"replies", "team"}
    assert hidden(framework, "tom") == {"replies"}
    assert hidden(framework, "ana") == frozenset()
    assert hidden(made({"id": "sales"}), None) == frozenset()


@pytest.mark.parametrize(
    ("text", "person"),
    [("ana", "ana"), ("person:ana", "ana"), ("ANA PRADO", "ana"), ("Ana@meridian.example", "ana"), ("bo", None), ("", None)],
)
def test_a_person_is_known_by_id_name_or_address(text: str, person: str | None) -> None:
    assert recognised(made(), text) == person
    assert recognised(made(), None) is None


def test_a_finding_about_private_figures_says_only_that_there_is_one() -> None:
    framework = made(
        {"id": "replies", "subject": "sofia", "formula": "sofia_hours + shared"},
        {"id": "sales", "formula": "orders + shared"},
        {"id": "odd", "subject": "sofia", "formula": "1 +"},
    )
    refs = [
        Ref("kpi", "replies"),
        Ref("measure", "sofia_hours"),
        Ref("measure", "shared"),
        Ref("kpi", "sales"),
        Ref("source", "x"),
    ]
    findings = [Finding("DAT001", "bad", "error", ref, "is 3.5 hours", "help") for ref in refs]
    private = [each.message for each in told_to(findings, framework, hidden(framework, None))]
    assert private[:2] == [
        "something is said of `kpi:replies`, whose figures are private",
        "something is said of `measure:sofia_hours`, whose figures are private",
    ]
    assert private[2:] == ["is 3.5 hours"] * 3
    assert told_to(findings, framework, hidden(framework, "sofia")) == tuple(findings)


names = st.sampled_from(sorted(EVERYBODY))
declared = st.fixed_dictionaries(
    {"visibility": st.sampled_from(["public", "unit", "line"])},
    optional={"subject": names, "owner": names, "reviewer": names, "org_unit": st.sampled_from(["company", "sales", "finance"])},
)


@given(declared)
def test_the_person_owner_reviewer_and_managers_always_see_and_nobody_sees_only_what_is_public(kpi: dict[str, Any]) -> None:
    framework = made({"id": "replies", **kpi})
    seen_by = seers(framework)
    noun = framework.kpi["replies"]
    assert (None in seen_by) == (visibility_of(framework, noun) == "public")
    assert {each for each in (noun.owner, noun.reviewer) if each} <= seen_by
    if noun.subject and noun.visibility != "unit":
        assert {noun.subject, *line_above(framework, noun.subject)} <= seen_by


def test_a_unit_without_a_head_and_a_formula_that_cannot_be_read_hide_nothing_else() -> None:
    units = [{"id": "sales"}, {"id": "accounts", "parent": "sales", "head": "ines"}]
    kpis = [
        {"id": "replies", "subject": "sofia", "formula": "1 +"},
        {"id": "sum", "formula": "1 +"},
        {"id": "half", "formula": "kpi.replies"},
    ]
    framework = Framework.model_validate({"people": [{"id": "sofia", "org_unit": "accounts"}], "org_units": units, "kpis": kpis})
    assert hidden(framework, None) == {"replies", "half"}
    assert hidden(framework, "ines") == frozenset()


def test_a_formula_that_goes_in_a_circle_ends() -> None:
    framework = made(
        {"id": "a", "formula": "kpi.b"}, {"id": "b", "formula": "kpi.a + kpi.c + kpi.d"}, {"id": "c", "subject": "sofia"}
    )
    assert hidden(framework, None) == {"a", "b", "c"}
