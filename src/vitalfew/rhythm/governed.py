"""A change of the framework as a decision: planned, signed, kept as a revision, taken back.

The files are the working copy, the latest revision is live. What is written to the store is one transaction; the files are
written after it, so that a crash between leaves files that `plan` shows to differ, and `export` brings them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from vitalfew.base.compared import parted
from vitalfew.base.errors import Overtaken, Refused, TargetExists
from vitalfew.base.finding import Finding
from vitalfew.base.said import say, say_count
from vitalfew.load.read import Loaded, contents, load, load_texts
from vitalfew.model.difference import Difference, difference
from vitalfew.model.framework import Framework
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.entitled import see_entitled
from vitalfew.rhythm.membership import seated
from vitalfew.rhythm.rights import Rights
from vitalfew.store.database import Store, Transaction
from vitalfew.store.revisions import Revision, files, holding, live, make_revision, revision
from vitalfew.store.segment import write_whole

Audit = Callable[[Loaded], list[Finding]]
FOLDER = "framework"
FIRST = "The files as they were when the rhythm began"


@dataclass(frozen=True)
class Plan:
    """What the files would change of the live revision (None: there is none yet), and what that does to the findings."""

    live: Revision | None
    texts: Mapping[str, bytes]
    framework: Framework
    difference: Difference
    new: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    same: tuple[Finding, ...]
    changed_files: tuple[str, ...]
    whole: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether the files are those of the live revision, byte by byte."""
        return self.live is not None and not self.changed_files

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What stands against making this a revision: errors that are new and errors that were there before."""
        return tuple(finding for finding in (*self.new, *self.same) if finding.severity == "error")

    def as_json(self) -> dict[str, object]:
        """Give the plan in the JSON contract's fields."""
        return {
            "live": self.live.as_json() if self.live else None,
            "files": list(self.changed_files),
            **self.difference.as_json(),
            "new": [finding.as_json() for finding in self.new],
            "fixed": [finding.as_json() for finding in self.fixed],
            "errors": len(self.errors),
        }


def plan(store: Store, root: Path, audit: Audit) -> Plan:
    """Compare the files below `root/framework` with the live revision."""
    texts, refused = contents(root)
    loaded = load(root) if refused else load_texts(texts)
    with store.reading() as transaction:
        present = live(transaction)
        kept = files(transaction, present.number) if present else {}
    before = load_texts(kept) if kept else None
    new, fixed, same = parted(audit(before) if before else [], audit(loaded))
    changed = sorted(path for path in kept.keys() | texts.keys() if kept.get(path) != texts.get(path))
    return Plan(
        present,
        texts,
        loaded.framework,
        difference(before.framework if before else Framework(), loaded.framework),
        tuple(new),
        tuple(fixed),
        tuple(same),
        tuple(changed),
        loaded.whole and not refused,
    )


def apply(
    store: Store,
    planned: Plan,
    *,
    by: str,
    at: datetime,
    message: str,
    waived: str | None = None,
    rights: Rights | None = None,
) -> Revision:
    """Make what was planned the live revision; raises Refused, and Overtaken where another became live since.

    `waived` says why errors, and agreements that are missing, may stand. Where approvals are governed and not whoever decides
    it holds every role that the change needs, it is refused: it can be proposed. So it is where `rights` have no role for it;
    where none are given they are those of the account of `by`.
    """
    if planned.is_empty:
        raise Refused(say("the files are those of the live revision"), say("edit them first"))
    if not planned.whole:
        raise Refused(say("a file cannot be read as a whole"), say("mend what `vitalfew check` says of the files"))
    if planned.errors and not waived:
        why = say_count("the files have {n:,} error", "the files have {n:,} errors", len(planned.errors))
        raise Refused(why, say("mend them, or say with `--waive REASON` why they may stand"))
    with store.writing() as transaction:
        seat(Desk(transaction, planned.framework, at, by), rights).see_may("change")
        desk = _desk(transaction, planned.live, by, at)
        is_unagreed = desk is not None and see_entitled(desk, planned.framework, waived=bool(waived))
        reason = waived if planned.errors or is_unagreed else None
        return make_revision(
            transaction, planned.texts, planned.framework, on=planned.live, by=by, at=at, message=message, waived=reason
        )


def seat(desk: Desk, rights: Rights | None = None) -> Desk:
    """Give a desk with the rights of whoever has signed in; without, with those of the account of whoever says they are at it."""
    return seated(desk) if rights is None else replace(desk, rights=rights)


def _desk(transaction: Transaction, on: Revision | None, by: str, at: datetime) -> Desk | None:
    """Give the desk that a change of a revision is decided at; None where there is none yet, or another is live by now."""
    present = live(transaction)
    if present is None or on is None or present.digest != on.digest:
        return None
    return Desk(transaction, load_texts(files(transaction, present.number)).framework, at, by)


