"""Real servers: several processes are one to whoever asks, and each ends in order."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.cli.conftest import Run

from vitalfew import Workspace
from vitalfew.demo.starter import write_starter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_starter(tmp_path / "mine", "small-business", today=date(2026, 6, 15))
    return tmp_path / "mine"


class Served:
    """A server, the port that it answers at, and what it says on stderr."""

    def __init__(self, process: subprocess.Popen[bytes], said: Path) -> None:
        self.process, self.said = process, said
        found = None
        while found is None and process.poll() is None:
            found = re.search(rb"http://127\.0\.0\.1:(\d+)/", said.read_bytes())
            time.sleep(0.02)
        assert found is not None, said.read_text(encoding="utf-8")
        self.port = int(found[1])

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Ask by a connection of its own; gives status, the answer, and the name of the process that gave it."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST" if form else "GET", path, urlencode(form) if form else None, headers if form else {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, answer.headers["X-Request-Id"]

    def process_of(self, name: str) -> int:
        """Give the process that answered a request; its line is written when the answer is sent."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            for line in self.said.read_text(encoding="utf-8").splitlines():
                if name in line:
                    return int(json.loads(line)["process"])
            time.sleep(0.02)
        msg = f"nothing is said of {name}"
        raise LookupError(msg)


@contextmanager
def served(folder: Path, *options: str, environ: dict[str, str] | None = None) -> Iterator[Served]:
    said = folder.parent / "said"
    command = [sys.executable, "-m", "vitalfew", "-C", str(folder), "serve", "--no-open", "--port", "0", *options]
    with said.open("wb") as stream:
        process = subprocess.Popen(command, stderr=stream, env={**os.environ, **(environ or {})})
    try:
        yield Served(process, said)
    finally:
        process.terminate()
        process.wait(60)


def test_what_one_process_decides_the_other_shows_at_once_and_one_that_dies_is_replaced(
    folder: Path, postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes on PostgreSQL: each write is read by whichever process is asked next, and all are counted together."""
    environ = {"VITALFEW_DATABASE_URL": postgres_database, "VITALFEW_WORKSPACE": "two"}
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    kpi = Workspace.open(folder).framework.current_kpis[0].id
    person = next(each.id for each in Workspace.open(folder).framework.people if not each.group)
    with served(folder, "--processes", "2", environ={"VITALFEW_PERSON": person}) as server:
        seen: list[tuple[str, str]] = []
        for number in range(6):
            status, _, wrote = server.ask(f"/kpi/{kpi}", {"do": "comment", "text": f"word number {number} of many"})
            assert status == 303
            with ThreadPoolExecutor(4) as pool:
                answers = [*pool.map(lambda _: server.ask(f"/kpi/{kpi}"), range(4))]
            assert [f"word number {number} of many" in text for _, text, _ in answers] == [True] * 4
            seen += [(wrote, read) for _, _, read in answers]
        pairs = {(server.process_of(wrote), server.process_of(read)) for wrote, read in seen}
        _, figures, _ = server.ask("/metrics")
        counted = [float(line.split()[-1]) for line in figures.splitlines() if re.match(r"vitalfew_requests_total.*/kpi/", line)]
        dead, alive = sorted({process for pair in pairs for process in pair})
        os.kill(dead, signal.SIGKILL)
        answered = _others(server, alive)
    assert server.process.returncode == 0
    assert any(wrote != read for wrote, read in pairs)
    assert sum(counted) == 6 * 5
    assert answered - {dead, alive}


def _others(server: Served, known: int) -> set[int]:
    """Give the processes that answer, one of them new."""
    found, until = {known}, time.monotonic() + 60
    while len(found) < 2 and time.monotonic() < until:
        with suppress(OSError), ThreadPoolExecutor(4) as pool:  # what the one that died had taken is lost
            found |= set(pool.map(lambda _: server.process_of(server.ask("/healthz")[2]), range(4)))
    return found


def test_it_drains_then_answers_what_is_in_hand_and_takes_no_more(folder: Path) -> None:
    """A form that is still being sent when SIGTERM comes is a request in hand."""
    with served(folder, "--drain", "3") as server:
        slow = HTTPConnection("127.0.0.1", server.port, timeout=60)
        slow.putrequest("POST", "/login")
        slow.putheader("Origin", f"http://127.0.0.1:{server.port}")
        slow.putheader("Content-Type", "application/x-www-form-urlencoded")
        slow.putheader("Content-Length", "10")
        slow.endheaders(b"login")
        server.ask("/")
        server.process.send_signal(signal.SIGTERM)
        statuses = _until_refused(server)
        slow.send(b"=abcd")
        answer = slow.getresponse()
        assert (answer.status, "<html" in answer.read().decode()) == (422, True)
        assert server.process.wait(30) == 0
    assert statuses[-1] == 503
    assert set(statuses) <= {200, 503}


def _until_refused(server: Served) -> list[int]:
    """Ask whether it is ready until it takes no more connections."""
    statuses, until = [], time.monotonic() + 30
    with suppress(OSError):
        while time.monotonic() < until:
            statuses.append(server.ask("/readyz")[0])
    return statuses


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--proxy", "10.0.0.5"), "say with `--name`"),
        (("--proxy", "elsewhere", "--name", "kpi.example.org"), "name an address or a network"),
        (("--proxy", "10.0.0.5", "--name", "kpi.example.org"), "this machine alone"),
    ],
    ids=["a proxy without a name", "a proxy that is no address", "a proxy before there is an administrator"],
)
def test_a_proxy_that_cannot_be_meant_is_refused(run: Run, folder: Path, options: tuple[str, ...], why: str) -> None:
    refused = run("-C", folder, "serve", "--no-open", *options)
    assert (refused.exit_code, why in refused.stderr) == (2, True)
