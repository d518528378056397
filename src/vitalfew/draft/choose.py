"""The smallest set of changes that clears what the audit finds, as an optimisation that the audit itself answers.

Each change is tried alone: what it clears, and what it does to each count, is seen and not assumed. A solver takes the lightest
set; the audit looks at the framework with all of it; whatever it still finds, or finds anew, becomes a condition with the
changes that could clear it there, and the solver is asked again (Hooker and Ottosson, 2003, logic-based Benders decomposition).
What no change clears stays, and costs more than all changes together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.draft.changes import EXCLUDED, Change, changed
from vitalfew.draft.remedies import remedies
from vitalfew.draft.scene import Scene
from vitalfew.draft.tally import COUNTED, Bound, bounds, counts
from vitalfew.model.framework import Framework
from vitalfew.rules.leading_share import bounds as leading

MOST_ROUNDS = 60
LEFT = 100_000
"""What a finding costs that stays: more than any way of clearing one."""

Key = tuple[str, Ref, str | None]
Seen = Callable[[Framework], list[Finding]]
"""What the audit finds that is to be cleared."""


def key_of(finding: Finding) -> Key:
    """Tell findings apart, whatever they say in words."""
    return finding.rule, finding.ref, finding.field


@dataclass
class _Clause:
    """At least one of some changes is made, or one of others is not."""

    made: set[str]
    unmade: frozenset[str]


@dataclass
class _Problem:
    scene: Scene
    seen: Seen
    barred: frozenset[str]
    unheard: frozenset[tuple[str, Ref]]
    """Counts out of bounds, by rule and noun, that are silenced or turned off."""
    start: frozenset[Key] = frozenset()
    pool: dict[str, Change] = field(default_factory=dict)
    clears: dict[str, frozenset[Key]] = field(default_factory=dict)
    shifts: dict[str, Counter[str]] = field(default_factory=dict)
    clauses: dict[tuple[Key, frozenset[str]], _Clause] = field(default_factory=dict)
    explored: set[str] = field(default_factory=set)
    dearer: Counter[str] = field(default_factory=Counter)
    """What a change costs beside its own weight, since it only hides what others would mend."""

    def offer(self, change: Change, on: Framework) -> bool:
        """Take a change in, and try it alone; tell whether it is new."""
        if change.id in self.pool or change.id in self.barred:
            return False
        after = changed(on, change.steps)
        self.pool[change.id] = change
        shift = counts(after)
        shift.subtract(counts(on))
        self.shifts[change.id] = shift
        self.clears[change.id] = (
            self.start - {key_of(each) for each in self.seen(after)} if on is self.scene.framework else frozenset()
        )
        return True

    def framework(self, ids: Iterable[str]) -> Framework:
        """Give the framework with some changes, in the order in which they were thought of."""
        wanted = set(ids)
        return changed(self.scene.framework, [step for id_, each in self.pool.items() if id_ in wanted for step in each.steps])

    def finds(self, key: Key, ids: Iterable[str]) -> bool:
        """Tell whether the audit finds something with some changes made."""
        return key in {key_of(each) for each in self.seen(self.framework(ids))}


def choose(scene: Scene, seen: Seen, barred: Iterable[str] = (), unheard: Iterable[tuple[str, Ref]] = ()) -> tuple[Change, ...]:
    """Give the lightest changes that clear the most; `barred` ones, by id, are not considered."""
    problem = _Problem(scene, seen, frozenset(barred), frozenset(unheard))
    start = seen(scene.framework)
    problem.start = frozenset(map(key_of, start))
    for finding in start:
        for change in remedies(scene, finding):
            problem.offer(change, scene.framework)
    for finding in start:
        if finding.rule not in COUNTED:
            _ask(problem, finding)
    picked: list[str] = []
    for _ in range(MOST_ROUNDS):
        picked = _solve(problem)
        if not _learn(problem, picked):
            break
    return tuple(problem.pool[id_] for id_ in _needed(problem, picked))


def _ask(problem: _Problem, finding: Finding) -> None:
    """Ask for a finding to be cleared, where a change is known that mends it.

    What is retired lacks nothing any more. That mends nothing, so it costs what mending would: otherwise a framework without
    owners would best be emptied.
    """
    key = key_of(finding)
    own = {change.id for change in remedies(problem.scene, finding)} & problem.pool.keys()
    mends = {id_ for id_ in own if key in problem.clears[id_]}
    if not mends:
        return
    made = {id_ for id_, cleared in problem.clears.items() if key in cleared}
    least = min(problem.pool[id_].cost for id_ in mends)
    for id_ in made - own:
        if problem.pool[id_].kind in EXCLUDED:
            problem.dearer[id_] += least
    problem.clauses[key, frozenset()] = _Clause(made, frozenset())


def _learn(problem: _Problem, picked: Sequence[str]) -> bool:
    """Look at the framework with what was picked; tell whether something was learned."""
    now = problem.framework(picked)
    scene, learned = problem.scene.of(now), False
    for finding in problem.seen(now):
        key = key_of(finding)
        found = [change for change in remedies(scene, finding) if change.id not in problem.barred]
        new = [change.id for change in found if problem.offer(change, now)]
        learned = _explored(problem, key) or learned
        if finding.rule in COUNTED:
            learned = learned or bool(new)
            continue
        blamed = _blamed(problem, key, picked)
        made = {change.id for change in found if change.id not in picked and not _finds_after(problem, key, now, change)}
        known = {id_ for id_, cleared in problem.clears.items() if key in cleared and id_ not in picked}
        made |= known if made or blamed or (key, frozenset[str]()) in problem.clauses else set()
        clause = problem.clauses.setdefault((key, blamed), _Clause(set(), blamed))
        more = made - clause.made
        clause.made |= made
        learned = learned or bool(more) or (bool(blamed) and len(more) == len(made) and clause.made == made)
        if not made and not blamed:
            del problem.clauses[key, blamed]  # nobody but people can clear it
    return learned


def _explored(problem: _Problem, key: Key) -> bool:
    """Look what each change that clears a finding brings about instead, and how that could be cleared; tell whether it is new."""
    learned = False
    for id_ in [id_ for id_, cleared in problem.clears.items() if key in cleared and id_ not in problem.explored]:
        problem.explored.add(id_)
        now = problem.framework([id_])
        brought = [each for each in problem.seen(now) if key_of(each) not in problem.start]
        for finding in brought:
            for change in remedies(problem.scene.of(now), finding):
                learned = problem.offer(change, now) or learned
    return learned


def _finds_after(problem: _Problem, key: Key, now: Framework, change: Change) -> bool:
    return key in {key_of(each) for each in problem.seen(changed(now, change.steps))}


def _blamed(problem: _Problem, key: Key, picked: Sequence[str]) -> frozenset[str]:
    """Give those of the picked changes that bring a finding about, or keep it from being cleared."""
    if key in problem.start:
        cleared = any(key in problem.clears[id_] for id_ in picked)
        return (
            frozenset(id_ for id_ in picked if not problem.finds(key, [each for each in picked if each != id_]))
            if cleared
            else frozenset()
        )
    left = list(picked)
    for id_ in picked:
        without = [each for each in left if each != id_]
        if problem.finds(key, without):
            left = without
    return frozenset(left)


def _needed(problem: _Problem, picked: Sequence[str]) -> list[str]:
    """Leave out what was picked for nothing: what is found without it is no more than with it."""
    left = list(picked)
    for id_ in sorted(picked, key=lambda each: -problem.pool[each].cost):
        without = [each for each in left if each != id_]
        if len(problem.seen(problem.framework(without))) <= len(problem.seen(problem.framework(left))):
            left = without
    return left


def _solve(problem: _Problem) -> list[str]:
    """Give the changes of the lightest set that meets all that was learned, in the order in which they were thought of."""
    import highspy  # noqa: PLC0415  # loads only where something is chosen

    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # the library's own
    model.silent()
    for option, value in (("random_seed", 1), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
        model.setOptionValue(option, value)
    made = {id_: model.addBinary(obj=change.cost + problem.dearer[id_]) for id_, change in problem.pool.items()}
    for clause in problem.clauses.values():
        kept = [made[id_] for id_ in sorted(clause.made) if id_ in made]
        model.addConstr(sum(kept) + sum(1 - made[id_] for id_ in sorted(clause.unmade)) + model.addBinary(obj=LEFT) >= 1)
    _apart(model, problem, made)
    _count(model, problem, made)
    model.run()
    return [id_ for id_, each in made.items() if model.variableValue(each) > 0.5]


def _apart(model: Any, problem: _Problem, made: dict[str, Any]) -> None:
    """Keep what excludes each other apart: one value for a field, and nothing beside what is decided about a KPI as a whole."""
    values: dict[object, dict[str, None]] = {}
    wholes: dict[Ref, list[str]] = {}
    for id_, change in problem.pool.items():
        for step in change.steps:
            if step.how == "new" or (step.how == "set" and change.kind not in EXCLUDED):
                values.setdefault((step.ref, step.field), {})[id_] = None
        if change.kind in EXCLUDED:
            wholes.setdefault(change.ref, []).append(id_)
    for ids in values.values():
        if len(ids) > 1:
            model.addConstr(sum(made[id_] for id_ in ids) <= 1)
    for id_, change in problem.pool.items():
        for other in wholes.get(change.ref, ()):
            if other != id_ and change.kind in EXCLUDED[problem.pool[other].kind]:
                model.addConstr(made[id_] + made[other] <= 1)


def _count(model: Any, problem: _Problem, made: dict[str, Any]) -> None:
    """Hold each count within its bounds, where a way is known; what is out of them stays, at a price."""
    framework = problem.scene.framework
    now, ignored = counts(framework), problem.unheard
    for name, bound in bounds(framework).items():
        moved = [(problem.shifts[id_][name], each) for id_, each in made.items() if problem.shifts[id_][name]]
        if moved and not any((rule, bound.ref) in ignored for rule in bound.rules):
            _within(model, now[name] + sum(by * each for by, each in moved), bound, now[name] + len(moved) + 1)
    moved_top = any(problem.shifts[id_][name] for id_ in made for name in ("top", "leading", "untimed"))
    if moved_top and all(rule != "leading-share" for rule, _ in ignored):
        _lead(model, problem, made, now)


def _within(model: Any, count: Any, bound: Bound, most: int) -> None:
    slack = model.addIntegral(lb=0, obj=LEFT)
    if bound.most is not None:
        model.addConstr(count <= bound.most + slack)
    if bound.least and bound.unless_none:
        some = model.addBinary()
        model.addConstr(count <= most * 4 * some)
        model.addConstr(count + slack >= bound.least * some)
    elif bound.least:
        model.addConstr(count + slack >= bound.least)


def _lead(model: Any, problem: _Problem, made: dict[str, Any], now: Counter[str]) -> None:
    """Hold the share of the KPIs at the top that lead: as a count that depends on how many there are."""

    def sum_of(name: str) -> Any:
        return now[name] + sum(problem.shifts[id_][name] * each for id_, each in made.items() if problem.shifts[id_][name])

    highest = now["top"] + sum(1 for id_ in made if problem.shifts[id_]["top"] > 0)
    sizes = {size: model.addBinary() for size in range(highest + 1)}
    model.addConstr(sum(sizes.values()) == 1)
    model.addConstr(sum(size * each for size, each in sizes.items()) - sum_of("top") == 0)
    slack = model.addIntegral(lb=0, obj=LEFT)
    spans = {size: leading(problem.scene.framework, size) for size in sizes}
    model.addConstr(sum_of("leading") <= sum(spans[size][1] * each for size, each in sizes.items()) + slack)
    model.addConstr(sum_of("leading") + sum_of("untimed") + slack >= sum(spans[size][0] * each for size, each in sizes.items()))
