"""What is worth saying about values that were measured: divisions by zero, and numbers on another scale than their target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from vitalfew.base.finding import Finding
from vitalfew.base.quantity import format_value
from vitalfew.measure.series import REASON, Series
from vitalfew.measure.smells import SMELL
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi

FAR = 50.0
RECENT = 12


def remarks(kpis: Mapping[str, Series], framework: Framework) -> Iterator[Finding]:
    """Look over the values of KPIs at their own grain, by id."""
    for id_, series in kpis.items():
        kpi = framework.kpi[id_]
        yield from _zero_divisions(kpi, series)
        yield from _scale(kpi, series)


def _zero_divisions(kpi: Kpi, series: Series) -> Iterator[Finding]:
    count = int((series.reason == REASON["division-by-zero"]).sum())
    if count:
        message = f"KPI `{kpi.id}` divides by zero in {count:,} of {len(series):,} periods of a {kpi.grain}"
        yield SMELL["division-by-zero"].at(kpi.ref, message, field="formula")


def _scale(kpi: Kpi, series: Series) -> Iterator[Finding]:
    """Compare baseline and target with the middle of the last complete values, where all of them are far from zero."""
    values = series.value[series.complete & (series.reason == 0)][-RECENT:]
    observed = float(np.median(np.abs(values))) if len(values) else 0.0
    declared = {
        "baseline.value": kpi.baseline.value if kpi.baseline else None,
        f"target.{kpi.target.kind}" if kpi.target else "target": kpi.target.final if kpi.target else None,
    }
    for field, number in declared.items():
        if number and observed and not 1 / FAR <= abs(number) / observed <= FAR:
            shown = format_value(observed, kpi.unit, kpi.decimals)
            message = f"`{field}` of KPI `{kpi.id}` is {number:g}, and what is measured lies around {shown}"
            yield SMELL["scale-mismatch"].at(kpi.ref, message, field=field)
