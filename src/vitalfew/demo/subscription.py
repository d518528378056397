"""Subscriptions as the billing system exports them: one row for each subscriber and month billed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa

from vitalfew.demo.clock import Flags, Ints, Random, cents, chosen, dates, day_of, days_with, month_start, ramp, season
from vitalfew.demo.truth import LAST

_PLANS = np.array(["solo", "home", "office"])
_PRICES = np.array([24.0, 38.0, 96.0])
_MIX = [0.44, 0.46, 0.10]
_AT_START = 5_850
_STARTS_A_DAY = 13.6


def subscription_table(random: Random) -> pa.Table:
    """Bill every subscriber on the day they start and then on the first of each month, until they cancel."""
    live = np.arange(_AT_START)
    plan = random.choice(3, _AT_START, p=_MIX)
    months = []
    first = _AT_START
    for start, end in _months():
        day = np.arange(start, end)
        started = days_with(random.poisson(_STARTS_A_DAY * season(day, strength=0.6) * ramp(day, 0.86, 1.12)), first=start)
        new = first + np.arange(len(started))
        first += len(started)
        plan = np.concatenate([plan, random.choice(3, len(started), p=_MIX)])
        billed = np.concatenate([np.full(len(live), start), started])
        who = np.concatenate([live, new])
        leaves = _leavers(random, billed, is_new=np.arange(len(who)) >= len(live))
        months.append(_rows(random, billed, who, plan[who], leaves, fresh=len(live)))
        live = who[~leaves]
    return pa.concat_tables(months)


def _months() -> list[tuple[int, int]]:
    firsts = [month_start(number) for number in range(25)]
    last = day_of(LAST) + 1
    return [(day_of(start), min(day_of(end), last)) for start, end in pairwise(firsts)]


def _leavers(random: Random, billed: Ints, *, is_new: Flags) -> Flags:
    """Subscribers who cancel before the next bill; few leave in the month they came."""
    rate = np.where(is_new, 0.012, ramp(billed, 0.0415, 0.0375) * np.exp(random.normal(0, 0.03)))
    return chosen(random, is_new.astype(np.int64), rate)


def _rows(random: Random, billed: Ints, who: Ints, plan: Ints, leaves: Flags, *, fresh: int) -> pa.Table:
    amount = _PRICES[plan] * ramp(billed, 1.0, 1.04) * np.where(random.random(len(who)) < 0.08, 0.85, 1.0)
    return pa.table(
        {
            "billed_on": dates(billed),
            "subscriber_id": who + 1,
            "plan": _PLANS[plan],
            "is_first_bill": np.arange(len(who)) >= fresh,
            "is_cancelled_before_next": leaves,
            "net_amount": cents(amount),
            "cost_amount": cents(amount * 0.37),
        }
    )
