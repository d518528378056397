"""How rules tell of a link that was looked at in the data: shared by them, no rule itself."""

from __future__ import annotations

from vitalfew.base.said import Said, say
from vitalfew.base.word import count_of
from vitalfew.model.evidence import Tie
from vitalfew.model.framework import Framework
from vitalfew.model.wording import apart

ENOUGH = 80
"""Changes below which a link that does not show is none that could be called missing: 13 of 100 true ones would be missed."""


def amount(value: float, unit: str | None) -> Said:
    """Write a change in its unit, points for `%`, with a minus where it goes down."""
    return say("{minus}{amount}", minus="−" if value < 0 else "", amount=apart(value, unit, None))


def estimated(tie: Tie, framework: Framework) -> Said:
    """Say what was estimated of a link: effect, interval, after how long, from how many changes."""
    found = [each or 0.0 for each in (tie.effect, tie.low, tie.high)]
    if tie.form == "elasticity":
        said = [say("{n:.2g} %", n=each) for each in (*found, 1.0)]
    else:
        said = [*(amount(each, framework.kpi[tie.drives].unit) for each in found), amount(1.0, framework.kpi[tie.kpi].unit)]
    return say(
        "estimated from {pairs}: {effect} for each {one} (90 %: {low} to {high}), after {lag}",
        pairs=count_of(tie.pairs, tie.grain),
        effect=said[0],
        one=said[3],
        low=said[1],
        high=said[2],
        lag=count_of(tie.lag or 0, tie.grain),
    )
