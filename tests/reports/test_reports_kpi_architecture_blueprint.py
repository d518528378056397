"""The KPI Architecture Blueprint holds what DEL-2 asks for, each number is a fact, and what is missing is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.reports.pared import altered, emptied
from tests.reports.trace import texts

from vitalfew.formats.document import Block, Callout, Diagram, Document, Table, walk
from vitalfew.reports.facts import Facts
from vitalfew.reports.kpi_architecture_blueprint import build
from vitalfew.reports.maps import relationships, strategy_map


@pytest.fixture(scope="module")
def blueprint(facts: Facts) -> Document:
    """Give the report of the demo."""
    return build(facts)


@pytest.fixture(scope="module")
def bare(facts: Facts) -> Document:
    """Give the report of a framework that declares nothing."""
    return build(emptied(facts))


def kinds(document: Document, id_: str, kind: type[Block]) -> Sequence[Block]:
    """Give the blocks of a kind in a section."""
    (section,) = (each for each in document.sections if each.id == id_)
    return [each for each, _ in walk(section.blocks) if isinstance(each, kind)]


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("organisation", Diagram),
        ("organisation", Table),
        ("ownership", Table),
        ("relationships", Diagram),
        ("data-flow", Diagram),
        ("integration", Table),
        ("reporting", Diagram),
        ("reporting", Table),
    ],
)
def test_it_has_the_six_parts_that_are_asked_for(blueprint: Document, part: str, kind: type[Block]) -> None:
    """DEL-2."""
    found = kinds(blueprint, part, kind)
    assert found
    assert all(getattr(each, "rows", None) or getattr(each, "boxes", None) for each in found)


def test_every_noun_that_a_part_covers_is_named_in_it(blueprint: Document, facts: Facts) -> None:
    for section in blueprint.sections:
        said = " ".join(texts(section.blocks))
        for ref in section.about:
            noun = facts.framework.index[ref]
            names = {getattr(noun, key, None) for key in ("title", "name", "system", "role")} | {ref.id}
            assert any(name and str(name) in said for name in names), ref


def test_every_arrow_is_said_in_words(facts: Facts) -> None:
    """STR-4: an objective that drives another is drawn and said."""
    (map_,) = (each for each in strategy_map(facts) if isinstance(each, Diagram))
    title = {each.id: each.title for each in facts.framework.objectives}
    drives = [(each.id, link.id) for each in facts.framework.objectives for link in each.drives]
    assert drives
    for cause, effect in drives:
        assert any((arrow.start, arrow.end) == (cause, effect) for arrow in map_.arrows)
        assert f"{title[cause]} drives {title[effect]}." in map_.alt
    assert {arrow.tone for arrow in map_.arrows} >= {"estimated s3 with", "none s0 open"}, "as the data say"
    assert "estimated from data" in map_.alt
    assert any("thicker an arrow" in lane.name for lane in map_.lanes)


def test_where_nothing_is_measured_arrows_are_as_declared(facts: Facts) -> None:
    (map_,) = (each for each in strategy_map(replace(facts, proved=None)) if isinstance(each, Diagram))
    assert {arrow.tone for arrow in map_.arrows} <= {"", "soft"}


def test_a_flow_leads_from_the_source_to_a_review(blueprint: Document) -> None:
    flow = next(each for each in kinds(blueprint, "data-flow", Diagram) if isinstance(each, Diagram))
    reached = {"source:shop-system"}
    for _ in range(4):
        reached |= {arrow.end for arrow in flow.arrows if arrow.start in reached}
    assert {ref.split(":")[0] for ref in reached} == {"source", "measure", "kpi", "cadence"}


@pytest.mark.parametrize(
    ("part", "what", "key"),
    [
        ("organisation", "organisation units", "org_units"),
        ("relationships", "objectives", "objectives"),
        ("data-flow", "data sources", "sources"),
        ("integration", "data sources", "sources"),
        ("reporting", "who reports to whom", "manager"),
        ("reporting", "reviews", "cadences"),
        ("reporting", "a ladder", "ladders"),
    ],
)
def test_what_is_not_there_is_said_to_be_missing(bare: Document, part: str, what: str, key: str) -> None:
    found = [each for each in kinds(bare, part, Callout) if isinstance(each, Callout)]
    assert any(each.tone == "gap" and each.title == f"Missing: {what}" and key in each.text for each in found)
    assert found[0] in bare.missing


def test_an_owner_a_head_and_a_chair_that_are_taken_out_are_missed(facts: Facts) -> None:
    framework = facts.framework
    kpi, unit, cadence = framework.kpis[0], framework.org_units[1], framework.cadences[0]
    pared = altered(
        facts,
        kpis=(kpi.model_copy(update={"owner": None}), *framework.kpis[1:]),
        org_units=(framework.org_units[0], unit.model_copy(update={"head": None}), *framework.org_units[2:]),
        cadences=(cadence.model_copy(update={"chair": None}), *framework.cadences[1:]),
    )
    found = {each.title for each in build(pared).missing}
    assert {
        f"Missing: exactly one owner for {kpi.title} and Satisfied after contact",
        f"Missing: a head for unit `{unit.id}`",
        f"Missing: a chair for review `{cadence.id}`",
    } <= found


def test_what_does_not_fit_is_named_as_left_out(facts: Facts) -> None:
    """A drawing of four hundred KPIs shows ten and says how many it leaves out."""
    objective = facts.framework.objectives[0]
    kpi = facts.framework.kpis_of_objective[objective.id][0]
    grown = altered(facts, kpis=[kpi.model_copy(update={"id": f"kpi-{number}", "drives": ()}) for number in range(400)])
    blocks = relationships(grown, objective)
    (drawn,) = (each for each in blocks if isinstance(each, Diagram))
    assert len(drawn.boxes) == 11
    assert any("390 KPIs" in text for text in texts(blocks))


def test_a_kpi_that_no_source_feeds_is_said_so(facts: Facts) -> None:
    kpi = facts.framework.kpis[0]
    pared = altered(facts, kpis=(kpi.model_copy(update={"formula": None}), *facts.framework.kpis[1:]))
    found = [each for each in kinds(build(pared), "data-flow", Callout) if isinstance(each, Callout)]
    assert any(each.tone == "warning" and kpi.title in each.text for each in found)
