"""Messages leave by mail, webhook and services; each arrives at least once, and once alone where the receiver knows its key."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from tests.rhythm.clockwork import Yard, utc, yard
from tests.rhythm.receivers import Inbox, hook_receiver, mail_receiver, receiving

from vitalfew.base.errors import BadOption, ExtraMissing
from vitalfew.rhythm import channel
from vitalfew.rhythm.channel import ways
from vitalfew.rhythm.post import GONE, LEASE, Posted, post
from vitalfew.store.database import Store
from vitalfew.store.outbox import TRIES, Message, messages, put, take

NOON = utc("2026-06-01T12:00")
MINUTE = timedelta(minutes=1)
PEOPLE = """\
calendar: {timezone: Europe/Berlin}
people:
  - {id: eva, name: Eva, email: eva@example.org}
  - {id: max-b, name: Max, email: max@example.org}
  - {id: ida, name: Ida}
  - {id: bo, name: Bo, email: bo@example.org, left: 2026-05-01}
"""


@pytest.fixture
def rooms(store: Store) -> Yard:
    return yard(store, PEOPLE)


@pytest.fixture
def mail() -> Iterator[Inbox]:
    with receiving(mail_receiver()) as inbox:
        yield inbox


@pytest.fixture
def hook() -> Iterator[Inbox]:
    with receiving(hook_receiver()) as inbox:
        yield inbox


def smtp(inbox: Inbox) -> str:
    return f"smtp://127.0.0.1:{inbox.port}?from=vitalfew@example.org"


def write(rooms: Yard, key: str = "late/1", *, person: str = "eva", at: datetime = NOON) -> None:
    with rooms.writing(by="") as desk:
        body = "Your action is late.\n\nCall the ten largest customers (until Friday)."
        put(desk.transaction, key=key, person=person, subject="Late:\nan action – yours", body=body, at=at)


def posted(rooms: Yard, environ: dict[str, str], at: datetime = NOON) -> Posted:
    return post(rooms, lambda: at, ways(environ), holder="one")


def kept(rooms: Yard) -> dict[str, Message]:
    with rooms.reading() as desk:
        return {message.key: message for message in messages(desk.transaction)}


def test_a_mail_says_what_it_is_about_and_carries_its_key(rooms: Yard, mail: Inbox) -> None:
    write(rooms)
    assert posted(rooms, {"VITALFEW_SMTP_URL": smtp(mail)}) == Posted(sent=1)

    (found,), message = mail.mails, kept(rooms)["late/1"]
    assert (found["To"], found["From"], found["Subject"]) == (
        "eva@example.org",
        "Vitalfew <vitalfew@example.org>",
        "Late: an action – yours",
    )
    assert found["Message-ID"] == f"<{message.address}@example.org>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert "Call the ten largest customers" in found.get_content()
    assert (message.state, message.channel, message.sent_at) == ("sent", "mail", NOON)
    assert posted(rooms, {"VITALFEW_SMTP_URL": smtp(mail)}, NOON + LEASE) == Posted()


def test_a_webhook_is_posted_with_its_key(rooms: Yard, hook: Inbox) -> None:
    write(rooms, person="ida")
    assert posted(rooms, {"VITALFEW_NOTIFY": f"http://127.0.0.1:{hook.port}/x"}) == Posted(sent=1)

    (found,), (headers,), address = hook.posts, hook.headers, kept(rooms)["late/1"].address
    assert found["key"] == headers["Idempotency-Key"] == headers["X-Vitalfew-Key"] == address
    assert (found["person"], found["name"], found["subject"]) == ("person:ida", "Ida", "Late:\nan action – yours")
    assert found["at"] == "2026-06-01T12:00:00+00:00"


def test_a_person_is_reached_by_their_own_way_else_by_mail_else_by_everybodys(rooms: Yard, mail: Inbox, hook: Inbox) -> None:
    for person in ("eva", "max-b", "ida"):
        write(rooms, person, person=person)
    urls = {name: f"http://127.0.0.1:{hook.port}/{name}" for name in ("VITALFEW_NOTIFY", "VITALFEW_NOTIFY_MAX_B")}
    assert posted(rooms, {**urls, "VITALFEW_SMTP_URL": smtp(mail)}) == Posted(sent=3)

    assert [each["To"] for each in mail.mails] == ["eva@example.org"]
    assert sorted(str(each["person"]) for each in hook.posts) == ["person:ida", "person:max-b"]


def test_without_a_way_messages_wait_and_nothing_fails(rooms: Yard, mail: Inbox) -> None:
    write(rooms)
    write(rooms, "late/2", person="ida")

    assert posted(rooms, {}) == Posted(unreached=2)
    assert posted(rooms, {"VITALFEW_SMTP_URL": smtp(mail)}) == Posted(sent=1, unreached=1)
    assert (kept(rooms)["late/2"].state, kept(rooms)["late/2"].tries) == ("waiting", 0)


@pytest.mark.parametrize("fault", ["down", "drop", "stall"])
def test_mail_that_failed_is_sent_again_with_the_same_key(
    rooms: Yard, mail: Inbox, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "TIMEOUT", 0.3)
    mail.faults = [fault]
    write(rooms)
    environ = {"VITALFEW_SMTP_URL": smtp(mail)}
    first = posted(rooms, environ)

    assert (first.sent, first.failed) == (0, 1)
    assert first.said[0].startswith("the mail server ")
    assert posted(rooms, environ, NOON + MINUTE / 2) == Posted()
    assert posted(rooms, environ, NOON + MINUTE) == Posted(sent=1)
    assert len(mail.keys) == 1
    assert sum(mail.keys.values()) == (2 if fault == "drop" else 1)


@pytest.mark.parametrize("fault", ["500", "302", "429", "drop", "stall"])
def test_a_post_that_failed_is_sent_again_with_the_same_key(
    rooms: Yard, hook: Inbox, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "TIMEOUT", 0.3)
    hook.faults = [fault]
    write(rooms)
    environ = {"VITALFEW_NOTIFY": f"http://127.0.0.1:{hook.port}"}
    first = posted(rooms, environ)

    assert (first.sent, first.failed) == (0, 1)
    assert first.said[0].startswith("the webhook ")
    assert posted(rooms, environ, NOON + MINUTE) == Posted(sent=1)
    assert len(hook.keys) == 1
    assert sum(hook.keys.values()) == (2 if fault == "drop" else 1)


def test_a_way_that_is_down_is_tried_once_a_round_and_a_mailbox_that_is_not_there_keeps_nobody_waiting(
    rooms: Yard, mail: Inbox
) -> None:
    for number in range(3):
        write(rooms, f"late/{number}")
    mail.faults = ["down"]
    environ = {"VITALFEW_SMTP_URL": smtp(mail)}
    assert (posted(rooms, environ).failed, len(mail.mails)) == (1, 0)

    mail.faults = ["refuse"]
    found = posted(rooms, environ, NOON)
    assert (found.failed, found.sent) == (1, 1)
    assert found.said == ("the mail server refused it: 550 no such mailbox",)


def test_a_server_that_is_not_there_is_told_without_secrets(rooms: Yard) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    write(rooms)
    write(rooms, "late/2", person="ida")
    environ = {
        "VITALFEW_SMTP_URL": f"smtp://me:hunter2@127.0.0.1:{port}?from=a@b.org",
        "VITALFEW_NOTIFY": f"https://127.0.0.1:{port}/hunter2",
    }
    found = posted(rooms, environ)

    assert found.failed == 2
    assert "hunter2" not in str(found)
    assert "hunter2" not in str(kept(rooms))


def test_after_the_last_try_a_message_is_dead(rooms: Yard, hook: Inbox) -> None:
    write(rooms)
    hook.faults = ["500"] * TRIES
    environ, now, rounds = {"VITALFEW_NOTIFY": f"http://127.0.0.1:{hook.port}"}, NOON, []
    while kept(rooms)["late/1"].state == "waiting":
        now = rooms.framework.calendar.hours.awake(max(now, kept(rooms)["late/1"].next_at))
        rounds.append(posted(rooms, environ, now))

    assert [each.failed for each in rounds] == [1] * (TRIES - 1) + [0]
    assert rounds[-1].dead == 1
    assert (kept(rooms)["late/1"].state, kept(rooms)["late/1"].said) == ("dead", "the webhook answered 500")
    assert posted(rooms, environ, now + 9999 * MINUTE) == Posted()


def test_nothing_leaves_in_the_quiet_hours(rooms: Yard, mail: Inbox) -> None:
    write(rooms)
    environ, late = {"VITALFEW_SMTP_URL": smtp(mail)}, utc("2026-06-01T22:00")

    assert posted(rooms, environ, late) == Posted()
    assert posted(rooms, environ, utc("2026-06-02T05:00")) == Posted(sent=1)


def test_nobody_who_left_is_written_to(rooms: Yard, mail: Inbox) -> None:
    write(rooms, "late/1", person="bo")
    write(rooms, "late/2", person="unknown")

    assert posted(rooms, {"VITALFEW_SMTP_URL": smtp(mail)}) == Posted(dead=2, said=(GONE, GONE))
    assert mail.mails == []


def test_a_message_of_a_sender_who_was_killed_is_sent_when_its_lease_ends(rooms: Yard, mail: Inbox) -> None:
    write(rooms)
    with rooms.writing(by="") as desk:
        assert take(desk.transaction, holder="killed", now=NOON, lease=LEASE, reaches=lambda _: True)

    environ = {"VITALFEW_SMTP_URL": smtp(mail)}
    assert posted(rooms, environ, NOON + LEASE - MINUTE) == Posted()
    assert posted(rooms, environ, NOON + LEASE) == Posted(sent=1)


def test_a_service_is_reached_by_apprise_and_says_whom_it_is_for(rooms: Yard, hook: Inbox) -> None:
    write(rooms)
    hook.faults = ["500"]
    environ = {"VITALFEW_NOTIFY": f"json://127.0.0.1:{hook.port}/hunter2"}
    first = posted(rooms, environ)

    assert (first.failed, first.said) == (1, ("`json` did not take it",))
    assert posted(rooms, environ, NOON + MINUTE) == Posted(sent=1)
    assert str(hook.posts[0]["title"]).startswith("Eva: Late:")
    assert "Call the ten largest customers (until Friday)." in str(hook.posts[0]["message"])
    assert kept(rooms)["late/1"].channel == "json"


@pytest.mark.parametrize(
    ("variable", "url", "said"),
    [
        ("VITALFEW_NOTIFY", "http://example.org/hunter2", "`VITALFEW_NOTIFY` cannot be `http://…`"),
        ("VITALFEW_NOTIFY_EVA", "nothing://hunter2", "`VITALFEW_NOTIFY_EVA` cannot be `nothing:…`"),
        ("VITALFEW_NOTIFY", "https://host:hunter2/", "`VITALFEW_NOTIFY` cannot be `…`"),
        ("VITALFEW_SMTP_URL", "smtp://me:hunter2@host", "`VITALFEW_SMTP_URL` cannot be `smtp:…`"),
        ("VITALFEW_SMTP_URL", "imap://me:hunter2@host?from=a@b.org", "`VITALFEW_SMTP_URL` cannot be `imap:…`"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_it(variable: str, url: str, said: str) -> None:
    with pytest.raises(BadOption) as caught:
        ways({variable: url})
    assert str(caught.value) == said
    assert "hunter2" not in caught.value.help


def test_what_teams_use_is_understood() -> None:
    for url in ("slack://TokenA/TokenB/TokenC/#general", "workflows://host:443/abc123/sig-nature/"):
        found = ways({"VITALFEW_NOTIFY": url})
        assert found.everybody is not None
        assert found.everybody.name == url.partition(":")[0]


def test_without_apprise_it_is_told_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(ExtraMissing) as caught:
        ways({"VITALFEW_NOTIFY": "slack://a/b/c"})
    assert "pip install 'vitalfew[notify]'" in caught.value.help
    assert ways({"VITALFEW_NOTIFY": "https://example.org/x"}).any


def test_a_server_elsewhere_without_encryption_is_sent_nothing(rooms: Yard, mail: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "LOCAL", frozenset())
    write(rooms)
    found = posted(rooms, {"VITALFEW_SMTP_URL": smtp(mail)})

    assert found.said == ("the mail server offers no encryption, and is not on this machine",)
    assert mail.mails == []
