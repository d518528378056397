"""What the alignment scores ask for can be proposed as it stands, and does what it says (AUD-14)."""

from __future__ import annotations

from datetime import date

import pytest

from vitalfew.draft.changes import Change, written
from vitalfew.draft.realign import realign
from vitalfew.insight.aligned import Aligned, aligned
from vitalfew.insight.known import Evidence, Kept
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.text.engine import best_engine

TODAY = date(2026, 6, 30)
TEXTS = {
    "framework/main.yaml": b"""
preset: executive
people: [{id: ana, name: Ana}]
objectives:
  - {id: loyal, statement: Customers stay with us, headline: roofs}
  - {id: safe, statement: Everybody goes home from work unhurt}
  - {id: paid, statement: Invoices are paid on time}
kpis:
  - id: roofs
    name: Roof repairs
    objectives: [loyal]
    level: company
    owner: ana
  - id: accidents
    name: Accidents at work
    objectives: [loyal]
"""
}


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load_texts(TEXTS).framework


@pytest.fixture(scope="module")
def found(framework: Framework) -> Aligned:
    return aligned(framework, Lines(framework), best_engine(), Evidence())


@pytest.fixture(scope="module")
def changes(found: Aligned) -> dict[str, Change]:
    return {each.kind: each for each in realign(found, TODAY)}


def after(framework: Framework, change: Change) -> Framework:
    loaded = load_texts(written(TEXTS, framework, change.steps))
    assert loaded.whole
    return loaded.framework


def test_a_weak_kpi_is_replaced_and_what_replaces_it_keeps_its_place(framework: Framework, changes: dict[str, Change]) -> None:
    made = after(framework, changes["replace"])
    assert made.kpi["roofs"].lifecycle == "retired"
    new = made.kpi[changes["replace"].target]
    assert (new.replaces, new.lifecycle, new.since, new.level) == ("roofs", "draft", TODAY, "company")
    assert [each.id for each in new.objectives] == ["loyal"]
    assert made.objective["loyal"].headline == new.id


def test_a_kpi_serves_what_fits_it_in_place_of_what_does_not(framework: Framework, changes: dict[str, Change]) -> None:
    made = after(framework, changes["link"])
    assert [each.id for each in made.kpi["accidents"].objectives] == ["safe"]
    assert "in place of `loyal`" in changes["link"].what


def test_an_objective_that_no_kpi_serves_gets_one(framework: Framework, changes: dict[str, Change]) -> None:
    made = after(framework, changes["add"])
    new = made.kpi[changes["add"].ref.id]
    assert (new.lifecycle, new.level, new.since) == ("draft", "company", TODAY)
    assert {each.id for each in new.objectives} <= {"safe", "paid"}


def test_what_some_may_know_of_an_owner_changes_the_scores_of_that_owner_alone(found: Aligned) -> None:
    told = found.told({"ana": [Kept("updates in time", 0, 8)]})
    before, now = ({each.kpi: each.score for each in one.scored} for one in (found, told))
    assert now["roofs"] < before["roofs"]
    assert now["accidents"] == before["accidents"]
    assert found.told({"somebody": [Kept("updates in time", 0, 8)]}) is found
