"""What a KPI or an objective leaves unsaid and its other fields, or the catalogue, tell: the changes that write it down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from vitalfew.base.finding import Finding
from vitalfew.base.said import say
from vitalfew.draft import moves
from vitalfew.draft.changes import Change, Kind, Step
from vitalfew.draft.moves import Remedy
from vitalfew.draft.scene import Scene, text_of
from vitalfew.model.kpi import Kpi

TIMING_OF = {"input": "leading", "process": "leading", "output": "lagging", "outcome": "lagging"}
STAGE_OF = {"leading": "process", "lagging": "outcome"}
SURE = 0.8
"""From which score on an entry that a KPI only seems to be tells what it leaves unsaid, all but its definition."""
Told = Iterator[tuple[Any, str, int]]
"""Values with what speaks for each, and the doubt it leaves."""


def declare(ref_of: Kpi, field: str, value: object, why: str, doubt: int, kind: Kind = "declare") -> Change:
    """Write a value of a KPI down."""
    what = say("write `{field}: {value}` at KPI `{kpi}`", field=field, value=_shown(value), kpi=ref_of.id)
    return Change(kind, ref_of.ref, f"{field}:{_shown(value)}", what, why, (Step("set", ref_of.ref, field, value),), doubt)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {each}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(_shown(each) for each in value)
    return str(value)


def _field(name: str, own: Callable[[Scene, Kpi], Told] | None = None) -> Remedy:
    """Make the remedy that declares a field: as the KPI's own fields tell, else as the catalogue has it."""

    def look(scene: Scene, finding: Finding) -> Iterator[Change]:
        kpi = scene.framework.kpi.get(finding.ref.id)
        if kpi is None:
            return
        told = list(own(scene, kpi)) if own else []
        known = scene.known(kpi)
        if known.entry and known.band == "strong":
            value = getattr(known.entry.kpi(scene.framework.calendar.currency or "EUR"), name)
            why = say("the catalogue has it so for {name}", name=known.entry.name)
            told.insert(0, (value, why, 5))
        elif known.entry and not told and known.score >= SURE and name != "definition":
            value = getattr(known.entry.kpi(scene.framework.calendar.currency or "EUR"), name)
            why = say(
                "the catalogue has it so for {name}, which it seems to be ({score:.2f})", name=known.entry.name, score=known.score
            )
            told.append((value, why, 70))
        first = {value: (why, doubt) for value, why, doubt in reversed(told) if value is not None}
        yield from (declare(kpi, name, value, why, doubt) for value, (why, doubt) in first.items())

    return look


def _timing(scene: Scene, kpi: Kpi) -> Told:
    if kpi.stage:
        yield TIMING_OF[kpi.stage], say("its stage is `{stage}`", stage=kpi.stage), 45 if kpi.stage == "output" else 10
    if any(objective.headline == kpi.id for objective in scene.framework.objectives):
        yield "lagging", say("it carries the number of an objective"), 20
    if kpi.drives:
        yield "leading", say("it drives other KPIs"), 20
    if kpi.objectives and scene.tier(kpi) == 1:
        yield "lagging", say("it stands at the top and an objective is judged by it"), 60
    elif kpi.contributes_to:
        yield "leading", say("it contributes to a KPI above it"), 60


def _stage(_: Scene, kpi: Kpi) -> Told:
    if kpi.timing:
        yield STAGE_OF[kpi.timing], say("it is {timing}", timing=kpi.timing), 40


def _direction(_: Scene, kpi: Kpi) -> Told:
    target, start = kpi.target, kpi.baseline.value if kpi.baseline else None
    if target and target.reach is not None and start is not None and target.reach != start:
        yield "up" if target.reach > start else "down", say("the target lies there from the baseline"), 0
    elif target and (target.at_least is not None or target.at_most is not None or target.within):
        yield kpi.good, say("its target says so"), 0


def _every(scene: Scene, kpi: Kpi) -> Told:
    others = [each.every for each in scene.framework.current_kpis if each.every and each.level == kpi.level]
    most = max(sorted(set(others)), key=others.count, default=None)
    if most:
        yield most, say("most KPIs of its level are measured so"), 30


