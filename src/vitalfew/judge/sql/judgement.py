"""One Ibis expression that judges all KPIs: latest, compared periods, target now, status, score, progress and pace.

Only constructs that every dialect has: inner and left joins on equality, grouped `max` and `sum` with a condition, and `CASE`.
Partial and missing periods never take part in a comparison; each compared value stands beside the reason for its absence.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from vitalfew.judge.row import Row
from vitalfew.judge.sql.schema import TABLES
from vitalfew.judge.sql.status import raw_score, score, status

COMPARED = ("previous", "wow_now", "wow", "mom_now", "mom", "yoy")


def judgement(tables: Mapping[str, ir.Table] | None = None) -> ir.Table:
    """Give the expression over the tables of `schema.TABLES`, or over those of an engine: one row per KPI, as in `row.Row`."""
    tables = tables or {name: ibis.table(schema, name=name) for name, schema in TABLES.items()}
    observation, period, kpi, segment = (tables[name] for name in ("observation", "period", "kpi", "segment"))
    seen = _seen(observation, period)
    at = _judged_period(seen, period, kpi)
    rows = kpi.left_join(at, "kpi").drop("kpi_right")
    rows = rows.left_join(_values(seen, at), "kpi").drop("kpi_right")
    rows = rows.left_join(_aims(segment, at), "kpi").drop("kpi_right")
    return _verdict(rows)


def _seen(observation: ir.Table, period: ir.Table) -> ir.Table:
    """Observations of the whole with their period; `whole` are those that may be compared."""
    ends = period.select("grain", "number", "end_day", "today")
    seen = observation.filter(observation.slice == "").join(ends, ["grain", "number"])
    seen = seen.mutate(ended=seen.complete & (seen.end_day <= seen.today))
    return seen.mutate(whole=seen.ended & seen.value.notnull())


def _judged_period(seen: ir.Table, period: ir.Table, kpi: ir.Table) -> ir.Table:
    """Per KPI the newest period with a value, and the newest complete week and month, by number.

    The rows are grouped before they meet the KPIs: meeting them first costs a third of the whole judgement.
    """
    newest = seen.group_by("kpi", "grain").agg(
        judged=seen.number.max(where=seen.whole),
        newest=seen.number.max(where=seen.end_day <= seen.today),
        ended=seen.number.max(where=seen.ended),
    )
    of = newest.join(kpi.select("kpi", "own", "today", "due", "now", "to_date"), "kpi")
    own = of.grain == of.own
    shown = ibis.cases((own, of.judged), else_=of.ended)
    at = of.group_by("kpi", "own", "today", "due", "now", "to_date").agg(
        judged=of.judged.max(where=own),
        newest=of.newest.max(where=own),
        week=shown.max(where=of.grain == "week"),
        month=shown.max(where=of.grain == "month"),
    )
    found = at.left_join(period.drop("today"), [at.own == period.grain, at.judged == period.number])
    return found.select(*at.columns, "prior", "first", last_day=found.end_day - 1)


def _values(seen: ir.Table, at: ir.Table) -> ir.Table:
    """Per KPI the value of each compared period, and why one is missing; and the sums of the fiscal year to date."""
    of = _compared(seen, at)
    reason = ibis.cases((of.whole, ibis.null("string")), (of.missing.notnull(), of.missing), else_="partial")
    week, month = of.grain == "week", of.grain == "month"
    places = {
        "point": of.is_own & (of.number == of.judged),
        "previous": of.is_own & (of.number == of.judged - 1),
        "wow_now": week & (of.number == of.week),
        "wow": week & (of.number == of.week - 1),
        "mom_now": month & (of.number == of.month),
        "mom": month & (of.number == of.month - 1),
        "yoy": of.is_own & (of.number == of.prior),
    }
    to_date = of.is_own & of.whole & (of.number >= of.first) & (of.number <= of.judged)
    return of.group_by("kpi").agg(
        **{name: of.value.max(where=place & of.whole) for name, place in places.items()},
        **{f"{name}_missing": reason.max(where=places[name]) for name in COMPARED},
        newest_missing=of.missing.max(where=of.is_own & (of.number == of.newest)),
        due_missing=of.missing.max(where=of.is_own & (of.number == of.due)),
        current=of.value.max(where=of.is_own & ~of.complete & (of.number == of.now)),
        summed=of.value.sum(where=to_date),
        summed_periods=of.value.count(where=to_date),
        weighted=(of.value * of.denominator).sum(where=to_date),
        weights=of.denominator.sum(where=to_date),
        weighted_periods=of.denominator.count(where=to_date),
    )


def _compared(seen: ir.Table, at: ir.Table) -> ir.Table:
    """Leave out the history that no comparison reads: a tenth of the rows stays where a KPI has three years of months."""
    of = seen.join(at.select("kpi", "own", "due", "now", "to_date", "judged", "newest", "week", "month", "prior", "first"), "kpi")
    of = of.mutate(is_own=of.grain == of.own)
    recent = of.judged.isnull() | (of.number >= ibis.least(of.judged - 1, of.newest, of.due))
    own = of.is_own & (recent | (of.number == of.prior) | (of.to_date & (of.number >= of.first)))
    week = (of.grain == "week") & (of.number >= of.week - 1)
    month = (of.grain == "month") & (of.number >= of.month - 1)
    return of.filter(own | week | month)


def _aims(segment: ir.Table, at: ir.Table) -> ir.Table:
    """Target and threshold at the last day of the judged period, linear within their segment."""
    of = segment.join(at.select("kpi", "last_day"), "kpi")
    inside = (of.from_day <= of.last_day) & (of.last_day < of.to_day)
    share = (of.last_day - of.from_day).cast("float64") / (of.to_day - of.from_day).cast("float64")
    aim = of.from_value + (of.to_value - of.from_value) * share
    return of.group_by("kpi").agg(
        path=aim.max(where=inside & (of.role == "target")),
        threshold=aim.max(where=inside & (of.role == "threshold")),
    )


def _verdict(rows: ir.Table) -> ir.Table:
    rows = rows.mutate(
        value=ibis.cases((rows.to_date, _to_date(rows)), else_=rows.point),
        target=ibis.cases((rows.path.notnull(), rows.path), (rows.prior_path, rows.yoy)),
    )
    rows = rows.mutate(judged_status=status(rows), raw=raw_score(rows))
    state = ibis.cases(
        (rows.paused, "paused"),
        (rows.value.isnull(), "no-data"),
        (rows.judged < rows.due, "stale"),
        (rows.target.isnull() & rows.low.isnull(), "no-target"),
        else_="ok",
    )
    rows = rows.mutate(state=state)
    above = rows.value - rows.baseline
    rows = rows.mutate(
        status=ibis.cases((rows.state == "ok", rows.judged_status)),
        last_status=ibis.cases((rows.state == "stale", rows.judged_status)),
        score=ibis.cases((rows.state == "ok", score(rows))),
        progress=above / (rows.final - rows.baseline).nullif(0.0),
        pace=above / (rows.target - rows.baseline).nullif(0.0),
    )
    return rows.select(*Row._fields).order_by("kpi")


def _to_date(rows: ir.Table) -> ir.Value:
    """Sum, or ratio of sums where every period has a denominator: a value times its denominator is its scaled numerator."""
    whole = rows.summed_periods == rows.judged - rows.first + 1
    ratio = rows.weighted_periods == rows.summed_periods
    return ibis.cases((whole & ratio, rows.weighted / rows.weights.nullif(0.0)), (whole, rows.summed))
