"""A baseline or target that the KPI can never have."""

from __future__ import annotations

from collections.abc import Iterator

from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.limit import beyond, limits


def _values(kpi: Kpi) -> Iterator[tuple[str, float]]:
    if kpi.baseline:
        yield "baseline.value", kpi.baseline.value
    target = kpi.target
    if target is None:
        return
    if target.final is not None and not target.values:
        yield f"target.{target.kind}", target.final
    for value in (*(target.within or ()), *((target.values or {}).values() if target.applies_to == "period" else ())):
        yield f"target.{target.kind}", value


@rule(
    "TGT011",
    severity="error",
    requirements=("DEF-4", "DEF-3"),
    help="set a value that the KPI can have, or mend `natural`",
    after=("DEF025",),
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        values = list(_values(kpi))
        bounds = limits(kpi, framework, (value for _, value in values))
        for field, value in values if bounds != (None, None) else ():
            what = beyond(value, bounds)
            if what:
                yield (
                    kpi.ref,
                    field,
                    say(
                        "the {what} {value:g} of KPI `{kpi}` is {where}",
                        what=word(field.partition(".")[0]),
                        value=value,
                        kpi=kpi.id,
                        where=what,
                    ),
                )
                break
