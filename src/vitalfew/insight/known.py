"""What is looked at for a KPI's alignment score: structure, definition, evidence, and the behaviour of its owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from vitalfew.base.said import say
from vitalfew.insight.parts import Seen
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.kpi import Kpi
from vitalfew.text.activity import effort
from vitalfew.text.lexical import COMMON, FILLER, stem
from vitalfew.text.phrase import words
from vitalfew.text.vanity import vanity

if TYPE_CHECKING:
    from vitalfew.insight.edge import Edge
    from vitalfew.insight.lead import Lead
    from vitalfew.insight.sight import Sight

DUTIES: Mapping[str, str] = {
    "update": say("updates in time"),
    "answer": say("escalations answered before they climbed"),
    "words": say("red values commented before the review"),
    "presence": say("reviews of the KPI attended"),
}
"""What is due from an owner, by its kind (`rhythm.duty`)."""
LEAST = 4
"""How often something must have been due before a share is counted."""
ESTIMATED: Mapping[str, float] = {"clear": 1.0, "against": 0.0}
"""What an estimate counts; one that does not decide counts neither way, else measuring would cost points."""
LEADS: Mapping[str, float] = {"leads": 1.0, "coincides": 0.5, "lags": 0.0, "stopped": 0.0}
FOUND = {"identity", "estimated"}
T = TypeVar("T")


class Kept(NamedTuple):
    """What was due from an owner, in words, and how often it was done; `copied` more repeated what was said before."""

    what: str
    met: int
    due: int
    copied: int = 0


@dataclass(frozen=True)
class Evidence:
    """What the data say: the line of sight and the leads, both for the eyes of a viewer; `behaviour` by person."""

    sight: Sight | None = None
    leads: Sequence[Lead] = ()
    behaviour: Mapping[str, Sequence[Kept]] = field(default_factory=dict)

    @cached_property
    def leaving(self) -> Mapping[str, Sequence[Edge]]:
        """The edges that leave each KPI."""
        return _by((each.start, each) for each in self.sight.edges) if self.sight else {}

    @cached_property
    def leading(self) -> Mapping[str, Sequence[Lead]]:
        """What is known of each KPI that is to lead."""
        return _by((each.kpi, each) for each in self.leads)


def _by(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for kpi, each in pairs:
        found.setdefault(kpi, []).append(each)
    return found


def structure(framework: Framework, lines: Lines, kpi: Kpi) -> Iterator[Seen]:
    """Look at the lines of a KPI: to an objective, on to the mission, its level, and what it drives or carries."""
    line = lines.line(kpi.ref, goal="objective")
    direct = bool(kpi.objectives) and line.broken is None
    share = 1.0 if direct else 0.7 if line.broken is None else 0.0
    told = say("it names its objective") if direct else line.broken or say("it leads to an objective through another KPI")
    yield Seen("structure", 4, share, told, say("name under `objectives` the objective that it serves"))
    onward = lines.line(kpi.ref).broken
    yield Seen(
        "structure", 2, float(onward is None), onward or say("its line reaches the mission"), say("mend the line to the mission")
    )
    level = framework.level_of(kpi)
    told = say("it has a level") if level else say("it has no level")
    yield Seen("structure", 2, float(level is not None), told, say("give it a `level`"))
    headline = any(each.headline == kpi.id for each in framework.objectives)
    carries = headline or bool(kpi.drives or kpi.contributes_to) or any(edge.link == "formula" for edge in lines.edges[kpi.ref])
    moved = any(drive.kpi == kpi.id for each in framework.current_kpis for drive in each.drives) if not carries else False
    told = say("it stands in a chain of cause and effect") if carries or moved else say("no cause and effect is declared")
    yield Seen("structure", 2, float(carries or moved), told, say("declare under `drives` what it moves"))


def definition(framework: Framework, kpi: Kpi) -> Iterator[Seen]:
    """Look at what a definition of a KPI asks for; what is not for its kind of scale is left out."""
    numbers = kpi.scale != "text"
    guarded = bool(kpi.guards) or any(kpi.id in each.guards for each in framework.current_kpis)
    target = kpi.target
    asked: tuple[tuple[str, float, object, bool], ...] = (
        ("definition", 2, kpi.definition, True),
        ("formula", 2, kpi.formula or (kpi.proxy and kpi.proxy.plan), numbers),
        ("because", 2, kpi.because, True),
        ("unit", 1, kpi.unit, kpi.scale == "number"),
        ("direction", 1, kpi.direction or (target and (target.at_most or target.at_least or target.within)), numbers),
        ("timing", 1, kpi.timing, True),
        ("stage", 1, kpi.stage, True),
        ("guards", 1, guarded, True),
        ("baseline", 1, kpi.baseline, numbers),
        ("target", 2, target, numbers),
        ("threshold", 1, kpi.threshold, numbers),
    )
    for key, weight, value, holds in asked:
        if holds:
            told = say("`{key}` is declared", key=key) if value else say("`{key}` is not declared", key=key)
            yield Seen("definition", weight, float(bool(value)), told, say("declare its `{key}`", key=key))
    yield from _named(framework, kpi)
    yield _outcome(kpi)


def _outcome(kpi: Kpi) -> Seen:
    """Look whether the name counts what decides something; an answered test of alignment settles it."""
    tests = kpi.tests
    guess = vanity(kpi.title) if not (tests.succeeds_at_50 and tests.succeeds_at_50.answer) else None
    if guess is None and (tests.effort_only is None or tests.effort_only.answer):
        guess = effort(kpi.title)
    if guess is None:
        return Seen("definition", 2, 1.0, say("nothing in its name is mere effort or vanity"))
    told = say("it counts {guess}: {why}", guess=guess.words, why=guess.why)
    return Seen("definition", 2, 0.0, told, say("measure what that is for"))


def _named(framework: Framework, kpi: Kpi) -> Iterator[Seen]:
    """Look whether `because` names what the objective is about; left out where it is silent or there is none."""
    aims = [framework.objective[link.id].title for link in kpi.objectives if link.id in framework.objective]
    if kpi.because and aims:
        named = bool(_stems(kpi.because) & {word for aim in aims for word in _stems(aim)})
        told = say("`because` names its objective") if named else say("`because` does not name its objective")
        yield Seen("definition", 1, float(named), told, say("say in `because` what it does for the objective"))


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words(text) if word not in FILLER | COMMON}


def evidence(known: Evidence, kpi: Kpi) -> Iterator[Seen]:
    """Look at what the data say of the KPI's links and of what it moves; where they say nothing, nothing is given."""
    for edge in known.leaving.get(kpi.id, ()):
        share = None if known.sight and _is_contrary(edge, known.sight.framework) else _edge_share(edge)
        if share is not None:
            yield Seen("evidence", 2, share, _edge_says(edge.end, share), say("look whether it moves what it is said to move"))
    if known.sight is not None:
        yield from _sight(known.sight, kpi)
    for lead in known.leading.get(kpi.id, ()):
        if lead.said in LEADS:
            told = say("of `{kpi}`: {reason}", kpi=lead.drives, reason=lead.reason)
            yield Seen("evidence", 1, LEADS[lead.said], told, say("take a KPI that moves earlier"))


