"""False signals and false escalations on pure noise, and how soon a shift of two standard deviations shows.

The default is what `vitalfew init` writes, `worse_in_a_row: 3`, beside what is always on, `beyond_threshold`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from vitalfew.base.period import Calendar
from vitalfew.judge.history import History, history
from vitalfew.judge.parameter import tables
from vitalfew.judge.run import judge
from vitalfew.judge.series.aim import GREEN, RED
from vitalfew.judge.series.limit import zones
from vitalfew.judge.series.streak import breaks, moves, run_length
from vitalfew.judge.sql.schema import OBSERVATION
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi, RuleSet

WEEKS, BASE, AFTER = 104, 20, 60
SERIES = 2_000
ROOMS = (0, 1, 2)
JUDGED = 20  # weeks that the whole verdict is asked for, one after the other
LAST = date(2026, 6, 21)
TYPES = {"string": pa.string(), "int32": pa.int32(), "bool": pa.bool_(), "float64": pa.float64()}


def figures(share: float) -> dict[str, object]:
    """Give rates per 100 KPI-weeks after the first 20 weeks, and the median delay in weeks."""
    count = max(20, int(SERIES * share))
    noise = np.random.default_rng(7).normal(0, 1, (count, WEEKS))
    rows = [*(_row(rules, noise) for rules in get_args(RuleSet)), *_triggers(noise)]
    rows += [_default(noise[: max(20, count // 20)], room) for room in ROOMS]
    return {"bench": "signal", "series": count, "weeks": WEEKS, "rows": rows}


def _row(rules: RuleSet, noise: npt.NDArray[np.float64]) -> dict[str, object]:
    way = _ways(_history(noise, rules))
    shifted = noise.copy()
    shifted[:, BASE + 10 :] -= 2
    seen = _ways(_history(shifted, rules))[:, BASE + 10 :] < 0
    delay = np.where(seen.any(axis=1), seen.argmax(axis=1) + 1, WEEKS)
    return {
        "what": f"rules {rules}",
        "weeks_with_a_signal_%": _percent(way[:, BASE:] != 0),
        "signals_begun_%": _percent(_begun(way[:, BASE:] != 0)),
        "median_delay_weeks": float(np.median(delay)),
        "within_8_weeks_%": _percent(delay <= 8),
    }


def _triggers(noise: npt.NDArray[np.float64]) -> Iterator[dict[str, object]]:
    """Triggers on KPIs whose target lies so many sd on the bad side of their noise, and the threshold two beyond."""
    for room in ROOMS:
        found = _history(noise, "wheeler", float(-room))
        points = found.points
        opens = breaks(points)
        green = (found.aims.status == GREEN) & (zones(points, found.limits) >= -1)
        holds = {
            "worse_in_a_row: 3": run_length(moves(points, found.aims.cost), opens) >= 3,
            "missed: 3": run_length(found.aims.status != GREEN, opens) >= 3,
            "signal_against": found.against,
            "beyond_threshold": found.aims.status == RED,
        }
        for name, held in holds.items():
            escalated = (held & ~green).reshape(-1, WEEKS)[:, BASE:]
            yield {
                "what": f"{name}, target {room} sd away",
                "weeks_held_%": _percent(held.reshape(-1, WEEKS)[:, BASE:]),
                "escalations_begun_per_100_weeks": _percent(_begun(escalated)),
            }


def _default(noise: npt.NDArray[np.float64], room: int) -> dict[str, object]:
    """What the whole verdict opens week by week, forecast included; a breach of the threshold is true and not counted."""
    settings = {**_settings(float(-room)), "formula": "m", "escalate": [{"worse_in_a_row": 3}]}
    framework = Framework.model_validate({"kpis": [{"id": f"k{at}", **settings} for at in range(len(noise))]})
    table, escalated = _observations(noise), []
    for back in range(JUDGED, -1, -1):
        verdicts = judge(framework, table, today=date(2026, 6, 23) - timedelta(weeks=back)).verdicts
        told = [{each.trigger for each in verdict.triggers if each.opens == "escalation"} for verdict in verdicts]
        escalated.append([bool(each - {"beyond_threshold"}) for each in told])
    begun = _begun(np.array(escalated).T)[:, 1:]
    return {"what": f"default, target {room} sd away", "escalations_begun_per_100_weeks": _percent(begun)}


def _history(noise: npt.NDArray[np.float64], rules: RuleSet, target: float = -1.0) -> History:
    """Run the kernels over weekly series, one KPI each."""
    settings = {**_settings(target), "signals": {"rules": rules}}
    kpis = [Kpi.model_validate({"id": f"k{at}", **settings}) for at in range(len(noise))]
    return history(kpis, tables(kpis, _observations(noise), Calendar(), date(2026, 6, 23)))


def _settings(target: float) -> dict[str, object]:
    return {"every": "week", "target": {"at_least": target}, "threshold": target - 2.0}


def _observations(noise: npt.NDArray[np.float64]) -> pa.Table:
    last, weeks = Calendar().period("week", LAST).number, noise.size
    columns = {
        "kpi": [f"k{at}" for at in range(len(noise)) for _ in range(WEEKS)],
        "grain": ["week"] * weeks,
        "number": np.tile(np.arange(last - WEEKS + 1, last + 1, dtype=np.int32), len(noise)),
        "complete": np.ones(weeks, np.bool_),
        "value": noise.ravel(),
        "denominator": pa.nulls(weeks, pa.float64()),
        "missing": pa.nulls(weeks, pa.string()),
        "slice": [""] * weeks,
    }
    return pa.table({name: pa.array(columns[name], TYPES[kind]) for name, kind in OBSERVATION.items()})


def _ways(found: History) -> npt.NDArray[np.int8]:
    return found.signals.way.reshape(-1, WEEKS)


def _begun(holds: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    begun = holds.copy()
    begun[:, 1:] &= ~holds[:, :-1]
    return begun


def _percent(holds: npt.NDArray[np.bool_]) -> float:
    return round(float(holds.mean()) * 100, 2)
