"""Who did what when, before and after: append-only, and each entry's hash rests on the one before it.

An entry holds only a salted hash of what it says of a person; the text and its salt lie apart and can be erased, and the
chain still holds, since what was erased is itself an entry. A hash written down elsewhere tells whether the end was cut off.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any, NamedTuple

from vitalfew.base.ref import Ref
from vitalfew.store.database import Transaction
from vitalfew.store.tables import JOURNAL, PERSONAL

ERASED = "erase"
ITSELF = Ref("journal", "main")
_BY = "by"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done. `by` is None where the person was erased; `before` and `after` are None where there is nothing."""

    number: int
    at: datetime
    verb: str
    subject: Ref
    by: str | None
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    hash: str

    def as_json(self) -> dict[str, object]:
        """Give the entry in the JSON contract's fields."""
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "by": self.by,
            "verb": self.verb,
            "subject": str(self.subject),
            "before": self.before,
            "after": self.after,
            "hash": self.hash,
        }


class Personal(NamedTuple):
    """What an entry says of a person, or in a person's words."""

    person: str
    value: str


class Fault(NamedTuple):
    """What is wrong with an entry."""

    number: int
    what: str


class Verified(NamedTuple):
    """What a look at the whole chain found; `head` is the hash of the last entry, None where there is none."""

    entries: int
    head: str | None
    faults: tuple[Fault, ...]


def append(
    transaction: Transaction,
    *,
    by: str,
    at: datetime,
    verb: str,
    subject: Ref,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    personal: Mapping[str, Personal] = {},
) -> Entry:
    """Write down what is done, in the transaction that does it.

    `before` and `after` must name no person and hold no words of one: these go into `personal`, by field.
    """
    last = transaction.find(JOURNAL, order=[JOURNAL.c.number.desc()], most=1)
    number = last[0]["number"] + 1 if last else 1
    told = {_BY: Personal(by, by), **personal}
    salts = {field: token_hex(16) for field in told}
    row: dict[str, Any] = {
        "number": number,
        "at": at.isoformat(),
        "verb": verb,
        "subject": str(subject),
        "before": None if before is None else _text(before),
        "after": None if after is None else _text(after),
        "personal": _text({field: _sealed(salts[field], *each) for field, each in told.items()}),
        "previous": last[0]["hash"] if last else _start(transaction.workspace),
    }
    row["hash"] = _hash(row)
    transaction.add(JOURNAL, row)
    transaction.add(
        PERSONAL, *({"number": number, "field": field, "salt": salts[field], **each._asdict()} for field, each in told.items())
    )
    return _entry(row, by)


def entries(transaction: Transaction, *, last: int | None = None) -> list[Entry]:
    """Give the entries in order, or the last few of them."""
    rows = transaction.find(JOURNAL, order=[JOURNAL.c.number.desc()], most=last)[::-1]
    since = rows[0]["number"] if rows else 0
    said = transaction.find(PERSONAL, PERSONAL.c.field == _BY, PERSONAL.c.number >= since)
    names = {row["number"]: row["value"] for row in said}
    return [_entry(row, names.get(row["number"])) for row in rows]


def authors(transaction: Transaction, numbers: Iterable[int]) -> dict[int, str]:
    """Give who made the entries of some numbers; those that were erased are left out."""
    rows = transaction.find(PERSONAL, PERSONAL.c.field == _BY, PERSONAL.c.number.in_(list(numbers)))
    return {row["number"]: row["value"] for row in rows}


def erase(transaction: Transaction, person: str, *, by: str, at: datetime) -> int:
    """Take a person out of all entries, and write down of which; gives how many there were.

    The store's `forget` then brings the words out of the database's own log.
    """
    found = transaction.find(PERSONAL, PERSONAL.c.person == person, order=[PERSONAL.c.number])
    numbers = list(dict.fromkeys(row["number"] for row in found))
    if numbers:
        transaction.drop(PERSONAL, PERSONAL.c.person == person)
        append(transaction, by=by, at=at, verb=ERASED, subject=ITSELF, after={"entries": numbers})
    return len(numbers)


def verify(transaction: Transaction, *, head: str | None = None) -> Verified:
    """Find entries that were changed, taken out or put in; with the hash of an entry, also an end that was cut off."""
    rows = transaction.find(JOURNAL, order=[JOURNAL.c.number])
    faults: dict[int, str] = {}
    previous, expected = _start(transaction.workspace), 1
    for row in rows:
        number = row["number"]
        for missing in range(expected, min(number, expected + len(rows) + 1)):
            faults.setdefault(missing, "is missing")
        if _hash(row) != row["hash"]:
            faults.setdefault(number, "was changed")
        elif row["previous"] != previous:
            faults.setdefault(number, "does not follow the entry before it")
        previous, expected = row["hash"], number + 1
    intact = [row for row in rows if row["number"] not in faults]
    if head is not None and head not in {row["hash"] for row in intact}:
        faults.setdefault(expected, f"is not there: no entry has the hash {head}, so the end was cut off or rewritten")
    for number, what in _personal_faults(transaction, intact, {row["number"] for row in rows}):
        faults.setdefault(number, what)
    last = rows[-1]["hash"] if rows else None
    return Verified(len(rows), last, tuple(Fault(*each) for each in sorted(faults.items())))


def _personal_faults(transaction: Transaction, intact: Iterable[Mapping[str, Any]], numbers: set[int]) -> Iterable[Fault]:
    """Hold what is said of people against the hashes in the entries; what is gone must have been erased by an entry."""
    said = {(row["number"], row["field"]): row for row in transaction.find(PERSONAL)}
    erased: set[int] = set()
    sealed: dict[tuple[int, str], str] = {}
    for row in intact:
        sealed |= {(row["number"], field): seal for field, seal in json.loads(row["personal"]).items()}
        erased |= set(json.loads(row["after"])["entries"]) if row["verb"] == ERASED else set()
    for key, seal in sealed.items():
        found = said.get(key)
        if found is None and key[0] not in erased:
            yield Fault(key[0], "lost whom it names, and no entry says that the person was erased")
        if found is not None and _sealed(found["salt"], found["person"], found["value"]) != seal:
            yield Fault(key[0], "names somebody else than it did")
    known = {number for number, _ in sealed}
    for number, field in said.keys() - sealed.keys():
        if number in known or number not in numbers:
            yield Fault(number, f"has `{field}`, which nobody wrote")


def _entry(row: Mapping[str, Any], by: str | None) -> Entry:
    before, after = (None if row[name] is None else json.loads(row[name]) for name in ("before", "after"))
    at, subject = datetime.fromisoformat(row["at"]), Ref.parse(row["subject"])
    return Entry(row["number"], at, row["verb"], subject, by, before, after, row["hash"])


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _start(workspace: str) -> str:
    return sha256(f"vitalfew journal of {workspace}".encode()).hexdigest()


def _hash(row: Mapping[str, Any]) -> str:
    parts = [row[name] for name in ("number", "at", "verb", "subject", "before", "after", "personal", "previous")]
    return sha256(_text(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _sealed(salt: str, person: str, value: str) -> str:
    return sha256(_text([salt, person, value]).encode("utf-8", "surrogatepass")).hexdigest()
