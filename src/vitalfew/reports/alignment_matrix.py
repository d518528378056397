"""The Alignment Matrix: which KPI serves which objective, whom it answers, what hangs on what across units, what is missing."""

from __future__ import annotations

from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.formats.document import Block, Callout, Cell, Column, Document, Prose, Section, Table
from vitalfew.insight.alignment import dependencies, kpis_by_objective, objectives_by_initiative
from vitalfew.model.strategy import Objective
from vitalfew.model.wording import mark
from vitalfew.reports.cited import aim, counted, gap, listed, named, standing, undeclared
from vitalfew.reports.facts import Facts
from vitalfew.reports.matrices import holes, matrix_of, refs_of, serving
from vitalfew.reports.proof import alignment, by_evidence, conflicts
from vitalfew.reports.report import Report

TITLE = say("Alignment Matrix")
PURPOSE = say("Shows line by line how each KPI serves the strategy, which stakeholder it answers, and where a line is missing.")
FAMILIES = ("STR", "ALN", "CAS", "INI")
"""Findings of these families are about lines that are missing or lead astray."""


def build(facts: Facts) -> Document:
    """Build the report."""
    sections = tuple(each(facts) for each in PARTS)
    missing = tuple(block for section in sections for block in section.blocks if isinstance(block, Callout))
    return Document("alignment-matrix", TITLE, PURPOSE, facts.organisation, facts.made, _summary(facts), sections, missing)


def _summary(facts: Facts) -> tuple[Block, ...]:
    """Say first what is missing, then what holds."""
    framework = facts.framework
    served = kpis_by_objective(framework, facts.lines)
    leading = {row for row, _ in served.cells}
    loose = [kpi.ref for kpi in framework.strategic_kpis if str(kpi.ref) not in leading]
    bare = [each.ref for each in framework.objectives if not framework.kpis_of_objective.get(each.id)]
    gaps = _found(facts)
    texts = [
        counted(
            "{n} objective is named by no KPI: {names}.",
            "{n} objectives are named by no KPI: {names}.",
            bare,
            names=listed(facts, bare),
        )
        if bare
        else None,
        counted(
            "{n} KPI leads to no objective: {names}.",
            "{n} KPIs lead to no objective: {names}.",
            loose,
            names=listed(facts, loose),
        )
        if loose
        else None,
        counted(
            "{n} gap is found, with a proposal.",
            "{n} gaps are found, each with a proposal.",
            [f"gap:{at}" for at in range(len(gaps))],
        )
        if gaps
        else None,
        say(
            "{kpis} lead to {objectives}.",
            kpis=counted("{n} KPI", "{n} KPIs", leading),
            objectives=counted("{n} objective", "{n} objectives", {column for _, column in served.cells}),
        )
        if leading
        else None,
    ]
    return (Section("summary", say("Executive summary"), (Prose(tuple(filter(None, texts))),)),)


def _strategy(facts: Facts) -> Section:
    found = kpis_by_objective(facts.framework, facts.lines)
    return Section(
        "strategy-to-kpi",
        say("Strategy to KPI"),
        (serving(facts, found), *holes(facts, found), *undeclared(facts, "objectives", "current_kpis")),
        refs_of(found),
    )


def _stakeholders(facts: Facts) -> Section:
    found = next(each for each in facts.score.coverage if each.id == "stakeholder-kpi")
    legend = say("Each row is what a stakeholder wants, each column a KPI that tells whether they get it.")
    matrix = matrix_of(found, say("Stakeholder by KPI"), say("Interest"), legend, lambda id_, _: standing(facts, id_))
    return Section(
        "stakeholder-to-kpi",
        say("Stakeholder to KPI"),
        (matrix, *holes(facts, found), *undeclared(facts, "stakeholders")),
        refs_of(found),
    )


