"""A KPI that several people answer for, so that nobody does."""

from __future__ import annotations

import re

from vitalfew.model.framework import Framework
from vitalfew.rules.count import names
from vitalfew.rules.engine import Flags, rule

_SEPARATOR = re.compile(r"\s*[,;/&+]\s*|\s+(?:and|or)\s+")


def people(owners: tuple[str, ...]) -> list[str]:
    """Give each person named, also where one text names several."""
    return [name for owner in owners for name in _SEPARATOR.split(owner) if name]


@rule(
    "OWN002",
    severity="error",
    requirements=("DEF-5",),
    help="keep one under `owner` and move the others to `co_owners`",
    before_live=True,
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        named = people(kpi.owners)
        if len(named) > 1:
            yield kpi.ref, "owner", f"KPI `{kpi.id}` has {len(named)} owners: {names(named)}"
