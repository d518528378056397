"""What a framework says of each KPI, as the tables that the relational half reads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.base.period import GRAINS, Calendar, Grain
from vitalfew.base.quantity import Duration
from vitalfew.judge.path import LAST_DAY, segments
from vitalfew.judge.sql.schema import KPI, PERIOD, SEGMENT, TRIGGER
from vitalfew.judge.trigger import COUNTED, terms
from vitalfew.model.kpi import Kpi

DUE = Duration(1, "business day")
FIRST_NUMBER = 12  # earlier periods would start before the first day that Python knows
REACH_BACK = 12_000  # how many periods back a due time is looked for


def tables(kpis: Sequence[Kpi], observations: pa.Table, calendar: Calendar, today: date) -> dict[str, pa.Table]:
    """Give the tables of `schema.TABLES`."""
    return {
        "observation": observations,
        "period": _period_table(observations, calendar, today),
        "kpi": _kpi_table(kpis, calendar, today),
        "segment": _table(SEGMENT, ((kpi.id, *segment) for kpi in kpis for segment in (*segments(kpi, calendar), *_charts(kpi)))),
        "trigger": _table(TRIGGER, (row for kpi in kpis for row in _triggers(kpi))),
    }


def due_number(grain: Grain, due: str | None, calendar: Calendar, today: date) -> int:
    """Give the number of the newest complete period whose due time has passed: its due day lies before today."""
    duration = Duration.parse(due) if due else DUE
    now = calendar.period(grain, today).number
    first = max(FIRST_NUMBER, now - REACH_BACK)
    late = range(first, now)
    return (
        first
        - 1
        + bisect_left(late, True, key=lambda number: duration.after(calendar.numbered(grain, number).end, calendar) >= today)
    )


def sense(kpi: Kpi) -> int:
    """Give 1 where more is better, -1 where less is, 0 for a band; a target's kind goes before the direction."""
    target = kpi.target
    if target is None:
        return {"up": 1, "down": -1, "within": 0}[kpi.good]
    if target.within:
        return 0
    return -1 if target.at_most is not None or (kpi.good == "down" and target.at_least is None) else 1


def _kpi_table(kpis: Sequence[Kpi], calendar: Calendar, today: date) -> pa.Table:
    now = {grain: calendar.period(grain, today).number for grain in GRAINS}
    due = {term: due_number(*term, calendar, today) for term in {(kpi.grain, kpi.due) for kpi in kpis}}
    return _table(
        KPI,
        (
            (kpi.id, kpi.grain, today.toordinal(), now[kpi.grain], due[kpi.grain, kpi.due], *_terms(kpi), *_numbers(kpi))
            for kpi in kpis
        ),
    )


def _terms(kpi: Kpi) -> tuple[object, ...]:
    target = kpi.target
    return (
        sense(kpi),
        kpi.lifecycle == "paused",
        target is not None and target.applies_to == "to-date",
        target is not None and target.path == "prior-year",
        kpi.signals.rules,
    )


def _charts(kpi: Kpi) -> Iterator[tuple[object, ...]]:
    """The days from which the process is declared to be another one."""
    return (("chart", day.toordinal(), LAST_DAY, None, None) for day in kpi.signals.segments)


def _triggers(kpi: Kpi) -> Iterator[tuple[object, ...]]:
    """Every trigger that counts periods, once; what is always on is not declared."""
    said = dict.fromkeys(term for trigger in kpi.escalate for term in terms(trigger))
    return ((kpi.id, COUNTED[place], least, of) for place, least, of in said)


def _numbers(kpi: Kpi) -> tuple[float | None, ...]:
    target = kpi.target
    baseline = kpi.baseline.value if kpi.baseline else None
    if target is None or target.within is None:
        return baseline, target.final if target else None, None, None, None, None, None
    low, high = target.within
    best = (low + high) / 2 if target.best is None else target.best
    return baseline, None, low, high, best, *band_thresholds(kpi)


def band_thresholds(kpi: Kpi) -> tuple[float, float] | tuple[None, None]:
    """Give the pair of thresholds of a band; a single number says nothing about a band."""
    return kpi.threshold if isinstance(kpi.threshold, tuple) else (None, None)


def _period_table(observations: pa.Table, calendar: Calendar, today: date) -> pa.Table:
    used = observations.select(["grain", "number"]).group_by(["grain", "number"]).aggregate([])
    pairs = zip(used["grain"].to_pylist(), used["number"].to_pylist(), strict=True)
    return _table(PERIOD, (_period(grain, number, calendar, today) for grain, number in pairs))


def _period(grain: Grain, number: int, calendar: Calendar, today: date) -> tuple[object, ...]:
    period = calendar.numbered(grain, number)
    year = calendar.period("year", period.last_day)
    first = calendar.period(grain, year.start).number
    return grain, number, period.end.toordinal(), today.toordinal(), calendar.prior_year(period).number, first


def _table(schema: Mapping[str, str], rows: Iterable[tuple[object, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    types = {"string": pa.string(), "int32": pa.int32(), "float64": pa.float64(), "bool": pa.bool_()}
    arrays = [pa.array(column, types[kind]) for column, kind in zip(columns, schema.values(), strict=True)]
    return pa.table(dict(zip(schema, arrays, strict=True)))


def whole_only(observations: pa.Table) -> pa.Table:
    """Leave out the slices, and take what is no finite number for missing: engines sort it above every target."""
    whole = observations.filter(pc.equal(observations["slice"], ""))
    finite = pc.if_else(pc.is_finite(whole["value"]), whole["value"], None)
    return whole.set_column(whole.schema.get_field_index("value"), "value", finite)
