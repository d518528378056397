"""Who must approve which change (RHY-6): a table of changes, and who is asked in whose place."""

from __future__ import annotations

from datetime import date

import pytest

from vitalfew.load.read import load_texts
from vitalfew.model.difference import difference
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.rhythm.approval import QUESTION_OF, ROLES, Need, approvals_needed

DAY = date(2026, 6, 15)
MAIN = """\
preset: executive
levels: [{id: company, tier: 1}, {id: unit, tier: 2}, {id: team, tier: 3}]
org_units:
  - {id: all, level: company, head: rui}
  - {id: online, level: unit, parent: all, head: ana}
  - {id: care, level: team, parent: online}
people:
  - {id: rui, name: Rui}
  - {id: ana, name: Ana}
  - {id: ben, name: Ben}
  - {id: cyd, name: Cyd}
  - {id: dev, name: Dev}
  - {id: gone, name: Gone, left: 2026-06-01}
  - {id: vacant, role: Head of Shops}
objectives:
  - {id: loyal, statement: Customers stay, owner: rui}
sources: [{id: shop, kind: files, path: data/shop.csv}]
measures:
  - {id: lost, source: shop, date: day, value: count(*)}
  - {id: kept, source: shop, date: day, value: sum(kept)}
kpis:
  - {id: revenue, org_unit: all, formula: kept, owner: ben, reviewer: cyd, target: {at_least: 100}, threshold: 80}
  - {id: churn, org_unit: online, formula: lost, owner: ben, reviewer: cyd, definition: Who left,
     target: {at_most: 10}, threshold: 20}
  - {id: idea, org_unit: online, lifecycle: draft, formula: lost, owner: ben, reviewer: cyd, target: {at_most: 5}, threshold: 8}
  - {id: calls, org_unit: care, owner: dev, reviewer: gone, target: {at_most: 7}, threshold: 9}
initiatives: [{id: save, name: Call them, objective: loyal, owner: dev}]
cadences: [{id: look, rhythm: weekly on monday, chair: rui}]
"""
NONE = "(there is no structure owner)"
GOVERNED = "governance: {structure_owner: dev}\n"


def needed(old: str, new: str, governance: str = "") -> set[str]:
    before, after = MAIN + governance, (MAIN + governance).replace(old, new)
    assert before != after
    return {f"{need.person}: {need.why}" for need in _needs(before, after)}


def _needs(before: str, after: str) -> tuple[Need, ...]:
    was, now = (load_texts({"framework/main.yaml": text}) for text in (before, after))
    assert now.whole
    return approvals_needed(was.framework, now.framework, difference(was.framework, now.framework), today=DAY)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("# x", "# y", set(), id="a comment needs nobody"),
        pytest.param(
            "at_least: 100", "at_least: 105", {"cyd: target of kpi:revenue, as reviewer"}, id="a small target, the reviewer"
        ),
        pytest.param(
            "at_least: 100",
            "at_least: 120",
            {
                "cyd: target of kpi:revenue, as reviewer",
                f"rui: target of kpi:revenue, as structure owner {NONE}",
            },
            id="a large target, the owner of the structure too",
        ),
        pytest.param(
            "at_least: 100",
            "reach: 100",
            {
                "cyd: target of kpi:revenue, as reviewer",
                f"rui: target of kpi:revenue, as structure owner {NONE}",
            },
            id="a target of another kind is a large change",
        ),
        pytest.param(
            "threshold: 80", "threshold: 75", {"cyd: threshold of kpi:revenue, as reviewer"}, id="a threshold, the reviewer"
        ),
        pytest.param(
            "threshold: 20",
            "threshold: 19",
            {
                "cyd: threshold of kpi:churn, as reviewer",
                "ben: agreement of kpi:churn, as owner",
                "ana: agreement of kpi:churn, as head",
            },
            id="a department's threshold is agreed on by owner and head",
        ),
        pytest.param(
            "Who left",
            "Who went",
            {
                "ana: definition of kpi:churn, as head",
                "ben: agreement of kpi:churn, as owner",
                "ana: agreement of kpi:churn, as head",
            },
            id="a definition belongs to the head of the department",
        ),
        pytest.param(
            "lifecycle: draft, ",
            "",
            {
                f"rui: structure of kpi:idea, as structure owner {NONE}",
                "ana: definition of kpi:idea, as head",
                "cyd: target of kpi:idea, as reviewer",
                "cyd: threshold of kpi:idea, as reviewer",
                "ben: owner of kpi:idea, as owner",
                "ana: owner of kpi:idea, as head",
                "ana: formula of kpi:idea, as head",
                "ben: agreement of kpi:idea, as owner",
                "ana: agreement of kpi:idea, as head",
            },
            id="a KPI that goes live is asked about in full",
        ),
        pytest.param(
            "owner: dev, reviewer: gone",
            "owner: ben, reviewer: gone",
            {"ben: owner of kpi:calls, as owner", "ana: owner of kpi:calls, as head (there is no head)"},
            id="the new owner agrees, and the next head above",
        ),
        pytest.param(
            "at_most: 7",
            "at_most: 6.9",
            {"ana: target of kpi:calls, as reviewer (`gone` has left)"},
            id="in place of a reviewer who left, the head above",
        ),
        pytest.param(
            "org_unit: online, formula: lost, owner: ben, reviewer: cyd, definition",
            "org_unit: online, formula: lost, owner: ben, reviewer: cyd, replaces: idea, definition",
            {f"rui: objective of kpi:churn, as structure owner {NONE}"},
            id="lines are the structure's",
        ),
        pytest.param(
            "Customers stay",
            "Customers come back",
            {f"rui: objective of objective:loyal, as structure owner {NONE}"},
            id="an objective is the structure's",
        ),
        pytest.param(
            "objective: loyal, owner: dev",
            "objective: loyal, owner: ben",
            {
                "ben: owner of initiative:save, as owner",
                "rui: owner of initiative:save, as head (there is no head)",
            },
            id="an initiative's new owner agrees",
        ),
        pytest.param(
            "weekly on monday",
            "weekly on friday",
            {f"rui: structure of cadence:look, as structure owner {NONE}"},
            id="the rhythm is the structure's",
        ),
        pytest.param(
            "value: sum(kept)",
            "value: sum(keep)",
            {"rui: formula of kpi:revenue, as head"},
            id="a measure is asked about where a KPI is measured by it",
        ),
    ],
)
def test_whose_approval_a_change_needs(old: str, new: str, expected: set[str]) -> None:
    assert needed(old, new, "# x\n") == expected


