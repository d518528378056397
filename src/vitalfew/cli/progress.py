"""Progress of long work on stderr: bars with counts and time left on a terminal, one line per finished part elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from vitalfew.cli.stream import note

Progress = Callable[[str, int, int], None]


@contextmanager
def shown() -> Iterator[Progress]:
    """Give a callback that shows what is done, how many of how many."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _line
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=console, transient=True) as bars:
        tasks: dict[bool, TaskID] = {}
        whole: list[str] = []  # the first word

        def tell(what: str, done: int, of: int) -> None:
            """Show two bars: the whole, which the first word names, and what goes on inside it."""
            if not whole:
                whole.append(what)
            outer = what == whole[0]
            if outer not in tasks:
                tasks[outer] = bars.add_task(what, total=of)
            bars.update(tasks[outer], description=what, completed=done, total=of)

        yield tell


def _line(what: str, done: int, of: int) -> None:
    if done == of:
        note(f"{what}: {done:,} of {of:,}")
