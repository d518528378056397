"""The one door to an engine: a `Database` answers SQL in DuckDB's dialect, whatever it is.

The `Embedded` one is Ibis on DuckDB in memory, one per source. It is filled, then locked: from then on it reads its own
tables and the Parquet files they stand on, and nothing else;
no file can be written, no extension loaded, no setting changed, no Python variable seen.
Results are Arrow tables; what the engine refuses comes back as a `Refusal`, never as an exception.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

from vitalfew.base.errors import VitalfewError

MEMORY = "4GB"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the engine would not do: its class of error (`binder`, `conversion` …) and its words."""

    kind: str
    text: str

    @property
    def line(self) -> str:
        """The first line of its words."""
        return self.text.splitlines()[0] if self.text else self.kind


class EngineFailed(VitalfewError):
    """The engine would not run what must run, such as reading a file."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.line)
        self.refusal = refusal


class Database(ABC):
    """What measures are asked of; close it when done."""

    @property
    def row_sum(self) -> str | None:
        """An aggregate over `"/r"`, the alias of some rows, whose value changes with any of their columns.

        None where the engine has no such thing that is the same from run to run.
        """
        return None

    @abstractmethod
    def run(self, sql: str) -> pa.Table | Refusal:
        """Run one query, written in DuckDB's dialect."""

    @abstractmethod
    def close(self) -> None:
        """Give back what it holds."""

    def fetch(self, sql: str) -> pa.Table:
        """Run a query of our own; raises EngineFailed."""
        found = self.run(sql)
        if isinstance(found, Refusal):
            raise EngineFailed(found)
        return found

    def row(self, sql: str) -> list[object]:
        """Give the values of the only row of a query of our own; raises EngineFailed."""
        return [column[0].as_py() for column in self.fetch(sql).columns]


@dataclass(frozen=True)
class Embedded(Database):
    """The embedded database, in memory."""

    backend: Backend
    spill: TemporaryDirectory[str] = field(repr=False)

    @property
    def row_sum(self) -> str:
        """A sum over the hashes of rows, below 2^53."""
        return 'CAST(sum(hash("/r")) % 9007199254740881 AS BIGINT)'

    def run(self, sql: str) -> pa.Table | Refusal:
        """Run one query."""
        try:
            return self.backend.raw_sql(sql).to_arrow_table()
        except duckdb.Error as error:
            kind, _, text = str(error).partition(" Error: ")
            return Refusal(kind.lower(), text or kind)

    def load(self, name: str, rows: pa.Table) -> None:
        """Make a table of Arrow rows; raises EngineFailed."""
        self.backend.con.register("/incoming", rows)
        try:
            self.fetch(f'CREATE TABLE {quoted(name)} AS SELECT * FROM "/incoming"')
        finally:
            self.backend.con.unregister("/incoming")

    def lock(self, readable: Iterable[Path], zone: str) -> None:
        """Close every way out but the files in `readable`; days are cut in `zone` from here on."""
        paths = ", ".join(literal(str(path)) for path in readable)
        for statement in (
            f"SET TimeZone = {literal(zone)}",
            f"SET allowed_paths = [{paths}]",
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET allow_community_extensions = false",
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ):
            self.backend.raw_sql(statement)

    def close(self) -> None:
        """Give back memory and spilled files."""
        self.backend.disconnect()
        self.spill.cleanup()


def open_database() -> Embedded:
    """Open an empty database, not yet locked."""
    spill = TemporaryDirectory(prefix="vitalfew-")
    backend = ibis.duckdb.connect(":memory:", memory_limit=MEMORY, temp_directory=spill.name, python_enable_replacements=False)
    return Embedded(backend, spill)


def literal(text: str) -> str:
    """Write text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
