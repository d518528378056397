"""The operating calendar: what is held when in the next twelve months, by when figures are due, and who prepares what (DEL-4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from vitalfew.base.quantity import Duration
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.figures.timeline import Point, State, Stretch
from vitalfew.formats.document import Block, Callout, Cell, Column, Document, Prose, Section, Table, Text, Timeline
from vitalfew.model.difference import is_on
from vitalfew.model.kpi import Kpi
from vitalfew.model.rhythm import Cadence
from vitalfew.model.wording import NOTHING
from vitalfew.reports.cited import chairs, counted, gap, listed, named, person, whole
from vitalfew.reports.declared import when
from vitalfew.reports.facts import Facts
from vitalfew.reports.report import Report
from vitalfew.rhythm.calibration import QUARTER
from vitalfew.rhythm.reviews import STAGES, Review
from vitalfew.rhythm.schedule import Occurrence, business_days_before, occurrences

TITLE = say("Operating calendar")
PURPOSE = say("Tells what is looked at when in the next twelve months, by when figures are due, and who prepares what.")
OFF = say("called off")
MANY = 16
"""How many KPIs a cell of a table names before it counts the rest."""
OFTEN = {"daily", "weekly"}
"""Rhythms that would crowd a drawing of the year."""


class Held(NamedTuple):
    """A review that is to be held: its cadence and day, and by when its figures are due."""

    cadence: Cadence
    day: date
    meant: date
    due: date | None
    state: str


def build(facts: Facts) -> Document:
    """Build the report."""
    held = tuple(_held(facts))
    sections = (_cadences(facts, held), _reviews(facts, held), _deadlines(facts, held), _calibration(facts))
    missing = tuple(block for section in sections for block in section.blocks if isinstance(block, Callout))
    return Document(
        "operating-calendar", TITLE, PURPOSE, facts.organisation, facts.made, _summary(facts, held), sections, missing
    )


def _until(facts: Facts) -> date:
    """Give the day a year on."""
    today = facts.made.as_of
    return today.replace(year=today.year + 1) if (today.month, today.day) != (2, 29) else date(today.year + 1, 3, 1)


def _held(facts: Facts) -> Iterator[Held]:
    """Give all reviews of the next twelve months in order; those that are planned already as they were planned."""
    hours, found = facts.framework.calendar.hours, list[tuple[Cadence, Occurrence]]()
    for cadence in facts.framework.cadences:
        if cadence.rhythm:
            found += [(cadence, each) for each in occurrences(cadence.rhythm, hours, facts.made.as_of, _until(facts))]
    planned = {(each.cadence, each.on): each for each in facts.reviews}
    for cadence, each in sorted(found, key=lambda pair: pair[1].at):
        known = planned.get((cadence.id, each.day))
        day = hours.day(known.starts) if known else each.day
        stage = STAGES[cadence.frequency] if cadence.frequency else None
        due = business_days_before(hours.calendar, day, stage.due) if stage else None
        yield Held(cadence, day, each.meant, due, _state(known, each, day))


def _state(known: Review | None, each: Occurrence, day: date) -> Text:
    if known and known.state == "cancelled":
        return OFF
    if day != each.day:
        return say("moved from {day:%-d %B}", day=each.day)
    return say("instead of {day:%-d %B}, when nobody works", day=each.meant) if each.is_moved else ""


def _summary(facts: Facts, held: Sequence[Held]) -> tuple[Block, ...]:
    """Say what lacks a place in the calendar, then what comes next."""
    framework = facts.framework
    silent = [kpi.ref for kpi in framework.current_kpis if not any(is_on(each, kpi, framework) for each in framework.cadences)]
    chairless = [each.ref for each in framework.cadences if each.chair is None]
    texts: list[Text] = []
    if silent:
        names = listed(facts, silent)
        texts.append(counted("{n} KPI is on no review: {names}.", "{n} KPIs are on no review: {names}.", silent, names=names))
    if chairless:
        texts.append(chairs(facts, chairless))
    coming = {
        each.cadence.id: each for each in reversed(held) if each.cadence.frequency not in OFTEN and each.day > facts.made.as_of
    }
    for each in sorted(coming.values(), key=lambda each: each.day):
        said = {"review": _name(each.cadence), "day": each.day, "due": each.due}
        texts.append(say("{review} comes next on {day:%-d %B %Y}; its figures are due by {due:%-d %B}.", **said))
    first = next(iter(_calibrations(facts)), None)
    if first:
        texts.append(say("The framework itself is calibrated on {day:%-d %B %Y}.", day=first))
    return (Section("summary", say("Executive summary"), (Prose(tuple(texts)),)),) if texts else ()


def _following(facts: Facts, held: Sequence[Held]) -> dict[str, Held]:
    """Give the next review of each cadence that takes place."""
    return {each.cadence.id: each for each in reversed(held) if each.day > facts.made.as_of and each.state != OFF}


def _name(cadence: Cadence) -> str:
    return cadence.name or cadence.id


def _cadences(facts: Facts, held: Sequence[Held]) -> Section:
    """Name each review with its rhythm, its length and who is there."""
    framework = facts.framework
    following = _following(facts, held)
    columns = (
        Column(say("Review"), share=1.6),
        Column(say("Rhythm"), share=1.8),
        Column(say("Length"), "number", share=0.8),
        Column(say("Next")),
        Column(say("Chair")),
        Column(say("Audience"), share=2),
        Column(say("Focus")),
    )
    rows = []
    for each in framework.cadences:
        minutes = say("{n} min", n=whole(each.minutes, f"{each.ref}#minutes")) if each.minutes else NOTHING
        day = following[each.id].day if each.id in following else None
        rows.append(
            (
                named(facts, each.ref),
                Cell(when(each.rhythm) or say("no rhythm")),
                Cell(minutes),
                Cell(say("{day:%-d %b %Y}", day=day) if day else NOTHING),
                person(facts, each.chair),
                Cell(several(person(facts, id_).text for id_ in each.audience) if each.audience else say("nobody")),
                Cell(each.focus or NOTHING),
            )
        )
    holes = [] if rows else [gap(say("reviews"), say("Declare `cadences`, at least a weekly one for the top tier."))]
    for each in framework.cadences:
        if each.rhythm is None:
            holes.append(gap(say("a rhythm for review `{review}`", review=each.id), say("Say under `rhythm` when it is held.")))
        if each.chair is None:
            holes.append(gap(say("a chair for review `{review}`", review=each.id), say("Name one person under `chair`.")))
    table = Table(say("Recurring reviews"), columns, tuple(rows), say("No review is declared yet."))
    return Section("cadences", say("Cadences"), (table, *holes), tuple(each.ref for each in framework.cadences))


def _reviews(facts: Facts, held: Sequence[Held]) -> Section:
    """Show the year, then month by month each day; weekly ones share a line, and daily ones are named beforehand."""
    months = defaultdict[date, list[Held]](list)
    daily = {each.cadence.ref: _name(each.cadence) for each in held if each.cadence.frequency == "daily"}
    for each in (each for each in held if each.cadence.ref not in daily):
        months[each.day.replace(day=1)].append(each)
    columns = (
        Column(say("Day"), share=1.7),
        Column(say("Review"), share=1.8),
        Column(say("Figures due"), share=2.4),
        Column(say("Chair")),
        Column(say("Remark"), share=1.5),
    )
    rows, groups = list[tuple[Cell, ...]](), dict[int, str]()
    for month, found in sorted(months.items()):
        groups[len(rows)] = say("{day:%B %Y}", day=month)
        rows += _month(facts, found)
    table = Table(say("Month by month"), columns, tuple(rows), say("No review has a rhythm yet."), groups)
    drawn = _drawn(facts, held)
    about = tuple(dict.fromkeys(each.cadence.ref for each in held))
    holes = [] if held else [gap(say("a day for any review"), say("Say under `rhythm` of `cadences` when they are held."))]
    often = Prose((say("Held on each working day: {reviews}.", reviews=several(daily.values())),))
    blocks = (*drawn, *((often,) if daily else ()), table, *holes)
    return Section("reviews", say("Reviews of the next twelve months"), blocks, about)


def _month(facts: Facts, found: Sequence[Held]) -> Iterator[tuple[Cell, ...]]:
    shared = defaultdict[str, list[Held]](list)
    for each in found:
        if each.cadence.frequency in OFTEN and not each.state:
            shared[each.cadence.id].append(each)
            continue
        due = say("{day:%-d %b}", day=each.due) if each.due else NOTHING
        days = say("{day:%A, %-d %B}", day=each.day)
        yield Cell(days), named(facts, each.cadence.ref), Cell(due), person(facts, each.cadence.chair), Cell(each.state)
    for run in shared.values():
        cadence = run[0].cadence
        when = several(say("{day:%-d}", day=each.day) for each in run)
        dues = several(say("{day:%-d %b}", day=each.due) for each in run if each.due) or NOTHING
        yield Cell(when), named(facts, cadence.ref), Cell(dues), person(facts, cadence.chair), Cell("")


def _drawn(facts: Facts, held: Sequence[Held]) -> tuple[Block, ...]:
    """Draw reviews that are seldom, calibrations and what is to be decided."""
    rows = dict[str, list[Point]]()
    for each in held:
        if each.cadence.frequency not in OFTEN:
            rows.setdefault(_name(each.cadence), []).append(Point(_name(each.cadence), each.day, "ahead"))
    state: State = "ahead"
    if days := _calibrations(facts):
        rows[say("Calibration")] = [Point(say("Calibration"), day, state) for day in days]
    decided = [each.checkpoint for each in facts.framework.roadmap if each.checkpoint and each.checkpoint.decide]
    coming = [each for each in decided if each.decide and facts.made.as_of <= each.decide < _until(facts)]
    if coming:
        rows[say("To be decided")] = [Point(each.question, each.decide, state) for each in coming if each.decide]
    stretches = tuple(Stretch(name, None, None, "none", tuple(points)) for name, points in rows.items())
    said = (
        say("{what}: {days}.", what=name, days=several(say("{day:%-d %B %Y}", day=point.on) for point in points))
        for name, points in rows.items()
    )
    caption = say("The next twelve months, without what comes daily or weekly")
    return (Timeline(caption, several(said, " "), stretches, facts.made.as_of, say("Nothing is planned.")),) if stretches else ()


def _deadlines(facts: Facts, held: Sequence[Held]) -> Section:
    """Say who prepares which KPIs for the next review of each kind, and by when."""
    framework = facts.framework
    coming: Mapping[str, Held] = {each.cadence.id: each for each in reversed(held) if each.due and each.due >= facts.made.as_of}
    columns = (Column(say("Who"), share=1.2), Column(say("Prepares"), share=4), Column(say("By{of_day}", of_day=""), share=1.3))
    rows, groups, loose = list[tuple[Cell, ...]](), dict[int, str](), dict[str, Kpi]()
    for each in sorted(coming.values(), key=lambda each: (each.due or each.day, each.cadence.id)):
        loads = defaultdict[str | None, list[Kpi]](list)
        for kpi in framework.current_kpis:
            if is_on(each.cadence, kpi, framework):
                loads[kpi.updater or next(iter(kpi.owners), None)].append(kpi)
        loose |= {kpi.id: kpi for kpi in loads.pop(None, [])}
        if loads:
            groups[len(rows)] = say("{review} on {day:%A, %-d %B %Y}", review=_name(each.cadence), day=each.day)
        by = say("{day:%a, %-d %B}", day=each.due)
        rows += [
            (person(facts, id_), Cell(listed(facts, [kpi.ref for kpi in kpis], MANY), None, Ref("person", id_)), Cell(by))
            for id_, kpis in sorted(loads.items(), key=lambda pair: -len(pair[1]))
            if id_
        ]
    holes = [
        gap(say("somebody who prepares KPI `{kpi}`", kpi=id_), say("Name one person under `owner`, or under `updater`."))
        for id_ in loose
    ]
    table = Table(say("Who prepares what by when"), columns, tuple(rows), say("No review asks for figures beforehand."), groups)
    if not rows:
        holes.append(gap(say("a reporting deadline"), say("Give reviews a rhythm, and KPIs an owner and a tier.")))
    about = tuple(Ref("cadence", id_) for id_ in coming)
    return Section("deadlines", say("Reporting deadlines"), (table, *holes), about)


def _calibrations(facts: Facts) -> tuple[date, ...]:
    """Give the days of the next twelve months on which the framework itself is looked at."""
    framework, today = facts.framework, facts.made.as_of
    launched = framework.organization.launched
    if launched is None:
        return ()
    day = Duration.parse(framework.governance.calibration).after(launched, framework.calendar.calendar)
    days = list[date]()
    while day < _until(facts):
        days += [day] if day >= today else []
        day += QUARTER
    return tuple(days)


def _calibration(facts: Facts) -> Section:
    """Say when the framework itself is calibrated, and who holds it."""
    framework, blocks = facts.framework, list[Block]()
    if framework.organization.launched is None:
        blocks.append(
            gap(say("the day of the launch"), say("Say under `organization.launched` when the framework was first used."))
        )
    owner = framework.governance.structure_owner
    if owner is None:
        blocks.append(gap(say("who holds the calibration"), say("Name one person under `governance.structure_owner`.")))
    columns = (Column(say("Day"), share=2), Column(say("Held by")))
    rows = tuple(
        (
            Cell(say("{day:%A, %-d %B %Y}", day=day)),
            person(facts, owner),
        )
        for day in _calibrations(facts)
    )
    asks = say("A calibration asks which KPIs served, which targets were wrong, and what nobody acted on.")
    table = Table(say("Calibration days"), columns, rows, say("No calibration is due in the next twelve months."))
    return Section("calibration", say("Calibration"), (Prose((asks,)), table, *blocks), (Ref("person", owner),) if owner else ())


REPORT = Report("operating-calendar", TITLE, PURPOSE, ("DEL-4", "RHY-1", "RHY-4"), build)
