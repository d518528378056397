"""Every kind of matter that the rhythm knows, found by walking its modules."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from vitalfew import rhythm
from vitalfew.rhythm.machine import Machine


@cache
def machines() -> tuple[Machine, ...]:
    """Give the machine of each kind, by its name."""
    modules = [import_module(f"{rhythm.__name__}.{each.name}") for each in pkgutil.iter_modules(rhythm.__path__)]
    found = {each.kind: each for module in modules for each in vars(module).values() if isinstance(each, Machine)}
    return tuple(found[kind] for kind in sorted(found))
