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
UNREADABLE_JUDGEMENT = Smell(
    "DAT043",
    "unreadable-judgement",
    "warning",
    "mend the line, or take it out and say it again with `vitalfew record KPI --judgement STATUS --for PERIOD`",
    room="store",
)
SMELLS = (OUTDATED, DAMAGED, UNREADABLE_JUDGEMENT)
