"""The rhythm that a drafted framework starts with, and its first ninety days (RHY-1, RHY-3, RHY-4, DEF-4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from vitalfew.base.period import Calendar
from vitalfew.catalog.entry import Entry
from vitalfew.draft.choice import Context, Unit
from vitalfew.draft.roles import CHALLENGER, role
from vitalfew.draft.sprint import DAYS

Noun = dict[str, object]
FIRST_REVIEW, CALIBRATION = 7, 90
"""Days from the launch to the first weekly review at the latest, and to the calibration."""


class Start(NamedTuple):
    """The first days: the baseline sprint, then the launch."""

    begins: date
    ends: date
    launched: date


def start_of(today: date) -> Start:
    """Give the days of the two weeks in which data are collected, and the working day after them, on which reviews begin."""
    calendar = Calendar()
    begins, ends = calendar.add_business_days(today, 1), calendar.add_business_days(today, DAYS)
    return Start(begins, ends, calendar.add_business_days(ends, 1))


def cadences_of(context: Context) -> list[Noun]:
    """Give the reviews: the look at the top each week, the departments', the leadership's month, the quarter with all tiers."""
    units = context.units
    heads = [role(unit) for unit in units]
    everybody = [*heads, CHALLENGER]
    tiers = sorted({unit.tier for unit in units})
    small = len(units) == 1
    found = [_cadence("weekly-look", "weekly on monday 08:30", [1], 20, "exceptions", everybody)]
    if tiers[-1] > 1:
        found.append(
            _cadence("weekly-review", "weekly on tuesday 09:00", [tier for tier in tiers if tier > 1], 45, "variance", heads)
        )
    if context.reporting == "daily" or tiers[-1] == 3:
        found.append(_cadence("stand-up", "daily 08:45", tiers[-1:], 10, "today", heads))
    above = [tier for tier in tiers if tier < 3]
    found.append(
        _cadence("monthly-leadership", "monthly on first wednesday 14:00", above, 45 if small else 90, "trends", everybody)
    )
    quarter = ("quarterly-calibration", "quarterly on first business day 09:00", tiers, 120 if small else 240, "recalibration")
    return [*found, _cadence(*quarter, everybody)]


def _cadence(id_: str, rhythm: str, tiers: list[int], minutes: int, focus: str, audience: list[str]) -> Noun:
    said = {"id": id_, "rhythm": rhythm, "tiers": tiers, "minutes": minutes, "focus": focus}
    return said | {"chair": audience[0], "audience": audience}


def reviews_of(entry: Entry, unit: Unit) -> list[str]:
    """Name the reviews that look at a KPI: the weekly one of its tier, and the one that is as rare as its values are."""
    weekly = "weekly-look" if unit.tier == 1 else "weekly-review"
    rare = {"month": "monthly-leadership", "quarter": "quarterly-calibration", "year": "quarterly-calibration"}.get(entry.every)
    if unit.tier == 3 and rare == "monthly-leadership":
        rare = "quarterly-calibration"
    return [weekly, rare] if rare else [weekly]


def triggers_of(entry: Entry, *, has_guards: bool) -> list[Noun]:
    """Give the patterns that call for attention: sooner where values are rare, and where a guard breaks."""
    rare = entry.every in {"quarter", "year"}
    found: list[Noun] = [{"worse_in_a_row": 2 if rare else 3}]
    return [*found, {"guard_broken": True}] if has_guards else found


def roadmap_of(today: date) -> list[Noun]:
    """Give the phases: two weeks of data before the first target, ninety days of rhythm, and what comes after."""
    start = start_of(today)
    first, day_90 = start.launched + timedelta(days=FIRST_REVIEW), start.launched + timedelta(days=CALIBRATION)
    return [
        {
            "id": "baselines",
            "phase": "Two weeks of data before any target",
            "starts": start.begins,
            "ends": start.ends,
            "milestones": ["Every role has a name", "Every measure of tier 1 has a source", "First baselines stand"],
            "checkpoint": {"question": "Do those who are measured agree with the definitions?", "decide": start.ends},
        },
        {
            "id": "launch",
            "phase": "Launch and ninety days of rhythm",
            "starts": start.launched,
            "ends": day_90 - timedelta(days=1),
            "milestones": [
                f"First weekly review held by {first}, with an action that has an owner and a day",
                "Who owns which KPI is known to everybody",
                "The KPIs of tier 1 are live with target and threshold",
            ],
            "checkpoint": {"question": "Is day 91 meaningfully better than day 1?", "decide": day_90},
        },
        {
            "id": "settle",
            "phase": "Keep what changes decisions",
            "starts": day_90,
            "ends": start.launched + timedelta(days=365),
            "milestones": ["KPIs on which nobody acted are retired", "Each objective has an initiative that moves its KPIs"],
            "checkpoint": {
                "question": "Which KPIs changed a decision, and which can go?",
                "decide": start.launched + timedelta(days=365),
            },
        },
    ]
