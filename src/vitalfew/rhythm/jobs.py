"""What the clock does by itself, as a table: each job, when it is due, and its steps.

A step takes a desk and, where its job judges first, the scorecard. It does the same at the same moment however often it is
taken, and no harm when it is taken late. What a job reads or measures before its transaction may be done again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from vitalfew.measure.run import Measured
from vitalfew.model.verdict import Scorecard
from vitalfew.rhythm.actions import remind_actions
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.timetable import Every, Opening, Timetable, is_business_day
from vitalfew.store.slots import forget

HOUR = timedelta(hours=1)
KEPT = timedelta(days=100)
"""For how long slots that have ended are kept."""


class View(Protocol):
    """The live framework with its data, on a day."""

    def measure(self) -> Measured:
        """Measure all KPIs and keep what is new."""

    def judged(self) -> Scorecard:
        """Judge what was measured last, for nobody's eyes."""


class Rooms(Protocol):
    """What the clock works with; a workspace is one."""

    def reading(self, *, by: str = "") -> AbstractContextManager[Desk]:
        """Look at what was decided."""

    def writing(self, *, by: str) -> AbstractContextManager[Desk]:
        """Take one step that happens whole or not at all."""

    def governed(self, today: date | None = None) -> View:
        """Give what is live, on a day."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a job has seen or done before its transaction: the scorecard, and what is to be said of it."""

    scorecard: Scorecard | None = None
    said: str = ""


Look = Callable[[View], Before]
Step = Callable[[Desk, Before], str]
"""Does something on a desk, and says what in a few words; nothing where there was nothing to do."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is due again and again; `after` is the job of the same timetable whose slot must have ended first."""

    name: str
    what: str
    when: Timetable
    steps: tuple[Step, ...] = ()
    before: Look | None = None
    after: str | None = None


def counted(number: int, what: str, several: str = "") -> str:
    """Say how many there were; nothing where there were none."""
    return f"{number:,} {what if number == 1 else several or what + 's'}" if number else ""


def measured(view: View) -> Before:
    """Measure, and say what was new and what failed."""
    found = view.measure()
    errors = sum(finding.severity == "error" for finding in found.findings)
    parts = (f"{found.recorded.new:,} new or changed", counted(errors, "error"))
    return Before(said=", ".join(filter(None, parts)))


def judged(view: View) -> Before:
    """Judge."""
    return Before(view.judged())


def _actions(desk: Desk, _: Before) -> str:
    return counted(remind_actions(desk), "reminder")


def _forget(desk: Desk, _: Before) -> str:
    return counted(forget(desk.transaction, before=desk.at - KEPT), "old slot")


DAILY, WORKDAY = Opening(HOUR), Opening(counts=is_business_day)
JOBS = (
    Job("measure", "measures all KPIs", DAILY, before=measured),
    Job("actions", "reminds of actions before and after they are due", Every(60), (_actions,)),
    Job("tidy", "forgets slots that ended long ago", DAILY, (_forget,)),
)
"""In the order in which one worker comes to them."""
