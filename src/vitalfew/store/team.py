"""Observations of a team on their way out and in: a Parquet segment and a document per run, as an embedded store keeps them.

So they leave in an open format, and one file goes from one sort of store into the other.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from vitalfew.base.errors import Refused
from vitalfew.base.said import say
from vitalfew.store.archive import Archive, Part
from vitalfew.store.change import SCHEMA
from vitalfew.store.database import Transaction
from vitalfew.store.ledger import RunEntry, Segment, in_order, read_entry, written
from vitalfew.store.observed_rows import add, rows_of, runs_of
from vitalfew.store.segment import chunks_of, hash_of

ROWS = 50_000
"""Rows that are brought in at once."""


def segments(transaction: Transaction, runs: str, observations: str) -> Iterator[Part]:
    """Give a segment and a document for each run; raises Refused where a run's rows are not all there."""
    for entry in runs_of(transaction):
        kept = entry
        if entry.segment:
            with tempfile.TemporaryFile() as stream:
                kept = replace(entry, segment=_write(transaction, entry, stream))
                stream.seek(0)
                yield f"{observations}{entry.segment.name}", chunks_of(stream)
        yield f"{runs}{entry.name}.json", [written(kept)]


def _write(transaction: Transaction, entry: RunEntry, stream: IO[bytes]) -> Segment:
    rows = 0
    with pq.ParquetWriter(stream, SCHEMA, compression="zstd") as writer:
        for part in rows_of(transaction, entry):
            writer.write_table(part)
            rows += part.num_rows
    if entry.segment is None or rows != entry.segment.rows:
        why = say(
            "run `{name}` kept {kept:,} observations, and {rows:,} are there",
            name=entry.name,
            kept=entry.segment.rows if entry.segment else 0,
            rows=rows,
        )
        raise Refused(why, say("restore an earlier backup, or measure anew with `vitalfew measure --full`"))
    stream.seek(0)
    return Segment(entry.segment.name, rows, hash_of(chunks_of(stream)))


def bring(transaction: Transaction, archive: Archive, runs: str, observations: str) -> None:
    """Keep the runs of a backup with their rows; raises Refused where a segment is not the one that its run names."""
    documents = (b"".join(archive.chunks(name)) for name in archive.hashes if name.startswith(runs))
    for entry in in_order(map(read_entry, documents)):
        if entry.segment and archive.hashes.get(f"{observations}{entry.segment.name}") != entry.segment.sha256:
            why = say("`observations/{name}` is not what run `{run}` wrote", name=entry.segment.name, run=entry.name)
            raise Refused(why, say("give another backup; nothing was written"))
        add(transaction, replace(entry, seen=None), _batches(archive, observations, entry))


def _batches(archive: Archive, observations: str, entry: RunEntry) -> Iterator[pa.RecordBatch]:
    if entry.segment is None:
        return
    with tempfile.TemporaryFile() as stream:
        for chunk in archive.chunks(f"{observations}{entry.segment.name}"):
            stream.write(chunk)
        stream.seek(0)
        for batch in pq.ParquetFile(stream).iter_batches(batch_size=ROWS):
            yield batch.cast(SCHEMA)
