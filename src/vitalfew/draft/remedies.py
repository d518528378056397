"""By the slug of a rule: the changes that could clear a finding about what KPIs serve, where they stand and how many there are.

A rule that is not named here asks for what only people can say; so do those of `declare` where nothing tells the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.draft import moves
from vitalfew.draft.changes import Change, Step
from vitalfew.draft.declare import DECLARED
from vitalfew.draft.moves import Remedy
from vitalfew.draft.scene import Scene, text_of
from vitalfew.model.kpi import Kpi
from vitalfew.model.strategy import Driver, Objective, SuccessFactor

TAKEN_IN, MOST_DOUBT = {"add", "replace"}, 88
"""What hardly anything speaks for is not taken in from the catalogue."""


def remedies(scene: Scene, finding: Finding) -> tuple[Change, ...]:
    """Give the changes that could clear a finding; none where a person has to decide."""
    look = REMEDIES.get(finding.rule)
    found = look(scene, finding) if look else ()
    return tuple({change.id: change for change in found if change.kind not in TAKEN_IN or change.doubt <= MOST_DOUBT}.values())


def _kpi(scene: Scene, finding: Finding) -> Kpi | None:
    return scene.framework.kpi.get(finding.ref.id)


def _unlinked(scene: Scene, finding: Finding) -> Iterator[Change]:
    kpi = _kpi(scene, finding)
    if kpi:
        yield from moves.links(scene, kpi)
        yield from moves.whole(scene, kpi)


def _raised(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Let a KPI move one above it, or stand elsewhere."""
    kpi = _kpi(scene, finding)
    if kpi:
        for above, score in scene.near(text_of(kpi), scene.above(kpi), 3):
            yield moves.contribute(scene, kpi, above, score)
        if scene.is_free(kpi):
            yield from moves.relevels(scene, kpi, [tier for tier in (1, 2) if tier < scene.tier(kpi)])
            yield from moves.whole(scene, kpi)


