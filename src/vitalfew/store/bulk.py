"""Rows by the million into PostgreSQL and out of it, as its COPY reads and writes them.

Like a transaction's own methods these reach the rows of its workspace alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, NamedTuple

import psycopg
import pyarrow as pa
import pyarrow.csv as pc_csv
from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.exc import OperationalError

from vitalfew.store.database import Transaction, own

ROWS = 100_000
"""Rows that are written at once."""
BLOCK = 4 << 20
"""Bytes of text that are read at once."""


class Poured(NamedTuple):
    """What was written: the number of rows, and the SHA-256 of their text."""

    rows: int
    sha256: str


def pour(transaction: Transaction, table: Table, batches: Iterable[pa.RecordBatch]) -> Poured:
    """Add rows of the workspace to a table, by its columns' names."""
    written, count = sha256(), 0
    for batch in batches:
        mine = pa.repeat(pa.scalar(transaction.workspace, pa.string()), batch.num_rows)
        rows = pa.table({"workspace": mine, **dict(zip(batch.schema.names, batch.columns, strict=True))})
        count += rows.num_rows
        names = ", ".join(f'"{table.c[name].name}"' for name in rows.column_names)
        with _copying(transaction, f'COPY "{table.name}" ({names}) FROM STDIN (FORMAT csv)') as copy:
            for part in rows.to_batches(max_chunksize=ROWS):
                sink = io.BytesIO()
                pc_csv.write_csv(part, sink, pc_csv.WriteOptions(include_header=False))
                written.update(sink.getbuffer())
                copy.write(sink.getbuffer())
    return Poured(count, written.hexdigest())


def drawn(transaction: Transaction, table: Table, schema: pa.Schema, *where: ColumnElement[bool]) -> Iterator[pa.RecordBatch]:
    """Give the workspace's rows of a table that meet all conditions, in the columns of a schema, some thousand at a time."""
    own(table, *where)
    columns = [table.c[name] for name in schema.names]
    query = select(*columns).where(table.c.workspace == transaction.workspace, *where)
    spoken = transaction._connection.dialect  # noqa: SLF001  # as below
    made = query.compile(dialect=spoken, compile_kwargs={"render_postcompile": True})
    types = {field.name: field.type for field in schema}
    words = pc_csv.ConvertOptions(
        column_types=types,
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        null_values=[""],
        true_values=["t"],
        false_values=["f"],
    )
    with _copying(transaction, f"COPY ({made}) TO STDOUT (FORMAT csv, HEADER)", made.params) as copy:
        stream = pa.PythonFile(io.BufferedReader(_Blocks(copy), BLOCK), mode="r")
        reading, parsing = pc_csv.ReadOptions(block_size=BLOCK), pc_csv.ParseOptions(newlines_in_values=True)
        yield from pc_csv.open_csv(stream, reading, parsing, words)


class _Blocks(io.RawIOBase):
    """What COPY gives, as a file."""

    def __init__(self, copy: psycopg.Copy) -> None:
        self._blocks = iter(copy)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # bytes, or a view of them
        if not self._rest:
            self._rest = memoryview(next(self._blocks, b""))
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


@contextmanager
def _copying(transaction: Transaction, statement: str, terms: Any = None) -> Iterator[psycopg.Copy]:
    connection = transaction._connection.connection  # noqa: SLF001  # as near to the database as the transaction itself
    try:
        with connection.cursor() as cursor, cursor.copy(statement, terms) as copy:  # type: ignore[attr-defined]  # psycopg's own
            yield copy
    except psycopg.OperationalError as error:
        raise OperationalError(statement, None, error) from error
