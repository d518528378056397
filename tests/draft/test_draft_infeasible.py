"""Rules that cannot all hold: a smallest set of them is named in words, and each of the set is needed."""

from typing import Any

import pytest
from tests.draft.shapes import candidates_of

from vitalfew.catalog.read import catalogue
from vitalfew.draft.program import ALWAYS, Infeasible, Program
from vitalfew.draft.select import model_of, select

TOP = [entry.id for entry in catalogue().entries if entry.tier == 1 and entry.serves("software-subscription")]
SEVEN = [pattern.id for pattern in catalogue().aims("software-subscription")][:7]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (
            {"policy": {"tier-1": {"max": 3}, "per-perspective": {"min": 1}}},
            {"each of the 4 perspectives has a KPI in tier 1", "tier 1 holds 3 KPIs"},
        ),
        ({"pinned": tuple(TOP[:8])}, {f"`{id_}` is pinned" for id_ in TOP[:8]} | {"tier 1 holds at most 7 KPIs"}),
        ({"pinned": (TOP[0],), "excluded": (TOP[0],)}, {f"`{TOP[0]}` is pinned", f"`{TOP[0]}` is excluded"}),
        ({"pinned": ("nonsense",)}, {"`nonsense` is pinned, which the catalogue does not have"}),
        (
            {"policy": {"in-all": {"min": 5, "max": 20}}},
            {
                "tier 1 holds at least 3 KPIs",
                "each department has at least 5 KPIs",
                "the framework has at most 20 KPIs in all",
            },
        ),
    ],
    ids=["perspectives", "pinned-too-many", "pinned-and-excluded", "unknown", "in-all"],
)
def test_a_conflict_names_the_rules_and_needs_each(asked: dict[str, Any], named: set[str]) -> None:
    candidates = candidates_of(**asked)
    with pytest.raises(Infeasible) as raised:
        select(candidates)
    conflict = raised.value.conflict
    assert set(conflict) == named
    assert all(rule in str(raised.value) for rule in named)
    program = model_of(candidates).program
    assert not program.can_hold(conflict)
    for rule in conflict:
        assert program.can_hold([each for each in conflict if each != rule]), rule


def test_more_goals_than_objectives_name_the_goals() -> None:
    with pytest.raises(Infeasible) as raised:
        select(candidates_of(tuple(SEVEN)))
    assert "the framework has at most 5 objectives" in raised.value.conflict
    assert sum("is answered" in rule for rule in raised.value.conflict) == 6
    assert raised.value.help.startswith("the goals come to 7 objectives where 5 may be")


def test_presets_that_would_hold_more_goals_are_named_where_they_do() -> None:
    aims = catalogue().aims("software-subscription")
    lenses = dict.fromkeys(pattern.perspective for pattern in aims)
    two = [pattern.id for lens in lenses for pattern in [each for each in aims if each.perspective == lens][:2]]
    with pytest.raises(Infeasible) as raised:
        select(candidates_of(tuple(two)))
    assert "take the preset `balanced-scorecard` (up to 12)" in raised.value.help


def test_what_choices_mean_is_never_named() -> None:
    program = Program()
    one, other = program.choice("one"), program.choice("other")
    program.bound({one: 1.0, other: -1.0}, ALWAYS, 0, 0)
    program.bound({one: 1.0}, "one is taken", low=1)
    program.bound({other: 1.0}, "the other is not", high=0)
    assert program.solve() is None
    assert program.conflict() == ("one is taken", "the other is not")


def test_equal_choices_are_settled_by_their_order() -> None:
    program = Program()
    places = [program.choice(name, worth=1.0) for name in "abc"]
    program.bound(dict.fromkeys(places, 1.0), "only one", high=1)
    solution = program.solve()
    assert solution is not None
    assert solution.taken == {places[0]}
