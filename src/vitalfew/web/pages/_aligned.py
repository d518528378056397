"""How well KPIs are aligned, as pages say it: a score in its band, its parts, why, and what would raise it (AUD-14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from vitalfew.api.known import aligned
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.figures.filled import Part as Filled
from vitalfew.figures.filled import filled
from vitalfew.insight.fit import Aligned as Band
from vitalfew.insight.fit import Alignment
from vitalfew.insight.parts import Part
from vitalfew.model.verdict import Status
from vitalfew.model.wording import Mark
from vitalfew.web.visit import Visit

BANDS: Mapping[Band, tuple[Status, str]] = {
    "strong": ("green", say("strongly aligned")),
    "fair": ("amber", say("fairly aligned")),
    "weak": ("red", say("weakly aligned")),
}
FEW = 300
"""KPIs up to which a page that is about something else compares all of them."""
SHOWN = 1
"""How many of the things that would raise a score are named in a row."""


@dataclass(frozen=True, slots=True)
class Lacks:
    """What would raise a score, and by how many points."""

    points: str
    says: str
    raises: str


@dataclass(frozen=True, slots=True)
class Told:
    """A KPI's score: its band, whether that is too close to tell, its parts drawn, what lacks most, and what its words say.

    `links` names objectives that hardly anything speaks for, `better` one that fits clearly better.
    """

    id: str
    name: str
    owner: str
    score: float
    mark: Mark
    near: str
    bar: Markup
    lacks: tuple[Lacks, ...]
    links: tuple[str, ...]
    better: str


def told_of(each: Alignment, visit: Visit, *, most: int = SHOWN) -> Told:
    """Say how well a KPI is aligned."""
    framework = visit.framework
    kpi = framework.kpi[each.kpi]
    status, word = BANDS[each.band]
    parts = [Filled(part.name, part.points, part.most) for part in each.parts]
    return Told(
        kpi.id,
        kpi.title,
        visit.names.get(kpi.owners[0], kpi.owners[0]) if kpi.owners else "",
        each.score,
        Mark(status, word),
        "" if each.decided else say("too close to tell"),
        Markup(filled(parts)),  # noqa: S704  # drawn here, every text in it is escaped
        tuple(Lacks(say("+{points:.1f}", points=item.most - item.points), item.says, item.raises) for item in each.raises[:most]),
        tuple(framework.objective[link.objective].title for link in each.weak_links),
        visit.title(Ref("objective", each.better.objective)) if each.better else "",
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """The score on the page of its KPI: with each part, why it is what it is, and what would raise it."""

    told: Told
    parts: tuple[Part, ...]


def shown_of(visit: Visit, kpi: str) -> Shown | None:
    """Give the score of one KPI; None for an operational metric, and where comparing so many would keep one waiting."""
    if len(visit.framework.strategic_kpis) > FEW:
        return None
    each = next((each for each in aligned(visit).scored if each.kpi == kpi), None)
    return Shown(told_of(each, visit), each.parts) if each else None
