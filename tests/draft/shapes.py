"""Candidates for the tests of choosing: scored by words alone, and each goal says which pattern it means."""

from vitalfew.draft.brief import Brief
from vitalfew.draft.choice import Candidates
from vitalfew.draft.context import context_of
from vitalfew.draft.gather import gather
from vitalfew.text.engine import engine

BRIEF = {"name": "Harbour", "industry": "software subscription", "size": 120, "preset": "executive"}
GOALS = ("revenue-grows", "customers-stay", "unit-cost-falls")


def candidates_of(goals: tuple[str, ...] = GOALS, **asked: object) -> Candidates:
    """Gather candidates whose goals mean these patterns."""
    brief = Brief.model_validate(BRIEF | {"goals": goals, "meant": {goal: goal for goal in goals}} | asked)
    return gather(context_of(brief), engine("lexical"))
