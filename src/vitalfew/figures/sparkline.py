"""A series as a small line: a missing value is a gap, the last one a dot, the target a dashed line behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vitalfew.figures.text import written

Points = list[tuple[float, float]]
PAD = 4.0


def sparkline(
    values: Sequence[float | None], *, label: str, target: float | None = None, width: int = 160, height: int = 36
) -> str:
    """Draw values from left to right as an SVG that says `label`; colours come from the page's classes."""
    present = [value for value in (*values, target) if value is not None]
    if len([value for value in values if value is not None]) < 2:
        return ""
    low, span = min(present), max(present) - min(present)

    def at(place: int, value: float) -> tuple[float, float]:
        x = PAD + place * (width - 2 * PAD) / (len(values) - 1)
        share = (value - low) / span if span else 0.5
        return round(x, 1), round(height - PAD - share * (height - 2 * PAD), 1)

    parts = [
        f'<path class="spark-line" d="{path(run)}"/>'
        for run in runs([None if v is None else at(i, v) for i, v in enumerate(values)])
    ]
    if target is not None:
        y = at(0, target)[1]
        parts.insert(0, f'<line class="spark-target" x1="{PAD}" x2="{width - PAD}" y1="{y}" y2="{y}"/>')
    last = max(place for place, value in enumerate(values) if value is not None)
    x, y = at(last, values[last] or 0.0)
    parts.append(f'<path class="spark-dot" d="M{x} {y}h0"/>')  # round however the drawing is stretched: its stroke does not scale
    box = f'viewBox="0 0 {width} {height}" preserveAspectRatio="none"'
    return f'<svg class="spark" role="img" aria-label="{written(label)}" {box}>{"".join(parts)}</svg>'


def runs(points: Sequence[tuple[float, float] | None]) -> Iterator[Points]:
    """Give the stretches without a gap."""
    run: Points = []
    for point in (*points, None):
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def path(run: Points) -> str:
    """Write a stretch; a single point becomes a stroke of no length, which round caps make a dot."""
    first, *rest = run
    steps = "".join(f"L{x} {y}" for x, y in rest) or "h0"
    return f"M{first[0]} {first[1]}{steps}"
