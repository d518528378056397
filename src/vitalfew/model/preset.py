"""The presets: levels, counts and rhythm that a framework starts from (CAS-1, CAS-2, RHY-1).

Ranges of counts are the presets' own and are read by `framework.span(key, default)`. Every other number that a rule uses is
a row of `model.policy.NUMBERS`, read by `framework.policy_number(key)`; under `policy:` both can be set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from vitalfew.base.said import say
from vitalfew.model.organization import Level, Perspective

PresetName = Literal["executive", "balanced-scorecard", "cascade", "okr", "small-business"]


@dataclass(frozen=True, slots=True)
class Span:
    """A range of counts, both ends included; None is open."""

    min: int | None = None
    max: int | None = None

    def __contains__(self, count: int) -> bool:
        return (self.min is None or count >= self.min) and (self.max is None or count <= self.max)

    def __str__(self) -> str:
        return self.words()

    def words(self) -> str:
        """Say the range."""
        if self.min == self.max:
            return str(self.min)
        if self.max is None:
            return say("at least {least}", least=self.min)
        return (
            say("at most {most}", most=self.max) if self.min is None else say("{least} to {most}", least=self.min, most=self.max)
        )


FREE = Span()


class LevelSpec(NamedTuple):
    """A level of a preset: tier 1 is counted over the organisation, lower levels per unit."""

    id: str
    tier: int
    kpis: Span = FREE


class Preset(NamedTuple):
    """What one of the source documents demands of a framework's shape.

    `source` names the documents by their first three digits.
    `needs_pair` is whether an objective without a leading or a lagging KPI is a fault or advice;
    `needs_perspectives` whether an empty perspective is an error; `rhythm` the tiers that each frequency looks at.
    """

    name: PresetName
    source: str
    levels: tuple[LevelSpec, ...]
    objectives: Span = FREE
    per_objective: Span = FREE
    per_perspective: Span = FREE
    in_all: Span = FREE
    needs_pair: bool = True
    needs_perspectives: bool = False


PERSPECTIVES = tuple(
    Perspective(id=id_, name=name)
    for id_, name in (
        ("financial", "Financial"),
        ("customer", "Customer"),
        ("internal-process", "Internal process"),
        ("learning-and-growth", "Learning and growth"),
    )
)

TIER_1_MOST = 7
LEADING_SHARE = (0.35, 0.45)

PRESETS: dict[PresetName, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "executive",
            "002",
            (LevelSpec("company", 1, Span(3, 7)), LevelSpec("department", 2, Span(5, 10)), LevelSpec("operational", 3)),
            objectives=Span(3, 5),
            per_objective=Span(2, 4),
            in_all=Span(25, 45),
        ),
        Preset(
            "balanced-scorecard",
            "003",
            (LevelSpec("enterprise", 1, Span(5, 7)), LevelSpec("functional", 2, Span(4, 6)), LevelSpec("team", 3, Span(3, 5))),
            objectives=Span(8, 12),
            per_objective=Span(1, 3),
            per_perspective=Span(2, 4),
            needs_perspectives=True,
        ),
        Preset(
            "cascade",
            "000, 001, 004",
            (
                LevelSpec("corporate", 1, Span(5, 7)),
                LevelSpec("business-unit", 2, Span(5, 7)),
                LevelSpec("function", 2, Span(5, 7)),
                LevelSpec("team", 3, Span(5, 7)),
                LevelSpec("individual", 3, Span(None, 7)),
            ),
            per_objective=Span(1, 4),
        ),
        Preset(
            "okr",
            "000, 004",
            (LevelSpec("company", 1, Span(3, 7)), LevelSpec("team", 2, Span(3, 7)), LevelSpec("individual", 3, Span(None, 7))),
            objectives=Span(3, 5),
            per_objective=Span(2, 5),
        ),
        Preset(
            "small-business",
            "002",
            (LevelSpec("company", 1, Span(3, 7)),),
            objectives=Span(3, 5),
            per_objective=Span(1, 1),
            in_all=Span(5, 8),
            needs_pair=False,
        ),
    )
}


def levels_of(preset: Preset) -> tuple[Level, ...]:
    """Give the preset's levels as nouns."""
    return tuple(Level(id=spec.id, tier=spec.tier) for spec in preset.levels)
