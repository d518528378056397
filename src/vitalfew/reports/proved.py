"""What the data and the structure say of the strategy, as documents tell it: found once, when a report first asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from vitalfew.insight.conflict import Conflict, conflicts
from vitalfew.insight.fit import Alignment, alignment_of
from vitalfew.insight.heading import Told, tell
from vitalfew.insight.initiative import Effect, effects
from vitalfew.insight.known import Evidence
from vitalfew.insight.lead import leads
from vitalfew.insight.meant import Meant
from vitalfew.insight.missed import Missed
from vitalfew.insight.sight import Reach, Sight
from vitalfew.insight.whole import sight_of
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.leaves import Leaves
from vitalfew.model.verdict import Scorecard
from vitalfew.rhythm.course import Live
from vitalfew.rhythm.missing import NO_EDITS, Around, Edits, judged_all
from vitalfew.text.engine import Engine

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Proved:
    """The line of sight, leads, conflicts and scores of alignment; nothing but conflicts of structure where nothing is measured.

    `engine` gives what compares texts, `lived` the frameworks that were live and who changed them. How people took part is no
    part of a score here: it is for them and their line alone.
    """

    framework: Framework
    lines: Lines
    latest: pa.Table | None
    scorecard: Scorecard
    leaves: Mapping[str, Leaves]
    engine: Callable[[], Engine]
    lived: Callable[[], tuple[Sequence[Live], Edits]] = lambda: ((), NO_EDITS)

    @cached_property
    def sight(self) -> Sight | None:
        """The line of sight; None where nothing is measured."""
        if self.latest is None:
            return None
        return sight_of(self.framework, self.lines, self.latest, self.scorecard, self.leaves)

    @cached_property
    def levers(self) -> Mapping[str, tuple[Reach, ...]]:
        """What moves each objective of the top, the most first, by the objective's id."""
        return {each.id: self.sight.tornado(each) for each in self.sight.objectives} if self.sight else {}

    @cached_property
    def leads(self) -> tuple[Told, ...]:
        """What is said of each declared lead."""
        if self.latest is None:
            return ()
        return tell(self.framework, self.latest, leads(self.framework, self.latest), self.scorecard)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Where KPIs of different owners pull apart."""
        return conflicts(self.framework, self.latest)

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """What is seen of each movement that an initiative is to bring."""
        return () if self.latest is None else effects(self.framework, self.latest, self.scorecard.as_of)

    @cached_property
    def missed(self) -> tuple[Missed, ...]:
        """What each KPI asks for that missed its target again and again."""
        sight, (told, edits) = self.sight, self.lived()
        if self.latest is None or sight is None or not told:
            return ()
        known = Around(self.framework, self.scorecard.as_of, self.latest, lambda: sight, lambda: self.effects, edits)
        return judged_all(told, known, {each.ref.id: each for each in self.scorecard.verdicts})

    @cached_property
    def scored(self) -> tuple[Alignment, ...]:
        """The alignment score of each KPI."""
        meant = Meant(self.framework, self.lines, self.engine())
        return alignment_of(meant, Evidence(self.sight, [each.lead for each in self.leads]))
