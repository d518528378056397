"""The shops: one row a day from each till with its door counter, and the app's downloads."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from vitalfew.demo.clock import DAYS, Random, cents, dates, day_of, ramp, season, wander
from vitalfew.demo.truth import APP_PUSH_DOWNLOADS, APP_PUSH_ENDS, APP_PUSH_POINTS, APP_PUSH_STARTS

_SHOPS = np.array(["alfama", "baixa", "belem", "bonfim", "estrela", "foz", "graca", "matosinhos"])
_SIZES = np.array([1.05, 1.4, 0.9, 0.8, 1.0, 0.85, 0.95, 1.05])
_OPENED = np.array([0, 0, 0, 0, 0, 0, 245, 455])  # two shops opened since
_WEEKDAY = np.array([0.9, 0.9, 0.95, 1.0, 1.1, 1.25, 0.9])
_RETURNING = 0.342


def till_days(random: Random) -> pa.Table:
    """Draw visitors, purchases, cards and takings for each shop and day."""
    shop, day = (each.ravel() for each in np.meshgrid(np.arange(len(_SHOPS)), np.arange(DAYS), indexing="ij"))
    shop, day = shop[day >= _OPENED[shop]], day[day >= _OPENED[shop]]
    weather = wander(random, DAYS, 0.09, memory=0.5)[day]
    pace = 410 * _SIZES[shop] * _WEEKDAY[day % 7] * season(day, strength=0.4) * ramp(day, 0.97, 1.03)
    visitors = random.poisson(pace * np.exp(weather))
    purchases = random.binomial(visitors, np.clip(ramp(day, 0.598, 0.584) + random.normal(0, 0.01, len(day)), 0, 1))
    cards = random.binomial(purchases, 0.78)
    pushed = (day >= day_of(APP_PUSH_STARTS)) & (day <= day_of(APP_PUSH_ENDS))
    returning = random.binomial(cards, _RETURNING + np.where(pushed, APP_PUSH_POINTS / 100, 0.0))
    net = purchases * random.normal(7.15, 0.18, len(day)) * ramp(day, 1.0, 1.05)
    return pa.table(
        {
            "day": dates(day),
            "shop": _SHOPS[shop],
            "visitors": visitors,
            "purchases": purchases,
            "card_purchases": cards,
            "returning_cards": returning,
            "net_amount": cents(net),
            "cost_amount": cents(net * 0.36),
        }
    )


def app_downloads(random: Random) -> pa.Table:
    """Draw downloads by day; the push more than doubles them, and some of that stays."""
    day = np.arange(DAYS)
    pushed = (day >= day_of(APP_PUSH_STARTS)) & (day <= day_of(APP_PUSH_ENDS))
    after = day > day_of(APP_PUSH_ENDS)
    pace = 21 * ramp(day, 0.9, 1.05) * np.where(pushed, APP_PUSH_DOWNLOADS, np.where(after, 1.5, 1.0))
    return pa.table({"day": dates(day), "downloads": random.poisson(pace)})
