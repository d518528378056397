"""A stage of a value stream that nothing measures."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "STR019",
    severity="warning",
    requirements=("STR-9", "AUD-13"),
    help="name under the stage's `kpis` what flows through it: time, share right first time, or volume",
)
def check(framework: Framework) -> Flags:
    for stream in framework.value_streams:
        if not stream.stages:
            yield stream.ref, "stages", say("value stream `{stream}` has no stages", stream=stream.id)
        for place, stage in enumerate(stream.stages):
            if not stage.kpis:
                yield (
                    stream.ref,
                    f"stages.{place}.kpis",
                    say("nothing measures stage `{stage}` of value stream `{stream}`", stage=stage.id, stream=stream.id),
                )
