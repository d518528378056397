"""Trend, forecast of the next period and shift of a part, by the kernels over matrices."""

from __future__ import annotations

from typing import cast

import numpy as np
import pyarrow as pa

from vitalfew.base.period import Grain
from vitalfew.judge.dense.latest import Columns
from vitalfew.judge.dense.part import NOWHERE, Part
from vitalfew.judge.outlook import TERMS
from vitalfew.judge.series.forecast import Question, forecasts
from vitalfew.judge.series.point import Floats, Ints, bools, floats, ints
from vitalfew.judge.series.shift import shifts
from vitalfew.judge.series.trend import trends
from vitalfew.judge.series.window import WINDOW


def outlook(own: Part, place: Ints, kpi: pa.Table, grain: str) -> Columns:
    """`p_miss` is the probability that the next period misses the final target, or leaves the band.

    It is null where the target is on a sum to date: periods are forecast here, no sums.
    """
    term = TERMS[cast("Grain", grain)]
    matrix = _ended_at(own, place, term.history)
    sense, final, to_date = ints(kpi["sense"]), floats(kpi["final"]), bools(kpi["to_date"])
    floor = np.where(sense == 1, final, np.where(sense == 0, floats(kpi["low"]), np.nan))
    ceiling = np.where(sense == -1, final, np.where(sense == 0, floats(kpi["high"]), np.nan))
    trend = trends(np.ascontiguousarray(matrix[:, -WINDOW:]))
    shift = shifts(matrix)
    ahead = forecasts(matrix, term.season, Question(np.ones(len(matrix), dtype=np.int64), floor, ceiling))
    return {
        "trend": trend.sign,
        "trend_p": trend.p,
        "slope": trend.slope,
        "forecast_method": ahead.method,
        "forecast": ahead.next.value,
        "forecast_low": ahead.next.low,
        "forecast_high": ahead.next.high,
        "p_miss": np.where(to_date, np.nan, ahead.p_miss),
        "shift_periods": np.where(shift.holds, matrix.shape[1] - shift.place, -1),
        "shift_p": shift.p,
    }


def _ended_at(own: Part, place: Ints, history: int) -> Floats:
    """Give [KPI, period] of the last periods, the judged one of each KPI in the last column."""
    width = max(min(int(place.max(initial=0)) + 1, history), WINDOW)
    at = place[:, None] + np.arange(1 - width, 1)
    inside = (at >= 0) & (place != NOWHERE)[:, None]
    at = np.maximum(at, 0)
    known = inside & np.take_along_axis(own.whole, at, axis=1)
    return np.where(known, np.take_along_axis(own.value, at, axis=1), np.nan)
