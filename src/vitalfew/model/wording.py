"""How a verdict is put in words, the same on every surface: plain texts, with what is good or bad beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from vitalfew.base.period import Grain
from vitalfew.base.quantity import format_value
from vitalfew.base.said import say, several
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Attention, Change, Rollup, State, Status, Trend, Verdict

NOTHING = "–"
STATUSES: Mapping[Status, str] = {"green": say("on track"), "amber": say("at risk"), "red": say("off track")}
STATES: Mapping[State, str] = {
    "ok": say("no status"),
    "no-data": say("no data"),
    "no-target": say("no target"),
    "stale": say("stale"),
    "paused": say("paused"),
    "private": say("private"),
}
NEEDS: Mapping[Attention, str] = {
    "act-now": say("act now: it got worse by more than chance"),
    "change-process": say("change the process or the target: nothing changed, and it misses"),
    "investigate": say("look into it: it got worse by more than chance"),
    "pass-over": say("routine"),
    "learn": say("learn from it: it got better by more than chance"),
}
TELLING: Mapping[Grain, tuple[str, str]] = {
    "day": ("wow", say("WoW")),
    "week": ("wow", say("WoW")),
    "month": ("mom", say("MoM")),
    "quarter": ("previous", say("QoQ")),
    "year": ("yoy", say("YoY")),
}
"""The comparison that says most at each grain, and what people call it."""


GOALS: Mapping[str, Callable[[str], str]] = {
    "reach": lambda value: say("reach {value}", value=value),
    "at_least": lambda value: say("at least {value}", value=value),
    "at_most": lambda value: say("at most {value}", value=value),
    "within": lambda value: say("within {value}", value=value),
}
ANSWERS: Mapping[float, str] = {1.0: say("yes"), 0.0: say("no")}


class Mark(NamedTuple):
    """A status to show: colour and shape by `status`, None being a hollow one, and the word."""

    status: Status | None
    word: str


class Moved(NamedTuple):
    """A movement in words, and whether it is for the better; None where nothing says."""

    text: str
    better: bool | None


def mark(verdict: Verdict | Rollup) -> Mark:
    """Give the status to show; a stale red stays an exception and says both."""
    if verdict.status:
        return Mark(verdict.status, STATUSES[verdict.status])
    if verdict.state == "stale" and getattr(verdict, "last_status", None) == "red":
        return Mark("red", say("off track, stale"))
    return Mark(None, STATES[verdict.state])


def value(verdict: Verdict, *, bare: bool = False) -> str:
    """Write the KPI's value, or what was said in its place."""
    return verdict.words or number(verdict, verdict.value, bare=bare)


def number(verdict: Verdict, value: float | tuple[float, float] | None, *, bare: bool = False) -> str:
    """Write a number of the KPI, or a pair of bounds, with its unit; `bare` leaves out a unit that is a word."""
    unit = verdict.unit
    if verdict.scale == "yes-no" and isinstance(value, float) and value in ANSWERS:
        return ANSWERS[value]
    if bare and format_value(0, unit).endswith(f" {unit}") and unit != "%":
        unit = None
    return stated(value, unit, verdict.decimals)


def stated(value: float | tuple[float, float] | None, unit: str | None, decimals: int | None) -> str:
    """Write a number, or a pair of bounds, in a unit."""
    if isinstance(value, tuple):
        return say("{low}–{high}", low=format_value(value[0], None, decimals), high=format_value(value[1], unit, decimals))
    return format_value(value, unit, decimals)


def apart(value: float, unit: str | None, decimals: int | None) -> str:
    """Write how far two values are apart: points for `%`."""
    return say("{points:,.1f} pt", points=abs(value)) if unit == "%" else format_value(abs(value), unit, decimals)


def goal(kpi: Kpi) -> str:
    """Write a target as it was declared; empty where there is none."""
    target = kpi.target
    if target is None:
        return ""
    if target.values:
        return say("a table of {count} values", count=len(target.values))
    value = target.within or next(each for each in (target.reach, target.at_least, target.at_most) if each is not None)
    wanted = GOALS[target.kind](stated(value, kpi.unit, kpi.decimals))
    return say("{goal} by {day:%-d %B %Y}", goal=wanted, day=target.by) if target.by else wanted


def moved(change: Change, verdict: Verdict, name: str = "") -> Moved:
    """Write a movement: the arrow is its direction; points for `%`."""
    if change.value is None:
        return Moved(NOTHING, None)
    arrow = "↑" if change.value > 0 else "↓" if change.value < 0 else "→"
    if change.relative is not None:
        size: str = say("{percent:,.1f} %", percent=abs(change.relative) * 100)
    else:
        size = apart(change.value, verdict.unit, verdict.decimals)
    parts = [arrow, size, name] if name else [arrow, size]
    return Moved(several(parts, " "), change.better)


def telling(verdict: Verdict, *, named: bool = True) -> Moved:
    """Write the comparison that says most at the KPI's grain, with its name or without."""
    if verdict.period is None:
        return Moved(NOTHING, None)
    field, name = TELLING[verdict.period.grain]
    return moved(getattr(verdict.change, field), verdict, name if named else "")


def trend(verdict: Verdict) -> Moved:
    """Write the trend of the last periods: better, worse, flat, or that too little is known."""
    found: Trend = verdict.trend
    if found.word in {"up", "down"}:
        told = {True: say("better"), False: say("worse"), None: word(found.word)}[found.better]
        return Moved(several(["↑" if found.word == "up" else "↓", told], " "), found.better)
    return Moved(say("→ flat") if found.word == "flat" else NOTHING, None)


def variance(verdict: Verdict) -> Moved:
    """Write how far the value is from its target: on the good side or the bad; from the nearer bound of a range."""
    value, target = verdict.value, verdict.target_now
    if value is None or target is None:
        return Moved(NOTHING, None)
    if isinstance(target, tuple):
        nearest = min(max(value, target[0]), target[1])
        gap, better = value - nearest, value == nearest
    else:
        gap = value - target
        better = gap <= 0 if verdict.direction == "down" else gap >= 0
    sign = "+" if gap > 0 else "−" if gap < 0 else "±"
    return Moved(several([sign, apart(gap, verdict.unit, verdict.decimals)], ""), better)


def triggers(verdict: Verdict) -> str:
    """Name the triggers that hold, escalations before watches; empty where none does."""
    found = sorted(verdict.triggers, key=lambda each: each.opens != "escalation")
    return several((say("{trigger} since {day:%-d %B}", trigger=each.text, day=each.since) for each in found), "; ")


def people(framework: Framework) -> dict[str, str]:
    """Give what each person is called: the name, else the role that is still to be filled, else the id."""
    return {person.id: person.name or person.role or person.id for person in framework.people}
