"""Comments: what people say about an escalation, a review, a KPI or whatever has an address; one can take back one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import Machine, Move, advance, begin, seen
from vitalfew.store.matters import Matter, find_matters

MACHINE = Machine("comment", ("said",), {"withdraw": Move(("said",), "withdrawn")}, ("withdrawn",))


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said about something; text and author are None once erased."""

    id: str
    version: int
    state: str
    about: Ref
    text: str | None
    by: str | None
    at: datetime

    def as_json(self) -> dict[str, object]:
        """Give the comment in the JSON contract's fields."""
        return {"id": self.id, "about": str(self.about), "text": self.text, "by": self.by, "at": self.at.isoformat()}


def add_comment(desk: Desk, about: Ref, text: str) -> Comment:
    """Say something; raises Refused where there are no words."""
    if not text.strip():
        raise Refused(say("there are no words to it"), say("say something"))
    return _of(begin(desk, MACHINE, about=about, data={"text": text, "by": desk.by}, verb="say"))


def withdraw_comment(desk: Desk, id_: str, *, version: int | None = None) -> Comment:
    """Take one's own words back; raises UnknownName, Refused, Overtaken."""
    found = seen(desk, MACHINE, id_, version)
    if found.data["by"] != desk.by:
        why = say("comment `{id}` is somebody else's", id=id_)
        raise Refused(why, say("add a comment that says otherwise"))
    return _of(advance(desk, MACHINE, found, "withdraw"))


def comments(desk: Desk, about: Ref) -> tuple[Comment, ...]:
    """Give what is said about something, in order; what was taken back is left out."""
    return tuple(map(_of, find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive, about=about)))


def _of(matter: Matter) -> Comment:
    data = matter.data
    return Comment(matter.id, matter.version, matter.state, matter.about, data["text"], data["by"], matter.opened_at)
