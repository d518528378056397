"""Proposals of changes: those that wait for the visitor, those that wait for others, those that are over (RHY-6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vitalfew.base.said import say, say_count
from vitalfew.rhythm.proposals import MACHINE, Proposal, proposals
from vitalfew.web.page import Page
from vitalfew.web.part import MOST, Part, part
from vitalfew.web.visit import Visit

STATES = {
    "open": (say("approval asked"), "amber"),
    "approved": (say("approved"), "green"),
    "returned": (say("returned"), "red"),
    "merged": (say("merged"), "none"),
    "withdrawn": (say("withdrawn"), "none"),
}
NEXT = {"approved": say("to be merged"), "returned": say("to be changed by whoever made it")}
PAST = 20
"""How many that are over are shown at once."""


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal."""

    id: str
    title: str
    about: str
    who: str
    when: str
    state: str
    tone: str
    waits: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of a list of proposals."""

    rows: tuple[Row, ...]
    part: Part


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    subtitle: str
    mine: Listed
    open: Listed
    over: Listed


def build(visit: Visit) -> View:
    """Build the page; `?mine=`, `?open=` and `?over=` go on."""
    with visit.reading() as desk:
        found = proposals(desk, past=True)
        asked = {each.id for each in proposals(desk, person=visit.person)} if visit.person else set()
    alive = [each for each in found if each.state in MACHINE.alive]
    over = [each for each in reversed(found) if each.state in MACHINE.over]
    subtitle = say_count("{n} waits", "{n} wait", len(alive)) if alive else say("Nothing is proposed")
    return View(
        subtitle,
        _listed([each for each in alive if each.id in asked], "mine", visit),
        _listed([each for each in alive if each.id not in asked], "open", visit),
        _listed(over, "over", visit, most=PAST),
    )


def _listed(found: Sequence[Proposal], name: str, visit: Visit, *, most: int = MOST) -> Listed:
    some, which = part(found, visit.query, name, most=most)
    return Listed(tuple(row_of(each, visit) for each in some), which)


def row_of(each: Proposal, visit: Visit) -> Row:
    """Word a proposal."""
    words, tone = STATES.get(each.state, (each.state, "none"))
    people = ", ".join(visit.names.get(person, person) for person in each.people) or say("anybody else")
    revision = say("revision {n}", n=each.revision) if each.revision else ""
    return Row(
        each.id,
        each.title or say("untitled"),
        visit.title(each.about) if each.about in visit.framework.index else say("the framework"),
        visit.names.get(each.by or "", each.by or say("(erased)")),
        say("{day:%-d %B %Y}", day=visit.local(each.opened_at)),
        words,
        tone,
        people if each.state == "open" else NEXT.get(each.state, revision),
    )


PAGE = Page("/proposals", say("Proposals"), build, nav=8)
