"""What runs saw of the sources: a Parquet file per run, needed until every KPI in it has been measured by a later run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from vitalfew.model.seen import Before, Seen
from vitalfew.store.ledger import RunEntry, Segment
from vitalfew.store.segment import digest, write_whole

FOLDER = "seen"
SCHEMA = pa.schema([("basis", pa.string()), ("day", pa.date32()), ("rows", pa.int64()), ("sum", pa.int64())])


def write_seen(folder: Path, name: str, seen: Mapping[str, Seen]) -> Segment:
    """Keep what was seen, by basis; the forms stand in the ledger."""
    lengths = [len(each.days) for each in seen.values()]
    columns = [
        [key for key, length in zip(seen, lengths, strict=True) for _ in range(length)],
        *([said for each in seen.values() for said in getattr(each, part)] for part in ("days", "rows", "sums")),
    ]
    table = pa.table([pa.array(column, type_) for column, type_ in zip(columns, SCHEMA.types, strict=True)], schema=SCHEMA)
    sink = BytesIO()
    pq.write_table(table, sink, compression="zstd")
    content = sink.getvalue()
    segment = Segment(f"{name}.parquet", table.num_rows, digest(content))
    write_whole(folder / FOLDER / segment.name, content)
    return segment


def last_of(entries: Sequence[RunEntry]) -> Iterator[tuple[RunEntry, list[str]]]:
    """Give the last runs and the KPIs that each was the last to measure; what stands before an older release is not known."""
    found: set[str] = set()
    for entry in reversed(entries):
        if entry.recipes is None:
            return
        last = [kpi for kpi in entry.recipes if kpi not in found]
        if last:
            yield entry, last
        found.update(last)


def before(folder: Path, entries: Sequence[RunEntry], recipes: Mapping[str, str]) -> dict[str, Before]:
    """Give the last run of each KPI, where it had these recipes and what it saw can be read."""
    found: dict[str, Before] = {}
    for entry, last in last_of(entries):
        same = [kpi for kpi in last if recipes.get(kpi) == (entry.recipes or {})[kpi]]
        seen = _read(folder, entry) if same else None
        if seen is not None and entry.today is not None:
            found |= dict.fromkeys(same, Before(entry.today, seen))
    return found


def drop_unneeded(folder: Path, entries: Sequence[RunEntry]) -> None:
    """Remove what no KPI was last measured with."""
    needed = {entry.name for entry, _ in last_of(entries)}
    for entry in entries:
        if entry.seen and entry.name not in needed:
            (folder / FOLDER / entry.seen.name).unlink(missing_ok=True)


def _read(folder: Path, entry: RunEntry) -> dict[str, Seen] | None:
    path = folder / FOLDER / entry.seen.name if entry.seen else None
    content = path.read_bytes() if path and path.is_file() else b""
    if not entry.seen or digest(content) != entry.seen.sha256:
        return None
    table = pq.ParquetFile(pa.BufferReader(content)).read().cast(SCHEMA)
    return {basis: _seen(table.filter(pc.equal(table["basis"], basis)), form) for basis, form in entry.forms.items()}


def _seen(rows: pa.Table, form: str) -> Seen:
    days, counts, sums = (rows[name].to_pylist() for name in ("day", "rows", "sum"))
    return Seen(form, tuple(days), tuple(counts), tuple(sums))
