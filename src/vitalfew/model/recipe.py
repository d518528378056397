"""The recipe of a KPI: a hash over all that decides its numbers, so that a changed definition is seen."""

from __future__ import annotations

import hashlib
import json

from vitalfew.model.formula import FormulaError, parse
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi

_MEASURE_PARTS = {"source", "table", "date", "value", "where", "sql", "by", "empty"}


def recipe(kpi: Kpi, framework: Framework, *, _above: frozenset[str] = frozenset()) -> str:
    """Give twelve hexadecimal digits over formula, measures, sources, unit scale and aggregation over time."""
    try:
        formula = parse(kpi.formula) if kpi.formula else None
    except FormulaError:
        formula = None
    above = _above | {kpi.id}
    parts = {
        "formula": str(formula or kpi.formula or ""),
        "percent": kpi.unit == "%",
        "over_time": kpi.over_time,
        "measures": [_measure(id_, framework) for id_ in sorted(formula.measures if formula else ())],
        "kpis": [
            recipe(framework.kpi[id_], framework, _above=above)
            for id_ in sorted(formula.kpis if formula else ())
            if id_ in framework.kpi and id_ not in above
        ],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]


def _measure(id_: str, framework: Framework) -> object:
    measure = framework.measure.get(id_)
    if measure is None:
        return id_
    source = next((each for each in framework.sources if each.id == measure.source), None)
    where = source.model_dump(mode="json", include={"kind", "path", "url", "decimal", "date_format"}) if source else None
    return [measure.model_dump(mode="json", include=_MEASURE_PARTS), where]
