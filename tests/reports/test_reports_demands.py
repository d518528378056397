"""Each bullet of DEL-1 to DEL-4 is met by a section; without its facts the section says what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

import pytest
from tests.reports.pared import altered
from tests.reports.trace import texts

from vitalfew.formats.document import Callout, Document, Section, walk
from vitalfew.insight.maturity import Stage
from vitalfew.model.strategy import Strategy
from vitalfew.reports.facts import Facts
from vitalfew.reports.learned import Learned
from vitalfew.reports.report import reports


class Demand(NamedTuple):
    """A bullet of a requirement, the section that meets it, the nouns that it names, and what is taken out for `gap`."""

    bullet: str
    report: str
    section: str
    nouns: tuple[str, ...]
    out: tuple[str, ...]
    gap: str


DEMANDS = (
    Demand("DEL-1 mission and vision", "strategic-kpi-document", "strategy", ("drivers",), ("strategy",), "the mission"),
    Demand(
        "DEL-1 strategy overview", "strategic-kpi-document", "strategy", ("success_factors",), ("drivers",), "what creates value"
    ),
    Demand("DEL-1 objective breakdown", "strategic-kpi-document", "objectives", ("objectives",), ("objectives",), "objectives"),
    Demand("DEL-1 KPI hierarchy and levels", "strategic-kpi-document", "hierarchy", ("kpis",), ("kpis",), "a headline KPI"),
    Demand("DEL-1 category framework", "strategic-kpi-document", "categories", ("lenses", "all_levels"), ("kpis",), "KPIs"),
    Demand(
        "DEL-1 alignment matrix", "strategic-kpi-document", "alignment", ("objectives", "kpis"), ("objectives",), "objectives"
    ),
    Demand("DEL-1 governance structure", "strategic-kpi-document", "governance", ("cadences",), ("cadences",), "reviews"),
    Demand(
        "DEL-2 organisational structure",
        "kpi-architecture-blueprint",
        "organisation",
        ("org_units",),
        ("org_units",),
        "organisation units",
    ),
    Demand("DEL-2 ownership", "kpi-architecture-blueprint", "ownership", ("people",), ("people",), "people"),
    Demand(
        "DEL-2 relationship diagrams",
        "kpi-architecture-blueprint",
        "relationships",
        ("objectives",),
        ("objectives",),
        "objectives",
    ),
    Demand("DEL-2 data-flow architecture", "kpi-architecture-blueprint", "data-flow", ("sources",), ("sources",), "data sources"),
    Demand("DEL-2 integration points", "kpi-architecture-blueprint", "integration", ("sources",), ("sources",), "data sources"),
    Demand(
        "DEL-2 reporting hierarchy",
        "kpi-architecture-blueprint",
        "reporting",
        ("cadences", "all_levels"),
        ("cadences",),
        "reviews",
    ),
    Demand("DEL-3 strategy-to-KPI", "alignment-matrix", "strategy-to-kpi", ("objectives", "kpis"), ("objectives",), "objectives"),
    Demand("DEL-3 stakeholder-to-KPI", "alignment-matrix", "stakeholder-to-kpi", ("kpis",), ("stakeholders",), "stakeholders"),
    Demand(
        "DEL-3 objective-to-metric",
        "alignment-matrix",
        "objective-to-metric",
        ("objectives", "kpis"),
        ("kpis",),
        "a KPI for objective",
    ),
    Demand(
        "DEL-3 cross-functional dependencies", "alignment-matrix", "dependencies", ("org_units", "kpis"), ("org_units",), "units"
    ),
    Demand("DEL-3 gap analysis", "alignment-matrix", "gaps", (), ("objectives",), "objectives"),
    Demand("DEL-4 KPI definition documents", "kpi-definitions", "all", ("kpis", "people"), ("kpis",), "KPIs"),
    Demand(
        "DEL-4 ownership map", "ownership-map", "units", ("org_units", "objectives", "kpis", "people"), ("org_units",), "units"
    ),
    Demand("DEL-4 ownership map: load", "ownership-map", "load", ("people",), ("people",), "people"),
    Demand("DEL-4 operating calendar", "operating-calendar", "cadences", ("cadences", "people"), ("cadences",), "reviews"),
    Demand(
        "DEL-4 operating calendar: deadlines", "operating-calendar", "deadlines", ("people", "kpis"), ("cadences",), "a reporting"
    ),
    Demand("DEL-4 implementation roadmap", "implementation-roadmap", "phases", ("roadmap",), ("roadmap",), "phases"),
    Demand(
        "DEL-4 implementation roadmap: work",
        "implementation-roadmap",
        "initiatives",
        ("initiatives",),
        ("initiatives",),
        "initiatives",
    ),
    Demand("DEL-4 calibration report", "calibration-report", "targets", ("kpis",), ("kpis", "launch"), "targets to judge"),
    Demand("DEL-4 calibration report: day 91", "calibration-report", "state", (), ("launch",), "the day of the launch"),
    Demand("DEL-4 maturity report", "maturity-report", "dimensions", (), ("kpis",), "KPIs to own"),
    Demand(
        "DEL-4 maturity report: qualities", "maturity-report", "qualities", ("kpis", "cadences"), ("cadences",), "what Reviewed"
    ),
    Demand("DEL-4 maturity report: coverage", "maturity-report", "coverage", (), ("objectives",), "what Objective by timing"),
    Demand("DEL-4 maturity report: response time", "maturity-report", "response-time", (), ("answers",), "enough answers"),
    Demand("DEL-4 review packs: weekly outputs", "weekly-business-review", "outputs", ("kpis",), ("kpis",), "an output"),
    Demand("DEL-4 review packs: weekly inputs", "weekly-business-review", "inputs", ("kpis",), ("kpis",), "an input"),
    Demand("DEL-4 review packs: monthly scorecard", "monthly-review-pack", "scorecard", ("kpis",), ("kpis",), "KPIs of this"),
    Demand("DEL-4 review packs: monthly work", "monthly-review-pack", "initiatives", ("initiatives",), ("initiatives",), "init"),
    Demand(
        "DEL-4 review packs: quarterly", "quarterly-review-pack", "strategy-test", ("objectives",), ("objectives",), "objectives"
    ),
    Demand("DEL-4 review packs: assumptions", "quarterly-review-pack", "assumptions", ("assumptions",), ("assumptions",), "assu"),
    Demand("DEL-4 review packs: board", "board-pack", "headlines", ("kpis",), ("kpis",), "a headline KPI"),
    Demand("DEL-4 review packs: board risks", "board-pack", "risks", ("objectives",), ("assumptions",), "assumptions"),
    Demand("DEL-4 review packs: board decisions", "board-pack", "decisions", ("objectives",), ("roadmap",), "checkpoints"),
    Demand("DEL-4 review packs: board outlook", "board-pack", "outlook", ("kpis",), ("initiatives",), "milestones"),
)


def answered(facts: Facts, stage: Stage | None) -> Facts:
    """Give the facts with a stage of how soon people answer; the demo has no answers."""
    known = (replace(each, stage=stage) if each.id == "response-time" else each for each in facts.score.maturity)
    return replace(facts, score=replace(facts.score, maturity=tuple(known)))


ASIDE: Mapping[str, Callable[[Facts], Facts]] = {
    "launch": lambda facts: replace(facts, learned=Learned),
    "answers": lambda facts: answered(facts, None),
}
"""How facts that no noun of the framework holds are taken out."""


def without(facts: Facts, names: tuple[str, ...]) -> Facts:
    """Give the facts without some of them; what is not declared is not judged either."""
    nouns = (name for name in names if name not in ASIDE)
    bare = altered(facts, **{name: Strategy() if name == "strategy" else () for name in nouns})
    known, card = bare.framework.index, facts.scorecard
    verdicts = tuple(each for each in card.verdicts if each.ref in known)
    objectives = tuple(each for each in card.objectives if each.ref in known)
    bare = replace(bare, scorecard=replace(card, verdicts=verdicts, objectives=objectives))
    for name in names:
        bare = ASIDE[name](bare) if name in ASIDE else bare
    return bare


def gaps(section: Section) -> list[str]:
    """Give what a section says is missing."""
    return [each.title for each, _ in walk(section.blocks) if isinstance(each, Callout)]


def part(document: Document, id_: str) -> Section:
    """Give a section."""
    return next(each for each in document.sections if each.id == id_)


@pytest.mark.parametrize("demand", DEMANDS, ids=[each.bullet for each in DEMANDS])
def test_each_bullet_is_met_and_what_is_taken_out_is_said_to_be_missing(facts: Facts, demand: Demand) -> None:
    """DEL-1, DEL-2, DEL-3, DEL-4."""
    report, whole = reports()[demand.report], answered(facts, "mature")
    assert demand.bullet.partition(" ")[0] in report.requirements
    section = part(report.build(whole), demand.section)
    said = " ".join(texts(section.blocks))
    for nouns in demand.nouns:
        assert any(facts.title(each.ref) in said for each in getattr(facts.framework, nouns)), nouns
    bare = part(report.build(without(whole, demand.out)), demand.section)
    missing = f"Missing: {demand.gap}"
    assert not any(each.startswith(missing) for each in gaps(section))
    assert any(each.startswith(missing) for each in gaps(bare))
