"""The cascade: units below units with their objectives and KPIs, what each carries above, and who wins where they compete.

CAS-3, CAS-4. Units that lead round in a circle are each shown once; what names no unit stands in a branch of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count, several
from vitalfew.insight.coverage import unit_of
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.organization import OrgUnit
from vitalfew.model.strategy import Objective
from vitalfew.model.verdict import Status
from vitalfew.model.wording import NOTHING, STATUSES, Mark, mark, value
from vitalfew.rules.competing_without_priority import goals
from vitalfew.rules.conflict import Conflict, conflicts
from vitalfew.web.page import Page
from vitalfew.web.pages.matrix import LINKS, Item, item_of, mark_of
from vitalfew.web.visit import Visit

OPEN = 2
"""How many levels of the tree stand open at first."""
WHOLE = 150
"""How many KPIs and objectives the page shows of all units; where there are more, it shows those of one unit at a time."""


@dataclass(frozen=True, slots=True)
class Up:
    """A line upward: how, and to what."""

    link: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective of a unit."""

    name: str
    path: str
    mark: Mark
    priority: str
    ups: tuple[Up, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A KPI of a unit as it stands; one without a line upward is lit."""

    name: str
    path: str
    mark: Mark
    value: str
    owner: str
    kind: str
    ups: tuple[Up, ...]
    is_loose: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A unit with what is below it; `tally` counts the KPIs of the unit and of all below, by how they stand.

    `left` says what is only shown on the page of the unit, in a large organisation.
    """

    id: str
    name: str
    level: str
    head: str
    work: str
    tally: tuple[tuple[Mark, int], ...]
    objectives: tuple[Goal, ...]
    kpis: tuple[Held, ...]
    children: tuple[Node, ...]
    is_open: bool
    left: str


@dataclass(frozen=True, slots=True)
class Rank:
    """An objective with the place it takes where it competes."""

    priority: int
    name: str
    path: str
    mark: Mark
    unit: str


@dataclass(frozen=True, slots=True)
class Contest:
    """Two sides that pull at one lever, and in words which wins."""

    lever: Item
    better: Item
    worse: Item
    sides: str
    verdict: str
    is_settled: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    subtitle: str
    roots: tuple[Node, ...]
    ranks: tuple[Rank, ...]
    unranked: int
    contests: tuple[Contest, ...]


def build(visit: Visit) -> View:
    """Build the page."""
    framework = visit.framework
    roots = tuple(_Tree(visit).roots())
    ranked = sorted((each for each in framework.objectives if each.priority), key=lambda each: each.priority or 0)
    return View(
        say("What each part of the organisation carries for the one above it"),
        roots,
        tuple(
            Rank(each.priority or 0, each.title, f"/objective/{each.id}", _mark(each, visit), _unit(each, visit))
            for each in ranked
        ),
        len(framework.objectives) - len(ranked),
        tuple(_contest(each, visit) for each in conflicts(framework)),
    )


class _Tree:
    """Units by their parents, and what each unit holds."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        framework = visit.framework
        self._below: dict[str | None, list[OrgUnit]] = defaultdict(list)
        for unit in framework.org_unit.values():
            self._below[unit.parent if unit.parent in framework.org_unit else None].append(unit)
        self._kpis: dict[str | None, list[Kpi]] = defaultdict(list)
        for kpi in framework.current_kpis:
            unit_id = unit_of(framework, kpi)
            self._kpis[unit_id if unit_id in framework.org_unit else None].append(kpi)
        self._objectives: dict[str | None, list[Objective]] = defaultdict(list)
        for each in framework.objectives:
            self._objectives[each.org_unit if each.org_unit in framework.org_unit else None].append(each)
        self._seen: set[str] = set()
        self._is_whole = len(framework.current_kpis) + len(framework.objectives) <= WHOLE
        self._chosen = visit.query.get("unit", "")
        self._opened = set(above(framework, self._chosen))

    def _is_shown(self, unit: str | None) -> bool:
        return self._is_whole or (unit or "none") == self._chosen

    def _left(self, unit: str | None) -> str:
        """Say what a unit holds that is not shown here; empty where all is."""
        number = 0 if self._is_shown(unit) else len(self._kpis[unit]) + len(self._objectives[unit])
        return say_count("{n:,} objective or KPI", "{n:,} objectives and KPIs", number) if number else ""

    def roots(self) -> Iterator[Node]:
        """Give the units that nothing is above, what a circle hides, and what names no unit."""
        for unit in (*reversed(self._below[None]), *self._visit.framework.org_units):
            if unit.id not in self._seen:
                yield self._node(unit, 0)
        if self._kpis[None] or self._objectives[None]:
            tally = Counter(mark_of(kpi.id, self._visit) for kpi in self._kpis[None] if kpi.kind == "kpi")
            held, aims = self._held(None), self._goals(None)
            is_open = self._is_shown(None)
            work = say("these name no unit that is declared")
            yield Node("none", say("No unit"), "", "", work, _tally(tally), aims, held, (), is_open, self._left(None))

    def _node(self, unit: OrgUnit, depth: int) -> Node:
        visit = self._visit
        self._seen.add(unit.id)
        below = [each for each in reversed(self._below[unit.id]) if each.id not in self._seen]
        children = tuple(self._node(each, depth + 1) for each in below)
        tally = Counter(mark_of(kpi.id, visit) for kpi in self._kpis[unit.id] if kpi.kind == "kpi")
        for child in children:
            tally.update(dict(child.tally))
        return Node(
            unit.id,
            unit.name or unit.id,
            visit.title(Ref("level", unit.level)) if unit.level else "",
            visit.names.get(unit.head or "", unit.head or ""),
            unit.work or "",
            _tally(tally),
            self._goals(unit.id),
            self._held(unit.id),
            children,
            (depth < OPEN and (self._is_whole or bool(children))) or unit.id in self._opened,
            self._left(unit.id),
        )

    def _goals(self, unit: str | None) -> tuple[Goal, ...]:
        visit = self._visit
        return tuple(
            Goal(
                each.title,
                f"/objective/{each.id}",
                _mark(each, visit),
                str(each.priority or ""),
                tuple(_ups(each.ref, visit)),
            )
            for each in (self._objectives[unit] if self._is_shown(unit) else ())
        )

    def _held(self, unit: str | None) -> tuple[Held, ...]:
        shown = self._kpis[unit] if self._is_shown(unit) else []
        return tuple(_held(kpi, self._visit) for kpi in sorted(shown, key=lambda kpi: kpi.kind == "metric"))


def above(framework: Framework, unit: str) -> Iterator[str]:
    """Give a unit and those above it; each once, should they lead round in a circle."""
    seen: set[str] = set()
    here: str | None = unit
    while here in framework.org_unit and here not in seen:
        seen.add(here)
        yield here
        here = framework.org_unit[here].parent


def _held(kpi: Kpi, visit: Visit) -> Held:
    verdict = visit.verdicts.get(kpi.id)
    ups, is_metric = tuple(_ups(kpi.ref, visit)), kpi.kind == "metric"
    return Held(
        kpi.title,
        f"/kpi/{kpi.id}",
        mark_of(kpi.id, visit),
        value(verdict) if verdict else NOTHING,
        ", ".join(visit.names.get(each, each) for each in kpi.owners) or say("nobody answers for it"),
        say("operational metric") if is_metric else "",
        ups,
        not ups and not is_metric,
    )


def _ups(ref: Ref, visit: Visit) -> Iterator[Up]:
    """Give what a KPI or an objective carries; the mission is what everything is for, and is left out."""
    for edge in visit.workspace.lines.edges.get(ref, ()):
        if edge.link != "mission":
            path = f"/{edge.to.kind}/{edge.to.id}" if edge.to in visit.framework.index else ""
            yield Up(LINKS[edge.link], visit.title(edge.to), path)


def _mark(objective: Objective, visit: Visit) -> Mark:
    rollup = visit.rollups.get(objective.id)
    return mark(rollup) if rollup else Mark(None, say("no data"))


def _unit(objective: Objective, visit: Visit) -> str:
    return visit.title(Ref("org_unit", objective.org_unit)) if objective.org_unit else ""


ORDER: tuple[Status | None, ...] = ("red", "amber", "green", None)


def _tally(found: Counter[Mark]) -> tuple[tuple[Mark, int], ...]:
    """Give the count of each standing, what is off track first; all that is without a status together."""
    counts = Counter[Status | None]()
    for each, times in found.items():
        counts[each.status] += times
    words = {status: STATUSES[status] if status else say("without status") for status in ORDER}
    return tuple((Mark(status, words[status]), counts[status]) for status in ORDER if counts[status])


def _contest(found: Conflict, visit: Visit) -> Contest:
    """Say who wins: the objective of the smaller priority, where both say theirs (CAS-4)."""
    lines = visit.workspace.lines
    one, other = (_first(goals(lines, kpi.id), visit) for kpi in (found.better, found.worse))
    verdict, is_settled = say("nothing says who goes first: give both objectives a priority"), False
    if one and one == other:
        verdict, is_settled = say("both serve “{name}”, whose owner decides", name=one.title), True
    elif one and other and one.priority and other.priority and one.priority != other.priority:
        winner = one if one.priority < other.priority else other
        verdict = say("“{name}” goes first, by priority {priority}", name=winner.title, priority=winner.priority)
        is_settled = True
    names = sorted(visit.names.get(each, each) for each in found.sides)
    lever, better, worse = (item_of(kpi.id, visit) for kpi in (found.lever, found.better, found.worse))
    return Contest(lever, better, worse, several(names, say(" and ")), verdict, is_settled)


def _first(ids: Iterable[str], visit: Visit) -> Objective | None:
    found = sorted((visit.framework.objective[id_] for id_ in ids), key=lambda each: (each.priority or 99, each.id))
    return found[0] if found else None


PAGE = Page("/cascade", say("Cascade"), build, nav=10)
