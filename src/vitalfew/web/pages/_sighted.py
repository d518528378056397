"""What a 10 % better KPI does, as pages show it: a row for each KPI and objective, and what of it is sure (AUD-4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vitalfew.base.said import say
from vitalfew.insight.sentence import CLARITIES, GRADES, amount, interval, signed, way, weeks
from vitalfew.insight.sight import Clarity, Reach
from vitalfew.model.verdict import Status
from vitalfew.model.wording import NOTHING, Mark
from vitalfew.web.pages._insight import is_quick, sight
from vitalfew.web.visit import Visit

TONES: Mapping[Clarity, Status | None] = {"clear": "green", "weak": "amber", "unclear": None, "broken": "red"}


@dataclass(frozen=True, slots=True)
class Row:
    """What an improvement of a KPI does to an objective; `name` and `path` are of the one that the row is read for."""

    name: str
    path: str
    shock: str
    effect: str
    interval: str
    share: str
    time: str
    way: str
    grade: str
    mark: Mark
    reason: str


def mark_of(reach: Reach) -> Mark:
    """Give the verdict to show."""
    if reach.clarity == "clear" and (reach.effect or 0.0) < 0:
        return Mark("red", say("clear, the wrong way"))
    return Mark(TONES[reach.clarity], CLARITIES[reach.clarity])


def row(reach: Reach, name: str, path: str, visit: Visit) -> Row:
    """Word what an improvement does."""
    framework = visit.framework
    shock = signed(reach.shock, framework.kpi[reach.kpi].unit) if reach.shock is not None else NOTHING
    is_known = reach.effect is not None
    takes = weeks(reach.days) if reach.days else ""
    return Row(
        name,
        path,
        shock,
        amount(reach, framework) or NOTHING,
        interval(reach, framework) if is_known else NOTHING,
        _part(reach),
        (takes or say("at once")) if is_known else NOTHING,
        way(reach.paths[0], framework) if reach.paths else "",
        GRADES[reach.grade] if reach.grade else NOTHING,
        mark_of(reach),
        reach.reason,
    )


def _part(reach: Reach) -> str:
    if reach.gap == 0:
        return say("target met")
    return say("{share:,.0f} %", share=100 * reach.share) if reach.share is not None else NOTHING


def moves(visit: Visit, kpi: str) -> tuple[Row, ...]:
    """Give what a 10 % better KPI does to each objective that a line leads to; none where that is not known, or takes long."""
    seen = sight(visit) if is_quick(visit) else None
    if seen is None or kpi not in visit.framework.kpi:
        return ()
    titles = {each.id: each.title for each in seen.objectives}
    return tuple(row(each, titles[each.objective], f"/sight?objective={each.objective}", visit) for each in seen.reach(kpi))
