"""What the alignment scores ask for, each as a change that can be proposed: another KPI, another objective, or one more.

A replacement takes the place of a weak KPI, which is retired, and keeps its links. A KPI that fits another objective better
serves that one in place of those that hardly anything in its words speaks for. For an objective that no KPI serves an entry of
the catalogue is taken in, as a draft that answers from its day on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from vitalfew.base.said import say, several
from vitalfew.draft.changes import Change, Step
from vitalfew.draft.moves import add, link, replace_by
from vitalfew.draft.scene import Likeness, Scene
from vitalfew.insight.aligned import Aligned
from vitalfew.insight.fit import Alignment
from vitalfew.insight.replace import Proposal
from vitalfew.model.organization import Level
from vitalfew.model.strategy import Objective


def realign(found: Aligned, today: date) -> Iterator[Change]:
    """Give what can be proposed of what the scores say, in the order in which they say it."""
    scene = Scene(found.meant.framework, Likeness(found.chosen.engine))
    for proposal in found.proposals:
        yield _begun(_replaced(scene, proposal), today)
    for each in found.scored:
        yield from _moved(scene, each)
    for gap in found.gaps:
        objective = scene.framework.objective[gap.objective]
        for level, unit in _place(scene, objective):
            for one in gap.proposals:
                made = add(scene, one.entry, objective, level, unit, one.fit.both)
                yield _begun(replace(made, reason=say("its words, or its usual objectives, fit this one well")), today)


def _replaced(scene: Scene, each: Proposal) -> Change:
    why = say("its words fit objective `{objective}` clearly better", objective=each.fit.objective)
    return replace_by(scene, scene.framework.kpi[each.kpi or ""], each.entry, why, each.fit.both)


def _moved(scene: Scene, each: Alignment) -> Iterator[Change]:
    """Let a KPI serve the objective that fits it better, and no longer those that hardly anything speaks for."""
    better, kpi = each.better, scene.framework.kpi[each.kpi]
    if better is None:
        return
    why = say(
        "its words and the KPIs beside it fit that objective clearly better: {better:.2f} against {own:.2f}",
        better=better.both,
        own=max((one.both for one in each.links), default=0.0),
    )
    made = link(scene, kpi, scene.framework.objective[better.objective], better.both, why)
    own = {one.id for one in kpi.objectives}
    old = [one.objective for one in each.weak_links if one.objective in own]
    if not old:
        yield made
        return
    what = say(
        "let KPI `{kpi}` serve objective `{objective}` in place of {old}",
        kpi=kpi.id,
        objective=better.objective,
        old=several(f"`{one}`" for one in old),
    )
    steps = (*(Step("drop", kpi.ref, "objectives", one) for one in old), *made.steps)
    yield replace(made, what=what, steps=steps)


def _place(scene: Scene, objective: Objective) -> Iterator[tuple[Level, str | None]]:
    """Give where a KPI of an objective stands: on the level of its unit, else at the top; nowhere without levels."""
    framework = scene.framework
    unit = framework.org_unit.get(objective.org_unit or "")
    level = framework.level.get(unit.level or "") if unit else None
    top = next((each for each in framework.all_levels if each.tier == 1), None)
    if unit and level:
        yield level, unit.id
    elif top:
        yield top, None


def _begun(change: Change, today: date) -> Change:
    """Let a KPI that comes answer for the days from now on alone."""
    steps = (step._replace(value=step.value | {"since": today}) if step.how == "new" else step for step in change.steps)
    return replace(change, steps=tuple(steps))
