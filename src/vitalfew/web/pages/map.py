"""The strategy map: objectives in their perspectives, what drives what, and their KPIs as they stand (STR-4, STR-8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from vitalfew.base.said import say
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
class Filter:
    """What the map can be narrowed to: the name of the field, its label, and each choice with whether it is taken."""

    name: str
    label: str
    choices: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page; `edges` are pairs of objectives, cause first, as one text for the script that draws them.

    `hidden` is how many objectives the filters leave out.
    """

    subtitle: str
    lanes: tuple[Lane, ...]
    edges: str
    loose: int
    filters: tuple[Filter, ...]
    hidden: int


CHIPS = 3
"""How many KPIs a box shows before it names the rest by their number."""


def build(visit: Visit) -> View:
    """Build the page."""
    framework = visit.framework
    shown = {each.id: each for each in framework.objective.values() if _is_wanted(each, visit)}
    edges = [(each.id, link.id) for each in shown.values() for link in (*each.drives, *each.supports)]
    edges = [edge for edge in edges if edge[1] in shown]
    lenses = {lens.id: lens for lens in framework.lenses}
    members: dict[str, list[Objective]] = defaultdict(list)
    for objective in shown.values():
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
    loose = sum(name not in linked for name in shown)
    written = " ".join(f"{cause}>{effect}" for cause, effect in edges)
    subtitle = framework.strategy.vision or framework.strategy.mission or ""
    return View(subtitle, lanes, written, loose, tuple(_filters(visit)), len(framework.objective) - len(shown))


def _is_wanted(objective: Objective, visit: Visit) -> bool:
    """Tell whether the filters let an objective through; an empty one, or one of what there is not, lets all."""
    known = {each.name: {id_ for id_, _, _ in each.choices} for each in _filters(visit)}
    has: dict[str, set[str]] = {
        "theme": set(objective.themes),
        "unit": {objective.org_unit or ""},
        "until": {objective.horizon.isoformat()} if objective.horizon else set(),
    }
    wanted = {name: visit.query.get(name, "") for name in has}
    return all(not each or each not in known.get(name, ()) or each in has[name] for name, each in wanted.items())


def _filters(visit: Visit) -> Iterator[Filter]:
    """Give the filters that have something to choose from."""
    framework, objectives = visit.framework, visit.framework.objectives
    units = {each.org_unit: framework.org_unit.get(each.org_unit) for each in objectives if each.org_unit}
    days = sorted({each.horizon for each in objectives if each.horizon})
    found = (
        ("theme", say("Theme of the strategy"), [(each.id, each.name or each.id) for each in framework.themes]),
        ("unit", say("Unit"), [(id_, unit.name or id_) for id_, unit in units.items() if unit]),
        ("until", say("Horizon"), [(day.isoformat(), say("{day:%-d %B %Y}", day=day)) for day in days]),
    )
    for name, label, choices in found:
        if len(choices) > 1:
            taken = visit.query.get(name, "")
            yield Filter(name, label, tuple((id_, title, id_ == taken) for id_, title in choices))


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
