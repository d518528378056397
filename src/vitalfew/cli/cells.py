"""What the scorecard says of one KPI, cell by cell: words first, colour beside them and never alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from rich.text import Text

from vitalfew.cli.sparkline import sparkline
from vitalfew.model import wording
from vitalfew.model.verdict import SHAPES, Attention, Change, Opening, Rollup, Status, Verdict
from vitalfew.model.wording import STATES, number, value

STYLES: dict[Status | None, str] = {"green": "green", "amber": "yellow", "red": "bold red", None: "dim"}
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


def badge(verdict: Verdict | Rollup) -> Text:
    """Give shape and word of a status; a stale red stays an exception and says both."""
    if verdict.status:
        return Text(f"{SHAPES[verdict.status]} {verdict.status}", STYLES[verdict.status])
    if verdict.state == "stale" and getattr(verdict, "last_status", None) == "red":
        return Text(f"{SHAPES['red']} red, stale", STYLES["red"])
    return Text(f"{SHAPES[None]} {STATES[verdict.state]}", "yellow" if verdict.state == "stale" else STYLES[None])


def moved(change: Change, verdict: Verdict, word: str = "") -> Text:
    """Write a movement: the arrow is its direction, the colour whether that is good; points for `%`."""
    return _coloured(wording.moved(change, verdict, word))


def change(verdict: Verdict, *, named: bool = True) -> Text:
    """Write the comparison that says most at the KPI's grain, with its name or without."""
    return _coloured(wording.telling(verdict, named=named))


def _coloured(said: wording.Moved) -> Text:
    return Text(said.text, GOOD[said.better])


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
