"""Vitalfew: a KPI operating system over plain-text frameworks.

The names below are the public ones; everything else may change. They load when first used, so that `import vitalfew` is instant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vitalfew.base.errors import VitalfewError
    from vitalfew.base.finding import Finding, Smell
    from vitalfew.base.period import Calendar, Period
    from vitalfew.base.ref import Ref
    from vitalfew.model.framework import Framework
    from vitalfew.model.graph import Line
    from vitalfew.model.observation import Observation
    from vitalfew.model.verdict import Scorecard, Verdict
    from vitalfew.workspace import Workspace

__version__ = "0.1.0"
__all__ = [
    "Calendar",
    "Finding",
    "Framework",
    "Line",
    "Observation",
    "Period",
    "Ref",
    "Scorecard",
    "Smell",
    "Verdict",
    "VitalfewError",
    "Workspace",
]

_HOMES = {
    "Calendar": "base.period",
    "Finding": "base.finding",
    "Framework": "model.framework",
    "Line": "model.graph",
    "Observation": "model.observation",
    "Period": "base.period",
    "Ref": "base.ref",
    "Scorecard": "model.verdict",
    "Smell": "base.finding",
    "Verdict": "model.verdict",
    "VitalfewError": "base.errors",
    "Workspace": "workspace",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        msg = f"module `vitalfew` has no attribute `{name}`"
        raise AttributeError(msg)
    from importlib import import_module  # noqa: PLC0415  # not needed by `import vitalfew`

    found: object = getattr(import_module(f"vitalfew.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
