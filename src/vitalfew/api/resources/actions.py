"""What was promised: to read, to promise, to finish, to postpone, to drop, to hand on."""

from datetime import date

from vitalfew.api.body import Body, Name, Seen, Words
from vitalfew.api.closed import is_open, see_open
from vitalfew.api.route import YES, Answer, Ask, Parameter, Read, Write
from vitalfew.api.said import noun_of, person_of
from vitalfew.rhythm.actions import (
    MACHINE,
    Action,
    actions,
    add_action,
    drop_action,
    finish_action,
    hand_action,
    postpone_action,
)
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import seen


def _list(ask: Ask) -> Answer:
    about = ask.query.get("about")
    with ask.look.reading() as desk:
        found = actions(
            desk, noun_of(about) if about else None, ask.query.get("owner"), None if ask.has("all") else MACHINE.alive
        )
        shown = [each for each in found if _may(desk, each)]
    return {"actions": [each.as_json() for each in shown], "withheld": len(found) - len(shown)}


def _one(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        return {"action": _seen(desk, ask).as_json()}


def _seen(desk: Desk, ask: Ask) -> Action:
    """Give an action; raises UnknownName, NotAllowed where it is about figures that are private to others."""
    matter = seen(desk, MACHINE, ask.path["id"])
    found = next(each for each in actions(desk, about=matter.about) if each.id == matter.id)
    if not _may(desk, found):
        see_open(desk, matter.ref)
    return found


def _may(desk: Desk, action: Action) -> bool:
    return (desk.by in {action.owner, action.by} and bool(desk.by)) or (is_open(desk, action.ref))


class Promise(Body):
    """What is promised, about what, by whom, by when; it is oneself where nobody is named."""

    about: Name
    text: Words
    due: date
    owner: Name | None = None


class Finish(Seen):
    """What came of it."""

    note: Words | None = None


class Drop(Seen):
    """Why it will not be done."""

    reason: Words


class Postpone(Seen):
    """Until when, and why."""

    due: date
    reason: Words


class Hand(Seen):
    """To whom."""

    owner: Name


def _add(desk: Desk, _: Ask, body: Promise, __: int | None) -> Answer:
    about = noun_of(body.about)
    see_open(desk, about)
    owner = person_of(desk, body.owner) if body.owner else desk.by
    return {"action": add_action(desk, about=about, text=body.text, owner=owner, due=body.due).as_json()}


def _finish(desk: Desk, ask: Ask, body: Finish, version: int | None) -> Answer:
    return {"action": finish_action(desk, _seen(desk, ask).id, note=body.note, version=version).as_json()}


def _drop(desk: Desk, ask: Ask, body: Drop, version: int | None) -> Answer:
    return {"action": drop_action(desk, _seen(desk, ask).id, body.reason, version=version).as_json()}


def _postpone(desk: Desk, ask: Ask, body: Postpone, version: int | None) -> Answer:
    return {"action": postpone_action(desk, _seen(desk, ask).id, body.due, body.reason, version=version).as_json()}


def _hand(desk: Desk, ask: Ask, body: Hand, version: int | None) -> Answer:
    return {"action": hand_action(desk, _seen(desk, ask).id, person_of(desk, body.owner), version=version).as_json()}


QUERY = (
    Parameter("all", "Those that are over too", YES),
    Parameter("owner", "Those of one person, by id"),
    Parameter("about", "Those about one thing, such as `kpi:churn` or `escalation:12`"),
)
ONE = ("action",)
ROUTES = (
    Read("/actions", "Actions that are open", _list, ("actions", "withheld"), listed="actions", query=QUERY),
    Read("/actions/{id}", "One action", _one, ONE, numbered="action"),
    Write("/actions", "Promise something by a day; its owner is told", Promise, _add, ONE, status=201),
    Write("/actions/{id}/finish", "Say that it is done", Finish, _finish, ONE, is_versioned=True),
    Write("/actions/{id}/drop", "Say that it will not be done, and why", Drop, _drop, ONE, is_versioned=True),
    Write("/actions/{id}/postpone", "Give it a later day, with a reason", Postpone, _postpone, ONE, is_versioned=True),
    Write("/actions/{id}/hand", "Give it to another person, who is told", Hand, _hand, ONE, is_versioned=True),
)
