"""Alignment: the score of each KPI, why, what would raise it, where it fits better, and what no KPI serves (AUD-14, FUT-2).

Whoever may propose changes proposes from here what the scores ask for; it goes the way of every proposal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vitalfew.api.known import aligned
from vitalfew.base.errors import Refused
from vitalfew.base.said import say, say_count, several
from vitalfew.draft.changes import Change, written
from vitalfew.draft.realign import realign
from vitalfew.insight.aligned import Aligned
from vitalfew.insight.coverage import Head
from vitalfew.insight.fit import Alignment
from vitalfew.insight.parts import PARTS, PartName
from vitalfew.insight.replace import Gap
from vitalfew.rhythm.proposals import propose
from vitalfew.store.revisions import files, live
from vitalfew.web.page import Page
from vitalfew.web.pages._aligned import BANDS, Told, told_of
from vitalfew.web.pages._narrow import Choice, choices, wanted
from vitalfew.web.part import Part, part
from vitalfew.web.visit import Visit

NEAR = "near"
SOME = 10
"""How many KPIs that fit elsewhere are shown at once."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A change that can be proposed."""

    id: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Hole:
    """An objective that no KPI serves, in words, with entries of the catalogue that would."""

    says: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page; `parts` are what a score is made of, `filters` narrow and sort, `note` says where words alone are compared."""

    subtitle: str
    note: str
    filters: tuple[Choice, ...]
    parts: str
    rows: tuple[Told, ...]
    part: Part
    replaced: tuple[Offer, ...]
    moved: tuple[Offer, ...]
    moved_part: Part
    holes: tuple[Hole, ...]
    is_measured: bool
    may_propose: bool


def build(visit: Visit) -> View:
    """Build the page."""
    found = aligned(visit)
    changes = _changes(visit, found)
    rows, which = part(_wanted(found.scored, visit), visit.query)
    moved, moved_part = part([each for each in changes if each.kind == "link"], visit.query, "moved", most=SOME)
    return View(
        summary(found.scored),
        str(found.chosen.lacks.words) if found.chosen.lacks else "",
        (*_filters(visit), *(each for each in choices(visit) if each.name != "theme")) if found.scored else (),
        several(PARTS.values(), ", "),
        tuple(told_of(each, visit) for each in rows),
        which,
        tuple(_offer(each) for each in changes if each.kind == "replace"),
        tuple(map(_offer, moved)),
        moved_part,
        tuple(_hole(gap, changes) for gap in found.gaps),
        visit.workspace.is_measured,
        visit.may("propose"),
    )


def _changes(visit: Visit, found: Aligned) -> tuple[Change, ...]:
    return visit.once("realign", lambda: tuple(realign(found, visit.workspace.today)), of=id(found))


def summary(scored: Sequence[Alignment]) -> str:
    """Say how many KPIs are in each band."""
    count = Counter(each.band for each in scored)
    bands = several(say("{n} {band}", n=count[band], band=word) for band, (_, word) in BANDS.items() if count[band])
    near = sum(not each.decided for each in scored)
    told = say_count("{n} of them is too close to a border to tell", "{n} of them are too close to a border to tell", near)
    return several([bands, told], "; ") if near else bands


def _lacking(part: PartName) -> Callable[[Alignment, Visit], float]:
    return lambda each, _: each.part(part).points - each.part(part).most


SORTS: Mapping[str, tuple[str, Callable[[Alignment, Visit], Any]]] = {
    "score": (say("Score, lowest first"), lambda each, _: (each.score, each.kpi)),
    "best": (say("Score, highest first"), lambda each, _: (-each.score, each.kpi)),
    "name": (say("Name"), lambda each, visit: visit.framework.kpi[each.kpi].title.casefold()),
    "owner": (say("Owner"), lambda each, visit: (*visit.framework.kpi[each.kpi].owners[:1], each.score)),
    **{part: (say("Lacks most in {part}", part=name), _lacking(part)) for part, name in PARTS.items()},
}


def _filters(visit: Visit) -> tuple[Choice, ...]:
    bands = (*((band, word) for band, (_, word) in BANDS.items()), (NEAR, say("too close to tell")))
    sorts = tuple((name, title) for name, (title, _) in SORTS.items())
    return (
        Choice("sort", say("Sort by"), sorts, visit.query.get("sort", "")),
        Choice("band", say("Band"), bands, visit.query.get("band", "")),
    )


def _wanted(scored: Sequence[Alignment], visit: Visit) -> list[Alignment]:
    """Give those that the query asks for, in its order; what it does not know is as if it were not there."""
    only, band = wanted(visit), visit.query.get("band", "")
    kept = [each for each in scored if only.holds(Head(f"kpi:{each.kpi}", ""), visit.framework)]
    if band in {*BANDS, NEAR}:
        kept = [each for each in kept if (not each.decided if band == NEAR else each.band == band)]
    key = SORTS.get(visit.query.get("sort", ""), SORTS["score"])[1]
    return sorted(kept, key=lambda each: key(each, visit))


def _offer(each: Change) -> Offer:
    return Offer(each.id, each.what, each.reason)


def _hole(gap: Gap, changes: Sequence[Change]) -> Hole:
    entries = {each.entry.id for each in gap.proposals}
    found = [
        each for each in changes if each.kind == "add" and each.ref.id in entries and each.target.startswith(f"{gap.objective}:")
    ]
    return Hole(gap.words, tuple(map(_offer, found)))


def act(visit: Visit) -> str:
    """Propose what a score asks for; raises Refused."""
    change = next((each for each in _changes(visit, aligned(visit)) if each.id == visit.form.get("change")), None)
    if change is None:
        raise Refused(say("this is not asked for any more"), say("look at the page again"))
    text = say("{what}: {why}", what=change.what, why=change.reason)
    with visit.writing() as desk:
        present = live(desk.transaction)
        texts = files(desk.transaction, present.number) if present else {}
        made = propose(desk, written(texts, desk.framework, change.steps), title=str(change.what)[:200], text=str(text))
    return f"/proposal/{made.id}"


PAGE = Page("/alignment", say("Alignment"), build, act=act)
