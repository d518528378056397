"""What the kernels of forecast and shift say of each KPI, as records and sentences.

The target that a forecast is held against is the one that comes due next: a *reach* by a date in the period of that date, every
other in the next period. A target of a sum to date is due at the end of its fiscal year, or on its date within it;
held against it is the sum so far with the forecast of the periods still to come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.base.period import GRAINS, Calendar, Grain, Period
from vitalfew.base.quantity import format_value
from vitalfew.base.said import say, several
from vitalfew.judge.parameter import sense
from vitalfew.judge.path import segments
from vitalfew.judge.row import Row
from vitalfew.judge.series.forecast import LEAST, METHODS, Forecasts, Outlook, Question
from vitalfew.judge.series.holt import Column
from vitalfew.judge.series.remembered import REMEMBERED
from vitalfew.judge.series.shift import Shifts, shifts
from vitalfew.judge.series.total import totals
from vitalfew.judge.series.window import Matrix, window
from vitalfew.model.kpi import Kpi
from vitalfew.model.outlook import AtTarget, Expected, Forecast, Shift, Unsaid
from vitalfew.model.target import Target
from vitalfew.model.verdict import Fired

SILENT = frozenset({"paused", "stale"})  # a stale series has its own trigger, and its next period may be long over
MEMORY = 12  # periods for which a likely miss is remembered
LIKELY = 0.5  # from here on a miss is said, where no trigger names another probability


class Term(NamedTuple):
    """How many periods make a season, and how many are looked back on."""

    season: int
    history: int


TERMS: dict[Grain, Term] = {
    "day": Term(7, 126),
    "week": Term(52, 156),
    "month": Term(12, 60),
    "quarter": Term(4, 40),
    "year": Term(1, 40),
}
YEAR: dict[Grain, int] = {"day": 371, "week": 53, "month": 12, "quarter": 4, "year": 1}  # periods of the longest fiscal year


class Prospect(NamedTuple):
    """What `Verdict` holds of forecast and shift, whether a likely miss is news, its sentence, and the trigger that it fires."""

    forecast: Forecast
    shift: Shift
    escalates: bool
    words: tuple[str, ...]
    fired: tuple[Fired, ...]

    def joined(self, triggers: tuple[Fired, ...]) -> tuple[Fired, ...]:
        """Add its own to the other triggers; where a likely miss is news, none of them is for the owner alone."""
        opened = tuple(replace(each, opens="escalation") for each in triggers) if self.escalates else triggers
        return (*opened, *self.fired)


class Aim(NamedTuple):
    """The period in which a target is next due, on its own date (`by`) or else as each period is, and what it asks for.

    `first` is the number of the period with which a sum to date begins, None for a target of single periods.
    """

    period: Period
    by: date | None
    target: float | tuple[float, float]
    sense: int
    first: int | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """The value not to fall under and the one not to rise over; NaN for none."""
        if isinstance(self.target, tuple):
            return self.target
        return (self.target, np.nan) if self.sense == 1 else (np.nan, self.target)


class _Case(NamedTuple):
    """One KPI among the arrays of its grain."""

    kpi: Kpi
    row: Row
    aim: Aim | None
    calendar: Calendar
    at: int
    so_far: float


def prospects(kpis: Sequence[Kpi], rows: Mapping[str, Row], observations: pa.Table, calendar: Calendar) -> tuple[Prospect, ...]:
    """Give the prospect of each KPI, in their order."""
    found: dict[str, Prospect] = {}
    for grain in GRAINS:
        same = [kpi for kpi in kpis if kpi.grain == grain]
        if same:
            found |= zip((kpi.id for kpi in same), _prospects(same, grain, rows, observations, calendar), strict=True)
    return tuple(found[kpi.id] for kpi in kpis)


def _prospects(
    kpis: Sequence[Kpi], grain: Grain, rows: Mapping[str, Row], observations: pa.Table, calendar: Calendar
) -> list[Prospect]:
    judged = [rows[kpi.id].judged for kpi in kpis]
    matrix = window(observations, [kpi.id for kpi in kpis], [grain] * len(kpis), judged, TERMS[grain].history)
    aims = [aim(kpi, number, calendar) for kpi, number in zip(kpis, judged, strict=True)]
    year = _years(kpis, grain, judged, observations)
    looked = _looked(matrix, year, grain, aims, judged)
    moved = shifts(matrix)
    summed = _so_far(year, aims, judged)
    cases = [_Case(kpi, rows[kpi.id], aims[at], calendar, at, float(summed[at])) for at, kpi in enumerate(kpis)]
    held = _held([case for case in cases if _named(case.kpi) and _is_likely(case, looked.p_miss[case.at])], matrix, year)
    return [_prospect(case, looked, moved, matrix.shape[1], held.get(case.at, 1)) for case in cases]


def _years(kpis: Sequence[Kpi], grain: Grain, judged: Sequence[int | None], observations: pa.Table) -> Matrix:
    """Give [kpi, period] of complete values for sums to date; NaN where the target is on no such sum, or the KPI is a ratio."""
    width = YEAR[grain] + MEMORY
    year = np.full((len(kpis), width), np.nan)
    if any(_is_to_date(kpi) for kpi in kpis):
        parts = observations.filter(pc.is_valid(observations["denominator"]))["kpi"]
        ratios = frozenset(parts.unique().to_pylist())
        at = [place for place, kpi in enumerate(kpis) if _is_to_date(kpi) and kpi.id not in ratios]
        ids, numbers = [kpis[place].id for place in at], [judged[place] for place in at]
        year[at] = window(observations, ids, [grain] * len(at), numbers, width)
    return year


def _is_to_date(kpi: Kpi) -> bool:
    return kpi.target is not None and kpi.target.applies_to == "to-date"


def _so_far(year: Matrix, aims: Sequence[Aim | None], judged: Sequence[int | None]) -> Column:
    """Sum each series from the first period of its aim to the judged one; NaN where one is missing, or the sum begins later."""
    summed = np.full(len(aims), np.nan)
    width = year.shape[1]
    for at, (each, number) in enumerate(zip(aims, judged, strict=True)):
        if each is None or each.first is None or number is None or each.first > number + 1:
            continue
        if np.isfinite(year[at, -1]):  # else the KPI is no sum, which an empty one before a year would hide
            summed[at] = year[at, width - (number - each.first + 1) :].sum()
    return summed


def _looked(matrix: Matrix, year: Matrix, grain: Grain, aims: Sequence[Aim | None], judged: Sequence[int | None]) -> Forecasts:
    """Forecast periods, and the sums to date of those KPIs whose target is on one."""
    season, question = TERMS[grain].season, _question(aims, judged)
    of_sum = np.array([each is not None and each.first is not None for each in aims], dtype=np.bool_)
    found = REMEMBERED.forecasts(matrix, season, question._replace(ahead=np.where(of_sum, 0, question.ahead)))
    at = np.flatnonzero(of_sum)
    if len(at):
        asked = Question(question.ahead[at], question.floor[at], question.ceiling[at])
        summed = totals(matrix[at], season, asked, _so_far(year, aims, judged)[at])
        found.p_miss[at] = summed.p_miss
        for column, values in zip(found.at_target, summed.at_target, strict=True):
            column[at] = values
    return found


def _question(aims: Sequence[Aim | None], judged: Sequence[int | None]) -> Question:
    ahead = [each.period.number - (number or 0) if each else 0 for each, number in zip(aims, judged, strict=True)]
    ends = np.array([each.ends if each else (np.nan, np.nan) for each in aims], dtype=np.float64).reshape(-1, 2)
    return Question(np.array(ahead, dtype=np.int64), *ends.T)


def _held(cases: Sequence[_Case], matrix: Matrix, year: Matrix) -> dict[int, int]:
    """For how many periods, at most `MEMORY`, a miss would have been called likely at each, from the values up to it."""
    held = {case.at: 1 for case in cases}
    for back in range(1, MEMORY):
        if not cases:
            break
        judged = [None if case.row.judged is None else case.row.judged - back for case in cases]
        aims = [aim(case.kpi, number, case.calendar) for case, number in zip(cases, judged, strict=True)]
        at = [case.at for case in cases]
        p_miss = _looked(matrix[at, :-back], year[at, :-back], cases[0].kpi.grain, aims, judged).p_miss
        cases = [case for case, p in zip(cases, p_miss, strict=True) if _is_likely(case, p)]
        held |= {case.at: back + 1 for case in cases}
    return held


def _named(kpi: Kpi) -> list[float]:
    return [trigger.likely_miss for trigger in kpi.escalate if trigger.likely_miss is not None]


def _is_likely(case: _Case, p_miss: float) -> bool:
    return bool(p_miss >= min(_named(case.kpi), default=LIKELY)) and case.row.state not in SILENT


def aim(kpi: Kpi, judged: int | None, calendar: Calendar) -> Aim | None:
    """Give the target that comes due next after the judged period; None where there is none."""
    target = kpi.target
    if target is None or judged is None:
        return None
    following = calendar.numbered(kpi.grain, judged + 1)
    if target.applies_to == "to-date":
        return _aim_of_sum(kpi, target, following, calendar)
    due = calendar.period(kpi.grain, target.by) if target.by else following
    period = max(due, following, key=lambda each: each.number)
    value = target.within or (_listed(kpi, period, calendar) if target.values else target.final)
    return None if value is None else Aim(period, target.by if due is period else None, value, sense(kpi))


def _aim_of_sum(kpi: Kpi, target: Target, following: Period, calendar: Calendar) -> Aim | None:
    """Give the aim at the end of the fiscal year (where a table ends before, there), or on the target's own date to come."""
    due = calendar.period(kpi.grain, target.by) if target.by else following
    dated = target.by if due.number >= following.number else None
    inside = due if dated else following
    year = calendar.period("year", inside.last_day)
    first = calendar.period(kpi.grain, year.start).number
    period = due if dated else calendar.numbered(kpi.grain, calendar.period(kpi.grain, year.end).number - 1)
    value = target.within or target.final
    if target.values:
        value = _listed(kpi, period, calendar)
        while value is None and period.number > following.number:
            period = calendar.numbered(kpi.grain, period.number - 1)
            value = _listed(kpi, period, calendar)
    return None if value is None else Aim(period, dated or period.last_day, value, sense(kpi), first)


