"""The KPI Architecture Blueprint: units, owners, what moves what, the way of data, ways in and out, who reports (DEL-2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.formats.document import Block, Callout, Cell, Column, Document, Prose, Section, Table, Text
from vitalfew.model.difference import is_on
from vitalfew.model.kpi import Kpi
from vitalfew.model.source import Source
from vitalfew.model.wording import NOTHING
from vitalfew.reports.cited import chairs, count, counted, gap, listed, named, person, undeclared, whole
from vitalfew.reports.declared import ladder_of, sources_of, steps, when
from vitalfew.reports.facts import Facts
from vitalfew.reports.maps import data_flow, relationships, reporting_tree, strategy_map, unit_tree
from vitalfew.reports.proof import conflicts, every_line, leads
from vitalfew.reports.report import Report

TITLE = say("KPI Architecture Blueprint")
PURPOSE = say("Shows how the KPIs are built into the organisation: whose they are, what they hang on, where their data runs.")
MANY = 16
"""How many KPIs a cell of a table names before it counts the rest."""


def build(facts: Facts) -> Document:
    """Build the report."""
    parts = (_organisation, _ownership, _relationships, every_line, leads, conflicts, _flows, _integration, _reporting)
    sections = tuple(part(facts) for part in parts)
    missing = tuple(block for section in sections for block in section.blocks if isinstance(block, Callout))
    return Document(
        "kpi-architecture-blueprint", TITLE, PURPOSE, facts.organisation, facts.made, _summary(facts), sections, missing
    )


def _summary(facts: Facts) -> tuple[Block, ...]:
    """Say first what does not hold, then what is there."""
    framework = facts.framework
    ownerless = [kpi.ref for kpi in framework.current_kpis if len(kpi.owners) != 1]
    headless = [unit.ref for unit in framework.org_units if unit.head is None]
    chairless = [each.ref for each in framework.cadences if each.chair is None]
    failed = {finding.ref for finding in facts.scorecard.incomplete if finding.ref.kind == "source"}
    stale = [each.ref for each in facts.verdicts.values() if each.state == "stale"]
    faults = (
        (
            ownerless,
            counted(
                "{n} KPI lacks a single owner: {names}.",
                "{n} KPIs lack a single owner: {names}.",
                ownerless,
                names=listed(facts, ownerless),
            ),
        ),
        (
            failed,
            counted(
                "{n} source could not be read in full: {names}.",
                "{n} sources could not be read in full: {names}.",
                failed,
                names=listed(facts, failed),
            ),
        ),
        (stale, counted("{n} KPI is stale: {names}.", "{n} KPIs are stale: {names}.", stale, names=listed(facts, stale))),
        (
            headless,
            counted(
                "{n} unit has no head: {names}.", "{n} units have no head: {names}.", headless, names=listed(facts, headless)
            ),
        ),
        (chairless, chairs(facts, chairless)),
    )
    texts: list[Text] = [said for refs, said in faults if refs]
    texts.append(
        say(
            "The framework holds {kpis} in {units}. It has {sources} and {reviews}.",
            kpis=counted("{n} KPI", "{n} KPIs", [kpi.ref for kpi in framework.current_kpis]),
            units=counted("{n} unit", "{n} units", [unit.ref for unit in framework.org_units]),
            sources=counted("{n} source", "{n} sources", [each.ref for each in framework.sources]),
            reviews=counted("{n} review", "{n} reviews", [each.ref for each in framework.cadences]),
        )
    )
    return (Section("summary", say("Executive summary"), (Prose(tuple(texts)),)),)


def _organisation(facts: Facts) -> Section:
    """Name each unit with its head, its level and what it is measured by."""
    framework = facts.framework
    kpis = defaultdict[str | None, list[Kpi]](list)
    for kpi in framework.current_kpis:
        kpis[kpi.org_unit].append(kpi)
    columns = (
        Column(say("Unit"), share=1.6),
        Column(say("Level")),
        Column(say("Head"), share=1.2),
        Column(say("Part of"), share=1.2),
        Column(say("Its KPIs"), share=3),
    )
    rows = tuple(
        (
            named(facts, unit.ref),
            named(facts, Ref("level", unit.level)) if unit.level else Cell(NOTHING),
            person(facts, unit.head),
            named(facts, Ref("org_unit", unit.parent)) if unit.parent else Cell(NOTHING),
            Cell(listed(facts, [kpi.ref for kpi in kpis[unit.id]], MANY) if kpis[unit.id] else say("none"), None, unit.ref),
        )
        for unit in framework.org_units
    )
    holes = [
        gap(say("a head for unit `{unit}`", unit=unit.id), say("Name one person under `head` of the unit."))
        for unit in framework.org_units
        if unit.head is None
    ]
    table = Table(say("Units with their heads and KPIs"), columns, rows, say("No unit is declared yet."))
    about = tuple(unit.ref for unit in framework.org_units)
    return Section("organisation", say("Organisational structure"), (*unit_tree(facts), table, *holes), about)


def _ownership(facts: Facts) -> Section:
    """Name what each person answers for, those who answer for most first."""
    framework = facts.framework
    owned = defaultdict[str, list[Kpi]](list)
    for kpi in framework.current_kpis:
        for owner in kpi.owners:
            owned[owner].append(kpi)
    led = defaultdict[str, list[str]](list)
    for objective in framework.objectives:
        if objective.owner:
            led[objective.owner].append(objective.title)
    ranked = sorted({*owned, *led}, key=lambda id_: (-len(owned[id_]), person(facts, id_).text))
    columns = (
        Column(say("Who"), share=1.2),
        Column(say("Role"), share=1.2),
        Column(say("KPIs"), "number", share=0.6),
        Column(say("Answers for"), share=3.4),
        Column(say("Objectives"), share=3),
    )
    rows = tuple(
        (
            person(facts, id_),
            Cell(getattr(framework.person.get(id_), "role", None) or NOTHING),
            Cell(say("{n}", n=count(kpi.ref for kpi in owned[id_]))),
            Cell(listed(facts, [kpi.ref for kpi in owned[id_]], MANY) if owned[id_] else NOTHING, None, Ref("person", id_)),
            Cell(several(led[id_], "; ") if led[id_] else NOTHING),
        )
        for id_ in ranked
    )
    loose = [kpi.ref for kpi in framework.current_kpis if len(kpi.owners) != 1]
    what = say("exactly one owner for {kpis}", kpis=listed(facts, loose, MANY))
    holes = [gap(what, say("Name one person under `owner`; others can be `co_owners`."))] if loose else []
    table = Table(say("Who answers for what"), columns, rows, say("Nobody owns a KPI yet."))
    return Section(
        "ownership", say("Ownership"), (table, *holes, *undeclared(facts, "people")), tuple(Ref("person", id_) for id_ in ranked)
    )


def _relationships(facts: Facts) -> Section:
    """Show the strategy map, then for each objective what moves it."""
    objectives = facts.framework.objectives
    each = (
        Section(f"moves-{objective.id}", objective.title, relationships(facts, objective), (objective.ref,))
        for objective in objectives
    )
    blocks = (*strategy_map(facts), *each)
    return Section("relationships", say("Relationship diagrams"), blocks, tuple(each.ref for each in objectives))


def _flows(facts: Facts) -> Section:
    """Show the way of data from each source to the reviews, those that feed most first."""
    framework = facts.framework
    fed = _fed(facts)
    ranked = sorted(framework.sources, key=lambda each: -len(fed[each.id]))
    flows = (
        Section(f"flow-{each.id}", each.name or each.system or each.id, data_flow(facts, each), (each.ref,)) for each in ranked
    )
    by_hand = [kpi for kpi in framework.current_kpis if not sources_of(framework, kpi)]
    blocks: list[Block] = [*flows]
    if not ranked:
        blocks.append(gap(say("data sources"), say("Declare `sources`, and `measures` that read them.")))
    if by_hand:
        lead = counted("{n} KPI is fed by no source:", "{n} KPIs are fed by no source:", [kpi.ref for kpi in by_hand])
        names = say("{lead} {kpis}.", lead=lead, kpis=listed(facts, [kpi.ref for kpi in by_hand], MANY))
        blocks.append(Callout("warning", say("Outside the data flow"), names))
    return Section("data-flow", say("Data flow from source to review"), tuple(blocks), tuple(each.ref for each in ranked))


def _fed(facts: Facts) -> dict[str, list[Kpi]]:
    found = defaultdict[str, list[Kpi]](list)
    for kpi in facts.framework.current_kpis:
        for source in sources_of(facts.framework, kpi):
            found[source.id].append(kpi)
    return found


def _integration(facts: Facts) -> Section:
    """Name where data comes in, how fresh it is, and where figures go out."""
    fed = _fed(facts)
    columns = (
        Column(say("Source"), share=1.5),
        Column(say("Kind"), share=0.8),
        Column(say("Refreshed"), share=1.1),
        Column(say("Steward"), share=1.2),
        Column(say("Feeds"), share=1.8),
        Column(say("Newest figures"), share=1.3),
        Column(say("State"), share=1.8),
    )
    rows = tuple(_source(facts, each, fed[each.id]) for each in facts.framework.sources)
    table = Table(say("Where data comes in"), columns, rows, say("No source is declared yet."))
    at = facts.made.measured_at
    lead = say("Measured last on {day:%-d %B %Y}.", day=at) if at else say("Nothing was measured yet.")
    holes = (
        [] if facts.framework.sources else [gap(say("data sources"), say("Declare `sources`, and `measures` that read them."))]
    )
    out = Table(
        say("Where figures go out"),
        (Column(say("Channel"), share=1.2), Column(say("What it gives"), share=3), Column(say("How"), share=2)),
        tuple((Cell(name), Cell(what), Cell(how)) for name, what, how in CHANNELS),
        say("none"),
    )
    blocks: tuple[Block, ...] = (Prose((lead,)), table, *holes, out)
    return Section("integration", say("Integration points"), blocks, tuple(each.ref for each in facts.framework.sources))


def _source(facts: Facts, source: Source, kpis: list[Kpi]) -> tuple[Cell, ...]:
    judged = [facts.verdicts[kpi.id] for kpi in kpis if kpi.id in facts.verdicts]
    periods = [each.period for each in judged if each.period]
    stale = [each.ref for each in judged if each.state == "stale"]
    amiss = [finding for finding in facts.scorecard.incomplete if finding.ref == source.ref]
    own = [each.ref for each in facts.framework.measures if each.source == source.id]
    hangs = say(
        "{measures}, {kpis}",
        measures=counted("{n} measure", "{n} measures", own),
        kpis=counted("{n} KPI", "{n} KPIs", [kpi.ref for kpi in kpis]),
    )
    state: Text = say("in order")
    if amiss:
        state = several((finding.message for finding in amiss), "; ")
    elif stale:
        state = counted("{n} KPI is stale", "{n} KPIs are stale", stale)
    elif not judged:
        state = say("nothing is measured from it")
    newest = max(periods, key=lambda each: each.end).label if periods else NOTHING
    return (
        Cell(source.system or source.name or source.id, None, source.ref),
        Cell(source.kind),
        Cell(source.refresh or say("not said")),
        person(facts, source.steward),
        Cell(hangs),
        Cell(newest),
        Cell(state),
    )


CHANNELS: tuple[tuple[Text, Text, Text], ...] = (
    (
        say("REST API"),
        say("all that is declared, judged, decided and done"),
        say("a token of one's own"),
    ),
    (say("Webhooks and chat"), say("notices as they arise: escalations, requests, reviews"), say("an address of each person")),
    (say("Mail"), say("notices and digests"), say("the `email` of each person")),
    (say("Calendar feed"), say("the reviews that a person chairs or attends"), say("a private address of each person")),
    (say("Documents"), say("this and all other documents"), say("`vitalfew publish`, by hand or by schedule")),
    (say("Export"), say("observations, framework and journal as files"), say("`vitalfew export`")),
)


def _reporting(facts: Facts) -> Section:
    """Name levels with their reviews, who reports to whom, and who is called when nobody acts."""
    blocks = (*reporting_tree(facts), _levels(facts), _reviews(facts), *_calls(facts), *_holes(facts))
    framework = facts.framework
    about = (*(level.ref for level in framework.all_levels), *(each.ref for each in framework.cadences))
    return Section("reporting", say("Reporting hierarchy"), blocks, about)


def _levels(facts: Facts) -> Table:
    framework = facts.framework
    columns = (
        Column(say("Level")),
        Column(say("Tier"), "number", share=0.5),
        Column(say("KPIs"), "number", share=0.5),
        Column(say("Units"), share=2),
        Column(say("Looked at in"), share=2),
    )
    rows = []
    for level in sorted(framework.all_levels, key=lambda each: each.tier):
        kpis = [kpi.ref for kpi in framework.current_kpis if framework.level_of(kpi) == level]
        units = [unit.name or unit.id for unit in framework.org_units if unit.level == level.id]
        reviews = [each.name or each.id for each in framework.cadences if level.tier in each.tiers]
        rows.append(
            (
                named(facts, level.ref),
                Cell(say("{tier}", tier=whole(level.tier, f"{level.ref}#tier"))),
                Cell(say("{n}", n=count(kpis))),
                Cell(several(units) if units else NOTHING),
                Cell(several(reviews) if reviews else say("no review")),
            )
        )
    return Table(say("Levels, and where each is looked at"), columns, tuple(rows), say("No level is declared."))


def _reviews(facts: Facts) -> Table:
    framework = facts.framework
    columns = (
        Column(say("Review"), share=1.6),
        Column(say("When"), share=1.6),
        Column(say("Chair")),
        Column(say("Audience"), share=2),
        Column(say("KPIs"), "number", share=0.5),
        Column(say("Focus")),
    )
    rows = tuple(
        (
            named(facts, each.ref),
            Cell(when(each.rhythm) or say("no rhythm")),
            person(facts, each.chair),
            Cell(several(person(facts, id_).text for id_ in each.audience) if each.audience else say("nobody")),
            Cell(say("{n}", n=count(kpi.ref for kpi in framework.current_kpis if is_on(each, kpi, framework)))),
            Cell(each.focus or NOTHING),
        )
        for each in framework.cadences
    )
    return Table(say("Reviews: who reports to whom, and when"), columns, rows, say("No review is declared yet."))


def _calls(facts: Facts) -> Iterator[Block]:
    framework = facts.framework
    rows = tuple(
        (
            Cell(ladder.id, None, ladder.ref),
            Cell(several(steps(framework, ladder), say(", then "))),
            Cell(say("{n}", n=count(kpi.ref for kpi in framework.current_kpis if ladder_of(framework, kpi) == ladder))),
        )
        for ladder in framework.ladders
    )
    columns = (Column(say("Ladder")), Column(say("Who is called"), share=4), Column(say("For KPIs"), "number"))
    yield Table(say("Escalation ladders"), columns, rows, say("No ladder is declared."))


def _holes(facts: Facts) -> Iterator[Block]:
    framework = facts.framework
    if not framework.cadences:
        yield gap(say("reviews"), say("Declare `cadences`, at least a weekly one for the top tier."))
    for each in framework.cadences:
        if each.chair is None:
            yield gap(say("a chair for review `{review}`", review=each.id), say("Name one person under `chair`."))
    if not framework.ladders:
        yield gap(say("a ladder"), say("Declare `ladders`: who is called when an owner does not answer."))


REPORT = Report("kpi-architecture-blueprint", TITLE, PURPOSE, ("DEL-2", "CAS-1", "RHY-1"), build)
