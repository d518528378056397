"""A level that jumps from one period to the next, and nothing declared tells why."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.rules.average import mean, median
from vitalfew.rules.engine import Flag, Flags, rule
from vitalfew.rules.past import YEAR, Past

WINDOW = 8
"""Periods on each side of a jump: eight on one side of the middle are Shewhart's rule for another process (Wheeler, 1993)."""
FAR = 3.0
STEADY = 4.0
"""How many times the usual move a jump is: a slope in little noise reaches three and a half."""
DAYS_NEAR = {"day": 7, "week": 21, "month": 62, "quarter": 184, "year": 366}


@rule(
    "DAT053",
    severity="warning",
    requirements=("AUD-11",),
    help="find out what changed that day; a declared change stands under `signals.segments`, a new definition needs new history",
)
def check(framework: Framework, evidence: Past) -> Flags:
    for kpi, series in evidence.kpis:
        place = last_break(series.values, YEAR[series.grain])
        if place is None:
            continue
        day = series.known[place - 1].day + timedelta(days=1)
        if not _is_declared(framework, kpi, day):
            before, after = (
                median(part) for part in (series.values[place - WINDOW : place], series.values[place : place + WINDOW])
            )
            message = say(
                "KPI `{kpi}` jumps on {day} from about {before:.4g} to about {after:.4g} and stays there",
                kpi=kpi.id,
                day=day,
                before=before,
                after=after,
            )
            yield Flag(kpi.ref, "formula", message)


def last_break(values: tuple[float, ...], year: int) -> int | None:
    """Give the place of the first value of the latest new level; None where there is none, or it comes with every year."""
    found = [place for place in range(WINDOW, len(values) - WINDOW + 1) if _jumps(values, place)]
    found = [place for place in found if not any(_alike(values, place, other) for other in _a_year_off(values, place, year))]
    return max(found, key=lambda place: abs(values[place] - values[place - 1]), default=None)


def _jumps(values: tuple[float, ...], place: int) -> bool:
    """Tell whether two flat levels that share no value meet here."""
    before, after = values[place - WINDOW : place], values[place : place + WINDOW]
    if not (max(before) < min(after) or min(before) > max(after)):
        return False
    size = abs(median(after) - median(before))
    moves = [abs(two - one) for part in (before, after) for one, two in pairwise(part)]
    half = WINDOW // 2
    drift = max(abs(median(part[half:]) - median(part[:half])) for part in (before, after))
    return size > STEADY * mean(moves) and drift < size / FAR and abs(values[place] - values[place - 1]) > size / 2


def _a_year_off(values: tuple[float, ...], place: int, year: int) -> list[int]:
    near = range(-2, 3) if year > 4 else range(1)
    off = [place + sign * year + slip for sign in (-1, 1) for slip in near]
    return [each for each in off if 0 < each < len(values)]


def _alike(values: tuple[float, ...], place: int, other: int) -> bool:
    """Tell whether the level moved about as much the same way at another place."""
    here, there = _step(values, place), _step(values, other)
    return here * there > 0 and abs(there) > abs(here) / 2


def _step(values: tuple[float, ...], place: int) -> float:
    half = WINDOW // 2
    return median(values[place : place + half]) - median(values[max(0, place - half) : place])


def _is_declared(framework: Framework, kpi: Kpi, day: date) -> bool:
    """Tell whether a new process, or an initiative that moves the KPI, is declared about that day."""
    days = [*kpi.signals.segments]
    for initiative in framework.initiatives:
        for move in initiative.moves:
            if move.kpi == kpi.id:
                days += [each for each in (initiative.starts, initiative.ends, move.from_, move.until) if each]
    return any(abs((each - day).days) <= DAYS_NEAR[kpi.grain] for each in days)
