"""What people say about whatever has an address."""

from vitalfew.api.body import Body, Name, Seen, Words
from vitalfew.api.closed import see_open
from vitalfew.api.problem import Problem
from vitalfew.api.route import Answer, Ask, Parameter, Read, Write
from vitalfew.api.said import noun_of
from vitalfew.base.errors import UnknownName
from vitalfew.rhythm.comments import MACHINE, add_comment, comments, withdraw_comment
from vitalfew.rhythm.comments import Comment as Said
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import seen


def _list(ask: Ask) -> Answer:
    if "about" not in ask.query:
        raise Problem(422, "`about` is not given", "name what the comments are about, such as `about=kpi:churn`")
    about = noun_of(ask.query["about"])
    with ask.look.reading() as desk:
        see_open(desk, about)
        return {"comments": [each.as_json() for each in comments(desk, about)]}


class Comment(Body):
    """Words about something."""

    about: Name
    text: Words


def _add(desk: Desk, _: Ask, body: Comment, __: int | None) -> Answer:
    about = noun_of(body.about)
    see_open(desk, about)
    return {"comment": add_comment(desk, about, body.text).as_json()}


def _one(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        return {"comment": {**(found := _seen(desk, ask)).as_json(), "version": found.version}}


def _seen(desk: Desk, ask: Ask) -> Said:
    """Give a comment that was not taken back; raises UnknownName, NotAllowed where it is about private figures."""
    matter = seen(desk, MACHINE, ask.path["id"])
    found = next((each for each in comments(desk, matter.about) if each.id == matter.id), None)
    if found is None:
        raise UnknownName("comment", matter.id, ())
    see_open(desk, matter.about)
    return found


def _withdraw(desk: Desk, ask: Ask, _: Seen, version: int | None) -> Answer:
    return {"comment": withdraw_comment(desk, _seen(desk, ask).id, version=version).as_json()}


ABOUT = (Parameter("about", "What they are about, such as `kpi:churn` or `escalation:12`; without it nothing is given"),)
ROUTES = (
    Read("/comments", "Comments about something, in order", _list, ("comments",), listed="comments", query=ABOUT),
    Write("/comments", "Say something about a noun, an escalation, a review", Comment, _add, ("comment",), status=201),
    Read("/comments/{id}", "One comment", _one, ("comment",), numbered="comment"),
    Write("/comments/{id}/withdraw", "Take one's own words back", Seen, _withdraw, ("comment",), is_versioned=True),
)
