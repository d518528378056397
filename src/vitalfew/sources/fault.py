"""What is wrong with a source's text or rows, as data; the room that measures words it as a Finding.

`slug` names a kind of finding of `measure/smells.py`, which lies above this room.
"""

from __future__ import annotations

from dataclasses import dataclass

from vitalfew.base.finding import Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a source: `table` is the table it spoils, None where it spoils the whole source.

    A fault that `spoils` keeps its table (or source) from being measured; another is told and measured around.
    """

    slug: str
    message: str
    help: str | None = None
    field: str | None = "path"
    table: str | None = None
    spoils: bool = True
    severity: Severity | None = None
