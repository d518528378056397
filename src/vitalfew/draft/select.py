"""Choosing a framework: objectives, and KPIs with their unit and what they serve, in one optimisation under the audit's rules.

What counts, in this order: each stated goal is answered by its pattern (a rule, so that a conflict can name it); the objectives
that are added carry these goals or speak of the focus; KPIs are relevant to their objective and stand where they are usually
looked at; and all that costs as little measuring, and as few KPIs, as it can. Two patterns that usually compete cost something
where both are chosen. Of two equal solutions the one with the smaller ids is taken.

A KPI serves one objective: directly, or as part of what another one of that objective at the top tells. Those of a department
come from its function. To stay small, the program knows the patterns of goals and the best of the others, and for each pattern
and unit the KPIs that are most relevant to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from vitalfew.base.said import say
from vitalfew.draft.choice import Aim, Candidates, Option, Selection, Unit
from vitalfew.draft.chosen import selection_of
from vitalfew.draft.gather import burden
from vitalfew.draft.program import ALWAYS, Infeasible, Program, Solution
from vitalfew.draft.roomier import roomier
from vitalfew.model.framework import Framework
from vitalfew.model.organization import Level
from vitalfew.model.preset import PERSPECTIVES, TIER_1_MOST, Span
from vitalfew.rules.count import quota
from vitalfew.rules.leading_share import bounds

OTHERS = 18
"""Patterns beside those of goals that are looked at."""
PER_AIM, PER_UNIT = 12, 30
"""KPIs that are looked at for each pattern at the top, and for each department."""
TOP_LEAST, DIRECT_LEAST, UNIT_LEAST = 0.55, 0.35, 0.15
"""How relevant a KPI is at least to stand at the top, to serve an objective itself, and to be a part in a department."""
GOAL, FOCUS, LINK, CONFLICT, COVER = 10.0, 4.0, 1.5, 1.0, 8.0
"""What a goal's pattern is worth, the focus, a link to a goal's pattern, two that compete, and each perspective that is held."""
PLACE, HOME, BURDEN, ONE_MORE = 0.25, 0.2, 0.5, 0.9
"""What it is worth that a KPI stands on its usual tier, and in the function it comes from; what measuring costs, and each KPI."""
LOOSE, LOOSELY = 0.35, 1.0
"""A part that is less relevant to its objective hangs there loosely: what that costs, so that it is for want of a better one."""
CAPACITY = 7
"""The most KPIs of a department whose preset says nothing."""

Key = tuple[str, str, str, str]
"""How, KPI, pattern and unit of a placement."""


@dataclass
class Model:
    """The program of a framework, and the shape that its rules ask for."""

    candidates: Candidates
    framework: Framework
    aims: tuple[Aim, ...]
    program: Program = field(default_factory=Program)
    placed: dict[Key, int] = field(default_factory=dict)
    pursued: dict[str, int] = field(default_factory=dict)
    options: dict[str, Option] = field(default_factory=dict)

    def of(self, how: str = "", kpi: str = "", pattern: str = "", unit: str = "") -> Iterator[tuple[Key, int]]:
        """Give the placements of a kind; what is left out matches all."""
        for key, place in self.placed.items():
            if all(not wanted or wanted == each for wanted, each in zip((how, kpi, pattern, unit), key, strict=True)):
                yield key, place


def select(candidates: Candidates) -> Selection:
    """Choose a framework; raises Infeasible where no choice keeps all rules, with those that cannot all hold."""
    model = model_of(candidates)
    found = model.program.solve()
    if found is None:
        most = model.framework.span("objectives", model.framework.rules.objectives).max
        raise Infeasible(model.program.conflict(), roomier(candidates, most, lambda other: bool(model_of(other).program.solve())))
    return chosen(model, found)


def chosen(model: Model, found: Solution) -> Selection:
    """Give what a solution chose."""
    objectives = [id_ for id_, place in model.pursued.items() if place in found.taken]
    placed = [key for key, place in model.placed.items() if place in found.taken]
    return replace(selection_of(model.candidates, objectives, placed), worth=found.worth)


def shape_of(candidates: Candidates) -> Framework:
    """Give the empty framework whose preset and policy the rules read."""
    context = candidates.context
    return Framework(preset=context.preset.name, policy=context.brief.policy)


def model_of(candidates: Candidates) -> Model:
    """Give the program of some candidates."""
    model = Model(candidates, shape_of(candidates), tuple(_aims(candidates)))
    _pursue(model)
    _place(model)
    _wishes(model)
    _count_objectives(model)
    _count_kpis(model)
    _answer(model)
    _balance(model)
    return model


def _aims(candidates: Candidates) -> Iterator[Aim]:
    """Give the patterns that are looked at: those of goals, and the best of the others of each perspective."""
    wanted = {goal.pattern for goal in candidates.goals}
    yield from (aim for aim in candidates.aims if aim.pattern.id in wanted)
    others = sorted(
        (aim for aim in candidates.aims if aim.pattern.id not in wanted),
        key=lambda aim: (-_value(candidates, aim), aim.pattern.id),
    )
    seen: dict[str, int] = defaultdict(int)
    for aim in others:
        seen[aim.pattern.perspective] += 1
        if seen[aim.pattern.perspective] <= OTHERS // len(PERSPECTIVES) + 1:
            yield aim


def _value(candidates: Candidates, aim: Aim) -> float:
    """What an objective of a pattern is worth."""
    wanted = {goal.pattern for goal in candidates.goals if goal.pattern}
    book = candidates.book
    carried = sum(each in wanted for each in aim.pattern.drives) + sum(
        aim.pattern.id in book.pattern[each].drives for each in wanted if each in book.pattern
    )
    goal = GOAL if aim.pattern.id in wanted else max(aim.goals.values(), default=0.0)
    return goal + FOCUS * aim.focus * (aim.focus > 0.3) + LINK * min(carried, 2)


def _pursue(model: Model) -> None:
    for aim in model.aims:
        model.pursued[aim.pattern.id] = model.program.choice("objective", aim.pattern.id, worth=_value(model.candidates, aim))
    for one in model.aims:
        for other in model.candidates.book.conflicts(one.pattern):
            if other in model.pursued and one.pattern.id < other:
                both = model.program.choice("conflict", one.pattern.id, other, worth=-CONFLICT)
                pair = {model.pursued[one.pattern.id]: 1.0, model.pursued[other]: 1.0, both: -1.0}
                model.program.bound(pair, ALWAYS, high=1)


def _place(model: Model) -> None:
    top, *below = model.candidates.context.units
    pinned = set(model.candidates.context.brief.pinned)
    known = (*model.candidates.options, *_pinned_anew(model.candidates))
    model.options.update({option.entry.id: option for option in known})
    for aim in model.aims:
        id_ = aim.pattern.id
        fit = [each for each in known if each.relevance.get(id_, 0.0) >= TOP_LEAST and each.entry.tier <= 2]
        fit = sorted(fit, key=lambda each: (-each.relevance[id_], each.entry.id))[:PER_AIM]
        for option in [*fit, *(each for each in known if each.entry.id in pinned and each not in fit)]:
            _add(model, "direct", option, id_, top)
            _add(model, "part", option, id_, top)
    for unit in below:
        for option, id_ in _of_unit(model, unit, known, pinned):
            _add(model, "direct", option, id_, unit)
            _add(model, "part", option, id_, unit)


def _pinned_anew(candidates: Candidates) -> Iterator[Option]:
    """Give the KPIs that are pinned though nothing speaks for them: the catalogue has them, so they can be chosen."""
    scored = {option.entry.id for option in candidates.options}
    for id_ in candidates.context.brief.pinned:
        if id_ in candidates.book.entry and id_ not in scored:
            entry = candidates.book.entry[id_]
            yield Option(entry, {}, burden(candidates.book, entry))


def _of_unit(model: Model, unit: Unit, known: Sequence[Option], pinned: set[str]) -> Iterator[tuple[Option, str]]:
    """Give the KPIs of a unit's function that are looked at, each with the patterns that it serves best."""
    fit = [
        each
        for each in known
        if unit.function in each.entry.functions
        or (each.entry.id in pinned and not _is_at_home(model, each) and each.entry.tier > 1)
    ]
    ranked = sorted(fit, key=lambda each: (-max((_relevant(each, aim) for aim in model.aims), default=0.0), each.entry.id))
    for option in [*ranked[:PER_UNIT], *(each for each in ranked[PER_UNIT:] if each.entry.id in pinned)]:
        aims = sorted(model.aims, key=lambda aim: (-_relevant(option, aim), aim.pattern.id))
        for place, aim in enumerate(aims[:6]):
            if place < 3 or _relevant(option, aim) >= UNIT_LEAST:
                yield option, aim.pattern.id


