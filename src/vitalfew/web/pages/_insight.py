"""What the pages of insight share: the line of sight, the links and the leads, each found once for all who see the same."""

from __future__ import annotations

from vitalfew.insight.estimate import Estimate, estimates
from vitalfew.insight.lead import Lead, leads
from vitalfew.insight.sight import Sight
from vitalfew.insight.whole import sight_of
from vitalfew.store.leaves import leaves_of
from vitalfew.web.visit import Visit
from vitalfew.workspace import STORE


def sight(visit: Visit) -> Sight | None:
    """Give the line of sight by what the visitor may see; None where nothing is measured."""
    return visit.once("sight", lambda: _sight(visit)) if visit.workspace.is_measured else None


def _sight(visit: Visit) -> Sight:
    workspace = visit.workspace
    leaves = leaves_of(workspace.root / STORE, workspace.unseen)
    return sight_of(visit.framework, workspace.lines, visit.observed, visit.scorecard, leaves)


def links(visit: Visit) -> tuple[Estimate, ...]:
    """Give what the data say of every declared link; none where nothing is measured."""
    return visit.once("links", lambda: estimates(visit.framework, visit.observed)) if visit.workspace.is_measured else ()


def leading(visit: Visit) -> tuple[Lead, ...]:
    """Give whether each leading KPI leads what it is said to lead; none where nothing is measured."""
    return visit.once("leads", lambda: leads(visit.framework, visit.observed)) if visit.workspace.is_measured else ()
