"""Publications are published once for each slot by the clock, kept, put where they belong and sent (DEL-1 to DEL-4)."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests.rhythm.clockwork import BERLIN, Yard, utc, yard
from tests.rhythm.receivers import Inbox, hook_receiver, mail_receiver, receiving

from vitalfew.base.errors import NotAllowed, Refused
from vitalfew.base.ref import Ref
from vitalfew.measure.run import Measured
from vitalfew.model.framework import Framework
from vitalfew.model.publication import Publication
from vitalfew.model.verdict import Scorecard
from vitalfew.rhythm import publishing
from vitalfew.rhythm.channel import ways
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.jobs import JOBS, Job, View
from vitalfew.rhythm.machine import advance, begin
from vitalfew.rhythm.publishing import FOLDER, Rendered, document, editions, place_of, publish_edition
from vitalfew.rhythm.publishing_clock import JOB, last_of, next_of, with_publications
from vitalfew.rhythm.reviews import MACHINE as REVIEW
from vitalfew.rhythm.rights import Rights
from vitalfew.rhythm.worker import Round, look
from vitalfew.store.accounts import Grant
from vitalfew.store.database import Store
from vitalfew.store.journal import entries
from vitalfew.store.outbox import Attached, messages
from vitalfew.store.slots import slots

BOARD = f"""\
{BERLIN}cadences: [{{id: weekly, rhythm: weekly on tuesday 09:00}}]
publications:
  - id: board
    name: For the board
    reports: [kpi-definitions]
    rhythm: weekly on monday 08:00
    people: [eva, max]
    folder: board
