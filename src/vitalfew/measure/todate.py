"""Week, month, quarter and year to date with the same stretch of the year before, and trailing weeks and months, from the rows.

The stretch of the year before goes as far as today's: to the same date for months, quarters and years, as many days into
the week or into a year of weeks. A stretch that is whole stands beside the whole one.
All stretches are windows of one query, so that ratios and distinct counts are computed anew in each and never added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from vitalfew.base.finding import Finding
from vitalfew.base.period import GRAINS, Calendar, Grain, Period, same_day_before
from vitalfew.measure.compute import PERCENT, Computer, Result
from vitalfew.measure.failure import worded
from vitalfew.measure.gather import Bench, gather
from vitalfew.measure.plan import COLLAPSING, plan
from vitalfew.measure.run import zone_of
from vitalfew.measure.series import REASONS, Collapse, Series, collapsed
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.todate import Compared, Stretch, ToDate

TRAILING: dict[Grain, int] = {"week": 6, "month": 12}
BOXES: tuple[Grain, ...] = ("week", "month", "quarter", "year")
WHOLE = 1 - 1e-12
Window = tuple[date, date]


@dataclass(frozen=True)
class Pair:
    """Where the two windows of a comparison stand among all, and what it is called."""

    grain: Grain
    label: str
    is_box: bool
    now: int
    prior: int


@dataclass
class Windows:
    """All windows to be measured, each once, and the comparisons made of them.

    `inner` are the periods of a grain in a window, cut to it, and whether each is whole.
    """

    calendar: Calendar
    as_of: date
    place: dict[Window, int] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    inner: dict[tuple[Grain, int], list[tuple[int, bool]]] = field(default_factory=dict)

    def add(self, start: date, end: date) -> int:
        """Give the place of a window."""
        return self.place.setdefault((start, end), len(self.place))

    def compare(self, grain: Grain, period: Period, *, is_box: bool) -> None:
        """Add a period, cut after `as_of`, and the stretch of the year before."""
        end = min(period.end, self.as_of + timedelta(days=1))
        prior = self.calendar.prior_year(period)
        now = self.add(period.start, end)
        before = self.add(prior.start, _cut(self.calendar, period, prior, end))
        self.pairs.append(Pair(grain, self.calendar.label(period), is_box, now, before))

    def split(self, grain: Grain) -> None:
        """Add the periods of a grain inside each window, for KPIs whose longer periods come of their own ones."""
        for (start, end), place in [*self.place.items()]:
            periods = [*self.calendar.between(grain, start, end - timedelta(days=1))]
            cuts = [(max(each.start, start), min(each.end, end)) for each in periods]
            wholes = [cut == each[2:] for cut, each in zip(cuts, periods, strict=True)]
            self.inner[grain, place] = [(self.add(*cut), whole) for cut, whole in zip(cuts, wholes, strict=True)]


def _cut(calendar: Calendar, period: Period, prior: Period, end: date) -> date:
    """Say where the stretch of the year before ends."""
    if end == period.end:
        return prior.end
    if period.grain in {"day", "week"} or calendar.weeks:
        return min(prior.end, prior.start + (end - period.start))
    return min(prior.end, same_day_before(end - timedelta(days=1)) + timedelta(days=1))


def windows_of(calendar: Calendar, as_of: date) -> Windows:
    """Lay out the boxes as of a day, and the weeks and months that are over by then."""
    found = Windows(calendar, as_of)
    for grain in BOXES:
        found.compare(grain, calendar.period(grain, as_of), is_box=True)
    for grain, count in TRAILING.items():
        after = calendar.period(grain, as_of + timedelta(days=1))
        for back in range(-count, 0):
            found.compare(grain, calendar.shift(after, back), is_box=False)
    return found


@dataclass
class WindowComputer(Computer):
    """Computes KPIs over windows in the place of periods; all of them go under the grain of a day."""

    windows: Windows = field(kw_only=True)

    def _own(self, kpi: Kpi, grain: Grain, slice_: str) -> Result:
        """Compute a KPI over all windows."""
        found = self._computed(kpi, grain, slice_)
        return Result(self._brought(kpi, found.series)) if kpi.over_time in COLLAPSING else found

    def _brought(self, kpi: Kpi, series: Series) -> Series:
        """Bring the values of a KPI's own periods to the windows that hold several of them."""
        how: Collapse = kpi.over_time  # type: ignore[assignment]  # COLLAPSING lets only these pass
        value, reason = series.value.copy(), series.reason.copy()
        for (grain, place), inner in self.windows.inner.items():
            if grain != kpi.grain or len(inner) < 2:
                continue
            at, whole = np.array(inner).T
            own = Series(0, series.value[at], series.reason[at], series.complete[at] & whole.astype(np.bool_), series.share[at])
            one = collapsed(own, how, 0, np.array([0, len(inner)]), np.array([True]))
            value[place], reason[place] = one.value[0], one.reason[0]
        return Series(0, value, reason, series.complete, series.share)


