"""The alignment of a whole framework: each KPI's score, what is missing, and entries of the catalogue for both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vitalfew.insight.fit import VERSION, Alignment, alignment_of
from vitalfew.insight.known import Evidence, Kept
from vitalfew.insight.meant import Meant
from vitalfew.insight.replace import Gap, Proposal, Shelf, gaps, replacements, shelf
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.text.engine import Chosen


@dataclass(frozen=True)
class Aligned:
    """All that is said of the alignment of a framework's KPIs, by which engine."""

    chosen: Chosen
    meant: Meant
    shelf: Shelf
    known: Evidence
    scored: Sequence[Alignment]
    proposals: Sequence[Proposal]
    gaps: Sequence[Gap]

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        return {
            "version": VERSION,
            "engine": self.chosen.engine.id,
            "kpis": [each.as_json() for each in self.scored],
            "replacements": [each.as_json() for each in self.proposals],
            "gaps": [each.as_json() for each in self.gaps],
        }

    def told(self, behaviour: Mapping[str, Sequence[Kept]]) -> Aligned:
        """Give it for somebody who may know how some owners took part; only the KPIs of those are scored anew."""
        known = replace(self.known, behaviour=behaviour)
        theirs = {kpi.id for kpi in self.meant.kpis if behaviour.keys() & {*kpi.owners}}
        if not theirs:
            return self
        new = {each.kpi: each for each in alignment_of(self.meant, known, theirs)}
        scored = tuple(new.get(each.kpi, each) for each in self.scored)
        return replace(self, known=known, scored=scored, proposals=replacements(self.shelf, scored))


def aligned(framework: Framework, lines: Lines, chosen: Chosen, known: Evidence) -> Aligned:
    """Score the KPIs of a framework by what the data say of them, for the eyes of a viewer."""
    meant = Meant(framework, lines, chosen.engine)
    scored, catalogued = alignment_of(meant, known), shelf(meant)
    return Aligned(chosen, meant, catalogued, known, scored, replacements(catalogued, scored), gaps(catalogued))
