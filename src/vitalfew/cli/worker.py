"""Run what is due and send what waits, again and again, until told to stop."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from types import FrameType
from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import VitalfewError
from vitalfew.base.garbage import collect_often
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.tick import lines, sent, unapplied_of, unreached, warned

if TYPE_CHECKING:
    from vitalfew.rhythm.worker import Round
    from vitalfew.workspace import Workspace


EVERY = 30
"""Seconds between two looks at the clock."""


@command_with("text")
@click.option(
    "--every",
    metavar="SECONDS",
    type=click.IntRange(1, 900),
    default=EVERY,
    help="Between two looks at the clock; 30 unless said.",
)
@click.option("--once", is_flag=True, help="Look once and end, as `vitalfew tick` does.")
def command(call: Call, *, every: int, once: bool) -> None:
    """Run every job when it is due, on the live revision, and send messages; a line for each job that ran.

    Several may run at once, on one machine or many. It ends with the job in hand on SIGTERM or Ctrl+C; one that is killed is
    taken over by another when its lease of ten minutes ends. What stands in the way is told, and tried again.
    """
    from vitalfew.api.documents import of_publication
    from vitalfew.rhythm.channel import ways
    from vitalfew.rhythm.publishing_clock import with_publications
    from vitalfew.rhythm.worker import work

    workspace, reached = call.workspace(), ways()
    collect_often()
    with _ended_by_signals() as stop:
        log = _Log(workspace, stop if once else None, has_way=reached.any)
        click.echo(f"at work on `{workspace.root}`; Ctrl+C ends it", err=True)
        jobs = with_publications(of_publication)
        work(workspace, lambda: workspace.now, reached, stop, every=timedelta(seconds=every), tell=log.tell, jobs=jobs)


class _Log:
    """What a worker says: each job that ran; what lasts, once, until it is otherwise."""

    def __init__(self, workspace: Workspace, ends: Event | None, *, has_way: bool) -> None:
        self._workspace, self._ends, self._has_way = workspace, ends, has_way
        self._lasting: list[str] = []

    def tell(self, found: Round | VitalfewError | OSError) -> None:
        """Say what a look at the clock has brought, or what stands in the way."""
        if isinstance(found, VitalfewError | OSError):
            self._say([], [f"{click.style('error:', fg='red', bold=True)} {found}"])
        else:
            lasting = [*unreached(found.posted, has_way=self._has_way), *warned(unapplied_of(self._workspace))]
            self._say([*lines(found.ticked), *sent(found.posted)], lasting)
        if self._ends is not None:
            self._ends.set()

    def _say(self, done: list[str], lasting: list[str]) -> None:
        for line in [*done, *(each for each in lasting if each not in self._lasting)]:
            click.echo(line)
        self._lasting = lasting


@contextmanager
def at_work(workspace: Workspace, *, every: int = EVERY) -> Iterator[None]:
    """Have a worker beside what else goes on; it ends with the job in hand. Raises BadOption, ExtraMissing."""
    from vitalfew.rhythm.channel import ways
    from vitalfew.rhythm.worker import work

    reached, stop = ways(), Event()
    log = _Log(workspace, None, has_way=reached.any)
    terms = {"every": timedelta(seconds=every), "tell": log.tell}
    thread = Thread(target=work, args=(workspace, lambda: workspace.now, reached, stop), kwargs=terms, name="worker")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def _ended_by_signals() -> Iterator[Event]:
    """Give what is set by SIGTERM and Ctrl+C; a second Ctrl+C ends at once."""
    stop = Event()
    known = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def end(_: int, __: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    for number in known:
        signal.signal(number, end)
    try:
        yield stop
    finally:
        for number, before in known.items():
            signal.signal(number, before)
