"""What the arrows of the strategy map carry: how far one objective moves the next's headline, by what evidence (STR-8, AUD-4).

An arrow between two objectives stands for their KPIs: for the headline of the first where it has a number, else for the KPI of
the first that moves the second's headline most. Its strength is told in steps of the headline's own value, not by the share of
the gap to its target: a gap that is nearly closed would make every arrow thick, and one that is met would leave none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from vitalfew.base.said import say
from vitalfew.insight.edge import Edge, Grade
from vitalfew.insight.sentence import GRADES, beside, effect
from vitalfew.insight.sight import Reach, Sight, sense, shock_of
from vitalfew.model.framework import Framework

STEPS = (0.01, 0.05)
"""The shares of the headline's value from which on a 10 % better KPI counts as moving it noticeably, and much."""
Way = Literal["with", "against", "open"]


@dataclass(frozen=True, slots=True)
class Strand:
    """What an arrow from an objective to another carries.

    `strength` is 0 where there is no number, else 1 to 3; `way` whether the second gets better with the first, worse, or whether
    that is open. `reach` is the effect itself, None where no KPI could tell.
    """

    cause: str
    effect: str
    grade: Grade
    strength: int
    way: Way
    reach: Reach | None


def strands(sight: Sight, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Strand]:
    """Give what each arrow between two objectives carries."""
    return {(cause, effect): _strand(sight, cause, effect) for cause, effect in pairs}


def _strand(sight: Sight, cause: str, effect: str) -> Strand:
    known = sight.framework.objective
    headline = sight.headline(known[effect])
    kpis = [kpi.id for kpi in sight.framework.kpis_of_objective.get(cause, ()) if kpi.id != headline]
    kpis.sort(key=lambda kpi: kpi != known[cause].headline)
    found = [sight.reach_of(kpi, known[effect]) for kpi in kpis]
    told = [each for each in found if each.effect is not None]
    first = next((each for each in told if each.kpi == known[cause].headline), None)
    reach = first or max(told, key=lambda each: abs(each.effect or 0.0), default=found[0] if found else None)
    if reach is None or reach.effect is None:
        return Strand(cause, effect, "none", 0, "open", reach)
    strength = _strength(sight, reach.headline or "", reach.effect)
    return Strand(cause, effect, reach.grade or "none", strength, _way(reach.low or 0.0, reach.high or 0.0), reach)


def carried(sight: Sight, edge: Edge) -> tuple[Grade, int, Way]:
    """Give the grade, strength and way of a link between two KPIs."""
    known = sight.framework.kpi
    shock = shock_of(known[edge.start], sight.today.kpis.get(edge.start))
    if edge.slope is None or shock is None:
        return edge.grade, 0, "open"
    turn = shock * sense(known[edge.end])
    low, high = sorted(turn * (each or 0.0) for each in (edge.low, edge.high))
    return edge.grade, _strength(sight, edge.end, turn * edge.slope), _way(low, high)


def _way(low: float, high: float) -> Way:
    return "open" if low <= 0 <= high else "with" if low > 0 else "against"


def _strength(sight: Sight, end: str, effect: float) -> int:
    value = abs(sight.today.kpis.get(end, 0.0))
    share = abs(effect) / value if value else 0.0
    return 1 + sum(share >= step for step in STEPS)


def told(strand: Strand, framework: Framework) -> str:
    """Say what an arrow carries: effect, interval, lag, grade; of one link from data, what was declared beside what was seen."""
    if strand.reach is None:
        return say("{grade}: no KPI can tell", grade=GRADES["none"])
    said = effect(strand.reach, framework)
    paths = strand.reach.paths
    if strand.grade != "estimated" or not paths or len(paths[0].edges) > 1:
        return said
    return say("{effect}; {beside}", effect=said, beside=beside(paths[0].edges[0], framework))


LEGEND: Mapping[Grade, str] = {
    "identity": say("double: by formula"),
    "estimated": say("full: estimated from data"),
    "expert": say("dashed: as people declared"),
    "none": say("dotted: no number"),
}
"""What the line of an arrow says."""
MEASURE = say(
    "The thicker an arrow, the further a KPI that is 10 % better moves the next headline: less than 1 % of its value, "
    "up to 5 %, more. A minus marks what pulls the other way."
)
"""What the width of an arrow says."""