def _is_at_home(model: Model, option: Option) -> bool:
    """Tell whether one of the departments has a KPI's function."""
    return any(unit.function in option.entry.functions for unit in model.candidates.context.units)


def _relevant(option: Option, aim: Aim) -> float:
    return option.relevance.get(aim.pattern.id, 0.0)


def _add(model: Model, how: str, option: Option, pattern: str, unit: Unit) -> None:
    key = (how, option.entry.id, pattern, unit.id)
    if key in model.placed:
        return
    entry, relevance = option.entry, option.relevance.get(pattern, 0.0)
    is_pinned = entry.id in model.candidates.context.brief.pinned
    if how == "direct" and relevance < DIRECT_LEAST and not is_pinned:
        return
    if is_pinned and entry.tier == 1 < unit.tier:
        return  # what somebody wants to see of the whole stands at the top
    if how == "part" and unit.tier == 1 and model.candidates.context.preset.needs_pair:
        return  # at the top each KPI tells of an objective itself
    worth = (
        relevance - ONE_MORE - BURDEN * option.burden + PLACE * (entry.tier == unit.tier) - PLACE * abs(entry.tier - unit.tier)
    )
    worth += HOME * (bool(entry.functions) and entry.functions[0] == unit.function)
    worth -= 0.1 * (how == ("direct" if unit.tier > 1 else "part")) + LOOSELY * (how == "part" and relevance < LOOSE)
    model.placed[key] = model.program.choice(*key, worth=worth)
    model.program.bound({model.placed[key]: 1.0, model.pursued[pattern]: -1.0}, ALWAYS, high=0)


