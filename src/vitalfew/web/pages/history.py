"""The revisions of the framework: who decided what, when and why, and what one changed of the one before (RHY-6, AUD-10)."""

from __future__ import annotations

from dataclasses import dataclass

from vitalfew.base.errors import UnknownName
from vitalfew.base.said import say
from vitalfew.store.revisions import Revision, revision, revisions
from vitalfew.web.page import Page
from vitalfew.web.pages._difference import Shown, shown
from vitalfew.web.visit import Visit

LAST = 100
"""How many revisions are listed."""
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
    """The page; `chosen` is the revision that is looked at, with what it changed; `earlier` tells that there are more."""

    rows: tuple[Row, ...]
    earlier: int
    chosen: Row | None
    difference: Shown | None


def build(visit: Visit) -> View:
    """Build the page; raises UnknownName where the revision that is asked for does not exist."""
    asked = visit.query.get("revision", "")
    with visit.reading() as desk:
        found = revisions(desk.transaction, last=LAST)[::-1]
        one = revision(desk.transaction, _number(asked)) if asked else None
    live = found[0].number if found else 0
    changed = visit.workspace.difference(one.number - 1, one.number) if one and one.number > 1 else None
    return View(
        tuple(_row(each, live, visit) for each in found),
        found[-1].number - 1 if found else 0,
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
