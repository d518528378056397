"""How often a process that stays looks for what is no longer used."""

from __future__ import annotations

import gc

ALLOCATIONS = 10_000
"""New objects between two looks: the usual 700 is dozens of looks a second, at all that was read; a command's million is late."""


def collect_often() -> None:
    """Look for garbage as a process should that stays, and never again at what it begins with: modules, classes, routes."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS)
