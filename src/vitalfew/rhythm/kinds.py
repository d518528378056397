"""Every kind of matter that the rhythm knows, found by walking its modules; those that declare none are not imported."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path

from vitalfew.rhythm.machine import Machine

_DECLARED = re.compile(r"^\w+(: Machine)? = Machine\(", re.MULTILINE)


@cache
def machines() -> tuple[Machine, ...]:
    """Give the machine of each kind, by its name."""
    folder = Path(__file__).parent
    names = [path.stem for path in sorted(folder.glob("*.py")) if _DECLARED.search(path.read_text(encoding="utf-8"))]
    modules = [import_module(f"{__package__}.{name}") for name in names]
    found = {each.kind: each for module in modules for each in vars(module).values() if isinstance(each, Machine)}
    return tuple(found[kind] for kind in sorted(found))