def _sum(found: Iterable[tuple[Key, int]], weight: float = 1.0) -> dict[int, float]:
    return {place: weight for _, place in found}


def _count_objectives(model: Model) -> None:
    """Objectives in all, of each perspective, for each goal; patterns that tell by the same headline exclude each other."""
    program, framework = model.program, model.framework
    span = framework.span("objectives", framework.rules.objectives)
    every = dict.fromkeys(model.pursued.values(), 1.0)
    if framework.rules.objectives == Span() and "objectives" not in framework.policy:
        span = _free(model)
    _count(model, every, span, lambda wanted: say("the framework has {wanted} objectives", wanted=wanted))
    lens = framework.span("per-perspective", framework.rules.per_perspective)
    for perspective in PERSPECTIVES:
        own = {model.pursued[aim.pattern.id]: 1.0 for aim in model.aims if aim.pattern.perspective == perspective.id}
        _count(model, own, lens, _of_each_perspective)
        held = program.choice("held", perspective.id, worth=COVER)
        program.bound({held: 1.0} | dict.fromkeys(own, -1.0), ALWAYS, high=0)
        if lens.min:
            shown = {
                place: 1.0 for aim in model.aims if aim.pattern.perspective == perspective.id for _, place in _top(model, aim)
            }
            program.bound(shown, say("each of the {n} perspectives has a KPI in tier 1", n=len(PERSPECTIVES)), low=1)


def _answer(model: Model) -> None:
    """Each goal that was found to mean a pattern is answered by it."""
    for goal in model.candidates.goals:
        if goal.pattern in model.pursued:
            rule = say("the goal “{goal}” is answered", goal=goal.text)
            model.program.bound({model.pursued[goal.pattern]: 1.0}, rule, low=1)


