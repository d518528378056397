"""The board pack: one page to be read in three minutes, then the headline KPIs, the strategy map, risks, decisions, outlook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.formats.document import (
    Actions,
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Document,
    Promise,
    Prose,
    Section,
    Table,
    Text,
)
from vitalfew.model.verdict import Verdict
from vitalfew.model.wording import mark
from vitalfew.reports.assumed import is_broken
from vitalfew.reports.cited import counted, figured, gap, judged, listed, named, person, standing
from vitalfew.reports.decided import open_escalations
from vitalfew.reports.facts import Facts
from vitalfew.reports.maps import strategy_map
from vitalfew.reports.outlooks import BROKEN, SLOW, forecast, likely_misses, objectives, ownerless, reading
from vitalfew.reports.report import Report
from vitalfew.reports.trends import WORST, inputs_first, is_exception, sheet

TITLE = say("Board pack")
PURPOSE = say("Tells a board in three minutes where the strategy stands, what endangers it, and what it is asked to decide.")
MOST = 7
"""How many headline KPIs stand on the first page."""
FEW = 3
"""How many decisions that are asked for stand on the first page."""
AHEAD = timedelta(days=120)
NEXT = timedelta(days=30)
"""Until when an answer is asked for where nothing names a day."""


def build(facts: Facts) -> Document:
    """Build the report."""
    tops = _tops(facts)
    asked = list(_asked(facts, tops))
    sections = (_headlines(facts, tops), _map(facts), _risks(facts, tops), _decisions(facts, asked), *_outlook(facts, tops))
    missing = tuple(each for section in sections for each in section.blocks if isinstance(each, Callout))
    summary = _summary(facts, tops, asked)
    return Document("board-pack", TITLE, PURPOSE, facts.organisation, facts.made, summary, sections, missing)


def _tops(facts: Facts) -> list[Verdict]:
    """Give the KPIs of tier 1, the worst first."""
    found = [each for each in facts.scorecard.verdicts if each.tier == 1 and each.ref.id in facts.framework.kpi]
    return sorted(found, key=lambda each: WORST.index(each.status))


def _refs(found: Sequence[Verdict]) -> list[Ref]:
    return [each.ref for each in found]


def _summary(facts: Facts, tops: Sequence[Verdict], asked: Sequence[Promise]) -> tuple[Block, ...]:
    """Give the one page: what is wrong, what holds, what is asked."""
    columns = (
        Column(say("KPI"), share=1.6),
        Column(say("Value"), share=1.8),
        Column(say("Target now")),
        Column(say("Target in the end"), share=1.1),
    )
    rows = tuple(
        (named(facts, each.ref), standing(facts, each.ref.id), Cell(judged(each, "target_now")), Cell(judged(each, "target")))
        for each in tops[:MOST]
    )
    table = Table(say("Headline KPIs, the worst first"), columns, rows, say("No headline KPI was judged yet."))
    wanted = Bullets(tuple(each.what for each in asked[:FEW]))
    ask = (Prose((say("The board is asked to decide:"),)), wanted) if asked else ()
    return (Section("summary", say("In three minutes"), (Prose(tuple(_news(facts, tops))), table, *ask)),)


def _news(facts: Facts, tops: Sequence[Verdict]) -> Iterator[Text]:
    def those(status: str) -> list[Ref]:
        return [each.ref for each in tops if each.status == status]

    if red := those("red"):
        names = listed(facts, red)
        yield counted("{n} headline KPI is off track: {names}.", "{n} headline KPIs are off track: {names}.", red, names=names)
    if lost := [each.ref for each in facts.scorecard.objectives if each.status == "red"]:
        names = listed(facts, lost)
        yield counted("{n} objective is off track: {names}.", "{n} objectives are off track: {names}.", lost, names=names)
    if missed := [each.verdict.ref for each in likely_misses(tops)]:
        yield counted(
            "{n} headline target is likely to be missed: {names}.",
            "{n} headline targets are likely to be missed: {names}.",
            missed,
            names=listed(facts, missed),
        )
    if amber := those("amber"):
        names = listed(facts, amber)
        yield counted("{n} headline KPI is at risk: {names}.", "{n} headline KPIs are at risk: {names}.", amber, names=names)
    if green := those("green"):
        yield counted("On track: {names}.", "On track: {names}.", green, names=listed(facts, green))


def _headlines(facts: Facts, tops: Sequence[Verdict]) -> Section:
    """Show the course of each headline KPI: inputs, outputs, finance."""
    shown = [each for each in tops if each.ref.id not in facts.unseen and each.state not in {"no-data", "private"}]
    sheets = tuple(sheet(facts, each) for _, _, found in inputs_first(facts, shown) for each in found)
    lacks = () if tops else (gap(say("a headline KPI"), say("Put a few KPIs at a level of tier 1, and `vitalfew measure`.")),)
    return Section("headlines", say("Headline KPIs"), (objectives(facts), *sheets, *lacks), tuple(_refs(tops)))


def _map(facts: Facts) -> Section:
    about = tuple(each.ref for each in facts.framework.objectives)
    return Section("map", say("Strategy map"), strategy_map(facts), about)


def _risks(facts: Facts, tops: Sequence[Verdict]) -> Section:
    """Name what endangers the strategy: chains that break, assumptions, what nobody answers for, what stays open."""
    columns = (Column(say("Risk"), share=1.4), Column(say("Where"), share=3), Column(say("How it stands"), share=1.6))
    rows = tuple(_dangers(facts))
    table = Table(say("What endangers the strategy"), columns, rows, say("Nothing that is measured endangers it."))
    told = forecast(facts, tops)
    lacks: list[Block] = []
    if not facts.framework.assumptions:
        lacks.append(gap(say("assumptions"), say("Write under `assumptions` what the strategy takes for granted.")))
    about = tuple(row[1].about for row in rows if row[1].about)
    return Section("risks", say("Top risks"), (table, *told.blocks, *lacks), tuple(dict.fromkeys((*about, *told.about))))


def _dangers(facts: Facts) -> Iterator[tuple[Cell, ...]]:
    rollups = facts.scorecard.objectives
    for each in rollups:
        if reading(each) in {BROKEN, SLOW}:
            yield Cell(say("the chain of causes")), named(facts, each.ref), Cell("", reading(each))
    for each in rollups:
        if each.status == "red":
            yield Cell(say("an objective that is off track")), named(facts, each.ref), Cell("", mark(each))
    for held in facts.framework.assumptions:
        if is_broken(facts, held):
            yield (
                Cell(say("an assumption that broke")),
                Cell(held.text or held.id, None, held.ref),
                standing(facts, held.kpi or ""),
            )
    for ref in ownerless(facts):
        stands = standing(facts, ref.id) if ref.kind == "kpi" else Cell("")
        yield Cell(say("nobody who is here answers for it")), named(facts, ref), stands
    for one in open_escalations(facts):
        if one.tier == 1:
            yield Cell(say("an escalation that is open")), named(facts, one.about), standing(facts, one.kpi)


def _asked(facts: Facts, tops: Sequence[Verdict]) -> Iterator[Promise]:
    """Give what only a board can decide: checkpoints of the roadmap, targets that the process cannot reach, open owners."""
    today = facts.made.as_of
    for phase in facts.framework.roadmap:
        point = phase.checkpoint
        if point and point.decide and today <= point.decide <= today + AHEAD:
            yield _ask(facts, point.question, point.decide, phase.ref)
    for lost in facts.scorecard.objectives:
        if lost.status == "red":
            name = facts.title(lost.ref)
            yield _ask(
                facts,
                say("What is to change so that this is reached, or whether to let go of it: {name}", name=name),
                today + NEXT,
                lost.ref,
            )
    yield from _asked_of_kpis(facts, tops)
    yield from _asked_of_beliefs(facts)
    yield from _asked_of_owners(facts, tops)


def _asked_of_kpis(facts: Facts, tops: Sequence[Verdict]) -> Iterator[Promise]:
    for each in tops:
        if each.attention == "change-process" or (each.status == "red" and is_exception(each)):
            name = facts.title(each.ref)
            what = say("Change the process behind {kpi}, or its target: as things run, it misses.", kpi=name)
            yield _ask(facts, what, facts.made.as_of + NEXT, each.ref)


def _asked_of_beliefs(facts: Facts) -> Iterator[Promise]:
    for held in facts.framework.assumptions:
        if is_broken(facts, held):
            yield _ask(
                facts,
                say("What follows from a broken assumption: {text}", text=held.text or held.id),
                facts.made.as_of + NEXT,
                held.ref,
            )


def _asked_of_owners(facts: Facts, tops: Sequence[Verdict]) -> Iterator[Promise]:
    for ref in ownerless(facts):
        if ref.kind == "objective" or any(each.ref == ref for each in tops):
            yield _ask(facts, say("Who answers for {noun}", noun=facts.title(ref)), facts.made.as_of + NEXT, ref)


def _ask(facts: Facts, what: Text, due: date, about: Ref) -> Promise:
    owner = person(facts, facts.framework.governance.structure_owner).text
    return Promise(what, owner, due, say("to be decided"), about)


def _decisions(facts: Facts, asked: Sequence[Promise]) -> Section:
    """List what the board is asked, and what was decided and is not done yet."""
    block = Actions(say("What the board is asked to decide"), tuple(asked), say("Nothing waits for the board."))
    taken = [each for each in facts.decided.decisions if each.state == "open"]
    items = tuple(Promise(each.text or say("(erased)"), person(facts, each.owner).text, each.due, say("open")) for each in taken)
    open_ = Actions(say("Decided and not done yet"), items, say("Nothing that was decided is left undone."))
    lacks = () if facts.framework.roadmap else (gap(say("checkpoints"), say("Give each phase of `roadmap` a `checkpoint`.")),)
    return Section(
        "decisions",
        say("Decisions asked of the board"),
        (block, open_, *lacks),
        tuple(each.about for each in asked if each.about),
    )


def _outlook(facts: Facts, tops: Sequence[Verdict]) -> Iterator[Section]:
    """Say what comes next: expected values of headline KPIs, milestones of the next months."""
    today = facts.made.as_of
    coming = sorted(
        (
            (each.on, each.name, work)
            for work in facts.framework.initiatives
            for each in work.milestones
            if each.on and not each.done and today <= each.on <= today + AHEAD
        ),
        key=lambda each: each[0],
    )
    items = tuple(Promise(name, person(facts, work.owner).text, day, say("ahead"), work.ref) for day, name, work in coming)
    block = Actions(say("Milestones of the next months"), items, say("No milestone is due in the next months."))
    known = any(work.milestones for work in facts.framework.initiatives)
    lacks = () if known else (gap(say("milestones"), say("Name under `milestones` of initiatives what is done by when.")),)
    columns = (
        Column(say("KPI"), share=2),
        Column(say("Value"), share=1.6),
        Column(say("Next period")),
        Column(say("Expected"), "number"),
    )
    rows = tuple(row for each in tops if (row := _expected(facts, each)))
    table = Table(say("What is expected of headline KPIs"), columns, rows, say("No headline KPI is long enough to be forecast."))
    yield Section("outlook", say("Outlook"), (table, block, *lacks), tuple(dict.fromkeys(work.ref for _, _, work in coming)))


def _expected(facts: Facts, verdict: Verdict) -> tuple[Cell, ...] | None:
    found = verdict.forecast.next if verdict.forecast else None
    if found is None:
        return None
    value = figured(found.value, verdict.unit, verdict.decimals, f"{verdict.ref}#verdict.forecast.next.value")
    return named(facts, verdict.ref), standing(facts, verdict.ref.id), Cell(say("{period}", period=found.label)), Cell(value)


REPORT = Report("board-pack", TITLE, PURPOSE, ("DEL-4", "STR-4", "RHY-1"), build)