def _listed(kpi: Kpi, period: Period, calendar: Calendar) -> float | None:
    """The table's value on the period's last day."""
    day = period.last_day.toordinal()
    listed = (each for each in segments(kpi, calendar) if each.role == "target" and each.from_day <= day < each.to_day)
    return next((each.from_value for each in listed), None)


def _prospect(case: _Case, looked: Forecasts, moved: Shifts, width: int, held: int) -> Prospect:
    forecast = _forecast(case, looked)
    likely = _is_likely(case, forecast.p_miss or 0.0)
    then = forecast.at_target
    words = (_sentence(case, then, forecast),) if likely and then else ()
    fired = tuple(_fired(case, word, held) for word in words) if _named(case.kpi) else ()
    return Prospect(forecast, _shift(case, moved, width), likely and _is_news(case), words, fired)


def _is_news(case: _Case) -> bool:
    """Whether a likely miss says more than the status: an amber KPI misses already, unless its target has a date to come."""
    return case.row.status != "amber" or (case.aim is not None and case.aim.by is not None)


def _forecast(case: _Case, looked: Forecasts) -> Forecast:
    at, count = case.at, int(looked.values[case.at])
    if looked.method[at] < 0 or case.row.judged is None:
        return Forecast(None, None, count, LEAST, None, None, None, "too-few" if count else "no-data")
    method = METHODS[int(looked.method[at])]
    following = case.calendar.numbered(case.kpi.grain, case.row.judged + 1)
    then = _at_target(case, looked.at_target)
    return Forecast(
        method=method,
        seasonal="season" in method if looked.tried_season[at] or TERMS[case.kpi.grain].season == 1 else None,
        periods=count,
        needed=LEAST,
        next=Expected(case.calendar.label(following), *_natural(case, looked.next)),
        at_target=then,
        p_miss=float(looked.p_miss[at]) if then else None,
        missing=None if then else _unsaid(case),
    )


