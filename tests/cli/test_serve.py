"""`serve` answers to this machine alone, at the address it says, until it is stopped."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.cli.conftest import Run

from vitalfew.demo.starter import write_starter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_starter(tmp_path / "mine", "small-business", today=date(2026, 6, 15))
    return tmp_path / "mine"


def started(folder: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "vitalfew", "-C", str(folder), "serve", "--no-open", *options]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def test_it_says_where_it_answers_and_stops_when_interrupted(folder: Path) -> None:
    with started(folder, "--port", "0") as process:
        assert process.stderr is not None
        address = next(found.group() for line in process.stderr if (found := re.search(r"http://127\.0\.0\.1:\d+/", line)))
        with urlopen(address) as answer:  # noqa: S310  # our own address
            assert b"<h1>Scorecard</h1>" in answer.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) in {0, 130}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "nowhere"])  # noqa: S104  # it is refused
def test_it_refuses_to_answer_to_others(run: Run, folder: Path, host: str) -> None:
    refused = run("-C", folder, "serve", "--no-open", "--host", host)
    assert refused.exit_code == 2
    assert "this machine alone" in refused.stderr


def test_it_refuses_another_name_too(run: Run, folder: Path) -> None:
    """A proxy on this machine would make everybody a visitor from here."""
    refused = run("-C", folder, "serve", "--no-open", "--name", "kpi.example.org")
    assert refused.exit_code == 2
    assert "`--name` cannot be `kpi.example.org`" in refused.stderr


def test_with_an_administrator_it_answers_to_others_by_a_name_that_is_said(run: Run, folder: Path) -> None:
    add = ("account", "add", "ana", "--role", "administrator", "--author", "ana")
    assert run("-C", folder, *add, input="tall green teapot seven\n").exit_code == 0
    refused = run("-C", folder, "serve", "--no-open", "--host", "0.0.0.0")  # noqa: S104  # it is refused
    assert (refused.exit_code, "say with `--name`" in refused.stderr) == (2, True)
    with started(folder, "--host", "0.0.0.0", "--name", "kpi.example.org", "--port", "0") as process:  # noqa: S104  # reached from here alone
        assert process.stderr is not None
        port = next(found[1] for line in process.stderr if (found := re.search(r"http://0\.0\.0\.0:(\d+)/", line)))
        answers = {}
        for host in ("kpi.example.org", "127.0.0.1", "rebound.example", "0.0.0.0"):  # noqa: S104  # as above
            connection = HTTPConnection("127.0.0.1", int(port), timeout=60)
            connection.request("GET", "/", headers={"Host": host})
            answers[host] = connection.getresponse().status
            connection.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) in {0, 130}
    assert answers == {"kpi.example.org": 303, "127.0.0.1": 303, "rebound.example": 400, "0.0.0.0": 400}  # noqa: S104  # as above


def test_a_port_that_is_taken_is_said(run: Run, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = run("-C", folder, "serve", "--no-open", "--port", str(taken.getsockname()[1]))
    assert refused.exit_code == 2
    assert "name another one" in refused.stderr
