"""How often levels are reviewed and how long things take, in days; shared by the rules about cadence, no rule itself."""

from __future__ import annotations

from collections.abc import Iterator

from vitalfew.base.quantity import Duration
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi, Trigger
from vitalfew.model.organization import Level
from vitalfew.rules.unread import Unread

FREQUENCIES = ("daily", "weekly", "monthly", "quarterly", "yearly")
APART = {"daily": 1, "weekly": 7, "monthly": 30, "quarterly": 91, "yearly": 365}
DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
OFTEN = frozenset({"daily", "weekly"})
_UNIT_DAYS = {
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "business hour": 7 / 40,
    "day": 1.0,
    "business day": 7 / 5,
    "week": 7.0,
    "month": 30.5,
}


def days(text: str) -> float:
    """Give about how many days a duration takes; a business week of five days of eight hours counts as seven days."""
    amount, unit = Duration.parse(text)
    return amount * _UNIT_DAYS[unit]


def rhythms(framework: Framework, unread: Unread) -> Iterator[tuple[Level, frozenset[str]]]:
    """Give each level with KPIs and how often cadences look at its tier; none while a cadence leaves rhythm or tiers open."""
    cadences = framework.cadences
    if unread.lost("cadences") or any(cadence.rhythm is None or not cadence.tiers for cadence in cadences):
        return
    used = {level.id for level in map(framework.level_of, framework.current_kpis) if level}
    for level in framework.all_levels:
        found = frozenset(str(cadence.frequency) for cadence in cadences if level.tier in cadence.tiers)
        if found and level.id in used:
            yield level, found


def most_frequent(frequencies: frozenset[str]) -> str:
    """Give the most frequent of some frequencies in words."""
    return min(frequencies, key=FREQUENCIES.index)


def values_needed(trigger: Trigger) -> int | None:
    """Give how many values a pattern needs before it can fire; None where it does not say that the target is being missed."""
    if trigger.worse_in_a_row:
        return trigger.worse_in_a_row + 1
    if trigger.missed:
        return trigger.missed[0] if isinstance(trigger.missed, tuple) else trigger.missed
    return None if trigger.stale or trigger.guard_broken else 1


def shortest(kpi: Kpi) -> int:
    """Give the days in which the quickest of a KPI's patterns can run its course; a period where it has none."""
    waits = [wait for wait in map(values_needed, kpi.escalate) if wait is not None]
    return min(waits, default=1) * DAYS[kpi.grain]
