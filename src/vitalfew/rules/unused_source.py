"""A source that no measure reads."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "DEF012",
    severity="info",
    requirements=("DEF-6", "MON-1"),
    help="take a measure from it, or remove it",
)
def check(framework: Framework, unread: Unread) -> Flags:
    if unread.lost("measures") or any(
        unread.any(measure.ref, "source", "value", "sql", "date") for measure in framework.measures
    ):
        return
    used = {measure.source for measure in framework.measures}
    for source in framework.sources:
        if used and source.kind != "manual" and source.id not in used:
            yield source.ref, None, say("no measure reads source `{source}`", source=source.id)
