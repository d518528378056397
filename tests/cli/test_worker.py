"""`worker`, `tick` and `outbox` as they are typed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.rhythm.receivers import Inbox, hook_receiver, mail_receiver, receiving

from vitalfew.store.database import Store, place
from vitalfew.store.outbox import DEAD, messages, put, retry
from vitalfew.store.tables import OUTBOX
from vitalfew.workspace import Workspace


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every address and database of this machine away."""
    for name in [*os.environ]:
        if name.startswith("VITALFEW_"):
            monkeypatch.delenv(name)


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    """Give the bakery with people who can be written to, on a day whose clock is that of the machine, with no quiet hours."""
    path = folder / "framework" / "main.yaml"
    text = path.read_text(encoding="utf-8").replace("calendar: {today: 2026-06-15}", "calendar: {quiet_hours: none}")
    path.write_text(text.replace("name: Eva Lind", "name: Eva Lind, email: eva@example.org"), encoding="utf-8")
    return Workspace.open(folder)


@pytest.fixture
def mail() -> Iterator[Inbox]:
    with receiving(mail_receiver()) as inbox:
        yield inbox


@pytest.fixture
def hook() -> Iterator[Inbox]:
    with receiving(hook_receiver()) as inbox:
        yield inbox


def write(workspace: Workspace, key: str, person: str = "eva") -> None:
    with workspace.writing(by="eva") as desk:
        put(desk.transaction, key=key, person=person, subject="The oven is late", body="See to it.", at=workspace.now)


def test_a_tick_runs_what_is_due_and_a_second_one_nothing(run: Run, workspace: Workspace) -> None:
    first = run("-C", workspace.root, "tick", "--format", "json")
    second = run("-C", workspace.root, "tick")

    found = json.loads(first.output)
    assert first.exit_code == 0, first.output
    assert {"measure", "judge", "escalations", "reviews", "actions", "proposals", "people"} <= {
        each["job"] for each in found["ran"]
    }
    assert {each["state"] for each in found["ran"]} == {"done"}
    assert (found["skipped"], found["unapplied"]) == ([], [])
    assert "✓" not in second.output
    assert workspace.is_measured


def test_it_is_told_where_what_is_live_is_not_what_the_files_say(run: Run, workspace: Workspace) -> None:
    run("-C", workspace.root, "tick")
    path = workspace.root / "framework" / "main.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# to be applied\n", encoding="utf-8")

    assert "1 file differs from what is live" in run("-C", workspace.root, "tick").output
    assert json.loads(run("-C", workspace.root, "tick", "--format", "json").output)["unapplied"] == ["framework/main.yaml"]


def test_without_a_way_messages_wait_and_are_shown(run: Run, workspace: Workspace) -> None:
    write(workspace, "late/1")
    ticked, shown = run("-C", workspace.root, "tick"), run("-C", workspace.root, "outbox")

    assert ticked.exit_code == 0
    assert "no way to send is configured, see `vitalfew outbox`" in ticked.output
    assert "The oven is late  [late/1]" in shown.output
    assert "no way to send is configured" in shown.output


