"""Core KPIs that come and go: a sign that the strategy is unstable (RHY-5).

Core are the KPIs of tier 1 that are no operational metrics. Churn of a stretch is the share, among those that were core at its
begin or are at its end, of those that are not both. A KPI that got another id counts as one that went and one that came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vitalfew.base.ref import Ref
from vitalfew.insight.maturity import top
from vitalfew.model.framework import Framework
from vitalfew.rhythm.course import Live
from vitalfew.rhythm.lesson import Known, Lesson

QUARTER = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class Churn:
    """The core KPIs that came and went in a stretch of days `[since, until)`."""

    since: date
    until: date
    came: tuple[str, ...]
    went: tuple[str, ...]
    stayed: int

    @property
    def share(self) -> float:
        """The share of those that came or went."""
        moved = len(self.came) + len(self.went)
        return moved / (moved + self.stayed) if moved else 0.0


def churn(told: Sequence[Live], since: date, until: date) -> Churn:
    """Compare the framework of one day with that of another; `told` are those that were live, oldest first."""
    before, after = ({kpi.id for kpi in top(at(told, day))} for day in (since, until))
    return Churn(since, until, tuple(sorted(after - before)), tuple(sorted(before - after)), len(after & before))


def at(told: Sequence[Live], day: date) -> Framework:
    """Give the framework that was live at the end of a day; the first where none was yet."""
    live = [each for each in told if each.since <= day]
    return (live or told[:1])[-1].framework


def quarters(told: Sequence[Live], since: date, until: date) -> tuple[Churn, ...]:
    """Give the churn of each whole quarter back from a day, oldest first; what is left over at the begin is not judged."""
    found: list[Churn] = []
    while until - QUARTER >= since:
        found.insert(0, churn(told, until - QUARTER, until))
        until -= QUARTER
    return tuple(found)


def unstable(told: Sequence[Live], since: date, until: date) -> Iterator[Lesson]:
    """Tell where more core KPIs came and went in the last quarter than policy allows, or one in every quarter of a year."""
    last = churn(told, max(until - QUARTER, since), until)
    year = quarters(told, since, until)[-4:]
    always = len(year) == 4 and all(each.share for each in year)
    most = told[-1].framework.policy_number("changed-share")
    if 100 * last.share <= most and not always:
        return
    moved = len(last.came) + len(last.went)
    text = f"{moved} of {moved + last.stayed} core KPIs came or went since {last.since}"
    text += ", and some did in each of the last four quarters" if always else ""
    evidence: dict[str, Known] = {
        "came": ", ".join(last.came),
        "went": ", ".join(last.went),
        "stayed": last.stayed,
        "share": round(last.share, 3),
    }
    yield Lesson(
        "churn",
        Ref("strategy", "main"),
        text,
        f"tier-1 KPIs of the revisions live on both days, against policy `changed-share` ({most:g} %)",
        "core KPIs are to stand two or three years: ask whether the strategy itself is settled before measuring it anew",
        ("RHY-5",),
        evidence,
    )
