"""An opened source: its database, its tables and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vitalfew.base.period import Grain
from vitalfew.sources.engine import Database
from vitalfew.sources.fault import Fault

Place = Callable[[str, str], str | None]
"""Finds the first row whose column (first) holds a text (second): `file:line`, or None."""


@dataclass(frozen=True)
class Table:
    """A table of a source: its columns with the engine's types, in order; `grain` where a row is known to speak for a period."""

    name: str
    columns: Mapping[str, str]
    aliases: frozenset[str] = frozenset()
    date_format: str | None = None
    place: Place | None = None
    grain: Grain | None = None

    def column(self, name: str) -> str | None:
        """Give a column's name as it is written in the table; case does not matter."""
        if name in self.columns:
            return name
        return next((each for each in self.columns if each.casefold() == name.casefold()), None)


@dataclass(frozen=True)
class Opened:
    """A source ready to be asked. A table in `spoiled` has a fault that keeps it from being measured."""

    database: Database | None
    tables: Mapping[str, Table] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def spoiled(self) -> frozenset[str | None]:
        """Names of the tables that cannot be measured; None stands for the whole source."""
        return frozenset(fault.table for fault in self.faults if fault.spoils)

    def find(self, name: str | None) -> str | None:
        """Give the name of a table as asked for; without a name the only one there is."""
        names = {*self.tables, *(each for each in self.spoiled if each)}
        if name is None:
            return next(iter(names)) if len(names) == 1 else None
        asked = plain_name(name)
        if asked in names:
            return asked
        known = [each for each, table in self.tables.items() if asked in table.aliases]
        return known[0] if len(known) == 1 else None


def plain_name(text: str) -> str:
    """Make a table's name out of a file's or folder's: what is no letter or digit becomes an underscore."""
    return re.sub(r"\W+", "_", text).strip("_").lower()


@dataclass(frozen=True, slots=True)
class Group:
    """The files that make one table: all of one format."""

    table: str
    format: str
    files: tuple[Path, ...]
    aliases: frozenset[str]
