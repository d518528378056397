"""What was decided in reviews: to read, to say that it is done, to take back."""

from vitalfew.api.body import Seen, Words
from vitalfew.api.closed import is_open, see_open
from vitalfew.api.route import YES, Answer, Ask, Parameter, Read, Write
from vitalfew.api.said import noun_of
from vitalfew.rhythm.decisions import MACHINE, Decision, decision_of, decisions, finish_decision, reverse_decision
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import seen


def _list(ask: Ask) -> Answer:
    about = ask.query.get("about")
    with ask.look.reading() as desk:
        found = decisions(desk, noun_of(about) if about else None, states=None if ask.has("all") else MACHINE.alive)
        shown = [each for each in found if is_open(desk, each.ref)]
    return {"decisions": [each.as_json() for each in shown], "withheld": len(found) - len(shown)}


def _one(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        return {"decision": _seen(desk, ask).as_json()}


def _seen(desk: Desk, ask: Ask) -> Decision:
    found = decision_of(seen(desk, MACHINE, ask.path["id"]))
    see_open(desk, found.ref)
    return found


class Reverse(Seen):
    """Why it is taken back."""

    reason: Words


def _finish(desk: Desk, ask: Ask, _: Seen, version: int | None) -> Answer:
    return {"decision": finish_decision(desk, _seen(desk, ask).id, version=version).as_json()}


def _reverse(desk: Desk, ask: Ask, body: Reverse, version: int | None) -> Answer:
    return {"decision": reverse_decision(desk, _seen(desk, ask).id, body.reason, version=version).as_json()}


QUERY = (
    Parameter("all", "Those that are over too", YES),
    Parameter("about", "Those of one review, such as `review:weekly-2026-06-22`"),
)
ONE = ("decision",)
ROUTES = (
    Read(
        "/decisions", "Decisions that are not carried out yet", _list, ("decisions", "withheld"), listed="decisions", query=QUERY
    ),
    Read("/decisions/{id}", "One decision", _one, ONE, numbered="decision"),
    Write("/decisions/{id}/finish", "Say that it is carried out", Seen, _finish, ONE, is_versioned=True),
    Write("/decisions/{id}/reverse", "Take it back, and say why", Reverse, _reverse, ONE, is_versioned=True),
)
