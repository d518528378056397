"""What a framework as a whole is worth, in one record: maturity, qualities and coverage, from the same facts as the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vitalfew.insight.coverage import Matrix, matrices
from vitalfew.insight.maturity import STAGES, Dimension, Response, maturity
from vitalfew.insight.quality import Quality, qualities
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines

VERSION = 1


@dataclass(frozen=True, slots=True)
class Score:
    """Maturity on five dimensions, eight qualities, four matrices."""

    as_of: date
    maturity: tuple[Dimension, ...]
    qualities: tuple[Quality, ...]
    coverage: tuple[Matrix, ...]

    @property
    def stages(self) -> dict[str, int]:
        """How many dimensions are at each stage; `unknown` are those without enough data."""
        found = Counter[str](each.stage or "unknown" for each in self.maturity)
        return {stage: found[stage] for stage in (*STAGES, "unknown")}

    def as_json(self) -> dict[str, object]:
        """Give the score in the JSON contract's fields."""
        return {
            "version": VERSION,
            "as_of": self.as_of.isoformat(),
            "summary": {**self.stages, "gaps": sum(len(each.gaps) for each in self.coverage)},
            "maturity": [_dimension(each) for each in self.maturity],
            "qualities": [_quality(each) for each in self.qualities],
            "coverage": [each.as_json() for each in self.coverage],
        }


def score(framework: Framework, lines: Lines, *, today: date, responses: Sequence[Response] = ()) -> Score:
    """Score a framework; `responses` is how its escalations were met, none where that is not known."""
    coverage = matrices(framework, lines)
    met = maturity(framework, today=today, responses=responses)
    return Score(today, met, qualities(framework, lines, coverage, today=today), coverage)


def _dimension(each: Dimension) -> dict[str, object]:
    return {
        "id": each.id,
        "name": each.name,
        "stage": each.stage,
        "evidence": each.evidence,
        "next_step": each.next_step,
        "values": each.values,
    }


def _quality(each: Quality) -> dict[str, object]:
    questions = [{"text": one.text, "passing": one.passing, "of": one.of, "failing": list(one.failing)} for one in each.questions]
    return {"id": each.id, "name": each.name, "held": each.held, "evidence": each.evidence, "questions": questions}
