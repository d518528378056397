"""Stretches of time as bars below each other, with what is to be done by a day on them, and today as a line.

What has no end fades out at the right edge. A milestone that is done is full, one that is not is hollow, and red once late.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import Literal, NamedTuple

from vitalfew.base.said import say
from vitalfew.figures.text import written

State = Literal["done", "ahead", "late"]
REACHED: Mapping[State, str] = {"done": say("done"), "ahead": say("ahead"), "late": say("late")}
"""What is said of a milestone."""
WIDTH, LEFT, RIGHT, TOP, ROW, BAR = 920, 216, 16, 28, 40, 16
LETTERS = 31
"""How many letters of a name fit beside its bar."""
MOST = 14
"""How many months are named before only every third is."""


class Point(NamedTuple):
    """A milestone."""

    name: str
    on: date
    state: State


class Stretch(NamedTuple):
    """A bar: from a day to a day, either of which may be unknown; `tone` is a class of the page."""

    name: str
    starts: date | None
    ends: date | None
    tone: str
    points: tuple[Point, ...] = ()


class Frame(NamedTuple):
    """Where days lie on the drawing."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Give where a day lies, at the edge where it is outside."""
        share = (min(max(day, self.first), self.last) - self.first) / (self.last - self.first)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def timeline(stretches: Sequence[Stretch], *, today: date, label: str) -> str:
    """Draw stretches as an SVG that says `label`; empty where none has a day."""
    days = [day for each in stretches for day in (each.starts, each.ends, *(point.on for point in each.points)) if day]
    if not days:
        return ""
    first, last = min(*days, today), max(*days, today) + timedelta(days=15)
    frame = Frame(first.replace(day=1), last)
    height = TOP + ROW * len(stretches) + 8
    rows = (part for place, each in enumerate(stretches) for part in _row(frame, each, TOP + ROW * place))
    x = frame.x(today)
    now = f'<line class="now" x1="{x}" x2="{x}" y1="{TOP - 6}" y2="{height}"><title>{written(say("today"))}</title></line>'
    parts = "".join([*_months(frame, height), *rows, now])
    return f'<svg class="chart timeline" role="img" aria-label="{written(label)}" viewBox="0 0 {WIDTH} {height}">{parts}</svg>'


def _months(frame: Frame, height: int) -> Iterator[str]:
    months = [*_firsts(frame)]
    every = 1 if len(months) <= MOST else 3
    for day in months:
        x = frame.x(day)
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP - 6}" y2="{height}"/>'
        if (day.month - 1) % every == 0 and x < WIDTH - 40:
            said = say("{day:%b %Y}", day=day) if day.month == 1 or day == months[0] else say("{day:%b}", day=day)
            yield f'<text class="axis" x="{x + 3}" y="16">{written(said)}</text>'


def _firsts(frame: Frame) -> Iterator[date]:
    day = frame.first
    while day <= frame.last:
        yield day
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _row(frame: Frame, each: Stretch, top: int) -> Iterator[str]:
    middle = top + ROW / 2
    name = each.name if len(each.name) <= LETTERS else f"{each.name[: LETTERS - 1].rstrip()}…"
    yield f'<text class="stretch-name" x="0" y="{middle + 4}">{escape(name)}<title>{escape(each.name)}</title></text>'
    if each.starts or each.ends:
        left, right = frame.x(each.starts or frame.first), frame.x(each.ends or frame.last)
        open_ = "" if each.ends else " open"
        yield (
            f'<rect class="stretch {each.tone}{open_}" x="{left}" y="{middle - BAR / 2}" width="{max(right - left, 4):.1f}" '
            f'height="{BAR}" rx="4"/>'
        )
    for point in each.points:
        yield _point(frame.x(point.on), middle, point)


def _point(x: float, y: float, point: Point) -> str:
    said = say("{name}, {day:%-d %B %Y}: {state}", name=point.name, day=point.on, state=REACHED[point.state])
    return f'<path class="milestone {point.state}" d="M{x} {y - 7}l7 7-7 7-7-7z"><title>{written(said)}</title></path>'
