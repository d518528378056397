"""The newest rows of the first runs in one file, so that readers need not go through every segment.

`latest.parquet` only saves time: it names the runs that it stands for, and where these are not the first ones of the ledger,
or the file cannot be read, it is passed over. The segments stay, for history.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from vitalfew.store.ledger import RunEntry
from vitalfew.store.segment import write_whole

NAME = "latest.parquet"
RUNS = b"vitalfew.runs"


def write_compact(folder: Path, entries: Sequence[RunEntry], rows: pa.Table) -> None:
    """Keep the newest rows of these runs, which are all there are."""
    runs = json.dumps(stamps(entries)).encode()
    sink = BytesIO()
    pq.write_table(rows.replace_schema_metadata({RUNS: runs}), sink, compression="zstd", write_page_checksum=True)
    write_whole(folder / NAME, sink.getvalue())


def read_compact(folder: Path, entries: Sequence[RunEntry]) -> tuple[int, pa.Table | None]:
    """Give the number of runs, from the first, whose newest rows are compacted, and these rows."""
    path = folder / NAME
    if not path.is_file():
        return 0, None
    try:
        file = pq.ParquetFile(pa.BufferReader(path.read_bytes()), page_checksum_verification=True)
        runs = json.loads((file.schema_arrow.metadata or {}).get(RUNS, b"[]"))
        if not runs or not covers(tuple(runs), entries):
            return 0, None
        return len(runs), file.read().replace_schema_metadata()
    except (OSError, ValueError):  # Arrow words a damaged file as either
        return 0, None


def covers(runs: tuple[str, ...], entries: Sequence[RunEntry]) -> bool:
    """Tell whether runs, as `stamps` names them, are the first of these."""
    return runs == stamps(entries[: len(runs)])


def stamps(entries: Sequence[RunEntry]) -> tuple[str, ...]:
    """Name runs by what they wrote, so that a rewritten ledger is seen."""
    return tuple(f"{entry.run} {entry.segment.sha256 if entry.segment else ''}" for entry in entries)
