"""Targets missed again and again, as pages show them: what each asks for, why, and what it would take (RHY-7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vitalfew.api.known import missing
from vitalfew.insight.missed import WORDS, Missed, Said
from vitalfew.insight.told_missed import TOWARD, beside, proposed, stands
from vitalfew.model.verdict import Status
from vitalfew.model.wording import Mark
from vitalfew.web.pages._insight import is_quick
from vitalfew.web.pages.matrix import Item, item_of
from vitalfew.web.visit import Visit

TONES: Mapping[Said, Status] = {"target": "red", "both": "amber", "process": "amber"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A KPI that missed its target again and again, and what it asks for; `beside` are the reasons that do not decide."""

    id: str
    kpi: Item
    owner: str
    mark: Mark
    stands: str
    why: str
    beside: tuple[tuple[str, str], ...]
    proposed: str
    costs: str
    turns: str


def shown(found: Missed, visit: Visit) -> Shown:
    """Word what a KPI asks for."""
    kpi = visit.framework.kpi[found.kpi]
    return Shown(
        kpi.id,
        item_of(kpi.id, visit),
        ", ".join(visit.names.get(each, each) for each in kpi.owners),
        Mark(TONES.get(found.said), WORDS[found.said]),
        stands(found, visit.framework),
        found.why,
        tuple((TOWARD[each.toward], each.text) for each in beside(found)),
        proposed(found, visit.framework),
        found.costs,
        found.turns,
    )


def missed_of(visit: Visit, kpi: str) -> Shown | None:
    """Give what one KPI asks for; None where it asks for nothing, or where so much is declared that it takes long to tell."""
    found = missing(visit) if is_quick(visit) else ()
    return next((shown(each, visit) for each in found if each.kpi == kpi), None)
