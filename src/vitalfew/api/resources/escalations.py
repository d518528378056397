"""What was escalated: to read with its evidence, to acknowledge, to act on, to put off, to end."""

from datetime import date

from vitalfew.api.body import Name, Seen, Words
from vitalfew.api.closed import see_open
from vitalfew.api.route import YES, Answer, Ask, Parameter, Read, Write
from vitalfew.api.said import person_of
from vitalfew.rhythm.actions import actions
from vitalfew.rhythm.comments import comments
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import (
    MACHINE,
    acknowledge,
    attach,
    escalation,
    escalations,
    open_to,
    resolve,
    snooze,
    with_evidence,
)
from vitalfew.rhythm.proof import frozen
from vitalfew.rhythm.response import response_time
from vitalfew.rhythm.watch import watches


def _list(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        found = escalations(desk, states=None if ask.has("all") else MACHINE.alive, kpi=ask.query.get("kpi"))
        shown = with_evidence(desk, [each for each in found if open_to(desk, each.kpi)])
        eyed = [each for each in watches(desk, kpi=ask.query.get("kpi")) if open_to(desk, each.kpi)]
        response = response_time(desk)
    more = {"watches": [each.as_json() for each in eyed], "withheld": len(found) - len(shown), "response": response.as_json()}
    return {"escalations": [each.as_json() for each in shown], **more}


def _one(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        found = escalation(desk, ask.path["id"])
        see_open(desk, found.ref)
        (shown,) = with_evidence(desk, [found])
        proof = frozen(desk, [found.proof])[found.proof] if found.proof else None
        told, promised = comments(desk, found.ref), actions(desk, found.ref)
    more = {"comments": [each.as_json() for each in told], "actions": [each.as_json() for each in promised]}
    return {"escalation": {**shown.as_json(), "proof": proof}, **more}


class Attach(Seen):
    """What is to be done, by whom, by when; it is oneself where nobody is named."""

    text: Words
    due: date
    owner: Name | None = None


class Snooze(Seen):
    """Until when it can wait, and why."""

    until: date
    reason: Words


class Resolve(Seen):
    """Why it is over, where no verdict proves it."""

    reason: Words | None = None


def _acknowledge(desk: Desk, ask: Ask, _: Seen, version: int | None) -> Answer:
    return {"escalation": acknowledge(desk, _seen(desk, ask), version=version).as_json()}


def _attach(desk: Desk, ask: Ask, body: Attach, version: int | None) -> Answer:
    owner = person_of(desk, body.owner) if body.owner else desk.by
    made = attach(desk, _seen(desk, ask), text=body.text, owner=owner, due=body.due, version=version)
    return {"action": made.as_json()}


def _snooze(desk: Desk, ask: Ask, body: Snooze, version: int | None) -> Answer:
    return {"escalation": snooze(desk, _seen(desk, ask), body.until, body.reason, version=version).as_json()}


def _resolve(desk: Desk, ask: Ask, body: Resolve, version: int | None) -> Answer:
    """End it with the verdict of its KPI, all of which may be seen by whoever may see the escalation."""
    id_, judged = _seen(desk, ask), ask.look.judged
    about = escalation(desk, id_).about
    verdict = next((each for each in judged.verdicts if each.ref == about), None)
    made = resolve(desk, id_, verdict=verdict, as_of=judged.as_of, reason=body.reason, version=version)
    return {"escalation": made.as_json()}


def _seen(desk: Desk, ask: Ask) -> str:
    found = escalation(desk, ask.path["id"])
    see_open(desk, found.ref)
    return found.id


QUERY = (Parameter("all", "Those that are over too", YES), Parameter("kpi", "Those of one KPI"))
LIST = ("escalations", "watches", "withheld", "response")
ONE = ("escalation",)
ROUTES = (
    Read("/escalations", "What is escalated", _list, LIST, listed="escalations", query=QUERY),
    Read("/escalations/{id}", "One, with its evidence", _one, (*ONE, "comments", "actions"), numbered="escalation"),
    Write("/escalations/{id}/acknowledge", "Look after it: it climbs no further", Seen, _acknowledge, ONE, is_versioned=True),
    Write(
        "/escalations/{id}/actions",
        "Attach an action, which acknowledges it too",
        Attach,
        _attach,
        ("action",),
        status=201,
        is_versioned=True,
    ),
    Write("/escalations/{id}/snooze", "Put it off until a day, with a reason", Snooze, _snooze, ONE, is_versioned=True),
    Write("/escalations/{id}/resolve", "End it by the verdict, or by a reason", Resolve, _resolve, ONE, is_versioned=True),
)
