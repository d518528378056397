"""The changes that could clear a finding about where a KPI stands and what it serves, each whole in itself.

They are proposals to be tried: which of them clears what is seen by the audit, and which are made is decided over all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.catalog.entry import Entry
from vitalfew.draft.changes import Change, Step
from vitalfew.draft.recognise import fields_of_entry
from vitalfew.draft.scene import Scene, text_of
from vitalfew.model.kpi import Kpi
from vitalfew.model.organization import Level
from vitalfew.model.reference import references
from vitalfew.model.rhythm import Initiative
from vitalfew.model.strategy import Objective

SAME = 0.5
"""From which score on a count is one that the catalogue warns of."""
Remedy = Callable[[Scene, Finding], Iterator[Change]]


def link(scene: Scene, kpi: Kpi, objective: Objective, score: float, why: str | None = None) -> Change:
    """Let a KPI serve an objective."""
    step = Step("add", kpi.ref, "objectives", objective.id)
    what = say("let KPI `{kpi}` serve objective `{objective}`", kpi=kpi.id, objective=objective.id)
    return Change("link", kpi.ref, objective.id, what, why or alike(scene, score), (step,), doubt(score))


def contribute(scene: Scene, kpi: Kpi, above: Kpi, score: float) -> Change:
    """Let a KPI contribute to one above it."""
    step = Step("add", kpi.ref, "contributes_to", above.id)
    what = say("let KPI `{kpi}` contribute to `{above}`", kpi=kpi.id, above=above.id)
    return Change("link", kpi.ref, above.id, what, alike(scene, score), (step,), doubt(score))


def alike(scene: Scene, score: float) -> str:
    """Say what the words of two nouns speak for."""
    band = scene.likeness.band(score)
    if band == "none":
        return say("nothing in the words speaks for another one ({score:.2f})", score=score)
    return say("the two mean alike: {score:.2f}, {band} by `{engine}`", score=score, band=band, engine=scene.likeness.by.id)


def doubt(score: float) -> int:
    """Give the doubt that a score leaves."""
    return round(99 * (1 - min(max(score, 0.0), 1.0)))


def metric(scene: Scene, kpi: Kpi) -> Change:
    """Make a KPI an operational metric, which its team watches and which serves no objective (CAS-6)."""
    low = next((level for level in scene.framework.all_levels if level.tier == 3), None)
    level = scene.level(kpi)
    steps = [Step("set", kpi.ref, "kind", "metric")]
    if kpi.level and level and level.tier == 1 and low:
        steps.append(Step("set", kpi.ref, "level", low.id))
    steps += [Step("set", kpi.ref, name, None) for name in ("objectives", "contributes_to") if getattr(kpi, name)]
    steps += [*_heads_without(scene, kpi), *_looked_at(scene, kpi, 3)]
    what = say("make KPI `{kpi}` an operational metric", kpi=kpi.id)
    reason = say("its team may go on watching it, and no objective is judged by it")
    return Change("metric", kpi.ref, "", what, reason, tuple(steps), 30)


def _looked_at(scene: Scene, kpi: Kpi, tier: int) -> Iterator[Step]:
    """Let a KPI that moves to another tier be looked at where that tier is."""
    cadences = {cadence.id: cadence for cadence in scene.framework.cadences}
    fitting = [
        id_ for id_, each in cadences.items() if tier in each.tiers and (not each.org_units or kpi.org_unit in each.org_units)
    ]
    kept = [id_ for id_ in kpi.review if id_ not in cadences or tier in cadences[id_].tiers]
    if kpi.review and len(kept) < len(kpi.review):
        yield Step("set", kpi.ref, "review", kept or fitting[:1] or None)


def retire(scene: Scene, kpi: Kpi) -> Change:
    """Retire a KPI, and take it out of what names it; what contributed to it contributes to what it contributed to."""
    below = [each for each in scene.framework.current_kpis if kpi.id in {link.id for link in each.contributes_to}]
    on = [Step("add", each.ref, "contributes_to", link.id) for each in below for link in kpi.contributes_to]
    steps = (Step("set", kpi.ref, "lifecycle", "retired"), *named(scene, kpi.id), *on)
    what = say("retire KPI `{kpi}`", kpi=kpi.id)
    return Change("retire", kpi.ref, "", what, say("what it told stays in the history"), steps, 50)


def revive(kpi: Kpi) -> Change:
    """Take a KPI that was retired, and is still needed, back."""
    what = say("take KPI `{kpi}` back, which is retired", kpi=kpi.id)
    reason = say("others still rest on it; its history is there")
    return Change("revive", kpi.ref, "", what, reason, (Step("set", kpi.ref, "lifecycle", None),), 50)


def retired(scene: Scene) -> list[Kpi]:
    """Give the KPIs that were retired and that nothing has taken the place of."""
    heirs = {kpi.replaces for kpi in scene.framework.current_kpis}
    return [kpi for kpi in scene.framework.kpis if kpi.lifecycle == "retired" and kpi.id not in heirs]


def named(scene: Scene, id_: str, instead: str | None = None) -> Iterator[Step]:
    """Take a KPI out of what names it, or write another one there; formulas are left to people."""
    for ref, noun in scene.framework.index.items():
        if ref == Ref("kpi", id_):
            continue
        if isinstance(noun, Kpi) and noun.lifecycle == "retired":
            continue
        if isinstance(noun, Initiative) and noun.status in {"done", "stopped"}:  # what it was to move stays on record
            continue
        for each in references(noun):
            if each.to != "kpi" or each.id != id_ or "formula" in each.field or each.field == "replaces":
                continue
            yield from _rewritten(noun.ref, each.field, id_, instead)


def _rewritten(ref: Ref, field: str, id_: str, instead: str | None) -> Iterator[Step]:
    parts = field.split(".")
    places = [number for number, part in enumerate(parts) if part.isdigit()]
    if not places:
        yield Step("set", ref, field, instead)
        return
    listed = ".".join(parts[: places[-1]])
    yield Step("drop", ref, listed, id_)
    if instead and ref.kind != "initiative":
        yield Step("add", ref, listed, instead)


def _heads_without(scene: Scene, kpi: Kpi) -> Iterator[Step]:
    for objective in scene.framework.objectives:
        if objective.headline == kpi.id:
            others = [each for each in scene.framework.kpis_of_objective.get(objective.id, ()) if each.id != kpi.id]
            yield Step("set", objective.ref, "headline", others[0].id if others else None)


def relevel(scene: Scene, kpi: Kpi, level: Level, unit: str | None) -> Change:
    """Move a KPI to another level, and to a unit of it; below the top it contributes to the nearest KPI above."""
    steps = [Step("set", kpi.ref, "level", level.id)]
    if unit and unit != kpi.org_unit:
        steps.append(Step("set", kpi.ref, "org_unit", unit))
    steps += _looked_at(scene, kpi, level.tier)
    moved = kpi.model_copy(update={"level": level.id})
    score = 0.5
    if level.tier > 1 and not kpi.contributes_to:
        near = scene.near(text_of(kpi), [each for each in scene.above(moved) if each.id != kpi.id], 1)
        steps += [Step("add", kpi.ref, "contributes_to", each.id) for each, _ in near]
        score = near[0][1] if near else 0.0
    what = (
        say("move KPI `{kpi}` to level `{level}` of unit `{unit}`", kpi=kpi.id, level=level.id, unit=unit)
        if unit
        else say("move KPI `{kpi}` to level `{level}`", kpi=kpi.id, level=level.id)
    )
    reason = say("there it is steered by those who can move it")
    return Change("re-level", kpi.ref, ":".join(filter(None, (level.id, unit))), what, reason, tuple(steps), doubt(score))


def relevels(scene: Scene, kpi: Kpi, tiers: Iterable[int]) -> Iterator[Change]:
    """Give the places on some tiers that a KPI could be moved to: in its own unit first, else in each unit of that level."""
    own, wanted = scene.level(kpi), set(tiers)
    for level in scene.framework.all_levels:
        if level.tier not in wanted or (own and level.id == own.id):
            continue
        if level.tier == 1:
            yield relevel(scene, kpi, level, _top(scene))
            continue
        units = [unit for unit in scene.framework.org_units if unit.level == level.id or unit.id == kpi.org_unit]
        for unit in units[:6]:
            if unit.id != _top(scene) or len(units) == 1:
                yield relevel(scene, kpi, level, unit.id)


def _top(scene: Scene) -> str | None:
    return next((unit.id for unit in scene.framework.org_units if unit.parent is None), None)


def cascade(scene: Scene, kpi: Kpi, objective: Objective) -> Iterator[Change]:
    """Let a KPI serve an objective through another one that names it."""
    others = [each for each in scene.framework.kpis_of_objective.get(objective.id, ()) if each.id != kpi.id]
    for above, score in scene.near(text_of(kpi), others, 2):
        if kpi.id in {each.id for each in above.contributes_to}:
            continue
        steps = (Step("drop", kpi.ref, "objectives", objective.id), Step("add", kpi.ref, "contributes_to", above.id))
        what = say("let KPI `{kpi}` serve `{objective}` through `{above}`", kpi=kpi.id, objective=objective.id, above=above.id)
        target = f"{objective.id}:{above.id}"
        yield Change("unlink", kpi.ref, target, what, alike(scene, score), steps, doubt(score))


def add(scene: Scene, entry: Entry, objective: Objective | None, level: Level, unit: str | None, score: float) -> Change:
    """Take a KPI in from the catalogue, as a draft that an objective or a KPI above is judged by."""
    ref = Ref("kpi", entry.id)
    fields = fields_of_entry(entry, scene.framework) | {"level": level.id}
    fields |= {"org_unit": unit} if unit else {}
    fields |= {"objectives": [objective.id]} if objective else {"kind": "metric"}
    above = _above_of(scene, entry, objective, level)
    fields |= {"contributes_to": [above]} if above else {}
    steps = (Step("new", ref, "", fields),)
    what = say("add KPI `{kpi}`, {name}, of the catalogue", kpi=entry.id, name=entry.name)
    target = ":".join(filter(None, (objective.id if objective else "metric", level.id, unit)))
    return Change("add", ref, target, what, alike(scene, score), steps, doubt(score))


def _above_of(scene: Scene, entry: Entry, objective: Objective | None, level: Level) -> str | None:
    if level.tier == 1 or objective is None:
        return None
    moved = Kpi(id=entry.id, name=entry.name, definition=entry.definition, level=level.id)
    choice = scene.above(moved)
    near = scene.near(
        text_of(entry), [each for each in choice if objective.id in {one.id for one in each.objectives}] or choice, 1
    )
    return near[0][0].id if near else None


def replace_by(scene: Scene, kpi: Kpi, entry: Entry, why: str, score: float) -> Change:
    """Put a KPI of the catalogue in the place of another one, which is retired."""
    ref = Ref("kpi", entry.id)
    placed: dict[str, Any] = {"replaces": kpi.id}
    placed |= {name: value for name in ("level", "org_unit") if (value := getattr(kpi, name))}
    placed |= {name: [each.id for each in found] for name in ("objectives", "contributes_to") if (found := getattr(kpi, name))}
    new = Step("new", ref, "", fields_of_entry(entry, scene.framework) | placed)
    steps = (Step("set", kpi.ref, "lifecycle", "retired"), new, *named(scene, kpi.id, entry.id))
    what = say("replace KPI `{kpi}` by `{by}`, {name}, of the catalogue", kpi=kpi.id, by=entry.id, name=entry.name)
    return Change("replace", kpi.ref, entry.id, what, why, steps, doubt(score))


def guard(kpi: Kpi, other: Kpi, why: str, doubt: int) -> Change:
    """Pair a KPI with the one that suffers when it is pushed at any price."""
    step = Step("add", kpi.ref, "guards", other.id)
    what = say("pair KPI `{kpi}` with its guard `{other}`", kpi=kpi.id, other=other.id)
    return Change("guard", kpi.ref, other.id, what, why, (step,), doubt)


def entries_for(scene: Scene, objective: Objective, timing: str | None = None, most: int = 3) -> list[tuple[Entry, float]]:
    """Give the entries of the catalogue that fit an objective best: those of the pattern that it means, else the nearest."""
    entries = [entry for entry in scene.entries if entry.id not in scene.used and (timing is None or entry.timing == timing)]
    return scene.near(text_of(objective), entries, most)


def adds(scene: Scene, objective: Objective, timing: str | None = None, most: int = 3) -> Iterator[Change]:
    """Give the KPIs of the catalogue that could serve an objective: at the top, and in the unit that the objective is of."""
    places = list(_places(scene, objective))
    for entry, score in entries_for(scene, objective, timing, most):
        for level, unit in places:
            yield add(scene, entry, objective, level, unit, score)


def _places(scene: Scene, objective: Objective) -> Iterator[tuple[Level, str | None]]:
    levels, framework = scene.framework.level, scene.framework
    top = next((level for level in framework.all_levels if level.tier == 1), None)
    if top:
        yield top, _top(scene)
    own = framework.org_unit.get(objective.org_unit or "")
    units = [own] if own and own.parent else [unit for unit in framework.org_units if unit.parent]
    for unit in units[:4]:
        level = levels.get(unit.level or "")
        if level and level.tier > 1:
            yield level, unit.id


def links(scene: Scene, kpi: Kpi, most: int = 3) -> Iterator[Change]:
    """Give the objectives and KPIs above that a KPI could be linked to, the nearest first."""
    own = {each.id for each in kpi.objectives} | {each.id for each in kpi.contributes_to}
    for objective, score in scene.near(text_of(kpi), [each for each in scene.framework.objectives if each.id not in own], 5):
        yield link(scene, kpi, objective, score)
    below = [each for each in scene.above(kpi) if each.id not in own and kpi.id not in {one.id for one in each.contributes_to}]
    for above, score in scene.near(text_of(kpi), below, most):
        yield contribute(scene, kpi, above, score)


def whole(scene: Scene, kpi: Kpi) -> Iterator[Change]:
    """Give what can be done with a KPI as a whole: watch it as a metric, or retire it."""
    if scene.is_free(kpi):
        if kpi.kind == "kpi":
            yield metric(scene, kpi)
        yield retire(scene, kpi)


def instead_of(scene: Scene, kpi: Kpi, most: int = 3) -> Iterator[tuple[Entry, float, str]]:
    """Give the entries of the catalogue that tell what a flattering count only seems to, with the reason.

    They fit the objective that the count was to serve; those come first that the catalogue names as what it is mistaken for.
    """
    aims = [objective for objective in scene.framework.objectives if objective.id in {link.id for link in kpi.objectives}]
    choice = [entry for entry in scene.entries if entry.id not in scene.used]
    looks = [(look, entry.id) for entry in choice for look in entry.vanity]
    alike_: dict[str, float] = {}
    for (_, id_), score in zip(looks, scene.likeness.scores(kpi.title, [look for look, _ in looks]), strict=True):
        alike_[id_] = max(score, alike_.get(id_, 0.0))
    about = ". ".join([text_of(each) for each in aims] or [text_of(kpi)])
    fits = {entry.id: (entry, score) for entry, score in scene.near(about, choice, len(choice))}
    scored = [(max(fit, (fit + alike_[id_]) / 2), entry) for id_, (entry, fit) in fits.items()]
    for score, entry in sorted(scored, key=lambda pair: (-pair[0], pair[1].id))[:most]:
        warned = alike_[entry.id] >= SAME
        why = say("the catalogue names counts like “{name}” as what is mistaken for it", name=kpi.title)
        yield entry, score, why if warned else say("it fits what “{name}” was to serve: {score:.2f}", name=kpi.title, score=score)
