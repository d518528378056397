"""What moves an objective most, and what it would take to close its gap, as `trace` prints it (AUD-4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from vitalfew.model.framework import Framework

if TYPE_CHECKING:
    from vitalfew.insight.lever import Lever, Levers
    from vitalfew.insight.sight import Reach

WIDTH = 24
"""How many letters wide the widest bar is."""


def closing(moved: tuple[Reach, ...], found: Levers, framework: Framework) -> Iterator[str]:
    """Give the lines: what moves it most, what is unclear apart, the gap, each lever, and the levers together."""
    from vitalfew.insight.pulled import gap_of, mix_of

    sure = [each for each in moved if each.clarity != "unclear"]
    unsure = [each for each in moved if each.clarity == "unclear"]
    most = max((abs(each.effect or 0.0) for each in moved), default=0.0)
    for title, some in (("what moves it most, if it improves by 10 %", sure), ("unclear", unsure)):
        if some:
            yield click.style(f"\n{title}", bold=True)
            yield from (_bar(each, most, framework) for each in some)
    yield click.style("\nwhat it would take", bold=True)
    yield f"  {gap_of(found, framework)}"
    for each in found.levers:
        yield from _lever(each, framework)
    together = mix_of(found, framework) or found.reason
    if found.gap and together:
        yield f"  {together}"


def _bar(each: Reach, most: float, framework: Framework) -> str:
    from vitalfew.insight.sentence import amount, interval, share_of

    size = round(WIDTH * abs(each.effect or 0.0) / most) if most else 0
    mark = "░" if each.clarity == "unclear" else "█"
    part = f", {share_of(each)}" if share_of(each) else ""
    said = f"{framework.kpi[each.kpi].title}: {amount(each, framework)} ({interval(each, framework)}){part}"
    return f"  {mark * max(1, size):<{WIDTH}} {said}"


def _lever(each: Lever, framework: Framework) -> Iterator[str]:
    from vitalfew.insight.pulled import KNOWN, against_of, change_of, said_of, usual_of, when_of

    kpi = framework.kpi[each.kpi]
    known = KNOWN[each.known] if each.known else ""
    parts = [said_of(each), change_of(each, kpi), known, when_of(each)]
    yield f"  {click.style(kpi.title, bold=True)}: {'; '.join(part for part in parts if part)}"
    if usual := usual_of(each, kpi):
        yield click.style(f"    {usual}", dim=True)
    for cost in each.against:
        yield click.style(f"    against it: {against_of(cost, framework)}", dim=True)