def _free(model: Model) -> Span:
    """Give the count of objectives where the preset leaves it free: those of the goals, and one for each perspective."""
    goals = len({goal.pattern for goal in model.candidates.goals if goal.pattern})
    return Span(3, max(5, goals + 2))


def _top(model: Model, aim: Aim) -> Iterator[tuple[Key, int]]:
    """Give what tells of an objective itself at the top."""
    return model.of("direct", pattern=aim.pattern.id, unit=model.candidates.context.units[0].id)


def _of_each_perspective(wanted: str) -> str:
    return say("each of the {n} perspectives has {wanted} objectives", n=len(PERSPECTIVES), wanted=wanted)


def _count(model: Model, terms: Mapping[int, float], span: Span, rule: Callable[[str], str], times: int | None = None) -> None:
    """Hold a count within a range, the least and the most as rules of their own; `times` is the choice that it is counted for."""
    for end, span_of in ((span.min, Span(min=span.min)), (span.max, Span(max=span.max))):
        if end is None:
            continue
        words = rule(span.words() if span.min == span.max else span_of.words())
        held, limit = (terms, float(end)) if times is None else ({**terms, times: -float(end)}, 0.0)
        model.program.bound(held, words, **({"low": limit} if span_of.max is None else {"high": limit}))


def _count_kpis(model: Model) -> None:
    program, framework, context = model.program, model.framework, model.candidates.context
    for id_ in model.options:
        places = _sum(model.of(kpi=id_))
        if places:
            program.bound(places, ALWAYS, high=1)
    _once(model)
    wanted = framework.span("per-objective", framework.rules.per_objective)
    for pattern, pursued in model.pursued.items():
        direct = _sum(model.of("direct", pattern=pattern))
        each = Span(wanted.min or 1, wanted.max)
        _count(model, direct, each, lambda words: say("each objective has {wanted} KPIs", wanted=words), times=pursued)
    most = int(framework.policy_number("kpis-per-owner"))
    for unit in context.units:
        span, own = _quota(framework, unit), _sum(model.of(unit=unit.id))
        _count(model, own, span, _of_top if unit.tier == 1 else _of_department)
        if (span.min or 0) <= most:  # a unit that has to have more needs a second owner
            program.bound(own, say("one person answers for at most {most} KPIs", most=most), high=most)
    whole = _in_all(model)
    _count(model, _sum(model.of()), whole, lambda words: say("the framework has {wanted} KPIs in all", wanted=words))


def _of_top(wanted: str) -> str:
    return say("tier 1 holds {wanted} KPIs", wanted=wanted)


def _of_department(wanted: str) -> str:
    return say("each department has {wanted} KPIs", wanted=wanted)


def _in_all(model: Model) -> Span:
    """Give how many KPIs there are in all: for a small organisation few, and no least that its units cannot carry.

    What a policy says holds as it stands.
    """
    framework, context = model.framework, model.candidates.context
    whole = framework.span("in-all", framework.rules.in_all)
    if "in-all" in framework.policy or framework.preset == "small-business":
        return whole
    if context.brief.size < framework.policy_number("small-organisation-people"):
        few = int(framework.policy_number("small-organisation-kpis"))
        return Span(None, few if len(context.units) == 1 else None)
    owned = int(framework.policy_number("kpis-per-owner"))
    most = sum(min(_quota(framework, unit).max or owned, owned) for unit in context.units)
    return Span(None if most < (whole.min or 0) else whole.min, whole.max)


def _quota(framework: Framework, unit: Unit) -> Span:
    """Give the count of a unit's KPIs: the preset's or the policy's; at the top never more than can be held in mind."""
    found = quota(framework, Level(id=unit.level, tier=unit.tier))
    most = min(TIER_1_MOST, found.max or TIER_1_MOST) if unit.tier == 1 else found.max or CAPACITY
    return Span(min(3, most) if found.min is None else found.min, most)