def _objectives(facts: Facts) -> Section:
    """Name for each objective the measure that tells whether it is reached, with its target."""
    framework = facts.framework
    columns = (
        Column(say("KPI"), share=2),
        Column(say("Value"), "number"),
        Column(say("Target"), share=1.5),
        Column(say("Objective"), "mark"),
    )
    rows: list[tuple[Cell, ...]] = []
    groups: dict[int, str] = {}
    holes: list[Block] = []
    for objective in framework.objectives:
        kpis = framework.kpis_of_objective.get(objective.id, ())
        groups |= {len(rows): objective.title} if kpis else {}
        rows += [_metric(facts, objective, kpi.id) for kpi in kpis]
        if not kpis and f"{objective.ref}#kpis" not in facts.elsewhere:
            what = say("a KPI for objective `{objective}`", objective=objective.id)
            holes.append(gap(what, say("Name the objective under `objectives` of a KPI, or drop it.")))
    table = Table(say("Objectives with their metrics"), columns, tuple(rows), say("No KPI names an objective yet."), groups)
    return Section(
        "objective-to-metric",
        say("Objective to metric"),
        (table, *holes, *undeclared(facts, "objectives")),
        tuple(each.ref for each in framework.objectives),
    )


def _metric(facts: Facts, objective: Objective, id_: str) -> tuple[Cell, ...]:
    kpi, rollup, stands = facts.framework.kpi[id_], facts.rollups.get(objective.id), standing(facts, id_)
    return (
        Cell(kpi.title, stands.mark, kpi.ref),
        Cell(stands.text, None, kpi.ref),
        Cell(aim(facts, kpi), None, kpi.ref),
        Cell("", mark(rollup) if rollup else None, objective.ref),
    )


def _initiatives(facts: Facts) -> Section:
    found = objectives_by_initiative(facts.framework, facts.lines)
    legend = say("A cell names the KPIs of the objective that the initiative is to move.")
    matrix = matrix_of(
        found, say("Objective by initiative"), say("Objective"), legend, lambda id_, _: named(facts, Ref("kpi", id_))
    )
    return Section(
        "objective-to-initiative",
        say("Objective to initiative"),
        (matrix, *holes(facts, found), *undeclared(facts, "initiatives")),
        refs_of(found),
    )


def _dependencies(facts: Facts) -> Section:
    """Tell which unit's KPI carries which other unit's."""
    found = sorted(dependencies(facts.framework, facts.lines), key=lambda each: not each.aside)
    columns = (
        Column(say("Unit")),
        Column(say("KPI"), share=2),
        Column(say("Carries the KPI"), share=2),
        Column(say("Of unit")),
    )
    rows = tuple(
        (
            named(facts, Ref("org_unit", each.cause_unit)),
            Cell(each.cause.title, standing(facts, each.cause.id).mark, each.cause.ref),
            Cell(each.effect.title, standing(facts, each.effect.id).mark, each.effect.ref),
            named(facts, Ref("org_unit", each.effect_unit)),
        )
        for each in found
    )
    aside = [str(each.cause.ref) + str(each.effect.ref) for each in found if each.aside]
    lead = Prose((_across(len(aside)),)) if aside else None
    table = Table(say("KPIs that carry KPIs of other units"), columns, rows, say("No KPI of one unit carries one of another."))
    blocks = (*((lead,) if lead else ()), table, *undeclared(facts, "org_units"))
    return Section("dependencies", say("Cross-functional dependencies"), blocks, tuple(each.cause.ref for each in found))


def _across(lines: int) -> str:
    refs = [f"line:{place}" for place in range(lines)]
    return counted(
        "{n} line runs between units of which neither is above the other: no boss of both settles it by office.",
        "{n} lines run between units of which neither is above the other: no boss of both settles them by office.",
        refs,
    )


def _found(facts: Facts) -> list[Finding]:
    return [each for each in facts.findings if each.code[:3] in FAMILIES]


def _gaps(facts: Facts) -> Section:
    """List what is missing with what is proposed, the gravest first."""
    found = _found(facts)
    columns = (Column(say("What is missing"), share=3), Column(say("Proposal"), share=3), Column(say("Rule")))
    rows = tuple((Cell(each.message, None, each.ref), Cell(each.help), Cell(f"{each.code} {each.rule}")) for each in found)
    table = Table(say("Gaps and proposals"), columns, rows, say("The audit finds no missing line."))
    return Section(
        "gaps", say("Gap analysis"), (table, *undeclared(facts, "objectives")), tuple(dict.fromkeys(each.ref for each in found))
    )


PARTS = (_strategy, by_evidence, _stakeholders, _objectives, _initiatives, _dependencies, conflicts, _gaps, alignment)
REPORT = Report("alignment-matrix", TITLE, PURPOSE, ("DEL-3", "AUD-13"), build)
