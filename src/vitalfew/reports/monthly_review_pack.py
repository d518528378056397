"""The monthly review pack: what stands where, what changed, what was done and decided, what is to be expected (RHY-1)."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.formats.document import Document
from vitalfew.reports.facts import Facts
from vitalfew.reports.packs import Cycle, pack
from vitalfew.reports.report import Report

CYCLE = Cycle(
    "monthly-review-pack",
    say("Monthly review pack"),
    say("Prepares the monthly review: what stands where, what changed since the last one, what is open and to be expected."),
    "monthly",
    45,
    (say("a monthly review"), say("Declare under `cadences` one with a monthly `rhythm`; KPIs of tier 1 are shown until then.")),
)


def build(facts: Facts) -> Document:
    """Build the report."""
    return pack(facts, CYCLE)


REPORT = Report(CYCLE.name, CYCLE.title, CYCLE.purpose, ("DEL-4", "RHY-1", "RHY-2"), build)