def test_a_kpi_that_comes_or_goes_is_structure() -> None:
    row = "  - {id: calls, org_unit: care, owner: dev, reviewer: gone, target: {at_most: 7}, threshold: 9}\n"

    assert needed(row, "", GOVERNED) == {"dev: structure of kpi:calls, as structure owner"}
    came = {need.question for need in _needs((MAIN + GOVERNED).replace(row, ""), MAIN + GOVERNED)}
    assert came == {"structure", "definition", "target", "threshold", "owner"}


@pytest.mark.parametrize(
    ("governance", "expected"),
    [
        ("governance: {structure_owner: dev, approvals: {target: [owner, dev]}}\n", {"ben", "dev"}),
        ("governance: {structure_owner: dev, approvals: {target: [org-unit-head]}}\n", {"rui"}),
        ("governance: {structure_owner: gone, approvals: {target: [structure-owner]}}\n", {"rui"}),
        ("governance: {approvals: {target: [vacant]}}\n", {"rui"}),
    ],
)
def test_governance_says_who_approves(governance: str, expected: set[str]) -> None:
    before, after = MAIN + governance, (MAIN + governance).replace("at_least: 100", "at_least: 101")

    assert {need.person for need in _needs(before, after)} == expected


def test_definitions_can_be_the_structure_owner_s() -> None:
    governance = "governance: {structure_owner: dev, definitions: structure-owner}\n"

    assert needed("kpis:", "kpis: # none", governance) == set()
    found = _needs(MAIN + governance, (MAIN + governance).replace("Who left", "Who went"))
    assert {(need.person, need.role) for need in found if need.question == "definition"} == {("dev", "structure-owner")}


def test_how_large_a_change_may_be_is_policy() -> None:
    policy = "policy: {unasked-change: 30}\n"

    assert needed("at_least: 100", "at_least: 120", policy) == {"cyd: target of kpi:revenue, as reviewer"}


def test_nobody_gives_themselves_a_say_by_the_change_itself() -> None:
    before = MAIN + GOVERNED
    after = before.replace("structure_owner: dev", "structure_owner: ben").replace(
        "reviewer: cyd, target: {at_least: 100}", "reviewer: ben, target: {at_least: 101}"
    )

    asked = {(need.person, need.question) for need in _needs(before, after)}
    assert ("dev", "structure") in asked
    assert ("cyd", "target") in asked
    assert ("ben", "target") not in asked


def test_where_nobody_stands_above_anybody_else_is_asked() -> None:
    text = "people: [{id: eva, name: Eva}]\nkpis: [{id: a, owner: eva, target: {at_least: 1}}]\n"

    (need,) = _needs(text, text.replace("at_least: 1", "at_least: 1.01"))
    assert (need.person, need.why) == (None, "target of kpi:a, as reviewer (there is no reviewer)")


def test_every_question_has_a_role_and_every_field_named_is_one_of_a_kpi() -> None:
    assert set(QUESTION_OF) <= set(Kpi.model_fields)
    assert set(QUESTION_OF.values()) | {"structure", "agreement"} == set(ROLES)


def test_a_paused_kpi_comes_back_without_a_new_agreement() -> None:
    paused = MAIN.replace("id: churn,", "id: churn, lifecycle: paused,")

    assert "agreement" not in {need.question for need in _needs(paused, MAIN)}


def test_the_first_framework_asks_nothing_of_nobody() -> None:
    empty = Framework()

    assert approvals_needed(empty, empty, difference(empty, empty), today=DAY) == ()
