"""Phantom owners: who answers for KPIs on paper and takes no part, by what was due from them and what they did (AUD-10).

The share of duties that a person met is given with Wilson's score interval at 95 % (Wilson 1927), counted over the weeks in
which something was due: duties of one week are not independent of each other, and a week that was missed is missed as one.
Who met less than half so surely is a phantom owner. Nothing here is for everybody: a person and their line see it, no one is
ranked, and a sum is given over five people or more (CAS-5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Literal

from vitalfew.base.errors import Refused
from vitalfew.base.quantity import Duration
from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say, several
from vitalfew.model.entry import Entry
from vitalfew.model.framework import Framework
from vitalfew.model.visibility import FEWEST, line_above
from vitalfew.rhythm.absence import has_left
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.duty import Duty, Kind, duties
from vitalfew.rhythm.machine import Machine, Move, advance, begin, seen
from vitalfew.rhythm.notice import tell
from vitalfew.store.matters import Matter, find_matters

Judged = Literal["active", "at-risk", "phantom", "not-enough-data"]
MACHINE = Machine(
    "phantom",
    ("open",),
    {
        "climb": Move(("open",)),
        "answer": Move(("open",), "answered"),
        "recover": Move(("open", "answered"), "recovered"),
        "dismiss": Move(("open", "answered"), "dismissed"),
    },
    ("recovered", "dismissed"),
)
WINDOW = timedelta(weeks=26)
LEAST = 4
"""In how many weeks something must have been due before anything is said."""
HALF = 0.5
Z = 1.959964
TIME = Duration(5, "business day")
"""How long each person above has to answer before the next one is asked."""
WORDS: Mapping[Kind, str] = {
    "update": "made {done} of {due} updates in time",
    "answer": "answered {done} of {due} escalations before they climbed",
    "words": "said something of {done} of {due} red KPIs before a review",
    "presence": "was at {done} of {due} reviews of their KPIs",
}


@dataclass(frozen=True, slots=True)
class Met:
    """How many duties of a kind were due and met; `copied` of those done repeat what was said before, and are not met."""

    kind: Kind
    due: int
    done: int
    copied: int

    @property
    def met(self) -> int:
        """Those done in earnest."""
        return self.done - self.copied

    @property
    def words(self) -> str:
        """The count in words."""
        said = WORDS[self.kind].format(done=self.done, due=self.due)
        return f"{said}, {self.copied} of them a repetition of the one before" if self.copied else said

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        return {"kind": self.kind, "due": self.due, "done": self.done, "copied": self.copied}


@dataclass(frozen=True, slots=True)
class Owning:
    """How a person took part in a window of days `[since, until)`: the share of duties met, its interval, and the verdict.

    `weeks` is in how many of them something was due. Share and interval are None where nothing was.
    """

    person: str
    verdict: Judged
    since: date
    until: date
    kpis: tuple[str, ...]
    parts: tuple[Met, ...]
    weeks: int
    share: float | None
    low: float | None
    high: float | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """What the verdict rests on, in words and counts."""
        counted = tuple(each.words for each in self.parts)
        if self.verdict == "not-enough-data":
            few = f"something was due in {self.weeks} week{'' if self.weeks == 1 else 's'}, of {LEAST} that are needed"
            return (*counted, few)
        return (*counted, f"met {self.share:.0%} of what was due, in truth {self.low:.0%} to {self.high:.0%} (95 %)")

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        return {
            "person": self.person,
            "verdict": self.verdict,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "kpis": list(self.kpis),
            "parts": [each.as_json() for each in self.parts],
            "weeks": self.weeks,
            "share": _rounded(self.share),
            "low": _rounded(self.low),
            "high": _rounded(self.high),
            "reasons": list(self.reasons),
        }


def phantoms(
    desk: Desk, entries: Mapping[str, Sequence[Entry]], *, since: date | None = None, until: date | None = None
) -> tuple[Owning, ...]:
    """Judge everybody who answers for a live KPI by a window of days, in the order of the framework.

    `entries` are what people entered, by KPI (`rhythm.duty.entered`); the window is half a year before today unless said.
    """
    end = until or desk.today
    begins = since or end - WINDOW
    theirs: dict[str, list[Duty]] = {}
    for duty in duties(desk, entries, begins, end):
        theirs.setdefault(duty.person, []).append(duty)
    owned = owners(desk.framework)
    people = (person for person in desk.framework.people if person.id in owned and person.name and not person.group)
    found = (each.id for each in people if not has_left(desk, each.id))
    return tuple(judge(person, owned[person], theirs.get(person, ()), begins, end) for person in found)


def owners(framework: Framework) -> dict[str, tuple[str, ...]]:
    """Give the live KPIs of everybody who owns or updates one."""
    found: dict[str, dict[str, None]] = {}
    for kpi in framework.current_kpis:
        for person in {*kpi.owners, kpi.updater} - {None} if kpi.lifecycle == "live" else ():
            found.setdefault(person or "", {})[kpi.id] = None
    return {person: tuple(kpis) for person, kpis in found.items()}


def judge(person: str, kpis: tuple[str, ...], theirs: Sequence[Duty], since: date, until: date) -> Owning:
    """Judge one person by what was due from them."""
    kinds = dict.fromkeys(duty.kind for duty in theirs)
    parts = tuple(_met(kind, [duty for duty in theirs if duty.kind == kind]) for kind in kinds)
    due, met, weeks = len(theirs), sum(each.met for each in parts), len({duty.week for duty in theirs})
    if not due:
        return Owning(person, "not-enough-data", since, until, kpis, parts, 0, None, None, None)
    share = met / due
    low, high = wilson(share, weeks)
    return Owning(person, _verdict(parts, weeks, share, high), since, until, kpis, parts, weeks, share, low, high)


def _verdict(parts: Iterable[Met], weeks: int, share: float, high: float) -> Judged:
    if weeks < LEAST:
        return "not-enough-data"
    if high < HALF:
        return "phantom"
    slack = any(each.due >= LEAST and each.met < HALF * each.due for each in parts)
    return "at-risk" if share < HALF or slack else "active"


def _met(kind: Kind, theirs: Sequence[Duty]) -> Met:
    done = [duty for duty in theirs if duty.done]
    return Met(kind, len(theirs), len(done), sum(duty.copied for duty in done))


def wilson(share: float, number: int) -> tuple[float, float]:
    """Give the 95 % score interval of a share seen in a number of cases (Wilson 1927).

    >>> [round(each, 3) for each in wilson(0.0, 4)]
    [0.0, 0.49]
    """
    square = Z * Z
    middle = (share + square / (2 * number)) / (1 + square / number)
    half = Z / (1 + square / number) * sqrt(share * (1 - share) / number + square / (4 * number * number))
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def share_of_phantoms(found: Iterable[Owning]) -> tuple[int, int] | None:
    """Give how many are phantoms of how many that could be judged; None where those are fewer than five people (CAS-5)."""
    judged = [each.verdict for each in found if each.verdict != "not-enough-data"]
    return (judged.count("phantom"), len(judged)) if len(judged) >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Phantom:
    """That somebody takes no part, brought before who is above them; `due` and `met` are the duties that it rests on."""

    id: str
    state: str
    version: int
    person: str | None
    to: str | None
    since: date
    until: date
    weeks: int
    due: int
    met: int
    note: str | None

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def escalate_phantoms(desk: Desk, found: Iterable[Owning]) -> tuple[Phantom, ...]:
    """Bring phantom owners before who is above them, as the clock does, and end it where they take part again.

    There is one at a time for each person; who does not answer within five business days passes it on to the next above. One
    that was dismissed does not come back before its days are out of the window. Gives those that are new.
    """
    clock = desk.signed(CLOCKWORK)
    living = {matter.data["person"]: matter for matter in find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive)}
    opened = []
    for each in found:
        matter = living.get(each.person)
        if matter is None and each.verdict == "phantom" and not _is_dismissed(desk, each):
            opened.append(_open(clock, each))
        elif matter and each.verdict == "active":
            advance(clock, MACHINE, matter, "recover")
        elif matter and matter.due_at and matter.due_at <= desk.at:
            _climb(clock, matter, each)
    return tuple(opened)


def answer_phantom(desk: Desk, id_: str, note: str, *, version: int | None = None) -> Phantom:
    """Say what was agreed with the person; raises UnknownName, Refused, Overtaken."""
    return _end(desk, id_, "answer", note, version)


def dismiss_phantom(desk: Desk, id_: str, note: str, *, version: int | None = None) -> Phantom:
    """Say why it is not so; raises UnknownName, Refused, Overtaken."""
    return _end(desk, id_, "dismiss", note, version)


def open_phantoms(desk: Desk) -> tuple[Phantom, ...]:
    """Give what is brought before the person at the desk, and what is brought up of them."""
    found = (phantom_of(each) for each in find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive))
    return tuple(each for each in found if may_look(desk.framework, each.person, desk.by))


def may_look(framework: Framework, person: str | None, viewer: str | None) -> bool:
    """Tell whether somebody may see how a person takes part: they themselves and their line."""
    return person is not None and viewer is not None and viewer in {person, *_above(framework, person)}


def _open(desk: Desk, owning: Owning) -> Phantom:
    due, met = sum(each.due for each in owning.parts), sum(each.met for each in owning.parts)
    numbers = {
        "since": owning.since.isoformat(),
        "until": owning.until.isoformat(),
        "weeks": owning.weeks,
        "due": due,
        "met": met,
    }
    line = _line(desk, owning.person)
    data = {"person": owning.person, "to": next(iter(line), None), "note": None, **numbers}
    made = begin(desk, MACHINE, about=FRAMEWORK, data=data, due_at=desk.hours.after(desk.at, TIME))
    _tell(desk, made, owning)
    return phantom_of(made)


def _climb(desk: Desk, matter: Matter, owning: Owning) -> None:
    line = _line(desk, owning.person)
    place = line.index(matter.data["to"]) + 1 if matter.data["to"] in line else 0
    if matter.state != "open" or place >= len(line):
        return
    due = desk.hours.after(desk.at, TIME)
    _tell(desk, advance(desk, MACHINE, matter, "climb", data={"to": line[place]}, due_at=due), owning)


def _tell(desk: Desk, matter: Matter, owning: Owning) -> None:
    whose = say("Only you, they and your own line see this. Talk to them before anything else.")
    first = say(
        "{person} answers for {kpis}, and from {since} to {until}",
        person=owning.person,
        kpis=several(owning.kpis),
        since=owning.since,
        until=owning.until,
    )
    body = several([first, "", *(f"- {reason}" for reason in owning.reasons), "", whose], "\n")
    subject = say("Ask {person} whether they still answer for their KPIs", person=owning.person)
    tell(desk, matter.data["to"], key=f"phantom/{matter.id}/{matter.version}", subject=subject, body=body)


def _line(desk: Desk, person: str) -> list[str]:
    known = [desk.framework.person.get(name) for name in _above(desk.framework, person)]
    return [each.id for each in known if each and each.name and each.id != person and not has_left(desk, each.id)]


def _above(framework: Framework, person: str) -> tuple[str, ...]:
    """Give the line above a person, nearest first; who has none is before the owner of the structure."""
    top = framework.governance.structure_owner
    return tuple(dict.fromkeys(line_above(framework, person))) or ((top,) if top else ())


def _is_dismissed(desk: Desk, owning: Owning) -> bool:
    past = find_matters(desk.transaction, MACHINE.kind, states=("dismissed",))
    return any(each.data["person"] == owning.person and desk.hours.day(each.moved_at) > owning.since for each in past)


def _end(desk: Desk, id_: str, verb: str, note: str, version: int | None) -> Phantom:
    found = seen(desk, MACHINE, id_, version)
    if not may_look(desk.framework, found.data["person"], desk.by) or desk.by == found.data["person"]:
        why = say("`{by}` does not stand above whom it is about", by=desk.by)
        raise Refused(why, say("leave it to their line"))
    if not note.strip():
        raise Refused(say("there are no words to it"), say("say what was agreed, or why it is not so"))
    return phantom_of(advance(desk, MACHINE, found, verb, data={"note": note}))


def phantom_of(matter: Matter) -> Phantom:
    """Read one from its matter."""
    data = matter.data
    since, until = (date.fromisoformat(data[name]) for name in ("since", "until"))
    same = {name: data[name] for name in ("person", "to", "weeks", "due", "met", "note")}
    return Phantom(id=matter.id, state=matter.state, version=matter.version, since=since, until=until, **same)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
