"""Actions: what somebody has promised to do by a day, open until it is done or dropped with a reason (RHY-2).

An action past its day stays open: it comes back in reminders, lists and agendas by itself until somebody ends it. Its due
day is the last on which it is in time. The owner is reminded once before the day, once after it, and then every week.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import Machine, Move, advance, begin, seen
from vitalfew.rhythm.notice import tell
from vitalfew.rhythm.reach import answerable, why_unreachable
from vitalfew.store.matters import Matter, find_matters

MACHINE = Machine(
    "action",
    ("open",),
    {
        "finish": Move(("open",), "done"),
        "drop": Move(("open",), "dropped"),
        "hand": Move(("open",)),
        "postpone": Move(("open",)),
    },
    ("done", "dropped"),
)
DAYS_BEFORE = 2
"""How many business days before the due day the owner is reminded."""
FARTHEST = timedelta(days=10 * 365)
"""How far away the day of an action may be."""


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody has promised; `days_late` is zero unless it is open and past its day, `over_at` when it ended."""

    id: str
    version: int
    state: str
    about: Ref
    kpi: str | None
    text: str | None
    owner: str | None
    by: str | None
    due: date
    opened_at: datetime
    over_at: datetime | None
    postponed: int
    days_late: int
    note: str | None
    reason: str | None

    @property
    def ref(self) -> Ref:
        """Its address."""
        return Ref(MACHINE.kind, self.id)

    def as_json(self) -> dict[str, object]:
        """Give the action in the JSON contract's fields."""
        return {
            "id": self.id,
            "version": self.version,
            "state": self.state,
            "about": str(self.about),
            "kpi": self.kpi,
            "text": self.text,
            "owner": self.owner,
            "by": self.by,
            "due": self.due.isoformat(),
            "opened_at": self.opened_at.isoformat(),
            "over_at": self.over_at.isoformat() if self.over_at else None,
            "postponed": self.postponed,
            "days_late": self.days_late,
            "note": self.note,
            "reason": self.reason,
        }


def add_action(desk: Desk, *, about: Ref, text: str, owner: str, due: date, kpi: str | None = None) -> Action:
    """Promise something by a day, about an escalation, a review or a KPI; raises UnknownName, Refused.

    `kpi` is the one it is to move, where `about` is not one itself. An owner who is not the author is told.
    """
    _see(desk, text, say("say what is to be done"), due)
    named = kpi or (about.id if about.kind == "kpi" else None)
    data = {"text": text, "owner": answerable(desk, owner), "by": desk.by, "due": due.isoformat(), "kpi": named, "postponed": 0}
    made = _of(desk, begin(desk, MACHINE, about=about, data=data, due_at=_end(desk, due)))
    _give(desk, made)
    return made


def finish_action(desk: Desk, id_: str, *, note: str | None = None, version: int | None = None) -> Action:
    """Say that it is done; raises UnknownName, Refused where it is over already, Overtaken."""
    return _of(desk, advance(desk, MACHINE, seen(desk, MACHINE, id_, version), "finish", data={"note": note}))


def drop_action(desk: Desk, id_: str, reason: str, *, version: int | None = None) -> Action:
    """Say that it will not be done, and why; raises UnknownName, Refused, Overtaken."""
    _see(desk, reason, say("say why it is dropped"))
    return _of(desk, advance(desk, MACHINE, seen(desk, MACHINE, id_, version), "drop", data={"reason": reason}))


def hand_action(desk: Desk, id_: str, owner: str, *, version: int | None = None) -> Action:
    """Give it to another person, who is told; raises UnknownName, Refused, Overtaken."""
    found = seen(desk, MACHINE, id_, version)
    handed = advance(desk, MACHINE, found, "hand", data={"owner": answerable(desk, owner)}, due_at=found.due_at)
    made = _of(desk, handed)
    _give(desk, made)
    return made


def postpone_action(desk: Desk, id_: str, due: date, reason: str, *, version: int | None = None) -> Action:
    """Give it a later day with a reason; how often that was done is counted. Raises UnknownName, Refused, Overtaken."""
    found = seen(desk, MACHINE, id_, version)
    _see(desk, reason, say("say why it needs longer"), due)
    if due <= date.fromisoformat(found.data["due"]):
        why = say("{due} is no later than the day it is due on, {before}", due=due, before=found.data["due"])
        raise Refused(why, say("name a later day"))
    data = {"due": due.isoformat(), "reason": reason, "postponed": found.data["postponed"] + 1}
    return _of(desk, advance(desk, MACHINE, found, "postpone", data=data, due_at=_end(desk, due)))


def actions(
    desk: Desk, about: Ref | None = None, owner: str | None = None, states: Sequence[str] | None = None, *, kpi: str | None = None
) -> tuple[Action, ...]:
    """Give actions by their due day: about something, of an owner, in some states, to move a KPI."""
    found = (_of(desk, each) for each in find_matters(desk.transaction, MACHINE.kind, states=states, about=about))
    chosen = (each for each in found if owner in {None, each.owner} and kpi in {None, each.kpi})
    return tuple(sorted(chosen, key=lambda each: (each.due, each.opened_at, len(each.id), each.id)))


