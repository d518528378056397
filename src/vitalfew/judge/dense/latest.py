"""The relational half of judgement on matrices: the columns of `row.Row`, as `sql/judgement.py` gives them on an engine.

Target, threshold and status are those that the kernel of `series/aim.py` says of the judged point, so that nothing of them is
told twice; what stands here is which periods are compared, the state, and the score.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from vitalfew.judge.dense.part import NOWHERE, Part, last, shifted
from vitalfew.judge.series.aim import AMBER, GREEN, NONE, RED, Aims
from vitalfew.judge.series.point import Bools, Floats, Ints, bools, floats, ints

Columns = dict[str, Floats | Ints]
STATES = ("paused", "no-data", "stale", "no-target", "ok")
PASS, FULL = 10 / 3, 20 / 3
UNDER_PASS, UNDER_FULL = PASS - 2.0**-51, FULL - 2.0**-50
BOUNDS = {RED: (0.0, UNDER_PASS), AMBER: (PASS, UNDER_FULL), GREEN: (FULL, 10.0)}


class Judged(NamedTuple):
    """Where each KPI's judged period stands in its own grain, and what the kernel says of it; NaN and NONE for nothing."""

    place: Ints
    value: Floats
    target: Floats
    threshold: Floats
    status: Ints


def judged(own: Part, held: Aims, points_last: Ints) -> Judged:
    """Take the last point of each KPI from the kernel's."""
    known = points_last >= 0
    at = np.maximum(points_last, 0)
    if not len(held.value):
        nothing = np.full(len(known), np.nan)
        return Judged(np.full(len(known), NOWHERE), nothing, nothing, nothing, np.zeros(len(known), np.int64))
    value, target, threshold = (np.where(known, column[at], np.nan) for column in (held.value, held.target, held.threshold))
    return Judged(last(own.whole), value, target, threshold, np.where(known, held.status[at], NONE))


def latest(parts: Mapping[str, Part], grain: str, kpi: pa.Table, found: Judged, partial: int) -> Columns:
    """Give the columns of `row.Row` of KPIs of one own grain; words are codes, -1 for none.

    `partial` is the code of that reason, from 1 on.
    """
    own, due = parts[grain], ints(kpi["due"])
    first = own.periods.first
    prior = own.periods.prior[np.maximum(found.place, 0)] - first
    columns = _compared(parts, grain, found, np.where(found.place == NOWHERE, NOWHERE, prior), partial)
    columns |= {
        "judged": np.where(found.place == NOWHERE, NOWHERE, found.place + first),
        "due": due,
        "value": found.value,
        "point": own.value_at(found.place, own.whole),
        "current": own.value_at(ints(kpi["now"]) - first, (own.state > 0) & (own.state & 2 == 0)),
        "newest_missing": own.reason_at(last(own.present())) - 1,
        "due_missing": own.reason_at(due - first) - 1,
        "target": found.target,
        "threshold": found.threshold,
    }
    return columns | _verdict(kpi, found, stale=(found.place != NOWHERE) & (found.place + first < due))


def _compared(parts: Mapping[str, Part], grain: str, found: Judged, prior: Ints, partial: int) -> Columns:
    """Each compared value beside the reason for its absence."""
    own, columns = parts[grain], dict[str, Floats | Ints]()
    places = {"previous": (own, shifted(found.place, -1)), "yoy": (own, prior)}
    for name, other in (("wow", "week"), ("mom", "month")):
        of = parts.get(other)
        now = np.full(len(prior), NOWHERE) if of is None else found.place if other == grain else last(of.complete())
        places[f"{name}_now"], places[name] = (of or own, now), (of or own, shifted(now, -1))
    for name, (of, place) in places.items():
        columns[name] = of.value_at(place, of.whole)
        columns[f"{name}_missing"] = of.why_not(place, partial) - 1
    return columns


def _verdict(kpi: pa.Table, found: Judged, *, stale: Bools) -> Columns:
    without = np.isnan(found.target) & np.isnan(floats(kpi["low"]))
    state = np.select([bools(kpi["paused"]), np.isnan(found.value), stale, without], [0, 1, 2, 3], 4)
    ok, late = state == STATES.index("ok"), state == STATES.index("stale")
    baseline, final = floats(kpi["baseline"]), floats(kpi["final"])
    above = found.value - baseline
    return {
        "state": state,
        "status": np.where(ok, found.status, NONE) - 1,
        "last_status": np.where(late, found.status, NONE) - 1,
        "score": np.where(ok, _score(kpi, found), np.nan),
        "progress": _over(above, final - baseline),
        "pace": _over(above, found.target - baseline),
    }


def _score(kpi: pa.Table, found: Judged) -> Floats:
    """Score as `sql/status.py` has it, clamped into the interval of the status."""
    sense = ints(kpi["sense"])
    room = (found.target - found.threshold) * sense
    side = PASS + (found.value - found.threshold) * sense / np.where(room > 0, room, np.nan) * PASS
    score = np.where(sense == 0, _band_score(kpi, found.value), side)
    low, high = (np.array([np.nan, *(BOUNDS[code][end] for code in (RED, AMBER, GREEN))])[found.status] for end in (0, 1))
    clamped: Floats = np.clip(score, low, high)
    return clamped


def _band_score(kpi: pa.Table, value: Floats) -> Floats:
    low, high, best, floor, ceiling = (floats(kpi[name]) for name in ("low", "high", "best", "floor", "ceiling"))
    with np.errstate(invalid="ignore", divide="ignore"):
        outer = [FULL - (low - value) / (low - floor) * PASS, FULL - (value - high) / (ceiling - high) * PASS]
        inner = [10.0 - (best - value) / (best - low) * PASS, 10.0 - (value - best) / (high - best) * PASS]
    score = np.select([value < low, value > high, value < best, value > best], [*outer, *inner], 10.0)
    return np.where((floor < low) & (high < ceiling), score, np.nan)


def _over(above: Floats, whole: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole == 0, np.nan, above / whole)
