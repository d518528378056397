"""Signals: patterns that routine variation seldom makes, by named rule sets.

| set | rules | source |
|---|---|---|
| wheeler | one beyond a limit; 8 in a row on a side; 3 of 4 nearer the same limit than the centre | Wheeler (2000) |
| pump | one beyond a limit; 8 in a row on a side; 10 of 12 on a side | Barr (2014), Practical Performance Measurement |
| nhs | one beyond a limit; 7 in a row on a side; 6 moves in a row; 2 of 3 in a side's outer third, all on it | NHS England |
| western-electric | one beyond 3 sigma; 2 of 3 beyond 2; 4 of 5 beyond 1; 8 in a row on a side | Western Electric (1956) |

Zones are parts of the distance from centre to limit, three sigma wide. A value on the centre is on no side, one on a line not
beyond it. A pattern counts at the points that belong to it, so that a value back at the centre is no signal.
Patterns run over the values of a segment in order: a missing period neither adds nor ends one.
Where two patterns point both ways, the rule named first decides.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vitalfew.base.said import say
from vitalfew.judge.series.limit import SAME, Limits, zones
from vitalfew.judge.series.point import Bools, Floats, Ints, Points
from vitalfew.judge.series.streak import run_length
from vitalfew.model.kpi import RuleSet


class Rule(NamedTuple):
    """At least `least` of the last `of` values farther out than `zone` on one side; or `moves` in a row one way."""

    name: str
    least: int = 1
    of: int = 1
    zone: float = 0.0
    moves: int = 0
    all_on_side: bool = False


BEYOND = Rule(say("beyond a limit"), 1, 1, 1.0)
EIGHT = Rule(say("8 in a row on a side"), 8, 8)
RULES: dict[RuleSet, tuple[Rule, ...]] = {
    "wheeler": (BEYOND, EIGHT, Rule(say("3 of 4 nearer a limit than the centre"), 3, 4, 1 / 2)),
    "pump": (BEYOND, EIGHT, Rule(say("10 of 12 on a side"), 10, 12)),
    "nhs": (
        BEYOND,
        Rule(say("7 in a row on a side"), 7, 7),
        Rule(say("6 moves in a row one way"), moves=6),
        Rule(say("2 of 3 in the outer third"), 2, 3, 2 / 3, all_on_side=True),
    ),
    "western-electric": (
        BEYOND,
        Rule(say("2 of 3 beyond two sigma"), 2, 3, 2 / 3),
        Rule(say("4 of 5 beyond one sigma"), 4, 5, 1 / 3),
        EIGHT,
    ),
}
RULE_SETS: tuple[RuleSet, ...] = tuple(RULES)
MOST = max(map(len, RULES.values()))
Ways = npt.NDArray[np.int8]


class Signals(NamedTuple):
    """Per point the way of each rule of its set (1 up, -1 down, 0 not fired), and of the first that fires."""

    fired: Ways
    way: Ways


def signals(points: Points, found: Limits, sets: Ints) -> Signals:
    """Test every point by the rule set of its KPI; `sets` are places in `RULE_SETS`, one per point."""
    zone = zones(points, found)
    fired = np.zeros((len(zone), MOST), np.int8)
    for code in np.unique(sets):
        mine = np.flatnonzero(sets == code)
        opens, value = found.opens[mine], points.value[mine]
        begun = np.maximum.accumulate(np.where(opens, np.arange(len(opens)), 0))
        for at, rule in enumerate(RULES[RULE_SETS[code]]):
            fired[mine, at] = _moving(rule, value, zone[mine], opens) if rule.moves else _ways(rule, zone[mine], begun)
    first = (fired != 0).argmax(axis=1)
    return Signals(fired, fired[np.arange(len(fired)), first])


def _ways(rule: Rule, zone: Floats, begun: Ints) -> Ways:
    """1 where the pattern stands above the centre, -1 where below; `begun` is the place where each point's segment begins."""
    way = np.zeros(len(zone), np.int8)
    for side in (1, -1):
        places = _last_of(zone * side > rule.zone + (SAME if rule.zone else 0.0), begun, rule.least, rule.of)
        if rule.all_on_side:
            places = np.intersect1d(places, _last_of(zone * side > 0, begun, rule.of, rule.of), assume_unique=True)
        way[places] = side
    return way


def _last_of(out: Bools, begun: Ints, least: int, of: int) -> Ints:
    """Give the points that are out as the last of at least `least` among `of` in their segment.

    They are when the one `least` - 1 before them, of those that are out, is not too far back.
    """
    places = np.flatnonzero(out)
    if of == 1:
        return places
    last, first = places[least - 1 :], places[: max(len(places) - least + 1, 0)]
    return last[first >= np.maximum(last - of + 1, begun[last])]


def _moving(rule: Rule, value: Floats, zone: Floats, opens: Bools) -> Ways:
    step = np.diff(value, prepend=0.0)
    known = ~opens & np.isfinite(zone)
    rising = run_length(known & (step > 0), opens) >= rule.moves
    falling = run_length(known & (step < 0), opens) >= rule.moves
    return rising.astype(np.int8) - falling.astype(np.int8)
