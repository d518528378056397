"""What is said in a review: notes, which stay as they are, and decisions, which are open until they are done or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import Machine, Move, advance, begin, seen
from vitalfew.rhythm.reach import answerable
from vitalfew.store.matters import Matter, find_matters

MACHINE = Machine(
    "decision",
    ("open",),
    {"finish": Move(("open",), "done"), "reverse": Move(("open",), "reversed")},
    ("done", "reversed"),
)
NOTE_MACHINE = Machine("note", ("kept",), {}, ("kept",))


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, about a KPI where it is one; `owner` and `due` say who sees to it by when, where somebody has to."""

    id: str
    version: int
    state: str
    about: Ref
    kpi: str | None
    text: str | None
    owner: str | None
    due: date | None
    by: str | None
    reason: str | None
    opened_at: datetime

    @property
    def ref(self) -> Ref:
        """Its address."""
        return Ref(MACHINE.kind, self.id)

    def as_json(self) -> dict[str, object]:
        """Give the decision in the JSON contract's fields."""
        values = {name: getattr(self, name) for name in type(self).__dataclass_fields__}
        plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
        return {**plain, "about": str(self.about)}


@dataclass(frozen=True, slots=True)
class Note:
    """What was said, about a KPI or an item of the agenda where it is one; `text` is None once it was erased."""

    id: str
    kpi: str | None
    item: int | None
    text: str | None
    by: str | None
    at: datetime

    def as_json(self) -> dict[str, object]:
        """Give the note in the JSON contract's fields."""
        values = {name: getattr(self, name) for name in type(self).__dataclass_fields__}
        return {**values, "at": self.at.isoformat()}


def add_decision(
    desk: Desk, *, about: Ref, text: str, kpi: str | None = None, owner: str | None = None, due: date | None = None
) -> Decision:
    """Write down what was decided; raises UnknownName, Refused."""
    see_words(text, say("say what was decided"))
    see_kpi(desk, kpi)
    if due and due < desk.today:
        why = say("{due} is over", due=due)
        raise Refused(why, say("name a day from {today} on", today=desk.today))
    named = answerable(desk, owner) if owner else None
    said = {"text": text.strip(), "kpi": kpi, "owner": named, "due": due.isoformat() if due else None, "by": desk.by}
    return decision_of(begin(desk, MACHINE, about=about, data={**said, "reason": None}, verb="decide"))


def finish_decision(desk: Desk, id_: str, *, version: int | None = None) -> Decision:
    """Say that what was decided is done; raises UnknownName, Refused where it is over, Overtaken."""
    return decision_of(advance(desk, MACHINE, seen(desk, MACHINE, id_, version), "finish"))


def reverse_decision(desk: Desk, id_: str, reason: str, *, version: int | None = None) -> Decision:
    """Take a decision back, and say why; raises UnknownName, Refused, Overtaken."""
    see_words(reason, say("say why it is taken back"))
    return decision_of(advance(desk, MACHINE, seen(desk, MACHINE, id_, version), "reverse", data={"reason": reason}))


def decisions(desk: Desk, about: Ref | None = None, *, states: Sequence[str] | None = None) -> tuple[Decision, ...]:
    """Give decisions in the order they were taken: of a review, in some states."""
    return tuple(map(decision_of, find_matters(desk.transaction, MACHINE.kind, about=about, states=states)))


def add_note(desk: Desk, *, about: Ref, text: str, kpi: str | None = None, item: int | None = None) -> Note:
    """Write down what was said; raises UnknownName, Refused."""
    see_words(text, say("say what is to be noted"))
    see_kpi(desk, kpi)
    data = {"text": text.strip(), "kpi": kpi, "item": item, "by": desk.by}
    return note_of(begin(desk, NOTE_MACHINE, about=about, data=data, verb="note"))


def notes(desk: Desk, about: Ref) -> tuple[Note, ...]:
    """Give the notes of a review in their order."""
    return tuple(map(note_of, find_matters(desk.transaction, NOTE_MACHINE.kind, about=about)))


def see_words(text: str, wanted: str) -> None:
    """Refuse a text that says nothing."""
    if not text.strip():
        raise Refused(say("there are no words to it"), wanted)


def see_kpi(desk: Desk, kpi: str | None) -> None:
    """Refuse a KPI that does not exist; raises UnknownName."""
    if kpi is not None and kpi not in desk.framework.kpi:
        raise UnknownName("KPI", kpi, desk.framework.kpi)


def decision_of(matter: Matter) -> Decision:
    """Read a decision off its matter."""
    data = matter.data
    due = date.fromisoformat(data["due"]) if data["due"] else None
    head = (matter.id, matter.version, matter.state, matter.about, data["kpi"], data["text"], data["owner"], due)
    return Decision(*head, data["by"], data["reason"], matter.opened_at)


def note_of(matter: Matter) -> Note:
    """Read a note off its matter."""
    data = matter.data
    return Note(matter.id, data["kpi"], data["item"], data["text"], data["by"], matter.opened_at)
