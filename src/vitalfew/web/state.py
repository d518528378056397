"""What all visits share until something changes: read and judged once, however many ask for it at once.

What follows from it is made when it is first asked for, once for all who may see the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from stat import S_ISREG
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from vitalfew.base.errors import VitalfewError
from vitalfew.base.traced import traced
from vitalfew.judge.private import for_viewer
from vitalfew.model.verdict import Scorecard
from vitalfew.rhythm.governed import unapplied
from vitalfew.store.revisions import last_number
from vitalfew.workspace import Workspace

if TYPE_CHECKING:
    from pyarrow import Table

T = TypeVar("T")
OPENED = ("store", "observations")
"""What a workspace keeps open."""


class _Place:
    """Where one value is kept, and what it was made of."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.of: object = None
        self.made: tuple[object, ...] = ()


class Kept:
    """Values that are made when they are first asked for; who asks for one meanwhile waits, who asks for another does not."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._places: dict[Hashable, _Place] = {}

    def once(self, name: Hashable, make: Callable[[], T], of: object = None) -> T:
        """Give a value by its name; it is made anew where it was made of something else."""
        with self._lock:
            place = self._places.setdefault(name, _Place())
        with place.lock:
            if not place.made or place.of != of:
                place.made, place.of = (make(),), of
            return cast("T", place.made[0])


class Sight(NamedTuple):
    """What some people see of a state, all of whom may see the same figures; `kept` is what was made of that."""

    scorecard: Scorecard
    kept: Kept


class Stamp(NamedTuple):
    """What the framework, the files beside it, and the figures are read from; another one is another state."""

    framework: Hashable
    files: Hashable
    figures: Hashable


@dataclass(frozen=True)
class State:
    """The live workspace with all figures, and the files that are not applied; `begun` is when it began to be read."""

    stamp: Stamp
    begun: float
    workspace: Workspace
    observed: Table
    judged: Scorecard
    unapplied: tuple[str, ...]
    _kept: Kept = field(default_factory=Kept)

    def seen(self, viewer: str | None) -> tuple[Workspace, Sight]:
        """Give the workspace as opened for a person of the framework, and what they see of it."""
        own = self._kept.once(("workspace", viewer), lambda: opened(self.workspace, viewer))
        return own, self._kept.once(("seen", own.unseen), lambda: self._seen(viewer))

    def _seen(self, viewer: str | None) -> Sight:
        return Sight(for_viewer(self.judged, self.workspace.framework, viewer), Kept())


def opened(workspace: Workspace, viewer: str | None) -> Workspace:
    """Give a workspace for the eyes of another person; what was read and opened is not read and opened again."""
    return _sharing(workspace, replace(workspace, viewer=viewer), "loaded", "lines", "_lived", *OPENED)


def _sharing(workspace: Workspace, other: Workspace, *names: str) -> Workspace:
    vars(other).update((name, getattr(workspace, name)) for name in names)
    return other


class States:
    """The state of a workspace, read anew when the live revision, files, figures or the day have changed.

    What is live is shown; where nothing is live yet, the files as they are. Whoever asks gets a state that holds all that was
    written before they asked: one of them reads it, the others wait for that, and nobody waits for what is written meanwhile.
    """

    def __init__(self, workspace: Workspace) -> None:
        from vitalfew.judge.series.remembered import MOST, REMEMBERED  # noqa: PLC0415  # the data engine loads late

        REMEMBERED.most = MOST  # it judges again whenever a value is entered
        self.first = workspace
        self._observations = workspace.observations.holding()
        self._lock = Lock()
        self._state: State | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace as it was last looked at."""
        return self._state.workspace if self._state else self.first

    def now(self) -> State:
        """Give the state that holds all that was written until now."""
        asked, stamp = monotonic(), self._stamp()
        state = self._state
        if state and state.stamp == stamp:
            return state
        with self._lock:
            state = self._state
            if state is None or state.begun <= asked:
                begun, stamp = monotonic(), self._stamp()
                if state is None or state.stamp != stamp:
                    with traced("read the workspace"):
                        state = self._state = self._read(stamp, begun)
            return state

    def warm(self) -> None:
        """Read the state, so that who comes first need not wait for it; what cannot be read is told to whoever comes."""
        with suppress(VitalfewError, OSError):
            self.now()

    def _read(self, stamp: Stamp, begun: float) -> State:
        """Read what has changed; what it was read from is looked at before, so that a change meanwhile is seen the next time."""
        kept = self._state if self._state and self._state.stamp.framework == stamp.framework else None
        workspace = kept.workspace if kept else self._live()
        is_judged, is_compared = (kept and kept.stamp.figures == stamp.figures), (kept and kept.stamp.files == stamp.files)
        observed, judged = (kept.observed, kept.judged) if kept and is_judged else self._judged(workspace)
        differing = kept.unapplied if kept and is_compared else unapplied(workspace.store, workspace.root)
        return State(stamp, begun, workspace, observed, judged, differing)

    def _live(self) -> Workspace:
        files = _sharing(self.first, Workspace(self.first.root, self.first.as_of), *OPENED)
        return _sharing(files, files.governed(), *OPENED)

    def _judged(self, workspace: Workspace) -> tuple[Table, Scorecard]:
        observed = self._observations.latest()
        return observed, workspace.judged(observed)

    def _stamp(self) -> Stamp:
        with self.first.store.reading() as transaction:
            live = last_number(transaction)
        today = self.workspace.today
        files = self._files("framework")
        figures = (self._observations.runs.mark(), self._files("data/manual"), self._files("judgements"))
        return Stamp((live, today, None if live else files), files, figures)

    def _files(self, folder: str) -> Hashable:
        return tuple(sorted(_marks(self.first.root / folder)))


def _marks(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Give each file below a folder, when it was changed and how long it is; one that goes away meanwhile is not there."""
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            stat = path.stat()
            if S_ISREG(stat.st_mode):
                yield str(path), stat.st_mtime_ns, stat.st_size
