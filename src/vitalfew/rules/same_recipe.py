"""Two KPIs that compute the same number."""

from __future__ import annotations

from collections import defaultdict

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.rules.engine import Flags, rule


def _is_twin(one: Kpi, other: Kpi) -> bool:
    """Tell whether two KPIs of one formula are about the same thing: the same unit, person, grain and way over time."""
    return all(getattr(one, field) == getattr(other, field) for field in ("org_unit", "subject", "grain", "over_time"))


@rule(
    "ALN006",
    severity="warning",
    requirements=("AUD-11",),
    help="keep one: let both units share it under `co_owners`, and put what differs into its formula or its target",
)
def check(framework: Framework) -> Flags:
    first: dict[str, list[Kpi]] = defaultdict(list)
    for kpi in framework.current_kpis:
        if not kpi.formula:
            continue
        written = "".join(kpi.formula.split())
        same = next((each for each in first[written] if _is_twin(each, kpi)), None)
        first[written].append(kpi)
        if same:
            yield kpi.ref, "formula", say("KPI `{kpi}` computes the same number as `{same}`", kpi=kpi.id, same=same.id)
