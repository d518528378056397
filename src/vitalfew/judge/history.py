"""What the kernels over whole series say of every KPI, in arrays: status by period, limits, signals, and seasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from vitalfew.judge.series.aim import NONE, Aims, aims
from vitalfew.judge.series.limit import Limits, limits
from vitalfew.judge.series.point import Bools, Floats, Ints, Points, bools, floats, ints, points
from vitalfew.judge.series.season import SEASON, Effects, effects, seasonal
from vitalfew.judge.series.signal import RULE_SETS, Signals, signals
from vitalfew.judge.series.streak import breaks, of_last, run_length
from vitalfew.model.kpi import Kpi

NEWS = 8
FINE = 40  # binary digits of a value that a season leaves


class History(NamedTuple):
    """All points, and per point and per KPI what is said of them.

    Per point: `aims`, `limits`, `signals`, `wanted` (the sign of a good move, 0 inside a band), and the `effects` of a season
    that are taken off before limits and signals are looked for.
    Per KPI: the place of its `last` point (-1 for none), whether it is `seasonal`, and whether it is long enough to be `told`.
    """

    points: Points
    aims: Aims
    limits: Limits
    signals: Signals
    wanted: Ints
    effects: Effects
    last: Ints
    seasonal: Bools
    told: Bools

    @property
    def against(self) -> Bools:
        """Whether a point has a signal for the worse."""
        against: Bools = (self.signals.way != 0) & (self.signals.way == -self.wanted)
        return against

    @property
    def centre(self) -> Floats:
        """The centre of the limits at each point, with what the season adds there."""
        centre: Floats = self.limits.centre + self.effects.own
        return centre

    def status_run(self) -> Ints:
        """How many periods each point's status has stood."""
        status = self.aims.status
        return run_length(status != NONE, breaks(self.points) | (np.diff(status, prepend=NONE) != 0))

    def signal_run(self) -> Ints:
        """How many values each point's signal has stood, the same way."""
        way = self.signals.way.astype(np.int64)
        return run_length(way != 0, self.limits.opens | (np.diff(way, prepend=0) != 0))

    def news(self) -> Bools:
        """Whether one of the last eight periods, the longest pattern of the default rules, has a signal for the worse."""
        news: Bools = of_last(self.against, self.points, NEWS) > 0
        return news


class Terms(NamedTuple):
    """What is said of each KPI beside the table `kpi`: periods of a season (0: none), rule set; and rows and days of charts."""

    season: Ints
    rules: Ints
    charts: tuple[Ints, Ints]


def history(kpis: Sequence[Kpi], tables: Mapping[str, pa.Table]) -> History:
    """Run the kernels over the tables of `sql.schema.TABLES`, whose `kpi` holds these KPIs in this order."""
    seen = points(tables)
    season = np.array([SEASON.get(each.grain, 0) for each in kpis], dtype=np.int64)
    rules = np.array([RULE_SETS.index(each.signals.rules) for each in kpis], dtype=np.int64)
    return tell(seen, aims(seen, tables), tables["kpi"], Terms(season, rules, _charts(kpis)))


def tell(seen: Points, held: Aims, kpi: pa.Table, terms: Terms) -> History:
    """Run the kernels over the points of the KPIs in the table `kpi`, held against their aims."""
    drawn = chart(seen, terms, ~bools(kpi["to_date"])[seen.row])
    sense = ints(kpi["sense"])[seen.row]
    low, high = floats(kpi["low"])[seen.row], floats(kpi["high"])[seen.row]
    toward = (seen.value < low).astype(np.int64) - (seen.value > high)
    return History(
        seen,
        held,
        drawn.limits,
        drawn.signals,
        np.where(sense == 0, toward, sense),
        drawn.effects,
        seen.last(len(kpi)),
        drawn.seasonal,
        drawn.told,
    )


class Chart(NamedTuple):
    """Limits, signals and what the season adds, per point; and per KPI whether it is `seasonal`, and long enough to be `told`."""

    limits: Limits
    signals: Signals
    effects: Effects
    seasonal: Bools
    told: Bools


def chart(seen: Points, terms: Terms, charted: Bools) -> Chart:
    """Draw the limits of the points that are `charted`, without the season where there is one, and find the signals."""
    repeats, told = seasonal(seen, terms.season)
    found = limits(seen, terms.charts, charted)
    added = effects(seen, found.opens, np.where(repeats, terms.season, 0)[seen.row])
    level = seen._replace(value=_without(seen, added))
    if added.taken.any():
        narrow = limits(level, terms.charts, charted)
        found = narrow._replace(reach=narrow.reach * added.widen, range_limit=narrow.range_limit * added.widen)
    return Chart(found, signals(level, found, terms.rules[seen.row]), added, repeats, told)


def _without(seen: Points, added: Effects) -> Floats:
    """Take the season off, and the crumbs of rounding that differences of large values leave."""
    if not added.taken.any():
        return seen.value
    largest = np.zeros(int(seen.row[-1]) + 1)
    np.maximum.at(largest, seen.row, np.abs(seen.value))
    crumb = np.ldexp(1.0, np.frexp(largest)[1] - FINE)[seen.row]
    return np.where(added.taken, np.rint((seen.value - added.own) / crumb) * crumb, seen.value)


def _charts(kpis: Sequence[Kpi]) -> tuple[Ints, Ints]:
    """Rows and days of the declared segments."""
    pairs = [(row, day.toordinal()) for row, kpi in enumerate(kpis) for day in kpi.signals.segments]
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]
