"""Did an initiative move what it was to move: its KPIs held against the course they would have taken without it (INI-3).

Of each declared movement the periods before the work began give the course, those between `starts` and `from` are left out, and
those from `from` until `until` (or until now) are held against it (`insight.interrupted`). The effect is that on their mean:
where a movement is to grow slowly, `from` is the day on which it is to be there. A definition that changed or a declared break
ends what is looked at; a break declared for the day on which the work began is taken for its own, a new definition never is.
Where a KPI is declared under `compared_with` and goes the same ways, what moves both is taken off. Something has moved where
chance alone would do as much in three of a hundred, and where of all that is said to have moved at most a tenth is false, in
expectation (Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57, 289). Where neither that nothing moved nor that as much did as
was expected can be ruled out, neither is told. What else began on the same day cannot be told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from vitalfew.base.period import Grain
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.insight.follow import Column
from vitalfew.insight.interrupted import AFTER, BEFORE, Interrupted, interrupted
from vitalfew.insight.observed import Observed
from vitalfew.judge.series.season import SEASON
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.rhythm import Initiative, Move

if TYPE_CHECKING:
    import pyarrow as pa

RARE = 0.03
"""How rare by chance a movement must be to be told of."""
FALSE_SHARE = 0.10
"""The share of told movements that may be false, in expectation."""
LASTING = 5_000
"""The most periods of a series that are looked at: its newest."""

Said = Literal["as-expected", "less", "not-seen", "wrong-way", "moved", "too-early", "not-enough"]
SAID: tuple[Said, ...] = ("wrong-way", "not-seen", "less", "moved", "as-expected", "too-early", "not-enough")
"""From what asks for a decision first to what is only to be waited for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A series with the course that it would have taken: values by period from the one numbered `first`."""

    first: int
    values: tuple[float | None, ...]
    course: tuple[float | None, ...]
    begins: int
    shows: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What an initiative did to a KPI that it was to move, in the KPI's units; None where that cannot be told.

    `expected` is the movement that was declared. `effect` is that on the mean of the periods after, with its 90 % interval; `q`
    the share of false ones if this and all surer ones are told; `alone` its range with any one period left out; `slope` its
    change per period of `grain` with the 90 % interval. `began` is the day on which the work begins, `shows` that from which the
    movement is to be there, `until` that by which it is judged. `compared` says that the KPI was held against the one of
    `compared_with`. `beside` are initiatives that move the same KPI at the same time.
    """

    initiative: str
    kpi: str
    place: int
    grain: Grain
    said: Said
    reason: str
    expected: float | None = None
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    q: float | None = None
    alone: tuple[float, float] | None = None
    slope: tuple[float, float, float] | None = None
    began: date | None = None
    shows: date | None = None
    until: date | None = None
    before: int = 0
    after: int = 0
    season: bool = False
    compared: bool = False
    beside: tuple[str, ...] = ()
    line: Line | None = None

    @property
    def is_seen(self) -> bool:
        """Whether a movement is told of, either way."""
        return self.said in {"as-expected", "less", "wrong-way", "moved"}


def effects(framework: Framework, latest: pa.Table, today: date) -> tuple[Effect, ...]:
    """Tell of every movement that an initiative is to bring what is seen of it, in the order of the framework.

    `latest` are the newest observations (`Observations.latest`) that the viewer may see; of a KPI without any it is said that it
    is not known.
    """
    observed = Observed(framework, latest)
    found = [
        (move, *_effect(observed, each, place, move, today))
        for each in framework.initiatives
        for place, move in enumerate(each.moves)
        if move.kpi in framework.kpi
    ]
    return tuple(_judged(framework, found, today))


def _effect(observed: Observed, initiative: Initiative, place: int, move: Move, today: date) -> tuple[Effect, Interrupted | None]:
    kpi = observed.framework.kpi[move.kpi]
    shows = move.from_ or initiative.starts
    began = min(initiative.starts or shows, shows) if shows else None
    until = move.until or initiative.ends
    beside = tuple(_beside(observed.framework, initiative, move, today))
    empty = Effect(
        initiative.id, kpi.id, place, kpi.grain, "not-enough", "", began=began, shows=shows, until=until, beside=beside
    )
    if began is None or shows is None:
        return replace(empty, reason=say("no day is named on which it begins")), None
    if shows > today:
        return replace(empty, said="too-early", reason=say("it is to show from {day:%-d %B %Y}", day=shows)), None
    series = _series(observed, kpi, began, shows, until)
    if series is None:
        return replace(empty, reason=say("the KPI has no values that may be held against one another")), None
    first, values, begins, at, is_cut = series
    comparison = _comparison(observed, move, kpi, first, len(values))
    found = interrupted(values, begins, at, comparison=comparison, season=SEASON.get(kpi.grain, 0), first=first)
    told = replace(empty, before=found.before, after=found.after)
    if found.lacks:
        return _lacking(told, found, is_cut=is_cut), None
    line = Line(first, _plain(values), _plain(np.array(found.course)), begins, at)
    expected = _expected(move, np.array(found.course)[at:])
    return replace(
        told,
        expected=expected,
        effect=found.effect,
        low=found.low,
        high=found.high,
        alone=found.alone,
        slope=found.slope,
        season=found.season,
        compared=found.compared,
        line=line,
    ), found


def _beside(framework: Framework, initiative: Initiative, move: Move, today: date) -> Iterator[str]:
    """Name the initiatives that move the same KPI at the same time."""
    begins, ends = _while(initiative, move, today)
    for other in framework.initiatives:
        if other.id != initiative.id and other.status != "planned":
            spans = [_while(other, each, today) for each in other.moves if each.kpi == move.kpi]
            if any(since <= ends and until >= begins for since, until in spans):
                yield other.id


