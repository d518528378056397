"""The eight qualities of a framework as a whole, each as questions of which it is counted how many nouns pass (AUD-16)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from vitalfew.base.said import say, several
from vitalfew.insight.coverage import Matrix
from vitalfew.insight.maturity import owner_of
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.kpi import Kpi

Asked = Callable[[Kpi], bool]
Held = Literal["yes", "partly", "no"]


class Question(NamedTuple):
    """What is asked of some nouns: how many there are, and the ids of those that fail."""

    text: str
    of: int
    failing: tuple[str, ...]

    @property
    def passing(self) -> int:
        """How many pass."""
        return self.of - len(self.failing)


@dataclass(frozen=True, slots=True)
class Quality:
    """A quality: held where each question is met by all, not held where none is met by any or there is nothing to ask."""

    id: str
    name: str
    questions: tuple[Question, ...]

    @property
    def held(self) -> Held:
        """Whether the framework has it."""
        if all(each.of and not each.failing for each in self.questions):
            return "yes"
        return "partly" if any(each.passing for each in self.questions) else "no"

    @property
    def evidence(self) -> str:
        """The counts in words."""
        counts = (say("{passing} of {of} {what}", passing=each.passing, of=each.of, what=each.text) for each in self.questions)
        return several(counts, "; ")

    @property
    def failing(self) -> tuple[str, ...]:
        """What fails, each address once."""
        return tuple(dict.fromkeys(id_ for each in self.questions for id_ in each.failing))


def qualities(framework: Framework, lines: Lines, coverage: tuple[Matrix, ...], *, today: date) -> tuple[Quality, ...]:
    """Judge the eight qualities; operational metrics are asked only what is asked of every number."""
    kpis = [kpi for kpi in framework.current_kpis if kpi.kind == "kpi"]
    by_id = {each.id: each for each in coverage}
    return (
        Quality("aligned", say("Aligned"), tuple(_aligned(framework, lines, kpis))),
        Quality("hierarchical", say("Hierarchical"), tuple(_hierarchical(framework, kpis))),
        Quality("balanced", say("Balanced"), tuple(_balanced(framework, by_id))),
        Quality(
            "stakeholder-inclusive",
            say("Stakeholder-inclusive"),
            (_rows(by_id["stakeholder-kpi"], say("interests are met by a KPI")),),
        ),
        Quality("actionable-measurable", say("Actionable and measurable"), tuple(_actionable(framework, kpis, today))),
        Quality("cascaded", say("Cascaded"), tuple(_cascaded(framework, by_id))),
        Quality("governed", say("Governed"), tuple(_governed(framework, kpis))),
        Quality("reviewed", say("Reviewed"), tuple(_reviewed(framework, kpis))),
    )


def _aligned(framework: Framework, lines: Lines, kpis: list[Kpi]) -> Iterable[Question]:
    yield _of(kpis, say("KPIs lead to an objective"), lambda kpi: kpi.ref in lines.reaching)
    lost = tuple(str(each.ref) for each in framework.objectives if lines.line(each.ref).broken)
    yield Question(say("objectives lead to the mission"), len(framework.objectives), lost)


def _hierarchical(framework: Framework, kpis: list[Kpi]) -> Iterable[Question]:
    yield _of(kpis, say("KPIs stand on a level"), lambda kpi: framework.level_of(kpi) is not None)
    below = [kpi for kpi in kpis if framework.tier_of(kpi) in {2, 3}]
    if below:
        yield _of(
            below,
            say("KPIs below tier 1 say what they carry"),
            lambda kpi: bool(kpi.contributes_to or kpi.objectives or kpi.drives),
        )


def _balanced(framework: Framework, coverage: dict[str, Matrix]) -> Iterable[Question]:
    timing = coverage["objective-timing"]
    lame = tuple(row.id for row in timing.rows if not all((row.id, word) in timing.cells for word in ("leading", "lagging")))
    yield Question(say("objectives have a leading and a lagging KPI"), len(timing.rows), lame)
    used = {each.perspective for each in framework.objectives}
    empty = tuple(str(each.ref) for each in framework.lenses if each.id not in used)
    yield Question(say("perspectives hold an objective"), len(framework.lenses), empty)


def _rows(matrix: Matrix, text: str) -> Question:
    held = {row for row, _ in matrix.cells}
    return Question(text, len(matrix.rows), tuple(row.id for row in matrix.rows if row.id not in held))


def _actionable(framework: Framework, kpis: list[Kpi], today: date) -> Iterable[Question]:
    yield _of(kpis, say("KPIs can be measured by a formula or a declared proxy"), lambda kpi: bool(kpi.formula or kpi.proxy))
    yield _of(kpis, say("have baseline, target and threshold"), _has_three_numbers)
    yield _of(kpis, say("have one named owner"), lambda kpi: owner_of(framework, kpi, today=today) is not None)
    yield _of(kpis, say("have a trigger"), lambda kpi: bool(kpi.escalate))


def _has_three_numbers(kpi: Kpi) -> bool:
    return kpi.baseline is not None and kpi.target is not None and kpi.threshold is not None


def _cascaded(framework: Framework, coverage: dict[str, Matrix]) -> Iterable[Question]:
    levels = {level.id for kpi in framework.current_kpis if (level := framework.level_of(kpi))}
    bare = tuple(str(level.ref) for level in framework.all_levels if level.id not in levels)
    yield Question(say("levels have KPIs or metrics"), len(framework.all_levels), bare)
    if framework.org_units:
        yield _rows(coverage["unit-objective"], say("units have a KPI that leads to an objective"))


def _governed(framework: Framework, kpis: list[Kpi]) -> Iterable[Question]:
    yield _of(kpis, say("KPIs have a reviewer"), lambda kpi: kpi.reviewer is not None)
    ladders = {ladder.id for ladder in framework.ladders if ladder.steps}
    yield _of(kpis, say("have a ladder to climb, their own or `default`"), lambda kpi: (kpi.ladder or "default") in ladders)
    said = framework.governance.structure_owner is not None
    yield Question(say("framework says who owns its structure"), 1, () if said else ("framework:main",))


def _reviewed(framework: Framework, kpis: list[Kpi]) -> Iterable[Question]:
    yield _of(kpis, say("KPIs name their review"), lambda kpi: bool(kpi.review))
    looked_at = {tier for cadence in framework.cadences for tier in cadence.tiers}
    used = {level.id: level for kpi in framework.current_kpis if (level := framework.level_of(kpi))}
    blind = tuple(str(level.ref) for level in used.values() if level.tier not in looked_at)
    yield Question(say("levels in use are looked at by a review"), len(used), blind)
    vacant = tuple(str(each.ref) for each in framework.cadences if each.chair is None)
    yield Question(say("reviews have a chair"), len(framework.cadences), vacant)


def _of(kpis: list[Kpi], text: str, passes: Asked) -> Question:
    return Question(text, len(kpis), tuple(str(kpi.ref) for kpi in kpis if not passes(kpi)))
