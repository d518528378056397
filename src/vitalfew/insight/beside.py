"""A leader and its follower period by period, the leader moved by its lag, so that what belongs together stands together."""

from __future__ import annotations

from dataclasses import dataclass

from vitalfew.base.period import Period
from vitalfew.insight.lead import Lead
from vitalfew.insight.observed import Observed

MOST = 60
"""How many periods are shown of a long history."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Values by period from `first` to `last`; None where there is none. Those of the leader are of `lag` periods before."""

    first: Period
    last: Period
    lag: int
    leader: tuple[float | None, ...]
    follower: tuple[float | None, ...]


def beside(observed: Observed, lead: Lead) -> Beside | None:
    """Put both beside each other, the last `MOST` periods; None where one has no two values."""
    lag = lead.lag or 0
    leader, follower = (
        {number + way: value for number, value, _ in observed.rows.get((kpi, lead.grain), ())}
        for kpi, way in ((lead.kpi, lag), (lead.drives, 0))
    )
    if min(len(leader), len(follower)) < 2:
        return None
    last = max(*leader, *follower) if lag > 0 else max(follower)
    first = max(min(*leader, *follower), last - MOST + 1)
    period = observed.calendar.numbered
    values = [tuple(each.get(number) for number in range(first, last + 1)) for each in (leader, follower)]
    return Beside(period(lead.grain, first), period(lead.grain, last), lag, values[0], values[1])
