"""Objectives from what stands under them, and perspectives from objectives.

- A KPI counts once, at its primary objective, the first it names; operational metrics, drafts, retired KPIs and those told
  in words do not count.
- An objective counts once more as a result of its primary parent, the first objective it supports (`supports` is vertical;
  cause and effect never rolls up); an objective on a ring of `supports` counts for no parent.
- A perspective counts its objectives, less those that already count through a parent of the same perspective.
- *Results* are lagging KPIs, KPIs of no declared timing and child objectives; *drivers* are leading KPIs. The score comes from
  results where there are any, with drivers beside, else from drivers.
- A child without data passes its weight on and is counted as missing; under half the weight in data there is no score.
  A KPI with a status but no score (no threshold) counts with the least score of its colour.
- The status follows the score at 20/3 and 10/3. `mean-capped` keeps the score under 20/3 while a child it is taken from is red,
  a stale red one included.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import fsum, nextafter
from typing import NamedTuple

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.strategy import Objective
from vitalfew.model.verdict import Rollup, Status, Verdict

PASS, FULL = 10 / 3, 20 / 3
UNDER_FULL = nextafter(FULL, 0)
LEAST_OF: dict[Status | None, float | None] = {"green": FULL, "amber": PASS, "red": 0.0, None: None}


class Child(NamedTuple):
    """What a parent sees of a KPI or an objective; `was_red` is a red that has gone stale."""

    name: str
    weight: float
    score: float | None
    status: Status | None
    is_driver: bool = False
    was_red: bool = False


def _mean(children: Sequence[Child]) -> float:
    """Weighted mean, kept between the least and the greatest against rounding."""
    scores = [child.score or 0.0 for child in children]
    mean = fsum(child.weight * (child.score or 0.0) for child in children) / fsum(child.weight for child in children)
    return min(max(mean, min(scores)), max(scores))


def _worst(children: Sequence[Child]) -> float:
    return min(child.score or 0.0 for child in children)


def _share_green(children: Sequence[Child]) -> float:
    return 10 * fsum(each.weight for each in children if each.status == "green") / fsum(each.weight for each in children)


METHODS: dict[str, Callable[[Sequence[Child]], float]] = {
    "mean-capped": _mean,
    "mean": _mean,
    "worst": _worst,
    "share-green": _share_green,
}


def status_of(score: float | None) -> Status | None:
    """Give the colour of a score."""
    if score is None:
        return None
    if score >= FULL:
        return "green"
    return "red" if score < PASS else "amber"


def objectives(framework: Framework, verdicts: Sequence[Verdict]) -> tuple[Rollup, ...]:
    """Roll verdicts up to the objectives, in the order of the framework."""
    children: dict[str, list[Child]] = defaultdict(list)
    for verdict in verdicts:
        kpi = framework.kpi[verdict.ref.id]
        if kpi.kind == "kpi" and kpi.lifecycle != "draft" and kpi.scale != "text" and verdict.objective:
            children[verdict.objective].append(_child(verdict, kpi.objectives[0].weight, is_driver=kpi.timing == "leading"))
    above = parents(framework)
    done: dict[str, Rollup] = {}
    for objective in _upward(framework, above):
        rollup = _objective(objective, children[objective.id])
        done[objective.id] = rollup
        if objective.id in above:
            children[above[objective.id]].append(_part(rollup, objective.supports[0].weight))
    return tuple(done[id_] for id_ in dict.fromkeys(each.id for each in framework.objectives))


def perspectives(framework: Framework, rollups: Sequence[Rollup]) -> tuple[Rollup, ...]:
    """Roll objectives up to the perspectives, in the order of the framework."""
    above = parents(framework)
    lens_of = {each.ref.id: each.perspective for each in rollups}
    children: dict[str | None, list[Child]] = defaultdict(list)
    for rollup in rollups:
        if rollup.perspective not in {lens_of[id_] for id_ in _ancestors(rollup.ref.id, above)}:
            children[rollup.perspective].append(_part(rollup, framework.objective[rollup.ref.id].weight))
    found = []
    for lens in framework.lenses:
        score, reasons = _combine(children[lens.id], "mean-capped")
        found.append(_rollup(lens.ref, lens.title, None, score, (None, None), children[lens.id], (*reasons,)))
    return tuple(found)


def parents(framework: Framework) -> dict[str, str]:
    """Give each objective's primary parent; none for those on a ring of `supports`."""
    above = {
        each.id: each.supports[0].id
        for each in framework.objectives
        if each.supports and each.supports[0].id in framework.objective and framework.objective[each.id] is each
    }
    return {id_: parent for id_, parent in above.items() if id_ not in _ancestors(id_, above)}


