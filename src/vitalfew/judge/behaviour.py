"""How a KPI behaves, in records and words: since when, signal, assurance, attention, triggers.

Attention joins status and signal, so that nobody chases noise (RHY-7):

| status | signal for the worse | no signal | signal for the better |
|---|---|---|---|
| red | act now | change the process or the target | learn |
| amber | investigate | pass over | learn |
| green | investigate | pass over | learn |

A signal that is neither, inside a band, is investigated. Without limits there is no attention: nothing tells noise from news.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, NamedTuple

import numpy as np

from vitalfew.base.period import Calendar
from vitalfew.base.said import say, several
from vitalfew.base.word import word
from vitalfew.judge.history import History
from vitalfew.judge.row import Row
from vitalfew.judge.series.aim import AMBER, GREEN, NONE, RED
from vitalfew.judge.series.limit import FIRM
from vitalfew.judge.series.point import Bools, Ints
from vitalfew.judge.series.season import SEASON, SEASONS
from vitalfew.judge.series.signal import RULES
from vitalfew.judge.trigger import Held, held, opening
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Assurance, Attention, Fired, Limits, Season, Signal, Status

CODES: dict[Status | None, int] = {"red": RED, "amber": AMBER, "green": GREEN, None: NONE}
ATTENTION: dict[tuple[Status, bool | None], Attention] = {
    ("red", False): "act-now",
    ("red", None): "change-process",
    ("red", True): "learn",
    ("amber", False): "investigate",
    ("amber", None): "pass-over",
    ("amber", True): "learn",
    ("green", False): "investigate",
    ("green", None): "pass-over",
    ("green", True): "learn",
}
WAYS: dict[int, Literal["up", "down"] | None] = {1: "up", -1: "down", 0: None}
ASSURED: dict[Assurance, str] = {
    "consistently-meets": say("consistently meets the target"),
    "consistently-fails": say("consistently fails the target: the process or the target has to change"),
    "hit-or-miss": say("meets the target or misses it by chance"),
}


class Behaviour(NamedTuple):
    """What `Verdict` holds under the same names, and the sentences of it."""

    status_since: date | None
    signal: Signal
    assurance: Assurance | None
    attention: Attention | None
    triggers: tuple[Fired, ...]
    words: tuple[str, ...]


def behaviours(kpis: Sequence[Kpi], rows: Mapping[str, Row], history: History, calendar: Calendar) -> tuple[Behaviour, ...]:
    """Give the behaviour of each KPI."""
    due = np.array([rows[kpi.id].due for kpi in kpis], dtype=np.int64)
    runs = _Runs(history.status_run(), history.signal_run(), history.news())
    triggers = held(kpis, history, due)
    since = {kpi.id: _status_since(kpi, rows[kpi.id], history, at, runs, calendar) for at, kpi in enumerate(kpis)}
    guards = _Guards(rows, since)
    return tuple(
        _behaviour(_Case(kpi, rows[kpi.id], history, at, calendar), runs, since[kpi.id], triggers.get(at, ()), guards)
        for at, kpi in enumerate(kpis)
    )


class _Runs(NamedTuple):
    status: Ints
    signal: Ints
    news: Bools


class _Guards(NamedTuple):
    rows: Mapping[str, Row]
    since: Mapping[str, date | None]


class _Case(NamedTuple):
    """One KPI and where it stands among the arrays."""

    kpi: Kpi
    row: Row
    history: History
    at: int
    calendar: Calendar

    @property
    def point(self) -> int:
        """The place of the judged point, -1 for none."""
        return int(self.history.last[self.at])

    def start(self, number: int) -> date:
        """The first day of a period of the KPI's grain."""
        return self.calendar.numbered(self.kpi.grain, number).start

    def label(self, day: date) -> str:
        """The name of the period that holds a day."""
        return self.calendar.label(self.calendar.period(self.kpi.grain, day))


def _status_since(kpi: Kpi, row: Row, history: History, at: int, runs: _Runs, calendar: Calendar) -> date | None:
    point = int(history.last[at])
    if row.status is None or point < 0:
        return None
    # The last status stands as the relational half gives it, whatever rounding said of a sum to date here.
    run = int(runs.status[point]) if history.aims.status[point] == CODES[row.status] else 1
    return calendar.numbered(kpi.grain, int(history.points.number[point - run + 1])).start


def _behaviour(case: _Case, runs: _Runs, since: date | None, held_: tuple[Held, ...], guards: _Guards) -> Behaviour:
    signal = _signal(case, runs)
    assurance = _assurance(case, _all_year(signal))
    attention = ATTENTION[case.row.status, _news(signal)] if case.row.status and signal.limits else None
    triggers = () if case.row.state == "paused" else (*_fired(case, runs, signal, held_), *_broken_guards(case, guards))
    return Behaviour(since, signal, assurance, attention, triggers, tuple(_words(case, signal, assurance)))


