"""One message to each person in the morning: what waits for them, the worst first; none to whom nothing waits for.

On the first working day of a week it looks at the whole week, on others at the day. Moments are as the organisation's clocks show
them. What turned is held against the statuses of the last digest, which are kept; private KPIs are in nobody's (CAS-5), since a
message may be read by others than whom it is for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say, say_count, several
from vitalfew.base.word import count_of, word
from vitalfew.judge.private import without
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import SHAPES, Scorecard, Verdict
from vitalfew.model.visibility import hidden
from vitalfew.model.wording import mark, number
from vitalfew.rhythm.actions import MACHINE as ACTION
from vitalfew.rhythm.actions import Action, actions
from vitalfew.rhythm.commentary import MACHINE as COMMENTARY
from vitalfew.rhythm.commentary import commentaries
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import Escalation, escalations
from vitalfew.rhythm.machine import Machine, Move, advance, begin
from vitalfew.rhythm.notice import tell
from vitalfew.rhythm.proposals import proposals
from vitalfew.rhythm.reviews import BEFORE, reviews
from vitalfew.store.contents import keep, kept
from vitalfew.store.matters import Matter, find_matters

MACHINE = Machine("digest", ("kept",), {"renew": Move(("kept",))}, ())
"""The statuses of the last digest, by the name of the content that holds them."""
KEY = "statuses"
WORST = ("off track", "off track, stale", "stale", "no data", "at risk", "no status", "no target", "on track")


@dataclass(frozen=True, slots=True)
class Section:
    """Lines about one thing, the most pressing first; `short` is what the subject says of how many there are."""

    title: str
    lines: tuple[str, ...]
    short: str


@dataclass(frozen=True)
class Morning:
    """What all digests of a morning draw from: the figures that everybody may see, what turned, and until when they look."""

    verdicts: Mapping[str, Verdict]
    turned: tuple[tuple[Verdict, str], ...]
    unseen: frozenset[str]
    until: date


def send_digests(desk: Desk, scorecard: Scorecard) -> int:
    """Write to everybody for whom something waits, once a day; gives to how many."""
    morning = _morning(desk, scorecard)
    return sum(_send(desk, person.id, digest(desk, morning, person.id)) for person in desk.framework.people)


def digest(desk: Desk, morning: Morning, person: str) -> tuple[Section, ...]:
    """Give what waits for a person, in the order in which it matters; nothing where nothing waits."""
    found = (
        _escalations(desk, morning, person),
        _overdue(desk, morning, person),
        _turned(desk, morning, person),
        _due(desk, morning, person),
        _words(desk, morning, person),
        _proposals(desk, person),
        _reviews(desk, morning, person),
    )
    return tuple(section for section in found if section.lines)


def _send(desk: Desk, person: str, sections: Sequence[Section]) -> bool:
    if not sections:
        return False
    subject = several(("Vitalfew", several(section.short for section in sections)), ": ")
    body = several((several([each.title, *each.lines], "\n- ") for each in sections), "\n\n")
    return tell(desk, person, key=f"digest/{desk.today}", subject=subject, body=body)


def _morning(desk: Desk, scorecard: Scorecard) -> Morning:
    unseen = hidden(desk.framework, None)
    shown = without(scorecard, desk.framework, unseen)
    verdicts = {each.ref.id: each for each in shown.verdicts if each.ref.id not in unseen}
    before = _renew(desk, {id_: mark(each).word for id_, each in verdicts.items()})
    turned = [(each, before[id_]) for id_, each in verdicts.items() if before.get(id_, mark(each).word) != mark(each).word]
    turned.sort(key=lambda each: _rank(mark(each[0]).word))
    return Morning(verdicts, tuple(turned), unseen, _until(desk))


def _rank(word: str) -> int:
    return WORST.index(word) if word in WORST else len(WORST)


def _until(desk: Desk) -> date:
    """Give the last day that is looked at: today, on the first working day of a week its last."""
    calendar, today = desk.hours.calendar, desk.today
    start = today - timedelta(days=(today.weekday() - calendar.week_start) % 7)
    days = [start + timedelta(days=each) for each in range(7)]
    is_first = not any(calendar.is_business_day(day) for day in days if day < today)
    return days[-1] if is_first else today


def _renew(desk: Desk, statuses: Mapping[str, str]) -> dict[str, str]:
    """Keep the statuses of this morning, and give those of the last one."""
    known = find_matters(desk.transaction, MACHINE.kind, key=KEY)
    name = keep(desk.transaction, json.dumps(dict(statuses), sort_keys=True, ensure_ascii=False).encode())[0]
    if not known:
        begin(desk, MACHINE, about=FRAMEWORK, data={"statuses": name}, key=KEY)
        return {}
    before = _statuses(desk, known[0])
    if known[0].data["statuses"] != name:
        advance(desk, MACHINE, known[0], "renew", data={"statuses": name}, key=KEY)
    return before


def _statuses(desk: Desk, matter: Matter) -> dict[str, str]:
    name = matter.data["statuses"]
    found: dict[str, str] = json.loads(kept(desk.transaction, [name])[name])
    return found


def _escalations(desk: Desk, morning: Morning, person: str) -> Section:
    """Give the escalations at a person: those to acknowledge by when they climb, then those that they have."""
    found = [each for each in escalations(desk) if (each.to if each.state == "open" else each.person) == person]
    found.sort(key=lambda each: (each.state != "open", each.due_at or each.opened_at, each.opened_at))
    lines = tuple(_escalation(desk, morning, each) for each in found if each.group is None)
    short = say_count("{n} escalation", "{n} escalations", len(lines))
    return Section(say("Escalations that wait for you"), lines, short)


def _escalation(desk: Desk, morning: Morning, each: Escalation) -> str:
    is_asked, verdict = each.state == "open" and each.due_at, morning.verdicts.get(each.kpi)
    until = say("acknowledge it by {at}", at=_local(desk, each.due_at)) if is_asked and each.due_at else word(each.state)
    name = say("a private KPI") if each.kpi in morning.unseen else _name(desk, each.kpi)
    return several((each.id, several((name, _standing(verdict)), ": ") if verdict else name, until))


def _overdue(desk: Desk, morning: Morning, person: str) -> Section:
    late = [each for each in _open(desk, morning, person) if each.days_late]
    lines = tuple(
        say("{text} (action {id}, due {due}, {days} late)", days=count_of(each.days_late, "day"), **_known(each)) for each in late
    )
    return Section(say("Overdue"), lines, say("{n} overdue", n=len(lines)))


def _due(desk: Desk, morning: Morning, person: str) -> Section:
    due = [each for each in _open(desk, morning, person) if not each.days_late and each.due <= morning.until]
    lines = tuple(say("{text} (action {id}, due {due})", **_known(each)) for each in due)
    return Section(say("Due soon"), lines, say("{n} due", n=len(lines)))


def _known(each: Action) -> dict[str, object]:
    return {"text": each.text, "id": each.id, "due": each.due}


def _open(desk: Desk, morning: Morning, person: str) -> Iterator[Action]:
    """Give what a person has promised, but for what is about private figures."""
    for each in actions(desk, owner=person, states=ACTION.alive):
        about = each.kpi or (each.about.id if each.about.kind == Kpi.kind_ else None)
        if about not in morning.unseen:
            yield each


def _turned(desk: Desk, morning: Morning, person: str) -> Section:
    """Give the KPIs of an owner or reviewer whose status is another than in the last digest, the worst first."""
    theirs = {kpi.id for kpi in desk.framework.current_kpis if person in {*kpi.owners, kpi.reviewer}}
    found = [(each, before) for each, before in morning.turned if each.ref.id in theirs]
    lines = tuple(
        say("{kpi}: {before} → {now}", kpi=_name(desk, each.ref.id), before=word(before), now=_standing(each))
        for each, before in found
    )
    return Section(say("Turned"), lines, say("{n} turned", n=len(lines)))


def _words(desk: Desk, morning: Morning, person: str) -> Section:
    """Give the KPIs of which something is still to be said before a review."""
    asked = [each for each in commentaries(desk) if each.state == COMMENTARY.starts[0] and each.owner == person]
    asked = [each for each in asked if each.kpi not in morning.unseen and desk.hours.day(each.due) <= morning.until]
    asked.sort(key=lambda each: each.due)
    lines = tuple(
        say("{kpi}, for the review {review}, by {at}", kpi=_name(desk, each.kpi), review=each.review, at=_local(desk, each.due))
        for each in asked
    )
    return Section(say("To be commented on"), lines, say("{n} to comment on", n=len(lines)))


def _proposals(desk: Desk, person: str) -> Section:
    lines = tuple(
        say("{title} (proposal {id})", title=each.title or each.about, id=each.id) for each in proposals(desk, person=person)
    )
    return Section(say("Proposals that wait for you"), lines, say_count("{n} proposal", "{n} proposals", len(lines)))


def _reviews(desk: Desk, morning: Morning, person: str) -> Section:
    found = [
        each
        for each in reviews(desk, states=BEFORE)
        if person in {*each.people, each.chair} and desk.today <= desk.hours.day(each.starts) <= morning.until
    ]
    named = ((f"{_local(desk, each.starts)} {each.name}", each.chair == person) for each in found)
    lines = tuple(say("{review}, which you chair", review=name) if is_chair else name for name, is_chair in named)
    return Section(say("Reviews"), lines, say_count("{n} review", "{n} reviews", len(lines)))


def _standing(verdict: Verdict) -> str:
    shown = mark(verdict)
    status = say("{shape} {status}", shape=SHAPES[shown.status], status=shown.word)
    if verdict.value is None:
        return status
    value = number(verdict, verdict.value)
    if verdict.target_now is None:
        return several((status, value))
    target = number(verdict, verdict.target_now)
    return say("{status}, {value} (target {target})", status=status, value=value, target=target)


def _name(desk: Desk, kpi: str) -> str:
    found = desk.framework.kpi.get(kpi)
    return found.title if found else kpi


def _local(desk: Desk, at: datetime) -> str:
    return say("{at:%a %-d %B, %H:%M}", at=at.astimezone(desk.hours.zone))
