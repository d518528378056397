"""Open a source of any kind: the modules of this folder that name their `KINDS` are found by walking it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import vitalfew.sources
from vitalfew.model.source import Source
from vitalfew.sources.fault import Fault
from vitalfew.sources.opened import Opened

Opener = Callable[[Source, Path, str], Opened]


@cache
def openers() -> dict[str, Opener]:
    """Give what opens each kind of source that this release measures."""
    found: dict[str, Opener] = {}
    for each in iter_modules(vitalfew.sources.__path__):
        module = import_module(f"vitalfew.sources.{each.name}")
        for kind in getattr(module, "KINDS", ()):
            found[kind] = module.open_source
    return found


def open_source(source: Source, root: Path, zone: str) -> Opened:
    """Open a source of the workspace at `root`; days of its timestamps are cut in `zone`."""
    opener = openers().get(source.kind)
    if opener is None:
        known = ", ".join(f"`{kind}`" for kind in sorted(openers()))
        message = f"sources of kind `{source.kind}` are not measured by this release"
        return Opened(None, faults=(Fault("unmeasured-kind", message, f"measured are: {known}", field="kind"),))
    return opener(source, root, zone)
