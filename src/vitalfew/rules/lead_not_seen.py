"""A KPI that is said to drive another, and the other does not follow."""

from __future__ import annotations

from itertools import pairwise
from math import copysign, fsum, sqrt

from vitalfew.base.period import Calendar
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.evidence import Series
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Drive, Lag
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.past import YEAR, Past

ENOUGH = 80
"""With fewer pairs a lead of middling strength (r = 0.35) would be missed more often than one time in ten."""
CHANCE = 1.96


@rule(
    "EVD006",
    severity="info",
    requirements=("MON-5", "AUD-6"),
    help="ask what makes them move together; else drop the link, or declare another lag",
)
def check(framework: Framework, evidence: Past) -> Flags:
    calendar = framework.calendar.calendar
    for kpi, series in evidence.kpis:
        for place, drive in enumerate(kpi.drives):
            driven = evidence.series.get(drive.kpi)
            if kpi.timing != "leading" or driven is None or driven.grain != series.grain or drive.evidence == "identity":
                continue
            best, pairs = strongest(calendar, series, driven, drive)
            if pairs >= ENOUGH and best < CHANCE / sqrt(pairs):
                said = say(
                    "KPI `{kpi}` is to lead KPI `{kpi_2}`; in {pairs} that does not show (r = {best:.2f})",
                    kpi=kpi.id,
                    kpi_2=drive.kpi,
                    pairs=count_of(pairs, kpi.grain),
                    best=best,
                )
                yield kpi.ref, f"drives.{place}.kpi", said


def strongest(calendar: Calendar, series: Series, driven: Series, drive: Drive) -> tuple[float, int]:
    """Give the largest correlation of changes at the lags about the declared one, in the declared sign, and the fewest pairs.

    Changes from period to period are compared, so that two that merely grow together show nothing.
    """
    one, other = _changes(calendar, series), _changes(calendar, driven)
    claimed = drive.elasticity if drive.elasticity is not None else drive.effect
    best, fewest = -1.0, 0
    for lag in _lags(series, drive.after):
        pairs = [(change, other[at + lag]) for at, change in one.items() if at + lag in other]
        if len(pairs) < ENOUGH:
            return 0.0, len(pairs)
        r = _correlation(pairs)
        best = max(best, abs(r) if not claimed else copysign(1.0, claimed) * r)
        fewest = min(fewest or len(pairs), len(pairs))
    return best, fewest


def _correlation(pairs: list[tuple[float, float]]) -> float:
    """Give Pearson's r; 0 where one of them never changes."""
    middle, other_middle = (fsum(side) / len(pairs) for side in zip(*pairs, strict=True))
    moves = [(one - middle, other - other_middle) for one, other in pairs]
    spread = fsum(one * one for one, _ in moves) * fsum(other * other for _, other in moves)
    return fsum(one * other for one, other in moves) / sqrt(spread) if spread else 0.0


def _changes(calendar: Calendar, series: Series) -> dict[int, float]:
    """Give the change into each period whose value and the one before are known, by the number of the period."""
    first = calendar.period(series.grain, series.points[0].day).number
    return {
        first + place: point.value - before.value
        for place, (before, point) in enumerate(pairwise(series.points), 1)
        if before.value is not None and point.value is not None
    }


def _lags(series: Series, after: Lag | None) -> range:
    """Give the lags to look at, in periods: about the declared ones, else up to a quarter of a year."""
    if after is None:
        return range(max(1, YEAR[series.grain] // 4) + 1)
    least, most = map(round, after.periods(series.grain))
    slack = max(1, round(most / 4))
    return range(max(0, least - slack), most + slack + 1)
