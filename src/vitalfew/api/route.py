"""What a resource says of itself: which of it is read, which steps there are, and in what words that is documented.

Answers are the objects of the JSON contract without its `version`, which is added to all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import BaseModel

from vitalfew.api.look import Look
from vitalfew.rhythm.desk import Desk

Answer = Mapping[str, object]


class Parameter(NamedTuple):
    """Something that may be asked for after the `?`; `choices` are all there are, where there are few."""

    name: str
    about: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that was understood: who asks, the parts of the path, and what was asked for."""

    look: Look
    path: Mapping[str, str]
    query: Mapping[str, str]

    def has(self, name: str) -> bool:
        """Tell whether a parameter of yes and no says yes."""
        return self.query.get(name) == "true"


@dataclass(frozen=True, slots=True)
class Read:
    """Something that is read. `parts` are the keys of its answer.

    `listed` names the key that holds a list given in pages, each item known by its `key`; `numbered` the one whose `version`
    a later step may name.
    """

    path: str
    title: str
    answer: Callable[[Ask], Answer]
    parts: tuple[str, ...]
    listed: str = ""
    key: str = "id"
    numbered: str = ""
    query: tuple[Parameter, ...] = ()


Act = Callable[[Desk, Ask, Any, "int | None"], Answer]
"""Takes a step on a desk: what was asked, its body, and the version that was seen; raises VitalfewError."""


@dataclass(frozen=True, slots=True)
class Write:
    """A step. `status` is that of its answer, `founds` whether it makes the files the first revision where there is none.

    `is_versioned` where it may be held to a version that was seen; `then` follows once it is kept; `longest` is
    how long its body may be, in bytes.
    """

    path: str
    title: str
    body: type[BaseModel]
    act: Act
    parts: tuple[str, ...]
    status: int = 200
    founds: bool = True
    is_versioned: bool = False
    then: Callable[[Ask, Any], object] | None = None
    longest: int = 64 * 1024


Route = Read | Write
YES = ("true", "false")
