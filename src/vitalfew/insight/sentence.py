"""What insight found, in sentences for people: the numbers with their interval, the evidence, and what it does not say."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, log10

from vitalfew.base.quantity import format_value
from vitalfew.base.said import say, say_count, several
from vitalfew.insight.edge import PERCENT, Edge, Grade, is_unseen
from vitalfew.insight.sight import Clarity, Path, Reach
from vitalfew.model.framework import Framework
from vitalfew.model.wording import apart

GRADES: Mapping[Grade, str] = {
    "identity": say("by formula"),
    "estimated": say("estimated from data"),
    "expert": say("as people declared"),
    "none": say("without evidence"),
}
CLARITIES: Mapping[Clarity, str] = {
    "clear": say("clear"),
    "weak": say("weak"),
    "unclear": say("unclear"),
    "broken": say("broken off"),
}
WEEK = 7
FINE = 0.1
"""Points below which one decimal says too little."""
HALF = 0.5
"""The share of an effect that must be left without any one period, or it is said that one carries it."""
LEAST, POINT = 0.1, 1.0
"""How large an effect is told at least, one in points too: of ten, a hundred … where that of one is smaller."""


def signed(value: float, unit: str | None) -> str:
    """Write a change with its sign, in points where the unit is `%`."""
    mark = "+" if value > 0 else "−" if value < 0 else "±"
    fine = unit == PERCENT and 0 < abs(value) < FINE
    amount = say("{points} pt", points=format_value(abs(value))) if fine else apart(value, unit, None)
    return say("{mark}{amount}", mark=mark, amount=amount)


def effect(reach: Reach, framework: Framework) -> str:
    """Say what an improvement does to an objective: the effect and its interval, its share of the gap, when, on what evidence."""
    kpi, objective = framework.kpi[reach.kpi], framework.objective[reach.objective]
    if reach.effect is None or reach.headline is None or reach.shock is None:
        return say(
            "{objective}: {clarity}, {reason}", objective=objective.title, clarity=CLARITIES[reach.clarity], reason=reach.reason
        )
    headline = framework.kpi[reach.headline]
    return say(
        "{objective}: {shock} of {kpi} goes with {effect} of {headline} ({interval}){share}{time}; {grade}; {clarity}, {reason}",
        objective=objective.title,
        shock=signed(reach.shock, kpi.unit),
        kpi=kpi.title,
        effect=signed(reach.effect * _sign(framework, reach.headline), headline.unit),
        headline=headline.title,
        interval=interval(reach, framework),
        share=_share(reach),
        time=_time(reach),
        grade=GRADES[reach.grade or "none"],
        clarity=CLARITIES[reach.clarity],
        reason=reach.reason,
    )


def amount(reach: Reach, framework: Framework) -> str:
    """Say an effect in the headline's own direction; empty where there is none."""
    if reach.effect is None or reach.headline is None:
        return ""
    return signed(reach.effect * _sign(framework, reach.headline), framework.kpi[reach.headline].unit)


def _sign(framework: Framework, headline: str) -> float:
    """Effects are counted in the good direction; people read them in the headline's own."""
    return -1.0 if framework.kpi[headline].good == "down" else 1.0


def interval(reach: Reach, framework: Framework) -> str:
    """Say the interval of an effect."""
    headline = framework.kpi[reach.headline or ""]
    ends = sorted((each or 0.0) * _sign(framework, headline.id) for each in (reach.low, reach.high))
    if reach.low == reach.high:
        return say("exactly")
    return say("90 %: {low} to {high}", low=signed(ends[0], headline.unit), high=signed(ends[1], headline.unit))


def _share(reach: Reach) -> str:
    said = share_of(reach)
    return say(", {share}", share=said) if said else ""


def share_of(reach: Reach) -> str:
    """Say which part of the gap an effect closes; empty where none is known."""
    if reach.gap == 0:
        return say("its target is met already")
    if reach.share is None:
        return ""
    if reach.share < 0:
        return say("which widens the gap to its target by {share:.0f} %", share=-100 * reach.share)
    return say("{share:.0f} % of the gap to its target", share=100 * reach.share)


def _time(reach: Reach) -> str:
    takes = weeks(reach.days) if reach.days else ""
    return say(", after about {weeks}", weeks=takes) if takes else ""


