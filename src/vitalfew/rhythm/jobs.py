"""What the clock does by itself, as a table: each job, when it is due, and its steps.

A step takes a desk and, where its job judges first, the scorecard. It does the same at the same moment however often it is
taken, and no harm when it is taken late. What a job reads or measures before its transaction may be done again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from vitalfew.measure.run import Measured
from vitalfew.model.entry import Entry
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import Scorecard
from vitalfew.rhythm.absence import turn_absences
from vitalfew.rhythm.actions import remind_actions
from vitalfew.rhythm.calibration import open_calibrations
from vitalfew.rhythm.climb import climb
from vitalfew.rhythm.cycle import turn_reviews
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.digest import send_digests
from vitalfew.rhythm.duty import entered
from vitalfew.rhythm.leavers import tell_of_leavers
from vitalfew.rhythm.phantom import escalate_phantoms, phantoms
from vitalfew.rhythm.proposals import remind_proposals
from vitalfew.rhythm.publishing import Rendered
from vitalfew.rhythm.reviews import MACHINE as REVIEW
from vitalfew.rhythm.sweep import sweep
from vitalfew.rhythm.timetable import Every, Opening, Timetable, is_business_day
from vitalfew.store.matters import find_matters
from vitalfew.store.slots import forget

HOUR = timedelta(hours=1)
KEPT = timedelta(days=100)
"""For how long slots that have ended are kept."""


class View(Protocol):
    """The live framework with its data, on a day."""

    @property
    def framework(self) -> Framework:
        """The framework."""

    @property
    def root(self) -> Path:
        """The folder that the data is in."""

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
    """What a job has seen or done before its transaction: the scorecard, what people entered, and what is to be said of it.

    `made` are documents that are to be published, and `folder` where they are put too.
    """

    scorecard: Scorecard | None = None
    said: str = ""
    entries: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    made: Rendered | None = None
    folder: Path | None = None

    @property
    def judged(self) -> Scorecard:
        """The scorecard of a job that judges whenever it is due."""
        if self.scorecard is None:
            msg = "this job has not judged"
            raise ValueError(msg)
        return self.scorecard


Look = Callable[[View], Before]
Step = Callable[[Desk, Before], str]
"""Does something on a desk, and says what in a few words; nothing where there was nothing to do."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is due again and again.

    `before` is looked at only where `needed` says so. `after` is the job of the same timetable whose slot must have ended first.
    """

    name: str
    what: str
    when: Timetable
    steps: tuple[Step, ...] = ()
    before: Look | None = None
    needed: Callable[[Desk], bool] | None = None
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


def gathered(view: View) -> Before:
    """Read what people entered."""
    return Before(entries=entered(view.framework, view.root))


def _sweep(desk: Desk, before: Before) -> str:
    swept = sweep(desk, before.judged)
    told = ("opened", "reopened", "worse", "recovered", "ended", "withdrawn", "watched", "faded")
    return ", ".join(f"{len(ids):,} {name}" for name in told if (ids := getattr(swept, name)))


def _climb(desk: Desk, _: Before) -> str:
    climbed = climb(desk).as_json()
    return ", ".join(f"{len(ids):,} {name}" for name, ids in climbed.items() if isinstance(ids, list) and ids)


def _turn(desk: Desk, before: Before) -> str:
    """Turn the reviews, where the figures were looked at: something was due, or it is the day's turn."""
    if before.scorecard is None:
        return ""
    turned = turn_reviews(desk, before.scorecard)
    done: dict[str, Sequence[object]] = {
        "planned": turned.planned.made,
        "changed": turned.planned.changed,
        "cancelled": turned.planned.cancelled,
    }
    done |= {name: getattr(turned, name) for name in ("opened", "locked", "missed", "restated")}
    told = [f"{len(each):,} {name}" for name, each in done.items() if each]
    return ", ".join([*told, *filter(None, [counted(turned.told, "notice")])])


def _is_review_due(desk: Desk) -> bool:
    return bool(find_matters(desk.transaction, REVIEW.kind, states=REVIEW.alive, due=desk.at))


def _actions(desk: Desk, _: Before) -> str:
    return counted(remind_actions(desk), "reminder")


def _proposals(desk: Desk, _: Before) -> str:
    return counted(len(remind_proposals(desk)), "reminder")


def _people(desk: Desk, before: Before) -> str:
    ended = counted(len(turn_absences(desk)), "absence over", "absences over")
    told = counted(tell_of_leavers(desk), "notice of who left", "notices of who left")
    absent = escalate_phantoms(desk, phantoms(desk, before.entries))
    return ", ".join(filter(None, [ended, told, counted(len(absent), "owner who takes no part", "owners who take no part")]))


def _digest(desk: Desk, before: Before) -> str:
    return counted(send_digests(desk, before.judged), "digest")


def _calibrations(desk: Desk, _: Before) -> str:
    return counted(len(open_calibrations(desk)), "calibration opened", "calibrations opened")


def _forget(desk: Desk, _: Before) -> str:
    return counted(forget(desk.transaction, before=desk.at - KEPT), "old slot")


QUARTER, HOURLY, DAILY, WORKDAY = Every(15), Every(60), Opening(HOUR), Opening(counts=is_business_day)
JOBS = (
    Job("measure", "measures all KPIs", DAILY, before=measured),
    Job("judge", "judges them, opens and ends escalations, turns reviews", DAILY, (_sweep, _turn), judged, after="measure"),
    Job("escalations", "lets escalations climb, wakes them, reminds", QUARTER, (_climb,)),
    Job("reviews", "opens reviews, reminds, locks them and freezes their packs", QUARTER, (_turn,), judged, _is_review_due),
    Job("actions", "reminds of actions before and after they are due", HOURLY, (_actions,)),
    Job("proposals", "asks again those who let a proposal wait", HOURLY, (_proposals,)),
    Job(
        "people",
        "ends absences, tells of who left, and of who answers for something and takes no part",
        DAILY,
        (_people,),
        gathered,
    ),
    Job("calibration", "opens the calibration that is due", DAILY, (_calibrations,)),
    Job("digest", "writes to each person what waits for them", WORKDAY, (_digest,), judged),
    Job("tidy", "forgets slots that ended long ago", DAILY, (_forget,)),
)
"""In the order in which one worker comes to them."""
