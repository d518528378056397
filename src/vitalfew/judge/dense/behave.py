"""Limits, signal and triggers of a part, by the kernels of every other verdict."""

from __future__ import annotations

import numpy as np

from vitalfew.judge.dense.latest import Columns
from vitalfew.judge.history import History
from vitalfew.judge.series.aim import NONE
from vitalfew.judge.series.limit import FIRM
from vitalfew.judge.series.point import Bools, Ints
from vitalfew.judge.series.signal import RULE_SETS, RULES
from vitalfew.judge.trigger import COUNTED, Declared, Standing, standing

RULE_NAMES = tuple(dict.fromkeys(rule.name for rules in RULES.values() for rule in rules))
_NAMED = np.full((len(RULE_SETS), max(map(len, RULES.values()))), -1)
for _set, _rules in enumerate(RULES.values()):
    _NAMED[_set, : len(_rules)] = [RULE_NAMES.index(rule.name) for rule in _rules]


def behaviour(known: History, rules: Ints) -> Columns:
    """Give since when the judged status stands, the limits, and the signal at the last point; -1 for no number and no word."""
    last = np.maximum(known.last, 0)
    shown = known.last >= 0
    if not shown.any():
        return _nothing(len(shown))
    found, way = known.limits, known.signals.way[last].astype(np.int64)
    centre = known.centre[last]
    limited = shown & ~np.isnan(found.centre[last])
    first = (known.signals.fired[last] != 0).argmax(axis=1)
    return {
        "status_since": np.where(known.aims.status[last] != NONE, _begun(known, known.status_run()), -1),
        "centre": np.where(limited, centre, np.nan),
        "lower": np.where(limited, centre - found.reach[last], np.nan),
        "upper": np.where(limited, centre + found.reach[last], np.nan),
        "range_limit": np.where(limited, found.range_limit[last], np.nan),
        "limit_values": np.where(limited, found.values[last], -1),
        "provisional": np.where(limited, found.values[last] < FIRM, -1),
        "signal": np.where(limited, way + 1, -1),
        "signal_rule": np.where(limited & (way != 0), _NAMED[rules, first], -1),
        "signal_since": np.where(limited & (way != 0), _begun(known, known.signal_run()), -1),
    }


def _begun(known: History, run: Ints) -> Ints:
    """The number of the period in which the run at the last point began."""
    last = np.maximum(known.last, 0)
    begun: Ints = known.points.number[last - np.maximum(run[last], 1) + 1]
    return begun


def _nothing(count: int) -> Columns:
    """The same columns in the same order, so that parts with and without points fit together."""
    whole = ("status_since", "limit_values", "provisional", "signal", "signal_rule", "signal_since")
    order = ("status_since", "centre", "lower", "upper", "range_limit", *whole[1:])
    return {name: np.full(count, -1) if name in whole else np.full(count, np.nan) for name in order}


def triggers(known: History, declared: Declared, due: Ints, paused: Bools) -> Standing:
    """Give the triggers that hold, in the order of the KPIs; those that are always on are added to the declared."""
    count = len(due)
    rows = np.arange(count)
    always = Declared(rows, np.full(count, COUNTED.index("beyond_threshold")), np.ones_like(rows), np.zeros_like(rows))
    every = Declared(*(np.concatenate(pair) for pair in zip(always, declared, strict=True)))
    found = standing(every, known, due)
    holds = np.flatnonzero((found.periods > 0) & ~paused[found.declared.row])
    holds = holds[np.argsort(found.declared.row[holds], kind="stable")]
    return Standing(Declared(*(column[holds] for column in found.declared)), found.periods[holds], found.number[holds])
