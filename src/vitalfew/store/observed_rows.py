"""Observations of a team: rows of PostgreSQL, written with their run in one transaction and read as Arrow tables.

Rows of many runs are read at once and put in the order of the runs' times. What a run saw of the sources is shared like all else.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.store.bulk import drawn, pour
from vitalfew.store.change import KEY, SCHEMA
from vitalfew.store.database import Store, Transaction
from vitalfew.store.ledger import RunEntry, Segment, in_order, read_entry, written
from vitalfew.store.observed import Add, Seen, only
from vitalfew.store.segment import digest
from vitalfew.store.tables import OBSERVATION, RUN, SEEN

NAMED = 1_000
"""So many KPIs or runs are named to the database; of more, all are read."""
DRAWN = SCHEMA.set(SCHEMA.get_field_index("run"), pa.field("run", pa.int32()))
"""The columns as the database keeps them: a run by its number."""


@dataclass(frozen=True)
class Rows:
    """The runs and observations of a workspace in PostgreSQL."""

    store: Store
    is_shared: bool = True

    @contextmanager
    def adding(self) -> Iterator[Add]:
        """Begin to keep a run, alone among those who record in the workspace."""
        with self.store.adding() as transaction:
            yield lambda entry, rows, seen: add(transaction, entry, rows.to_batches(), seen)

    def entries(self) -> list[RunEntry]:
        """Give the runs of the workspace."""
        with self.store.reading() as transaction:
            return runs_of(transaction)

    def mark(self) -> Hashable:
        """Give the number of runs."""
        with self.store.reading() as transaction:
            return transaction.count(RUN)

    def rows(self, entries: Sequence[RunEntry], kpis: Sequence[str] | None = None) -> list[pa.Table]:
        """Give the rows of some runs as one table."""
        kept = [entry for entry in entries if entry.segment]
        if not kept:
            return []
        with self.store.reading() as transaction:
            return [in_turn(pa.Table.from_batches(draw(transaction, kept, kpis), DRAWN), kept, kpis)]

    def lost(self, entries: Sequence[RunEntry]) -> list[Segment]:  # noqa: ARG002  # as the interface has it
        """Give nothing: a run is kept with its rows in one transaction, and rows are only ever added."""
        return []

    def seen(self, file: Segment) -> bytes | None:
        """Give what a run saw."""
        with self.store.reading() as transaction:
            found = transaction.find(SEEN, SEEN.c.name == file.name)
        content = bytes(found[0]["bytes"]) if found else b""
        return content if digest(content) == file.sha256 else None

    def drop_seen(self, files: Sequence[Segment]) -> None:
        """Remove what some runs saw."""
        names = [each.name for each in files]
        with self.store.reading() as transaction:
            found = transaction.count(SEEN, SEEN.c.name.in_(names))
        if found:
            with self.store.adding() as transaction:
                transaction.drop(SEEN, SEEN.c.name.in_(names))


def runs_of(transaction: Transaction) -> list[RunEntry]:
    """Give the runs that a database keeps, oldest first."""
    return in_order(replace(read_entry(row["said"]), number=row["number"]) for row in transaction.find(RUN))


def add(transaction: Transaction, entry: RunEntry, batches: Iterable[pa.RecordBatch], seen: Seen | None = None) -> RunEntry:
    """Keep a run with its rows; that no other is added meanwhile is the caller's to see to."""
    number = transaction.count(RUN) + 1
    rows, sha256 = pour(transaction, OBSERVATION, (_numbered(batch, number) for batch in batches if batch.num_rows))
    segment = Segment(f"{entry.name}.parquet", rows, sha256) if rows else None
    saw = Segment(f"{entry.name}.parquet", seen[0], digest(seen[1])) if seen else None
    if seen and saw:
        transaction.add(SEEN, {"name": saw.name, "bytes": seen[1]})
    kept = replace(entry, segment=segment, seen=saw, number=number)
    transaction.add(RUN, {"number": number, "name": entry.name, "rows": rows, "said": written(kept).decode()})
    return kept


def rows_of(transaction: Transaction, entry: RunEntry) -> Iterator[pa.Table]:
    """Give what one run kept, some thousand rows at a time."""
    if entry.segment:
        yield from (in_turn(pa.Table.from_batches([batch], DRAWN), [entry]) for batch in draw(transaction, [entry]))


def draw(transaction: Transaction, entries: Sequence[RunEntry], kpis: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    """Give the rows of some runs as the database has them, in no order; perhaps those of others too, where there are many."""
    runs = [OBSERVATION.c.run.in_([entry.number for entry in entries])] if len(entries) <= NAMED else []
    named = [OBSERVATION.c.kpi.in_(kpis)] if kpis is not None and len(kpis) <= NAMED else []
    return drawn(transaction, OBSERVATION, DRAWN, *runs, *named)


def in_turn(rows: pa.Table, entries: Sequence[RunEntry], kpis: Sequence[str] | None = None) -> pa.Table:
    """Put rows in the order of their runs, and name the runs as everywhere."""
    numbers = pa.array([entry.number for entry in entries], pa.int32())
    asked = only(rows, kpis)
    asked = asked.filter(pc.is_in(asked["run"], value_set=numbers))
    turn = pc.index_in(asked["run"], value_set=numbers).combine_chunks()
    if len(entries) > 1:
        order = pc.sort_indices(turn)
        asked, turn = asked.take(order), turn.take(order)
    named = pa.array([entry.run for entry in entries], pa.string()).take(turn)
    return asked.set_column(asked.schema.get_field_index("run"), SCHEMA.field("run"), named).cast(SCHEMA)


def _numbered(batch: pa.RecordBatch, number: int) -> pa.RecordBatch:
    """Put the run's number in the place of its name; in the order of the key, so that an index grows at its end."""
    rows = batch.set_column(batch.schema.get_field_index("run"), "run", pa.repeat(pa.scalar(number, pa.int32()), batch.num_rows))
    return rows.sort_by([(name, "ascending") for name in KEY])
