"""What the kernels of forecast and shift say of each KPI, as records and sentences.

The target that a forecast is held against is the one that comes due next: a *reach* by a date in the period of that date, every
other in the next period. A sum to date is not forecast, since its periods are, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from vitalfew.base.period import GRAINS, Calendar, Grain, Period
from vitalfew.base.quantity import format_value
from vitalfew.judge.parameter import sense
from vitalfew.judge.path import segments
from vitalfew.judge.row import Row
from vitalfew.judge.series.forecast import LEAST, METHODS, Forecasts, Outlook, Question, forecasts
from vitalfew.judge.series.shift import Shifts, shifts
from vitalfew.judge.series.window import Matrix, window
from vitalfew.model.kpi import Kpi
from vitalfew.model.outlook import AtTarget, Expected, Forecast, Shift, Unsaid
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
    """The period in which a target is next due, on its own date (`by`) or else as each period is, and what it asks for."""

    period: Period
    by: date | None
    target: float | tuple[float, float]
    sense: int

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
    looked = forecasts(matrix, TERMS[grain].season, _question(aims, judged))
    moved = shifts(matrix)
    cases = [_Case(kpi, rows[kpi.id], aims[at], calendar, at) for at, kpi in enumerate(kpis)]
    held = _held([case for case in cases if _named(case.kpi) and _is_likely(case, looked.p_miss[case.at])], matrix)
    return [_prospect(case, looked, moved, matrix.shape[1], held.get(case.at, 1)) for case in cases]


def _question(aims: Sequence[Aim | None], judged: Sequence[int | None]) -> Question:
    ahead = [each.period.number - (number or 0) if each else 0 for each, number in zip(aims, judged, strict=True)]
    ends = np.array([each.ends if each else (np.nan, np.nan) for each in aims], dtype=np.float64).reshape(-1, 2)
    return Question(np.array(ahead, dtype=np.int64), *ends.T)


def _held(cases: Sequence[_Case], matrix: Matrix) -> dict[int, int]:
    """For how many periods, at most `MEMORY`, a miss would have been called likely at each, from the values up to it."""
    held = {case.at: 1 for case in cases}
    for back in range(1, MEMORY):
        if not cases:
            break
        judged = [None if case.row.judged is None else case.row.judged - back for case in cases]
        aims = [aim(case.kpi, number, case.calendar) for case, number in zip(cases, judged, strict=True)]
        earlier = matrix[[case.at for case in cases], :-back]
        p_miss = forecasts(earlier, TERMS[cases[0].kpi.grain].season, _question(aims, judged)).p_miss
        cases = [case for case, p in zip(cases, p_miss, strict=True) if _is_likely(case, p)]
        held |= {case.at: back + 1 for case in cases}
    return held


def _named(kpi: Kpi) -> list[float]:
    return [trigger.likely_miss for trigger in kpi.escalate if trigger.likely_miss is not None]


def _is_likely(case: _Case, p_miss: float) -> bool:
    return bool(p_miss >= min(_named(case.kpi), default=LIKELY)) and case.row.state not in SILENT


def aim(kpi: Kpi, judged: int | None, calendar: Calendar) -> Aim | None:
    """Give the target that comes due next after the judged period; None where there is none, or it is one to date."""
    target = kpi.target
    if target is None or judged is None or target.applies_to == "to-date":
        return None
    following = calendar.numbered(kpi.grain, judged + 1)
    due = calendar.period(kpi.grain, target.by) if target.by else following
    period = max(due, following, key=lambda each: each.number)
    value = target.within or (_listed(kpi, period, calendar) if target.values else target.final)
    return None if value is None else Aim(period, target.by if due is period else None, value, sense(kpi))


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
    period, by, target, _ = case.aim
    return AtTarget(case.calendar.label(period), by or period.last_day, target, *_natural(case, outlook))


def _unsaid(case: _Case) -> Unsaid:
    if case.aim is not None:
        return "too-far"
    return "to-date" if case.kpi.target and case.kpi.target.applies_to == "to-date" else "no-target"


def _natural(case: _Case, outlook: Outlook) -> tuple[float, float, float]:
    """Value, low and high, inside what the KPI can be at all."""
    natural = case.kpi.natural
    least = -np.inf if natural is None or natural.min is None else natural.min
    most = np.inf if natural is None or natural.max is None else natural.max
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
    said = " to ".join(format_value(end, case.kpi.unit, case.kpi.decimals) for end in ends)
    dated = case.kpi.target is not None and case.kpi.target.by == then.by
    when = f"by {then.by}" if dated else f"in {then.label}"
    share = 100 * (forecast.p_miss or 0.0)
    return f"likely to {'miss' if len(ends) == 1 else 'leave'} {said} {when} ({share:.0f} %, {forecast.method})"