def overdue(desk: Desk) -> tuple[Action, ...]:
    """Give what is open past its day, the longest first."""
    return tuple(each for each in actions(desk, states=MACHINE.alive) if each.days_late)


SAID: Mapping[bool, Sequence[Callable[..., str]]] = {
    False: (
        lambda **known: say("Action {id} about {about} is due on {due}.", **known),
        lambda **known: say("Action {id} is due on {due}", **known),
        lambda **known: say("Action {id} has nobody to do it, and is due on {due}", **known),
    ),
    True: (
        lambda **known: say("Action {id} about {about} is overdue since {due}.", **known),
        lambda **known: say("Action {id} is overdue since {due}", **known),
        lambda **known: say("Action {id} has nobody to do it, and is overdue since {due}", **known),
    ),
}
"""What a reminder says, its subject, and its subject to whoever asked for it; by whether it is late."""


def remind_actions(desk: Desk) -> int:
    """Remind whoever owes something, each reminder once and after a pause the latest alone; gives how many went out.

    Where the owner cannot be told any more, whoever asked for it is, so that somebody hands it over.
    """
    soon = desk.hours.at(desk.today + timedelta(days=31), time())
    due = (_of(desk, each) for each in find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive, due=soon))
    return sum(_remind(desk, each) for each in due)


def _remind(desk: Desk, action: Action) -> bool:
    stage = _stage(desk, action)
    if stage is None:
        return False
    key = f"action/{action.id}/{action.due}/{stage}"
    told, known = SAID[action.days_late > 0], {"id": action.id, "due": action.due}
    lines = [told[0](about=action.about, **known)]
    lines += [say("It was postponed {n} times.", n=action.postponed)] if action.postponed > 1 else []
    gone = why_unreachable(desk, action.owner)
    if gone:
        lines += [say("Its owner `{owner}` cannot be told: {why}. Hand it to somebody.", owner=action.owner, why=gone)]
    body, subject = several((action.text, "", several(lines, " ")), "\n"), told[2 if gone else 1](**known)
    return tell(desk, action.by if gone else action.owner, key=key, subject=subject, body=body)


def _stage(desk: Desk, action: Action) -> str | None:
    """Name the latest reminder that is due: before the day, or the n-th week after it; none before the office opens."""
    if action.days_late:
        first = desk.hours.at(desk.framework.calendar.calendar.add_business_days(action.due, 1), desk.hours.opens)
        weeks = (desk.at - first) // timedelta(weeks=1)
        return f"after-{weeks + 1}" if weeks >= 0 else None
    ahead = _business_days_before(desk, action.due)
    is_time = desk.at >= desk.hours.at(ahead, desk.hours.opens)
    return "before" if is_time and desk.hours.day(action.opened_at) < ahead else None


def _business_days_before(desk: Desk, due: date) -> date:
    calendar, day, left = desk.framework.calendar.calendar, due, DAYS_BEFORE
    while left:
        day -= timedelta(days=1)
        left -= calendar.is_business_day(day)
    return day


def _give(desk: Desk, action: Action) -> None:
    if action.owner == desk.by:
        return
    said = say("It is due on {due}. It is about {about}.", due=action.due, about=action.about)
    body = several((action.text, "", said), "\n")
    subject = say("Action {id} is yours, due on {due}", id=action.id, due=action.due)
    key = f"action/{action.id}/given/{action.version}"
    tell(desk, action.owner, key=key, subject=subject, body=body)


def _see(desk: Desk, text: str, wanted: str, due: date | None = None) -> None:
    if not text.strip():
        raise Refused(say("there are no words to it"), wanted)
    if due is not None and due < desk.today:
        why = say("{due} is over", due=due)
        raise Refused(why, say("name a day from {today} on", today=desk.today))
    if due is not None and due > desk.today + FARTHEST:
        why = say("{due} is more than {years} years away", due=due, years=FARTHEST.days // 365)
        raise Refused(why, say("name a day on which somebody will still know of it"))


def _end(desk: Desk, due: date) -> datetime:
    return desk.hours.at(due + timedelta(days=1), time())


def _of(desk: Desk, matter: Matter) -> Action:
    data, due = matter.data, date.fromisoformat(matter.data["due"])
    is_over = matter.state in MACHINE.over
    return Action(
        matter.id,
        matter.version,
        matter.state,
        matter.about,
        data["kpi"],
        data["text"],
        data["owner"],
        data["by"],
        due,
        matter.opened_at,
        matter.moved_at if is_over else None,
        data["postponed"],
        0 if is_over else max((desk.today - due).days, 0),
        data.get("note"),
        data.get("reason"),
    )
