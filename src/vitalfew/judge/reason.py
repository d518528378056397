"""Why a verdict is what it is, in short sentences, the worst first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vitalfew.base.finding import Finding
from vitalfew.base.period import Calendar, Period
from vitalfew.base.quantity import MISSING, format_value
from vitalfew.judge.parameter import sense
from vitalfew.judge.row import Row
from vitalfew.model.kpi import Kpi


class Case(NamedTuple):
    """What the sentences speak of; `failure` is the finding that says why the KPI was not measured."""

    kpi: Kpi
    row: Row
    period: Period | None
    calendar: Calendar
    failure: Finding | None

    def words(self, value: float | None) -> str:
        """Write a value in the KPI's unit."""
        return format_value(value, self.kpi.unit, self.kpi.decimals)

    @property
    def label(self) -> str:
        """The judged period's name."""
        return self.calendar.label(self.period) if self.period else ""


def reasons(case: Case) -> tuple[str, ...]:
    """Give the sentences; at least one for whatever is not green."""
    return (*_absence(case), *_standing(case), *_notes(case))


def missing_word(case: Case) -> str | None:
    """Give the word of `MISSING` that says why there is no value; None where there is one."""
    if case.row.value is not None:
        return None
    if case.row.point is not None:
        return "partial"
    if case.failure:
        return "source-failed" if case.failure.ref.kind == "source" else "measure-failed"
    if case.row.newest_missing:
        return case.row.newest_missing
    if case.row.current is not None:
        return "partial"
    return "not-measured" if case.kpi.formula else "no-formula"


def _absence(case: Case) -> Iterator[str]:
    row = case.row
    if case.kpi.lifecycle == "draft":
        yield "a draft, not yet live"
    if row.state == "paused":
        yield "paused"
    if row.state == "stale":
        due = case.calendar.label(case.calendar.numbered(case.kpi.grain, row.due))
        colour = "red, stale" if row.last_status == "red" else "stale"  # a stale green is never shown as green
        yield f"{colour}: no value for {due} ({MISSING[row.due_missing or 'not-measured']}), the last one is of {case.label}"
    if case.failure:
        yield case.failure.message
    elif row.value is None and row.point is None:
        yield MISSING[missing_word(case) or "not-measured"]
    if row.value is None and row.point is not None:
        yield f"the fiscal year to {case.label} holds a period without a value"


def _standing(case: Case) -> Iterator[str]:
    """Where the value lies against threshold and target."""
    row, target = case.row, case.kpi.target
    colour = row.status or row.last_status
    if colour is None or target is None or row.value is None:
        return
    if target.within:
        yield _in_band(case, colour, row.value, target.within)
        return
    side = "below" if sense(case.kpi) == 1 else "above"
    yield {
        "red": f"{side} the threshold {case.words(row.threshold)} in {case.label}",
        "amber": f"{side} the target {case.words(row.target)} in {case.label}",
        "green": f"at the target {case.words(row.target)} or better in {case.label}",
    }[colour]


def _in_band(case: Case, colour: str, value: float, band: tuple[float, float]) -> str:
    low, high = band
    if colour == "green":
        return f"between {case.words(low)} and {case.words(high)} in {case.label}"
    side, end = ("below", 0) if value < low else ("above", 1)
    if colour == "red" and isinstance(case.kpi.threshold, tuple):
        return f"{side} the threshold {case.words(case.kpi.threshold[end])} in {case.label}"
    return f"{side} the band's end {case.words(band[end])} in {case.label}"


def _notes(case: Case) -> Iterator[str]:
    row, target = case.row, case.kpi.target
    if row.value is None or case.period is None:
        return
    if target is None:
        yield "no target is set"
        return
    if row.target is None and not target.within:
        yield _no_aim(case)
        return
    if target.by and case.period.last_day > target.by:
        yield f"the target date {target.by} has passed"
    if target.applies_to == "to-date":
        yield "judged on the fiscal year to date"
    if row.score is None and row.state == "ok":
        yield _no_score(case)


def _no_aim(case: Case) -> str:
    if case.kpi.target and case.kpi.target.values:
        return f"the table of target values says nothing for {case.label}"
    return f"the year before {case.label} has no value to serve as target"


def _no_score(case: Case) -> str:
    band = case.kpi.target is not None and case.kpi.target.within is not None
    if case.kpi.threshold is None:
        return "no threshold is set, so nothing is red and there is no score"
    if band != isinstance(case.kpi.threshold, tuple):
        return "the threshold is no pair, so there is no score" if band else "the threshold is a pair, so there is no score"
    return "the threshold is not worse than the target, so there is no score"
