"""What people say about whatever has an address."""

from vitalfew.api.body import Body, Name, Words
from vitalfew.api.closed import see_open
from vitalfew.api.problem import Problem
from vitalfew.api.route import Answer, Ask, Parameter, Read, Write
from vitalfew.api.said import noun_of
from vitalfew.rhythm.comments import add_comment, comments
from vitalfew.rhythm.desk import Desk


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


ABOUT = (Parameter("about", "What they are about, such as `kpi:churn` or `escalation:12`; without it nothing is given"),)
ROUTES = (
    Read("/comments", "Comments about something, in order", _list, ("comments",), listed="comments", query=ABOUT),
    Write("/comments", "Say something about a noun, an escalation, a review", Comment, _add, ("comment",), status=201),
)
