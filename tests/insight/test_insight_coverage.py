"""Coverage and qualities: what is held, what is a gap, and what it rests on (AUD-13, AUD-16)."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

from vitalfew.insight.coverage import Matrix
from vitalfew.insight.quality import Quality
from vitalfew.insight.score import Score, score
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines

TODAY = date(2026, 6, 30)


def read(text: str) -> Framework:
    loaded = load_texts({"framework/main.yaml": dedent(text)})
    assert loaded.findings == ()
    return loaded.framework


def scored(framework: Framework) -> Score:
    return score(framework, Lines(framework), today=TODAY)


def matrix(framework: Framework, id_: str) -> Matrix:
    return next(each for each in scored(framework).coverage if each.id == id_)


def quality(framework: Framework, id_: str) -> Quality:
    return next(each for each in scored(framework).qualities if each.id == id_)


def test_objectives_by_timing_hold_what_leads_there_over_other_kpis() -> None:
    framework = read(
        """
    objectives: [{id: loved}, {id: rich}]
    kpis:
      - {id: returning, objectives: [loved], timing: lagging}
      - {id: greeted, contributes_to: [returning], timing: leading}
      - {id: margin, objectives: [rich], timing: lagging}
      - {id: visits, kind: metric, objectives: [rich], timing: leading}
      - {id: unsaid, objectives: [rich]}
        """
    )
    found = matrix(framework, "objective-timing")
    assert found.cells == {
        ("objective:loved", "lagging"): ("returning",),
        ("objective:loved", "leading"): ("greeted",),
        ("objective:rich", "lagging"): ("margin",),
        ("objective:rich", "neither"): ("unsaid",),
    }
    assert found.gaps == ("objective `rich` has no leading KPI",)
    assert [each.id for each in found.columns] == ["leading", "lagging", "neither"]
    held = quality(framework, "balanced")
    assert (held.held, held.failing[0]) == ("partly", "objective:rich")
    assert held.evidence.startswith("1 of 2 objectives have a leading and a lagging KPI")


def test_perspectives_by_level_name_the_empty_ones() -> None:
    framework = read(
        """
    objectives: [{id: loved, perspective: customer}, {id: rich, perspective: financial}]
    kpis:
      - {id: returning, level: company, objectives: [loved]}
      - {id: margin, level: department, objectives: [rich]}
      - {id: stray, level: operational}
        """
    )
    found = matrix(framework, "perspective-level")
    assert found.cells == {
        ("perspective:customer", "level:company"): ("returning",),
        ("perspective:financial", "level:department"): ("margin",),
    }
    assert found.gaps == (
        "no KPI of an objective in Internal process stands on any level",
        "no KPI of an objective in Learning and growth stands on any level",
        "no KPI on level `operational` leads to an objective",
    )


def test_stakeholders_are_met_by_kpis_of_their_own_or_of_objectives() -> None:
    framework = read(
        """
    objectives: [{id: loved}, {id: empty}]
    kpis: [{id: returning, objectives: [loved]}, {id: waste}, {id: old, lifecycle: retired}]
    stakeholders:
      - {id: board, name: Board, interests: [{id: growth, text: Growth, objectives: [loved], kpis: [waste]}]}
      - {id: town, interests: [{id: quiet, objectives: [empty]}, {id: past, kpis: [old]}]}
      - {id: press}
        """
    )
    found = matrix(framework, "stakeholder-kpi")
    assert [each.name for each in found.rows] == ["Board: Growth", "town: quiet", "town: past"]
    assert set(found.cells) == {("stakeholder:board.growth", "kpi:waste"), ("stakeholder:board.growth", "kpi:returning")}
    assert found.gaps == (
        "interest `quiet` of stakeholder `town` is met by no KPI",
        "interest `past` of stakeholder `town` is met by no KPI",
        "stakeholder `press` has no interest",
    )
    assert quality(framework, "stakeholder-inclusive").evidence == "1 of 3 interests are met by a KPI"


def test_units_by_objective_name_idle_units_and_objectives_without_one() -> None:
    framework = read(
        """
    org_units: [{id: shop, name: Shop}, {id: cellar}]
    objectives: [{id: loved}, {id: rich}]
    kpis: [{id: returning, org_unit: shop, objectives: [loved]}, {id: stray, org_unit: cellar}]
        """
    )
    found = matrix(framework, "unit-objective")
    assert found.cells == {("org_unit:shop", "objective:loved"): ("returning",)}
    assert found.gaps == (
        "no KPI of unit `cellar` leads to an objective",
        "no unit has a KPI that leads to objective `rich`",
    )
    assert "org_unit:cellar" in quality(framework, "cascaded").failing


def test_a_framework_without_anything_holds_no_quality() -> None:
    found = scored(Framework())
    assert {each.id: each.held for each in found.qualities} == dict.fromkeys(
        (
            "aligned", "hierarchical", "balanced", "stakeholder-inclusive",
            "actionable-measurable", "cascaded", "governed", "reviewed",
        ),
        "no",
    )  # fmt: skip
    assert found.stages == {"undeveloped": 2, "developing": 0, "mature": 0, "unknown": 3}