def _once(model: Model) -> None:
    """No two KPIs compute the same number or bear one name (AUD-11)."""
    same: dict[str, set[str]] = defaultdict(set)
    for id_ in dict.fromkeys(key[1] for key in model.placed):
        entry = model.options[id_].entry
        same["".join(entry.formula.split())].add(id_)
        same[entry.name.casefold()].add(id_)
    for ids in same.values():
        if len(ids) > 1:
            found = {place: 1.0 for id_ in sorted(ids) for _, place in model.of(kpi=id_)}
            model.program.bound(found, say("no two KPIs compute the same number"), high=1)


def _balance(model: Model) -> None:
    """Leading and lagging KPIs: of each objective, at the top as a share, and further down at least as many."""
    program, framework = model.program, model.framework
    top = model.candidates.context.units[0]
    timing = {id_: option.entry.timing for id_, option in model.options.items()}
    for aim in model.aims:
        pursued = model.pursued[aim.pattern.id]
        for side, rule in (
            ("leading", say("each objective has a leading KPI")),
            ("lagging", say("each objective has a lagging KPI")),
        ):
            own = _sum((key, place) for key, place in model.of(pattern=aim.pattern.id) if timing[key[1]] == side)
            if framework.rules.needs_pair:
                program.bound(own | {pursued: -1.0}, rule, low=0)
        tells = {*aim.pattern.lagging, aim.pattern.headline}
        headline = _sum((key, place) for key, place in model.of("direct", pattern=aim.pattern.id) if key[1] in tells)
        program.bound(headline | {pursued: -1.0}, say("each objective has a headline KPI"), low=0)
        told = _sum((key, place) for key, place in model.of("direct", pattern=aim.pattern.id, unit=top.id))
        for _, place in model.of("part", pattern=aim.pattern.id):
            program.bound({place: 1.0} | dict.fromkeys(told, -1.0), say("a part has a KPI at the top that it is part of"), high=0)
    _share(model, timing)


def _share(model: Model, timing: Mapping[str, str]) -> None:
    """Hold the share that leads: at the top for each number of KPIs as the audit counts it, and no smaller further down."""
    program, framework, top = model.program, model.framework, model.candidates.context.units[0]
    at_top = list(model.of(unit=top.id))
    share = say("about two in five KPIs of tier 1 lead")
    most_at_top = 2 * TIER_1_MOST + 2 * len(model.candidates.context.brief.pinned)  # how many there may be is another rule
    pairs = {
        (count, lead): program.choice("top", str(count), str(lead))
        for count in range(most_at_top + 1)
        for lead in range(bounds(framework, count)[0], min(count, bounds(framework, count)[1]) + 1)
    }
    program.bound(dict.fromkeys(pairs.values(), 1.0), share, 1, 1)
    program.bound(_sum(at_top) | {place: -float(count) for (count, _), place in pairs.items()}, share, 0, 0)
    leading = {place: 1.0 for key, place in at_top if timing[key[1]] == "leading"}
    program.bound(leading | {place: -float(lead) for (_, lead), place in pairs.items()}, share, 0, 0)
    below = [(key, place) for key, place in model.of() if key[3] != top.id]
    if not below:
        return
    rule, most = say("further down the share that leads is no smaller, and half at least"), float(len(model.options))
    leads = {place: float(timing[key[1]] == "leading") for key, place in below}
    program.bound({place: lead - 0.5 for place, lead in leads.items()}, rule, low=-0.5)
    for (count, lead), place in pairs.items():
        if 2 * lead > count:
            program.bound({each: led - lead / count for each, led in leads.items()} | {place: -most}, rule, low=-0.99 - most)


def _wishes(model: Model) -> None:
    brief = model.candidates.context.brief
    for id_ in brief.pinned:
        known = id_ in model.candidates.book.entry
        rule = (
            say("`{kpi}` is pinned", kpi=id_) if known else say("`{kpi}` is pinned, which the catalogue does not have", kpi=id_)
        )
        model.program.bound(_sum(model.of(kpi=id_)), rule, low=1)
    for id_ in brief.excluded:
        model.program.bound(_sum(model.of(kpi=id_)), say("`{kpi}` is excluded", kpi=id_), high=0)
