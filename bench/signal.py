"""False signals and false escalations on pure noise, and how soon a shift or a decline shows.

The default is what `vitalfew init` writes, `worse_in_a_row: 3`, beside what is always on, `beyond_threshold`.
A false escalation is a week in which one opens that was not open the week before; one that stays open is not opened again.
A value beyond the threshold is no false alarm: it is what was asked to be told at once, and opens its own escalation. There are
two counts: `escalations_begun_per_100_weeks` leaves breaches and the weeks of an open one out, `of_any_kind` counts them too.
With the threshold inside the noise, two standard deviations beyond the target, most of that are breaches; in the rows
that follow it is outside the process limits, as a threshold should be, and there `of_any_kind` is to be 2 at most.
`at_once` is what it would be if every run that is not green escalated in its first week.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple, get_args

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
from vitalfew.model.verdict import Verdict

WEEKS, BASE, AFTER = 104, 20, 60
SERIES = 2_000
ROOMS = (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0)
SHOWN = (0.0, 1.0, 2.0)
ROOM, BREACH = 1.0, 3.0  # of the planted declines: sd from the mean to the target, and from there to the threshold
OUTSIDE = -3.5  # sd from the mean: half a one beyond where the lower limit is to be expected
DECLINES = {"shift of 1 sd": (1.0, 0.0), "shift of 2 sd": (2.0, 0.0), "0.25 sd a week": (0.0, 0.25), "0.5 sd a week": (0.0, 0.5)}
JUDGED = 20  # weeks that the whole verdict is asked for, one after the other
LAST = date(2026, 6, 21)
TYPES = {"string": pa.string(), "int32": pa.int32(), "bool": pa.bool_(), "float64": pa.float64()}


def figures(share: float) -> dict[str, object]:
    """Give rates per 100 KPI-weeks after the first 20 weeks, and the median delay in weeks."""
    count = max(20, int(SERIES * share))
    noise = np.random.default_rng(7).normal(0, 1, (count, WEEKS))
    rows = [*(_row(rules, noise) for rules in get_args(RuleSet)), *_triggers(noise)]
    rows += [*_defaults(noise[: max(20, count // 20)]), *_declines(noise[-max(20, count // 20) :])]
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
    for room in SHOWN:
        found = _history(noise, "wheeler", -room)
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
                "what": f"{name}, target {room:g} sd away",
                "weeks_held_%": _percent(held.reshape(-1, WEEKS)[:, BASE:]),
                "escalations_begun_per_100_weeks": _percent(_begun(escalated)),
            }


def _defaults(noise: npt.NDArray[np.float64]) -> Iterator[dict[str, object]]:
    """What the whole verdict opens week by week, forecast included, wherever the target lies in the noise."""
    for where, thresholds in (("", [-room - 2.0 for room in ROOMS]), (", threshold outside the limits", [OUTSIDE] * len(ROOMS))):
        aims = [(-room, threshold) for room, threshold in zip(ROOMS, thresholds, strict=True)]
        yield from _opened(noise, aims, where)


def _opened(noise: npt.NDArray[np.float64], aims: list[tuple[float, float]], where: str) -> Iterator[dict[str, object]]:
    told = _told(np.tile(noise, (len(aims), 1)), [aim for aim in aims for _ in noise])
    for at, (target, _) in enumerate(aims):
        mine = Told(*(each[at * len(noise) : (at + 1) * len(noise)] for each in told))
        yield {
            "what": f"default, target {-target:g} sd away{where}",
            "escalations_begun_per_100_weeks": _percent(_begun(mine.escalated)[:, 1:]),
            "of_any_kind": _percent((_begun(mine.escalated) | _begun(mine.beyond))[:, 1:]),
            "at_once": _percent(_begun(mine.at_once)[:, 1:]),
            "watches_begun": _percent(_begun(mine.watched)[:, 1:]),
            "breaches_begun": _percent(_begun(mine.beyond)[:, 1:]),
        }


def _declines(noise: npt.NDArray[np.float64]) -> Iterator[dict[str, object]]:
    """Median weeks from the first week of a decline until anything opens, and until an escalation does, a breach included."""
    for name, (step, slope) in DECLINES.items():
        fallen = noise.copy()
        fallen[:, WEEKS - JUDGED :] -= step + slope * np.arange(1, JUDGED + 1)
        told = _told(fallen, [(-ROOM, -ROOM - BREACH)] * len(noise))
        escalated = told.escalated | told.beyond
        yield {
            "what": f"default, {name}",
            "weeks_to_watch_or_escalation": _delay(escalated | told.watched),
            "weeks_to_escalation": _delay(escalated),
            "at_once": _delay(told.at_once | told.beyond),
        }


class Told(NamedTuple):
    """What is open, each [KPI, week], the week before the first one that is asked for included; breaches are apart."""

    escalated: npt.NDArray[np.bool_]
    at_once: npt.NDArray[np.bool_]
    watched: npt.NDArray[np.bool_]
    beyond: npt.NDArray[np.bool_]


def _told(values: npt.NDArray[np.float64], aims: list[tuple[float, float]]) -> Told:
    """Judge in each of the last weeks what was known then; `aims` are target and threshold of each KPI."""
    kpis = [
        {
            "id": f"k{at}",
            "every": "week",
            "formula": "m",
            "target": {"at_least": target},
            "threshold": threshold,
            "escalate": [{"worse_in_a_row": 3}],
        }
        for at, (target, threshold) in enumerate(aims)
    ]
    framework, table = Framework.model_validate({"kpis": kpis}), _observations(values)
    weeks = []
    for back in range(JUDGED, -1, -1):
        verdicts = judge(framework, table, today=date(2026, 6, 23) - timedelta(weeks=back)).verdicts
        weeks.append([_open(verdict) for verdict in verdicts])
    return Told(*np.array(weeks, dtype=np.bool_).transpose(2, 1, 0))


def _open(verdict: Verdict) -> tuple[bool, bool, bool, bool]:
    runs = [each for each in verdict.triggers if each.trigger != "beyond_threshold"]
    beyond = len(runs) < len(verdict.triggers)
    escalated = not beyond and any(each.opens == "escalation" for each in runs)
    at_once = not beyond and bool(runs) and (escalated or verdict.status != "green")
    return escalated, at_once, bool(runs) and not escalated and not beyond, beyond


def _delay(told: npt.NDArray[np.bool_]) -> float:
    """The median of the weeks until the first; what opened by chance the week before the decline is left out."""
    quiet = told[~told[:, 0], 1:]
    return float(np.median(np.where(quiet.any(axis=1), quiet.argmax(axis=1) + 1, JUDGED)))


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
