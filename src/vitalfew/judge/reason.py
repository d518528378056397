"""Why a verdict is what it is, in short sentences, the worst first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vitalfew.base.finding import Finding
from vitalfew.base.period import Calendar, Period
from vitalfew.base.quantity import MISSING, format_value
from vitalfew.base.said import say
from vitalfew.base.word import word
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
        yield say("a draft, not yet live")
    if row.state == "paused":
        yield say("paused")
    if row.state == "stale":
        due = case.calendar.label(case.calendar.numbered(case.kpi.grain, row.due))
        facts = {"due": due, "why": MISSING[row.due_missing or "not-measured"], "last": case.label}
        if row.last_status == "red":
            yield say("red, stale: no value for {due} ({why}), the last one is of {last}", **facts)
        else:  # a stale green is never shown as green
            yield say("stale: no value for {due} ({why}), the last one is of {last}", **facts)
    if case.failure:
        yield case.failure.message
    elif row.value is None and row.point is None:
        yield MISSING[missing_word(case) or "not-measured"]
    if row.value is None and row.point is not None:
        yield say("the fiscal year to {period} holds a period without a value", period=case.label)


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
    if colour == "red":
        yield _beyond(case, side, row.threshold)
    elif colour == "amber":
        facts = {"side": word(side), "target": case.words(row.target), "period": case.label}
        yield say("{side} the target {target} in {period}", **facts)
    else:
        yield say("at the target {target} or better in {period}", target=case.words(row.target), period=case.label)


def _beyond(case: Case, side: str, threshold: float | None) -> str:
    facts = {"side": word(side), "threshold": case.words(threshold), "period": case.label}
    return say("{side} the threshold {threshold} in {period}", **facts)


def _in_band(case: Case, colour: str, value: float, band: tuple[float, float]) -> str:
    low, high = band
    if colour == "green":
        return say("between {low} and {high} in {period}", low=case.words(low), high=case.words(high), period=case.label)
    side, end = ("below", 0) if value < low else ("above", 1)
    if colour == "red" and isinstance(case.kpi.threshold, tuple):
        return _beyond(case, side, case.kpi.threshold[end])
    facts = {"side": word(side), "bound": case.words(band[end]), "period": case.label}
    return say("{side} the band's end {bound} in {period}", **facts)


def _notes(case: Case) -> Iterator[str]:
    row, target = case.row, case.kpi.target
    if row.value is None or case.period is None:
        return
    if target is None:
        yield say("no target is set")
        return
    if row.target is None and not target.within:
        yield _no_aim(case)
        return
    if target.by and case.period.last_day > target.by:
        yield say("the target date {day} has passed", day=target.by)
    if target.applies_to == "to-date":
        yield say("judged on the fiscal year to date")
    if row.score is None and row.state == "ok":
        yield _no_score(case)


def _no_aim(case: Case) -> str:
    if case.kpi.target and case.kpi.target.values:
        return say("the table of target values says nothing for {period}", period=case.label)
    return say("the year before {period} has no value to serve as target", period=case.label)


def _no_score(case: Case) -> str:
    band = case.kpi.target is not None and case.kpi.target.within is not None
    if case.kpi.threshold is None:
        return say("no threshold is set, so nothing is red and there is no score")
    if band != isinstance(case.kpi.threshold, tuple):
        return (
            say("the threshold is no pair, so there is no score")
            if band
            else say("the threshold is a pair, so there is no score")
        )
    return say("the threshold is not worse than the target, so there is no score")
