"""What was due from people, and whether they did it: updates by hand, answers to escalations, words on red, presence in reviews.

Whose duty it was says the framework that was live on the day. A duty that fell into an absence is nobody's failing, and is left
out unless a deputy did it. What a source did not bring is not a duty of people. Days are the organisation's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Literal, NamedTuple

from vitalfew.base.period import Period
from vitalfew.base.quantity import Duration
from vitalfew.load.read import load_texts
from vitalfew.model.entry import FOLDER, Entry
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.rhythm import commentary, escalations, ladder, reviews
from vitalfew.rhythm.absence import Absence, absences
from vitalfew.rhythm.desk import Desk
from vitalfew.rules.copied_updates import SAME, SAME_WHOLE
from vitalfew.rules.past import DUE
from vitalfew.store.entry import is_entered, kept
from vitalfew.store.revisions import files, revisions

Kind = Literal["update", "answer", "words", "presence"]
DAY = timedelta(days=1)


class Duty(NamedTuple):
    """Something that was due from a person by a day; `copied` where it was done by repeating what was said before."""

    person: str
    kind: Kind
    about: str
    day: date
    done: bool
    copied: bool = False

    @property
    def week(self) -> date:
        """The first day of the week that it fell into."""
        return self.day - self.day.weekday() * DAY


@dataclass(frozen=True)
class Times:
    """The days `[since, until)` that are looked at, the frameworks that were live from a day on, and who was away."""

    since: date
    until: date
    lived: tuple[tuple[date, Framework], ...]
    away: tuple[Absence, ...]

    def on(self, day: date) -> Framework:
        """Give the framework that was live on a day; before the first one that one."""
        return next((each for begins, each in reversed(self.lived) if begins <= day), self.lived[0][1])

    def holds(self, day: date) -> bool:
        """Tell whether a day is looked at."""
        return self.since <= day < self.until

    def is_excused(self, person: str, day: date) -> bool:
        """Tell whether a person was away on a day, or gone."""
        known = self.on(day).person.get(person)
        gone = known is None or known.name is None or (known.left is not None and known.left <= day)
        return gone or any(each.person == person and each.covers(day) for each in self.away)


def entered(framework: Framework, root: Path) -> dict[str, tuple[Entry, ...]]:
    """Give what people entered below a workspace for each current KPI that is entered by hand."""
    found = [kpi for kpi in framework.current_kpis if kpi.lifecycle == "live" and is_entered(framework, kpi)]
    return {kpi.id: tuple(kept(root / FOLDER / f"{kpi.id}.csv")) for kpi in found}


def times(desk: Desk, since: date, until: date) -> Times:
    """Read which frameworks were live in a window of days, and who was away."""
    made = {desk.hours.day(each.at): each.number for each in revisions(desk.transaction)}
    first = max((day for day in made if day <= since), default=min(made, default=since))
    needed = sorted(day for day in made if first <= day < until)
    lived = [(day, load_texts(files(desk.transaction, made[day])).framework) for day in needed]
    return Times(since, until, tuple(lived) or ((since, desk.framework),), absences(desk, past=True))


def duties(desk: Desk, entries: Mapping[str, Sequence[Entry]], since: date, until: date) -> Iterator[Duty]:
    """Give what was due in a window of days; `entries` holds each live KPI that is entered by hand, by its id."""
    known = times(desk, since, until)
    for id_, made in entries.items():
        if id_ in desk.framework.kpi:
            yield from _updates(desk, known, desk.framework.kpi[id_], made)
    yield from _answers(desk, known)
    yield from _words(desk, known)
    yield from _presence(desk, known)


def _updates(desk: Desk, known: Times, kpi: Kpi, entries: Sequence[Entry]) -> Iterator[Duty]:
    """Give the updates that fell due since people began to enter, or since the KPI was to be there."""
    launched = desk.framework.organization.launched
    days = [*(desk.hours.day(each.recorded_at) for each in entries), *filter(None, [kpi.since, launched])]
    if not days:
        return
    calendar, repeated = desk.framework.calendar.calendar, copied(kpi, entries)
    own = [each for each in entries if each.every == kpi.grain]
    begins = max(known.since - 2 * _longest(kpi), min(days))
    for period in calendar.between(kpi.grain, begins, known.until):
        day = due_day(desk, kpi, period)
        if not known.holds(day) or day < min(days):
            continue
        noun = known.on(day).kpi.get(kpi.id)
        if noun is None or noun.lifecycle != "live" or (kpi.grain == "day" and not calendar.is_business_day(period.start)):
            continue
        person = noun.updater or next(iter(noun.owners), None)
        theirs = _theirs(known.on(day), person, noun)
        made = [each for each in own if each.date == period.start and desk.hours.day(each.recorded_at) <= day]
        done = any(each.by in theirs or each.by not in known.on(day).person for each in made)
        if person and (done or not known.is_excused(person, day)):
            yield Duty(person, "update", kpi.id, day, done, period.start in repeated)


def _longest(kpi: Kpi) -> timedelta:
    return {"day": 7, "week": 14, "month": 62, "quarter": 184, "year": 732}[kpi.grain] * DAY


def due_day(desk: Desk, kpi: Kpi, period: Period) -> date:
    """Give the day by which the value of a period is due."""
    wait = Duration.parse(kpi.due) if kpi.due else DUE
    return wait.after(period.end, desk.framework.calendar.calendar)


def _theirs(framework: Framework, person: str | None, kpi: Kpi) -> set[str | None]:
    """Give whose entries count as a person's: theirs, their deputy's, and those of whoever else answers for the KPI."""
    known = framework.person.get(person or "")
    return {person, kpi.updater, *kpi.owners, known.deputy if known else None} - {None}


def copied(kpi: Kpi, entries: Sequence[Entry]) -> frozenset[date]:
    """Give the periods whose entry repeats the value or the words of the one before, in runs that are too long for chance.

    Four in a row are, six where the value is whole; zero and a natural end have nowhere to go, as in `copied-updates`.
    """
    newest = {each.date: each for each in entries}
    ordered = [newest[day] for day in sorted(newest)]
    ends = {0.0, kpi.natural.min, kpi.natural.max} if kpi.natural else {0.0}
    found: set[date] = set()
    for value, run in groupby(ordered, key=lambda each: each.value):
        same = [each.date for each in run]
        least = SAME_WHOLE if value.is_integer() else SAME
        found |= set(same[1:]) if kpi.scale == "number" and value not in ends and len(same) >= least else set()
    for words, run in groupby(ordered, key=lambda each: " ".join(each.note.casefold().split())):
        same = [each.date for each in run]
        found |= set(same[1:]) if words and len(same) >= SAME else set()
    return frozenset(found)


def _answers(desk: Desk, known: Times) -> Iterator[Duty]:
    """Give the escalations that came to a person first, but for those whose time is not over, or that somebody else took."""
    for each in escalations.escalations(desk, states=None):
        day = desk.hours.day(each.opened_at)
        kpi = known.on(day).kpi.get(each.kpi)
        if kpi is None or not known.holds(day) or each.group:
            continue
        person = ladder.rungs(known.on(day), kpi)[0].person
        climbed = each.step > 0
        if person is None or known.is_excused(person, day) or not (climbed or each.answered_at):
            continue
        if not climbed and each.person not in _theirs(known.on(day), person, kpi):
            continue
        yield Duty(person, "answer", each.kpi, day, not climbed)


def _words(desk: Desk, known: Times) -> Iterator[Duty]:
    """Give the red KPIs that a person was to say something of before a review; words that come late are words."""
    for each in commentary.commentaries(desk):
        day = desk.hours.day(each.due)
        is_over = each.state in {"kept", "lapsed"} or (each.state != "dropped" and each.due < desk.at)
        if not (each.forced and each.owner and is_over and known.holds(day)):
            continue
        kpi = known.on(day).kpi.get(each.kpi)
        theirs = _theirs(known.on(day), each.owner, kpi) if kpi else {each.owner}
        done = each.given_at is not None and each.by in theirs
        if done or not known.is_excused(each.owner, day):
            yield Duty(each.owner, "words", each.kpi, day, done, each.copied)


def _presence(desk: Desk, known: Times) -> Iterator[Duty]:
    """Give the reviews that were held of KPIs that a person answers for, and to which they were invited."""
    for each in reviews.reviews(desk, states=("closed",)):
        framework = known.on(each.on)
        owners = {name for id_ in each.kpis if id_ in framework.kpi for name in framework.kpi[id_].owners}
        for person in each.people if known.holds(each.on) else ():
            is_there = person in each.present
            if person in owners and (is_there or not known.is_excused(person, each.on)):
                yield Duty(person, "presence", each.id, each.on, is_there)
