"""A level that looks less far ahead than the one above it."""

from __future__ import annotations

from itertools import pairwise

from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.count import strategic
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread

FEWEST = 3
"""With fewer KPIs a share says nothing."""


@rule(
    "BAL011",
    severity="info",
    requirements=("AUD-6",),
    help="add leading KPIs further down: what is done there shows in weeks what the top sees in quarters",
)
def check(framework: Framework, unread: Unread) -> Flags:
    if unread.placed or unread.lost("kpis"):
        return
    found: dict[int, list[bool]] = {1: [], 2: [], 3: []}
    for kpi in strategic(framework):
        tier = framework.tier_of(kpi)
        if tier is not None and kpi.timing is not None:
            found[tier].append(kpi.timing == "leading")
    held = [(tier, timings) for tier, timings in found.items() if len(timings) >= FEWEST]
    for (upper, above), (lower, below) in pairwise(held):
        least = sum(above) * len(below) // len(above)
        if sum(below) < least:
            words = say(
                "{few} of {below} of tier {lower} lead, and {many} of {above} of tier {upper}",
                few=sum(below),
                below=count_of(len(below), "KPI"),
                lower=lower,
                many=sum(above),
                above=len(above),
                upper=upper,
            )
            yield FRAMEWORK, "kpis", words
