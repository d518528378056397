"""What a calibration looks at, read from the store once: the frameworks that were live, calls, reviews, and what was said.

A call is one stretch for which an escalation or a watch was up; one that came back is as many calls as it was up, and a watch
that became an escalation is that one's. The moments are those of the journal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.rhythm import actions, commentary, decisions, escalations, recall, reviews, watch
from vitalfew.rhythm.absence import Absence, absences
from vitalfew.rhythm.course import Live
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.use import Meeting
from vitalfew.rhythm.wolf import Call
from vitalfew.store.matters import Matter, find_matters
from vitalfew.store.revisions import Revision, files, revisions
from vitalfew.store.tables import JOURNAL

YEAR = timedelta(weeks=52)
"""How far back frameworks are read, for churn."""
UP = ("open", "relapse", "reopen")
"""The steps that begin a call."""
DOWN = ("recover", "resolve", "fade")
"""The steps that end one."""


@dataclass(frozen=True)
class Facts:
    """What is known of a window of days `[since, until)`.

    `told` are the frameworks that were live, oldest first; `mentions` the KPIs that a decision, an action, an analysis or a
    person's answer to an escalation referred to; `answered` the moments of escalations and of their first answers, if any.
    """

    since: date
    until: date
    told: tuple[Live, ...]
    calls: tuple[Call, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    mentions: frozenset[str] = frozenset()
    answered: tuple[tuple[datetime, datetime | None], ...] = ()
    recalls: tuple[recall.Recall, ...] = ()

    @property
    def framework(self) -> Framework:
        """The one that is live."""
        return self.told[-1].framework


def facts(desk: Desk, since: date, until: date | None = None) -> Facts:
    """Read what is known of a window that ends before a day, today unless said."""
    end = until or desk.today
    begins = datetime.combine(since, datetime.min.time(), desk.hours.zone)
    raised = find_matters(desk.transaction, escalations.MACHINE.kind)
    watches = [each for each in find_matters(desk.transaction, watch.MACHINE.kind) if each.state != "raised"]
    promised = actions.actions(desk)
    words = find_matters(desk.transaction, commentary.MACHINE.kind, since=begins)
    acted = {str(each.about) for each in promised}
    mentions = {each.kpi for each in promised if each.kpi and since <= desk.hours.day(each.opened_at) < end}
    mentions |= {each.kpi for each in decisions.decisions(desk) if each.kpi and since <= desk.hours.day(each.opened_at) < end}
    mentions |= {each.data["kpi"] for each in words if each.data["given_at"]}
    mentions |= {each.data["kpi"] for each in raised if (each.data["answered_at"] or "") >= begins.isoformat()}
    answered = [(each.opened_at, _moment(each.data["answered_at"])) for each in raised if each.opened_at >= begins]
    return Facts(
        since,
        end,
        lived(desk, min(since, end - YEAR)),
        tuple(_calls(desk, [*raised, *watches], acted)),
        tuple(_meetings(desk, since, end)),
        frozenset(mentions),
        tuple(answered),
        recall.recalls(desk, begins),
    )


def lived(desk: Desk, since: date = date.min) -> tuple[Live, ...]:
    """Give the frameworks that were live since a day, oldest first, each from the day it became so; of one day the last."""
    found: dict[date, Revision] = {desk.hours.day(each.at): each for each in revisions(desk.transaction)}
    if not found:
        return (Live(date.min, desk.framework),)
    first = max((day for day in found if day <= since), default=min(found))
    days = sorted(day for day in found if day >= first)
    told = [Live(day, load_texts(files(desk.transaction, found[day].number)).framework) for day in days[:-1]]
    return (*told, Live(days[-1], desk.framework))


def _calls(desk: Desk, raised: Sequence[Matter], acted: set[str]) -> Iterator[Call]:
    steps: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    subjects = {str(each.ref) for each in raised}
    for row in desk.transaction.find(JOURNAL, JOURNAL.c.verb.in_([*UP, *DOWN]), order=[JOURNAL.c.number]):
        if row["subject"] in subjects:
            steps[row["subject"]].append((row["verb"], datetime.fromisoformat(row["at"])))
    for matter in raised:
        for opened, closed in _stretches(steps[str(matter.ref)]):
            days = desk.hours.day(opened), desk.hours.day(closed) if closed else None
            for trigger in matter.data["triggers"]:
                acted_on = str(matter.ref) in acted
                yield Call(matter.about.id, trigger, *days, acted_on, is_watch=matter.kind == watch.MACHINE.kind)


def _stretches(steps: Sequence[tuple[str, datetime]]) -> Iterator[tuple[datetime, datetime | None]]:
    begun: datetime | None = None
    for verb, at in steps:
        if verb in UP:
            begun = begun or at
        elif begun:
            yield begun, at
            begun = None
    if begun:
        yield begun, None


def _meetings(desk: Desk, since: date, until: date) -> Iterator[Meeting]:
    away = absences(desk, past=True)
    for each in reviews.reviews(desk):
        if since <= each.on < until and each.cadence and each.state != "cancelled":
            excused = tuple(person for person in each.people if _is_excused(away, person, each.on))
            held = each.state == "closed"
            yield Meeting(each.id, each.cadence, each.on, held, each.kpis, each.people, each.present, excused)


def _is_excused(away: Sequence[Absence], person: str, day: date) -> bool:
    return any(each.person == person and each.covers(day) for each in away)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
