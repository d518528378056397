"""A measure without a place that its rows come from."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule("DEF004", severity="error", requirements=("DEF-1", "MON-1"), help="name under `source` one of the declared sources")
def check(framework: Framework) -> Flags:
    for measure in framework.measures:
        if measure.source is None:
            yield measure.ref, "source", say("measure `{measure}` names no source", measure=measure.id)
