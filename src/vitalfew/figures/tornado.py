"""A tornado: what moves a number most, a bar each with its interval as a whisker; what is not sure is hatched and stands apart.

Right of the middle is for the better, left for the worse, so that colour says nothing alone. One SVG serves page, print and
documents; colours are the page's classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from vitalfew.base.said import say
from vitalfew.figures.chart import ticks
from vitalfew.figures.text import broken, written

WIDTH, NAMES, AMOUNTS = 920.0, 246.0, 104.0
TOP, ROW, THICK, FOOT, HEAD = 14.0, 34.0, 18.0, 34.0, 26.0
LETTER = 7.2
"""How wide a letter of the scale is, with room between its numbers."""
LEAST = 1.5
"""The least width of a bar, so that a small effect is seen."""
NOTHING = 1e-9
"""The size under which an effect is drawn as none."""
Write = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Bar:
    """What one thing does: its effect with its interval, above 0 for the better; `is_sure` where the interval holds no 0."""

    name: str
    effect: float
    low: float
    high: float
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class _Frame:
    low: float
    high: float

    def x(self, value: float) -> float:
        return round(NAMES + (value - self.low) / (self.high - self.low) * (WIDTH - NAMES - AMOUNTS), 1)


def tornado(bars: Sequence[Bar], *, label: str, write: Write) -> str:
    """Draw bars in their order, those that are not sure after all others; empty for none. `write` words an effect."""
    if not bars:
        return ""
    ends = [end for each in bars for end in (each.effect, each.low, each.high)]
    marks = ticks(min(0.0, *ends), max(0.0, *ends)) if max(map(abs, ends)) > NOTHING else [0.0, 1.0]
    frame = _Frame(marks[0], marks[-1])
    sure, unsure = [each for each in bars if each.is_sure], [each for each in bars if not each.is_sure]
    rows: list[str] = []
    y = TOP
    for each in sure:
        rows += _row(each, frame, y, write)
        y += ROW
    if unsure:
        rows.append(
            f'<text class="apart-name" x="{NAMES - 12:g}" y="{y + HEAD - 8:g}" text-anchor="end">{written(say("unclear"))}</text>'
        )
        rows.append(f'<line class="apart-line" x1="{NAMES:g}" x2="{WIDTH:g}" y1="{y + HEAD - 12:g}" y2="{y + HEAD - 12:g}"/>')
        y += HEAD
    for each in unsure:
        rows += _row(each, frame, y, write)
        y += ROW
    box = f'viewBox="0 0 {WIDTH:g} {y + FOOT:g}"'
    parts = [*_scale(frame, marks, y, write), *rows, _zero(frame, y)]
    return f'<svg class="chart tornado" role="img" aria-label="{written(label)}" {box}>{_HATCH}{"".join(parts)}</svg>'


_HATCH = (
    '<defs><pattern id="unsure-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="hatch" d="M0 3.5h7"/></pattern></defs>'
)


def _scale(frame: _Frame, marks: Sequence[float], y: float, write: Write) -> Iterator[str]:
    """Draw the scale; as many of its numbers as there is room for, the middle among them."""
    wide = max(len(written(write(mark))) for mark in marks) * LETTER
    between = frame.x(marks[1]) - frame.x(marks[0])
    every = int(wide // between) + 1
    middle = min(range(len(marks)), key=lambda place: abs(marks[place]))
    for place, mark in enumerate(marks):
        x = frame.x(mark)
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP - 6:g}" y2="{y:g}"/>'
        if (place - middle) % every == 0:
            yield f'<text class="axis" x="{x}" y="{y + 20:g}" text-anchor="middle">{written(write(mark))}</text>'


def _zero(frame: _Frame, y: float) -> str:
    x = frame.x(0.0)
    return f'<line class="zero" x1="{x}" x2="{x}" y1="{TOP - 6:g}" y2="{y:g}"/>'


def _row(bar: Bar, frame: _Frame, y: float, write: Write) -> Iterator[str]:
    middle = y + ROW / 2
    start, end = sorted((frame.x(0.0), frame.x(bar.effect)))
    kind = "unsure" if not bar.is_sure else "gain" if bar.effect >= 0 else "loss"
    said = say(
        "{name}: {effect} ({low} to {high})", name=bar.name, effect=write(bar.effect), low=write(bar.low), high=write(bar.high)
    )
    size = f'x="{start}" y="{middle - THICK / 2:g}" width="{max(LEAST, end - start):.1f}" height="{THICK:g}" rx="2"'
    yield f'<g class="{kind}"><title>{written(said)}</title>'
    yield from _name(bar.name, middle)
    yield f'<rect class="effect" {size}/>'
    if bar.low != bar.high:
        yield _whisker(frame, bar, middle)
    at = f'x="{WIDTH:g}" y="{middle + 4:g}"'
    yield f'<text class="amount" {at} text-anchor="end">{written(write(bar.effect))}</text></g>'


def _whisker(frame: _Frame, bar: Bar, y: float) -> str:
    low, high = frame.x(bar.low), frame.x(bar.high)
    return f'<path class="whisker" d="M{low} {y - 5:g}v10M{low} {y:g}H{high}M{high} {y - 5:g}v10"/>'


def _name(name: str, middle: float) -> Iterator[str]:
    """Write a name on up to two lines, cut where it is longer; in full it stands in the bar's title."""
    lines = broken(name, NAMES - 24, 2)
    first = middle + 4 - 7.5 * (len(lines) - 1)
    for place, line in enumerate(lines):
        yield f'<text class="name" x="{NAMES - 12:g}" y="{first + 15 * place:g}" text-anchor="end">{written(line)}</text>'
