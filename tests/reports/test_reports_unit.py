"""A document for one organisation unit tells of it and what is below it, and keeps the lines up to the mission."""

from __future__ import annotations

from dataclasses import fields

import pytest
from tests.reports.pared import altered
from tests.reports.trace import untraced

from vitalfew.base.ref import Ref
from vitalfew.model.framework import NOUN_KEYS
from vitalfew.model.graph import MISSION
from vitalfew.model.reference import references
from vitalfew.reports.facts import Facts
from vitalfew.reports.report import Report, reports
from vitalfew.reports.unit import Scope, narrowed, titled

WHOLE = {"made", "course", "trail", "unseen", "checked", "proved"}
"""Facts that are the same for a unit: figures are asked for by KPI, what insight found is told of its KPIs alone,
and the audit's silences are of the whole."""


@pytest.fixture(scope="session")
def shops(facts: Facts) -> Facts:
    return narrowed(facts, "shops")


def test_the_kpis_are_those_of_the_unit_and_those_that_they_carry(shops: Facts) -> None:
    assert [kpi.id for kpi in shops.framework.kpis] == [
        *("recurring-revenue", "net-revenue", "shop-revenue", "repeat-visit-share", "visit-conversion", "app-downloads")
    ]
    assert {verdict.ref.id for verdict in shops.scorecard.verdicts} == {kpi.id for kpi in shops.framework.kpis}
    assert {unit.id for unit in shops.framework.org_units} == {"meridian", "shops"}


def test_each_line_arrives_where_it_did(facts: Facts, shops: Facts) -> None:
    for kpi in shops.framework.current_kpis:
        assert shops.lines.line(kpi.ref) == facts.lines.line(kpi.ref)
        assert shops.lines.line(kpi.ref).steps[-1].to == MISSION


def test_a_unit_has_what_is_below_it_and_what_its_people_answer_for(facts: Facts) -> None:
    owned = [kpi.model_copy(update={"org_unit": None}) if kpi.org_unit == "shops" else kpi for kpi in facts.framework.kpis]
    scope = Scope(altered(facts, kpis=tuple(owned)).framework, "shops")
    assert Ref("kpi", "repeat-visit-share") in scope.kept
    assert Scope(facts.framework, "meridian").inside == {unit.id for unit in facts.framework.org_units}
    assert {ref for ref in Scope(facts.framework, "meridian").kept if ref.kind == "kpi"} == {
        kpi.ref for kpi in facts.framework.kpis
    }


def test_nothing_names_what_is_not_told_of(shops: Facts) -> None:
    for key in NOUN_KEYS:
        for noun in getattr(shops.framework, key):
            for each in references(noun):
                assert Ref(each.to, each.id) in shops.framework.index, (noun.ref, each)
    found = {each.ref for each in (*shops.findings, *shops.scorecard.incomplete)}
    assert found
    assert found <= shops.framework.index.keys()


def test_every_fact_is_narrowed_or_known_to_be_the_same(facts: Facts, shops: Facts) -> None:
    """A fact that is added is thought about here: a unit's document tells no other unit's."""
    same = {each.name for each in fields(Facts) if getattr(facts, each.name) is getattr(shops, each.name)}
    assert same <= WHOLE | {each.name for each in fields(Facts) if not getattr(facts, each.name)}


def test_lessons_are_those_about_the_unit_and_about_the_framework_itself(facts: Facts, shops: Facts) -> None:
    """RHY-4: what is learned of other units is told to them."""
    told = {each.lesson.about for each in shops.learned().lessons}
    assert told == {Ref("kpi", "visit-conversion"), Ref("kpi", "repeat-visit-share"), Ref("governance", "main")}
    assert len(told) < len(facts.learned().lessons)
    assert {Ref.parse(about) for _, about in shops.learned().untold} <= shops.framework.index.keys()


def test_what_others_do_for_what_is_shared_is_no_gap_of_the_unit(facts: Facts) -> None:
    people = narrowed(facts, "people")
    shared = people.framework.objective["fresh-and-on-time"]
    assert not any(each.objective == shared.id for each in people.framework.initiatives)
    assert any(each.objective == shared.id for each in facts.framework.initiatives)
    build = reports()["strategic-kpi-document"].build
    missing = {each.title for each in build(people).missing}
    assert not {f"Missing: work on objective `{shared.id}`", "Missing: what creates value"} & missing
    assert "Missing: a KPI that watches assumption `parcel-speed`" not in missing
    own = {each.title for each in build(narrowed(facts, "care")).missing}
    assert "Missing: work on objective `answers-that-settle`" in own


@pytest.mark.parametrize("report", reports().values(), ids=lambda report: report.name)
def test_every_report_can_be_for_a_unit_and_says_so(shops: Facts, report: Report) -> None:
    document = titled(report.build(shops), "Shops")
    assert (document.title.endswith(": Shops"), "It covers Shops" in document.purpose) == (True, True)
    assert untraced(document, shops) == []
