"""The tree of org units as rules walk it; shared, no rule itself."""

from __future__ import annotations

from vitalfew.model.framework import Framework


def above(framework: Framework, unit: str) -> tuple[str, ...]:
    """Give a unit and those it is a part of, from the lowest up; a circle is walked once."""
    found: dict[str, None] = {}
    step: str | None = unit
    while step is not None and step not in found:
        found[step] = None
        declared = framework.org_unit.get(step)
        step = declared.parent if declared else None
    return tuple(found)
