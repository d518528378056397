"""What the scorecard says of one KPI, cell by cell: words first, colour beside them and never alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from rich.text import Text

from vitalfew.base.period import Grain
from vitalfew.base.quantity import format_value
from vitalfew.cli.sparkline import sparkline
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import SHAPES, Attention, Change, Opening, Rollup, State, Status, Verdict

STYLES: dict[Status | None, str] = {"green": "green", "amber": "yellow", "red": "bold red", None: "dim"}
STATES: dict[State, str] = {
    "ok": "no status",
    "no-data": "no data",
    "no-target": "no target",
    "stale": "stale",
    "paused": "paused",
    "private": "private",
}
SHORT_VALUE = 12
GOOD: dict[bool | None, str] = {True: "green", False: "red", None: "dim"}
TRENDS = {"up": "↗", "down": "↘"}
# A word for each: what is routine needs none of the meeting's time.
NEEDS: dict[Attention | None, tuple[str, str]] = {
    "act-now": ("act now", "bold red"),
    "change-process": ("change it", "red"),
    "investigate": ("look", "yellow"),
    "pass-over": ("routine", "dim"),
    "learn": ("learn", "green"),
    None: ("–", "dim"),
}
OPENINGS: tuple[Opening, ...] = ("escalation", "watch")
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


ANSWERS: dict[float, str] = {1.0: "yes", 0.0: "no"}


def value(verdict: Verdict, *, bare: bool = False) -> str:
    """Write the KPI's value, or what was said in its place."""
    return verdict.words or number(verdict, verdict.value, bare=bare)


def number(verdict: Verdict, value: float | tuple[float, float] | None, *, bare: bool = False) -> str:
    """Write a number of the KPI, or a pair of bounds, with its unit; `bare` leaves out a unit that is a word."""
    unit = verdict.unit
    if verdict.scale == "yes-no" and value in ANSWERS:
        return ANSWERS[value]
    if bare and format_value(0, unit).endswith(f" {unit}") and unit != "%":
        unit = None
    if isinstance(value, tuple):
        return f"{format_value(value[0], None, verdict.decimals)}–{format_value(value[1], unit, verdict.decimals)}"
    return format_value(value, unit, verdict.decimals)


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


def change(verdict: Verdict, *, named: bool = True) -> Text:
    """Write the comparison that says most at the KPI's grain, with its name or without."""
    if verdict.period is None:
        return Text("–", "dim")
    name, word = TELLING[verdict.period.grain]
    return moved(getattr(verdict.change, name), verdict, word if named else "")


def _trend(verdict: Verdict) -> Text:
    trend = verdict.trend
    if trend.word in {"up", "down"}:
        word = {True: "better", False: "worse", None: trend.word}[trend.better]
        return Text(f"{TRENDS[trend.word]} {word}", GOOD[trend.better])
    return Text("→ flat" if trend.word == "flat" else "–", "dim")


def signal(verdict: Verdict) -> Text:
    """Give what the KPI asks for, behind the arrow of a signal where there is one."""
    word, style = NEEDS[verdict.attention]
    way = verdict.signal.direction if verdict.signal else None
    if way is None:
        return Text(word, style)
    return Text(f"{'↑' if way == 'up' else '↓'} {word if verdict.attention else 'signal'}", style)


def triggers(verdict: Verdict) -> str:
    """Name the triggers that hold, escalations before watches; empty where none does."""
    parts = []
    for opens in OPENINGS:
        mine = [f"{each.text} since {each.since.isoformat()}" for each in verdict.triggers if each.opens == opens]
        parts += [f"{opens}: {', '.join(mine)}"] if mine else []
    return "; ".join(parts)


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


def _short_value(verdict: Verdict, _: People) -> Text:
    """Cut a long unit, never a digit."""
    text, digits = value(verdict), "" if verdict.words else number(verdict, verdict.value, bare=True)
    cut = Text(text, "bold")
    cut.truncate(max(SHORT_VALUE, len(digits)), overflow="ellipsis")
    return cut


def _owner(verdict: Verdict, names: People) -> Text:
    return Text(names.get(verdict.owner, verdict.owner) if verdict.owner else "no one person")


class Column(NamedTuple):
    """A column of the scorecard: where the terminal is narrow, `short` cells stand in, then the highest rank goes first."""

    title: str
    rank: int
    right: bool
    cell: Callable[[Verdict, People], Text]
    short: Callable[[Verdict, People], Text] | None = None


COLUMNS = (
    Column("Status", 0, False, lambda verdict, _: badge(verdict)),
    Column("KPI", 0, False, lambda verdict, _: Text(verdict.name)),
    Column("Value", 0, True, lambda verdict, _: Text(value(verdict), "bold"), _short_value),
    Column("Target", 1, True, lambda verdict, _: Text(number(verdict, verdict.target_now, bare=True))),
    Column("Change", 2, False, lambda verdict, _: change(verdict), lambda verdict, _: change(verdict, named=False)),
    Column("Signal", 4, False, lambda verdict, _: signal(verdict)),
    Column("Trend", 3, False, lambda verdict, _: _trend(verdict)),
    Column("Recent", 5, False, lambda verdict, _: Text(sparkline(verdict.recent), "cyan")),
    Column("Year", 8, False, lambda verdict, _: moved(verdict.change.yoy, verdict)),
    Column("Owner", 6, False, _owner),
    Column("Period", 7, False, lambda verdict, _: _period(verdict)),
)
SHORT = tuple(column._replace(cell=column.short or column.cell) for column in COLUMNS)