def _at_target(case: _Case, outlook: Outlook) -> AtTarget | None:
    if case.aim is None or np.isnan(outlook.value[case.at]):
        return None
    period, by, target, _, first = case.aim
    coming = 1 if first is None else period.number - (case.row.judged or 0)
    natural = _natural(case, outlook, 0.0 if first is None else case.so_far, coming)
    return AtTarget(case.calendar.label(period), by or period.last_day, target, *natural)


def _unsaid(case: _Case) -> Unsaid:
    if case.aim is None:
        return "no-target"
    first = case.aim.first
    if first is not None and first <= (case.row.judged or 0) + 1 and np.isnan(case.so_far):
        return "to-date"
    return "too-far"


def _natural(case: _Case, outlook: Outlook, so_far: float = 0.0, coming: int = 1) -> tuple[float, float, float]:
    """Value, low and high, inside what the KPI can be at all: what is summed already, and so many periods to come."""
    natural = case.kpi.natural
    least = -np.inf if natural is None or natural.min is None else so_far + coming * natural.min
    most = np.inf if natural is None or natural.max is None else so_far + coming * natural.max
    value, low, high = (float(min(max(column[case.at], least), most)) for column in outlook)
    return value, low, high


def _shift(case: _Case, moved: Shifts, width: int) -> Shift:
    at, count = case.at, int(moved.values[case.at])
    if np.isnan(moved.p[at]) or case.row.judged is None:
        return Shift(None, None, None, None, None, count)
    if not moved.holds[at]:
        return Shift(None, None, None, None, float(moved.p[at]), count)
    number = case.row.judged - (width - 1 - int(moved.place[at]))
    before, after = float(moved.before[at]), float(moved.after[at])
    wanted = sense(case.kpi)
    better = (after > before) == (wanted > 0) if wanted else None
    return Shift(case.calendar.numbered(case.kpi.grain, number).start, before, after, better, float(moved.p[at]), count)


def _fired(case: _Case, text: str, held: int) -> Fired:
    since = case.calendar.numbered(case.kpi.grain, (case.row.judged or 0) - held + 1).start
    return Fired("likely_miss", text, held, since, "escalation")


def _sentence(case: _Case, then: AtTarget, forecast: Forecast) -> str:
    ends = then.target if isinstance(then.target, tuple) else (then.target,)
    said = several((format_value(end, case.kpi.unit, case.kpi.decimals) for end in ends), say(" to "))
    when = say("by {day}", day=then.by) if case.aim and case.aim.by else say("in {period}", period=then.label)
    facts = {"target": said, "when": when, "share": 100 * (forecast.p_miss or 0.0), "method": forecast.method}
    if len(ends) == 1:
        return say("likely to miss {target} {when} ({share:.0f} %, {method})", **facts)
    return say("likely to leave {target} {when} ({share:.0f} %, {method})", **facts)
