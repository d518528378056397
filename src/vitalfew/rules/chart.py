"""The strategy map as rules read it: which way cause and effect runs (STR-5); shared, no rule itself.

The order of perspectives is known for the four of the balanced scorecard only; a framework that sorts by others has none.
"""

from __future__ import annotations

from vitalfew.model.framework import Framework
from vitalfew.model.strategy import Objective

ORDER = {"learning-and-growth": 0, "internal-process": 1, "customer": 2, "financial": 3}
"""Learning and growth carries process, process carries customers, customers carry finance (Kaplan and Norton, 1996)."""


def is_drawn(framework: Framework) -> bool:
    """Tell whether any objective is said to carry another."""
    return any(objective.drives or objective.supports for objective in framework.objectives)


def height(objective: Objective) -> int | None:
    """Give how far up an objective stands; None where its perspective has no place in the order."""
    return ORDER.get(objective.perspective or "")


def dead_ends(framework: Framework) -> list[Objective]:
    """Give the objectives below the highest perspective in use that carry none."""
    heights = [found for each in framework.objectives if (found := height(each)) is not None]
    top = max(heights, default=0)
    return [
        each
        for each in framework.objectives
        if not (each.drives or each.supports) and (found := height(each)) is not None and found < top
    ]


def carried(framework: Framework) -> set[str]:
    """Give the ids of the objectives that another one drives or supports."""
    return {link.id for each in framework.objectives for link in (*each.drives, *each.supports)}
