"""One objective: how it stands, what its results and drivers say, what it drives, what is done for it (STR-3, STR-4)."""

from __future__ import annotations

from dataclasses import dataclass

from vitalfew.base.errors import UnknownName
from vitalfew.base.said import say, several
from vitalfew.base.word import word
from vitalfew.model.strategy import Objective
from vitalfew.model.verdict import Rollup
from vitalfew.model.wording import Mark, Moved, mark, number, telling, variance
from vitalfew.model.wording import value as value_of
from vitalfew.web.page import Page
from vitalfew.web.pages._chain import Chain, chains
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Row:
    """A KPI of the objective as it stands."""

    id: str
    name: str
    timing: str
    mark: Mark
    value: str
    target: str
    variance: Moved
    change: Moved
    owner: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another objective that is a cause or an effect."""

    id: str
    name: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Work:
    """An initiative for the objective."""

    name: str
    status: str
    owner: str
    when: str


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    id: str
    name: str
    perspective: str
    owner: str
    mark: Mark
    facts: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    rows: tuple[Row, ...]
    causes: tuple[Neighbour, ...]
    effects: tuple[Neighbour, ...]
    work: tuple[Work, ...]
    chains: tuple[Chain, ...]


def build(visit: Visit, id_: str) -> View:
    """Build the page; raises UnknownName."""
    framework = visit.framework
    objective = framework.objective.get(id_)
    if objective is None:
        raise UnknownName("objective", id_, framework.objective)
    rollup = visit.rollups.get(id_)
    lens = next((visit.title(each.ref) for each in framework.lenses if each.id == objective.perspective), "")
    kpis = [kpi.id for kpi in framework.kpis_of_objective.get(id_, ()) if kpi.id in visit.verdicts]
    effects = [link.id for link in (*objective.drives, *objective.supports)]
    causes = [each.id for each in framework.objectives if id_ in {link.id for link in (*each.drives, *each.supports)}]
    return View(
        id_,
        objective.title,
        lens,
        visit.names.get(objective.owner or "", objective.owner or say("nobody")),
        mark(rollup) if rollup else Mark(None, say("no data")),
        _facts(rollup),
        rollup.reasons if rollup else (),
        tuple(_row(name, objective, visit) for name in kpis),
        tuple(_neighbour(name, visit) for name in causes),
        tuple(_neighbour(name, visit) for name in effects),
        tuple(_work(id_, visit)),
        chains(objective, visit),
    )


def _facts(rollup: Rollup | None) -> tuple[tuple[str, str], ...]:
    if rollup is None or rollup.score is None:
        return ()
    named = ((say("What it is to bring"), rollup.results), (say("What drives it"), rollup.drivers))
    return (
        (say("Score"), say("{score:.1f} of 10", score=rollup.score)),
        *((name, say("{score:.1f}", score=score)) for name, score in named if score is not None),
        (say("KPIs with data"), say("{n} of {all}", n=rollup.counted, all=rollup.children)),
    )


def _row(id_: str, objective: Objective, visit: Visit) -> Row:
    verdict, kpi = visit.verdicts[id_], visit.framework.kpi[id_]
    timing = say("headline") if id_ == objective.headline else word(kpi.timing or "")
    owner = visit.names.get(verdict.owner, verdict.owner) if verdict.owner else say("nobody answers for it")
    value, target = value_of(verdict), number(verdict, verdict.target_now)
    return Row(id_, verdict.name, timing, mark(verdict), value, target, variance(verdict), telling(verdict), owner)


def _neighbour(id_: str, visit: Visit) -> Neighbour:
    objective, rollup = visit.framework.objective.get(id_), visit.rollups.get(id_)
    return Neighbour(id_, objective.title if objective else id_, mark(rollup) if rollup else None)


def _work(id_: str, visit: Visit) -> list[Work]:
    found = []
    for each in visit.framework.initiatives:
        if each.objective == id_:
            when = several((say("{day:%-d %b %Y}", day=day) for day in (each.starts, each.ends) if day), say(" to "))
            found.append(Work(each.name or each.id, word(each.status or ""), visit.names.get(each.owner or "", ""), when))
    return found


PAGE = Page("/objective/{id_}", say("Objective"), build)
