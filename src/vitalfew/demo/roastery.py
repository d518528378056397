"""The roastery: batches with what the roasting machine writes down, and the suppliers' scores kept by hand."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from vitalfew.demo.clock import DAYS, Random, at, chosen, dates, days_with, month_start, ramp, season
from vitalfew.demo.market import Market
from vitalfew.demo.truth import LAST_SUPPLIER_SCORE

_SUPPLIERS = ("finca-alta", "gesha-gardens", "kivu-growers", "serra-azul", "yirga-union")


def roasting_batches(random: Random, forces: Market) -> pa.Table:
    """Draw the batches of each working day, Saturday included."""
    day = np.arange(DAYS)
    open_ = day % 7 < 6
    roasted = days_with(np.where(open_, random.poisson(17 * season(day, strength=0.7) * ramp(day, 0.95, 1.08)), 0))
    right = chosen(random, roasted // 7, at(forces.right_first_time, roasted // 7))
    green = np.round(random.normal(24, 0.8, len(roasted)), 2)
    loss = random.normal(15.4, 0.5, len(roasted)) + np.where(right, 0, random.normal(0.6, 0.5, len(roasted)))
    stopped = random.random(len(roasted)) < 0.03
    return pa.table(
        {
            "batch_id": 1 + np.arange(len(roasted)),
            "roasted_on": dates(roasted),
            "roaster": random.choice(["drum-1", "drum-2"], len(roasted)),
            "green_kilos": green,
            "roasted_kilos": np.round(green * (1 - loss / 100), 2),
            "is_right_first_time": right,
            "degrees_off_profile": np.round(np.abs(random.normal(0, ramp(roasted, 2.6, 2.1))) + np.where(right, 0, 2.5), 1),
            "stopped_minutes": np.where(stopped, random.integers(5, 60, len(roasted)), 0),
            "cupping_score": np.round(random.normal(ramp(roasted, 84.0, 84.7), 0.9), 2),
            "energy_kwh": np.round(green * random.normal(0.61, 0.03, len(roasted)) * season(roasted, strength=-0.1), 2),
        }
    )


def supplier_scores(random: Random) -> pa.Table:
    """Draw a score for each supplier and month, up to the last that its owner wrote down."""
    months = [month_start(number).replace(day=28) for number in range(24)]
    kept = [day for day in months if day <= LAST_SUPPLIER_SCORE]
    rows = [(day, supplier) for day in kept for supplier in _SUPPLIERS]
    return pa.table(
        {
            "scored_on": pa.array([day for day, _ in rows], pa.date32()),
            "supplier": [supplier for _, supplier in rows],
            "score": np.round(np.clip(random.normal(81, 4, len(rows)), 50, 100), 1),
        }
    )
