"""References are read off the field types; no list of fields has to be kept."""

from __future__ import annotations

from typing import get_args, get_origin

from pydantic import BaseModel

from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.noun import Refers
from vitalfew.model.organization import Stakeholder
from vitalfew.model.reference import Reference, references
from vitalfew.model.rhythm import Governance, Ladder
from vitalfew.model.source import FilesSource
from vitalfew.model.strategy import Objective


def test_references_are_given_with_the_path_in_the_file_and_the_kind_they_must_be_of() -> None:
    kpi = Kpi.model_validate(
        {
            "id": "churn",
            "objectives": ["grow", {"id": "sell", "weight": 2}],
            "contributes_to": "revenue",
            "org_unit": "sales",
            "owner": "ana",
            "co_owners": ["ben"],
            "review": ["weekly"],
            "ladder": "default",
            "drives": [{"kpi": "revenue", "elasticity": 1.0}],
            "guards": ["margin"],
            "tests": {"moves_at_10": {"answer": True, "by": "rui"}},
            "replaces": "old-churn",
        }
    )
    assert set(references(kpi)) == {
        Reference("objectives.0.id", "objective", "grow"),
        Reference("objectives.1.id", "objective", "sell"),
        Reference("contributes_to.0.id", "kpi", "revenue"),
        Reference("org_unit", "org_unit", "sales"),
        Reference("owner", "person", "ana"),
        Reference("co_owners.0", "person", "ben"),
        Reference("review.0", "cadence", "weekly"),
        Reference("ladder", "ladder", "default"),
        Reference("drives.0.kpi", "kpi", "revenue"),
        Reference("guards.0", "kpi", "margin"),
        Reference("tests.moves_at_10.by", "person", "rui"),
        Reference("replaces", "kpi", "old-churn"),
    }


def test_several_owners_are_each_a_reference() -> None:
    kpi = Kpi.model_validate({"id": "churn", "owner": ["ana", "ben"]})
    assert [(each.field, each.id) for each in references(kpi)] == [("owner.0", "ana"), ("owner.1", "ben")]


def test_a_noun_without_references_gives_none() -> None:
    assert list(references(Kpi(id="churn"))) == []
    assert list(references(FilesSource(id="shop", kind="files", path="a.csv"))) == []


def test_the_steps_of_a_ladder_name_people_and_may_name_a_part() -> None:
    ladder = Ladder.model_validate({"id": "default", "steps": [{"to": "owner"}, {"to": "reviewer"}, {"to": "rui"}]})
    assert list(references(ladder)) == [Reference("steps.2.to", "person", "rui")]


def test_sections_have_references_too() -> None:
    governance = Governance.model_validate(
        {"structure_owner": "rui", "approvals": {"target": ["reviewer", "ana"], "owner": ["org-unit-head"]}}
    )
    assert list(references(governance)) == [
        Reference("structure_owner", "person", "rui"),
        Reference("approvals.target.1", "person", "ana"),
    ]


def test_the_interests_of_a_stakeholder_name_objectives_and_kpis() -> None:
    board = Stakeholder.model_validate(
        {"id": "board", "interests": [{"id": "returns", "objectives": ["grow"], "kpis": ["revenue"]}]}
    )
    assert [each.field for each in references(board)] == ["interests.0.objectives.0", "interests.0.kpis.0"]


def test_a_perspective_is_a_reference_by_its_normalised_id() -> None:
    assert list(references(Objective(id="grow", perspective="Customers"))) == [
        Reference("perspective", "perspective", "customer")
    ]


def test_every_kind_that_is_referred_to_is_a_kind_of_noun() -> None:
    marks: set[str] = set()
    kinds: set[str] = set()
    parts: list[object] = [Framework]
    seen: list[object] = []
    for part in parts:
        if part in seen:
            continue
        seen.append(part)
        parts += [*get_args(part), *getattr(part, "__metadata__", ())]
        if isinstance(part, Refers):
            marks.add(part.kind)
        if isinstance(part, type) and get_origin(part) is None and issubclass(part, BaseModel):
            kinds.add(getattr(part, "kind_", ""))
            parts += [mark for field in part.model_fields.values() for mark in (field.annotation, *field.metadata)]
    assert len(marks) >= 10
    assert marks <= kinds
