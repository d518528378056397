"""Facts for one organisation unit and what is below it: its KPIs, and of what is above only what they serve.

The objectives that are served, and the KPIs that those of the unit go into, are kept up to the mission, so that the line stays.
What others do for them is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.formats.document import Document
from vitalfew.insight.alignment import kpis_by_objective, objectives_by_initiative
from vitalfew.insight.coverage import matrices
from vitalfew.insight.score import score
from vitalfew.model.formula import FormulaError, parse
from vitalfew.model.framework import NOUN_KEYS, Framework
from vitalfew.model.graph import Lines
from vitalfew.model.kpi import Kpi
from vitalfew.model.noun import Noun
from vitalfew.model.organization import Stakeholder
from vitalfew.model.reference import pruned, references
from vitalfew.model.strategy import ValueStream
from vitalfew.reports.facts import Facts
from vitalfew.reports.learned import OF_ALL, Learned
from vitalfew.rhythm.decided import Decided
from vitalfew.rhythm.lesson import Lesson

ASIDE = frozenset({"drives", "replaces", "moves", "kpis", "kpi", "affects", "interests", "stages", "org_unit", "org_units"})
"""Fields that lead aside or down, which are not followed."""
ALWAYS = frozenset({"level", "cycle", "phase"})
"""Kinds that hold for everybody."""
DEFAULT = Ref("ladder", "default")
T = TypeVar("T")


@dataclass(frozen=True)
class Scope:
    """What of a framework belongs to a unit."""

    framework: Framework
    unit: str

    @cached_property
    def inside(self) -> frozenset[str]:
        """The unit and those below it."""
        below: dict[str | None, list[str]] = {}
        for each in self.framework.org_units:
            below.setdefault(each.parent, []).append(each.id)
        return _reached([self.unit], lambda unit: below.get(unit, ()))

    @cached_property
    def kept(self) -> frozenset[Ref]:
        """All nouns that are told of."""
        units = {Ref("org_unit", each) for each in self.inside}
        units |= _reached(units, lambda ref: [each for each in self._named(ref) if each.kind == "org_unit"])
        people = {each.ref for each in self.framework.people if each.org_unit in self.inside}
        own = {noun.ref for noun in (*self.framework.kpis, *self.framework.objectives) if self._is_own(noun)}
        lines = _reached(own, self._ways)
        about = {noun.ref for noun in self._nouns() if noun.ref.kind in ALWAYS or self._is_about(noun, own, lines)}
        deciding = {Ref(each.to, each.id) for each in references(self.framework.governance)}
        return _reached({*units, *people, *lines, *about, *deciding, DEFAULT}, self._ways) & self.framework.index.keys()

    def _nouns(self) -> Iterator[Noun]:
        for key in NOUN_KEYS:
            yield from getattr(self.framework, key)

    def _is_own(self, noun: Noun) -> bool:
        """Tell whether something is the unit's: by where it belongs, or by who answers for it."""
        owner = getattr(noun, "owner", None)
        owners = owner if isinstance(owner, tuple) else (owner,)
        people = (self.framework.person[each] for each in owners if each in self.framework.person)
        return getattr(noun, "org_unit", None) in self.inside or any(person.org_unit in self.inside for person in people)

    def _is_about(self, noun: Noun, own: set[Ref], lines: frozenset[Ref]) -> bool:
        """Tell whether a noun that nothing leads up to is about the unit, or about what it serves."""
        named = {Ref(each.to, each.id) for each in references(noun)}
        match noun.ref.kind:
            case "cadence":
                units = {ref.id for ref in named if ref.kind == "org_unit"}
                return not units or bool(units & self.inside)
            case "initiative" | "key_result":
                return self._is_own(noun) or bool(named & own)
            case "stakeholder" | "value_stream" | "driver" | "success_factor" | "assumption":
                return bool(named & lines)
        return False

    def _named(self, ref: Ref) -> Iterator[Ref]:
        noun = self.framework.index.get(ref)
        for each in references(noun) if noun else ():
            yield Ref(each.to, each.id)

    def _ways(self, ref: Ref) -> Iterator[Ref]:
        """Give what a noun rests on: what it serves, who answers for it, what its formula is made of."""
        noun = self.framework.index.get(ref)
        if noun is None:
            return
        for each in references(noun):
            field = each.field.partition(".")[0]
            if field not in ASIDE and (field != "objectives" or ref.kind == "kpi"):
                yield Ref(each.to, each.id)
        if isinstance(noun, Kpi) and noun.formula:
            try:
                yield from (Ref(leaf.op, leaf.name) for leaf in parse(noun.formula).leaves())
            except FormulaError:  # `check` says so
                return


def _reached(start: Iterable[T], onward: Callable[[T], Iterable[T]]) -> frozenset[T]:
    reached, waiting = set[T](), list(start)
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += onward(here)
    return frozenset(reached)