def _is_contrary(edge: Edge, framework: Framework) -> bool:
    """Tell whether a formula makes the other KPI worse where this one gets better, which speaks neither for nor against it."""
    ways = [-1 if framework.kpi[each].good == "down" else 1 for each in (edge.start, edge.end)]
    return edge.grade == "identity" and (edge.slope or 0.0) * ways[0] * ways[1] < 0


def _edge_share(edge: Edge) -> float | None:
    if edge.grade == "identity":
        return 1.0
    return ESTIMATED.get(edge.estimate.said) if edge.estimate else None


def _edge_says(end: str, share: float) -> str:
    if share:
        return say("its link to `{kpi}` shows in the data", kpi=end)
    return say("the data show the other direction of its link to `{kpi}`", kpi=end)


def no_evidence(known: Evidence, kpi: Kpi) -> str:
    """Say why the data say nothing of a KPI."""
    if any(edge.estimate and edge.estimate.said == "unclear" for edge in known.leaving.get(kpi.id, ())):
        return say("no evidence yet: the data do not decide on its links; it counts neither for nor against")
    return say("no evidence yet: it counts neither for nor against")


def _sight(sight: Sight, kpi: Kpi) -> Iterator[Seen]:
    """Look at what a better KPI does to the objectives of the top, by formula or data; what people declared is no evidence."""
    reached = [
        each for each in sight.reach(kpi.id) if each.grade in FOUND and each.effect is not None and each.clarity != "unclear"
    ]
    for each in reached:
        good = (each.effect or 0.0) > 0
        share = 0.0 if not good else 1.0 if each.clarity == "clear" else 0.5
        if share == 1:
            told = say("a better value goes with a better `{objective}`", objective=each.objective)
        elif share:
            told = say("a better value moves `{objective}` by next to nothing", objective=each.objective)
        else:
            told = say("a better value goes with a worse `{objective}`", objective=each.objective)
        yield Seen("evidence", 1, share, told, say("look whether it is the right KPI for the objective"))


def behaviour(known: Evidence, kpi: Kpi) -> Iterator[Seen]:
    """Look at what was due from the owner and was done; too little to count is left out."""
    for person in dict.fromkeys(kpi.owners):
        for kept in known.behaviour.get(person, ()):
            if kept.due >= LEAST:
                told: str = say("{met} of {due}: {what}", met=kept.met, due=kept.due, what=kept.what)
                if kept.copied:
                    told = say("{told}; {n} more only repeat the one before", told=told, n=kept.copied)
                yield Seen("behaviour", 1, kept.met / kept.due, told, say("do in time what is due"))
