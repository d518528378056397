"""Two KPIs of one name that compute different numbers."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.rules.engine import Flags, rule


def _recipe(kpi: Kpi) -> str:
    return "".join((kpi.formula or "").split())


@rule(
    "ALN007",
    severity="warning",
    requirements=("AUD-11",),
    help="agree on one recipe, or say in each name what it leaves out",
)
def check(framework: Framework) -> Flags:
    first: dict[str, Kpi] = {}
    for kpi in framework.current_kpis:
        if kpi.name is None or kpi.formula is None:
            continue
        other = first.setdefault(" ".join(kpi.name.lower().split()), kpi)
        if _recipe(other) != _recipe(kpi) and (other.org_unit, other.subject) == (kpi.org_unit, kpi.subject):
            yield (
                kpi.ref,
                "name",
                say(
                    "KPI `{kpi}` has the name of `{other}`, “{kpi_2}”, and another formula",
                    kpi=kpi.id,
                    other=other.id,
                    kpi_2=kpi.name,
                ),
            )
