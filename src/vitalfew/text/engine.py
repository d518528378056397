"""Comparing texts: what an engine is, and how one is found.

An engine turns each text into one unit vector that depends on that text alone, so that a score never changes because another
text came or went; the score of two texts is their dot product, from about 0 to 1. It is no probability: `Bands` say what it is
worth, and they belong to the engine, whose `id` goes wherever one of its scores goes.

Engines are entry points of the group `vitalfew.engines`: a function that takes the folder in which vectors may be kept, or None.
Numpy loads when texts are compared, not with this module: `vitalfew check` never waits for it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from vitalfew.base.errors import ExtraMissing, UnknownName

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Matrix: TypeAlias = NDArray[float32]

GROUP = "vitalfew.engines"
BLENDED, WORDS_ONLY = "blended", "lexical"

Band = Literal["strong", "plausible", "weak", "none"]


@dataclass(frozen=True)
class Bands:
    """From which score on a match is strong, plausible or weak; below `weak` nothing speaks for it.

    Two candidates whose scores differ by less than `apart` cannot be told apart. An engine that sees words alone has no `weak`:
    nearly half of the KPIs that serve an objective share no word with it, so it never says that nothing speaks for a match.
    """

    strong: float
    plausible: float
    weak: float
    apart: float

    def of(self, score: float) -> Band:
        """Name the band of a score."""
        if score >= self.strong:
            return "strong"
        if score >= self.plausible:
            return "plausible"
        return "weak" if score >= self.weak else "none"


class Engine(Protocol):
    """What compares texts."""

    @property
    def id(self) -> str:
        """Its name and version: other scores, another id."""
        ...

    @property
    def bands(self) -> Bands:
        """What its scores are worth."""
        ...

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Give one unit vector a row for each text."""
        ...


@dataclass(frozen=True)
class Chosen:
    """The engine that is used, and whether it is words alone because the extra `text` is missing."""

    engine: Engine
    lacks: ExtraMissing | None = None


def engines() -> tuple[str, ...]:
    """Name the engines that are there, those of other packages among them."""
    return tuple(sorted(entry_points(group=GROUP).names))


def engine(name: str, folder: Path | None = None) -> Engine:
    """Open an engine by name; vectors that are slow to make are kept in `folder`.

    Raises:
        UnknownName: no package brings an engine of that name.
        ExtraMissing: it needs packages that are not installed.
    """
    found = entry_points(group=GROUP, name=name)
    if not found:
        raise UnknownName("engine", name, engines())
    made: Engine = next(iter(found)).load()(folder)
    return made


def best_engine(folder: Path | None = None) -> Chosen:
    """Open the engine that is right most often: words and meaning, or words alone where the extra `text` is not installed.

    Without a folder, vectors are kept where the user's programs keep what can be made again.
    """
    try:
        return Chosen(engine(BLENDED, folder or _cache()))
    except ExtraMissing as lacks:
        return Chosen(engine(WORDS_ONLY, folder), lacks)


def _cache() -> Path | None:
    """Give the user's folder for what can be made again; None where there is no home."""
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return (Path(named) if named else Path.home() / ".cache") / "vitalfew"
    except RuntimeError:  # nobody's home
        return None


def compare(by: Engine, left: Sequence[str], right: Sequence[str]) -> Matrix:
    """Score each text on the left, a row, with each on the right, a column."""
    return by.encode(left) @ by.encode(right).T
