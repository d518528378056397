"""Two series as lines one over the other, each on a scale of its own, and where the second is headed; missing values are gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vitalfew.figures.sparkline import PAD, path, runs
from vitalfew.figures.text import written

WIDTH, HEIGHT = 640, 120
Values = Sequence[float | None]
Span = tuple[float, float, float]


def tandem(leader: Values, follower: Values, *, label: str, expected: Span | None = None, flipped: bool = False) -> str:
    """Draw what leads, dashed, and what follows as an SVG that says `label`; both have as many places.

    `expected` is low, middle and high of what follows at the last place. `flipped` turns what leads upside down, where the one
    falls when the other rises.
    """
    turned = [-value if flipped and value is not None else value for value in leader]
    down, up = _scale(turned), _scale([*follower, *(expected or ())])
    parts = [f'<path class="tandem-leader" d="{each}"/>' for each in _paths(turned, down)]
    parts += [f'<path class="tandem-follower" d="{each}"/>' for each in _paths(follower, up)]
    if expected:
        last = max((place for place, value in enumerate(follower) if value is not None), default=0)
        start, end = _x(last, len(follower)), _x(len(follower) - 1, len(follower))
        low, middle, high = map(up, expected)
        parts.insert(0, f'<rect class="ahead" x="{start}" y="0" width="{round(WIDTH - start, 1)}" height="{HEIGHT}"/>')
        parts.append(f'<path class="tandem-span" d="M{end} {low}V{high}"/><path class="spark-dot" d="M{end} {middle}h0"/>')
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none"'
    return f'<svg class="tandem" role="img" aria-label="{written(label)}" {box}>{"".join(parts)}</svg>'


def _x(place: int, places: int) -> float:
    return round(PAD + place * (WIDTH - 2 * PAD) / max(places - 1, 1), 1)


def _scale(values: Values) -> Callable[[float], float]:
    """Give the height of a value where all of them fill the drawing."""
    known = [value for value in values if value is not None]
    low, span = min(known, default=0.0), (max(known) - min(known)) if known else 0.0
    return lambda value: round(HEIGHT - PAD - ((value - low) / span if span else 0.5) * (HEIGHT - 2 * PAD), 1)


def _paths(values: Values, y: Callable[[float], float]) -> list[str]:
    points = [None if value is None else (_x(place, len(values)), y(value)) for place, value in enumerate(values)]
    return [path(run) for run in runs(points)]


def parted(values: Values, course: Values, *, begins: int, shows: int, label: str) -> str:
    """Draw a series and, dashed, the course it would have taken, on one scale, as an SVG that says `label`.

    What lies between the place where something begins and the one where it is to show is shaded.
    """
    scale = _scale([*values, *course])
    start, end = _x(begins, len(values)), _x(shows, len(values))
    parts = [f'<rect class="ahead" x="{start}" y="0" width="{max(round(end - start, 1), 2)}" height="{HEIGHT}"/>']
    parts += [f'<path class="tandem-leader" d="{each}"/>' for each in _paths(course, scale)]
    parts += [f'<path class="tandem-follower" d="{each}"/>' for each in _paths(values, scale)]
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none"'
    return f'<svg class="tandem" role="img" aria-label="{written(label)}" {box}>{"".join(parts)}</svg>'
