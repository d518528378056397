"""A KPI about one person that more people see than that person's line."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.visibility import visibility_of
from vitalfew.rules.engine import Flags, rule


@rule(
    "OWN018",
    severity="warning",
    requirements=("CAS-5",),
    help="write `visibility: line`, so that only the person and their line see it",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.subject and visibility_of(framework, kpi) != "line":
            yield (
                kpi.ref,
                "visibility",
                say(
                    "KPI `{kpi}` measures `{subject}`, and its visibility is `{visibility}`",
                    kpi=kpi.id,
                    subject=kpi.subject,
                    visibility=kpi.visibility,
                ),
            )
