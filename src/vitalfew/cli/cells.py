"""What the scorecard says of one KPI, cell by cell: words first, colour beside them and never alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from rich.text import Text

from vitalfew.base.period import Grain
from vitalfew.base.quantity import format_value
from vitalfew.cli.sparkline import sparkline
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import SHAPES, Change, Rollup, State, Status, Verdict

STYLES: dict[Status | None, str] = {"green": "green", "amber": "yellow", "red": "bold red", None: "dim"}
STATES: dict[State, str] = {
    "ok": "no status",
    "no-data": "no data",
    "no-target": "no target",
    "stale": "stale",
    "paused": "paused",
}
GOOD: dict[bool | None, str] = {True: "green", False: "red", None: "dim"}
TRENDS = {"up": "↗", "down": "↘", "flat": "→", "unknown": " "}
# The comparison that says most at each grain, and what people call it.
TELLING: dict[Grain, tuple[str, str]] = {
    "day": ("wow", "WoW"),
    "week": ("wow", "WoW"),
    "month": ("mom", "MoM"),
    "quarter": ("previous", "QoQ"),
    "year": ("yoy", "YoY"),
}


def badge(verdict: Verdict | Rollup) -> Text:
    """Give shape and word of a status; a stale red stays an exception and says both."""
    if verdict.status:
        return Text(f"{SHAPES[verdict.status]} {verdict.status}", STYLES[verdict.status])
    if verdict.state == "stale" and getattr(verdict, "last_status", None) == "red":
        return Text(f"{SHAPES['red']} red, stale", STYLES["red"])
    return Text(f"{SHAPES[None]} {STATES[verdict.state]}", "yellow" if verdict.state == "stale" else STYLES[None])


def number(verdict: Verdict, value: float | tuple[float, float] | None) -> str:
    """Write a number of the KPI, or a pair of bounds, with its unit."""
    if isinstance(value, tuple):
        low = format_value(value[0], None, verdict.decimals)
        return f"{low}–{format_value(value[1], verdict.unit, verdict.decimals)}"
    return format_value(value, verdict.unit, verdict.decimals)


def moved(change: Change, verdict: Verdict, word: str = "") -> Text:
    """Write a movement: the arrow is its direction, the colour whether that is good; points for `%`."""
    if change.value is None:
        return Text("–", "dim")
    arrow = "↑" if change.value > 0 else "↓" if change.value < 0 else "→"
    if change.relative is not None:
        size = f"{abs(change.relative) * 100:,.1f} %"
    elif verdict.unit == "%":
        size = f"{abs(change.value):,.1f} pt"
    else:
        size = number(verdict, abs(change.value))
    return Text(f"{arrow} {size} {word}".rstrip(), GOOD[change.better])


def _change(verdict: Verdict) -> Text:
    if verdict.period is None:
        return Text("–", "dim")
    name, word = TELLING[verdict.period.grain]
    return moved(getattr(verdict.change, name), verdict, word)


def _trend(verdict: Verdict) -> Text:
    trend = verdict.trend
    if trend.word in {"up", "down"}:
        word = {True: "better", False: "worse", None: trend.word}[trend.better]
        return Text(f"{TRENDS[trend.word]} {word}", GOOD[trend.better])
    return Text(f"{TRENDS[trend.word]} {trend.word}", "dim")


def _period(verdict: Verdict) -> Text:
    if verdict.period is None:
        return Text("–", "dim")
    if verdict.state == "stale":
        return Text(f"{verdict.period.label}, stale", "yellow")
    return Text(verdict.period.label, "dim")


People = Mapping[str, str]
"""Names by id of a person."""


def people(framework: Framework) -> People:
    """Give what each person is called: the name, else the role that is still to be filled, else the id."""
    return {person.id: person.name or person.role or person.id for person in framework.people}


class Column(NamedTuple):
    """A column of the scorecard; where the terminal is narrow, the highest rank goes first."""

    title: str
    rank: int
    right: bool
    cell: Callable[[Verdict, People], Text]


COLUMNS = (
    Column("Status", 0, False, lambda verdict, _: badge(verdict)),
    Column("KPI", 0, False, lambda verdict, _: Text(verdict.name)),
    Column("Value", 0, True, lambda verdict, _: Text(number(verdict, verdict.value), "bold")),
    Column("Target", 1, True, lambda verdict, _: Text(number(verdict, verdict.target_now))),
    Column("Change", 2, False, lambda verdict, _: _change(verdict)),
    Column("Trend", 3, False, lambda verdict, _: _trend(verdict)),
    Column("Recent", 4, False, lambda verdict, _: Text(sparkline(verdict.recent), "cyan")),
    Column("Year", 7, False, lambda verdict, _: moved(verdict.change.yoy, verdict)),
    Column("Owner", 5, False, lambda verdict, names: Text(names.get(verdict.owner or "", verdict.owner or "nobody"))),
    Column("Period", 6, False, lambda verdict, _: _period(verdict)),
)
