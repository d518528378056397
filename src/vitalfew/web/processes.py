"""Several processes that answer at one address: started anew where one dies, and ended together, each with what it has in hand.

Each is a program of its own, started from the beginning, since threads and connections are not to be copied. They share what is
in the database and in the folder; none holds what another one needs.
"""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event as Signal
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import monotonic
from types import FrameType
from typing import NamedTuple

from vitalfew.base.errors import BadOption
from vitalfew.web import log
from vitalfew.web.metrics import FOLDER_VARIABLE
from vitalfew.web.server import GRACE, Manner, run
from vitalfew.workspace import Workspace

SPARE = 5
"""Seconds that a process has beyond its grace before it is ended by force."""
LOOKED = 0.2
"""Seconds between two looks at the processes."""


class Task(NamedTuple):
    """What each process is to do."""

    root: Path
    as_of: date | None
    viewer: str | None
    listening: socket.socket
    hosts: list[str] | None
    manner: Manner


class One(NamedTuple):
    """A process, and what it sets when it answers."""

    process: SpawnProcess
    answers: Signal


def run_many(
    workspace: Workspace, listening: socket.socket, hosts: list[str] | None, manner: Manner, *, ready: Callable[[], object]
) -> None:
    """Answer by several processes until told to end; raises BadOption where they cannot even start."""
    task = Task(workspace.root.resolve(), workspace.as_of, workspace.viewer, listening, hosts, manner)
    workspace.store.close()
    with _counting_together(), _ended_by_signals() as stop:
        each = [_start(task) for _ in range(manner.processes)]
        try:
            if _all_answer(each, stop):
                ready()
            _keep(each, task, stop)
        finally:
            listening.close()  # else what comes now would wait for an answer that nobody gives
            _end(each, within=manner.drain + GRACE + SPARE)


def _start(task: Task) -> One:
    context = get_context("spawn")
    answers = context.Event()
    process = context.Process(target=_answer, args=(task, answers), name="vitalfew")
    process.start()
    return One(process, answers)


def _answer(task: Task, answers: Signal) -> None:
    """Be one of the processes."""
    Thread(target=_end_with_parent, daemon=True).start()
    workspace = Workspace.open(task.root, as_of=task.as_of, viewer=task.viewer)
    run(workspace, task.listening, task.hosts, task.manner, ready=answers.set, is_one=True)


def _end_with_parent() -> None:
    """End where the process that watches over this one is gone: nobody else would."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def _all_answer(each: list[One], stop: Event) -> bool:
    """Wait until all processes answer; raises BadOption where one ends before."""
    while not stop.is_set():
        if any(one.process.exitcode is not None for one in each):
            wanted = "one of them ended before it answered; what it said is above"
            raise BadOption("--processes", str(len(each)), wanted)
        if all(one.answers.wait(LOOKED) for one in each):
            return True
    return False


def _keep(each: list[One], task: Task, stop: Event) -> None:
    """Start a process for each that died, until told to end."""
    while not stop.wait(LOOKED):
        for place, one in enumerate(each):
            if one.process.exitcode is not None:
                log.LOGGER.warning("process %s ended with %s, another is started", one.process.pid, one.process.exitcode)
                each[place] = _start(task)


def _end(each: list[One], *, within: float) -> None:
    """Tell all to end, wait for them, and end by force what has not ended in time."""
    until = monotonic() + within
    for one in each:
        one.process.terminate()
    for one in each:
        one.process.join(max(0.0, until - monotonic()))
        if one.process.exitcode is None:
            one.process.kill()
            one.process.join()


@contextmanager
def _counting_together() -> Iterator[None]:
    """Have the processes count in one folder, so that each can tell of all; it is gone with them."""
    before = os.environ.get(FOLDER_VARIABLE)
    with TemporaryDirectory(prefix="vitalfew-figures-", ignore_cleanup_errors=True) as folder:
        os.environ[FOLDER_VARIABLE] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER_VARIABLE]
            if before is not None:
                os.environ[FOLDER_VARIABLE] = before


@contextmanager
def _ended_by_signals() -> Iterator[Event]:
    """Give what is set by SIGTERM and Ctrl-C."""
    stop = Event()

    def end(_: int, __: FrameType | None) -> None:
        stop.set()

    known = {}
    with suppress(ValueError):  # signals come to the main thread alone
        known = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, before in known.items():
            signal.signal(number, before)
