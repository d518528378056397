"""`serve` answers to this machine alone, at the address it says, until it is stopped."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.request import urlopen

import pytest

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
def test_it_refuses_to_answer_to_others(folder: Path, host: str) -> None:
    with started(folder, "--host", host) as process:
        _, told = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "this machine alone" in told


def test_a_port_that_is_taken_is_said(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, started(folder, "--port", str(taken.getsockname()[1])) as process:
        _, told = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "name another one" in told
