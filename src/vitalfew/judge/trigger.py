"""Which triggers hold, and what they open (MON-4); each remembers how long it has held.

| trigger | holds at a period when | run on noise around its target |
|---|---|---|
| worse_in_a_row: n | the last n moves were worse; an equal value starts anew | 1 / (n + 1)! of the periods |
| missed: n | the last n values missed the target as of then | the share of misses, to the power n |
| missed: [n, m] | so did n of the last m periods of the calendar | binomial in the share of misses |
| beyond_threshold | it is red, or was when it went stale; always on | never by noise alone: it is beyond |
| signal_against | the rule set shows a signal for the worse | half of the rule set's rate |
| stale: n | n periods are due without a value | none |
| guard_broken | a KPI among its `guards` is red | that of the guard |

Only complete periods count. A missing period neither adds nor ends a run; more than two in a row do, also at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from vitalfew.base.said import say, say_count
from vitalfew.judge.history import History
from vitalfew.judge.series.aim import AMBER, RED
from vitalfew.judge.series.point import Bools, Ints
from vitalfew.judge.series.streak import BRIDGED, breaks, moves, of_last, run_length
from vitalfew.model.kpi import Kpi, Trigger
from vitalfew.model.verdict import Opening, Pattern, Status

TEXTS: Mapping[str, Callable[[str, str], str]] = {
    "worse_in_a_row": lambda times, _: say("worse {times}", times=times),
    "missed": lambda times, _: say("target missed {times}", times=times),
    "beyond_threshold": lambda *_: say("beyond the threshold"),
    "signal_against": lambda *_: say("a signal for the worse"),
    "stale": lambda _, periods: say("no value for {periods} or longer", periods=periods),
}
COUNTED: tuple[Pattern, ...] = ("worse_in_a_row", "missed", "beyond_threshold", "signal_against", "stale")


class Held(NamedTuple):
    """A trigger that holds: for how many periods, the last of them the judged one, and the number of the first."""

    pattern: Pattern
    text: str
    periods: int
    number: int


class Declared(NamedTuple):
    """Every counted trigger of every KPI: the KPI's row, the place in COUNTED, n, and m (0 where only n is said)."""

    row: Ints
    pattern: Ints
    least: Ints
    of: Ints


class Standing(NamedTuple):
    """Declared triggers of KPIs with a judged point: for how many periods each holds (0: not), and the number of the first."""

    declared: Declared
    periods: Ints
    number: Ints


def held(kpis: Sequence[Kpi], history: History, due: Ints) -> Mapping[int, tuple[Held, ...]]:
    """Give by row of KPI the counted triggers that hold; `due` is the number of the newest period that is due, per KPI."""
    declared, periods, first = standing(_declared(kpis), history, due)
    found: dict[int, tuple[Held, ...]] = {}
    for at in np.flatnonzero(periods > 0):
        row, pattern = int(declared.row[at]), COUNTED[declared.pattern[at]]
        text = _text(pattern, int(declared.least[at]), int(declared.of[at]))
        found[row] = (*found.get(row, ()), Held(pattern, text, int(periods[at]), int(first[at])))
    return found


def standing(declared: Declared, history: History, due: Ints) -> Standing:
    """Tell of each declared trigger whether it holds at the last point of its KPI."""
    last = history.last[declared.row]
    known = last >= 0
    declared, last = Declared(*(column[known] for column in declared)), last[known]
    periods = _periods(declared, last, history, due)
    number = history.points.number
    late = declared.pattern == COUNTED.index("stale")
    begun = np.where(late, last, last - np.maximum(periods, 1) + 1)
    return Standing(declared, periods, np.where(late, number[last] + declared.least, number[begun]))


def opening(status: Status | None, *, inside: bool, news: bool, periods: int) -> Opening:
    """Give what a run opens: a watch for the owner where chance may have made it, else an escalation.

    Green and not beyond a limit for the worse (`inside`) is a watch. Amber without a late signal for the worse (`news`; true too
    where there are no limits to tell) is one in the first of its `periods`: what still holds in the next is no chance any more.
    Where a miss is likely, `outlook` makes an escalation of it.
    """
    calm = (status == "green" and inside) or (status == "amber" and not news and periods == 1)
    return "watch" if calm else "escalation"


def _declared(kpis: Sequence[Kpi]) -> Declared:
    rows = [(row, *term) for row, kpi in enumerate(kpis) for trigger in kpi.escalate for term in terms(trigger)]
    always = [(row, COUNTED.index("beyond_threshold"), 1, 0) for row in range(len(kpis))]
    table = np.array([*always, *dict.fromkeys(rows)], dtype=np.int64).reshape(-1, 4)
    return Declared(*(np.ascontiguousarray(column) for column in table.T))


def terms(trigger: Trigger) -> Iterator[tuple[int, int, int]]:
    """Place in COUNTED, n and m of a trigger; nothing for what is always on, said as false, or no count of periods."""
    for place, name in enumerate(COUNTED):
        said = getattr(trigger, name)
        if not said or name == "beyond_threshold":
            continue
        least, of = said if isinstance(said, tuple) else (int(said), 0)
        yield place, least, of


def _text(pattern: Pattern, least: int, of: int) -> str:
    if pattern == "missed" and of:
        return say("target missed in {least} of {of} periods", least=least, of=of)
    times = say_count("once", "{n} times in a row", least)
    return TEXTS[pattern](times, say_count("{n} period", "{n} periods", least))


def _periods(declared: Declared, last: Ints, history: History, due: Ints) -> Ints:
    """For how many periods each trigger has held at the last point of its KPI; 0 where it does not."""
    points, status = history.points, history.aims.status
    opens = breaks(points)
    missed = (status == RED) | (status == AMBER)
    worse = moves(points, history.aims.cost)
    runs = {"worse_in_a_row": worse, "missed": missed, "beyond_threshold": status == RED, "signal_against": history.against}
    late = due[declared.row] - points.number[last]
    periods = np.zeros(len(last), np.int64)
    for place, name in enumerate(COUNTED):
        mine = (declared.pattern == place) & (declared.of == 0)
        length = run_length(runs[name], opens)[last[mine]] if name in runs else late[mine]
        periods[mine] = np.maximum(length - declared.least[mine] + 1, 0)
    windowed = np.flatnonzero(declared.of > 0)
    periods[windowed] = _windowed(declared, windowed, missed, history)
    remembered = (late <= BRIDGED) | np.isin(declared.pattern, [COUNTED.index("beyond_threshold"), COUNTED.index("stale")])
    return np.where(remembered, periods, 0)


def _windowed(declared: Declared, mine: Ints, missed: Bools, history: History) -> Ints:
    """How long n of the last m have been missed, for each of `mine`, whose m differ."""
    held_for = np.zeros(len(mine), np.int64)
    opens = breaks(history.points)
    for of in np.unique(declared.of[mine]):
        same = declared.of[mine] == of
        for least in np.unique(declared.least[mine][same]):
            these = same & (declared.least[mine] == least)
            length = run_length(of_last(missed, history.points, int(of)) >= least, opens)
            held_for[these] = length[history.last[declared.row[mine[these]]]]
    return held_for
