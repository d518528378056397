"""What insight found, in sentences for people: the numbers with their interval, the evidence, and what it does not say."""

from __future__ import annotations

from collections.abc import Mapping

from vitalfew.base.said import say, say_count
from vitalfew.insight.edge import Edge, Grade
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


def signed(value: float, unit: str | None) -> str:
    """Write a change with its sign, in points where the unit is `%`."""
    mark = "+" if value > 0 else "−" if value < 0 else "±"
    return say("{mark}{amount}", mark=mark, amount=apart(value, unit, None))


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
        interval=_interval(reach, framework),
        share=_share(reach),
        time=_time(reach),
        grade=GRADES[reach.grade or "none"],
        clarity=CLARITIES[reach.clarity],
        reason=reach.reason,
    )


def _sign(framework: Framework, headline: str) -> float:
    """Effects are counted in the good direction; people read them in the headline's own."""
    return -1.0 if framework.kpi[headline].good == "down" else 1.0


def _interval(reach: Reach, framework: Framework) -> str:
    headline = framework.kpi[reach.headline or ""]
    ends = sorted((each or 0.0) * _sign(framework, headline.id) for each in (reach.low, reach.high))
    if reach.low == reach.high:
        return say("exactly")
    return say("90 %: {low} to {high}", low=signed(ends[0], headline.unit), high=signed(ends[1], headline.unit))


def _share(reach: Reach) -> str:
    if reach.gap == 0:
        return say(", and its target is met already")
    return say(", {share:.0f} % of the gap to its target", share=100 * reach.share) if reach.share is not None else ""


def _time(reach: Reach) -> str:
    if not reach.days or not reach.days[1]:
        return ""
    weeks = [round(each / WEEK) for each in reach.days]
    if weeks[0] == weeks[1]:
        return say(", after about {weeks}", weeks=say_count("{n} week", "{n} weeks", weeks[1]))
    return say(", after about {least} to {weeks}", least=weeks[0], weeks=say_count("{n} week", "{n} weeks", weeks[1]))


def way(path: Path, framework: Framework) -> str:
    """Say a path: the KPIs on it, each step with its evidence."""
    names = [
        framework.kpi[path.edges[0].start].title,
        *(f"{framework.kpi[edge.end].title} ({_step(edge)})" for edge in path.edges),
    ]
    return " → ".join(names)


def _step(edge: Edge) -> str:
    return str(GRADES[edge.grade])


def beside(edge: Edge, framework: Framework) -> str:
    """Say what was declared of a link and what the data say, side by side."""
    unit = framework.kpi[edge.end].unit
    declared = signed(edge.declared, unit) if edge.declared is not None else say("no number")
    seen = edge.estimate
    if seen is None or seen.effect is None or edge.grade != "estimated" or edge.slope is None:
        return say("declared: {declared}; from data: {reason}", declared=declared, reason=edge.reason or say("not estimated"))
    return say(
        "declared: {declared}; from data: {slope} ({low} to {high}) for each {one}",
        declared=declared,
        slope=signed(edge.slope, unit),
        low=signed(edge.low or 0.0, unit),
        high=signed(edge.high or 0.0, unit),
        one=signed(1.0, framework.kpi[edge.start].unit),
    )
