"""The Strategic KPI Document: where the organisation wants to go, by which KPIs it sees whether it comes closer, who decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.base.word import word
from vitalfew.formats.document import (
    Block,
    Callout,
    Card,
    Cards,
    Cell,
    Column,
    Document,
    Node,
    Prose,
    Section,
    Table,
    Terms,
    Text,
    Tree,
    walk,
)
from vitalfew.insight.alignment import kpis_by_objective
from vitalfew.insight.coverage import Head, Matrix, cells_of
from vitalfew.model.kpi import Kpi
from vitalfew.model.strategy import Objective
from vitalfew.model.verdict import Rollup, Verdict
from vitalfew.model.wording import NEEDS, mark, trend
from vitalfew.reports.assumed import assumptions, is_broken
from vitalfew.reports.cited import aim, count, counted, gap, judged, listed, named, person, standing, undeclared, whole
from vitalfew.reports.facts import Facts
from vitalfew.reports.governing import governance
from vitalfew.reports.matrices import holes, matrix_of, refs_of, serving
from vitalfew.reports.proof import conflicts, early, line_of_sight, news
from vitalfew.reports.report import Report

TITLE = say("Strategic KPI Document")
PURPOSE = say("Says where the organisation wants to go, which KPIs tell whether it comes closer, and who decides what.")
WORST = ("red", "amber", None, "green")
MOST = 7
"""How many KPIs the summary shows, so that it stays on its page."""


def build(facts: Facts) -> Document:
    """Build the report."""
    parts = (_strategy, _objectives, line_of_sight, early, conflicts, _hierarchy, _categories, _alignment, governance)
    sections = tuple(each(facts) for each in (*parts, _scorecard, assumptions))
    lacking = tuple(block for block, _ in walk(sections) if isinstance(block, Callout))
    missing = (*_unseen(facts), *lacking)
    return Document("strategic-kpi-document", TITLE, PURPOSE, facts.organisation, facts.made, _summary(facts), sections, missing)


def _summary(facts: Facts) -> tuple[Block, ...]:
    """Say the worst first, then what holds, and where all of it is to lead."""
    tops = _tops(facts)
    worst = [each for each in tops if each.status in {"red", "amber"}][:MOST]
    columns = (
        Column(say("KPI"), share=1.5),
        Column(say("Value"), share=1.6),
        Column(say("Target now")),
        Column(say("Owner"), share=1.2),
        Column(say("What it asks for"), share=2),
    )
    rows = tuple(_exception(facts, each) for each in worst)
    table = Table(say("Headline KPIs that miss their targets"), columns, rows, say("No headline KPI is known to miss."))
    return (Section("summary", say("Executive summary"), (Prose(tuple(_news(facts, tops))), table)),)


def _news(facts: Facts, tops: Sequence[Verdict]) -> Iterator[Text]:
    def those(found: Sequence[Verdict] | Sequence[Rollup], status: str) -> list[Ref]:
        return [each.ref for each in found if each.status == status]

    if red := those(tops, "red"):
        yield counted(
            "{n} headline KPI is off track: {names}.", "{n} headline KPIs are off track: {names}.", red, names=listed(facts, red)
        )
    if lost := those(facts.scorecard.objectives, "red"):
        names = listed(facts, lost)
        yield counted("{n} objective is off track: {names}.", "{n} objectives are off track: {names}.", lost, names=names)
    if acute := [each.ref for each in facts.scorecard.verdicts if each.attention == "act-now"]:
        yield counted(
            "{n} KPI misses its target and got worse by more than chance: {names}.",
            "{n} KPIs miss their targets and got worse by more than chance: {names}.",
            acute,
            names=listed(facts, acute),
        )
    if amber := those(tops, "amber"):
        yield counted(
            "{n} headline KPI is at risk: {names}.", "{n} headline KPIs are at risk: {names}.", amber, names=listed(facts, amber)
        )
    yield from news(facts)
    if broken := [each.ref for each in facts.framework.assumptions if is_broken(facts, each)]:
        yield counted("{n} assumption no longer holds.", "{n} assumptions no longer hold.", broken)
    if green := those(tops, "green"):
        yield counted("On track: {names}.", "On track: {names}.", green, names=listed(facts, green))
    if facts.framework.strategy.destination:
        yield say("The destination: {destination}", destination=facts.framework.strategy.destination)


def _exception(facts: Facts, verdict: Verdict) -> tuple[Cell, ...]:
    return (
        named(facts, verdict.ref),
        standing(facts, verdict.ref.id),
        Cell(judged(verdict, "target_now")),
        person(facts, verdict.owner),
        Cell(NEEDS[verdict.attention] if verdict.attention else say("no limits yet to tell it from chance")),
    )


def _tops(facts: Facts) -> list[Verdict]:
    """Give the KPIs of tier 1, the worst first."""
    tops = [each for each in facts.scorecard.verdicts if each.tier == 1]
    return sorted(tops, key=lambda each: WORST.index(each.status))


def _unseen(facts: Facts) -> Iterator[Callout]:
    """Say which KPIs are stale or have no data, since all that rests on them is too."""
    by_state: dict[str, list[Ref]] = {}
    for each in facts.scorecard.verdicts:
        by_state.setdefault(each.state, []).append(each.ref)
    if stale := by_state.get("stale"):
        title = counted("{n} KPI is stale: {names}", "{n} KPIs are stale: {names}", stale, names=listed(facts, stale))
        yield Callout("warning", title, say("See whether the source still delivers, then `vitalfew measure`."))
    if bare := by_state.get("no-data"):
        title = counted("{n} KPI has no data: {names}", "{n} KPIs have no data: {names}", bare, names=listed(facts, bare))
        yield Callout("warning", title, say("Connect its source, or enter its values."))


def _strategy(facts: Facts) -> Section:
    """Give mission, vision, approach and destination, and what creates value."""
    held = facts.framework.strategy
    texts = (
        (say("Mission"), held.mission, say("the mission"), say("Say under `strategy.mission` what the organisation is for.")),
        (say("Vision"), held.vision, say("the vision"), say("Say under `strategy.vision` what it wants to become.")),
        (say("Strategy"), held.approach, say("the approach"), say("Say under `strategy.approach` how it is to get there.")),
        (
            say("Destination"),
            held.destination,
            say("the destination"),
            say("Say under `strategy.destination` what is true then."),
        ),
    )
    rows = [(name, Cell(text)) for name, text, _, _ in texts if text]
    span = held.horizon
    if span and span.from_ and span.to:
        rows.append((say("Horizon"), Cell(say("{since:%-d %B %Y} to {until:%-d %B %Y}", since=span.from_, until=span.to))))
    organisation = facts.framework.organization
    rows += [(say("Goals"), Cell(several(organisation.goals, "; ")))] if organisation.goals else []
    themes = [theme.name or theme.id for theme in facts.framework.themes]
    rows += [(say("Themes"), Cell(several(themes)))] if themes else []
    gaps = (gap(what, remedy) for _, text, what, remedy in texts if not text)
    about = (*(each.ref for each in facts.framework.drivers), *(each.ref for each in facts.framework.success_factors))
    return Section("strategy", say("Strategy overview"), (Terms(tuple(rows)), *_rests(facts), *gaps), about)


def _rests(facts: Facts) -> Iterator[Block]:
    """Show what creates value and what must go right, with the objectives that rest on it."""
    columns = (Column(say("What"), share=1.4), Column(say("For the objectives"), share=1.6))
    framework = facts.framework
    rows, groups = list[tuple[Cell, ...]](), dict[int, Text]()
    for name, factors in ((say("What creates value"), framework.drivers), (say("What must go right"), framework.success_factors)):
        groups |= {len(rows): name} if factors else {}
        for each in factors:
            served = several((facts.title(Ref("objective", id_)) for id_ in each.objectives), "; ")
            rows.append((Cell(each.text or each.id, None, each.ref), Cell(served)))
    yield Table(say("What the strategy rests on"), columns, tuple(rows), say("No driver of value is named yet."), groups)
    if not facts.framework.drivers and "drivers" not in facts.elsewhere:
        yield gap(say("what creates value"), say("Name under `drivers` what creates value, and the objectives that rest on it."))
    if not facts.framework.success_factors and "success_factors" not in facts.elsewhere:
        yield gap(say("what must go right"), say("Name it under `success_factors`, with the objectives that depend on it."))


def _objectives(facts: Facts) -> Section:
    """Break the strategy down into its objectives, by perspective as the framework has them."""
    objectives = facts.framework.objectives
    parts: tuple[Block, ...] = tuple(_objective(facts, each) for each in objectives)
    if not parts:
        parts = (gap(say("objectives"), say("Say under `objectives` what must be true for the strategy to work.")),)
    return Section("objectives", say("Objectives"), parts, tuple(each.ref for each in objectives))


def _objective(facts: Facts, objective: Objective) -> Section:
    kpis = facts.framework.kpis_of_objective.get(objective.id, ())
    columns = (
        Column(say("KPI"), share=1.4),
        Column(say("Value"), share=1.5),
        Column(say("Target"), share=1.5),
        Column(say("Owner")),
        Column(say("Driven by"), share=1.6),
    )
    rows = tuple(_metric(facts, kpi) for kpi in kpis)
    table = Table(say("How it is measured"), columns, rows, say("No KPI names this objective yet."))
    why = Prose((objective.description,)) if objective.description else None
    blocks: tuple[Block, ...] = (
        *([why] if why else []),
        Terms(tuple(_known(facts, objective))),
        table,
        *_lacks(facts, objective),
    )
    return Section(f"objective-{objective.id}", objective.title, blocks, (objective.ref, *(kpi.ref for kpi in kpis)))


def _metric(facts: Facts, kpi: Kpi) -> tuple[Cell, ...]:
    owners = [person(facts, each).text for each in kpi.owners]
    causes = [each.title for each in facts.framework.current_kpis if kpi.id in {drive.kpi for drive in each.drives}]
    causes += [each.title for each in facts.framework.current_kpis if kpi.id in {link.id for link in each.contributes_to}]
    driven = several(list(dict.fromkeys(causes))) if causes else say("no other KPI")
    who = several(owners) if owners else say("nobody")
    return named(facts, kpi.ref), standing(facts, kpi.id), Cell(aim(facts, kpi)), Cell(who), Cell(driven)


def _known(facts: Facts, objective: Objective) -> Iterator[tuple[Text, Cell]]:
    framework, rollup = facts.framework, facts.rollups.get(objective.id)
    if rollup:
        at = f"{objective.ref}#verdict"
        yield say("Status"), Cell("", mark(rollup), objective.ref)
        if rollup.counted < rollup.children:
            held = {"counted": whole(rollup.counted, f"{at}.counted"), "children": whole(rollup.children, f"{at}.children")}
            yield say("Data"), Cell(say("{counted} of {children} KPIs have data", **held))
    lens = next((each.title for each in framework.lenses if each.id == objective.perspective), None)
    yield say("Perspective"), Cell(lens or say("none"))
    yield say("Owner"), person(facts, objective.owner)
    if objective.horizon:
        yield say("True by"), Cell(say("{day:%-d %B %Y}", day=objective.horizon))
    onward = [facts.title(Ref("objective", link.id)) for link in (*objective.drives, *objective.supports)]
    yield say("Contributes to"), Cell(several(onward, "; ") if onward else _purpose(facts))
    below = [each.title for each in framework.objectives if objective.id in {link.id for link in (*each.drives, *each.supports)}]
    if below:
        yield say("Depends on"), Cell(several(below, "; "))
    results = [each.name or each.id for each in framework.key_results if each.objective == objective.id]
    if results:
        yield say("Key results"), Cell(several(results, "; "))
    work = [_work(facts, each.ref, each.status) for each in framework.initiatives if each.objective == objective.id]
    yield say("Initiatives"), Cell(several(work) if work else say("none"))


def _purpose(facts: Facts) -> Text:
    mission = facts.framework.strategy.mission
    return say("the mission: {mission}", mission=mission) if mission else say("nothing says")


def _work(facts: Facts, ref: Ref, status: str | None) -> Text:
    return say("{name} ({status})", name=facts.title(ref), status=word(status)) if status else facts.title(ref)


def _lacks(facts: Facts, objective: Objective) -> Iterator[Callout]:
    said = {"objective": objective.id}
    if not facts.framework.kpis_of_objective.get(objective.id) and f"{objective.ref}#kpis" not in facts.elsewhere:
        what = say("a KPI for objective `{objective}`", **said)
        yield gap(what, say("Name the objective under `objectives` of a KPI, or drop it."))
    if not objective.owner:
        yield gap(say("an owner of objective `{objective}`", **said), say("Name one person under `owner`."))
    is_worked_on = any(each.objective == objective.id for each in facts.framework.initiatives)
    if not is_worked_on and f"{objective.ref}#initiatives" not in facts.elsewhere:
        what = say("work on objective `{objective}`", **said)
        yield gap(what, say("Name under `initiatives` what is done for it, with the KPI that it is to move."))


def _hierarchy(facts: Facts) -> Section:
    """Show the levels, and what carries what from the top down."""
    framework = facts.framework
    columns = (
        Column(say("Level"), share=1.6),
        *(Column(name) for name in (say("Tier"), say("KPIs"), say("Leading"), say("Lagging"))),
    )
    rows, about = [], []
    for level in framework.all_levels:
        kpis = [kpi for kpi in framework.strategic_kpis if (held := framework.level_of(kpi)) and held.id == level.id]
        about += [kpi.ref for kpi in kpis]
        timed = (count(kpi.ref for kpi in kpis if kpi.timing == timing) for timing in ("leading", "lagging"))
        numbers = (whole(level.tier, f"{level.ref}#tier"), count(kpi.ref for kpi in kpis), *timed)
        rows.append((Cell(level.name or level.id, None, level.ref), *(Cell(say("{n}", n=number)) for number in numbers)))
    table = Table(say("Levels"), columns, tuple(rows), say("No level is declared."))
    below = _below(facts)
    tops = [kpi for kpi in framework.strategic_kpis if framework.tier_of(kpi) == 1]
    under = {kpi.id for kpis in below.values() for kpi in kpis}
    loose = [kpi for kpi in framework.strategic_kpis if kpi not in tops and kpi.id not in under]
    seen: set[str] = set()
    tree = Tree(
        say("What carries the headline KPIs"),
        tuple(_node(facts, kpi, below, seen) for kpi in tops),
        say("No KPI stands on the top level yet."),
    )
    beside = Tree(
        say("KPIs that carry no other"), tuple(_node(facts, kpi, below, seen) for kpi in loose), say("Each KPI carries another.")
    )
    holes_ = [] if tops else [gap(say("a headline KPI"), say("Give the few KPIs that the executive looks at a level of tier 1."))]
    return Section("hierarchy", say("KPI hierarchy and levels"), (table, tree, beside, *holes_), tuple(about))


def _below(facts: Facts) -> dict[str, list[Kpi]]:
    """Give the KPIs that carry each KPI, by contribution or as a part of its formula."""
    found: dict[str, list[Kpi]] = {}
    for kpi in facts.framework.strategic_kpis:
        ups = (edge for edge in facts.lines.edges.get(kpi.ref, ()) if edge.link in {"contributes_to", "formula"})
        for id_ in dict.fromkeys(edge.to.id for edge in ups):
            found.setdefault(id_, []).append(kpi)
    return found


def _node(facts: Facts, kpi: Kpi, below: dict[str, list[Kpi]], seen: set[str]) -> Node:
    """Give a KPI with what carries it, which is shown where it first stands."""
    level = facts.framework.level_of(kpi)
    note = several(filter(None, (level.name or level.id if level else None, word(kpi.timing) if kpi.timing else None)))
    again = kpi.id in seen
    seen.add(kpi.id)
    under = () if again else tuple(_node(facts, each, below, seen) for each in below.get(kpi.id, ()))
    return Node(Cell(kpi.title, standing(facts, kpi.id).mark, kpi.ref), note, under)


def _categories(facts: Facts) -> Section:
    """Sort the KPIs by perspective, level and timing."""
    held = {each.id: each for each in facts.score.coverage}
    levels, timing = held["perspective-level"], held["objective-timing"]
    triples = [
        (f"perspective:{objective.perspective}", at, kpi)
        for (row, at), kpis in timing.cells.items()
        if (objective := facts.framework.objective[Ref.parse(row).id]).perspective
        for kpi in kpis
    ]
    lenses = tuple(Head(str(each.ref), each.title) for each in facts.framework.lenses)
    by_timing = Matrix("perspective-timing", say("Perspective by timing"), lenses, timing.columns, cells_of(triples), timing.gaps)

    def cell(id_: str, _: str) -> Cell:
        return Cell(facts.title(Ref("kpi", id_)), standing(facts, id_).mark, Ref("kpi", id_))

    legend = say("A cell names the KPIs that lead to an objective of the perspective, and how each stands.")
    first = matrix_of(levels, levels.name, say("Perspective"), legend, cell)
    second = matrix_of(by_timing, by_timing.name, say("Perspective"), legend, cell)
    return Section(
        "categories",
        say("Category framework"),
        (first, *holes(facts, levels), second, *holes(facts, timing), *undeclared(facts, "current_kpis")),
        refs_of(levels),
    )


def _alignment(facts: Facts) -> Section:
    found = kpis_by_objective(facts.framework, facts.lines)
    return Section(
        "alignment",
        say("Alignment matrix"),
        (serving(facts, found), *holes(facts, found), *undeclared(facts, "objectives", "current_kpis")),
        refs_of(found),
    )


def _scorecard(facts: Facts) -> Section:
    """Show the headline KPIs at a glance, the worst first."""
    tops = _tops(facts)
    cards = Cards(say("Headline KPIs"), tuple(_card(facts, each) for each in tops), say("No headline KPI was judged yet."))
    lacks = (
        [] if tops else [gap(say("a headline KPI that is judged"), say("Make a KPI of tier 1 live, then `vitalfew measure`."))]
    )
    return Section(
        "scorecard", say("Scorecard"), (cards, *lacks, *undeclared(facts, "current_kpis")), tuple(each.ref for each in tops)
    )


def _card(facts: Facts, verdict: Verdict) -> Card:
    rows = (
        (say("Target now"), Cell(judged(verdict, "target_now"))),
        (say("Trend"), Cell(trend(verdict).text)),
        (say("Owner"), person(facts, verdict.owner)),
    )
    recent = () if verdict.ref.id in facts.unseen else verdict.recent
    return Card(facts.title(verdict.ref), verdict.ref, standing(facts, verdict.ref.id), rows, recent)


REPORT = Report("strategic-kpi-document", TITLE, PURPOSE, ("DEL-1", "STR-2", "RHY-6"), build)
