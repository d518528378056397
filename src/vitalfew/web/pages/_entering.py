"""Values that are entered by hand: a field for the last period, a button that undoes it, and words where it turns red (MON-6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.entry import FOLDER, Entry
from vitalfew.model.kpi import Kpi
from vitalfew.model.wording import stated
from vitalfew.rhythm.atonce import home, is_said, say_at_once
from vitalfew.rhythm.desk import Desk
from vitalfew.store.entry import entered_at, is_entered, kept, record, take_back
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words that are asked for at once: the review that they are for, empty where there is none, and what it has of them."""

    review: str
    review_name: str
    analysis: str
    next_step: str
    version: str


@dataclass(frozen=True, slots=True)
class Entering:
    """What can be entered of a KPI; `period` is the one to enter a value for.

    `entered` is what the visitor said of it last, `at` the moment by which that is undone; both are empty where there is
    nothing to undo.
    """

    kpi: str
    name: str
    unit: str
    period: str
    entered: str
    at: str
    wanted: Wanted | None


def entering(desk: Desk, visit: Visit, kpi: Kpi) -> Entering | None:
    """Give what can be entered of a KPI; None where it is measured from data."""
    if not is_entered(visit.framework, kpi):
        return None
    calendar = visit.framework.calendar.calendar
    last = calendar.label(calendar.shift(calendar.period(kpi.grain, visit.scorecard.as_of), -1))
    nothing = Entering(kpi.id, kpi.title, kpi.unit or "", last, "", "", None)
    newest = _newest(kpi, visit)
    if newest is None:
        return nothing
    at, wanted = newest.recorded_at.isoformat(), _wanted(desk, visit, kpi, newest)
    return replace(nothing, entered=_said(newest, kpi, visit), at=at, wanted=wanted)


def _newest(kpi: Kpi, visit: Visit) -> Entry | None:
    """Give what the visitor entered last, where nobody has entered anything since and it came alone."""
    entries = [*kept(visit.workspace.root / FOLDER / f"{kpi.id}.csv")]
    newest = max(reversed(entries), key=lambda each: each.recorded_at, default=None)  # of two in one second the later line
    if newest is None or newest.by != visit.person:
        return None
    is_alone = len(entered_at(visit.framework, visit.workspace.root, newest.recorded_at, visit.person)) == 1
    return newest if is_alone else None


def _said(newest: Entry, kpi: Kpi, visit: Visit) -> str:
    value, at = stated(newest.value, kpi.unit, kpi.decimals), visit.local(newest.recorded_at.replace(tzinfo=UTC))
    return say("You entered {value} for {period} on {at:%-d %B, %H:%M}.", value=value, period=newest.period, at=at)


def _wanted(desk: Desk, visit: Visit, kpi: Kpi, newest: Entry) -> Wanted | None:
    """Ask for words where what was entered makes the KPI red, and nothing is said of it yet."""
    verdict = visit.verdicts.get(kpi.id)
    if verdict is None or verdict.status != "red" or verdict.period is None or verdict.period.label != newest.period:
        return None
    calendar = visit.framework.calendar.calendar
    if not visit.may("take part", kpi.ref) or is_said(desk, kpi, calendar.period(newest.every, newest.date)):
        return None
    review, found = home(desk, kpi)
    analysis, next_step = (found.analysis or "", found.next_step or "") if found else ("", "")
    named = (review.id, f"{review.name} {review.period}") if review else ("", "")
    return Wanted(*named, analysis, next_step, str(found.version) if found else "")


def _enter(visit: Visit) -> None:
    """Enter a value by hand; a second one for a period corrects the first, which stays."""
    if not visit.person:
        raise Refused(say("nobody says who enters this"), say("say who you are"))
    kpi = _kpi(visit)
    record(
        visit.framework,
        visit.workspace.root,
        kpi=kpi,
        value=visit.said("value", say("give the value")),
        period=visit.said("period", say("name the period")),
        by=visit.person,
        note=visit.form.get("note", ""),
        today=visit.scorecard.as_of,
        recorded_at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
    )
    visit.workspace.measure([kpi])


def _undo(visit: Visit) -> None:
    """Take back what was entered last: what stood before counts again. What was said of it stays said."""
    _kpi(visit)
    try:
        at = datetime.fromisoformat(visit.said("at", say("name what to take back")))
    except ValueError:
        raise Refused(say("that is no moment"), say("press the button beside what you entered")) from None
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    visit.workspace.measure(list(take_back(visit.framework, visit.workspace.root, at, by=visit.person, recorded_at=now)))


def _kpi(visit: Visit) -> str:
    kpi = visit.said("kpi", say("name the KPI"))
    if kpi in visit.workspace.unseen or not visit.may("enter", Ref("kpi", kpi)):
        raise Refused(say("your roles do not let you enter this"), say("ask the owner of the KPI"))
    return kpi


def _tell(visit: Visit) -> None:
    kpi, analysis = visit.said("kpi", say("name the KPI")), visit.said("analysis", say("say what is behind it"))
    next_step, version = visit.said("next_step", say("say what comes next")), visit.seen() if visit.form.get("version") else None
    with visit.writing() as desk:
        say_at_once(desk, kpi, analysis, next_step, version=version)


STEPS: dict[str, Callable[[Visit], None]] = {"enter": _enter, "undo": _undo, "tell": _tell}
