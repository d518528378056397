"""One verdict from the relational half's row, the window of values and the trend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from vitalfew.base.finding import Finding
from vitalfew.base.period import Calendar, Period
from vitalfew.base.ref import Ref
from vitalfew.judge.behaviour import Behaviour
from vitalfew.judge.breach import Decided
from vitalfew.judge.change import changes
from vitalfew.judge.official import official
from vitalfew.judge.outlook import Prospect
from vitalfew.judge.parameter import band_thresholds
from vitalfew.judge.reason import Case, missing_word, reasons
from vitalfew.judge.row import Row
from vitalfew.judge.series.trend import Trends
from vitalfew.judge.series.window import Matrix
from vitalfew.model.formula import FormulaError, parse
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Judged, Trend, TrendWord, Verdict

Failures = Mapping[Ref, Finding]
WORDS: dict[float, TrendWord] = {1.0: "up", -1.0: "down", 0.0: "flat"}


class Series(NamedTuple):
    """The last values of all KPIs and what the kernels say of them, by row."""

    recent: Matrix
    trends: Trends
    behaviours: Sequence[Behaviour]
    prospects: Sequence[Prospect]
    decided: Sequence[Decided]


def verdicts(
    framework: Framework, kpis: Sequence[Kpi], rows: Mapping[str, Row], series: Series, failures: Failures
) -> tuple[Verdict, ...]:
    """Give the verdicts in the order of the KPIs."""
    calendar = framework.calendar.calendar
    return tuple(_verdict(framework, calendar, kpi, rows[kpi.id], series, at, failures) for at, kpi in enumerate(kpis))


def _verdict(
    framework: Framework, calendar: Calendar, kpi: Kpi, row: Row, series: Series, at: int, failures: Failures
) -> Verdict:
    period = None if row.judged is None else calendar.numbered(kpi.grain, row.judged)
    case = Case(kpi, row, period, calendar, _failure(framework, kpi, failures))
    level, target = framework.level_of(kpi), kpi.target
    objective = framework.objective.get(kpi.objectives[0].id) if kpi.objectives else None
    band = target.within if target else None
    behaviour, prospect, decided = series.behaviours[at], series.prospects[at], series.decided[at]
    return Verdict(
        ref=kpi.ref,
        name=kpi.title,
        lifecycle=kpi.lifecycle,
        level=level.id if level else kpi.level,
        tier=framework.tier_of(kpi),
        org_unit=kpi.org_unit,
        unit=kpi.unit,
        decimals=kpi.decimals,
        direction=kpi.good,
        owner=kpi.owners[0] if len(kpi.owners) == 1 else None,
        objective=objective.id if objective else None,
        perspective=objective.perspective if objective else None,
        period=_judged(calendar, period) if period else None,
        value=row.value,
        missing=missing_word(case),
        status=row.status,
        state=row.state,
        last_status=row.last_status,
        score=row.score,
        target_now=band or row.target,
        target=band or (target.final if target else None),
        threshold=_pair(band_thresholds(kpi)) if band else row.threshold,
        progress=row.progress,
        pace=row.pace,
        change=changes(kpi, row),
        trend=_trend(kpi, row, series.trends, at),
        recent=tuple(None if np.isnan(value) else float(value) for value in series.recent[at]),
        to_date=row.current,
        reasons=(*reasons(case), *decided.words, *behaviour.words, *prospect.words),
        status_since=behaviour.status_since,
        signal=behaviour.signal,
        assurance=behaviour.assurance,
        attention=behaviour.attention,
        triggers=decided.joined(prospect.joined(behaviour.triggers)),
        forecast=prospect.forecast,
        shift=prospect.shift,
        official=official(kpi, period, row.value),
        breach=decided.breach,
        scale=kpi.scale,
    )


def _judged(calendar: Calendar, period: Period) -> Judged:
    return Judged(period.grain, period.start, period.end, complete=True, label=calendar.label(period))


def _pair(pair: tuple[float, float] | tuple[None, None]) -> tuple[float, float] | None:
    return None if pair[0] is None else pair


def _trend(kpi: Kpi, row: Row, trends: Trends, at: int) -> Trend:
    sign = float(trends.sign[at])
    if np.isnan(sign):
        return Trend("unknown", None, None, None, int(trends.values[at]))
    wanted = _wanted(kpi, row)
    better = sign == wanted if sign and wanted else None
    return Trend(WORDS[sign], better, float(trends.p[at]), float(trends.slope[at]), int(trends.values[at]))


def _wanted(kpi: Kpi, row: Row) -> int:
    """The sign of a good move: for a band toward it, and none inside it."""
    if kpi.good != "within":
        return 1 if kpi.good == "up" else -1
    band = kpi.target.within if kpi.target else None
    if band is None or row.point is None:
        return 0
    return int(row.point < band[0]) - int(row.point > band[1])


def _failure(framework: Framework, kpi: Kpi, failures: Failures) -> Finding | None:
    """The error that names the KPI, else a measure of its formula, else such a measure's source."""
    if not failures:
        return None
    try:
        names = parse(kpi.formula).measures if kpi.formula else ()
    except FormulaError:
        names = ()
    measures = [framework.measure[name] for name in names if name in framework.measure]
    refs = [kpi.ref, *(Ref("measure", each.id) for each in measures), *(Ref("source", each.source or "") for each in measures)]
    return next((failures[ref] for ref in refs if ref in failures), None)
