"""The implementation roadmap: what is late, the phases, milestones and checkpoints, and what initiatives moved (DEL-4, INI-1)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.figures.timeline import Point, State, Stretch
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
    Timeline,
)
from vitalfew.model.rhythm import Initiative, Phase
from vitalfew.model.wording import Mark
from vitalfew.reports.cited import counted, gap, listed, named, person
from vitalfew.reports.facts import Facts
from vitalfew.reports.moved import STATUS, movements, unmoved
from vitalfew.reports.report import Report

TITLE = say("Implementation roadmap")
PURPOSE = say("Tells what is late on the way to the strategy, what is next, and whether work moved what it was to move.")
TONES = {"planned": "none", "running": "accent", "done": "green", "stopped": "red"}


class Due(NamedTuple):
    """A milestone of an initiative, or a checkpoint of a phase."""

    what: str
    of: Ref
    on: date | None
    state: State
    owner: str | None


def build(facts: Facts) -> Document:
    """Build the report."""
    sections = tuple(each(facts) for each in (_late, _phases, _milestones, _checkpoints, _initiatives))
    missing = tuple(block for section in sections for block in section.blocks if isinstance(block, Callout))
    return Document("implementation-roadmap", TITLE, PURPOSE, facts.organisation, facts.made, _summary(facts), sections, missing)


def _due(facts: Facts) -> list[Due]:
    """Give every milestone of initiatives, by day; those without one last."""
    found = [
        Due(each.name, work.ref, each.on, _state(each.on, facts.made.as_of, is_done=each.done), work.owner)
        for work in facts.framework.initiatives
        for each in work.milestones
    ]
    return sorted(found, key=lambda each: each.on or date.max)


def _state(on: date | None, today: date, *, is_done: bool) -> State:
    if is_done:
        return "done"
    return "late" if on and on < today else "ahead"


def _overrun(facts: Facts) -> list[Initiative]:
    """Give the initiatives that should be over, and are not."""
    today = facts.made.as_of
    return [
        each for each in facts.framework.initiatives if each.ends and each.ends < today and each.status in {"planned", "running"}
    ]


def _summary(facts: Facts) -> tuple[Block, ...]:
    """Say first what is late, then what does not move, then what comes next."""
    due, today = _due(facts), facts.made.as_of
    late = [f"{each.of}/{each.what}" for each in due if each.state == "late"]
    silent = [each.ref for each in facts.framework.initiatives if each.status in {"done", "stopped"} and not each.verdict]
    told: list[Text] = []
    if late:
        told.append(counted("{n} milestone is late.", "{n} milestones are late.", late))
    if over := _overrun(facts):
        told.append(
            counted(
                "{n} initiative should be over and is not: {names}.",
                "{n} initiatives should be over and are not: {names}.",
                [each.ref for each in over],
                names=listed(facts, (each.ref for each in over)),
            )
        )
    told += unmoved(facts)
    if silent:
        told.append(
            counted(
                "{n} initiative is over, and nobody has said whether it worked: {names}.",
                "{n} initiatives are over, and nobody has said whether they worked: {names}.",
                silent,
                names=listed(facts, silent),
            )
        )
    coming = next((each for each in due if each.state == "ahead" and each.on), None)
    if coming:
        told.append(say("Next is “{what}” on {day:%-d %B %Y}.", what=coming.what, day=coming.on))
    now = next((each for each in facts.framework.roadmap if _stage(each, today) == "running"), None)
    if now and now.ends:
        told.append(say("The phase “{phase}” runs until {day:%-d %B %Y}.", phase=now.phase or now.id, day=now.ends))
    return (Section("summary", say("Executive summary"), (Prose(tuple(told)),)),) if told else ()


def _late(facts: Facts) -> Section:
    """List what is late, the longest first, with whoever answers for it."""
    items = [
        Promise(each.what, person(facts, each.owner).text, each.on, say("late"), each.of)
        for each in _due(facts)
        if each.state == "late"
    ]
    for each in _overrun(facts):
        what = say("{initiative} ends", initiative=each.name or each.id)
        items.append(Promise(what, person(facts, each.owner).text, each.ends, say("should be over"), each.ref))
    items.sort(key=lambda each: each.due or date.max)
    block = Actions(
        say("Milestones and initiatives past their day"),
        tuple(items),
        say("No milestone is late, and no initiative runs beyond its end."),
    )
    about = tuple(dict.fromkeys(each.about for each in items if each.about))
    return Section("late", say("Overdue"), (block,), about)


def _stage(phase: Phase, today: date) -> str:
    if phase.starts and phase.starts > today:
        return "planned"
    return "done" if phase.ends and phase.ends < today else "running"


def _phases(facts: Facts) -> Section:
    """Show the phases one after the other, each with what is to be there at its end."""
    roadmap, today = facts.framework.roadmap, facts.made.as_of
    stretches = tuple(
        Stretch(
            each.phase or each.id,
            each.starts,
            each.ends,
            TONES[_stage(each, today)],
            (Point(each.checkpoint.question, each.checkpoint.decide, _decided(each, today)),)
            if each.checkpoint and each.checkpoint.decide
            else (),
        )
        for each in roadmap
    )
    alt = several((_spoken(each) for each in roadmap), " ")
    drawn = Timeline(say("Phases with their checkpoints"), alt, stretches, today, say("No phase is declared."))
    columns = (
        Column(say("Phase")),
        Column(say("From")),
        Column(say("To")),
        Column(say("State")),
        Column(say("Milestones"), share=3),
    )
    rows = tuple(
        (
            _named(each),
            Cell(_day(each.starts)),
            Cell(_day(each.ends)),
            Cell(STATUS[_stage(each, today)]),
            Cell(several(each.milestones, "; ") if each.milestones else say("no milestone")),
        )
        for each in roadmap
    )
    holes = list[Block]()
    if not roadmap:
        holes.append(gap(say("phases"), say("Declare `roadmap`: phases with their days, milestones and a checkpoint.")))
    for each in roadmap:
        if not (each.starts and each.ends):
            holes.append(gap(say("the days of phase `{phase}`", phase=each.id), say("Say `starts` and `ends`.")))
        if not each.milestones:
            holes.append(
                gap(say("milestones of phase `{phase}`", phase=each.id), say("Name under `milestones` what is to be there."))
            )
    table = Table(say("Phases and their milestones"), columns, rows, say("No phase is declared yet."))
    blocks = (*((drawn,) if roadmap else ()), table, *holes)
    return Section("phases", say("Phases"), blocks, tuple(each.ref for each in roadmap))


def _named(phase: Phase) -> Cell:
    return Cell(phase.phase or phase.id, None, phase.ref)


def _spoken(phase: Phase) -> Text:
    name = phase.phase or phase.id
    if not (phase.starts and phase.ends):
        return say("{phase}: no days are named.", phase=name)
    said = say("{phase} from {since:%-d %B %Y} to {until:%-d %B %Y}.", phase=name, since=phase.starts, until=phase.ends)
    if phase.checkpoint is None or phase.checkpoint.decide is None:
        return said
    question, day = phase.checkpoint.question, phase.checkpoint.decide
    return several((said, say("On {day:%-d %B %Y} is to be decided: {question}", day=day, question=question)), " ")


def _decided(phase: Phase, today: date) -> State:
    on = phase.checkpoint.decide if phase.checkpoint else None
    return "done" if on and on < today else "ahead"


def _day(day: date | None) -> Text:
    return say("{day:%-d %b %Y}", day=day) if day else say("no day")


def _milestones(facts: Facts) -> Section:
    """List the milestones of initiatives: late, then ahead, then done."""
    order = ("late", "ahead", "done")
    words = {
        "late": Mark("red", say("late")),
        "ahead": Mark(None, say("ahead")),
        "done": Mark("green", say("done")),
    }
    columns = (
        Column(say("State"), "mark", share=0.8),
        Column(say("On")),
        Column(say("Milestone"), share=2.4),
        Column(say("Initiative"), share=2),
        Column(say("Who"), share=1.2),
    )
    found = sorted(_due(facts), key=lambda each: order.index(each.state))
    rows = tuple(
        (
            Cell("", words[each.state]),
            Cell(_day(each.on)),
            Cell(each.what, None, each.of),
            named(facts, each.of),
            person(facts, each.owner),
        )
        for each in found
    )
    table = Table(say("Milestones of initiatives"), columns, rows, say("No initiative names a milestone yet."))
    holes = [
        gap(say("milestones of initiative `{id}`", id=each.id), say("Name under `milestones` what is done by when."))
        for each in facts.framework.initiatives
        if not each.milestones
    ]
    return Section("milestones", say("Milestones"), (table, *holes), tuple(dict.fromkeys(each.of for each in found)))


def _checkpoints(facts: Facts) -> Section:
    """List the questions that are to be decided, and when."""
    roadmap, today = facts.framework.roadmap, facts.made.as_of
    asked = sorted(((each, each.checkpoint) for each in roadmap if each.checkpoint), key=lambda pair: pair[1].decide or date.max)
    owner = person(facts, facts.framework.governance.structure_owner).text
    items = tuple(
        Promise(
            point.question,
            owner,
            point.decide,
            say("its day has passed") if point.decide and point.decide < today else say("ahead"),
            phase.ref,
        )
        for phase, point in asked
    )
    holes = [
        gap(say("a checkpoint of phase `{phase}`", phase=each.id), say("Say under `checkpoint` what is decided, and when."))
        for each in roadmap
        if each.checkpoint is None or each.checkpoint.decide is None
    ]
    if not roadmap:
        holes.append(gap(say("checkpoints"), say("Give each phase of `roadmap` a `checkpoint`.")))
    block = Actions(say("What is to be decided"), items, say("No checkpoint is declared yet."))
    return Section("checkpoints", say("Checkpoints"), (block, *holes), tuple(phase.ref for phase, _ in asked))


def _initiatives(facts: Facts) -> Section:
    """Show when initiatives run, and hold what each was to move against what was seen, the worst first."""
    today, found = facts.made.as_of, facts.framework.initiatives
    stretches = tuple(
        Stretch(
            each.name or each.id,
            each.starts,
            each.ends,
            TONES.get(each.status or "", "none"),
            tuple(Point(one.name, one.on, _state(one.on, today, is_done=one.done)) for one in each.milestones if one.on),
        )
        for each in found
    )
    alt = several((_running(each) for each in found), " ")
    drawn = Timeline(say("When initiatives run"), alt, stretches, today, say("No initiative has a day."))
    table = movements(facts)
    holes = list[Block]()
    if not found and "initiatives" not in facts.elsewhere:
        holes.append(gap(say("initiatives"), say("Declare `initiatives`: what is done, by whom, and which KPI it is to move.")))
    for each in found:
        if not each.moves:
            holes.append(gap(say("what initiative `{id}` moves", id=each.id), say("Name a KPI and an amount under `moves`.")))
    lacks = tuple(finding.message for finding in facts.findings if finding.code.startswith("INI"))
    blocks = (*((drawn,) if found else ()), table, *((Bullets(lacks),) if lacks else ()), *holes)
    return Section("initiatives", say("Initiatives and their effect"), blocks, tuple(each.ref for each in found))


def _running(each: Initiative) -> Text:
    name, status = each.name or each.id, STATUS.get(each.status or "", say("no status"))
    if each.starts and not each.ends:
        return say("{name} ({status}) since {since}, without an end.", name=name, status=status, since=_day(each.starts))
    return say(
        "{name} ({status}) from {since} to {until}.", name=name, status=status, since=_day(each.starts), until=_day(each.ends)
    )


REPORT = Report("implementation-roadmap", TITLE, PURPOSE, ("DEL-4", "RHY-9", "INI-1"), build)
