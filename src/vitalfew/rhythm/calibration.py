"""The calibration: ninety days after the launch, and every quarter from then on, the framework itself is judged (RHY-4, RHY-5).

    open ─▶ held (its lessons are frozen and each is answered) ─▶ closed

Nothing is judged before it is held: until then it is a look, each time anew. A lesson is answered by a proposal that follows
from it, or by a reason why not. It closes when every lesson is answered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from vitalfew.base.errors import Refused
from vitalfew.base.quantity import Duration
from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say
from vitalfew.load.amend import Amendment
from vitalfew.model.entry import Entry
from vitalfew.model.framework import Framework
from vitalfew.model.leaves import Leaves
from vitalfew.model.verdict import Scorecard
from vitalfew.model.visibility import may_see
from vitalfew.rhythm.actions import add_action
from vitalfew.rhythm.churn import unstable
from vitalfew.rhythm.compare import Compared, compare
from vitalfew.rhythm.course import courses
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.facts import facts
from vitalfew.rhythm.lesson import Edit, Lesson, Untold, read_lesson
from vitalfew.rhythm.machine import Machine, Move, advance, begin, seen
from vitalfew.rhythm.missing import NO_LEAVES, shared
from vitalfew.rhythm.notice import tell
from vitalfew.rhythm.phantom import may_look, phantoms
from vitalfew.rhythm.proposals import propose_edits
from vitalfew.rhythm.recall import forgotten
from vitalfew.rhythm.use import absent, gaps, on_paper, uninformative
from vitalfew.rhythm.wolf import alarms
from vitalfew.rhythm.wrong_target import targets
from vitalfew.store.contents import keep, kept
from vitalfew.store.matters import Matter, find_matter, find_matters

MACHINE = Machine("calibration", ("open",), {"hold": Move(("open",), "held"), "close": Move(("held",), "closed")}, ("closed",))
LESSON_MACHINE = Machine(
    "lesson",
    ("open",),
    {"accept": Move(("open",), "accepted"), "dismiss": Move(("open",), "dismissed")},
    ("accepted", "dismissed"),
)
NO_ENTRIES: Mapping[str, Sequence[Entry]] = MappingProxyType({})
QUARTER = timedelta(weeks=13)
DAYS_TO_ACT = timedelta(days=14)
OF_TARGET = frozenset({"missed", "likely_miss", "beyond_threshold"})
WRONG = frozenset({"never-reached", "target-or-process"})


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a look at a window of days `[since, until)` teaches, what too little is known about, and day 1 beside today."""

    since: date
    until: date
    lessons: tuple[Lesson, ...]
    untold: tuple[Untold, ...]
    compared: Compared
    kpis: int
    calls: int
    meetings: int

    def as_json(self) -> dict[str, object]:
        """Give the calibration in the JSON contract's fields; no person is named."""
        return {
            "version": 1,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "looked_at": {"kpis": self.kpis, "calls": self.calls, "reviews": self.meetings},
            "lessons": [each.as_json() for each in self.lessons],
            "untold": [each.as_json() for each in self.untold],
            "compared": self.compared.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Held:
    """A calibration as a matter; `document` and `report` name what is kept of it once it is held."""

    id: str
    version: int
    state: str
    sort: str
    since: date
    due: date
    until: date | None
    document: str | None
    report: str | None
    by: str | None

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Answered:
    """A lesson of a held calibration and what became of it."""

    id: str
    version: int
    state: str
    calibration: str
    lesson: Lesson
    follows: str | None
    by: str | None
    reason: str | None

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        answer = {"follows": self.follows, "by": self.by, "reason": self.reason, "person": self.lesson.person}
        return {"id": self.id, "version": self.version, "state": self.state, **self.lesson.as_json(), **answer}


def calibrate(
    desk: Desk,
    observations: pa.Table,
    scorecard: Scorecard,
    *,
    since: date,
    until: date | None = None,
    entries: Mapping[str, Sequence[Entry]] = NO_ENTRIES,
    leaves: Mapping[str, Leaves] = NO_LEAVES,
) -> Calibration:
    """Look at what was measured, entered and decided since a day; nothing is kept. At most one lesson per fault.

    `entries` is what people entered by hand, by KPI (`rhythm.duty.entered`), `leaves` what formulas were computed from.
    """
    known = facts(desk, since, until)
    framework, end = known.framework, known.until
    found = courses(known.told, observations, today=end)
    verdicts = {each.ref.id: each for each in scorecard.verdicts}
    told: list[Lesson | Untold] = [
        *targets(framework, found, verdicts, shared(desk, observations, scorecard, leaves), since=since)
    ]
    wrong = {each.about.id for each in told if isinstance(each, Lesson) and each.kind in WRONG}
    heard = [each for each in known.calls if each.kpi not in wrong or each.trigger not in OF_TARGET]
    told += _but_slept(alarms(framework, found, heard, since=since, until=end), wrong)
    owners = phantoms(desk, entries, since=since, until=end)
    absentees = {each.person for each in owners if each.verdict == "phantom"}
    theirs = {kpi.id for kpi in framework.kpis if absentees.intersection(kpi.owners)}
    told += on_paper(owners)
    told += uninformative(found, known.meetings, known.mentions | wrong | theirs, since=since)
    told += absent(framework, known.meetings, absentees)
    measured = {id_ for id_, course in found.items() if len(course)}
    told += gaps(framework, measured, known.meetings, since=since)
    told += forgotten(framework, known.recalls)
    told += unstable(known.told, since, end)
    calls = sum(since <= each.opened < end for each in known.calls)
    return Calibration(
        since,
        end,
        tuple(each for each in told if isinstance(each, Lesson)),
        tuple(each for each in told if isinstance(each, Untold)),
        compare(known, found, desk.hours),
        len(found),
        calls,
        len(known.meetings),
    )


def _but_slept(found: Iterable[Lesson | Untold], wrong: set[str]) -> list[Lesson | Untold]:
    """Leave out that nobody was called where the target itself is at fault."""
    return [each for each in found if isinstance(each, Untold) or each.kind != "slept" or each.about.id not in wrong]


def window(desk: Desk, days: int | None = None) -> date:
    """Give the day that a look begins with: so many days ago, but not before the launch; the launch, or a quarter without it."""
    launched = desk.framework.organization.launched
    if launched is None or launched >= desk.today:
        return desk.today - (timedelta(days=days) if days else QUARTER)
    return max(launched, desk.today - timedelta(days=days)) if days else launched


def due_days(desk: Desk) -> tuple[date, date] | None:
    """Give the day of the first calibration, and the latest that has come by today (the first until then); None unlaunched."""
    launched = desk.framework.organization.launched
    if launched is None:
        return None
    first = Duration.parse(desk.framework.governance.calibration).after(launched, desk.hours.calendar)
    passed = max((desk.today - first) // QUARTER, 0)
    return first, first + passed * QUARTER


def open_calibrations(desk: Desk) -> tuple[Held, ...]:
    """Open the calibration that is due, as the clock does, and tell the owner of the structure; one at a time.

    After a pause only the latest is opened. The first covers all since the launch, each later one since the one before.
    """
    days = due_days(desk)
    if days is None or desk.today < days[0] or find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive):
        return ()
    launched, due = desk.framework.organization.launched or days[0], days[1]
    before = find_matters(desk.transaction, MACHINE.kind)
    if any(each.data["due"] >= due.isoformat() for each in before):
        return ()
    sort = "quarterly" if before else "first"
    since = max((date.fromisoformat(each.data["due"]) for each in before), default=launched)
    data: dict[str, object] = {"sort": sort, "since": since.isoformat(), "due": due.isoformat()}
    data |= {"until": None, "document": None, "report": None, "by": None}
    made = begin(desk, MACHINE, about=FRAMEWORK, data=data, id_=f"{due}", key="calibration", due_at=desk.hours.at(due, time()))
    owner = desk.framework.governance.structure_owner
    subject = say("The calibration of {due} is due", due=due)
    body = say(
        "It looks at everything since {since}: see it with `vitalfew calibrate`, hold it with `vitalfew calibrate hold`.",
        since=since,
    )
    tell(desk, owner, key=f"calibration/{due}", subject=subject, body=body)
    return (held_of(made),)


def calibrations(desk: Desk, *, states: Sequence[str] | None = None) -> tuple[Held, ...]:
    """Give calibrations in the order they were opened."""
    return tuple(map(held_of, find_matters(desk.transaction, MACHINE.kind, states=states)))


def current(desk: Desk, id_: str | None = None) -> Held:
    """Give a calibration by its id, else the one that is alive, else the last; raises UnknownName, Refused."""
    if id_ is not None:
        return held_of(find_matter(desk.transaction, MACHINE.kind, id_))
    found = calibrations(desk, states=MACHINE.alive) or calibrations(desk)
    if not found:
        raise Refused(say("no calibration was opened yet"), say("it opens by itself ninety days after `organization.launched`"))
    return found[-1]


def hold(desk: Desk, id_: str, look: Calibration, report: str, *, version: int | None = None) -> Held:
    """Freeze what a look taught: document and report are kept by their hashes, each lesson waits for its answer."""
    found = seen(desk, MACHINE, id_, version)
    document = json.dumps(look.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    names = keep(desk.transaction, document, report.encode())
    data = {"until": look.until.isoformat(), "document": names[0], "report": names[1], "by": desk.by}
    moved = advance(desk, MACHINE, found, "hold", data=data, key=found.key)
    for number, lesson in enumerate(look.lessons, 1):
        said = {"calibration": id_, "number": number, "lesson": lesson.as_json(), "person": lesson.person}
        blank = {"follows": None, "by": None, "reason": None}
        begin(desk, LESSON_MACHINE, about=lesson.about, data={**said, **blank}, id_=f"{id_}.{number}")
    return held_of(moved)


def lessons(desk: Desk, id_: str) -> tuple[Answered, ...]:
    """Give the lessons of a held calibration in order."""
    found = map(answered_of, find_matters(desk.transaction, LESSON_MACHINE.kind))
    mine = (each for each in found if each.calibration == id_)
    return tuple(sorted(mine, key=lambda each: int(each.id.rpartition(".")[2])))


def is_seen(framework: Framework, lesson: Lesson, viewer: str | None) -> bool:
    """Tell whether somebody may see a lesson: those about a KPI go with its figures, those about a person with their line."""
    if lesson.person is not None and not may_look(framework, lesson.person, viewer):
        return False
    kpis = [framework.kpi.get(each.id) for each in (lesson.about, *lesson.others) if each.kind == "kpi"]
    return all(kpi is None or may_see(framework, kpi, viewer) for kpi in kpis)


def accept(desk: Desk, id_: str, *, owner: str | None = None, due: date | None = None, version: int | None = None) -> Answered:
    """Let something follow from a lesson: a proposal of its edits, else an action; raises UnknownName, Refused, Overtaken.

    The action is of `owner`, the author unless said, due in two weeks unless said. For KPIs whose owner does not take part,
    `owner` is the one that is proposed.
    """
    found = _by_person(desk, id_, version)
    if found.state != "open":
        advance(desk, LESSON_MACHINE, found, "accept")  # refuses, before anything follows
    lesson = answered_of(found).lesson
    edits = lesson.edits
    if lesson.kind == "phantom" and owner:
        theirs = (kpi for kpi in desk.framework.current_kpis if lesson.person in kpi.owners)
        edits = tuple(Edit(kpi.ref, "owner", owner) for kpi in theirs)
    if edits:
        words = f"{lesson.text}\n\n{lesson.advice}"
        made = propose_edits(desk, [Amendment(*each) for each in edits], title=f"Calibration: {lesson.about}", text=words)
        follows = f"proposal:{made.id}"
    else:
        day = due or desk.today + DAYS_TO_ACT
        kpi = lesson.about.id if lesson.about.kind == "kpi" else None
        action = add_action(desk, about=found.ref, text=lesson.advice, owner=owner or desk.by, due=day, kpi=kpi)
        follows = str(action.ref)
    return answered_of(advance(desk, LESSON_MACHINE, found, "accept", data={"follows": follows, "by": desk.by}))


def dismiss(desk: Desk, id_: str, reason: str, *, version: int | None = None) -> Answered:
    """Say why nothing follows from a lesson; raises UnknownName, Refused, Overtaken."""
    if not reason.strip():
        raise Refused(say("there are no words to it"), say("say why nothing follows from it"))
    found = _by_person(desk, id_, version)
    return answered_of(advance(desk, LESSON_MACHINE, found, "dismiss", data={"reason": reason, "by": desk.by}))


def _by_person(desk: Desk, id_: str, version: int | None) -> Matter:
    """Give a lesson for a person to answer, who may see it."""
    found = seen(desk, LESSON_MACHINE, id_, version)
    if not is_seen(desk.framework, answered_of(found).lesson, desk.by):
        why = say("lesson `{id}` is about a person or a KPI that is private", id=id_)
        raise Refused(why, say("leave it to those whom it concerns"))
    return found


def close(desk: Desk, id_: str, *, version: int | None = None) -> Held:
    """End a calibration whose lessons are all answered; raises UnknownName, Refused, Overtaken."""
    found = seen(desk, MACHINE, id_, version)
    open_ = [each.id for each in lessons(desk, id_) if each.state == "open"]
    if open_:
        why = say("{count} of its lessons are not answered yet, the first is `{first}`", count=len(open_), first=open_[0])
        raise Refused(why, say("accept each with `vitalfew calibrate accept`, or dismiss it with a reason"))
    return held_of(advance(desk, MACHINE, found, "close"))


def report_of(desk: Desk, held: Held) -> str | None:
    """Give the report of a held calibration as it was frozen."""
    return kept(desk.transaction, [held.report])[held.report].decode() if held.report else None


def document_of(desk: Desk, held: Held) -> dict[str, Any] | None:
    """Give what a held calibration found as it was frozen, in the JSON contract's fields."""
    return json.loads(kept(desk.transaction, [held.document])[held.document]) if held.document else None


def held_of(matter: Matter) -> Held:
    """Read a calibration from its row."""
    data: Mapping[str, Any] = matter.data
    since, due = (date.fromisoformat(data[name]) for name in ("since", "due"))
    until = date.fromisoformat(data["until"]) if data["until"] else None
    kept_ = data["document"], data["report"], data["by"]
    return Held(matter.id, matter.version, matter.state, data["sort"], since, due, until, *kept_)


def answered_of(matter: Matter) -> Answered:
    """Read a lesson from its row."""
    data: Mapping[str, Any] = matter.data
    lesson = read_lesson({**data["lesson"], "person": data["person"]})
    answer = data["follows"], data["by"], data["reason"]
    return Answered(matter.id, matter.version, matter.state, data["calibration"], lesson, *answer)
