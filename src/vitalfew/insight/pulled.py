"""What it would take to close a gap, in sentences for people: the change of each lever, how far known, by when, at what cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from vitalfew.base.said import say, several
from vitalfew.insight.lever import Against, Known, Lever, Levers, Said
from vitalfew.insight.sentence import signed, weeks
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.wording import apart, stated

KNOWN: Mapping[Known, str] = {
    "target": say("within its own target"),
    "reached": say("it was there before"),
    "never": say("it was never there"),
}
SAID: Mapping[Said, str] = {
    "closes": say("would close it alone"),
    "partly": say("would close part of it"),
    "worse": say("the wrong way"),
    "unclear": say("unclear"),
    "outside": say("not ours to move"),
}


def _day(day: date) -> str:
    return say("{day:%-d %b %Y}", day=day)


def gap_of(found: Levers, framework: Framework) -> str:
    """Say what is to be closed: where the headline stands, where it is to be and by when; or why there is nothing to close."""
    if found.headline is None or found.value is None or found.target is None or found.gap is None:
        return found.reason
    kpi = framework.kpi[found.headline]
    facts = {
        "headline": kpi.title,
        "value": stated(found.value, kpi.unit, kpi.decimals),
        "target": stated(found.target, kpi.unit, kpi.decimals),
        "gap": apart(found.gap, kpi.unit, kpi.decimals),
    }
    if not found.gap:
        return say("{headline} stands at {value}; its target of {target} is met", **facts)
    if found.by is None:
        return say("{headline} stands at {value}; {gap} are left to its target of {target}", **facts)
    day = _day(found.by)
    if found.is_past:
        return say(
            "{headline} stands at {value}; {gap} were left to its target of {target} when its day came, {day}", day=day, **facts
        )
    return say("{headline} stands at {value}; {gap} are left to its target of {target} by {day}", day=day, **facts)


def change_of(lever: Lever, kpi: Kpi) -> str:
    """Say the change that a lever needs alone, with its interval; empty where there is none."""
    if lever.change is None or lever.low is None or lever.high is None or lever.to is None:
        return ""
    facts = {"change": signed(lever.change, kpi.unit), "to": stated(lever.to, kpi.unit, kpi.decimals)}
    stops = lever.said == "partly"
    parts: list[str] = [say("asks for {change}, and {to} is the end", **facts) if stops else say("{change} to {to}", **facts)]
    if lever.relative is not None:
        parts.append(relative_of(lever.relative))
    if lever.low != lever.high:
        ends = (signed(each, kpi.unit) for each in sorted((lever.low, lever.high), key=abs))
        parts.append(say("90 %: {low} to {high}", **dict(zip(("low", "high"), ends, strict=True))))
    return several(parts, "; ")


def relative_of(share: float) -> str:
    """Say a change as a part of today's value."""
    return say("{mark}{percent:,.0f} % of today's", mark="+" if share > 0 else "−", percent=100 * abs(share))


def said_of(lever: Lever) -> str:
    """Say what a lever does to the gap alone, and why not more."""
    if lever.said == "partly" and lever.most is not None:
        return say("closes {share:.0f} % at most: {reason}", share=100 * lever.most, reason=lever.reason)
    return say("{said}: {reason}", said=SAID[lever.said], reason=lever.reason) if lever.reason else SAID[lever.said]


def usual_of(lever: Lever, kpi: Kpi) -> str:
    """Say how far a lever usually reaches, and what that closes; empty where nothing is known of it."""
    if lever.usual is None or lever.usual_share is None or lever.value is None:
        return ""
    if not lever.usual:
        return say("it stands at its target or best quarter already")
    to = stated(lever.value + lever.usual, kpi.unit, kpi.decimals)
    return say("to its target or best quarter, {to}: {share:.0f} % of the gap", to=to, share=100 * min(1.0, lever.usual_share))


def when_of(lever: Lever) -> str:
    """Say by when a lever has to have moved, or that it is too late for that."""
    if lever.days is None or lever.soonest is None:
        return ""
    takes = weeks(lever.days)
    soonest = _day(lever.soonest)
    if lever.by is None:
        return say("takes {weeks}", weeks=takes) if takes else say("at once")
    if lever.is_late:
        return say("too late: it takes {weeks}; what moves today shows by {day}", weeks=takes, day=soonest)
    return say("has to have moved by {day}", day=_day(lever.by))


def against_of(each: Against, framework: Framework) -> str:
    """Say what a lever costs another KPI."""
    kpi = framework.kpi[each.kpi]
    name = say("its guard {kpi}", kpi=kpi.title) if each.named else kpi.title
    if each.amount is None or each.low is None or each.high is None:
        return say("{kpi}: nobody said by how much it moves", kpi=name)
    ends = {"low": signed(each.low, kpi.unit), "high": signed(each.high, kpi.unit)}
    amount = signed(each.amount, kpi.unit)
    if each.low == each.high:
        return say("{kpi}: {amount}", kpi=name, amount=amount)
    return say("{kpi}: {amount} (90 %: {low} to {high})", kpi=name, amount=amount, **ends)


def mix_of(found: Levers, framework: Framework) -> str:
    """Say which levers together close the gap, or how far they get; by when they have to move, and on what that hangs."""
    mix = found.mix
    if mix is None:
        return say("No lever is known that could move the usual way and close any of it.") if found.levers else ""
    share = 100 * min(1.0, mix.share)
    sure = say(" (90 %: {low:.0f} to {high:.0f} % of it)", low=100 * mix.low, high=100 * mix.high) if mix.low < mix.high else ""
    facts = {"pulls": several(_pulls(found, framework), ", "), "sure": sure}
    if not mix.closes:
        first = say(
            "Nothing known closes the gap. Pulled as far as they usually reach, these close {share:.0f} %: {pulls}{sure}.",
            share=share,
            **facts,
        )
    elif len(mix.pulls) == 1:
        first = say("This closes the gap: {pulls}{sure}.", **facts)
    else:
        first = say("Together these close the gap: {pulls}{sure}.", **facts)
    return several([first, *_conditions(found, framework)], " ")


def _conditions(found: Levers, framework: Framework) -> Iterator[str]:
    mix = found.mix
    pulled = {each.kpi for each in mix.pulls} if mix else set()
    used = [each for each in found.levers if each.kpi in pulled]
    if mix and mix.by:
        yield say("The first of it has to have moved by {day}.", day=_day(mix.by))
    if any(each.path and each.path.edges[0].grade == "identity" for each in used):
        yield say("That holds if all else in the formula stays as it is.")
    costs = dict.fromkeys(cost.kpi for each in used for cost in each.against)
    if costs:
        yield say("Against it: {kpis}.", kpis=several(framework.kpi[each].title for each in costs))


def _pulls(found: Levers, framework: Framework) -> Iterator[str]:
    for each in found.mix.pulls if found.mix else ():
        kpi = framework.kpi[each.kpi]
        to = stated(each.to, kpi.unit, kpi.decimals)
        yield say("{kpi} {change} to {to}", kpi=kpi.title, change=signed(each.change, kpi.unit), to=to)
