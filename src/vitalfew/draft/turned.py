"""By kind of event: the changes of KPIs that it asks for, and the numbers that it opens again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.catalog.entry import Entry
from vitalfew.draft import moves
from vitalfew.draft.asks import Asks
from vitalfew.draft.changes import Change, Step
from vitalfew.draft.event import Event, Turn
from vitalfew.draft.scene import Scene
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.organization import Level
from vitalfew.model.reference import references

ENDS = frozenset({"retire", "replace", "metric"})
"""The kinds of change after which a KPI steers no more."""
NEARLY = 0.8
"""How near to the best of what a sentence asks for the second has to be, to come with it."""


def changes_for(scene: Scene, asks: Asks, event: Event) -> Iterator[Change]:
    """Give the changes that an event asks for."""
    if event.kind == "strategy":
        taken: set[str] = set()
        ended: set[str] = set()
        found = [change for turn in event.turns for change in _turned(scene, asks, event, turn, taken, ended)]
        yield from _settled([*found, *_merged(scene, event, ended)])
    elif event.kind in {"assumption", "entered"}:
        yield from _watched(scene, asks, event)
    elif event.kind == "lead":
        yield from _led(scene, event)
    elif event.kind == "regime":
        yield from _segmented(scene, event)
    elif event.kind == "target":
        yield from _stretched(scene, event)


def _settled(changes: Sequence[Change]) -> Iterator[Change]:
    """Let no change lead to a KPI that another one of them ends."""
    ends = {each.ref.id for each in changes if each.kind in ENDS}
    heirs = {each.ref.id: each.target for each in changes if each.kind == "replace"}
    for change in changes:
        steps = []
        for step in change.steps:
            if step.how == "new" and "contributes_to" in step.value:
                kept = [id_ for id_ in step.value["contributes_to"] if id_ not in ends]
                fields = {name: value for name, value in step.value.items() if name != "contributes_to"}
                steps.append(step._replace(value=fields | ({"contributes_to": kept} if kept else {})))
            elif step.field == "headline" and step.value in ends:
                steps.append(step._replace(value=heirs.get(step.value)))
            elif not (step.how == "add" and step.field == "contributes_to" and step.value in ends):
                steps.append(step)
        yield replace(change, steps=tuple(steps))


def reopened(framework: Framework, event: Event, changes: Sequence[Change]) -> Iterator[tuple[Ref, str]]:
    """Give the targets that people have to look at again, and why; no number is made up."""
    ends = {each.ref.id for each in changes if each.kind in ENDS}
    asked = {turn.objective for turn in event.turns if turn.after} | set(event.affects)
    why = {
        "strategy": say("its target was set for what the objective asked before"),
        "assumption": say("its target was set while the assumption held"),
        "entered": say("its target was set before this was known"),
        "target": say("its target is reached: set a farther one, or guard the level and look elsewhere"),
        "regime": say("its target was set by the level before"),
        "lead": "",
    }[event.kind]
    own = [framework.kpi[event.ref.id]] if event.kind in {"target", "regime"} and event.ref.id in framework.kpi else []
    for kpi in own or framework.current_kpis:
        rests = bool(own) or bool({link.id for link in kpi.objectives} & asked)
        is_open = kpi.target and kpi.id not in ends | event.anew
        if rests and is_open and why and not (event.kind == "target" and changes):
            yield kpi.ref, why
    for change in changes:
        if change.kind in {"add", "replace"}:
            id_ = next(step.ref.id for step in change.steps if step.how == "new")
            yield Ref("kpi", id_), say("it is new: baseline, target and owner are for people to set")


def reaches(framework: Framework, kpi: Kpi) -> frozenset[str]:
    """Give the objectives that a KPI leads to, by its own word or through the KPIs above."""
    found: set[str] = set()
    seen = {kpi.id}
    queue = [kpi]
    while queue:
        each = queue.pop()
        found |= {link.id for link in each.objectives if link.id in framework.objective}
        above = [framework.kpi[link.id] for link in each.contributes_to if link.id in framework.kpi]
        queue += [one for one in above if one.id not in seen and one.lifecycle != "retired"]
        seen |= {one.id for one in above}
    return frozenset(found)


def _turned(scene: Scene, asks: Asks, event: Event, turn: Turn, taken: set[str], ended: set[str]) -> Iterator[Change]:
    """End what an objective does not ask for any more, and let come what it asks for now."""
    framework = scene.framework
    asked = {each.objective: each.after for each in event.turns}
    ends: list[Kpi] = []
    for kpi in _under(framework, turn):
        bound = kpi.kind == "kpi" and kpi.id not in ended | event.anew and reaches(framework, kpi) <= asked.keys()
        wanted = [each for each in (asked[id_] for id_ in sorted(reaches(framework, kpi) & asked.keys())) if each]
        home = _home(asks, kpi, event) if bound and turn.after is None else None
        if home and turn.objective not in reaches(framework, kpi):
            ended.add(kpi.id)
            yield _rehomed(kpi, home)
        elif bound and not any(asks.fits(kpi, text) for text in wanted):
            ends.append(kpi)
        elif turn.after is None and bound is False and turn.objective not in reaches(framework, kpi):
            yield from _unlinked(kpi, turn)
    objective = framework.objective.get(turn.objective) if turn.after else None
    coming = _coming(asks, turn.after, taken) if turn.after else []
    coming = [] if objective is None or (not ends and _is_served(framework, asks, event, turn)) else coming
    for kpi in ends:
        ended.add(kpi.id)
        heir = next((pair for pair in coming if pair[0].timing == (kpi.timing or "lagging")), None)
        if heir and kpi.objectives and not _rests(framework, kpi):
            coming.remove(heir)
            taken.add(heir[0].id)
            why = say("the objective asks for “{now}”, and it told of “{then}”", now=turn.after, then=turn.before)
            yield moves.replace_by(scene, kpi, heir[0], why, heir[1])
        else:
            yield _ended(scene, kpi, turn)
    place = _place(framework, ends[0] if ends else None)
    for entry, score in coming if objective else ():
        taken.add(entry.id)
        change = moves.add(scene, entry, objective, place, ends[0].org_unit if ends else _top_unit(framework), score)
        yield replace(change, reason=say("the objective asks for “{now}”", now=turn.after))


def _home(asks: Asks, kpi: Kpi, event: Event) -> Turn | None:
    """Give the objective of a revision that asks for a KPI whose own is given up."""
    return next((turn for turn in event.turns if turn.after and asks.fits(kpi, turn.after)), None)


def _rehomed(kpi: Kpi, home: Turn) -> Change:
    what = say("let KPI `{kpi}` serve objective `{objective}`", kpi=kpi.id, objective=home.objective)
    reason = say("its own is given up, and “{now}” asks for it", now=home.after)
    return Change("link", kpi.ref, home.objective, what, reason, (Step("set", kpi.ref, "objectives", [home.objective]),), 20)


def _under(framework: Framework, turn: Turn) -> list[Kpi]:
    """Give the KPIs that name an objective, or lead to it alone through those that do."""
    named = dict.fromkeys(turn.kpis)
    low = [kpi.id for kpi in framework.current_kpis if turn.objective in reaches(framework, kpi)]
    return [framework.kpi[id_] for id_ in dict.fromkeys((*named, *low)) if id_ in framework.kpi]


def _is_served(framework: Framework, asks: Asks, event: Event, turn: Turn) -> bool:
    """Tell whether an objective has a KPI already that tells what it asks for now, or that was chosen since it does."""
    kpis = [kpi for kpi in framework.kpis_of_objective.get(turn.objective, ()) if kpi.lifecycle != "retired"]
    return any(kpi.id in event.anew or asks.fits(kpi, turn.after or "") for kpi in kpis)


def _coming(asks: Asks, text: str, without: set[str]) -> list[tuple[Entry, float]]:
    """Give what a sentence asks for most, and beside it the best of the other timing, else the next, if that is near."""
    found = asks.entries(text, without)
    if not found:
        return []
    first, best = found[0]
    others = [pair for pair in found[1:] if pair[1] >= NEARLY * best]
    second = next((pair for pair in others if pair[0].timing != first.timing), others[0] if others else None)
    return [found[0], second] if second else found[:1]


def _rests(framework: Framework, kpi: Kpi) -> bool:
    """Tell whether something else still needs a KPI: a formula, one that it guards, or an assumption that it watches."""
    formulas = any(
        link.to == "kpi" and link.id == kpi.id and "formula" in link.field
        for each in framework.current_kpis
        if each.id != kpi.id
        for link in references(each)
    )
    guards = any(kpi.id in each.guards for each in framework.current_kpis if each.id != kpi.id)
    return formulas or guards or any(each.kpi == kpi.id for each in framework.assumptions)


def _ended(scene: Scene, kpi: Kpi, turn: Turn) -> Change:
    """Let a KPI steer no more: watched on where something rests on it, else retired."""
    why = (
        say("its objective is given up: “{then}”", then=turn.before)
        if turn.after is None
        else say("the objective asks for “{now}”, and it told of “{then}”", now=turn.after, then=turn.before)
    )
    if _rests(scene.framework, kpi):
        reason = say("{why}; a formula, a guard or an assumption still needs it", why=why)
        return replace(moves.metric(scene, kpi), reason=reason)
    return replace(moves.retire(scene, kpi), reason=why)


def _unlinked(kpi: Kpi, turn: Turn) -> Iterator[Change]:
    """Take an objective out of a KPI that is gone."""
    kept = [link.id for link in kpi.objectives if link.id != turn.objective]
    what = say("take the objective `{objective}` out of KPI `{kpi}`", objective=turn.objective, kpi=kpi.id)
    step = Step("set", kpi.ref, "objectives", kept or None)
    yield Change("unlink", kpi.ref, turn.objective, what, say("it is given up, and the KPI serves others"), (step,))


def _merged(scene: Scene, event: Event, ended: set[str]) -> Iterator[Change]:
    """Let KPIs of a unit that is gone stand in the one that took it in; of two that tell the same one is enough."""
    framework = scene.framework
    for id_, unit in event.merged.items():
        kpi = framework.kpi[id_]
        if id_ in ended:
            continue
        twin = next((each for each in framework.current_kpis if each.org_unit == unit and _same(scene, kpi, each)), None)
        level = framework.level.get(framework.org_unit[unit].level or "") or scene.level(kpi)
        if twin:
            steps = (Step("set", kpi.ref, "lifecycle", "retired"), *moves.named(scene, id_, twin.id))
            what = say("retire KPI `{kpi}`: `{twin}` tells the same of unit `{unit}`", kpi=id_, twin=twin.id, unit=unit)
            yield Change("retire", kpi.ref, twin.id, what, say("its unit was merged into `{unit}`", unit=unit), steps, 20)
        elif level:
            change = moves.relevel(scene, kpi, level, unit)
            yield replace(change, reason=say("its unit was merged into `{unit}`", unit=unit), doubt=20)


def _same(scene: Scene, one: Kpi, other: Kpi) -> bool:
    if one.id == other.id or one.unit != other.unit:
        return False
    if one.title.casefold() == other.title.casefold() or (one.formula and one.formula == other.formula):
        return True
    known, again = scene.known(one), scene.known(other)
    sure = known.entry is not None and again.entry is not None and {known.band, again.band} == {"strong"}
    return sure and known.entry == again.entry


def _watched(scene: Scene, asks: Asks, event: Event) -> Iterator[Change]:
    """Let come what tells of a belief that broke or is new, under the objectives that rest on it; nothing ends by it."""
    framework = scene.framework
    held = [framework.objective[id_] for id_ in event.affects if id_ in framework.objective]
    place = _place(framework, next(iter(framework.kpis_of_objective.get(held[0].id, ())), None) if held else None)
    told = [kpi for kpi in framework.current_kpis if asks.fits(kpi, event.text) and set(event.affects) & reaches(framework, kpi)]
    for entry, score in _coming(asks, event.text, set()) if held and not told else ():
        change = moves.add(scene, entry, held[0], place, _top_unit(framework), score)
        yield replace(change, reason=say("nothing tells yet of “{text}”", text=event.text))


def _led(scene: Scene, event: Event) -> Iterator[Change]:
    """Take out an effect that the data show no more, and name what may lead instead."""
    kpi, other = scene.framework.kpi[event.ref.id], scene.framework.kpi[event.other or ""]
    what = say("take the effect of KPI `{kpi}` on `{other}` out", kpi=kpi.id, other=other.id)
    yield Change("unlink", kpi.ref, other.id, what, event.why, (Step("drop", kpi.ref, "drives", other.id),), 40)
    known = scene.known(other)
    leading = [each for each in scene.entries if known.entry and known.entry.id in each.drives and each.timing == "leading"]
    objective = next((scene.framework.objective.get(id_) for id_ in sorted(reaches(scene.framework, other))), None)
    place = _place(scene.framework, kpi)
    ranked = scene.near(other.title, [each for each in leading if each.id not in scene.used], 1)
    for entry, score in ranked if objective else ():
        change = moves.add(scene, entry, objective, place, kpi.org_unit, score)
        new = change.steps[0]._replace(value=change.steps[0].value | {"drives": [{"kpi": other.id, "evidence": "expert"}]})
        reason = say("experience elsewhere says that it moves before `{other}`", other=other.id)
        yield replace(change, reason=reason, steps=(new, *change.steps[1:]))


def _segmented(scene: Scene, event: Event) -> Iterator[Change]:
    """Declare that a process is another one since a day, so that limits are those of today."""
    kpi = scene.framework.kpi[event.ref.id]
    day = event.fields["since"]
    what = say("declare that KPI `{kpi}` tells of another process since {day:%-d %B %Y}", kpi=kpi.id, day=day)
    reason = say("limits and signals are then those of today; agree to it where you know what changed")
    yield Change("declare", kpi.ref, "segments", what, reason, (Step("add", kpi.ref, "signals.segments", day),), 50)


def _stretched(scene: Scene, event: Event) -> Iterator[Change]:
    """Make the stretch of a target that is reached the target."""
    kpi = scene.framework.kpi[event.ref.id]
    stretch = kpi.target.stretch if kpi.target else None
    if kpi.target and kpi.target.kind == "reach" and isinstance(stretch, int | float):
        what = say("make the stretch of KPI `{kpi}`, {value:g}, its target", kpi=kpi.id, value=stretch)
        steps = (Step("set", kpi.ref, "target.reach", stretch), Step("set", kpi.ref, "target.stretch", None))
        yield Change("restate", kpi.ref, "target", what, say("it was agreed on as what comes next"), steps, 10)


def _place(framework: Framework, kpi: Kpi | None) -> Level:
    """Give the level where a KPI comes in: that of the one it comes beside, else the top."""
    level = framework.level_of(kpi) if kpi else None
    return level or min(framework.all_levels, key=lambda each: each.tier)


def _top_unit(framework: Framework) -> str | None:
    return next((unit.id for unit in framework.org_units if unit.parent is None), None)
