"""The chart of a KPI: values over periods with target, threshold and process limits; what is missing is a gap, never a zero.

A status is shape and colour, a signal is ringed, a value that is not complete is hollow, and where the definition changed a
line says so. One SVG serves page, print and documents; colours are the page's classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from math import ceil, floor, log10
from typing import NamedTuple, TypeVar

from vitalfew.base.said import say, several
from vitalfew.base.word import word
from vitalfew.figures.text import written
from vitalfew.language.tongue import told
from vitalfew.model.course import Course, Step

LEFT, RIGHT, TOP, BOTTOM = 78.0, 150.0, 16.0, 34.0
WIDTH, HEIGHT = 920, 320
TICKS = 5
GAP = 15.0
"""The least distance between two names at the right edge."""
LETTER = 7.5
"""How wide a letter of a period's name is, with room between names."""
AXIS, NAMES = 10, 24
"""How many letters have room beside the scale, and at the right edge."""
Write = Callable[[float], str]
Pair = tuple[float, float]
T = TypeVar("T")


class Frame(NamedTuple):
    """Where values and periods lie on the drawing."""

    low: float
    high: float
    periods: int
    left: float = LEFT
    right: float = WIDTH - RIGHT

    def x(self, place: float) -> float:
        """Give where a period lies, by its place from the left."""
        return round(self.left + (place + 0.5) * (self.right - self.left) / self.periods, 1)

    def y(self, value: float) -> float:
        """Give where a value lies."""
        return round(TOP + (self.high - value) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM), 1)


def chart(course: Course, *, label: str, write: Write) -> str:
    """Draw a course as an SVG that says `label`; `write` words a number with its unit. Empty where no value is known."""
    parts = _panel(course, write, LEFT, WIDTH - RIGHT)
    return _drawing(parts, label)


def pair(near: Course, far: Course, *, label: str, write: Write) -> str:
    """Draw two courses beside each other, each with a scale of its own; the nearer one takes a third. Empty as `chart` is."""
    ends = WIDTH * 0.42
    left, right = _panel(near, write, LEFT, ends - RIGHT), _panel(far, write, ends + LEFT, WIDTH - RIGHT)
    return _drawing([*left, *right], label)


def _drawing(parts: Sequence[str], label: str) -> str:
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg class="chart" role="img" aria-label="{written(label)}" {box}>{"".join(parts)}</svg>' if parts else ""


def _panel(course: Course, write: Write, left: float, right: float) -> list[str]:
    """Draw a course between two edges; nothing where no value is known."""
    steps = course.steps
    if not any(step.value is not None for step in steps):
        return []
    known = [value for step in steps for value in _values(step)]
    known += [value for value in course.before if value is not None]
    known += [course.expected.low, course.expected.high] if course.expected else []
    marks = ticks(min(known), max(known))
    frame = Frame(min(marks[0], *known), max(marks[-1], *known), max(len(steps), _place(course) + 1), left, right)
    return [
        *_grid(frame, marks, write),
        *_band(frame, steps),
        *_before(frame, course),
        *_lines(frame, steps),
        *_changes(frame, steps),
        *_expected(frame, course),
        *_points(frame, steps, write),
        *_names(frame, course, write),
        *_last(frame, steps, write),
        *_periods(frame, course),
    ]


def _values(step: Step) -> Iterator[float]:
    yield from (value for value in (step.value, *_pair(step.target), *_pair(step.threshold)) if value is not None)
    if step.limits:
        yield from (step.limits[0], step.limits[2])


def _place(course: Course) -> int:
    """Give the place of the period that something is expected of: that of its label, else after the last; -1 for none."""
    if course.expected is None:
        return -1
    labels = [step.label for step in course.steps]
    return labels.index(course.expected.label) if course.expected.label in labels else len(labels)


def _pair(bound: float | Pair | None) -> tuple[float | None, float | None]:
    return bound if isinstance(bound, tuple) else (bound, None)


def ticks(low: float, high: float) -> list[float]:
    """Give round numbers that cover the values."""
    span = (high - low) or abs(high) or 1.0
    power = 10 ** floor(log10(span / TICKS))
    step = next(power * each for each in (1, 2, 2.5, 5, 10) if span / (power * each) <= TICKS)
    return [round(place * step, 12) for place in range(floor(low / step), ceil(high / step) + 1)]


def _grid(frame: Frame, marks: Sequence[float], write: Write) -> Iterator[str]:
    for tick in marks:
        y = frame.y(tick)
        yield f'<line class="grid" x1="{frame.left:g}" x2="{frame.right:g}" y1="{y}" y2="{y}"/>'
        yield f'<text class="axis" x="{frame.left - 8:g}" y="{y + 4}" text-anchor="end">{_short(write(tick), AXIS)}</text>'


def _short(number: str, most: int) -> str:
    """Write a number; without its unit where that has no room."""
    said = written(number)
    return said if len(said) <= most else said.split(" ", 1)[0]


def _band(frame: Frame, steps: Sequence[Step]) -> Iterator[str]:
    """Shade between the process limits and draw their centre."""
    for start, run in _runs([step.limits for step in steps]):
        upper = _stairs(frame, start, [limits[2] for limits in run])
        lower = _stairs(frame, start, [limits[0] for limits in run])[::-1]
        yield f'<path class="limits" d="M{_joined([*upper, *lower])}z"/>'
        yield f'<path class="centre" d="M{_joined(_stairs(frame, start, [limits[1] for limits in run]))}"/>'


def _lines(frame: Frame, steps: Sequence[Step]) -> Iterator[str]:
    for name in ("threshold", "target"):
        for side in (0, 1):
            for start, run in _runs([_pair(getattr(step, name))[side] for step in steps]):
                yield f'<path class="{name}" d="M{_joined(_stairs(frame, start, run))}"/>'
    for start, run in _runs([step.value if step.complete else None for step in steps]):
        yield f'<path class="values" d="M{_joined([(frame.x(start + at), frame.y(value)) for at, value in enumerate(run)])}"/>'


