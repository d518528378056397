"""What people say, promise and escalate about one KPI, as far as the visitor may see its figures (RHY-2, DEF-5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.kpi import Kpi
from vitalfew.rhythm.actions import MACHINE as ACTION
from vitalfew.rhythm.actions import Action, actions
from vitalfew.rhythm.commentary import Commentary, commentaries
from vitalfew.rhythm.comments import Comment, add_comment, comments, withdraw_comment
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import escalations, open_to
from vitalfew.web.pages.escalations import Row, row_of
from vitalfew.web.visit import Visit

LAST = 3
"""How many commentaries of reviews are shown, the newest."""


@dataclass(frozen=True, slots=True)
class Word:
    """Something that was said; `id` where the visitor can take it back."""

    id: str
    version: int
    who: str
    when: str
    text: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Promise:
    """An action that is open."""

    text: str
    who: str
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class About:
    """What there is; `is_closed` where it is for others alone, `may_say` where the visitor may add to it."""

    is_closed: bool
    may_say: bool
    escalations: tuple[Row, ...]
    promises: tuple[Promise, ...]
    words: tuple[Word, ...]


def about(visit: Visit, kpi: Kpi) -> About:
    """Give what is said, promised and escalated about a KPI."""
    with visit.reading() as desk:
        if not open_to(desk, kpi.id):
            return About(is_closed=True, may_say=False, escalations=(), promises=(), words=())
        climbing = escalations(desk, kpi=kpi.id)
        open_ = actions(desk, kpi=kpi.id, states=ACTION.alive)
        said = [(each.at, _word(each, visit)) for each in comments(desk, kpi.ref)]
        given = [each for each in commentaries(desk, kpi=kpi.id) if each.analysis and each.given_at]
    said += [(each.given_at, _given(each, visit)) for each in given[-LAST:] if each.given_at]
    return About(
        is_closed=False,
        may_say=bool(visit.person) and visit.may("take part", kpi.ref),
        escalations=tuple(row_of(each, list(climbing), visit) for each in climbing),
        promises=tuple(_promise(each, visit) for each in open_),
        words=tuple(word for _, word in sorted(said, key=lambda pair: pair[0], reverse=True)),
    )


def _word(each: Comment, visit: Visit) -> Word:
    own = each.id if each.by and each.by == visit.person else ""
    when = say("{at:%-d %B %Y, %H:%M}", at=visit.local(each.at))
    return Word(own, each.version, visit.names.get(each.by or "", each.by or say("somebody")), when, each.text or "", "")


def _given(each: Commentary, visit: Visit) -> Word:
    name = visit.names.get(each.by or each.owner or "", say("somebody"))
    when = say("{at:%-d %B %Y}, for a review", at=visit.local(each.given_at)) if each.given_at else ""
    return Word("", each.version, name, when, each.analysis or "", each.next_step or "")


def _promise(each: Action, visit: Visit) -> Promise:
    name = visit.names.get(each.owner or "", say("nobody"))
    return Promise(each.text or "", name, say("{day:%-d %B %Y}", day=each.due), each.days_late > 0)


def act(visit: Visit, kpi: Kpi) -> None:
    """Say something about a KPI, or take it back; raises Refused, Overtaken."""
    wanted = visit.form.get("do", "")
    if wanted not in STEPS:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    with visit.writing() as desk:
        if not open_to(desk, kpi.id):
            raise Refused(say("the figures of `{kpi}` are private", kpi=kpi.id), say("leave it to who may see them"))
        STEPS[wanted](desk, kpi.ref, visit)


def _say(desk: Desk, ref: Ref, visit: Visit) -> None:
    add_comment(desk, ref, visit.said("text", say("say something")))


def _take_back(desk: Desk, ref: Ref, visit: Visit) -> None:
    id_ = visit.said("id", say("name the comment"))
    if id_ not in {each.id for each in comments(desk, ref)}:
        raise Refused(say("that comment is not here any more"), say("look at the page again"))
    withdraw_comment(desk, id_, version=visit.seen() if visit.form.get("version") else None)


STEPS: dict[str, Callable[[Desk, Ref, Visit], None]] = {"comment": _say, "withdraw": _take_back}
