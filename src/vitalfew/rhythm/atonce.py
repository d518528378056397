"""Words on a figure that turns red, asked for at once, where its value is entered (MON-6, RHY-2).

They go to the next review that looks at the KPI and is not locked yet, whether it has opened or not; else they are a comment.
Nobody needs to give them before that review forces them.
"""

from __future__ import annotations

from typing import NamedTuple

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.period import Period
from vitalfew.base.said import say
from vitalfew.model.difference import is_on
from vitalfew.model.kpi import Kpi
from vitalfew.rhythm.commentary import Commentary, ask, asked, commentaries, commentary_of, give_commentary
from vitalfew.rhythm.comments import Comment, add_comment, comments
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import open_to
from vitalfew.rhythm.reviews import Review, reviews


class Home(NamedTuple):
    """Where words on a KPI go: to a review, where there is one, and to what it has asked for already."""

    review: Review | None
    found: Commentary | None


def home(desk: Desk, kpi: Kpi) -> Home:
    """Give where words on a KPI go now."""
    coming = (each for each in reviews(desk, states=("planned", "open")) if is_on(each.cadence_of, kpi, desk.framework))
    review = next(coming, None)
    found = asked(desk, review).get(kpi.id) if review else None
    return Home(review, commentary_of(found) if found else None)


def is_said(desk: Desk, kpi: Kpi, period: Period) -> bool:
    """Tell whether the person at the desk has said something of a KPI since a period was over, or began where it is not over."""
    since = period.end if period.end <= desk.today else period.start
    said = [each.given_at for each in commentaries(desk, kpi=kpi.id) if each.by == desk.by]
    said += [each.at for each in comments(desk, kpi.ref) if each.by == desk.by]
    return any(desk.hours.day(each) >= since for each in said if each)


def say_at_once(desk: Desk, kpi: str, analysis: str, next_step: str, *, version: int | None = None) -> Commentary | Comment:
    """Say what is behind a figure and what comes next; raises UnknownName, Refused, Overtaken."""
    if kpi not in desk.framework.kpi:
        raise UnknownName("KPI", kpi, desk.framework.kpi)
    noun = desk.framework.kpi[kpi]
    if not open_to(desk, kpi):
        raise Refused(say("the figures of `{kpi}` are private", kpi=kpi), say("leave it to who may see them"))
    review, found = home(desk, noun)
    if review is None:
        return add_comment(desk, noun.ref, f"{analysis}\n\n{next_step}")
    if found is None:
        ask(desk, review, noun, None, forced=True)
    return give_commentary(desk, review.id, kpi, analysis=analysis, next_step=next_step, version=version if found else None)
