"""The quarterly review pack: as the monthly one, and whether the strategy and what it takes for granted still hold (RHY-1)."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.formats.document import Document
from vitalfew.reports.assumed import assumptions
from vitalfew.reports.facts import Facts
from vitalfew.reports.outlooks import strategy_test
from vitalfew.reports.packs import Cycle, pack
from vitalfew.reports.report import Report

CYCLE = Cycle(
    "quarterly-review-pack",
    say("Quarterly review pack"),
    say("Prepares the quarterly review: what stands where, and whether the strategy and what it takes for granted still hold."),
    "quarterly",
    120,
    (
        say("a quarterly review"),
        say("Declare under `cadences` one with a quarterly `rhythm`; KPIs of tier 1 are shown until then."),
    ),
    (strategy_test, assumptions),
)


def build(facts: Facts) -> Document:
    """Build the report."""
    return pack(facts, CYCLE)


REPORT = Report(CYCLE.name, CYCLE.title, CYCLE.purpose, ("DEL-4", "RHY-1", "FUT-3"), build)
