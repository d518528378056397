"""The people who work there: a snapshot of the staff each month, and the training they had."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from vitalfew.demo.clock import DAYS, Floats, Random, dates, day_of, days_with, month_start, ramp

_UNITS = np.array(["shops", "roastery", "online", "wholesale", "meridian"])
_MIX = [0.56, 0.16, 0.12, 0.1, 0.06]


def staff(random: Random) -> pa.Table:
    """Take a snapshot on the first of each month; regretted leavers go within it and are replaced."""
    unit = random.choice(_UNITS, 122, p=_MIX)
    number = np.arange(122)
    rows = []
    for month in range(24):
        day = month_start(month)
        leaves = random.random(len(number)) < 0.0088
        # Of 1,000 places in the queue for the course, the first are certified; a colleague keeps the place they have.
        certified = (unit == "roastery") & (number * 617 % 1_000 < 1_000 * ramp(np.array(day_of(day)), 0.38, 0.81))
        rows.append(
            pa.table(
                {
                    "month": pa.array([day] * len(number), pa.date32()),
                    "staff_id": number + 1,
                    "org_unit": unit,
                    "is_regretted_leaver": leaves,
                    "is_roaster": unit == "roastery",
                    "is_certified": certified,
                }
            )
        )
        joins = int(leaves.sum()) + (month % 4 != 0)
        number = np.concatenate([number[~leaves], number.max() + 1 + np.arange(joins)])
        unit = np.concatenate([unit[~leaves], random.choice(_UNITS, joins, p=_MIX)])
    return pa.concat_tables(rows)


def training_sessions(random: Random) -> pa.Table:
    """Draw training sessions; more of them are held each month, and that is all one can say."""
    held = days_with(random.poisson(ramp(np.arange(DAYS), 0.25, 0.55)))
    return pa.table(
        {
            "held_on": dates(held),
            "org_unit": random.choice(_UNITS, len(held), p=_MIX),
            "attendees": random.integers(3, 13, len(held)),
        }
    )


def leads(random: Random, qualified: Floats) -> pa.Table:
    """Draw wholesale leads; `qualified` says how many of each week turn out to be real, the others do not."""
    weeks = np.repeat(np.arange(len(qualified)), qualified.astype(np.int64))
    lost = np.repeat(np.arange(len(qualified)), random.poisson(qualified * 1.3))
    week = np.concatenate([weeks, lost])
    day = week * 7 + random.integers(0, 5, len(week))
    good = np.arange(len(week)) < len(weeks)
    kept = day < DAYS
    order = np.argsort(day[kept], kind="stable")
    day, good = day[kept][order], good[kept][order]
    return pa.table(
        {
            "lead_id": 1 + np.arange(len(day)),
            "decided_on": dates(day),
            "origin": random.choice(["fair", "website", "referral", "visit"], len(day)),
            "sales_rep": random.choice(["sofia", "miguel", "clara"], len(day), p=[0.45, 0.3, 0.25]),
            "reply_hours": np.round(random.lognormal(np.log(ramp(day, 4.4, 3.1)), 0.5), 2),
            "is_qualified": good,
        }
    )
