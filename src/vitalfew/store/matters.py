"""What people deal with: escalations, reviews, actions, proposals and the like, each one a row with a life.

A matter is opened once and goes from state to state; each step is an entry of the journal, in the same transaction, and
counts up the version, so that whoever acts on what they saw is told when somebody else was first. Nothing is ever deleted.
Which states follow which is for the rhythm to say.

Data is flat: texts, numbers, yes or no, lists of texts, and frozen evidence that names no person. People under one of PEOPLE
and words under one of WORDS stand in the journal beside the entry alone, so that they can be erased.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from vitalfew.base.errors import Overtaken, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.store.database import Transaction
from vitalfew.store.journal import Personal, append
from vitalfew.store.tables import JOURNAL, MATTER, PERSONAL, moment

PEOPLE = frozenset({"by", "owner", "reviewer", "to", "person", "chair", "head", "deputy", "people", "present", "heir"})
"""Fields that hold ids of people: one, or a list of them."""
WORDS = frozenset({"text", "note", "reason", "title", "analysis", "next_step", "answer", "none_needed", "names"})
"""Fields that hold what a person wrote: one text, or a list of them."""


class Act(NamedTuple):
    """Who does what when."""

    by: str
    at: datetime
    verb: str = "open"


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to deal with; `about` is what it concerns, `due_at` when it next needs somebody or the clock.

    `key` tells it from others of its kind as long as it is alive, and is None afterwards.
    """

    kind: str
    id: str
    state: str
    version: int
    about: Ref
    key: str | None
    due_at: datetime | None
    opened_at: datetime
    moved_at: datetime
    data: Mapping[str, Any]

    @property
    def ref(self) -> Ref:
        """Its address."""
        return Ref(self.kind, self.id)


def open_matter(
    transaction: Transaction,
    act: Act,
    kind: str,
    *,
    about: Ref,
    state: str,
    data: Mapping[str, object],
    id_: str | None = None,
    key: str | None = None,
    due_at: datetime | None = None,
) -> Matter:
    """Open a matter, with the next number of its kind where it has no id of its own; one of that id or key must not be there."""
    name = id_ or str(transaction.count(MATTER, MATTER.c.kind == kind) + 1)
    made = Matter(kind, name, state, 1, about, key, due_at, act.at, act.at, dict(data))
    transaction.add(MATTER, {"kind": kind, "id": name, "opened_at": moment(act.at), **_row(made)})
    _tell(transaction, act, made, {}, before=None)
    return made


def move(
    transaction: Transaction,
    act: Act,
    matter: Matter,
    *,
    state: str | None = None,
    data: Mapping[str, object] = {},
    key: str | None = None,
    due_at: datetime | None = None,
) -> Matter:
    """Bring a matter as it was seen to its next state, with some data changed; raises Overtaken where it moved since.

    `key` and `due_at` are those of the new state, not those that were.
    """
    present = find_matter(transaction, matter.kind, matter.id)
    if present.version != matter.version:
        now = say("{ref} is {state} by now", ref=present.ref, state=word(present.state))
        raise Overtaken(now, say("what was {state}", state=word(matter.state)), say("look at it again"))
    moved = Matter(
        matter.kind,
        matter.id,
        state or matter.state,
        matter.version + 1,
        matter.about,
        key,
        due_at,
        matter.opened_at,
        act.at,
        {**present.data, **data},
    )
    transaction.change(MATTER, _row(moved), MATTER.c.kind == matter.kind, MATTER.c.id == matter.id)
    before = {"state": present.state, "version": present.version}
    _tell(transaction, act, moved, present.data, before=before)
    return moved


def find_matter(transaction: Transaction, kind: str, id_: str) -> Matter:
    """Give a matter by its id; raises UnknownName."""
    rows = transaction.find(MATTER, MATTER.c.kind == kind, MATTER.c.id == id_)
    if not rows:
        known = transaction.find(MATTER, MATTER.c.kind == kind, order=[MATTER.c.opened_at.desc()], most=12)
        raise UnknownName(kind, id_, [row["id"] for row in known])
    return _of(rows[0])


