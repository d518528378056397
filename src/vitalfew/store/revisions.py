"""The framework as it was decided on: immutable revisions, each resting on the one before it.

A revision keeps its files byte for byte, comments and all, and the framework's canonical form as it was understood then.
Who made it stands in the journal alone, so that a person can be erased without touching a revision.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vitalfew.base.errors import Overtaken, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.model.framework import Framework
from vitalfew.store.contents import keep, kept, sha
from vitalfew.store.database import Transaction
from vitalfew.store.journal import Fault, append, authors
from vitalfew.store.tables import CONTENT, FILE, JOURNAL, REVISION

NONE = "none"
_PARTS = ("parent", "at", "message", "waived", "document")


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision without its files. `digest` is the hash of all that it is, `by` None where the author was erased."""

    number: int
    digest: str
    parent: str
    at: datetime
    by: str | None
    message: str
    waived: str | None

    def as_json(self) -> dict[str, object]:
        """Give the revision in the JSON contract's fields."""
        return {
            "number": self.number,
            "digest": self.digest,
            "parent": None if self.parent == NONE else self.parent,
            "at": self.at.isoformat(),
            "by": self.by,
            "message": self.message,
            "waived": self.waived,
        }


def canonical(framework: Framework) -> bytes:
    """Give a framework as one text that is the same whenever its meaning is: no layout, no order of keys, nothing unsaid."""
    said = framework.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def live(transaction: Transaction) -> Revision | None:
    """Give the latest revision; None where there is none yet."""
    found = revisions(transaction, last=1)
    return found[-1] if found else None


def last_number(transaction: Transaction) -> int:
    """Give the number of the latest revision; 0 where there is none yet."""
    found = transaction.find(REVISION, order=[REVISION.c.number.desc()], most=1)
    return int(found[0]["number"]) if found else 0


def revisions(transaction: Transaction, *, last: int | None = None) -> list[Revision]:
    """Give the revisions in order, or the last few of them."""
    rows = transaction.find(REVISION, order=[REVISION.c.number.desc()], most=last)[::-1]
    return _read(transaction, rows)


def revisions_between(transaction: Transaction, first: int, last: int) -> list[Revision]:
    """Give the revisions from one number to another in order, both of them included."""
    return _read(transaction, transaction.find(REVISION, REVISION.c.number.between(first, last), order=[REVISION.c.number]))


def revision(transaction: Transaction, number: int) -> Revision:
    """Give a revision by its number; raises UnknownName."""
    rows = transaction.find(REVISION, REVISION.c.number == number)
    if not rows:
        known = transaction.find(REVISION, order=[REVISION.c.number.desc()], most=12)
        raise UnknownName("revision", str(number), [str(row["number"]) for row in known])
    return _read(transaction, rows)[0]


def files(transaction: Transaction, number: int) -> dict[str, bytes]:
    """Give the files of a revision by their path from the workspace."""
    rows = transaction.find(FILE, FILE.c.revision == number, order=[FILE.c.path])
    found = kept(transaction, (row["sha256"] for row in rows))
    return {row["path"]: found[row["sha256"]] for row in rows}


def holding(transaction: Transaction, texts: Mapping[str, bytes]) -> int | None:
    """Give the latest revision that has exactly these files; None where none has."""
    wanted = {path: sha(content) for path, content in texts.items()}
    by_number: dict[int, dict[str, str]] = {row["number"]: {} for row in transaction.find(REVISION)}
    for row in transaction.find(FILE):
        by_number[row["revision"]][row["path"]] = row["sha256"]
    return max((number for number, found in by_number.items() if found == wanted), default=None)


def make_revision(
    transaction: Transaction,
    texts: Mapping[str, bytes],
    framework: Framework,
    *,
    on: Revision | None,
    by: str,
    at: datetime,
    message: str,
    waived: str | None = None,
    verb: str = "apply",
) -> Revision:
    """Make the next revision of files that were changed `on` a revision; raises Overtaken where another is live by now."""
    present = live(transaction)
    if (present and present.digest) != (on and on.digest):
        now, wanted = (
            f"the live revision is {_named(present)}",
            "run `vitalfew plan` to see your change against the live revision",
        )
        raise Overtaken(now, _named(on), wanted)
    number = present.number + 1 if present else 1
    document = canonical(framework)
    keep(transaction, document, *texts.values())
    row: dict[str, Any] = {
        "number": number,
        "parent": present.digest if present else NONE,
        "at": at.isoformat(),
        "message": message,
        "waived": waived,
        "document": sha(document),
    }
    row["digest"] = _digest(row, {path: sha(content) for path, content in texts.items()})
    before = {"revision": present.number, "digest": present.digest} if present else None
    after = {"revision": number, "digest": row["digest"]}
    entry = append(transaction, by=by, at=at, verb=verb, subject=Ref("revision", str(number)), before=before, after=after)
    transaction.add(REVISION, {**row, "entry": entry.number})
    transaction.add(FILE, *({"revision": number, "path": path, "sha256": sha(text)} for path, text in texts.items()))
    return _of(row, by)


def verify_revisions(transaction: Transaction) -> list[Fault]:
    """Find revisions that were changed, taken out or put in since the journal was told of them, by the revision's number."""
    told = {
        said["revision"]: said["digest"]
        for row in transaction.each(JOURNAL)
        if row["subject"].startswith("revision:") and row["after"]
        for said in [json.loads(row["after"])]
    }
    paths: dict[int, dict[str, str]] = {}
    for row in transaction.find(FILE):
        paths.setdefault(row["revision"], {})[row["path"]] = row["sha256"]
    sound = {row["sha256"] for row in transaction.each(CONTENT) if sha(bytes(row["bytes"])) == row["sha256"]}
    rows = {row["number"]: row for row in transaction.find(REVISION)}
    found = [Fault(number, "is missing") for number in told.keys() - rows.keys()]
    for number, row in rows.items():
        own = paths.get(number, {})
        digest = _digest(row, own)
        if digest != row["digest"] or digest != told.get(number):
            found.append(Fault(number, "was changed"))
        elif not {row["document"], *own.values()} <= sound:
            found.append(Fault(number, "holds a file that was changed"))
    return sorted(found)


def _read(transaction: Transaction, rows: list[dict[str, Any]]) -> list[Revision]:
    by = authors(transaction, [row["entry"] for row in rows])
    return [_of(row, by.get(row["entry"])) for row in rows]


def _of(row: Mapping[str, Any], by: str | None) -> Revision:
    at = datetime.fromisoformat(row["at"])
    return Revision(row["number"], row["digest"], row["parent"], at, by, row["message"], row["waived"])


def _named(revision: Revision | None) -> str:
    return f"revision {revision.number}" if revision else "no revision"


def _digest(row: Mapping[str, Any], paths: Mapping[str, str]) -> str:
    parts = [row["number"], *(row[name] for name in _PARTS), sorted(paths.items())]
    return sha(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass"))