def _unmeasured(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Let KPIs that are there serve an objective, or take some in from the catalogue."""
    objective = scene.framework.objective.get(finding.ref.id)
    if objective:
        yield from _serving(scene, objective, scene.framework.strategic_kpis, 4)
        yield from moves.adds(scene, objective)


def _serving(scene: Scene, objective: Objective, kpis: Sequence[Kpi], most: int) -> Iterator[Change]:
    """Give the KPIs that could serve an objective: by naming it, or through one that does; and those that once did."""
    yield from (moves.revive(kpi) for kpi in moves.retired(scene) if objective.id in {link.id for link in kpi.objectives})
    now = {kpi.id for kpi in scene.lines.linked.get(objective.id, ())}
    named = scene.framework.kpis_of_objective.get(objective.id, ())
    direct = {kpi.id for kpi in named}
    choice = [kpi for kpi in kpis if kpi.id not in direct]
    for kpi, score in scene.near(text_of(objective), choice, most):
        yield moves.link(scene, kpi, objective, score)
        above = {each.id for each in scene.above(kpi)}
        for head in named:
            if kpi.id not in now and head.id in above:
                yield moves.contribute(scene, kpi, head, score)


def _unpaired(timing: str) -> Remedy:
    """Give the objective a KPI of the timing that it lacks."""

    def look(scene: Scene, finding: Finding) -> Iterator[Change]:
        objective = scene.framework.objective.get(finding.ref.id)
        if objective:
            yield from _serving(scene, objective, [kpi for kpi in scene.framework.strategic_kpis if kpi.timing == timing], 4)
            yield from moves.adds(scene, objective, timing)

    return look


def _per_objective(scene: Scene, finding: Finding) -> Iterator[Change]:
    objective = scene.framework.objective.get(finding.ref.id)
    if objective is None:
        return
    kpis = scene.framework.kpis_of_objective.get(objective.id, ())
    wanted = scene.framework.span("per-objective", scene.framework.rules.per_objective)
    if wanted.min is not None and len(kpis) < wanted.min:
        yield from _serving(scene, objective, scene.framework.strategic_kpis, 4)
        yield from moves.adds(scene, objective)
        return
    for kpi in filter(scene.is_free, kpis):
        yield from moves.cascade(scene, kpi, objective)
        yield from moves.whole(scene, kpi)


def _per_level(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Move KPIs up or down, watch them as metrics, retire them, or add some."""
    framework = scene.framework
    if finding.ref.kind == "org_unit":
        here = [kpi for kpi in framework.strategic_kpis if kpi.org_unit == finding.ref.id]
    else:
        here = [kpi for kpi in framework.strategic_kpis if (level := scene.level(kpi)) and level.id == finding.ref.id]
    for kpi in filter(scene.is_free, here):
        yield from moves.relevels(scene, kpi, (2, 3) if scene.tier(kpi) == 1 else (1, 2, 3))
        yield from moves.whole(scene, kpi)
    yield from _more(scene, finding.ref)


def _more(scene: Scene, ref: Ref) -> Iterator[Change]:
    """Bring KPIs to a level or a unit: from elsewhere, or from the catalogue."""
    framework = scene.framework
    level = framework.level.get(ref.id) if ref.kind == "level" else None
    unit = framework.org_unit.get(ref.id) if ref.kind == "org_unit" else None
    place = level or framework.level.get((unit.level if unit else None) or "")
    if place is None:
        return
    for kpi in filter(scene.is_free, framework.strategic_kpis):
        own = scene.level(kpi)
        if (own is None or own.id != place.id) and kpi.org_unit != ref.id:
            yield moves.relevel(scene, kpi, place, unit.id if unit else kpi.org_unit)
    yield from (moves.revive(kpi) for kpi in moves.retired(scene) if (own := scene.level(kpi)) and own.id == place.id)
    for objective in framework.objectives:
        for change in moves.adds(scene, objective, most=2):
            fields = change.steps[0].value
            if fields.get("level") == place.id and (unit is None or fields.get("org_unit") == unit.id):
                yield change


def _fewer(scene: Scene, _: Finding) -> Iterator[Change]:
    for kpi in filter(scene.is_free, scene.framework.current_kpis):
        yield moves.retire(scene, kpi)


def _share(scene: Scene, _: Finding) -> Iterator[Change]:
    """Move KPIs off the top or up to it, or add some, so that its share of leading ones is right."""
    top = next((level for level in scene.framework.all_levels if level.tier == 1), None)
    for kpi in filter(scene.is_free, scene.framework.strategic_kpis):
        yield from moves.relevels(scene, kpi, (2, 3) if scene.tier(kpi) == 1 else (1,))
        if scene.tier(kpi) == 1:
            yield from moves.whole(scene, kpi)
    for objective in scene.framework.objectives if top else ():
        for timing in ("leading", "lagging"):
            for change in moves.adds(scene, objective, timing, 1):
                if top and change.steps[0].value.get("level") == top.id:
                    yield change


def _flattering(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Put what decides in the place of what flatters, else watch it below or leave it."""
    kpi = _kpi(scene, finding)
    if kpi is None or not scene.is_free(kpi):
        return
    yield from moves.whole(scene, kpi)
    for entry, score, why in moves.instead_of(scene, kpi):
        yield moves.replace_by(scene, kpi, entry, why, score)


def _twin(scene: Scene, finding: Finding) -> Iterator[Change]:
    kpi = _kpi(scene, finding)
    if kpi:
        same = [each for each in scene.framework.current_kpis if each.formula == kpi.formula or each.title == kpi.title]
        yield from (moves.retire(scene, each) for each in same if scene.is_free(each))


def _dead_name(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Take a retired KPI out of what names it, or write the one that took its place."""
    for old in (kpi for kpi in scene.framework.kpis if kpi.lifecycle == "retired"):
        heir = next((kpi.id for kpi in scene.framework.current_kpis if kpi.replaces == old.id), None)
        steps = tuple(step for step in moves.named(scene, old.id, heir) if step.ref == finding.ref)
        if steps and old in moves.retired(scene):
            yield moves.revive(old)
        if steps:
            what = say("take the retired KPI `{old}` out of `{ref}`", old=old.id, ref=finding.ref)
            if heir:
                what = say("write KPI `{heir}` for the retired `{old}` in `{ref}`", heir=heir, old=old.id, ref=finding.ref)
            reason = say("it tells nothing any more")
            yield Change("unlink", finding.ref, old.id, what, reason, steps, 0 if heir else 20)


def _replaced(scene: Scene, finding: Finding) -> Iterator[Change]:
    kpi = _kpi(scene, finding)
    old = scene.framework.kpi.get((kpi.replaces if kpi else None) or "")
    if old and kpi and old.id != kpi.id:
        yield moves.retire(scene, old)
    if kpi:
        what = say("take `replaces` out of KPI `{kpi}`", kpi=kpi.id)
        reason = say("both are still looked at")
        yield Change("unlink", kpi.ref, "replaces", what, reason, (Step("set", kpi.ref, "replaces", None),), 60)


def _unguarded(scene: Scene, finding: Finding) -> Iterator[Change]:
    kpi = _kpi(scene, finding)
    if kpi is None:
        return
    entry = scene.known(kpi).entry
    for id_ in entry.guards if entry else ():
        if id_ in scene.framework.kpi and id_ != kpi.id:
            why = say("the catalogue knows it as what suffers when `{kpi}` is pushed", kpi=kpi.id)
            yield moves.guard(kpi, scene.framework.kpi[id_], why, 0)
    others = [each for each in scene.framework.current_kpis if each.id != kpi.id and each.org_unit == kpi.org_unit]
    for other, score in scene.near(text_of(kpi), others, 2):
        why = say("it is the nearest KPI of the same unit: see whether it suffers when the other is pushed")
        yield moves.guard(kpi, other, why, 60 + round(39 * (1 - score)))


def _own_guard(scene: Scene, finding: Finding) -> Iterator[Change]:
    kpi = _kpi(scene, finding)
    if kpi:
        what = say("take KPI `{kpi}` out of its own guards", kpi=kpi.id)
        reason = say("a number cannot watch itself")
        yield Change("unlink", kpi.ref, "guards", what, reason, (Step("drop", kpi.ref, "guards", kpi.id),), 0)


def _dead_end(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Let an objective, or each of them, bring about one of a perspective further up."""
    lenses = {lens.id: number for number, lens in enumerate(scene.framework.lenses)}
    own = scene.framework.objective.get(finding.ref.id)
    for objective in [own] if own else scene.framework.objectives:
        place = lenses.get(objective.perspective or "", len(lenses))
        higher = [each for each in scene.framework.objectives if lenses.get(each.perspective or "", len(lenses)) < place]
        for each, score in scene.near(text_of(objective), higher, 6):
            step = Step("add", objective.ref, "drives", each.id)
            what = say("let objective `{objective}` drive `{other}`", objective=objective.id, other=each.id)
            reason = say(
                "people carry processes, processes customers, customers finance; the words score {score:.2f}", score=score
            )
            yield Change("link", objective.ref, each.id, what, reason, (step,), moves.doubt(score))


def _interest(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Name the objective that answers an interest."""
    holder = next((each for each in scene.framework.stakeholders if each.ref == finding.ref), None)
    number = int((finding.field or "").split(".")[1]) if holder else 0
    if holder is None:
        return
    interest = holder.interests[number]
    for objective, score in scene.near(interest.text or interest.id, scene.framework.objectives, 3):
        step = Step("add", holder.ref, f"interests.{number}.objectives", objective.id)
        what = say("let objective `{objective}` answer interest `{interest}`", objective=objective.id, interest=interest.id)
        yield Change(
            "link", holder.ref, f"{interest.id}:{objective.id}", what, moves.alike(scene, score), (step,), moves.doubt(score)
        )


def _rests_on(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Name the objective that rests on a driver or a success factor."""
    noun = scene.framework.index.get(finding.ref)
    if isinstance(noun, Driver | SuccessFactor):
        for objective, score in scene.near(noun.text or noun.id, scene.framework.objectives, 3):
            what = say("let objective `{objective}` rest on `{ref}`", objective=objective.id, ref=noun.ref)
            step = Step("add", noun.ref, "objectives", objective.id)
            yield Change("link", noun.ref, objective.id, what, moves.alike(scene, score), (step,), moves.doubt(score))


def _empty_unit(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Bring a KPI to a unit that has none."""
    yield from _more(scene, finding.ref)


def _unserved(scene: Scene, finding: Finding) -> Iterator[Change]:
    objective = scene.framework.objective.get(finding.ref.id)
    if objective:
        own = [kpi for kpi in scene.framework.strategic_kpis if kpi.org_unit == objective.org_unit]
        yield from _serving(scene, objective, own, 3)
        yield from moves.adds(scene, objective)


def _top_metric(scene: Scene, finding: Finding) -> Iterator[Change]:
    kpi = _kpi(scene, finding)
    if kpi:
        yield from moves.relevels(scene, kpi, (3, 2))
        yield moves.retire(scene, kpi)


def _head(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Let one of its own KPIs carry an objective's number, a result first."""
    objective = scene.framework.objective.get(finding.ref.id)
    if objective is None:
        return
    now = scene.framework.kpi.get(objective.headline or "")
    if now and now.kind == "kpi":
        yield moves.link(scene, now, objective, 1.0, say("it carries the objective's number"))
    for kpi in scene.framework.kpis_of_objective.get(objective.id, ()):
        what = say("let KPI `{kpi}` carry the number of objective `{objective}`", kpi=kpi.id, objective=objective.id)
        reason = say("it serves the objective and is a result") if kpi.timing == "lagging" else say("it serves the objective")
        step = Step("set", objective.ref, "headline", kpi.id)
        yield Change("link", objective.ref, kpi.id, what, reason, (step,), 0 if kpi.timing == "lagging" else 40)


def _downward(scene: Scene, finding: Finding) -> Iterator[Change]:
    """Take out lines that lead down or round."""
    kpi = _kpi(scene, finding)
    if kpi:
        pairs = [("contributes_to", each.id) for each in kpi.contributes_to] + [("drives", each.kpi) for each in kpi.drives]
        for field, id_ in pairs:
            what = say("take `{id}` out of `{field}` of KPI `{kpi}`", id=id_, field=field, kpi=kpi.id)
            reason = say("the line leads down or round")
            yield Change("unlink", kpi.ref, f"{field}:{id_}", what, reason, (Step("drop", kpi.ref, field, id_),), 40)


REMEDIES: Mapping[str, Remedy] = {
    **DECLARED,
    "orphan-kpi": _unlinked, "levels-cut-off": _per_level, "drives-nothing-above": _raised,
    "objective-without-kpi": _unmeasured, "no-leading-kpi": _unpaired("leading"), "no-lagging-kpi": _unpaired("lagging"),
    "kpis-per-objective": _per_objective, "kpis-per-level": _per_level, "too-many-tier-1": _per_level,
    "kpis-in-all": _fewer, "kpis-for-size": _fewer, "leading-share": _share,
    "vanity-kpi": _flattering, "activity-kpi": _flattering, "failed-test": _flattering,
    "same-recipe": _twin, "same-name": _twin, "replaced-but-current": _replaced,
    "retired-reference": _dead_name, "built-on-retired": _dead_name,
    "missing-guard": _unguarded, "guard-of-itself": _own_guard,
    "dead-end-objective": _dead_end, "no-cause-and-effect": _dead_end,
    "interest-without-kpi": _interest, "unlinked-driver": _rests_on, "unlinked-success-factor": _rests_on,
    "unit-without-kpi": _empty_unit, "unserved-objective": _unserved, "metric-at-the-top": _top_metric,
    "metric-as-headline": _head, "foreign-headline": _head, "contributes-downward": _downward, "cause-cycle": _downward,
}  # fmt: skip
