"""A KPI that was replaced and lives on."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "CHG002",
    severity="warning",
    requirements=("AUD-8", "RHY-5"),
    help="write `lifecycle: retired` on the one that was replaced, or leave out `replaces`",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        old = framework.kpi.get(kpi.replaces or "")
        if old and old.lifecycle != "retired" and kpi.lifecycle != "draft":
            what = (
                say("itself")
                if old.id == kpi.id
                else say("`{old}`, which is {lifecycle}", old=old.id, lifecycle=word(old.lifecycle))
            )
            yield kpi.ref, "replaces", say("KPI `{kpi}` replaces {what}", kpi=kpi.id, what=what)
