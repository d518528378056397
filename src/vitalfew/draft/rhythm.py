"""The rhythm that a drafted framework starts with, and its first ninety days (RHY-1, RHY-3, RHY-4, DEF-4)."""

from __future__ import annotations

from datetime import date, timedelta

from vitalfew.base.period import Calendar
from vitalfew.base.said import say
from vitalfew.draft.choice import Context

Noun = dict[str, object]


def cadences_of(context: Context) -> list[Noun]:
    """Give the reviews: the executive look each week, the departments', the leadership's month, the quarter with all tiers."""
    units = context.units
    top, heads = f"head-of-{units[0].id}", [f"head-of-{unit.id}" for unit in units[1:]]
    everybody = [top, *heads, "performance-lead"]
    tiers = sorted({unit.tier for unit in units})
    found: list[Noun] = [_cadence("weekly-look", "weekly on monday 08:30", [1], 20, "exceptions", top, everybody)]
    if 2 in tiers:
        found.append(_cadence("weekly-review", "weekly on monday 09:00", [2], 45, "variance", top, everybody))
    monthly = [tier for tier in tiers if tier < 3]
    found += [
        _cadence("monthly-leadership", "monthly on first tuesday 14:00", monthly, 90, "trends", top, everybody),
        _cadence("quarterly-calibration", "quarterly on first business day", tiers, 240, "recalibration", top, everybody),
    ]
    return found


def _cadence(id_: str, rhythm: str, tiers: list[int], minutes: int, focus: str, chair: str, audience: list[str]) -> Noun:
    return {
        "id": id_,
        "rhythm": rhythm,
        "tiers": tiers,
        "minutes": minutes,
        "focus": focus,
        "chair": chair,
        "audience": audience,
    }


def roadmap_of(today: date) -> list[Noun]:
    """Give the phases: two weeks of data before the first target, going live, and the calibration at day 90."""
    calendar = Calendar()
    begins = calendar.add_business_days(today, 1)
    sprint = calendar.add_business_days(begins, 9)
    live = calendar.add_business_days(sprint, 5)
    return [
        {
            "id": "baselines",
            "phase": str(say("Baselines: two weeks of data")),
            "starts": begins,
            "ends": sprint,
            "milestones": [str(say("Every role has a name")), str(say("Every measure has a source or a plan to build it"))],
            "checkpoint": {"question": str(say("Do the people measured agree with the definitions?")), "decide": sprint},
        },
        {
            "id": "launch",
            "phase": str(say("Launch: targets, thresholds and the first review")),
            "starts": sprint + timedelta(days=1),
            "ends": live,
            "milestones": [str(say("KPIs of tier 1 are live")), str(say("The first weekly review ends with an action"))],
            "checkpoint": {"question": str(say("Which KPIs are not ready to go live, and why?")), "decide": live},
        },
        {
            "id": "ninety-days",
            "phase": str(say("Ninety days of rhythm, then the calibration")),
            "starts": live + timedelta(days=1),
            "ends": begins + timedelta(days=90),
            "milestones": [str(say("Day 91 is meaningfully better than day 1"))],
            "checkpoint": {
                "question": str(say("Which KPIs changed a decision, and which can go?")),
                "decide": begins + timedelta(days=90),
            },
        },
    ]