def _review(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Name the review of its tier and unit that comes most often."""
    kpi = scene.framework.kpi.get(finding.ref.id)
    if kpi is None:
        return
    for cadence in scene.framework.cadences:
        if scene.tier(kpi) in cadence.tiers and (not cadence.org_units or kpi.org_unit in cadence.org_units):
            why = say("it looks at tier {tier}", tier=scene.tier(kpi))
            now = list(kpi.review) if finding.rule != "review-at-other-tier" else []
            yield declare(kpi, "review", [*now, cadence.id], why, 10)


def _quarterly(scene: Scene, _: Finding) -> Iterator[Change]:
    """Let the quarterly review that looks at most look at all tiers."""
    tiers = sorted({level.tier for level in scene.framework.all_levels})
    found = [cadence for cadence in scene.framework.cadences if cadence.frequency == "quarterly"]
    for cadence in found:
        what = say("let review `{cadence}` look at all tiers", cadence=cadence.id)
        why = say("once a quarter all of them are seen together")
        yield Change(
            "declare", cadence.ref, "tiers", what, why, (Step("set", cadence.ref, "tiers", tiers),), 10 * len(cadence.org_units)
        )


def _trigger(scene: Scene, finding: Finding) -> Iterator[Change]:
    kpi = scene.framework.kpi.get(finding.ref.id)
    if kpi:
        why = say("three in a row that get worse are no chance any more")
        yield declare(kpi, "escalate", [{"worse_in_a_row": 3}], why, 0)


def _ladder(scene: Scene, finding: Finding) -> Iterator[Change]:
    kpi = scene.framework.kpi.get(finding.ref.id)
    for ladder in scene.framework.ladders if kpi else ():
        if kpi:
            yield declare(kpi, "ladder", ladder.id, say("it is declared under `ladders`"), 20)


def _homes(scene: Scene, kpi: Kpi) -> set[str]:
    """Give the units in which its owners work."""
    people = (scene.framework.person.get(name) for name in kpi.owners)
    return {person.org_unit for person in people if person and person.org_unit}


def _level(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Place a KPI: on the level of its owner's unit, else wherever there is one; how many may stand where decides."""
    kpi = scene.framework.kpi.get(finding.ref.id)
    if kpi is None:
        return
    own = _homes(scene, kpi)
    for unit in scene.framework.org_units:
        level = scene.framework.level.get(unit.level or "")
        if level and (unit.id in own or not own):
            why = say("its owner works there") if own else say("there is room for it")
            steps = (Step("set", kpi.ref, "level", level.id), Step("set", kpi.ref, "org_unit", unit.id))
            what = say("place KPI `{kpi}` on level `{level}` of unit `{unit}`", kpi=kpi.id, level=level.id, unit=unit.id)
            yield Change("re-level", kpi.ref, f"{level.id}:{unit.id}", what, why, steps, 10 if own else 70)
    for level in scene.framework.all_levels:
        if level.tier == 1 and (kpi.objectives or not scene.framework.org_units):
            what = say("place KPI `{kpi}` on level `{level}`", kpi=kpi.id, level=level.id)
            why = say("an objective is judged by it")
            yield Change("re-level", kpi.ref, level.id, what, why, (Step("set", kpi.ref, "level", level.id),), 50)
    yield from moves.whole(scene, kpi)


def _unit(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Name the unit of a KPI: its owner's, else one of its level."""
    kpi = scene.framework.kpi.get(finding.ref.id)
    if kpi is None:
        return
    own = _homes(scene, kpi)
    for unit in scene.framework.org_units:
        if unit.id in own:
            yield declare(kpi, "org_unit", unit.id, say("its owner works there"), 10)
        elif not own and unit.level == kpi.level:
            yield declare(kpi, "org_unit", unit.id, say("it is a unit of that level"), 70)


def _perspective(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Place an objective in the perspective of the catalogue's pattern that it means, or of its KPIs."""
    objective = scene.framework.objective.get(finding.ref.id)
    if objective is None:
        return
    lenses = {lens.id for lens in scene.framework.lenses}
    named = [str(kpi.category) for kpi in scene.framework.kpis_of_objective.get(objective.id, ()) if kpi.category in lenses]
    patterns = scene.book.patterns
    scores = scene.likeness.scores(text_of(objective), [each.statement for each in patterns])
    score, pattern = max(zip(scores, patterns, strict=True), key=lambda pair: (pair[0], pair[1].id))
    found, doubt = str(pattern.perspective), 40
    why = say("it reads like “{statement}” ({score:.2f})", statement=pattern.statement, score=score)
    if named:
        found, why, doubt = max(sorted(set(named)), key=named.count), say("its KPIs stand there"), 5
    if found in lenses and (named or scene.likeness.band(score) in {"strong", "plausible"}):
        what = say("place objective `{objective}` in perspective `{found}`", objective=objective.id, found=found)
        yield Change("declare", objective.ref, found, what, why, (Step("set", objective.ref, "perspective", found),), doubt)


def _held(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Say of a target that is met already that it is to be held."""
    kpi = scene.framework.kpi.get(finding.ref.id)
    if kpi and kpi.target and kpi.target.reach is not None:
        way = "at_most" if kpi.good == "down" else "at_least"
        value = int(kpi.target.reach) if kpi.target.reach.is_integer() else kpi.target.reach
        why = say("it stood there already: the same number as one to hold, until people set a better one")
        yield declare(kpi, "target", {way: value}, why, 30, "restate")


def _turned(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Turn the direction where baseline and target lie, or where the kind of the target points."""
    kpi = scene.framework.kpi.get(finding.ref.id)
    if kpi:
        for value, why, doubt in _direction(scene, kpi):
            yield declare(kpi, "direction", value, why, doubt + 40, "restate")


DECLARED: Mapping[str, Remedy] = {
    "missing-timing": _field("timing", _timing), "missing-stage": _field("stage", _stage),
    "missing-direction": _field("direction", _direction), "missing-unit": _field("unit"),
    "missing-frequency": _field("every", _every), "missing-definition": _field("definition"),
    "missing-review": _review, "review-at-other-tier": _review, "reviewed-less-than-measured": _review,
    "leading-seldom-reviewed": _review, "missing-quarterly-review": _quarterly,
    "missing-trigger": _trigger, "missing-ladder": _ladder,
    "missing-level": _level, "missing-org-unit": _unit, "missing-perspective": _perspective,
    "target-met-at-baseline": _held, "direction-against-target": _turned,
}  # fmt: skip
