"""What is said of a KPI that missed its target again and again, in sentences for people (RHY-7)."""

from __future__ import annotations

from collections.abc import Mapping

from vitalfew.base.said import say
from vitalfew.insight.missed import WORDS, Missed, Reason, Said
from vitalfew.model.framework import Framework
from vitalfew.model.target import Target
from vitalfew.model.verdict import plain
from vitalfew.model.wording import apart, goal

TOWARD: Mapping[Said, str] = {
    "process": say("speaks for another process"),
    "target": say("speaks for another target"),
    "both": say("speaks for another target or another process"),
    "wait": say("speaks for waiting"),
    "not-enough": say("says nothing"),
}


def stands(found: Missed, framework: Framework) -> str:
    """Say how often and by how much a KPI missed its target."""
    kpi = framework.kpi[found.kpi]
    return say("missed {n} times in a row, by {far} on average", n=found.run, far=apart(found.far, kpi.unit, kpi.decimals))


def beside(found: Missed) -> tuple[Reason, ...]:
    """Give the reasons that hold beside the one that decides."""
    return found.reasons[1:]


def proposed(found: Missed, framework: Framework) -> str:
    """Write the target that is proposed; empty where none is."""
    if not found.drafted:
        return ""
    return goal(framework.kpi[found.kpi].model_copy(update={"target": Target.model_validate(found.drafted)}))


def as_json(found: Missed, framework: Framework) -> dict[str, object]:
    """Give it in the JSON contract's fields, and in words."""
    fields = {name: plain(getattr(found, name)) for name in Missed.__dataclass_fields__}
    words = {"said": WORDS[found.said], "stands": stands(found, framework), "proposed": proposed(found, framework)}
    return fields | {"reasons": [each._asdict() for each in found.reasons], "words": words}