def test_messages_are_sent_by_the_tick(
    run: Run, workspace: Workspace, mail: Inbox, hook: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(workspace, "late/1")
    write(workspace, "late/2", "max")
    monkeypatch.setenv("VITALFEW_SMTP_URL", f"smtp://127.0.0.1:{mail.port}?from=vitalfew@example.org")
    monkeypatch.setenv("VITALFEW_NOTIFY_MAX", f"http://127.0.0.1:{hook.port}")
    ticked = run("-C", workspace.root, "tick")

    assert "messages: " in ticked.output
    assert "The oven is late" in {each["Subject"] for each in mail.mails}
    assert "The oven is late" in {each["subject"] for each in hook.posts}
    shown = json.loads(run("-C", workspace.root, "outbox", "--all", "--format", "json").output)
    assert {each["channel"] for each in shown["messages"] if each["key"].startswith("late")} == {"mail", "webhook"}
    assert "by mail at" in run("-C", workspace.root, "outbox", "list", "--all").output


def test_dead_messages_are_listed_tried_again_and_dropped(run: Run, workspace: Workspace) -> None:
    for number in (1, 2):
        write(workspace, f"late/{number}")
    store = Store(place(workspace.root / ".vitalfew"))
    with store.writing() as transaction:
        transaction.change(OUTBOX, {"state": DEAD, "tries": 8, "said": "the webhook answered 410"})

    assert "the webhook answered 410, after 8 tries" in run("-C", workspace.root, "outbox", "dead").output
    assert "there is no dead message `late/3`" in run("-C", workspace.root, "outbox", "retry", "late/3").output
    assert "1 message will be tried again" in run("-C", workspace.root, "outbox", "retry", "late/1").output
    assert "name the messages to drop" in run("-C", workspace.root, "outbox", "drop").output
    assert "2 messages dropped" in run("-C", workspace.root, "outbox", "drop", "--all").output
    assert "nothing waits to be sent" in run("-C", workspace.root, "outbox").output
    with store.writing() as transaction:
        assert retry(transaction, now=workspace.now) == 0
        assert {message.state for message in messages(transaction)} == {"dropped"}
    assert json.loads(run("-C", workspace.root, "outbox", "drop", "--all", "--format", "json").output)["messages"] == 0


def test_what_was_written_to_an_erased_person_goes_too(run: Run, workspace: Workspace) -> None:
    write(workspace, "late/1")
    write(workspace, "late/2", "max")
    run("-C", workspace.root, "actions", "add", "Bake", "--about", "revenue", "--due", "2030-01-01", "--author", "eva")
    erased = run("-C", workspace.root, "journal", "erase", "eva", "--author", "max")

    assert erased.exit_code == 0, erased.output
    left = json.loads(run("-C", workspace.root, "outbox", "--all", "--format", "json").output)["messages"]
    assert {each["person"] for each in left} == {"person:max"}


def test_a_worker_works_once_where_asked_and_says_what_it_did(run: Run, workspace: Workspace) -> None:
    found = run("-C", workspace.root, "worker", "--once")

    assert found.exit_code == 0, found.output
    assert "✓ measure of" in found.output


def test_a_worker_ends_on_sigterm(workspace: Workspace) -> None:
    command = [sys.executable, "-m", "vitalfew", "-C", str(workspace.root), "worker", "--every", "1"]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    assert worker.stdout is not None
    with worker, worker.stdout as said:
        first = said.readline()
        worker.send_signal(signal.SIGTERM)
        rest = said.read()
        assert worker.wait(60) == 0

    assert first.startswith(("✓ measure", "v measure"))
    assert "error" not in rest


def test_serve_has_a_worker_beside_it_where_asked(workspace: Workspace) -> None:
    options = ("serve", "--no-open", "--port", "0", "--worker")
    command = [sys.executable, "-m", "vitalfew", "-C", str(workspace.root), *options]
    served = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8")
    assert served.stdout is not None
    with served, served.stdout as said:
        assert any("judge of" in line for line in said)
        served.send_signal(signal.SIGINT)
        assert served.wait(60) in {0, 130}


def test_a_worker_tells_what_stands_in_its_way_and_goes_on(run: Run, workspace: Workspace) -> None:
    (workspace.root / "framework" / "main.yaml").write_text("kpis: [", encoding="utf-8")
    found = run("-C", workspace.root, "worker", "--once")

    assert found.exit_code == 0
    assert "error:" in found.output
    assert run("-C", workspace.root, "tick").exit_code == 2


def test_a_tick_is_the_clock_of_the_workspace(run: Run, workspace: Workspace) -> None:
    ran = json.loads(run("-C", workspace.root, "tick", "--as-of", "2026-06-01", "--format", "json").output)
    again = json.loads(run("-C", workspace.root, "tick", "--as-of", "2026-06-08", "--format", "json").output)

    assert ran["at"].startswith("2026-06-01")
    assert sum(each["job"] == "people" for each in again["skipped"]) == 6
    assert "people: " in run("-C", workspace.root, "tick", "--as-of", "2026-06-12").output


def test_a_calendar_is_written_and_its_private_address_shown_once(run: Run, workspace: Workspace, tmp_path: Path) -> None:
    path = workspace.root / "framework" / "rhythm.yaml"
    cadence = "{id: look, rhythm: weekly on monday 09:00, tiers: [1], chair: eva, audience: [max]}"
    path.write_text(f"cadences: [{cadence}]", encoding="utf-8")
    run("-C", workspace.root, "tick")
    out = tmp_path / "eva.ics"
    written = run("-C", workspace.root, "feed", "eva", "--out", out)
    shown = run("-C", workspace.root, "feed", "person:max")
    renewed = json.loads(run("-C", workspace.root, "feed", "eva", "--renew", "--author", "eva", "--format", "json").output)

    assert f"written to `{out}`" in written.output
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert "BEGIN:VEVENT" in shown.output
    assert renewed["path"].startswith("/feed/")
    assert "it is not shown again" in run("-C", workspace.root, "feed", "eva", "--renew", "--author", "eva").output
    assert "leads nowhere" in run("-C", workspace.root, "feed", "eva", "--close", "--author", "eva").output
    assert "there was no address" in run("-C", workspace.root, "feed", "eva", "--close", "--author", "eva").output
    assert run("-C", workspace.root, "feed", "eva", "--close", "--renew").exit_code == 2
    assert "there is no person `ida`" in run("-C", workspace.root, "feed", "ida").output
