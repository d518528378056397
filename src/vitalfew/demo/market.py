"""The weekly forces behind the numbers, with the lags and elasticities of the planted truths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vitalfew.demo.clock import DAYS, Floats, Ints, Random, at, day_of, ramp, wander, weeks
from vitalfew.demo.truth import (
    BATCHES_TO_FRESHNESS,
    DISCOUNT_AFTER,
    DISCOUNT_BEFORE,
    DISCOUNT_CLIMBS,
    FRESHNESS_TO_SECOND_ORDER,
    LEADS_TO_WHOLESALE,
    VOLUME_PER_DISCOUNT,
    WELCOME_BOX_POINTS,
    WELCOME_BOX_SENT,
)

_USUAL_BATCHES, _USUAL_FRESHNESS, _USUAL_LEADS, _USUAL_SECOND = 0.92, 0.80, 16.0, 0.217


@dataclass(frozen=True)
class Market:
    """Series of weeks, lead-in first; read them with `clock.at`."""

    right_first_time: Floats
    freshness: Floats
    second_order: Floats
    qualified_leads: Floats
    wholesale_pull: Floats
    discount: Floats


def market(random: Random) -> Market:
    """Draw the forces; each driven series follows its driver at the planted lag."""
    week = weeks()
    batches = np.clip(ramp(week * 7, 0.915, 0.935) + wander(random, len(week), 0.027), 0.8, 0.99)
    fresh_pull = _pull(batches, _USUAL_BATCHES, BATCHES_TO_FRESHNESS.weeks, BATCHES_TO_FRESHNESS.elasticity)
    drift = ramp(week * 7, 0.97, 1.05)
    freshness = np.clip(_USUAL_FRESHNESS * drift * fresh_pull * np.exp(wander(random, len(week), 0.045)), 0.45, 0.98)
    # A first box delivered in a week is judged six weeks later, so the lag needs no shift here.
    again = _USUAL_SECOND * _pull(freshness, _USUAL_FRESHNESS, 0, FRESHNESS_TO_SECOND_ORDER.elasticity)
    leads = _USUAL_LEADS * ramp(week * 7, 0.9, 1.15) * np.exp(wander(random, len(week), 0.25))
    discount = _discount(random, week)
    return Market(
        right_first_time=batches,
        freshness=freshness,
        second_order=again * np.exp(wander(random, len(week), 0.02)),
        qualified_leads=np.round(leads),
        wholesale_pull=_wholesale_pull(random, leads, discount),
        discount=discount,
    )


def second_order_chance(forces: Market, delivered: Ints) -> Floats:
    """The share of first boxes delivered on a day that are followed by a second order, the welcome box included."""
    lift = np.where(delivered >= day_of(WELCOME_BOX_SENT), WELCOME_BOX_POINTS / 100, 0.0)
    return at(forces.second_order, delivered // 7) + lift


def _wholesale_pull(random: Random, leads: Floats, discount: Floats) -> Floats:
    following = _pull(leads, _USUAL_LEADS, LEADS_TO_WHOLESALE.weeks, LEADS_TO_WHOLESALE.elasticity)
    volume = np.exp(VOLUME_PER_DISCOUNT * (discount - DISCOUNT_BEFORE))
    return following * volume * np.exp(wander(random, len(leads), 0.03))


def _discount(random: Random, week: Ints) -> Floats:
    """Low until wholesale starts to buy volume, then climbing; it wobbles from month to month."""
    start = day_of(DISCOUNT_CLIMBS) / 7
    climb = np.clip((week - start) / (DAYS / 7 - start), 0, 1)
    wobble = np.repeat(wander(random, len(week) // 4 + 1, 0.012), 4)[: len(week)]
    rate: Floats = np.clip(DISCOUNT_BEFORE + (DISCOUNT_AFTER - DISCOUNT_BEFORE) * climb + wobble, 0.02, 0.3)
    return rate


def _pull(driver: Floats, usual: float, lag: int, elasticity: float) -> Floats:
    """How far a driver pulls what follows it `lag` weeks later; before the first week it stands still."""
    held = np.concatenate([np.full(lag, driver[0]), driver[: len(driver) - lag]])
    pulled: Floats = (held / usual) ** elasticity
    return pulled
