"""Reviews with what owners said for them, their agenda and their minutes."""

from __future__ import annotations

from vitalfew.api.route import YES, Answer, Ask, Parameter, Read
from vitalfew.rhythm.commentary import commentaries
from vitalfew.rhythm.escalations import open_to
from vitalfew.rhythm.minutes import minutes
from vitalfew.rhythm.reviews import MACHINE, find_review, reviews
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


QUERY = (Parameter("all", "Those that are over too", YES), Parameter("cadence", "Those of one cadence"))
ROUTES = (
    Read("/reviews", "Reviews that are ahead or in session", _list, ("reviews",), listed="reviews", query=QUERY),
    Read("/reviews/{id}", "One, and what its owners have said", _one, ("review", "commentaries"), numbered="review"),
    Read("/reviews/{id}/agenda", "What is talked about, and for how long", _agenda, ("review", "agenda")),
    Read("/reviews/{id}/minutes", "The minutes; a draft until it is closed", _minutes, ("minutes",)),
)
