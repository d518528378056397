"""The strategy map: objectives in their perspectives, what drives what, and their KPIs as they stand (STR-4, STR-8)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from vitalfew.figures.order import ordered
from vitalfew.model.strategy import Objective
from vitalfew.model.verdict import Rollup
from vitalfew.model.wording import Mark, Moved, mark, telling
from vitalfew.model.wording import value as value_of
from vitalfew.web.page import Page
from vitalfew.web.visit import Visit

TONES = {"financial": "financial", "customer": "customer", "internal-process": "process", "learning-and-growth": "growth"}
NO_LENS = "No perspective"


@dataclass(frozen=True, slots=True)
class Chip:
    """A KPI of an objective as it stands."""

    id: str
    name: str
    mark: Mark
    value: str
    change: Moved


@dataclass(frozen=True, slots=True)
class Box:
    """An objective with its KPIs, and what it drives and is driven by, as ids and titles."""

    id: str
    title: str
    mark: Mark
    chips: tuple[Chip, ...]
    more: int
    drives: tuple[tuple[str, str], ...]
    driven: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """A perspective with its objectives."""

    name: str
    tone: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page; `edges` are pairs of objectives, cause first, as one text for the script that draws them."""

    subtitle: str
    lanes: tuple[Lane, ...]
    edges: str
    loose: int


CHIPS = 3
"""How many KPIs a box shows before it names the rest by their number."""


def build(visit: Visit) -> View:
    """Build the page."""
    framework = visit.framework
    edges = [(each.id, link.id) for each in framework.objectives for link in (*each.drives, *each.supports)]
    edges = [edge for edge in edges if edge[1] in framework.objective]
    lenses = {lens.id: lens for lens in framework.lenses}
    members: dict[str, list[Objective]] = defaultdict(list)
    for objective in framework.objective.values():
        members[objective.perspective if objective.perspective in lenses else ""].append(objective)
    rows = [(lens, members[lens]) for lens in (*lenses, "") if members[lens]]
    names = ordered([[each.id for each in row] for _, row in rows], edges)
    rollups = {rollup.ref.id: rollup for rollup in visit.scorecard.objectives}
    lanes = tuple(
        Lane(
            lenses[lens].title if lens else NO_LENS,
            TONES.get(lens, "other"),
            tuple(_box(framework.objective[name], rollups.get(name), edges, visit) for name in row),
        )
        for (lens, _), row in zip(rows, names, strict=True)
    )
    linked = {name for edge in edges for name in edge}
    loose = sum(name not in linked for name in framework.objective)
    written = " ".join(f"{cause}>{effect}" for cause, effect in edges)
    return View(framework.strategy.vision or framework.strategy.mission or "", lanes, written, loose)


def _box(objective: Objective, rollup: Rollup | None, edges: list[tuple[str, str]], visit: Visit) -> Box:
    kpis = [kpi for kpi in visit.framework.kpis_of_objective.get(objective.id, ()) if kpi.id in visit.verdicts]
    kpis.sort(key=lambda kpi: (kpi.id != objective.headline, visit.framework.tier_of(kpi) or 9))
    chips = []
    for kpi in kpis[:CHIPS]:
        verdict = visit.verdicts[kpi.id]
        chips.append(Chip(kpi.id, verdict.name, mark(verdict), value_of(verdict), telling(verdict, named=False)))

    def named(ids: list[str]) -> tuple[tuple[str, str], ...]:
        return tuple((name, visit.framework.objective[name].title) for name in dict.fromkeys(ids))

    drives = named([effect for cause, effect in edges if cause == objective.id])
    driven = named([cause for cause, effect in edges if effect == objective.id])
    shown = mark(rollup) if rollup else Mark(None, "no data")
    return Box(objective.id, objective.title, shown, tuple(chips), max(len(kpis) - CHIPS, 0), drives, driven)


PAGE = Page("/map", "Map", build, nav=2)