"""
AFTER = BOARD.replace("rhythm: weekly on monday 08:00", "after: weekly")
MONDAY = utc("2026-06-01T06:00")
"""When it is eight in Berlin."""
WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)


@dataclass(frozen=True)
class _Folder:
    """What publications look at: a folder."""

    root: Path
    framework: Framework = field(default_factory=Framework)

    def measure(self) -> Measured:
        raise NotImplementedError

    def judged(self) -> Scorecard:
        raise NotImplementedError


def figures(content: bytes = b"%PDF-figures", *, name: str = "figures.pdf") -> Rendered:
    made = (Attached(name, "application/pdf", content),)
    return Rendered("For the board", made, ("figures",), "en", date(2026, 6, 1), 7, MONDAY)


def make(_: View, publication: Publication) -> Rendered:
    return figures(publication.id.encode())


@pytest.fixture
def rooms(store: Store, tmp_path: Path) -> Yard:
    return replace(yard(store, BOARD), view=_Folder(tmp_path))


def looked(rooms: Yard, at: datetime, environ: dict[str, str] | None = None) -> Round:
    """Look at the clock, at publications alone."""

    def jobs(desk: Desk) -> Sequence[Job]:
        return with_publications(make)(desk)[len(JOBS) :]

    return look(rooms, lambda: at, ways(environ or {}), holder="one", jobs=jobs)


def ran(found: Round) -> list[str]:
    return [f"{slot.job} {slot.at:%m-%d %H:%M} {slot.state}: {slot.said}" for slot in found.ticked.ran]


def test_a_publication_is_published_once_for_its_slot_kept_put_into_its_folder_and_sent(rooms: Yard, tmp_path: Path) -> None:
    first, second = looked(rooms, MONDAY), looked(rooms, MONDAY + MINUTE)
    with rooms.reading() as desk:
        (edition,) = editions(desk)
        told = messages(desk.transaction)
        last = entries(desk.transaction)

    assert (ran(first), ran(second)) == ([f"{JOB}board 06-01 06:00 done: 1 document, 2 people"], [])
    assert (edition.publication, edition.by, edition.revision) == ("board", "vitalfew", 7)
    assert (tmp_path / "published" / "board" / "2026-06-01" / "figures.pdf").read_bytes() == b"board"
    assert [each.person for each in told] == ["eva", "max"]
    assert "- figures.pdf (1 kB)" in told[0].body
    assert [(each.verb, str(each.subject)) for each in last][-1:] == [("publish", "edition:1")]


def test_after_a_pause_the_newest_alone_is_published(rooms: Yard) -> None:
    looked(rooms, MONDAY)
    late = looked(rooms, MONDAY + 5 * WEEK + MINUTE)

    assert ran(late) == [f"{JOB}board 07-06 06:00 done: 1 document, 2 people"]
    assert [slot.state for slot in late.ticked.skipped] == ["skipped"] * 4


def test_one_that_fails_says_why_is_tried_again_and_publishes_nothing_meanwhile(rooms: Yard, tmp_path: Path) -> None:
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "board").write_text("in the way")
    failed = looked(rooms, MONDAY)
    with rooms.reading() as desk:
        nothing, untold = editions(desk), messages(desk.transaction)
    (tmp_path / "published" / "board").unlink()
    again = looked(rooms, MONDAY + MINUTE)
    with rooms.reading() as desk:
        last = last_of(desk, rooms.framework.publications[0])

    assert "waiting: " in ran(failed)[0]
    assert "board" in ran(failed)[0]
    assert (nothing, untold) == ((), [])
    assert "done" in ran(again)[0]
    assert last
    assert (last.state, last.tries) == ("done", 2)


def test_it_follows_a_review_that_is_locked(store: Store, tmp_path: Path) -> None:
    rooms = replace(yard(store, AFTER), view=_Folder(tmp_path))
    before = looked(rooms, MONDAY)
    with rooms.writing(by="vitalfew") as desk:
        moments = {name: (MONDAY + 2 * MINUTE).isoformat() for name in ("starts", "ends", "opens", "due", "locks")}
        data = dict.fromkeys(("cadence", "name", "moved_from", "began", "frequency", "focus", "chair", "pack", "head", "record"))
        data |= dict.fromkeys(("by", "none_needed", "reason")) | {"on": "2026-06-02", "period": "W23", **moments}
        data |= {name: [] for name in ("tiers", "org_units", "people", "present", "kpis", "confirmed")}
        about = Ref("cadence", "weekly")
        review = begin(replace(desk, at=MONDAY), REVIEW, about=about, data=data, id_="weekly-2026-06-02")
        advance(replace(desk, at=MONDAY + MINUTE), REVIEW, review, "lock", data={"pack": "0" * 64})
    early, locked = looked(rooms, MONDAY + MINUTE), looked(rooms, MONDAY + 3 * MINUTE)

    assert (ran(before), ran(early)) == ([], [])
    assert ran(locked) == [f"{JOB}board 06-01 06:02 done: 1 document, 2 people"]


def test_documents_go_with_mail_and_webhooks_and_large_ones_stay_behind(rooms: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(mail_receiver()) as mail, receiving(hook_receiver()) as hook:
        environ = {"VITALFEW_SMTP_URL": smtp(mail), "VITALFEW_NOTIFY_MAX": f"http://127.0.0.1:{hook.port}/"}
        sent = looked(rooms, MONDAY + 2 * timedelta(hours=1), environ)
        monkeypatch.setattr(publishing, "CARRIED", 1)
        looked(rooms, MONDAY + WEEK + timedelta(hours=1), environ)

    (file,) = mail.mails[0].iter_attachments()
    assert sent.posted.sent == 2
    assert (file.get_filename(), file.get_content_type(), file.get_content()) == ("figures.pdf", "application/pdf", b"board")
    given = hook.posts[0]["files"]
    assert given == [{"name": "figures.pdf", "media": "application/pdf", "content": base64.b64encode(b"board").decode()}]
    assert ([*mail.mails[1].iter_attachments()], "files" in hook.posts[1]) == ([], False)
    assert "too large to be sent" in str(hook.posts[1]["body"])


def smtp(inbox: Inbox) -> str:
    return f"smtp://127.0.0.1:{inbox.port}?from=vitalfew@example.org"


def test_publishing_takes_an_editor_or_an_approver(rooms: Yard) -> None:
    def by(role: str) -> Iterator[str]:
        with rooms.writing(by="eva") as desk:
            yield publish_edition(replace(desk, at=MONDAY, rights=Rights((Grant(role),))), figures()).id

    for role in ("viewer", "contributor", "owner"):
        with pytest.raises(NotAllowed, match="publish documents to others"):
            next(by(role))
    assert [[*by(role)] for role in ("editor", "approver", "administrator")] == [["1"], ["2"], ["3"]]


def test_an_edition_is_bounded_and_stays_in_its_folder(rooms: Yard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "LARGEST", 4)
    with pytest.raises(Refused, match="at most"), rooms.writing(by="eva") as desk:
        publish_edition(desk, figures())
    (tmp_path / "away").mkdir()
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "link").symlink_to(tmp_path / "away")
    for folder in ("../away", "link", "/etc"):
        with pytest.raises(Refused, match="leads out"):
            place_of(tmp_path, folder)
    monkeypatch.setenv(FOLDER, str(tmp_path / "away"))

    assert place_of(tmp_path, "board/new") == (tmp_path / "away" / "board" / "new").resolve()


def test_the_same_bytes_are_kept_once_and_stay_while_an_edition_holds_them(rooms: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "ROOM", 25)
    with rooms.writing(by="eva") as desk:
        for content in (b"0123456789", b"abcdefghij", b"0123456789"):
            publish_edition(replace(desk, at=MONDAY), figures(content))
        newest, middle, oldest = editions(desk)
        held = document(desk, newest, "figures.pdf"), document(desk, middle, "figures.pdf")
        with pytest.raises(Refused, match="was dropped"):
            document(desk, oldest, "figures.pdf")

    assert held == (b"0123456789", b"abcdefghij")


def test_when_it_is_due_next_is_known(rooms: Yard) -> None:
    (board,) = rooms.framework.publications
    hours = rooms.framework.calendar.hours

    assert next_of(board, hours, MONDAY - MINUTE) == MONDAY
    assert next_of(board, hours, MONDAY) == MONDAY + WEEK
    with rooms.reading() as desk:
        assert slots(desk.transaction) == []
