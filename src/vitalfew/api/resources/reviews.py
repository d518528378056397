"""Reviews: what owners say for them, their agenda, what is written down in them, their minutes.

One that is closed ends with an action that has an owner and a deadline, or with the reason why none is needed (RHY-1, RHY-2).
"""

from datetime import date, time
from typing import Annotated

from pydantic import Field

from vitalfew.api.body import Body, Name, Seen, Words
from vitalfew.api.closed import see_open
from vitalfew.api.route import YES, Answer, Ask, Parameter, Read, Write
from vitalfew.api.said import person_of
from vitalfew.base.ref import Ref
from vitalfew.rhythm.commentary import commentaries, give_commentary
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import open_to
from vitalfew.rhythm.minutes import minutes
from vitalfew.rhythm.restatement import restate
from vitalfew.rhythm.reviews import MACHINE, find_review, reviews
from vitalfew.rhythm.session import act, attend, cancel_review, close_review, confirm, decide, move_review, note, start_review
from vitalfew.rhythm.waiting import agenda_of


def _list(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        found = reviews(desk, cadence=ask.query.get("cadence"), states=None if ask.has("all") else MACHINE.alive)
    return {"reviews": [each.as_json() for each in found]}


def _one(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        found = find_review(desk, ask.path["id"])
        said = [each.as_json() for each in commentaries(desk, found.id) if open_to(desk, each.kpi)]
    return {"review": found.as_json(), "commentaries": said}


def _agenda(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        found = find_review(desk, ask.path["id"])
        made = agenda_of(desk, found, None if found.pack else ask.look.judged)
    return {"review": found.as_json(), "agenda": made.as_json()}


def _minutes(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        return {"minutes": minutes(desk, find_review(desk, ask.path["id"]).id).as_json()}


class Attend(Seen):
    """Who is present, besides those who are already."""

    people: Annotated[list[Name], Field(min_length=1, max_length=100)]


class Note(Body):
    """What was said, about a KPI where it is about one."""

    text: Words
    kpi: Name | None = None


class Decide(Note):
    """What was decided, and who sees to it by when, where somebody has to."""

    owner: Name | None = None
    due: date | None = None


class Act(Note):
    """What is promised, by whom, by when; it is oneself where nobody is named."""

    due: date
    owner: Name | None = None


class Confirm(Seen):
    """Which action from before is stood by."""

    action: Name


class Close(Seen):
    """Why no action is needed, where none came of it."""

    none_needed: Words | None = None


class Shift(Seen):
    """Another day and time, by the clocks of the organisation."""

    day: date
    time: time


class Cancel(Seen):
    """Why it is not held."""

    reason: Words


class Commentary(Seen):
    """What is behind a figure and what comes next; what is left out stays. `version` is that of the commentary."""

    kpi: Name
    analysis: Words | None = None
    next_step: Words | None = None


class Restate(Body):
    """What should have been said of a KPI before the lock, and why it is restated."""

    kpi: Name
    reason: Words
    analysis: Words | None = None
    next_step: Words | None = None


def _begin(desk: Desk, ask: Ask, _: Seen, version: int | None) -> Answer:
    return {"review": start_review(desk, ask.path["id"], ask.look.judged, version=version).as_json()}


def _attend(desk: Desk, ask: Ask, body: Attend, version: int | None) -> Answer:
    people = [person_of(desk, each) for each in body.people]
    return {"review": attend(desk, ask.path["id"], people, version=version).as_json()}


def _note(desk: Desk, ask: Ask, body: Note, _: int | None) -> Answer:
    return {"note": note(desk, ask.path["id"], body.text, kpi=_kpi(desk, body.kpi)).as_json()}


def _decide(desk: Desk, ask: Ask, body: Decide, _: int | None) -> Answer:
    owner, kpi = person_of(desk, body.owner) if body.owner else None, _kpi(desk, body.kpi)
    return {"decision": decide(desk, ask.path["id"], body.text, kpi=kpi, owner=owner, due=body.due).as_json()}


def _act(desk: Desk, ask: Ask, body: Act, _: int | None) -> Answer:
    owner, kpi = person_of(desk, body.owner) if body.owner else desk.by, _kpi(desk, body.kpi)
    return {"action": act(desk, ask.path["id"], body.text, owner=owner, due=body.due, kpi=kpi).as_json()}


def _confirm(desk: Desk, ask: Ask, body: Confirm, version: int | None) -> Answer:
    see_open(desk, Ref("action", body.action))
    return {"review": confirm(desk, ask.path["id"], body.action, version=version).as_json()}


def _close(desk: Desk, ask: Ask, body: Close, version: int | None) -> Answer:
    return {"review": close_review(desk, ask.path["id"], none_needed=body.none_needed, version=version).as_json()}


def _move(desk: Desk, ask: Ask, body: Shift, version: int | None) -> Answer:
    starts = desk.hours.at(body.day, body.time.replace(tzinfo=None))
    return {"review": move_review(desk, ask.path["id"], starts, version=version).as_json()}


def _cancel(desk: Desk, ask: Ask, body: Cancel, version: int | None) -> Answer:
    return {"review": cancel_review(desk, ask.path["id"], body.reason, version=version).as_json()}


def _say(desk: Desk, ask: Ask, body: Commentary, version: int | None) -> Answer:
    said = {"analysis": body.analysis, "next_step": body.next_step}
    found = find_review(desk, ask.path["id"])
    kpi = _kpi(desk, body.kpi) or ""
    return {"commentary": give_commentary(desk, found.id, kpi, **said, version=version).as_json()}


def _restate(desk: Desk, ask: Ask, body: Restate, _: int | None) -> Answer:
    said = {"analysis": body.analysis, "next_step": body.next_step}
    made = restate(desk, ask.path["id"], _kpi(desk, body.kpi) or "", reason=body.reason, **said)
    return {"restatement": made.as_json()}


def _kpi(desk: Desk, id_: str | None) -> str | None:
    """Give a KPI that may be spoken of by whoever is at the desk; raises UnknownName, NotAllowed."""
    if id_ is not None:
        see_open(desk, Ref("kpi", id_))
    return id_


QUERY = (Parameter("all", "Those that are over too", YES), Parameter("cadence", "Those of one cadence"))
REVIEW = ("review",)
ROUTES = (
    Read("/reviews", "Reviews that are ahead or in session", _list, ("reviews",), listed="reviews", query=QUERY),
    Read("/reviews/{id}", "One, and what its owners have said", _one, ("review", "commentaries"), numbered="review"),
    Read("/reviews/{id}/agenda", "What is talked about, and for how long", _agenda, ("review", "agenda")),
    Read("/reviews/{id}/minutes", "The minutes; a draft until it is closed", _minutes, ("minutes",)),
    Write("/reviews/{id}/begin", "Begin it; its figures are locked", Seen, _begin, REVIEW, is_versioned=True),
    Write("/reviews/{id}/attend", "Write down who is present", Attend, _attend, REVIEW, is_versioned=True),
    Write("/reviews/{id}/notes", "Write down what was said", Note, _note, ("note",), status=201),
    Write("/reviews/{id}/decisions", "Write down what was decided", Decide, _decide, ("decision",), status=201),
    Write("/reviews/{id}/actions", "Promise something in it; its owner is told", Act, _act, ("action",), status=201),
    Write("/reviews/{id}/confirm", "Stand by an action from before", Confirm, _confirm, REVIEW, is_versioned=True),
    Write("/reviews/{id}/close", "Close it with an action, or why none is needed", Close, _close, REVIEW, is_versioned=True),
    Write("/reviews/{id}/move", "Hold it at another time", Shift, _move, REVIEW, is_versioned=True),
    Write("/reviews/{id}/cancel", "Take it off, and say why", Cancel, _cancel, REVIEW, is_versioned=True),
    Write("/reviews/{id}/commentaries", "Say what is behind a figure, and what comes next", Commentary, _say, ("commentary",)),
    Write(
        "/reviews/{id}/restatements", "Say after the lock what should have been said", Restate, _restate, ("restatement",), 201
    ),
)
