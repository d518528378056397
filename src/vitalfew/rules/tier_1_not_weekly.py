"""The top tier is not looked at every week."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.rhythm import OFTEN, most_frequent, rhythms
from vitalfew.rules.unread import Unread


@rule(
    "CAD010",
    severity="warning",
    requirements=("RHY-1", "RHY-3"),
    help="add a weekly cadence with tier 1: the leadership's look at its few numbers",
)
def check(framework: Framework, unread: Unread) -> Flags:
    for level, frequencies in rhythms(framework, unread):
        if level.tier == 1 and not frequencies & OFTEN:
            yield (
                level.ref,
                None,
                say(
                    "level `{level}` of tier {tier} is reviewed {often}, not weekly",
                    level=level.id,
                    tier=level.tier,
                    often=word(most_frequent(frequencies)),
                ),
            )