def found(store: Store, root: Path, audit: Audit, *, at: datetime) -> Revision:
    """Give the live revision, made of the files as they are where there is none yet; raises Refused.

    Errors do not stand against the first one that the rhythm makes for itself: they were there before it, and it says so.
    """
    with store.reading() as transaction:
        present = live(transaction)
    if present is not None:
        return present
    planned = plan(store, root, audit)
    if planned.live is not None:  # another process made it since
        return planned.live
    try:
        return apply(
            store, planned, by=CLOCKWORK, at=at, message=FIRST, waived="they stood in the files before the first revision"
        )
    except Overtaken:  # another process made it meanwhile
        return found(store, root, audit, at=at)


def live_files(store: Store) -> tuple[int | None, Mapping[str, bytes]]:
    """Give the live revision's number, and its files by path; none where nothing is live."""
    with store.reading() as transaction:
        present = live(transaction)
        return (present.number, files(transaction, present.number)) if present else (None, {})


def unapplied(store: Store, root: Path) -> tuple[str, ...]:
    """Give the paths of files that are not as the live revision has them; none where nothing is live."""
    (texts, refused), (_, kept) = contents(root), live_files(store)
    unread = {finding.place.file for finding in refused if finding.place}
    differing = {path for path in kept.keys() | texts.keys() if kept.get(path) != texts.get(path)}
    return tuple(sorted(differing | unread)) if kept else ()


def live_framework(transaction: Transaction, known: dict[int, Framework]) -> Framework | None:
    """Give the live framework, None where nothing is live; `known` holds those that were read before, and gets it."""
    present = live(transaction)
    if present is None:
        return None
    if present.number not in known:
        known[present.number] = load_texts(files(transaction, present.number)).framework
    return known[present.number]


def framework_of(store: Store, number: int) -> Framework:
    """Give the framework of a revision; raises UnknownName."""
    with store.reading() as transaction:
        return load_texts(files(transaction, revision(transaction, number).number)).framework


def revert(
    store: Store, root: Path, number: int, *, by: str, at: datetime, message: str | None = None, rights: Rights | None = None
) -> Revision:
    """Make a revision like an earlier one, then write its files back; raises UnknownName, Refused, Overtaken."""
    with store.writing() as transaction:
        earlier, present = revision(transaction, number), live(transaction)
        texts = files(transaction, number)
        framework = load_texts(texts).framework
        seat(Desk(transaction, framework, at, by), rights).see_may("change")
        if present is None or texts == files(transaction, present.number):
            why = say("the live revision is already like revision {number}", number=number)
            raise Refused(why, say("see `vitalfew history`"))
        see_kept(transaction, root)
        _see_paths(texts)
        said = message or f"Revert to revision {number}: {earlier.message}"
        desk = _desk(transaction, present, by, at)
        if desk is not None:
            see_entitled(
                desk,
                framework,
                waived=True,
                instead=say("`vitalfew propose --revert {number} -m MESSAGE` asks them", number=number),
            )
        made = make_revision(transaction, texts, framework, on=present, by=by, at=at, message=said, verb="revert")
    write_files(root, texts)
    return made


def export(store: Store, root: Path, target: Path | None, *, number: int | None = None) -> tuple[str, ...]:
    """Write a revision's files (the live one's unless numbered) to an empty folder, else over the workspace's own."""
    with store.reading() as transaction:
        found = live(transaction) if number is None else revision(transaction, number)
        if found is None:
            raise Refused(say("there is no revision yet"), say("make the first with `vitalfew apply -m MESSAGE`"))
        if target is None:
            see_kept(transaction, root)
        texts = files(transaction, found.number)
    _see_paths(texts)
    if target is not None and target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise TargetExists(target)
    write_files(root if target is None else target, texts)
    return tuple(sorted(texts))


def see_kept(transaction: Transaction, root: Path) -> None:
    """Refuse to write over files that are in no revision; raises Refused."""
    texts, refused = contents(root)
    if refused or (texts and holding(transaction, texts) is None):
        raise Refused(say("the files hold changes that are in no revision"), say("keep them with `vitalfew apply`, or undo them"))


def _see_paths(texts: Mapping[str, bytes]) -> None:
    """Refuse paths that lead out of the framework's folder: others may write to a shared database."""
    for path in texts:
        parts = PurePosixPath(path).parts
        if parts[:1] != (FOLDER,) or ".." in parts or "\\" in path or ":" in path:
            why = say("the revision has a file `{path}`, outside `{folder}/`", path=path, folder=FOLDER)
            raise Refused(why, say("see `vitalfew journal verify`"))


def write_files(root: Path, texts: Mapping[str, bytes]) -> None:
    """Bring the files below a folder to those of a revision, each in one step; hidden ones and other kinds stay."""
    present, _ = contents(root)
    for path, content in texts.items():
        if present.get(path) != content:
            write_whole(root / path, content)
    for path in present.keys() - texts.keys():
        (root / path).unlink()
