"""Two measures that count the same thing the same way."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.measure import Measure
from vitalfew.rules.engine import Flags, rule


def _counted(measure: Measure) -> tuple[object, ...]:
    """Give what decides a measure's numbers."""
    texts = (measure.source, measure.table, measure.date, measure.value, measure.where, measure.sql)
    return (*texts, measure.empty, repr(measure.by), repr(measure.over), repr(measure.balance), repr(measure.within))


@rule(
    "ALN008",
    severity="warning",
    requirements=("AUD-11",),
    help="keep one and name it in both formulas",
)
def check(framework: Framework) -> Flags:
    first: dict[tuple[object, ...], Measure] = {}
    for measure in framework.measures:
        if measure.is_planned:
            continue
        other = first.setdefault(_counted(measure), measure)
        if other.id != measure.id:
            yield (
                measure.ref,
                "sql" if measure.sql else "value",
                say("measure `{measure}` counts the same as `{other}`", measure=measure.id, other=other.id),
            )