def find_matters(
    transaction: Transaction,
    kind: str,
    *,
    states: Sequence[str] | None = None,
    about: Ref | None = None,
    key: str | None = None,
    due: datetime | None = None,
    since: datetime | None = None,
) -> list[Matter]:
    """Give matters of a kind in the order they were opened: in some states, about something, due by a moment, opened since."""
    where = [MATTER.c.kind == kind]
    where += [] if states is None else [MATTER.c.state.in_(list(states))]
    where += [] if about is None else [MATTER.c.about == str(about)]
    where += [] if key is None else [MATTER.c.key == key]
    where += [] if due is None else [MATTER.c.due_at <= moment(due)]
    where += [] if since is None else [MATTER.c.opened_at >= moment(since)]
    found = map(_of, transaction.find(MATTER, *where))
    return sorted(found, key=lambda each: (each.opened_at, len(each.id), each.id))


def erase_words(transaction: Transaction, person: str) -> int:
    """Take a person, and what they wrote, out of all matters; gives of how many. Before the journal forgets what was whose."""
    said: dict[int, list[tuple[str, str]]] = {}
    for row in transaction.find(PERSONAL, PERSONAL.c.person == person):
        said.setdefault(row["number"], []).append((row["field"], row["value"]))
    lost: dict[str, list[tuple[str, str]]] = {}
    for row in transaction.find(JOURNAL, JOURNAL.c.number.in_(list(said))):
        lost.setdefault(row["subject"], []).extend(said[row["number"]])
    changed = 0
    for subject, fields in lost.items():
        ref = Ref.parse(subject)
        for row in transaction.find(MATTER, MATTER.c.kind == ref.kind, MATTER.c.id == ref.id):
            left = _without(json.loads(row["data"]), fields)
            if left != json.loads(row["data"]):
                where = (MATTER.c.kind == ref.kind, MATTER.c.id == ref.id)
                changed += transaction.change(MATTER, {"data": _text(left)}, *where)
    return changed


def _without(data: dict[str, Any], fields: Sequence[tuple[str, str]]) -> dict[str, Any]:
    gone = {(field.partition(".")[0], value) for field, value in fields}
    left: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, list):
            left[name] = [each for each in value if (name, each) not in gone]
        else:
            left[name] = None if (name, value) in gone else value
    return left


def _tell(
    transaction: Transaction,
    act: Act,
    matter: Matter,
    known: Mapping[str, Any],
    *,
    before: Mapping[str, object] | None,
) -> None:
    """Write the step down: what is new in the data, with people and their words apart."""
    new = {name: value for name, value in matter.data.items() if name not in known or known[name] != value}
    plain = {name: value for name, value in new.items() if name not in PEOPLE | WORDS}
    was = {name: known[name] for name in plain if name in known}
    personal = {field: Personal(value if field.partition(".")[0] in PEOPLE else act.by, value) for field, value in _said(new)}
    after = {"state": matter.state, "version": matter.version, "about": str(matter.about), **plain}
    full = None if before is None else {**before, **was}
    append(transaction, **act._asdict(), subject=matter.ref, before=full, after=after, personal=personal)


def _said(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give each person and text of the data, numbered where a field holds several; `by` of an entry is its author."""
    for name, value in data.items():
        if name not in PEOPLE | WORDS or value is None:
            continue
        field = "by.data" if name == "by" else name
        if isinstance(value, list | tuple):
            yield from ((f"{field}.{place}", str(each)) for place, each in enumerate(value))
        else:
            yield field, str(value)


def _row(matter: Matter) -> dict[str, object]:
    return {
        "state": matter.state,
        "version": matter.version,
        "about": str(matter.about),
        "key": matter.key,
        "due_at": moment(matter.due_at) if matter.due_at else None,
        "moved_at": moment(matter.moved_at),
        "data": _text(matter.data),
    }


def _text(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _of(row: Mapping[str, Any]) -> Matter:
    opened, moved = (datetime.fromisoformat(row[name]) for name in ("opened_at", "moved_at"))
    due = datetime.fromisoformat(row["due_at"]) if row["due_at"] else None
    about, data = Ref.parse(row["about"]), json.loads(row["data"])
    return Matter(row["kind"], row["id"], row["state"], row["version"], about, row["key"], due, opened, moved, data)
