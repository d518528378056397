"""Judge all KPIs at once: the relational half, the series half, the words, and the roll-up.

Judged is the newest complete period with a value, against target and threshold as they stand on its last day.
*Stale* is a KPI whose judged period is older than the newest period whose due time has passed (`due`, else one business day after
its end; the due day itself still counts as in time): its number stays to be seen, its status is null, `last_status` keeps it.
KPIs that are live or paused have a verdict, and measured drafts too, marked and not rolled up; retired ones have none.
Slices are not judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pyarrow as pa

from vitalfew.base.finding import Finding
from vitalfew.judge.behaviour import behaviours
from vitalfew.judge.breach import breaches
from vitalfew.judge.history import history
from vitalfew.judge.outlook import prospects
from vitalfew.judge.own import beside
from vitalfew.judge.parameter import tables, whole_only
from vitalfew.judge.rollup import objectives, perspectives
from vitalfew.judge.row import read
from vitalfew.judge.series.trend import trends
from vitalfew.judge.series.window import window
from vitalfew.judge.sql.engine import run
from vitalfew.judge.verdict import Series, verdicts
from vitalfew.judge.words import said
from vitalfew.model.framework import Framework
from vitalfew.model.judgement import Judgement
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Scorecard


def judge(
    framework: Framework,
    observations: pa.Table,
    *,
    today: date,
    incomplete: Iterable[Finding] = (),
    own: Mapping[str, Sequence[Judgement]] | None = None,
) -> Scorecard:
    """Judge the latest observations as of a day.

    `observations` has the columns of `model.observation.COLUMNS` and one row per KPI, grain, number and slice;
    `incomplete` are the findings of the measuring run, which give a KPI without a value its reason; `own` are people's words.
    """
    incomplete = tuple(incomplete)
    whole = whole_only(observations)
    measured = frozenset(whole["kpi"].unique().to_pylist())
    shown = [kpi for kpi in framework.current_kpis if kpi.lifecycle != "draft" or kpi.id in measured]
    kpis = [_told(framework, kpi) for kpi in shown if framework.kpi[kpi.id] is kpi]
    calendar = framework.calendar.calendar
    sources = tables(kpis, whole, calendar, today)
    rows = {row.kpi: row for row in read(run(sources))}
    recent = window(whole, [kpi.id for kpi in kpis], [kpi.grain for kpi in kpis], [rows[kpi.id].judged for kpi in kpis])
    failures = {each.ref: each for each in reversed(incomplete) if each.severity == "error"}
    behaved = behaviours(kpis, rows, history(kpis, sources), calendar)
    decided = breaches(framework, kpis, rows, today)
    series = Series(recent, trends(recent), behaved, prospects(kpis, rows, whole, calendar), decided)
    computed = verdicts(framework, kpis, rows, series, failures)
    found = said(framework, beside(computed, own or {}), own or {}, today)
    rolled = objectives(framework, found)
    return Scorecard(today, found, rolled, perspectives(framework, rolled), incomplete)


def _told(framework: Framework, kpi: Kpi) -> Kpi:
    """Give the KPI with the signals that hold for it; words are held against no number."""
    signals = framework.signals_of(kpi)
    if kpi.scale == "text":
        return kpi.model_copy(update={"signals": signals, "target": None, "threshold": None})
    return kpi if signals == kpi.signals else kpi.model_copy(update={"signals": signals})
