"""The revisions of the framework: who decided what, when and why, and what one changed of the one before (RHY-6, AUD-10)."""

from __future__ import annotations

from dataclasses import dataclass

from vitalfew.base.errors import UnknownName
from vitalfew.base.said import say
from vitalfew.store.revisions import Revision, last_number, revision, revisions_between
from vitalfew.web.page import Page
from vitalfew.web.pages._difference import Shown, shown
from vitalfew.web.part import Part, part
from vitalfew.web.visit import Visit

ERASED = say("(erased)")


@dataclass(frozen=True, slots=True)
class Row:
    """A revision."""

    number: int
    who: str
    when: str
    message: str
    waived: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page, the latest revision first; `chosen` is the one that is looked at, with what it changed."""

    rows: tuple[Row, ...]
    part: Part
    chosen: Row | None
    difference: Shown | None


def build(visit: Visit) -> View:
    """Build the page; raises UnknownName where the revision that is asked for does not exist."""
    asked = visit.query.get("revision", "")
    with visit.reading() as desk:
        live = last_number(desk.transaction)
        numbers, which = part(range(live, 0, -1), visit.query)
        found = revisions_between(desk.transaction, numbers[-1], numbers[0])[::-1] if numbers else []
        one = revision(desk.transaction, _number(asked)) if asked else None
    changed = visit.workspace.difference(one.number - 1, one.number) if one and one.number > 1 else None
    return View(
        tuple(_row(each, live, visit) for each in found),
        which,
        _row(one, live, visit) if one else None,
        shown(changed, visit) if changed else None,
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise UnknownName("revision", text, [])
    return int(text)


def _row(each: Revision, live: int, visit: Visit) -> Row:
    who = visit.names.get(each.by or "", each.by or ERASED)
    when = say("{at:%-d %B %Y, %H:%M}", at=visit.local(each.at))
    return Row(each.number, who, when, each.message, each.waived or "", each.number == live)


PAGE = Page("/history", say("History"), build)
