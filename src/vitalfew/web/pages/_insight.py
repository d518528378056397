"""What the pages of insight share: what is known by what the visitor may see, each found once for all who see the same."""

from __future__ import annotations

from vitalfew.api.known import conflicting, leading, links, moved, sight, taking, told
from vitalfew.web.visit import Visit

__all__ = ["conflicting", "is_quick", "leading", "links", "moved", "sight", "taking", "told"]
FEW = 300
"""Declared links up to which a page that is about something else looks at all of them."""


def is_quick(visit: Visit) -> bool:
    """Tell whether so little is declared that a page about something else may tell of it."""
    return sum(len(each.drives) for each in visit.framework.current_kpis) <= FEW
