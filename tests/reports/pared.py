"""Facts of the demo with something of the framework changed or taken out."""

from __future__ import annotations

from dataclasses import replace

from vitalfew.insight.score import score
from vitalfew.model.graph import Lines
from vitalfew.reports.facts import Facts

LISTS = (
    *("org_units", "people", "objectives", "kpis", "sources", "measures", "cadences", "ladders", "initiatives", "roadmap"),
    *("stakeholders", "value_streams", "drivers", "success_factors", "assumptions", "key_results", "cycles", "themes"),
)


def altered(facts: Facts, **fields: object) -> Facts:
    """Give the facts of a framework with other values in some fields."""
    held = {name: getattr(facts.framework, name) for name in type(facts.framework).model_fields}
    framework = type(facts.framework).model_validate(held | fields)
    lines = Lines(framework)
    return replace(facts, framework=framework, lines=lines, score=score(framework, lines, today=facts.made.as_of))


def emptied(facts: Facts) -> Facts:
    """Give the facts of a framework that declares nothing; what was measured stays."""
    return altered(facts, **dict.fromkeys(LISTS, ()))
