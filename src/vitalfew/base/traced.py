"""Stretches of work that somebody may want to see the length of; nothing is kept of them, and nothing loaded, until told to.

Their names and attributes hold no words of users: they leave this machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

Value = str | int | float | bool


class Stretch(Protocol):
    """A stretch of work that is being watched."""

    def set_attribute(self, key: str, value: Value) -> None:
        """Say something about it that was not known when it began."""


Begin = Callable[[str, Mapping[str, Value]], AbstractContextManager[Stretch]]
"""Begins to watch a stretch of work of this name, inside the one that goes on."""
_BEGINNERS: list[Begin] = []


def traced(name: str, attributes: Mapping[str, Value] = {}) -> AbstractContextManager[Stretch | None]:
    """Let a stretch of work be seen, where somebody looks."""
    return _BEGINNERS[-1](name, attributes) if _BEGINNERS else nullcontext()


def trace_with(begin: Begin | None) -> None:
    """Have stretches of work watched from now on, by nobody where None is given."""
    _BEGINNERS[:] = [begin] if begin else []
