"""Proposals of changes: to read in terms of the strategy, to approve, to return."""

from vitalfew.api.body import Body, Name, Seen, Words
from vitalfew.api.route import YES, Answer, Ask, Parameter, Read, Write
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.proposals import approve, proposal, proposals, send_back


def _list(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        found = proposals(desk, past=ask.has("all"), person=ask.query.get("person"))
    return {"proposals": [each.as_json() for each in found]}


def _one(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        return _told(desk, ask.path["id"])


def _told(desk: Desk, id_: str) -> Answer:
    made, found = proposal(desk, id_)
    return {"proposal": made.as_json(), **found.as_json()}


class Approve(Body):
    """The texts that were seen, by the `digest` of the proposal: refused where it has others. And a word with it."""

    digest: Name
    text: Words | None = None


class Return(Seen):
    """What is to be different."""

    reason: Words


def _approve(desk: Desk, ask: Ask, body: Approve, _: int | None) -> Answer:
    return _told(desk, approve(desk, ask.path["id"], digest=body.digest, text=body.text).id)


def _return(desk: Desk, ask: Ask, body: Return, version: int | None) -> Answer:
    return _told(desk, send_back(desk, ask.path["id"], reason=body.reason, version=version).id)


QUERY = (Parameter("all", "Those that are over too", YES), Parameter("person", "Those that wait for one person, by id"))
ONE = ("proposal", "live", "needs", "approvals", "conflicts")
ROUTES = (
    Read("/proposals", "Proposals that are not over", _list, ("proposals",), listed="proposals", query=QUERY),
    Read("/proposals/{id}", "What it changes, and who must still approve it, and why", _one, ONE, numbered="proposal"),
    Write("/proposals/{id}/approve", "Approve it in all that one is asked for", Approve, _approve, ONE),
    Write("/proposals/{id}/return", "Return it with what is to be different", Return, _return, ONE, is_versioned=True),
)
