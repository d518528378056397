"""Calibrations: what was learned since the launch, and the answer to each lesson, for those whom it concerns (RHY-4, RHY-5)."""

from collections.abc import Sequence
from datetime import date

from vitalfew.api.body import Name, Seen, Words
from vitalfew.api.route import Answer, Ask, Read, Write
from vitalfew.api.said import person_of
from vitalfew.base.errors import NotAllowed
from vitalfew.rhythm.calibration import (
    LESSON_MACHINE,
    Answered,
    accept,
    answered_of,
    calibrations,
    current,
    dismiss,
    document_of,
    is_seen,
    lessons,
)
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import seen


def _list(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        return {"calibrations": [each.as_json() for each in calibrations(desk)]}


def _one(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        held = current(desk, ask.path["id"])
        found, document = lessons(desk, held.id), document_of(desk, held)
        shown = _shown(desk, found)
    compared = document["compared"] if document else None
    more = {"lessons": [each.as_json() for each in shown], "withheld": len(found) - len(shown)}
    return {"calibration": held.as_json(), "compared": compared, **more}


def _shown(desk: Desk, found: Sequence[Answered]) -> list[Answered]:
    return [each for each in found if is_seen(desk.framework, each.lesson, desk.by or None)]


def _lesson(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        return {"lesson": _seen(desk, ask).as_json()}


def _seen(desk: Desk, ask: Ask) -> Answered:
    """Give a lesson; raises UnknownName, NotAllowed where it is for others."""
    found = answered_of(seen(desk, LESSON_MACHINE, ask.path["id"]))
    if not _shown(desk, [found]):
        why = f"lesson `{found.id}` is about a person or a KPI that is private"
        raise NotAllowed(why, "leave it to those whom it concerns")
    return found


class Accept(Seen):
    """Who acts on it by when; it is oneself, in two weeks, where neither is named."""

    owner: Name | None = None
    due: date | None = None


class Dismiss(Seen):
    """Why nothing follows from it."""

    reason: Words


def _accept(desk: Desk, ask: Ask, body: Accept, version: int | None) -> Answer:
    owner = person_of(desk, body.owner) if body.owner else None
    return {"lesson": accept(desk, _seen(desk, ask).id, owner=owner, due=body.due, version=version).as_json()}


def _dismiss(desk: Desk, ask: Ask, body: Dismiss, version: int | None) -> Answer:
    return {"lesson": dismiss(desk, _seen(desk, ask).id, body.reason, version=version).as_json()}


LESSON = ("lesson",)
PARTS = ("calibration", "compared", "lessons", "withheld")
ROUTES = (
    Read("/calibrations", "Calibrations in the order they were opened", _list, ("calibrations",), listed="calibrations"),
    Read("/calibrations/{id}", "One: day 1 beside today, and its lessons", _one, PARTS, numbered="calibration"),
    Read("/lessons/{id}", "One lesson, with its evidence", _lesson, LESSON, numbered="lesson"),
    Write("/lessons/{id}/accept", "Let a proposal or an action follow", Accept, _accept, LESSON, is_versioned=True),
    Write("/lessons/{id}/dismiss", "Say why nothing follows", Dismiss, _dismiss, LESSON, is_versioned=True),
)
