"""What reports are made from: the framework and all that is known of it on a day, as whoever asks may see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from vitalfew.base.finding import Finding
from vitalfew.base.period import Grain
from vitalfew.base.ref import Ref
from vitalfew.formats.document import Made
from vitalfew.insight.score import Score
from vitalfew.model.course import Course
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Rollup, Scorecard, Verdict
from vitalfew.reports.learned import Checked, Learned
from vitalfew.reports.proved import Proved
from vitalfew.rhythm.absence import Absence
from vitalfew.rhythm.decided import Decided
from vitalfew.rhythm.reviews import Review


@dataclass(frozen=True)
class Facts:
    """All that a report may tell; `course` gives the last periods of a KPI that has a verdict, at most so many.

    `trail` gives those of its own grain or a coarser one that are over, each beside the same period a year before.
    `unseen` are the KPIs whose figures are private to others, `absences` those that are not over,
    `reviews` what is planned or was held, `decided` what people said, promised and decided.
    `learned` gives what the last calibration taught, `checked` what the audit went by.
    `proved` is what the data say of the strategy.
    """

    framework: Framework
    lines: Lines
    scorecard: Scorecard
    score: Score
    findings: tuple[Finding, ...]
    made: Made
    course: Callable[[Kpi, int], Course]
    trail: Callable[[Kpi, Grain, int], Course]
    unseen: frozenset[str] = frozenset()
    absences: tuple[Absence, ...] = ()
    reviews: tuple[Review, ...] = ()
    decided: Decided = field(default_factory=Decided)
    learned: Callable[[], Learned] = Learned
    checked: Checked = field(default_factory=Checked)
    proved: Proved | None = None
    elsewhere: frozenset[str] = frozenset()
    """What facts of one unit lack and the whole has, which is no gap: lists, fields by address, and gaps in words."""

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """Verdicts by the id of the KPI."""
        return {verdict.ref.id: verdict for verdict in self.scorecard.verdicts}

    @cached_property
    def rollups(self) -> dict[str, Rollup]:
        """Judgements of objectives by id."""
        return {rollup.ref.id: rollup for rollup in self.scorecard.objectives}

    @property
    def organisation(self) -> str:
        """What the organisation is called; empty where it has no name."""
        return self.framework.organization.name or ""

    def title(self, ref: Ref) -> str:
        """Give what a noun is called, its id where it has no name."""
        noun = self.framework.index.get(ref)
        return str(getattr(noun, "title", None) or getattr(noun, "name", None) or ref.id)
