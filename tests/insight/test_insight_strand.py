"""An arrow of the strategy map says how far one objective moves the next, on what evidence, and where it pulls the other way."""

from __future__ import annotations

import pytest

from vitalfew.insight.edge import Today, edges
from vitalfew.insight.estimate import Estimate
from vitalfew.insight.sight import Sight
from vitalfew.insight.strand import Strand, strands, told
from vitalfew.load.read import load_texts
from vitalfew.model.graph import Lines

FRAMEWORK = """
objectives:
  - {id: grow, statement: Revenue grows, headline: revenue}
  - {id: serve, statement: We serve fast, headline: waiting, drives: [grow]}
  - {id: learn, statement: People learn, headline: courses, drives: [serve, grow]}
kpis:
  - {id: revenue, unit: EUR, direction: up, objectives: [grow], formula: kpi.orders * kpi.basket}
  - {id: orders, unit: orders, direction: up, objectives: [serve]}
  - {id: basket, unit: EUR, direction: up}
  - {id: waiting, unit: minutes, direction: down, objectives: [serve], drives: [{kpi: orders, effect: EFFECT}]}
  - {id: courses, unit: courses, direction: up, objectives: [learn]}
"""
VALUES = {"revenue": 2_000.0, "orders": 100.0, "basket": 20.0, "waiting": 10.0, "courses": 4.0}


def carried(effect: float, found: tuple[Estimate, ...] = (), values: dict[str, float] | None = None) -> tuple[Sight, Strand]:
    """Give what the arrow from fast service to revenue carries where a minute more makes so many more orders."""
    loaded = load_texts({"framework/main.yaml": FRAMEWORK.replace("EFFECT", f"{effect}")}).framework
    today = Today(VALUES if values is None else values, {})
    sight = Sight(loaded, today, edges(loaded, today, found), {}, Lines(loaded))
    return sight, strands(sight, [("serve", "grow")])["serve", "grow"]


@pytest.mark.parametrize(
    ("effect", "grade", "strength", "way"),
    [(-0.5, "expert", 1, "with"), (-4, "expert", 2, "with"), (-9, "expert", 3, "with"), (4, "expert", 2, "against")],
)
def test_an_arrow_is_as_thick_as_it_moves_the_headline(effect: float, grade: str, strength: int, way: str) -> None:
    _, strand = carried(effect)
    assert (strand.grade, strand.strength, strand.way) == (grade, strength, way)


def test_what_the_data_say_comes_before_what_people_declared() -> None:
    seen = Estimate("waiting", "orders", 0, "week", "effect", -4.0, 0, 4, 90, -3.0, -4.0, -2.0, 2, 0.001, said="clear")
    sight, strand = carried(-4, (seen,))
    assert strand.grade == "estimated"
    said = told(strand, sight.framework)
    assert "estimated from data" in said
    assert "after about 2 weeks" in said
    assert "90 %" in said


def test_without_a_number_an_arrow_has_no_strength() -> None:
    sight, strand = carried(-4, values={})
    assert (strand.grade, strand.strength, strand.way) == ("none", 0, "open")
    assert "it has no value to improve" in told(strand, sight.framework)


def test_where_the_headline_has_no_number_another_kpi_of_the_objective_speaks() -> None:
    _, strand = carried(-4, values={**VALUES, "waiting": 0.0})
    assert strand.reach is not None
    assert (strand.reach.kpi, strand.grade, strand.strength) == ("orders", "identity", 3)
