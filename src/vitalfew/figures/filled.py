"""Parts of a whole side by side, each filled as far as it has what it can have: what lacks is seen where it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from vitalfew.base.said import say, several
from vitalfew.figures.text import written

GAP, HEIGHT = 1.0, 12.0


class Part(NamedTuple):
    """A part: what it is called, what it has, and the most it can have."""

    name: str
    points: float
    most: float


def filled(parts: Sequence[Part]) -> str:
    """Draw the parts that can have something, as wide as the most of each; empty where there are none."""
    shown = [each for each in parts if each.most]
    x, drawn = 0.0, []
    for each in shown:
        told = written(_said(each))
        rests = f'<rect class="limits" x="{x:.1f}" y="0" width="{each.most:.1f}" height="{HEIGHT:g}"/>'
        has = f'<rect class="effect" x="{x:.1f}" y="0" width="{each.points:.1f}" height="{HEIGHT:g}"/>'
        drawn.append(f'<g class="gain"><title>{told}</title>{rests}{has}</g>')
        x += each.most + GAP
    label = written(several([_said(each) for each in shown], "; "))
    box = f'viewBox="0 0 {x - GAP:.1f} {HEIGHT:g}" preserveAspectRatio="none"'
    return f'<svg class="spark filled" role="img" aria-label="{label}" {box}>{"".join(drawn)}</svg>' if drawn else ""


def _said(part: Part) -> str:
    return say("{name}: {points:g} of {most:g}", name=part.name, points=part.points, most=part.most)
