"""Editions: documents as they were published, kept as they were, so that they can be had again and sent (DEL-1 to DEL-4).

What is in an edition everybody may see: it is made for nobody in particular, without the figures that are private to some. All
editions together have so much room; where it is full the oldest are dropped, and what they were stays written.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import Machine, Move, advance, begin
from vitalfew.rhythm.notice import tell
from vitalfew.store.contents import keep, kept, let_go
from vitalfew.store.journal import entries
from vitalfew.store.matters import Matter, find_matter, find_matters
from vitalfew.store.outbox import EDITION, Attached
from vitalfew.store.segment import write_whole

MACHINE = Machine("edition", ("kept",), {"drop": Move(("kept",), "dropped")}, ("dropped",))
LARGEST, ROOM = 40_000_000, 400_000_000
"""How many bytes one edition may have, and all together."""
CARRIED = 8_000_000
"""How many bytes of documents a message carries; above that it says where they are."""
FOLDER, PUBLISHED = "VITALFEW_PUBLISH_FOLDER", "published"
"""The variable that names the folder below which documents are put, else this one of the workspace."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Documents that are written and not published yet, of which revision, data and day."""

    title: str
    files: tuple[Attached, ...]
    reports: tuple[str, ...]
    language: str
    as_of: date
    revision: int | None
    measured_at: datetime | None


class File(NamedTuple):
    """One document of an edition: its name, its media type, the hash of its bytes, how many they are."""

    name: str
    media: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Edition:
    """Documents that were published at once: by whom, from which revision and data, after which entry of the journal."""

    id: str
    version: int
    state: str
    at: datetime
    by: str | None
    publication: str | None
    title: str | None
    reports: tuple[str, ...]
    language: str
    as_of: date
    revision: int | None
    head: str | None
    measured_at: datetime | None
    files: tuple[File, ...]

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return sum(file.size for file in self.files)

    @property
    def is_kept(self) -> bool:
        """Tell whether its documents can still be had."""
        return self.state not in MACHINE.over

    def as_json(self) -> dict[str, object]:
        """Give the edition in the JSON contract's fields."""
        return {
            "id": self.id,
            "version": self.version,
            "state": self.state,
            "at": self.at.isoformat(),
            "by": self.by,
            "publication": self.publication,
            "title": self.title,
            "reports": list(self.reports),
            "language": self.language,
            "as_of": self.as_of.isoformat(),
            "revision": self.revision,
            "head": self.head,
            "measured_at": self.measured_at.isoformat() if self.measured_at else None,
            "files": [file._asdict() for file in self.files],
        }


