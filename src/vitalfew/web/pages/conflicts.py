"""Conflicts: KPIs of different owners that pull against each other, why, what the data say, and what would settle it (AUD-7).

Whoever may propose changes asks for a remedy from here, and it goes the way of every proposal.
"""

from __future__ import annotations

from dataclasses import dataclass

from vitalfew.base.errors import Refused
from vitalfew.base.said import say, say_count, several
from vitalfew.insight.conflict import Conflict
from vitalfew.insight.remedy import remedies
from vitalfew.insight.sentence import GRADES
from vitalfew.insight.told import KINDS, SETTLED, data_of
from vitalfew.rhythm.proposals import propose
from vitalfew.store.revisions import files, live
from vitalfew.web.page import Page
from vitalfew.web.pages._insight import conflicting
from vitalfew.web.pages.matrix import Item, item_of
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Way:
    """What would settle it."""

    kind: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Pull:
    """A conflict: its two KPIs with their owners, and where they meet."""

    id: str
    one: Item
    other: Item
    one_owner: str
    other_owner: str
    kinds: str
    why: str
    grade: str
    data: str
    is_seen: bool
    settled: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page: what is open, what is only worth a question, and what is settled."""

    subtitle: str
    open: tuple[Pull, ...]
    asked: tuple[Pull, ...]
    settled: tuple[Pull, ...]
    may_propose: bool


def build(visit: Visit) -> View:
    """Build the page."""
    found = conflicting(visit)
    pulls = {kind: tuple(_pull(each, visit) for each in found if _part(each) == kind) for kind in ("open", "asked", "settled")}
    subtitle = say_count("{n} conflict that nothing settles", "{n} conflicts that nothing settles", n=len(pulls["open"]))
    return View(subtitle, pulls["open"], pulls["asked"], pulls["settled"], visit.may("propose"))


def _part(each: Conflict) -> str:
    return "settled" if each.settled else "asked" if each.is_question else "open"


def _pull(each: Conflict, visit: Visit) -> Pull:
    one, other = (item_of(id_, visit) for id_ in (each.one, each.other))
    owners = [visit.names.get(owner, owner) for owner in each.owners]
    return Pull(
        each.id,
        one,
        other,
        owners[0],
        owners[1],
        several([KINDS[kind] for kind in each.kinds], ", "),
        each.mechanism,
        GRADES[each.grade],
        data_of(each, visit.framework),
        each.against is not None and each.against.said == "against",
        SETTLED[each.settled] if each.settled else "",
        tuple(Way(way.kind, way.what, way.why) for way in remedies(visit.framework, each)),
    )


def act(visit: Visit) -> str:
    """Propose what would settle a conflict; raises Refused."""
    conflict = next((each for each in conflicting(visit) if each.id == visit.form.get("conflict")), None)
    ways = remedies(visit.framework, conflict) if conflict else ()
    way = next((each for each in ways if each.kind == visit.form.get("do")), None)
    if conflict is None or way is None:
        raise Refused(say("this conflict is not there any more"), say("look at the page again"))
    one, other = (visit.framework.kpi[id_].title for id_ in (conflict.one, conflict.other))
    title = say("Settle {one} against {other}", one=one, other=other)
    text = say("{mechanism}. {what}: {why}", mechanism=conflict.mechanism, what=way.what, why=way.why)
    with visit.writing() as desk:
        present = live(desk.transaction)
        texts = files(desk.transaction, present.number) if present else {}
        made = propose(desk, way.written(texts), title=str(title)[:200], text=str(text))
    return f"/proposal/{made.id}"


PAGE = Page("/conflicts", say("Conflicts"), build, act=act)
