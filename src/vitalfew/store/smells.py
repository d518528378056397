"""The kinds of findings about what is kept; each has a page beside this file."""

from __future__ import annotations

from vitalfew.base.finding import Smell

OUTDATED = Smell(
    "DAT041",
    "outdated-history",
    "warning",
    "run `vitalfew measure --restate` to measure them anew, and see whether baseline and target still hold",
    room="store",
)
DAMAGED = Smell(
    "DAT042",
    "damaged-segment",
    "error",
    "fetch the file from a backup; `vitalfew measure` brings back what the sources still have",
    room="store",
)
SMELLS = (OUTDATED, DAMAGED)
