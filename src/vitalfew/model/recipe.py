"""The recipe of a KPI: a hash over all that decides its numbers, so that a changed definition is seen."""

from __future__ import annotations

import hashlib
import json

from vitalfew.model.formula import FormulaError, Node, parse
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi

_MEASURE_PARTS = {"source", "table", "date", "value", "where", "sql", "by", "empty"}
_WHERE_SAID = ("over", "balance", "within")  # left out where not said, so that hashes from before they existed stay
_SOURCE_PARTS = {"kind", "path", "url", "rows", "delimiter", "encoding", "decimal", "date_format", "bad_rows", "next", "page"}


def recipe(kpi: Kpi, framework: Framework) -> str:
    """Give twelve hexadecimal digits over formula, measures, sources, unit scale and aggregation over time.

    The KPIs that the formula is made of count with their own definitions, at any depth.
    """
    found = {kpi.id: kpi}
    queue = [kpi]
    while queue:
        formula = _formula(queue.pop())
        for id_ in formula.kpis if formula else ():
            if id_ in framework.kpi and id_ not in found:
                found[id_] = framework.kpi[id_]
                queue.append(found[id_])
    parts = [_own_parts(kpi, framework), *(_own_parts(found[id_], framework) for id_ in sorted(set(found) - {kpi.id}))]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]


def _formula(kpi: Kpi) -> Node | None:
    try:
        return parse(kpi.formula) if kpi.formula else None
    except FormulaError:
        return None


def _own_parts(kpi: Kpi, framework: Framework) -> object:
    formula = _formula(kpi)
    units = {} if kpi.over_org_units == "recompute" else {"over_org_units": kpi.over_org_units}
    return {
        "formula": str(formula or kpi.formula or ""),
        "percent": kpi.unit == "%",
        "over_time": kpi.over_time,
        **units,
        "measures": [_measure(id_, framework) for id_ in sorted(formula.measures if formula else ())],
    }


def _measure(id_: str, framework: Framework) -> object:
    measure = framework.measure.get(id_)
    if measure is None:
        return id_
    source = next((each for each in framework.sources if each.id == measure.source), None)
    dropped = {"doubled_rows"} if getattr(source, "doubled_rows", None) == "drop" else set()
    where = source.model_dump(mode="json", include=_SOURCE_PARTS | dropped) if source else None
    said = {part for part in _WHERE_SAID if getattr(measure, part) is not None}
    return [measure.model_dump(mode="json", include=_MEASURE_PARTS | said), where]