def weeks(days: tuple[float, float]) -> str:
    """Say how long something takes, in weeks; empty for at once."""
    least, most = (round(each / WEEK) for each in days)
    if not days[1]:
        return ""
    if least == most:
        return say_count("{n} week", "{n} weeks", most)
    return say("{least} to {weeks}", least=least, weeks=say_count("{n} week", "{n} weeks", most))


def way(path: Path, framework: Framework) -> str:
    """Say a path: the KPIs on it, each step with its evidence."""
    ways = (say("{kpi} ({step})", kpi=framework.kpi[edge.end].title, step=_step(edge)) for edge in path.edges)
    return several([framework.kpi[path.edges[0].start].title, *ways], " → ")


def _step(edge: Edge) -> str:
    if is_unseen(edge):
        return say("{grade}, not seen in the data", grade=GRADES[edge.grade])
    if edge.grade == "estimated" and edge.estimate and edge.estimate.said == "against":
        return say("{grade}, against what was declared", grade=GRADES[edge.grade])
    return GRADES[edge.grade]


def beside(edge: Edge, framework: Framework) -> str:
    """Say what was declared of a link and what the data say, side by side."""
    return say(
        "declared: {declared}; from data: {estimated}",
        declared=declared_of(edge, framework),
        estimated=estimated_of(edge, framework),
    )


def declared_of(edge: Edge, framework: Framework) -> str:
    """Say what people declared that a change of one KPI does to another."""
    if edge.declared is None:
        return say("by formula") if edge.grade == "identity" else say("no number")
    return _for_each(edge, framework, signed(_one(edge, framework) * edge.declared, framework.kpi[edge.end].unit))


def estimated_of(edge: Edge, framework: Framework) -> str:
    """Say what the data show a change of one KPI to go with, and how sure that is; or why they show nothing."""
    unit, one = framework.kpi[edge.end].unit, _one(edge, framework)
    if edge.grade == "identity" and edge.slope is not None:
        return _for_each(edge, framework, say("exactly {slope}", slope=signed(one * edge.slope, unit)))
    if edge.grade != "estimated" or edge.slope is None or edge.low is None or edge.high is None:
        return edge.reason or say("not estimated")
    ends = {"low": signed(one * edge.low, unit), "high": signed(one * edge.high, unit)}
    said = _for_each(edge, framework, say("{slope} (90 %: {low} to {high})", slope=signed(one * edge.slope, unit), **ends))
    return several(filter(None, (said, _others(edge, framework), carried(edge, framework))), "; ")


def _others(edge: Edge, framework: Framework) -> str:
    """Name the drivers whose part was taken off an estimate; empty where there are none."""
    beside = edge.estimate.beside if edge.estimate else ()
    if not beside:
        return ""
    others = several((framework.kpi[each].title for each in beside), ", ", say(" and "))
    return say("with what {others} moves taken off", others=others)


def _for_each(edge: Edge, framework: Framework, slope: str) -> str:
    return say("{slope} for each {one}", slope=slope, one=signed(_one(edge, framework), framework.kpi[edge.start].unit))


def _one(edge: Edge, framework: Framework) -> float:
    """Give the change of the first KPI of which an effect is told: 1, or as many tens as make it worth telling."""
    least = POINT if framework.kpi[edge.end].unit == PERCENT else LEAST
    size = max(abs(each or 0.0) for each in (edge.slope, edge.declared))
    return 1.0 if not size or size >= least else 10.0 ** ceil(log10(least / size))


def carried(edge: Edge, framework: Framework) -> str:
    """Say where one period alone carries an estimate: without it the effect halves, doubles or turns; empty where none does."""
    seen = edge.estimate
    if edge.grade != "estimated" or edge.slope is None or seen is None or not seen.effect or seen.alone is None:
        return ""
    shares = sorted(each / seen.effect for each in seen.alone)
    if shares[0] > HALF and shares[1] < 1 / HALF:
        return ""
    unit = framework.kpi[edge.end].unit
    low, high = (signed(each, unit) for each in sorted(_one(edge, framework) * edge.slope * share for share in shares))
    said = _for_each(edge, framework, say("between {low} and {high}", low=low, high=high))
    return say("one period carries much of this: without any one of them it is {said}", said=said)
