"""What is done in the room of a review: begin, note, decide, promise, stand by, restate, close; or move it, or take it off.

Whoever writes something down comes back to the item that it is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time

from vitalfew.base.errors import Refused
from vitalfew.base.said import say
from vitalfew.rhythm.actions import finish_action
from vitalfew.rhythm.agenda import Item
from vitalfew.rhythm.decisions import finish_decision, reverse_decision
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.restatement import restate
from vitalfew.rhythm.reviews import find_review
from vitalfew.rhythm.session import act as promise
from vitalfew.rhythm.session import (
    attend,
    cancel_review,
    close_review,
    confirm,
    decide,
    move_review,
    note,
    start_review,
)
from vitalfew.rhythm.waiting import agenda_of
from vitalfew.web.visit import Visit

HERE = "here:"
"""How the fields of a form that say who is present begin."""
PLACE = re.compile(r"[\w.-]+")
Step = Callable[[Visit, Desk, str], object]


def key_of(item: Item) -> str:
    """Give the place of an item on the page: by what it is about, which stays as others come and go, else by its number."""
    return f"item-{(item.ref or str(item.number)).replace(':', '-')}"


def act(visit: Visit, id_: str) -> str:
    """Do what the form asks for; raises UnknownName, Refused, Overtaken."""
    wanted, item = visit.form.get("do", ""), visit.form.get("item", "")
    if wanted not in STEPS:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    with visit.writing() as desk:
        STEPS[wanted](visit, desk, id_)
    return f"/review/{id_}#{item if PLACE.fullmatch(item) else 'room'}"


def _start(visit: Visit, desk: Desk, id_: str) -> None:
    start_review(desk, id_, visit.judged, version=visit.seen())


def _attend(visit: Visit, desk: Desk, id_: str) -> None:
    people = [name.removeprefix(HERE) for name in visit.form if name.startswith(HERE)]
    people += [visit.form["other"]] if visit.form.get("other") else []
    if not people:
        raise Refused(say("nobody is ticked"), say("tick who is present"))
    attend(desk, id_, people, version=visit.seen())


def _note(visit: Visit, desk: Desk, id_: str) -> None:
    note(desk, id_, visit.form.get("text", ""), kpi=_kpi(visit, desk, id_))


def _decide(visit: Visit, desk: Desk, id_: str) -> None:
    owner, due = visit.form.get("owner") or None, _due(visit) if visit.form.get("due") else None
    decide(desk, id_, visit.form.get("text", ""), kpi=_kpi(visit, desk, id_), owner=owner, due=due)


def _promise(visit: Visit, desk: Desk, id_: str) -> None:
    owner = visit.said("owner", say("an action has one person who does it: choose who"))
    promise(desk, id_, visit.form.get("text", ""), owner=owner, due=_due(visit), kpi=_kpi(visit, desk, id_))


def _due(visit: Visit) -> date:
    return visit.said_day("due", say("an action has a day until which it is done: name it"))


def _kpi(visit: Visit, desk: Desk, id_: str) -> str | None:
    """Give the KPI of the item that a form is about: of those that the visitor may see, none for the end of the agenda."""
    found = agenda_of(desk, find_review(desk, id_))
    ref = next((each.ref for each in found.items if key_of(each) == visit.form.get("item")), None)
    if ref is None and visit.form.get("item") != key_of(found.items[-1]):
        raise Refused(say("the agenda has no such item"), say("load the page again"))
    return ref.removeprefix("kpi:") if ref and ref.startswith("kpi:") else None


def _confirm(visit: Visit, desk: Desk, id_: str) -> None:
    confirm(desk, id_, visit.said("id", say("name the action")))


def _finish(visit: Visit, desk: Desk, _: str) -> None:
    finish_action(desk, visit.said("id", say("name the action")), note=visit.form.get("reason") or None, version=visit.seen())


def _carried_out(visit: Visit, desk: Desk, _: str) -> None:
    finish_decision(desk, visit.said("id", say("name the decision")), version=visit.seen())


def _reverse(visit: Visit, desk: Desk, _: str) -> None:
    reverse_decision(desk, visit.said("id", say("name the decision")), visit.form.get("reason", ""), version=visit.seen())


def _restate(visit: Visit, desk: Desk, id_: str) -> None:
    kpi = _kpi(visit, desk, id_)
    if kpi is None:
        raise Refused(say("no KPI is named"), say("restate what was said of a KPI"))
    form = visit.form
    analysis, next_step = (form.get(name) or None for name in ("analysis", "next_step"))
    restate(desk, id_, kpi, reason=form.get("reason", ""), analysis=analysis, next_step=next_step)


def _close(visit: Visit, desk: Desk, id_: str) -> None:
    close_review(desk, id_, none_needed=visit.form.get("none_needed"), version=visit.seen())


def _move(visit: Visit, desk: Desk, id_: str) -> None:
    day, at = visit.said_day("day", say("name the day")), visit.said("time", say("name the time, such as 14:00"))
    try:
        moment = desk.hours.at(day, time.fromisoformat(at))
    except ValueError:
        raise Refused(say("`{at}` is no time", at=at), say("name the time, such as 14:00")) from None
    move_review(desk, id_, moment, version=visit.seen())


def _cancel(visit: Visit, desk: Desk, id_: str) -> None:
    cancel_review(desk, id_, visit.form.get("reason", ""), version=visit.seen())


STEPS: dict[str, Step] = {
    "start": _start,
    "attend": _attend,
    "note": _note,
    "decide": _decide,
    "promise": _promise,
    "confirm": _confirm,
    "finish": _finish,
    "carried-out": _carried_out,
    "reverse": _reverse,
    "restate": _restate,
    "close": _close,
    "move": _move,
    "cancel": _cancel,
}