def _signal(case: _Case, runs: _Runs) -> Signal:
    rules, history, point = case.kpi.signals.rules, case.history, case.point
    repeats = bool(history.seasonal[case.at]) if history.told[case.at] else None
    to_date = case.kpi.target is not None and case.kpi.target.applies_to == "to-date"
    if point < 0 or to_date:
        return Signal(rules, seasonal=repeats, missing="to-date" if to_date else "no-data")
    if np.isnan(history.limits.centre[point]):
        return Signal(rules, seasonal=repeats, missing="too-few")
    way, wanted = int(history.signals.way[point]), int(history.wanted[point])
    fired = zip(RULES[rules], history.signals.fired[point], strict=False)
    begun = int(history.points.number[point - runs.signal[point] + 1]) if way else None
    return Signal(
        rules,
        tuple(rule.name for rule, fires in fired if fires),
        WAYS[way],
        way == wanted if way and wanted else None,
        None if begun is None else case.start(begun),
        _limits(case, point),
        repeats,
        season=_season(case, point),
    )


def _limits(case: _Case, point: int) -> Limits:
    found = case.history.limits
    centre, reach, values = float(found.centre[point]), float(found.reach[point]), int(found.values[point])
    begun = int(np.searchsorted(found.segment, found.segment[point]))
    first = case.start(int(case.history.points.number[begun]))
    centre += float(case.history.effects.own[point])
    return Limits(centre - reach, centre, centre + reach, float(found.range_limit[point]), values, values < FIRM, first)


def _season(case: _Case, point: int) -> Season | None:
    """What the season adds to the judged period, and the least and most that it adds to any."""
    found = case.history.effects
    if not found.taken[point]:
        return None
    length = SEASON[case.kpi.grain]
    return Season(length, SEASONS * length, float(found.own[point]), float(found.least[point]), float(found.most[point]))


def _news(signal: Signal) -> bool | None:
    """False for a signal that asks for a look: for the worse, or neither way inside a band."""
    return None if signal.direction is None else bool(signal.better)


def _all_year(signal: Signal) -> Limits | None:
    """The limits that hold in every part of the season."""
    limits, season = signal.limits, signal.season
    if limits is None or season is None:
        return limits
    return replace(limits, lower=limits.lower - season.effect + season.least, upper=limits.upper - season.effect + season.most)


def _assurance(case: _Case, limits: Limits | None) -> Assurance | None:
    """Where the target as of now lies against the limits: beyond the one, beyond the other, or between."""
    target = case.kpi.target
    if limits is None or target is None or case.row.status is None:
        return None
    if target.within:
        low, high = target.within
        meets, fails = low <= limits.lower and limits.upper <= high, limits.upper < low or high < limits.lower
    elif case.row.target is None:
        return None
    elif int(case.history.wanted[case.point]) == 1:
        meets, fails = limits.lower >= case.row.target, limits.upper < case.row.target
    else:
        meets, fails = limits.upper <= case.row.target, limits.lower > case.row.target
    return "consistently-meets" if meets else "consistently-fails" if fails else "hit-or-miss"


def _fired(case: _Case, runs: _Runs, signal: Signal, held_: tuple[Held, ...]) -> Iterator[Fired]:
    inside = signal.limits is None or not _beyond_for_worse(case, signal.limits)
    news = signal.limits is None or bool(runs.news[case.point])
    for each in held_:
        opens = opening(case.row.status, inside=inside, news=news, periods=each.periods)
        yield Fired(each.pattern, each.text, each.periods, case.start(each.number), opens)


def _beyond_for_worse(case: _Case, limits: Limits) -> bool:
    """Whether the value is beyond a limit, and not on its good side: a better value never opens more."""
    value, wanted = case.row.point, int(case.history.wanted[case.point])
    if value is None:
        return False
    return (wanted != 1 and value > limits.upper) or (wanted != -1 and value < limits.lower)


def _broken_guards(case: _Case, guards: _Guards) -> Iterator[Fired]:
    """A guard that is red breaks at once; what it is named for may look the better for it, so no watch is enough."""
    if not any(trigger.guard_broken for trigger in case.kpi.escalate):
        return
    for id_ in case.kpi.guards:
        since = guards.since.get(id_)
        if since and guards.rows[id_].status == "red":
            yield Fired("guard_broken", say("its guard `{guard}` is red", guard=id_), 1, since, "escalation")


def _words(case: _Case, signal: Signal, assurance: Assurance | None) -> Iterator[str]:
    if signal.direction and signal.since:
        notes: list[str] = []
        if signal.limits and signal.limits.provisional:
            notes.append(say("limits provisional"))
        if signal.season or signal.seasonal:
            notes.append(say("adjusted for the season") if signal.season else say("not adjusted for the season"))
        facts = {
            "way": {True: say("for the better"), False: say("for the worse"), None: word(signal.direction)}[signal.better],
            "period": case.label(signal.since),
            "named": several(signal.fired, say(" and ")),
        }
        if notes:
            yield say("a signal {way} since {period}: {named} ({notes})", **facts, notes=several(notes))
        else:
            yield say("a signal {way} since {period}: {named}", **facts)
    if assurance and not signal.direction:  # a signal says that the process is no longer the one of the limits
        moving = case.kpi.target is not None and case.kpi.target.kind in {"reach", "values"}
        yield say("at today's process it {meets}", meets=ASSURED[assurance]) if moving else ASSURED[assurance]
