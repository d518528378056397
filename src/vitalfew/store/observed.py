"""Where runs and what they kept are: files of a folder, a database, or a warehouse. `observations` decides the rest.

Files: `observations/<run>.parquet` is written first, `runs/<run>.json` after it; a segment counts only if its run's file names it
with the digest of its bytes. No file is ever changed or shared by two writers, so several processes may measure at once,
and a process that dies between the two files leaves an orphan that nobody reads.
Rows: a run and its rows are one transaction, and who records waits for others that do, not for those who decide.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from vitalfew.store.change import SCHEMA
from vitalfew.store.ledger import RunEntry, Segment, read_entries, write_entry
from vitalfew.store.segment import digest, write_whole

Seen = tuple[int, bytes]
"""The rows and bytes of a file of what was seen."""
Add = Callable[[RunEntry, pa.Table, Seen | None], RunEntry]
"""Keeps a run with its rows and what it saw, and gives it as it is kept."""


class Runs(Protocol):
    """The few steps in which files and a database differ."""

    @property
    def is_shared(self) -> bool:
        """Tell whether others see the same from elsewhere."""

    def adding(self) -> AbstractContextManager[Add]:
        """Begin to keep a run: all of it is kept, or nothing."""

    def entries(self) -> list[RunEntry]:
        """Give all runs with their parts, oldest first."""

    def mark(self) -> Hashable:
        """Give what is another one as soon as there is another run; reads none of them."""

    def rows(self, entries: Sequence[RunEntry], kpis: Sequence[str] | None = None) -> list[pa.Table]:
        """Give every row that some runs kept, oldest run first, of some KPIs or of all; what is lost is not there."""

    def lost(self, entries: Sequence[RunEntry]) -> list[Segment]:
        """Give what some runs kept and is not there as it was written."""

    def seen(self, file: Segment) -> bytes | None:
        """Give a file of what was seen of the sources, where it is what was written."""

    def drop_seen(self, files: Sequence[Segment]) -> None:
        """Remove what no run looks at any more."""


@dataclass(frozen=True)
class Files:
    """Parquet segments in a folder, and a file per run that says which segments count."""

    folder: Path
    is_shared: bool = False

    @contextmanager
    def adding(self) -> Iterator[Add]:
        """Begin to keep a run; the run's file is written last."""
        yield self._add

    def _add(self, entry: RunEntry, rows: pa.Table, seen: Seen | None) -> RunEntry:
        segment = self._append(rows, entry.name) if rows.num_rows else None
        kept = replace(entry, segment=segment, seen=self.keep_seen(entry.name, seen) if seen else None)
        write_entry(self.folder / "runs", kept)
        return kept

    def keep_seen(self, name: str, seen: Seen) -> Segment:
        """Keep what a run saw."""
        return self._write("seen", name, *seen)

    def _append(self, rows: pa.Table, name: str) -> Segment:
        sink = BytesIO()
        pq.write_table(rows, sink, compression="zstd")
        return self._write("observations", name, rows.num_rows, sink.getvalue())

    def _write(self, room: str, name: str, rows: int, content: bytes) -> Segment:
        segment = Segment(f"{name}.parquet", rows, digest(content))
        write_whole(self.folder / room / segment.name, content)
        return segment

    def entries(self) -> list[RunEntry]:
        """Give the runs that have a file."""
        return read_entries(self.folder / "runs")

    def mark(self) -> Hashable:
        """Give the names of the runs' files."""
        folder = self.folder / "runs"
        return tuple(sorted(os.listdir(folder))) if folder.is_dir() else ()  # noqa: PTH208  # names alone, and quickly

    def rows(self, entries: Sequence[RunEntry], kpis: Sequence[str] | None = None) -> list[pa.Table]:
        """Give the rows of the segments that are what their runs wrote."""
        contents = (self._content("observations", entry.segment) for entry in entries if entry.segment)
        tables = (pq.ParquetFile(pa.BufferReader(content)).read().cast(SCHEMA) for content in contents if content is not None)
        return [only(table, kpis) for table in tables]

    def lost(self, entries: Sequence[RunEntry]) -> list[Segment]:
        """Give the segments that are gone or damaged."""
        segments = (entry.segment for entry in entries if entry.segment)
        return [each for each in segments if self._content("observations", each) is None]

    def seen(self, file: Segment) -> bytes | None:
        """Give the bytes of a file of what was seen."""
        return self._content("seen", file)

    def drop_seen(self, files: Sequence[Segment]) -> None:
        """Remove some files of what was seen."""
        for each in files:
            (self.folder / "seen" / each.name).unlink(missing_ok=True)

    def _content(self, room: str, segment: Segment) -> bytes | None:
        path = self.folder / room / segment.name
        content = path.read_bytes() if path.is_file() else b""
        return content if digest(content) == segment.sha256 else None


def only(rows: pa.Table, kpis: Sequence[str] | None) -> pa.Table:
    """Give the rows of some KPIs, or all."""
    return rows if kpis is None else rows.filter(pc.is_in(rows["kpi"], value_set=pa.array(kpis, pa.string())))
