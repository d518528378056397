"""What runs saw of the sources: a Parquet file per run, needed until every KPI in it has been measured by a later run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from vitalfew.model.seen import Before, Seen
from vitalfew.store.ledger import RunEntry, Segment

SCHEMA = pa.schema([("basis", pa.string()), ("day", pa.date32()), ("rows", pa.int64()), ("sum", pa.int64())])
Read = Callable[[Segment], bytes | None]
"""Gives the bytes of a file of what was seen, where they are what was written."""


def as_file(seen: Mapping[str, Seen]) -> tuple[int, bytes]:
    """Give the rows and the bytes of the file that keeps what was seen, by basis; the forms stand in the ledger."""
    lengths = [len(each.days) for each in seen.values()]
    columns = [
        [key for key, length in zip(seen, lengths, strict=True) for _ in range(length)],
        *([said for each in seen.values() for said in getattr(each, part)] for part in ("days", "rows", "sums")),
    ]
    table = pa.table([pa.array(column, type_) for column, type_ in zip(columns, SCHEMA.types, strict=True)], schema=SCHEMA)
    sink = BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return table.num_rows, sink.getvalue()


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


def before(read: Read, entries: Sequence[RunEntry], recipes: Mapping[str, str]) -> dict[str, Before]:
    """Give the last run of each KPI, where it had these recipes and what it saw can be read."""
    found: dict[str, Before] = {}
    for entry, last in last_of(entries):
        same = [kpi for kpi in last if recipes.get(kpi) == (entry.recipes or {})[kpi]]
        seen = _read(read, entry) if same else None
        if seen is not None and entry.today is not None:
            found |= dict.fromkeys(same, Before(entry.today, seen))
    return found


def unneeded(entries: Sequence[RunEntry]) -> list[Segment]:
    """Give what no KPI was last measured with."""
    needed = {entry.name for entry, _ in last_of(entries)}
    return [entry.seen for entry in entries if entry.seen and entry.name not in needed]


def _read(read: Read, entry: RunEntry) -> dict[str, Seen] | None:
    content = read(entry.seen) if entry.seen else None
    if content is None:
        return None
    table = pq.ParquetFile(pa.BufferReader(content)).read().cast(SCHEMA)
    return {basis: _seen(table.filter(pc.equal(table["basis"], basis)), form) for basis, form in entry.forms.items()}


def _seen(rows: pa.Table, form: str) -> Seen:
    days, counts, sums = (rows[name].to_pylist() for name in ("day", "rows", "sum"))
    return Seen(form, tuple(days), tuple(counts), tuple(sums))