def _while(initiative: Initiative, move: Move, today: date) -> tuple[date, date]:
    days = [day for day in (initiative.starts, move.from_) if day]
    return min(days, default=today), move.until or initiative.ends or today


def _series(
    observed: Observed, kpi: Kpi, began: date, shows: date, until: date | None
) -> tuple[int, Column, int, int, bool] | None:
    """Give the first period's number, the values, the places where the work begins and is to show, and whether a break cut them.

    What lies behind a break before the work is cut off, as is what comes after one, and what comes after `until`, unless too few
    periods would be left to judge by.
    """
    period = observed.calendar.period
    rows = sorted(observed.rows.get((kpi.id, kpi.grain), ()))[-LASTING:]
    begins, at = period(kpi.grain, began).number, period(kpi.grain, shows)
    place = at.number if at.start >= shows else at.number + 1
    if not rows or rows[0][0] >= begins:
        return None
    breaks = {period(kpi.grain, day).number for day in observed.framework.signals_of(kpi).segments}
    breaks -= {begins - 1, begins, begins + 1, place}
    breaks |= {number for (_, _, was), (number, _, now) in pairwise(rows) if was != now}
    start = max([rows[0][0], *(each for each in breaks if each <= begins)])
    end = min([rows[-1][0] + 1, *(each for each in breaks if each > begins)])
    if until is not None and (last := period(kpi.grain, until).number + 1) - place >= AFTER:
        end = min(end, last)
    if start >= begins or end <= begins:
        return None
    values = np.full(max(end, place) - start, np.nan)
    for number, value, _ in rows:
        if start <= number < end:
            values[number - start] = value
    return start, values, begins - start, place - start, any(each > begins for each in breaks)


def _comparison(observed: Observed, move: Move, kpi: Kpi, first: int, count: int) -> Column | None:
    """Give the same periods of the KPI that the movement does not touch, None where there is none of the same unit."""
    other = observed.framework.kpi.get(move.compared_with or "")
    if other is None or other.id == kpi.id or other.unit != kpi.unit:
        return None
    values = np.full(count, np.nan)
    for number, value, _ in observed.rows.get((other.id, kpi.grain), ()):
        if first <= number < first + count:
            values[number - first] = value
    return values


def _plain(column: Column) -> tuple[float | None, ...]:
    return tuple(float(each) if np.isfinite(each) else None for each in column)


def _expected(move: Move, course: Column) -> float | None:
    """Give what was declared in the KPI's units; a share is one of the course without the initiative."""
    if move.by is None or move.in_ != "percent":
        return move.by
    usual = float(np.nanmean(course)) if np.isfinite(course).any() else 0.0
    return abs(usual) * move.by / 100 or None


def _lacking(told: Effect, found: Interrupted, *, is_cut: bool) -> Effect:
    if found.lacks == "after" and is_cut:
        return replace(told, reason=say("it was soon measured otherwise: what came after cannot be held against what was before"))
    if found.lacks == "after":
        reason = say("{there} since then, and {least} are needed", there=count_of(found.after, told.grain), least=AFTER)
        return replace(told, said="too-early", reason=reason)
    there = count_of(found.before, told.grain)
    return replace(
        told,
        reason=say(
            "not enough data: {there} before it began, and {least} or more are needed, twice a season where there is one",
            there=there,
            least=BEFORE,
        ),
    )


def _judged(framework: Framework, found: Sequence[tuple[Move, Effect, Interrupted | None]], today: date) -> Iterator[Effect]:
    """Hold the share of false ones, and say what each of them shows."""
    known = sorted((each.p, place) for place, (_, _, each) in enumerate(found) if each is not None)
    q, held = {}, 1.0
    for rank in range(len(known), 0, -1):
        p, place = known[rank - 1]
        held = min(held, p * len(known) / rank)
        q[place] = held
    for place, (_, told, each) in enumerate(found):
        yield told if each is None else _told(framework, replace(told, q=q[place]), each, today)


def _told(framework: Framework, told: Effect, found: Interrupted, today: date) -> Effect:
    """Say what is seen of what was expected; what may still come until a day ahead is too early to be called missing."""
    expected, low, high = told.expected or 0.0, found.low, found.high
    ahead = told.until is not None and told.until > today
    if found.p > RARE or (told.q or 0.0) > FALSE_SHARE:
        if ahead:
            return replace(
                told, said="too-early", reason=say("nothing is seen yet, and it has until {day:%-d %B %Y}", day=told.until)
            )
        if expected and low <= expected <= high:
            return replace(told, reason=say("the data can tell it neither from chance nor from what was expected"))
        return replace(
            told, said="not-seen", reason=say("the KPI took the course that it would have taken anyway, as far as can be seen")
        )
    way = expected or _good(framework.kpi[told.kpi])
    if way and (found.effect > 0) != (way > 0):
        return replace(told, said="wrong-way", reason=say("the KPI moved the other way"))
    if not expected:
        return replace(told, said="moved", reason=say("the KPI moved; how far it was to move was not declared"))
    if max(abs(low), abs(high)) >= abs(expected):
        return replace(told, said="as-expected", reason=say("what was expected lies within what is seen"))
    if ahead:
        return replace(
            told,
            said="less",
            reason=say("it moved, by less than expected so far, and has until {day:%-d %B %Y}", day=told.until),
        )
    return replace(told, said="less", reason=say("it moved by less than was expected"))


def _good(kpi: Kpi) -> float:
    return {"up": 1.0, "down": -1.0}.get(kpi.good or "", 0.0)
