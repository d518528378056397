"""Leads as pages show them: whether a KPI warns of another, how surely, what that is worth, what it says now, and both drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.figures.tandem import tandem
from vitalfew.insight.heading import Told
from vitalfew.insight.lead import Lead, Said
from vitalfew.insight.told_lead import BODES, LEADS, NEXT, is_closed, now, pairs, sureness, verdict, worth
from vitalfew.model.verdict import Status
from vitalfew.model.wording import Mark
from vitalfew.web.pages._insight import is_quick, told
from vitalfew.web.pages.matrix import Item, item_of
from vitalfew.web.visit import Visit

TONES: Mapping[Said, Status] = {"stopped": "red", "leads": "green", "coincides": "amber", "lags": "amber"}


@dataclass(frozen=True, slots=True)
class Leading:
    """A leading KPI and what it is said to lead."""

    one: Item
    other: Item
    owner: str
    mark: Mark
    why: str
    sure: str
    rests: str
    worth: str
    bodes: Mark | None
    now: str
    next: str
    chart: Markup
    keys: tuple[str, str, str]
    span: str


@dataclass(frozen=True, slots=True)
class Warner:
    """A KPI that is said to warn of another, or that it warns of; `now` is what is said now where that is clear."""

    way: str
    item: Item
    mark: Mark
    why: str
    bodes: Mark | None
    now: str


def warners(visit: Visit, kpi: str) -> tuple[Warner, ...]:
    """Give what is said to warn of a KPI, and what it is said to warn of; none where so many are declared that it takes long."""
    if not is_quick(visit):
        return ()
    return tuple(_warner(each, visit, kpi) for each in told(visit) if kpi in {each.lead.kpi, each.lead.drives})


def _warner(each: Told, visit: Visit, kpi: str) -> Warner:
    lead, is_clear = each.lead, each.heading is not None and each.heading.bodes != "quiet"
    way, other = (say("said to lead"), lead.drives) if lead.kpi == kpi else (say("said to be led by"), lead.kpi)
    why = verdict(lead, visit.workspace.unseen)
    return Warner(way, item_of(other, visit), _mark(lead), why, bodes(each), now(each, visit.framework) if is_clear else "")


def _mark(lead: Lead) -> Mark:
    return Mark(TONES.get(lead.said), LEADS[lead.said])


def shown(each: Told, visit: Visit) -> Leading:
    """Word a lead."""
    lead, framework = each.lead, visit.framework
    one, other = (item_of(id_, visit) for id_ in (lead.kpi, lead.drives))
    return Leading(
        one,
        other,
        ", ".join(visit.names.get(owner, owner) for owner in framework.kpi[lead.kpi].owners),
        _mark(lead),
        verdict(lead, visit.workspace.unseen),
        sureness(lead),
        pairs(lead),
        worth(each, framework),
        bodes(each),
        now(each, framework),
        NEXT[lead.said] if not is_closed(lead, visit.workspace.unseen) else "",
        _chart(each, visit),
        _keys(each, visit),
        say("{first:%-d %b %Y} to {last:%-d %b %Y}", first=each.beside.first.start, last=each.beside.last.last_day)
        if each.beside
        else "",
    )


def bodes(each: Told) -> Mark | None:
    """Give the sign of what a leader says now; None where it says nothing."""
    signs: dict[str, Status | None] = {"warns": "red", "well": "green", "quiet": None}
    return Mark(signs[each.heading.bodes], BODES[each.heading.bodes]) if each.heading else None


def _is_flipped(each: Told) -> bool:
    return each.lead.lag is not None and (each.lead.estimate.effect or 0.0) < 0


def _keys(each: Told, visit: Visit) -> tuple[str, str, str]:
    """Say what the lines of the drawing are, and the mark at its end."""
    leader, follower = (visit.framework.kpi[id_].title for id_ in (each.lead.kpi, each.lead.drives))
    lag = each.lead.lag or 0
    facts = {"name": leader, "periods": count_of(abs(lag), each.lead.grain)}
    moved = say("{name}, {periods} later", **facts) if lag > 0 else say("{name}, {periods} earlier", **facts) if lag else leader
    said = say("{moved}, upside down", moved=moved) if _is_flipped(each) else moved
    return said, follower, say("where it is likely headed") if each.heading else ""


def _chart(each: Told, visit: Visit) -> Markup:
    if each.beside is None:
        return Markup()
    held, (leader, follower, _) = each.heading, _keys(each, visit)
    label = say("{follower} and {leader}, each on its own scale", follower=follower, leader=leader)
    expected = (held.value + held.low, held.value + held.change, held.value + held.high) if held else None
    lines = each.beside.leader, each.beside.follower
    drawn = tandem(*lines, label=label, expected=expected, flipped=_is_flipped(each))
    return Markup(drawn)  # noqa: S704  # drawn by ourselves, its texts escaped