@dataclass(frozen=True)
class Boxes:
    """KPIs to date as of a day, included, and what could not be measured."""

    as_of: date
    kpis: tuple[ToDate, ...]
    findings: tuple[Finding, ...]


def to_date(framework: Framework, root: Path, *, as_of: date, kpis: Sequence[str] = ()) -> Boxes:
    """Measure the named KPIs, or all that are not retired, to date; as of a day, included. What failed comes as findings."""
    made = plan(framework, kpis)
    windows = windows_of(framework.calendar.calendar, as_of)
    for grain in sorted({kpi.grain for kpi in framework.current_kpis if kpi.over_time in COLLAPSING}, key=GRAINS.index):
        windows.split(grain)
    today = as_of + timedelta(days=1)
    gathered = gather(Bench(made, root, today, zone_of(framework), _silent, tuple(windows.place)))
    computer = WindowComputer(made, gathered, today, span=(0, len(windows.place)), windows=windows)
    measured = [kpi for kpi in made.wanted if not made.measures_of(kpi.id) & gathered.failed]
    findings = (*made.findings, *(worded(each, []) for each in gathered.failures))
    return Boxes(as_of, tuple(_told(computer, kpi) for kpi in measured), findings)


def _silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


def _told(computer: WindowComputer, kpi: Kpi) -> ToDate:
    windows = computer.windows
    series = computer.result(kpi, "day").series
    stretches = [_stretch(series, place, window) for place, window in enumerate(windows.place)]
    pairs = [each for each in windows.pairs if GRAINS.index(each.grain) >= GRAINS.index(kpi.grain)]

    def compared(*, is_box: bool, grains: Sequence[Grain] = BOXES) -> Iterator[Compared]:
        for pair in pairs:
            if pair.is_box == is_box and pair.grain in grains:
                yield _compared(kpi, pair, stretches[pair.now], stretches[pair.prior])

    weeks, months = (tuple(compared(is_box=False, grains=(grain,))) for grain in TRAILING)
    return ToDate(kpi.id, windows.as_of, tuple(compared(is_box=True)), weeks, months)


def _stretch(series: Series, place: int, window: Window) -> Stretch:
    missing = REASONS[series.reason[place]]
    return Stretch(*window, None if missing else float(series.value[place]), missing, float(series.share[place]))


def _compared(kpi: Kpi, pair: Pair, now: Stretch, prior: Stretch) -> Compared:
    missing = now.missing or prior.missing or ("partial" if min(now.share, prior.share) < WHOLE else None)
    if missing or now.value is None or prior.value is None:
        return Compared(pair.grain, pair.label, now, prior, None, None, missing)
    change = now.value - prior.value
    relative = change / prior.value if prior.value > 0 and kpi.unit != PERCENT else None
    return Compared(pair.grain, pair.label, now, prior, change, relative, None)