def _before(frame: Frame, course: Course) -> Iterator[str]:
    """Draw the same periods a year before."""
    for start, run in _runs(course.before):
        points = [(frame.x(start + at), frame.y(value)) for at, value in enumerate(run)]
        yield f'<path class="before" d="M{_joined(points)}"/>'


def _changes(frame: Frame, steps: Sequence[Step]) -> Iterator[str]:
    for place, step in enumerate(steps):
        if step.redefined:
            x = frame.x(place - 0.5)
            yield f'<line class="redefined" x1="{x}" x2="{x}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>'
            yield f'<text class="axis" x="{x + 4}" y="{TOP + 9}">{written(say("new definition"))}</text>'


def _expected(frame: Frame, course: Course) -> Iterator[str]:
    """Draw what is expected of the next period as a bar from low to high."""
    if course.expected is None:
        return
    x, low, high = frame.x(_place(course)), frame.y(course.expected.low), frame.y(course.expected.high)
    yield f'<line class="expected" x1="{x}" x2="{x}" y1="{high}" y2="{low}"/>'
    yield f'<circle class="expected-value" cx="{x}" cy="{frame.y(course.expected.value)}" r="4"/>'


def _points(frame: Frame, steps: Sequence[Step], write: Write) -> Iterator[str]:
    for place, step in enumerate(steps):
        if step.value is None:
            continue
        x, y = frame.x(place), frame.y(step.value)
        said: list[str] = [say("{period}: {value}", period=step.label, value=write(step.value))]
        said += [word(step.status)] if step.status else []
        said += [say("signal {way}", way=word(step.signal))] if step.signal else []
        said += [] if step.complete else [say("not complete yet")]
        ring = f'<circle class="signal" cx="{x}" cy="{y}" r="8"/>' if step.signal else ""
        title = f"<title>{written(several(said))}</title>"
        kind = f"point {step.status or 'none'}{'' if step.complete else ' partial'}"
        yield f'<g class="{kind}">{title}{ring}{_shape(step, x, y)}</g>'


def _shape(step: Step, x: float, y: float) -> str:
    if step.status == "red":
        return f'<rect x="{x - 3.6}" y="{y - 3.6}" width="7.2" height="7.2"/>'
    if step.status == "amber":
        return f'<path d="M{x} {y - 5}l4.6 8.4h-9.2z"/>'
    return f'<circle cx="{x}" cy="{y}" r="4"/>'


def _names(frame: Frame, course: Course, write: Write) -> Iterator[str]:
    """Name the lines at the right edge with where they stand, moved apart where they would touch."""
    held = (step for step in reversed(course.steps) if step.target is not None or step.limits)
    last = next(held, course.steps[-1])
    ends = (("target", word("target")), ("threshold", word("threshold")))
    found = [(kind, name, value) for kind, name in ends for value in _pair(getattr(last, kind)) if value is not None]
    if last.limits:
        lower, middle, upper = last.limits
        found += [("limit", say("upper limit"), upper), ("limit", say("average"), middle), ("limit", say("lower limit"), lower)]
    before = next((value for value in reversed(course.before) if value is not None), None)
    found += [("before", say("a year before"), before)] if before is not None else []
    y = -GAP
    for kind, name, value in sorted(found, key=lambda each: -each[2]):
        y = max(frame.y(value) + 4, y + GAP)
        said = f'{written(name)} <tspan class="at">{_short(write(value), NAMES - len(str(told(name))))}</tspan>'
        yield f'<text class="name {kind}-name" x="{frame.right + 8:g}" y="{round(y, 1)}">{said}</text>'


def _last(frame: Frame, steps: Sequence[Step], write: Write) -> Iterator[str]:
    """Write the last complete value at its point: above it, or below where the line comes from above."""
    whole = [(place, step.value) for place, step in enumerate(steps) if step.complete and step.value is not None]
    if not whole:
        return
    place, value = whole[-1]
    falls = len(whole) > 1 and whole[-2][1] > value
    y = frame.y(value) + (22 if falls else -13)
    x, anchor = frame.x(place), "middle"
    if frame.right - x < 2 * GAP:  # names begin beside it
        x, anchor = frame.right, "end"
    yield f'<text class="last" x="{x:g}" y="{round(y, 1)}" text-anchor="{anchor}">{written(write(value))}</text>'


def _periods(frame: Frame, course: Course) -> Iterator[str]:
    """Name as many periods as there is room for, the last one always."""
    labels = [step.label for step in course.steps]
    wide = max(74, max(map(len, labels), default=0) * LETTER)
    room = max(1, ceil(len(labels) * wide / (frame.right - frame.left)))
    for place in range(len(labels) - 1, -1, -room):
        yield f'<text class="axis" x="{frame.x(place)}" y="{HEIGHT - 12}" text-anchor="middle">{escape(labels[place])}</text>'


def _runs(values: Sequence[T | None]) -> Iterator[tuple[int, list[T]]]:
    """Give the stretches without a gap, with the place of their first."""
    run: list[T] = []
    for place, value in enumerate((*values, None)):
        if value is not None:
            run.append(value)
        elif run:
            yield place - len(run), run
            run = []


def _stairs(frame: Frame, start: int, run: Sequence[float]) -> list[Pair]:
    """Join values that each hold for the whole of a period."""
    return [(frame.x(start + at + side), frame.y(value)) for at, value in enumerate(run) for side in (-0.5, 0.5)]


def _joined(points: Sequence[Pair]) -> str:
    return "L".join(f"{x} {y}" for x, y in points)
