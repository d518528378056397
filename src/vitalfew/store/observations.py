"""Observations of a workspace: append-only Parquet segments, and a file per run that says which segments count.

`observations/<run>.parquet` is written first, `runs/<run>.json` after it; a segment counts only if its run's file names it
with the digest of its bytes. No file is ever changed or shared by two writers, so several processes may measure at once,
and a process that dies between the two files leaves an orphan that nobody reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from vitalfew.base.finding import Finding
from vitalfew.model.observation import COLUMNS
from vitalfew.store.ledger import RunEntry, Segment, read_entries, write_entry
from vitalfew.store.segment import digest, write_whole

SCHEMA = pa.schema([(name, pa.type_for_alias(type_)) for name, type_ in COLUMNS.items()])
KEY = ["kpi", "grain", "number", "slice"]
SAID = ("complete", "missing", "recipe")
NUMBERS = ("share", "value", "numerator", "denominator")
SAME = 1e-12
"""The relative difference below which two numbers are one: the engine adds up in any order."""


@dataclass(frozen=True)
class Observations:
    """What has been measured in a workspace; `folder` is its `.vitalfew`."""

    folder: Path

    def record(
        self, table: pa.Table, *, run: str, recorded_at: datetime, findings: Sequence[Finding], kpis: Sequence[str]
    ) -> int:
        """Keep the rows that say something new, and the run itself; give the number of rows kept (AUD-1).

        `kpis` are the KPIs that the run was asked for, empty for all of them.
        """
        kept = _changed(self.latest(), table.select(SCHEMA.names).cast(SCHEMA))
        segment = self._append(kept, run) if kept.num_rows else None
        write_entry(self.folder / "runs", RunEntry(run, recorded_at, tuple(kpis), segment, tuple(findings)))
        return int(kept.num_rows)

    def _append(self, rows: pa.Table, run: str) -> Segment:
        sink = BytesIO()
        pq.write_table(rows, sink, compression="zstd")
        content = sink.getvalue()
        segment = Segment(f"{run}.parquet", rows.num_rows, digest(content))
        write_whole(self.folder / "observations" / segment.name, content)
        return segment

    def latest(self) -> pa.Table:
        """Give the newest row of every KPI, grain, period and slice; an empty table where nothing was measured."""
        parts = [part for entry in read_entries(self.folder / "runs") if entry.segment for part in self._read(entry.segment)]
        if not parts:
            return SCHEMA.empty_table()
        rows = pa.concat_tables(parts).combine_chunks()
        return rows if len(parts) == 1 else rows.take(_by_key(rows)["row_max"])

    def _read(self, segment: Segment) -> list[pa.Table]:
        """Read a segment if it is what its run wrote."""
        path = self.folder / "observations" / segment.name
        content = path.read_bytes() if path.is_file() else b""
        if digest(content) != segment.sha256:
            return []
        return [pq.read_table(pa.BufferReader(content), schema=SCHEMA)]

    def findings(self) -> tuple[Finding, ...]:
        """Give what the last run over all KPIs found; a later run over some adds to it or renews what it found again.

        What such a run no longer finds stays until the next run over all.
        """
        entries = read_entries(self.folder / "runs")
        start = max((place for place, entry in enumerate(entries) if not entry.kpis), default=0)
        found = {
            (finding.code, finding.ref, finding.field, finding.message): finding
            for entry in entries[start:]
            for finding in entry.findings
        }
        return tuple(found.values())

    def measured_at(self) -> datetime | None:
        """Give the time of the last run, in UTC; None before the first."""
        entries = read_entries(self.folder / "runs")
        return entries[-1].recorded_at if entries else None


def _by_key(rows: pa.Table) -> pa.Table:
    """Give the first and the last row of each key, by place."""
    places = pa.array(range(rows.num_rows), pa.int64())
    numbered = rows.select(KEY).append_column("row", places)
    return numbered.group_by(KEY).aggregate([("row", "min"), ("row", "max")]).sort_by("row_max")


def _changed(known: pa.Table, rows: pa.Table) -> pa.Table:
    """Give the rows that say other than what is known under their key."""
    both = pa.concat_tables([known, rows]).combine_chunks()
    places = _by_key(both)
    places = places.filter(pc.greater_equal(places["row_max"], known.num_rows))
    old, new = both.take(places["row_min"]), both.take(places["row_max"])
    same = reduce(
        pc.and_,
        [*(_equal(old[name], new[name]) for name in SAID), *(_near(old[name], new[name]) for name in NUMBERS)],
        pc.less(places["row_min"], known.num_rows),
    )
    return new.filter(pc.invert(same))


def _equal(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    empty = pc.and_(pc.is_null(one), pc.is_null(other))
    return pc.or_(empty, pc.fill_null(pc.equal(one, other), fill_value=False))


def _near(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    empty = pc.and_(pc.is_null(one), pc.is_null(other))
    size = pc.max_element_wise(pc.abs(one), pc.abs(other))
    close = pc.less_equal(pc.abs(pc.subtract(one, other)), pc.multiply(size, SAME))
    return pc.or_(empty, pc.fill_null(close, fill_value=False))
