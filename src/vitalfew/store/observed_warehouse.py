"""Observations in a warehouse: two tables of any engine that Ibis speaks to, for a portfolio that lies there already.

Few warehouses have transactions over two tables, so a run is kept as in files: rows are written first, the document after them.
Rows count only where a document names them and they are as many as it says; what a writer that died has left is never read.
What a run saw of the sources stays in the folder: another checkout measures in full once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.store.change import KEY, SCHEMA, WITHDRAWN
from vitalfew.store.ledger import RunEntry, Segment, in_order, read_entry, written
from vitalfew.store.observed import Add, Files, Seen, only
from vitalfew.store.segment import digest

OBSERVATION, RUN = "vitalfew_observation", "vitalfew_run"
NAMED = 1_000
"""So many KPIs are named to the engine; of more, all are read."""
_OWN = [("workspace", pa.string()), ("kept", pa.string())]
TABLES = {
    OBSERVATION: pa.schema([*_OWN, *SCHEMA]),
    RUN: pa.schema([*_OWN, ("observations", pa.int64()), ("said", pa.string())]),
}
"""The tables: `kept` names a run, or a part of one."""


@dataclass(frozen=True)
class Warehouse:
    """The runs and observations of a workspace on an engine: `connection` is one of Ibis, `folder` the `.vitalfew`."""

    connection: Any
    workspace: str
    folder: Path
    is_shared: bool = True

    @contextmanager
    def adding(self) -> Iterator[Add]:
        """Begin to keep a run; its document is written last."""
        for name in TABLES.keys() - {*self.connection.list_tables()}:
            self.connection.create_table(name, schema=ibis.Schema.from_pyarrow(TABLES[name]))
        yield self._add

    def _add(self, entry: RunEntry, rows: pa.Table, seen: Seen | None) -> RunEntry:
        segment = Segment(f"{entry.name}.parquet", rows.num_rows, _hash(rows)) if rows.num_rows else None
        saw = Files(self.folder).keep_seen(entry.name, seen) if seen else None
        kept = replace(entry, segment=segment, seen=saw)
        if segment:
            self._insert(OBSERVATION, entry.name, rows)
        said = {"observations": [rows.num_rows], "said": [written(kept).decode()]}
        self._insert(RUN, entry.name, pa.table(said))
        return kept

    def _insert(self, table: str, name: str, rows: pa.Table) -> None:
        own = {"workspace": self.workspace, "kept": name}
        columns = {each: pa.repeat(pa.scalar(value), rows.num_rows) for each, value in own.items()}
        whole = pa.table({**columns, **{each: rows[each] for each in rows.column_names}}).cast(TABLES[table])
        self.connection.insert(table, ibis.memtable(whole))

    def entries(self) -> list[RunEntry]:
        """Give the runs that have a document."""
        found = self._mine(RUN)
        return [] if found is None else in_order(map(read_entry, found.select("said").to_pyarrow()["said"].to_pylist()))

    def mark(self) -> Hashable:
        """Give the names of the runs, and of their parts."""
        return tuple((entry.run, entry.part) for entry in self.entries())

    def rows(self, entries: Sequence[RunEntry], kpis: Sequence[str] | None = None) -> list[pa.Table]:
        """Give the rows of some runs, a table for each."""
        found, lost = self._mine(OBSERVATION), {each.name for each in self.lost(entries)}
        kept = [entry.name for entry in entries if entry.segment and entry.segment.name not in lost]
        if found is None or not kept:
            return []
        if len(kept) <= NAMED:
            found = found.filter(found.kept.isin(kept))
        if kpis is not None and len(kpis) <= NAMED:
            found = found.filter(found.kpi.isin(kpis))
        whole = found.select("kept", *SCHEMA.names).to_pyarrow()
        return [only(whole.filter(pc.equal(whole["kept"], name)).select(SCHEMA.names).cast(SCHEMA), kpis) for name in kept]

    def lost(self, entries: Sequence[RunEntry]) -> list[Segment]:
        """Give what runs kept and is not there, or not as often as it was written."""
        found = self._mine(OBSERVATION)
        if found is None:
            return []
        counted = found.group_by("kept").agg(count=found.count()).to_pyarrow().to_pydict()
        there = dict(zip(counted["kept"], counted["count"], strict=True))
        return [entry.segment for entry in entries if entry.segment and there.get(entry.name) != entry.segment.rows]

    def current(self) -> Any:
        """Give, as an expression of Ibis, the newest row of each KPI, grain, period and slice, to be judged in place."""
        found, runs = self._mine(OBSERVATION), self._mine(RUN)
        counted = found.group_by("kept").agg(count=found.count())
        whole = runs.select("kept", "observations").inner_join(counted, "kept")
        whole = whole.filter(whole["observations"] == whole["count"]).select("kept")
        rows = found.semi_join(whole, "kept")
        last = ibis.window(group_by=KEY, order_by=[ibis.desc("recorded_at"), ibis.desc("kept")])
        newest = rows.mutate(place=ibis.row_number().over(last))
        is_there = newest["missing"].isnull() | (newest["missing"] != WITHDRAWN)
        return newest.filter((newest["place"] == 0) & is_there).select(*SCHEMA.names)

    def seen(self, file: Segment) -> bytes | None:
        """Give what a run of this checkout saw."""
        return Files(self.folder).seen(file)

    def drop_seen(self, files: Sequence[Segment]) -> None:
        """Remove what some runs saw."""
        Files(self.folder).drop_seen(files)

    def _mine(self, name: str) -> Any:
        """Give the workspace's rows of a table; None where there is no table yet."""
        if name not in self.connection.list_tables():
            return None
        table = self.connection.table(name)
        return table.filter(table.workspace == self.workspace)


def _hash(rows: pa.Table) -> str:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows)
    return digest(sink.getvalue().to_pybytes())