def publish_edition(
    desk: Desk,
    made: Rendered,
    *,
    publication: str | None = None,
    people: Sequence[str] = (),
    folder: Path | None = None,
) -> Edition:
    """Keep documents as an edition, put them into a folder and send them to people; raises Refused, NotAllowed.

    They are sent from the outbox, and none is where the step that this is a part of does not happen.
    """
    size = sum(len(file.content) for file in made.files)
    if size > LARGEST:
        why = say("the documents have {size:,} MB, and an edition has {most} at most", size=size // 10**6, most=LARGEST // 10**6)
        raise Refused(why, say("publish fewer documents or formats at once"))
    last = entries(desk.transaction, last=1)
    names = keep(desk.transaction, *(file.content for file in made.files))
    data = {
        "by": desk.by,
        "publication": publication,
        "title": made.title,
        "reports": list(made.reports),
        "language": made.language,
        "as_of": made.as_of.isoformat(),
        "revision": made.revision,
        "head": last[-1].hash if last else None,
        "measured_at": made.measured_at.isoformat() if made.measured_at else None,
        "files": [f"{name} {len(file.content)} {file.media} {file.name}" for name, file in zip(names, made.files, strict=True)],
    }
    about = Ref("publication", publication) if publication else Ref("organization", "main")
    edition = edition_of(begin(desk, MACHINE, about=about, data=data, verb="publish"))
    _make_room(desk)
    for file in made.files if folder else ():
        write_whole(Path(str(folder), made.as_of.isoformat(), file.name), file.content)
    for person in dict.fromkeys(people):
        _send(desk, edition, person)
    return edition


def editions(desk: Desk, *, last: int | None = None) -> tuple[Edition, ...]:
    """Give what was published, the newest first."""
    found = find_matters(desk.transaction, MACHINE.kind)[::-1]
    return tuple(map(edition_of, found[:last]))


def find_edition(desk: Desk, id_: str) -> Edition:
    """Give an edition by its number; raises UnknownName."""
    return edition_of(find_matter(desk.transaction, MACHINE.kind, id_))


def document(desk: Desk, edition: Edition, name: str) -> bytes:
    """Give a document as it was published; raises UnknownName, and Refused where it was dropped."""
    file = next((each for each in edition.files if each.name == name), None)
    if file is None:
        raise UnknownName("document", name, [each.name for each in edition.files])
    if not edition.is_kept:
        why = say("edition {id} was dropped when there was no more room", id=edition.id)
        raise Refused(why, say("publish the report again, as of that day"))
    return kept(desk.transaction, [file.sha256])[file.sha256]


def attached(desk: Desk, key: str) -> tuple[Attached, ...]:
    """Give the documents that a message carries, by its key; none where they are too many bytes, or are gone."""
    if not key.startswith(EDITION):
        return ()
    edition = find_edition(desk, key.split("/")[1])
    if edition.size > CARRIED or not edition.is_kept:
        return ()
    found = kept(desk.transaction, [file.sha256 for file in edition.files])
    return tuple(Attached(file.name, file.media, found[file.sha256]) for file in edition.files)


def place_of(root: Path, folder: str) -> Path:
    """Give the folder that documents go to, by its path below the one for all; raises Refused where it leads out of that."""
    top = Path(os.environ.get(FOLDER) or root / PUBLISHED).resolve()
    found = (top / folder).resolve()
    if not found.is_relative_to(top):
        raise Refused(say("`{folder}` leads out of the folder for documents", folder=folder), say("name one below it"))
    return found


def edition_of(matter: Matter) -> Edition:
    """Read an edition off its matter."""
    data = matter.data
    files = (each.split(" ", 3) for each in data["files"])
    measured = data["measured_at"]
    return Edition(
        matter.id,
        matter.version,
        matter.state,
        matter.opened_at,
        data["by"],
        data["publication"],
        data["title"],
        tuple(data["reports"]),
        data["language"],
        date.fromisoformat(data["as_of"]),
        data["revision"],
        data["head"],
        datetime.fromisoformat(measured) if measured else None,
        tuple(File(name, media, sha, int(size)) for sha, size, media, name in files),
    )


def _make_room(desk: Desk) -> None:
    """Drop the oldest editions where all together are too many bytes, and the bytes that no other holds."""
    matters = find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive)[::-1]
    room, held, gone = ROOM, set[str](), set[str]()
    for matter in matters:
        edition = edition_of(matter)
        room -= edition.size
        names = {file.sha256 for file in edition.files}
        if room >= 0:
            held |= names
            continue
        advance(desk, MACHINE, matter, "drop")
        gone |= names
    let_go(desk.transaction, *(gone - held))


def _send(desk: Desk, edition: Edition, person: str) -> None:
    """Write to a person what was published, and where it is."""
    title = edition.title or ", ".join(edition.reports)
    known = {"title": title, "day": edition.as_of}
    begin_ = (
        say("{title}, as of {day:%-d %B %Y}, from revision {revision}:", revision=edition.revision, **known)
        if edition.revision
        else say("{title}, as of {day:%-d %B %Y}, from files that no revision holds yet:", **known)
    )
    where = (
        say(
            "They come with this message where its way carries files, and stay in the web application: Publish, edition {id}.",
            id=edition.id,
        )
        if edition.size <= CARRIED
        else say("They are too large to be sent, and are in the web application: Publish, edition {id}.", id=edition.id)
    )
    files = (f"- {file.name} ({max(1, file.size // 1000):,} kB)" for file in edition.files)
    body = several([begin_, "", *files, "", where], "\n")
    tell(desk, person, key=f"{EDITION}{edition.id}", subject=say("{title}, {day:%-d %B %Y}", **known), body=body)
