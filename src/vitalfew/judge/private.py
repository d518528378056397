"""A scorecard as one viewer may see it: figures that are private to others are left out, and so is what gives them away (CAS-5).

- A private KPI stays in its place, in the order of the framework, with the reason and without a figure: it is neither green nor
  missing, and it counts at its objective as it does for everybody, so that an objective has one status whoever asks.
- A roll-up is withheld where results or drivers under it hold the figures of one to four people that are private to others, or
  where it is the worst of any. A roll-up that is withheld passes those people on to what it is a part of, since a sum and all
  but one of its parts give the last part away.
- What a roll-up says of its parts names no private one, and a guard that is private to others breaks nothing that is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from vitalfew.base.said import say
from vitalfew.judge.rollup import objectives, parents, perspectives
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import Change, Changes, Rollup, Scorecard, Trend, Verdict
from vitalfew.model.visibility import FEWEST, behind, hidden, reason, told_to

if TYPE_CHECKING:
    from pyarrow import Table

SOMEBODY = say("a private KPI")
WITHHELD = say("withheld: it holds the private figures of fewer than {fewest} people", fewest=FEWEST)
_UNKNOWN = Change(None, missing="private")
_CHANGES = Changes(_UNKNOWN, _UNKNOWN, _UNKNOWN, _UNKNOWN)
_TREND = Trend("unknown", None, None, None, 0)
Names = frozenset[str]
FIGURES = ("value", "numerator", "denominator")


def for_viewer(scorecard: Scorecard, framework: Framework, viewer: str | None) -> Scorecard:
    """Give what a person may see of a scorecard of all KPIs; None is nobody in particular, who sees what is public."""
    return without(scorecard, framework, hidden(framework, viewer))


def without(scorecard: Scorecard, framework: Framework, unseen: Names) -> Scorecard:
    """Give a scorecard without the figures of some KPIs."""
    if not unseen:
        return scorecard
    named = tuple(replace(each, name=SOMEBODY) if each.ref.id in unseen else each for each in scorecard.verdicts)
    rolled = objectives(framework, named)
    closed, lenses = _withheld(framework, scorecard.verdicts, rolled, unseen)
    return Scorecard(
        scorecard.as_of,
        tuple(
            _closed(each, framework) if each.ref.id in unseen else _unguarded(each, framework, unseen)
            for each in scorecard.verdicts
        ),
        tuple(_without(each) if each.ref.id in closed else each for each in rolled),
        tuple(_without(each) if each.ref.id in lenses else each for each in perspectives(framework, rolled)),
        told_to(scorecard.incomplete, framework, unseen),
    )


def rows_without(observations: Table, unseen: Names) -> Table:
    """Give observations without the figures of some KPIs; the rows stay, each with the reason."""
    if not unseen:
        return observations
    import pyarrow as pa  # noqa: PLC0415  # a scorecard has no need of it
    import pyarrow.compute as pc  # noqa: PLC0415  # as above

    private = pc.is_in(observations["kpi"], value_set=pa.array(sorted(unseen), pa.string()))
    said = {name: pc.if_else(private, pa.scalar(None, pa.float64()), observations[name]) for name in FIGURES}
    said["missing"] = pc.if_else(private, "private", observations["missing"])
    for name, column in said.items():
        observations = observations.set_column(observations.column_names.index(name), name, column)
    return observations


def _closed(verdict: Verdict, framework: Framework) -> Verdict:
    """Leave of a verdict what stands in the framework."""
    return Verdict(
        ref=verdict.ref,
        name=verdict.name,
        lifecycle=verdict.lifecycle,
        level=verdict.level,
        tier=verdict.tier,
        org_unit=verdict.org_unit,
        unit=verdict.unit,
        decimals=verdict.decimals,
        direction=verdict.direction,
        owner=verdict.owner,
        objective=verdict.objective,
        perspective=verdict.perspective,
        period=None,
        value=None,
        missing="private",
        status=None,
        state="private",
        last_status=None,
        score=None,
        target_now=None,
        target=None,
        threshold=None,
        progress=None,
        pace=None,
        change=_CHANGES,
        trend=_TREND,
        recent=(),
        to_date=None,
        reasons=(reason(framework, framework.kpi[verdict.ref.id]),),
        scale=verdict.scale,
    )


def _unguarded(verdict: Verdict, framework: Framework, unseen: Names) -> Verdict:
    private = {say("its guard `{guard}` is red", guard=id_) for id_ in framework.kpi[verdict.ref.id].guards if id_ in unseen}
    left = tuple(each for each in verdict.triggers if each.text not in private)
    return verdict if len(left) == len(verdict.triggers) else replace(verdict, triggers=left)


def _withheld(framework: Framework, verdicts: Sequence[Verdict], rolled: Sequence[Rollup], unseen: Names) -> tuple[Names, Names]:
    """Give the objectives and the perspectives that are withheld."""
    above = parents(framework)
    parts: dict[str, dict[bool, set[str]]] = defaultdict(lambda: {False: set(), True: set()})
    for verdict in verdicts:
        kpi = framework.kpi[verdict.ref.id]
        counts = kpi.kind == "kpi" and kpi.lifecycle != "draft" and verdict.objective
        if counts and kpi.id in unseen:
            parts[counts][kpi.timing == "leading"] |= behind(framework, kpi)
    closed: set[str] = set()
    for id_ in _upward(framework, above):
        if _is_few(parts[id_], is_worst=framework.objective[id_].roll_up == "worst"):
            closed.add(id_)
            if id_ in above:
                parts[above[id_]][False] |= set().union(*parts[id_].values())
    lenses: dict[str | None, set[str]] = defaultdict(set)
    for each in rolled:
        if each.ref.id in closed:
            lenses[each.perspective] |= set().union(*parts[each.ref.id].values())
    return frozenset(closed), frozenset(lens for lens, people in lenses.items() if lens and len(people) < FEWEST)


def _is_few(parts: Mapping[bool, set[str]], *, is_worst: bool) -> bool:
    return any(people and (is_worst or len(people) < FEWEST) for people in parts.values())


def _upward(framework: Framework, above: Mapping[str, str]) -> list[str]:
    """Give the ids of objectives, each after those that stand under it."""

    def depth(id_: str) -> int:
        return 1 + depth(above[id_]) if id_ in above else 0

    return sorted(framework.objective, key=depth, reverse=True)


def _without(rollup: Rollup) -> Rollup:
    return replace(rollup, status=None, state="private", score=None, results=None, drivers=None, reasons=(WITHHELD,))
