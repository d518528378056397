"""The whole line of sight of a framework, from its newest observations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from vitalfew.insight.edge import edges, today_of
from vitalfew.insight.estimate import estimates
from vitalfew.insight.sight import Sight
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.leaves import Leaves
from vitalfew.model.verdict import Scorecard

if TYPE_CHECKING:
    import pyarrow as pa


Held = Mapping[str, Leaves]


def sight_of(framework: Framework, lines: Lines, latest: pa.Table, scorecard: Scorecard, leaves: Held | None = None) -> Sight:
    """Give the line of sight: what is known from `latest` (`Observations.latest`), against the targets of a scorecard.

    Whoever may not see a KPI's figures is given tables without them: such a KPI has no value here.
    A target that counts several periods together is none for the value of one.
    `leaves` are what formulas were computed from (`store.leaves.leaves_of`); without them a formula of measures has few numbers.
    """
    today = today_of(framework, latest, leaves)
    summed = {kpi.id for kpi in framework.kpis if kpi.target and kpi.target.applies_to == "to-date"}
    targets = {
        each.ref.id: each.target
        for each in scorecard.verdicts
        if isinstance(each.target, float | int) and each.ref.id not in summed
    }
    return Sight(framework, today, edges(framework, today, estimates(framework, latest)), targets, lines)
