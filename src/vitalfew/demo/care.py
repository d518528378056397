"""What customers say: tickets of the help desk and answers to surveys, those of the staff included."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from vitalfew.demo.clock import DAYS, Floats, Ints, Random, chosen, dates, day_of, days_with, ramp, season
from vitalfew.demo.truth import FIRST, GAP_ENDS, GAP_STARTS

_WEEKDAY = np.array([1.5, 1.25, 1.1, 1.0, 0.95, 0.55, 0.5])
_TOPICS = np.array(["delivery", "taste", "billing", "change of plan", "equipment"])
_ENGAGEMENT_DAYS = 91


def tickets(random: Random) -> pa.Table:
    """Draw tickets with an opening time; one week of the export was lost."""
    day = np.arange(DAYS)
    opened = days_with(random.poisson(17 * _WEEKDAY[day % 7] * season(day) * ramp(day, 0.9, 1.1)))
    opened = opened[(opened < day_of(GAP_STARTS)) | (opened >= day_of(GAP_ENDS))]
    seconds = random.integers(8 * 3600, 20 * 3600, len(opened))
    solved = chosen(random, opened // 7, ramp(opened, 0.735, 0.792) + random.normal(0, 0.02, 200)[opened // 7])
    reply = random.lognormal(np.log(ramp(opened, 3.6, 6.3)), 0.55)
    opened_at = np.datetime64(FIRST.isoformat(), "s") + opened * 86_400 + seconds
    return pa.table(
        {
            "ticket_id": 1 + np.arange(len(opened)),
            "opened_at": pa.array(opened_at),
            "topic": random.choice(_TOPICS, len(opened), p=[0.34, 0.16, 0.2, 0.21, 0.09]),
            "first_reply_hours": np.round(reply, 2),
            "is_solved_at_first_contact": solved,
        }
    )


def surveys(random: Random) -> pa.Table:
    """Draw answers: recommendation 0–10, satisfaction after contact 1–5, engagement of the staff 1–10 each quarter."""
    parts = [_recommendation(random), _satisfaction(random), _engagement(random)]
    names = ["recommendation", "satisfaction", "engagement"]
    day = np.concatenate([part[0] for part in parts])
    order = np.argsort(day, kind="stable")
    name = np.repeat(names, [len(part[0]) for part in parts])
    score = np.concatenate([part[1] for part in parts])
    return pa.table(
        {
            "answered_on": pa.array(dates(day[order]).cast(pa.string())),
            "survey": name[order],
            "score": score[order],
        }
    )


def _recommendation(random: Random) -> tuple[Ints, Ints]:
    day = days_with(random.poisson(10.0, DAYS))
    promoters, detractors = ramp(day, 0.575, 0.6), ramp(day, 0.135, 0.125)
    drawn = random.random(len(day))
    score = np.where(drawn < promoters, random.integers(9, 11, len(day)), random.integers(7, 9, len(day)))
    return day, np.where(drawn > 1 - detractors, random.integers(0, 7, len(day)), score)


def _satisfaction(random: Random) -> tuple[Ints, Ints]:
    day = days_with(random.poisson(7.0, DAYS))
    return day, _rated(random, ramp(day, 0.9, 0.865))


def _rated(random: Random, satisfied: Floats) -> Ints:
    happy = random.random(len(satisfied)) < satisfied
    return np.where(happy, random.integers(4, 6, len(satisfied)), random.integers(1, 4, len(satisfied)))


def _engagement(random: Random) -> tuple[Ints, Ints]:
    rounds = np.arange(45, DAYS, _ENGAGEMENT_DAYS)
    day = np.repeat(rounds, 104) + random.integers(0, 10, 104 * len(rounds))
    score = np.clip(np.round(random.normal(ramp(day, 7.3, 7.9), 1.4)), 1, 10).astype(np.int64)
    return day[day < DAYS], score[day < DAYS]
