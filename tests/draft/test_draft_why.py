"""Why something was chosen or not: what speaks for it, and what it would cost or break to have it otherwise."""

import pytest
from tests.draft.shapes import GOALS, candidates_of

from vitalfew.base.errors import UnknownName
from vitalfew.base.ref import Ref
from vitalfew.draft.choice import Selection
from vitalfew.draft.select import select
from vitalfew.draft.why import why


@pytest.fixture(scope="module")
def selection() -> Selection:
    return select(candidates_of(preset="small-business"))


def test_a_goals_objective_cannot_be_left_out(selection: Selection) -> None:
    told = why(selection, Ref("objective", GOALS[0]))
    assert told.chosen
    assert "it answers the goal “revenue-grows”" in told.reasons
    assert any("the goal “revenue-grows” is answered" in each for each in told.reasons if "could not hold" in each)


def test_a_chosen_kpi_tells_its_objective_and_what_would_take_its_place(selection: Selection) -> None:
    placed = selection.kpis[0]
    told = why(selection, Ref("kpi", placed.entry.id))
    assert told.chosen
    assert any("with a relevance of" in each for each in told.reasons)
    assert any("without it" in each for each in told.reasons)


def test_a_rejected_kpi_tells_what_it_would_cost(selection: Selection) -> None:
    chosen = {each.entry.id for each in selection.kpis}
    listed = next(id_ for each in selection.objectives for id_ in each.pattern.kpis if id_ not in chosen)
    told = why(selection, Ref("kpi", listed))
    assert not told.chosen
    assert "with it" in told.reasons[-1]


def test_what_nobody_knows_is_no_question(selection: Selection) -> None:
    with pytest.raises(UnknownName):
        why(selection, Ref("kpi", "nonsense"))
