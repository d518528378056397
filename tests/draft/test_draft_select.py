"""A framework is chosen under the audit's own rules; where none keeps all, those in conflict are named (CAS-2, AUD-6)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from vitalfew.base.errors import UnknownName
from vitalfew.base.ref import Ref
from vitalfew.draft.alternatives import alternatives
from vitalfew.draft.brief import Brief
from vitalfew.draft.choice import Candidates, Selection
from vitalfew.draft.context import context_of
from vitalfew.draft.gather import gather
from vitalfew.draft.program import Infeasible, Program
from vitalfew.draft.select import model_of, select
from vitalfew.draft.why import why
from vitalfew.model.organization import PolicyRange
from vitalfew.model.preset import PRESETS, PresetName
from vitalfew.text.lexical import Lexical

GOALS = (
    "Recurring revenue doubles in three years",
    "Customers stay year after year",
    "The people whom we need stay with us",
)


def brief(**changed: object) -> Brief:
    """The brief of a software company, changed in some answers."""
    said = {"name": "Northwind", "industry": "software-subscription", "size": 180, "goals": GOALS, "currency": "EUR"}
    return Brief.model_validate({**said, **changed})


@cache
def gathered(goals: tuple[str, ...]) -> Candidates:
    return gather(context_of(brief(goals=goals)), Lexical())


def candidates(**changed: object) -> Candidates:
    """What a changed brief may choose from; only other goals are matched anew."""
    context = context_of(brief(**changed))
    return replace(gathered(context.brief.goals), context=context)


@pytest.fixture(scope="module")
def chosen() -> Selection:
    return select(candidates())


@pytest.mark.parametrize("preset", PRESETS)
def test_every_count_is_within_its_bounds(preset: PresetName) -> None:
    found = select(candidates(preset=preset))
    shape = PRESETS[preset]
    assert len(found.objectives) in shape.objectives
    assert len(found.kpis) in shape.in_all
    units = Counter(placed.unit for placed in found.kpis)
    quotas = {spec.id: spec.kpis for spec in shape.levels}
    for unit in found.candidates.context.units:
        assert units[unit.id] in quotas[unit.level]
        assert units[unit.id] <= 7
    direct = Counter(placed.objective for placed in found.kpis if placed.objective)
    assert all(direct[each.pattern.id] in shape.per_objective for each in found.objectives)
    assert len({placed.entry.id for placed in found.kpis}) == len(found.kpis)
    assert all(placed.above for placed in found.kpis if placed.unit != found.candidates.context.units[0].id)


def test_each_goal_has_its_objective_and_each_objective_its_kpis(chosen: Selection) -> None:
    patterns = [goal.pattern for goal in chosen.candidates.goals]
    assert len(set(patterns)) == 3
    for goal in chosen.candidates.goals:
        (pursued,) = (each for each in chosen.objectives if each.pattern.id == goal.pattern)
        assert goal.number in pursued.goals
        assert any(placed.objective == pursued.pattern.id for placed in chosen.kpis)


def test_about_two_in_five_lead_at_the_top_and_more_below(chosen: Selection) -> None:
    top = chosen.candidates.context.units[0].id
    at_top = [placed.entry.timing == "leading" for placed in chosen.kpis if placed.unit == top]
    below = [placed.entry.timing == "leading" for placed in chosen.kpis if placed.unit != top]
    assert 0.25 <= sum(at_top) / len(at_top) <= 0.5
    assert sum(below) / len(below) >= 0.5


def test_the_same_brief_gives_the_same_choice(chosen: Selection) -> None:
    again = select(candidates())
    assert [placed.entry.id for placed in again.kpis] == [placed.entry.id for placed in chosen.kpis]
    assert [each.pattern.id for each in again.objectives] == [each.pattern.id for each in chosen.objectives]


def test_what_is_pinned_is_in_and_what_is_excluded_is_not(chosen: Selection) -> None:
    out = chosen.kpis[0].entry.id
    pinned = next(
        option.entry.id for option in chosen.candidates.options if option.entry.id not in {each.entry.id for each in chosen.kpis}
    )
    found = {placed.entry.id for placed in select(candidates(pinned=(pinned,), excluded=(out,))).kpis}
    assert pinned in found
    assert out not in found


SIX = {"per-perspective": PolicyRange(min=2, max=2), "objectives": PolicyRange(min=3, max=5)}
CONFLICTS: dict[str, dict[str, object]] = {
    "more objectives asked of perspectives than there may be": {"policy": SIX},
    "pinned and excluded": {"pinned": ("customer-retention-rate",), "excluded": ("customer-retention-rate",)},
    "fewer in all than the units need": {"policy": {"in-all": PolicyRange(min=5, max=12)}},
    "a top too small for its objectives": {
        "preset": "balanced-scorecard",
        "policy": {
            "tier-1": PolicyRange(min=1, max=3),
            "functional": PolicyRange(min=4, max=4),
            "per-objective": PolicyRange(min=3, max=3),
        },
    },
    "too many goals": {"preset": "small-business", "policy": {"objectives": PolicyRange(min=1, max=2)}},
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_rules_that_cannot_all_hold_are_named_and_none_of_them_is_needless(name: str) -> None:
    made = candidates(**CONFLICTS[name])
    with pytest.raises(Infeasible) as caught:
        select(made)
    conflict = caught.value.conflict
    assert len(conflict) >= 2
    assert all(rule in str(caught.value) for rule in conflict)
    program = model_of(made).program
    others = set(program.rules) - set(conflict)
    assert program.solve(without=others) is None
    for rule in conflict:
        assert program.solve(without=[*others, rule]) is not None


def test_a_conflict_says_its_numbers_in_words() -> None:
    with pytest.raises(Infeasible) as caught:
        select(candidates(**CONFLICTS["pinned and excluded"]))
    assert caught.value.conflict == ("`customer-retention-rate` is pinned", "`customer-retention-rate` is excluded")


def test_a_program_takes_the_first_of_equal_choices() -> None:
    program = Program()
    places = [program.choice("x", str(number), worth=1.0) for number in range(3)]
    program.bound(dict.fromkeys(places, 1.0), "one", high=1)
    found = program.solve()
    assert found is not None
    assert found.taken == {0}


def test_every_choice_and_every_rejection_has_its_reasons(chosen: Selection) -> None:
    taken = why(chosen, Ref("kpi", chosen.kpis[0].entry.id))
    assert taken.chosen
    assert any("relevance" in reason for reason in taken.reasons)
    assert len(taken.reasons) >= 3
    ids = {placed.entry.id for placed in chosen.kpis}
    other = next(key[1] for key in model_of(chosen.candidates).placed if key[1] not in ids)
    rejected = why(chosen, Ref("kpi", other))
    assert not rejected.chosen
    assert any("with it" in reason for reason in rejected.reasons)


def test_an_objective_that_answers_a_goal_says_which_and_what_would_break_without_it(chosen: Selection) -> None:
    pursued = next(each for each in chosen.objectives if each.goals)
    told = why(chosen, Ref("objective", pursued.pattern.id))
    assert told.chosen
    assert any("goal" in reason for reason in told.reasons)
    assert told.reasons[-1].startswith("without it this could not hold")


def test_what_an_industry_does_not_use_says_so_and_what_nobody_knows_is_refused(chosen: Selection) -> None:
    foreign = next(entry.id for entry in chosen.candidates.book.entries if not entry.serves("software-subscription"))
    assert "industry" in why(chosen, Ref("kpi", foreign)).reasons[-1]
    with pytest.raises(UnknownName):
        why(chosen, Ref("kpi", "no-such-kpi"))


def test_alternatives_keep_all_rules_and_say_what_they_give_and_take(chosen: Selection) -> None:
    found = alternatives(chosen)
    assert [each.name for each in found] == ["Least effort", "Another objective"]
    lean, other = (each.selection for each in found)
    assert lean.burden < chosen.burden
    assert {each.pattern.id for each in other.objectives} != {each.pattern.id for each in chosen.objectives}
    assert "less to measure" in found[0].trade
    assert " in place of " in found[1].trade


def test_another_goal_changes_what_serves_it_and_leaves_the_rest(chosen: Selection) -> None:
    changed = select(candidates(goals=(*GOALS[:2], "Deployments are safe and the software runs without failing")))
    before, after = ({placed.entry.id for placed in each.kpis} for each in (chosen, changed))
    kept = {each.pattern.id for each in chosen.objectives if 0 in each.goals or 1 in each.goals}
    assert kept <= {each.pattern.id for each in changed.objectives}
    assert before != after
    for pattern in kept:
        served, still = ({placed.entry.id for placed in each.kpis if placed.objective == pattern} for each in (chosen, changed))
        assert served & still
    assert len(before & after) >= len(before) / 2