def narrowed(facts: Facts, unit: str) -> Facts:
    """Give the facts of a unit that the framework knows."""
    scope = Scope(facts.framework, unit)
    kept = scope.kept
    framework = _framework(facts.framework, kept)
    lines = Lines(framework)
    card, found = facts.scorecard, score(framework, lines, today=facts.made.as_of)
    elsewhere = frozenset(_elsewhere(facts.framework, framework)) | _gaps(framework, lines) - _gaps(facts.framework, facts.lines)
    return replace(
        facts,
        framework=framework,
        lines=lines,
        scorecard=replace(
            card,
            verdicts=tuple(each for each in card.verdicts if each.ref in kept),
            objectives=tuple(each for each in card.objectives if each.ref in kept),
            perspectives=tuple(each for each in card.perspectives if each.ref in kept),
            incomplete=tuple(each for each in card.incomplete if each.ref in kept),
        ),
        score=replace(found, coverage=tuple(replace(each, gaps=_ours(each.gaps, elsewhere)) for each in found.coverage)),
        findings=tuple(each for each in facts.findings if each.ref in kept),
        absences=tuple(each for each in facts.absences if Ref("person", each.person or "") in kept),
        reviews=tuple(each for each in facts.reviews if Ref("cadence", each.cadence or "") in kept),
        decided=_decided(facts.decided, kept),
        learned=lambda: _learned(facts.learned(), kept),
        elsewhere=elsewhere,
    )


def _learned(learned: Learned, kept: frozenset[Ref]) -> Learned:
    """Give the lessons about what is told of; what a calibration says of the framework itself holds for every unit."""

    def told(lesson: Lesson) -> bool:
        is_ours = lesson.person is None or Ref("person", lesson.person) in kept
        return lesson.about in kept or (lesson.about.kind in OF_ALL and is_ours)

    return replace(
        learned,
        lessons=tuple(each for each in learned.lessons if told(each.lesson)),
        untold=tuple(each for each in learned.untold if Ref.parse(each[1]) in kept),
    )


def _elsewhere(whole: Framework, part: Framework) -> Iterator[str]:
    """Name the lists and fields that only others fill: what is shared is no gap of the unit."""
    yield from (key for key in NOUN_KEYS if getattr(whole, key) and not getattr(part, key))
    for objective in part.objectives:
        if any(each.objective == objective.id for each in whole.initiatives):
            yield f"{objective.ref}#initiatives"
        if whole.kpis_of_objective.get(objective.id):
            yield f"{objective.ref}#kpis"
    yield from (f"{each.ref}#kpi" for each in whole.assumptions if each.kpi)


def _ours(gaps: Iterable[str], elsewhere: frozenset[str]) -> tuple[str, ...]:
    return tuple(each for each in gaps if str(each) not in elsewhere)


def _gaps(framework: Framework, lines: Lines) -> frozenset[str]:
    """Give the gaps of matrices in words."""
    found = (kpis_by_objective(framework, lines), objectives_by_initiative(framework, lines), *matrices(framework, lines))
    return frozenset(str(gap) for each in found for gap in each.gaps)


def _decided(decided: Decided, kept: frozenset[Ref]) -> Decided:
    """Give what was decided about what is told of; of a pack the figures of its KPIs."""

    def told(kpi: str | None) -> bool:
        return Ref("kpi", kpi or "") in kept

    packs = {id_: pack for id_, pack in decided.packs.items() if Ref("cadence", pack.review.cadence or "") in kept}
    return replace(
        decided,
        actions=tuple(each for each in decided.actions if told(each.kpi) or each.about in kept),
        escalations=tuple(each for each in decided.escalations if told(each.kpi)),
        decisions=tuple(each for each in decided.decisions if told(each.kpi) or each.about in kept),
        commentaries=tuple(each for each in decided.commentaries if told(each.kpi)),
        packs={
            id_: replace(pack, verdicts={kpi: verdict for kpi, verdict in pack.verdicts.items() if told(kpi)})
            for id_, pack in packs.items()
        },
    )


def _framework(framework: Framework, kept: frozenset[Ref]) -> Framework:
    """Give a framework of some of its nouns, without what they say of others."""

    def known(kind: str, id_: str) -> bool:
        return Ref(kind, id_) in kept

    nouns = {
        key: tuple(_about(pruned(noun, known)) for noun in getattr(framework, key) if noun.ref in kept)
        for key in NOUN_KEYS
        if key not in {"levels", "perspectives"}
    }
    lenses = tuple(each for each in framework.lenses if each.ref in kept)
    rest = {name: getattr(framework, name) for name in Framework.model_fields}
    # A copy would take over what the whole framework has worked out of itself.
    return Framework.model_construct(**rest | nouns | {"levels": framework.all_levels, "perspectives": lenses})


def _about(noun: Noun) -> Noun:
    """Give a stakeholder or a value stream without the interests and stages that are others'."""
    if isinstance(noun, Stakeholder):
        return noun.model_copy(update={"interests": tuple(each for each in noun.interests if each.objectives or each.kpis)})
    if isinstance(noun, ValueStream):
        return noun.model_copy(update={"stages": tuple(each for each in noun.stages if each.kpis)})
    return noun


def titled(document: Document, unit: str) -> Document:
    """Give a document that says for which unit it is; `unit` is what that is called."""
    return replace(
        document,
        title=say("{title}: {unit}", title=document.title, unit=unit),
        purpose=say(
            "{purpose} It covers {unit} and all below it; of what is above only what they serve, not what others do for that.",
            purpose=document.purpose,
            unit=unit,
        ),
    )