def _ancestors(id_: str, above: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    while (step := above.get(id_)) is not None and step not in found:
        found.add(step)
        id_ = step
    return found


def _upward(framework: Framework, above: Mapping[str, str]) -> Iterator[Objective]:
    """Give every objective after those that stand under it."""
    own = list(framework.objective.values())
    return iter(sorted(own, key=lambda each: -len(_ancestors(each.id, above))))


def _child(verdict: Verdict, weight: float, *, is_driver: bool) -> Child:
    score = LEAST_OF[verdict.status] if verdict.score is None else verdict.score
    return Child(verdict.name, weight, score, verdict.status, is_driver, was_red=verdict.last_status == "red")


def _part(rollup: Rollup, weight: float) -> Child:
    return Child(rollup.name, weight, rollup.score, rollup.status)


def _objective(objective: Objective, children: Sequence[Child]) -> Rollup:
    results = [child for child in children if not child.is_driver]
    drivers = [child for child in children if child.is_driver]
    beside = (_combine(results, "mean")[0], _combine(drivers, "mean")[0])
    score, reasons = _combine(results or drivers, objective.roll_up)
    return _rollup(objective.ref, objective.title, objective.perspective, score, beside, children, (*reasons, *_effort(*beside)))


def _combine(children: Sequence[Child], method: str) -> tuple[float | None, tuple[str, ...]]:
    """Give the score and why it is low or missing."""
    heard = [child for child in children if child.score is not None]
    red = [child.name for child in heard if child.status == "red"]
    stale = [child.name for child in children if child.was_red]
    reasons = [say("red: {names}", names=", ".join(red))] if red else []
    reasons += [say("red, stale: {names}", names=", ".join(stale))] if stale else []
    if not heard or 2 * fsum(child.weight for child in heard) < fsum(child.weight for child in children):
        why = say("less than half of the weight has data") if children else say("nothing is linked that could be judged")
        return None, (*reasons, why)
    score = METHODS[method](heard)
    if method == "mean-capped" and (red or stale) and score >= FULL:
        return UNDER_FULL, (*reasons, say("capped at amber, since a child is red"))
    return score, tuple(reasons)


def _effort(results: float | None, drivers: float | None) -> Iterator[str]:
    """Say where drivers and results part."""
    said = {"green": say("good"), "amber": say("fair"), "red": say("bad")}
    effort, result = status_of(drivers), status_of(results)
    if effort and result and effort != result:
        yield say("effort {effort}, result {result}", effort=said[effort], result=said[result])


def _rollup(
    ref: Ref,
    name: str,
    perspective: str | None,
    score: float | None,
    beside: tuple[float | None, float | None],
    children: Sequence[Child],
    reasons: tuple[str, ...],
) -> Rollup:
    counted = sum(child.score is not None for child in children)
    silent = len(children) - counted
    unheard = say("{silent} of {children} without data", silent=silent, children=len(children))
    return Rollup(
        ref=ref,
        name=name,
        perspective=perspective,
        status=status_of(score),
        state="no-data" if score is None else "ok",
        score=score,
        results=beside[0],
        drivers=beside[1],
        children=len(children),
        counted=counted,
        reasons=(*reasons, unheard) if silent else reasons,
    )
