"""Observations recorded and judged: 50,000 in the folder's own files, five million in a team's PostgreSQL, and how times grow.

`record_s` keeps all of them as one run, `again_s` is the next run, in which the newest week of each KPI has another value,
`read_s` reads what is current from another checkout, which has nothing noted down, `noted_s` from one that has, and `judge_s`
gives the verdicts. `growth_…` is how many times longer that took than in the row above it, of a tenth of the observations.
The server is one of its own, on the same machine and as durable as by default. `ms_per_write` is one small transaction.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from vitalfew.store.change import Run
    from vitalfew.store.database import Store
    from vitalfew.store.observations import Observations

EACH = 140  # observations of a KPI of `bench.frameworks`
SIZES = {"files": (5_000, 50_000, 500_000), "postgresql": (50_000, 500_000, 5_000_000)}
GROWING = ("record_s", "again_s", "read_s", "noted_s", "judge_s")
WRITES = 200
START = datetime.fromisoformat("2026-06-30T06:00:00")


def figures(share: float) -> dict[str, object]:
    """Give seconds by place and size, and their growth; sizes are cut by `share`, under a hundredth the largest are left out.

    Needs PostgreSQL's own programs.
    """
    from bench.server import programs, server

    folder = programs()
    if folder is None:
        return {"bench": "store", "skipped": "no PostgreSQL server is installed here"}
    most = 3 if share >= 0.01 else 2
    rows = [_row("files", round(size * share), {}) for size in SIZES["files"][:most]]
    with server(folder) as url:
        rows += [_row("postgresql", round(size * share), {"VITALFEW_DATABASE_URL": url}) for size in SIZES["postgresql"][:most]]
    return {"bench": "store", "share": share, "rows": [*_grown(rows)]}


def _grown(rows: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    """Add to each row how many times longer than the row before it at the same place it took."""
    for before, row in zip([{}, *rows], rows, strict=False):
        is_next = before.get("where") == row["where"]
        growth = {f"growth_{name[:-2]}": round(_number(row[name]) / _number(before[name]), 2) for name in GROWING if is_next}
        yield {**row, **growth}


def _number(value: object) -> float:
    return max(float(str(value)), 0.001)


def _row(where: str, size: int, settings: Mapping[str, str]) -> dict[str, object]:
    kpis = -(-size // EACH)
    with tempfile.TemporaryDirectory() as folder:
        given = {**os.environ, **settings, "VITALFEW_WORKSPACE": f"bench-{kpis}"}
        command = [sys.executable, "-m", "bench.store", folder, str(kpis)]
        found = [
            json.loads(subprocess.run([*command, part], env=given, capture_output=True, check=True).stdout) for part in PARTS
        ]
    return {
        "where": where,
        "kpis": kpis,
        "observations": kpis * EACH,
        **{name: each for one in found for name, each in one.items()},
    }


def _writer(folder: Path, kpis: int) -> dict[str, float]:
    """Record all, and a second run; then make some small decisions."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from bench.frameworks import TODAY, observations
    from vitalfew.store.change import SCHEMA, Run
    from vitalfew.store.database import Store, place
    from vitalfew.store.tables import CONTENT

    store = Store(place(folder))
    kept, first = _opened(folder, store), observations(kpis)
    is_week = pc.equal(first["grain"], "week")
    newest = pc.and_(is_week, pc.equal(first["number"], pc.max(first.filter(is_week)["number"])))
    value = pc.if_else(newest, pc.add(first["value"], 1.0), first["value"])
    second = first.set_column(first.schema.get_field_index("value"), SCHEMA.field("value"), value)
    pa.chunked_array([[1]]).to_numpy()
    seconds: dict[str, float] = {}
    for number, (name, table) in enumerate({"record_s": first, "again_s": second}.items()):
        run = Run(f"run-{number}", START + timedelta(days=number), TODAY)
        with _timed(seconds, name):
            done = kept.record(_of(table, run), run, findings=(), kpis=())
        if done.recorded.new != (table.num_rows if number == 0 else kpis):
            msg = f"{done.recorded} of {table.num_rows} observations of {kpis} KPIs"
            raise ValueError(msg)
    with _timed(seconds, "writes"):
        for each in range(WRITES):
            with store.writing() as transaction:
                transaction.add(CONTENT, {"sha256": str(each), "bytes": b""})
    writes = seconds.pop("writes")
    return {**seconds, "ms_per_write": round(1_000 * writes / WRITES, 2), "write_peak_mib": _peak()}


def _of(table: pa.Table, run: Run) -> pa.Table:
    """Give rows the run's name and time."""
    import pyarrow as pa

    said = {"run": run.run, "recorded_at": run.recorded_at}
    for name, value in said.items():
        field = table.schema.field(name)
        table = table.set_column(table.schema.get_field_index(name), field, pa.repeat(pa.scalar(value, field.type), len(table)))
    return table


def _reader(folder: Path, kpis: int) -> dict[str, float]:
    """Read what is current where nothing is noted down, then where it is, and judge it."""
    import pyarrow as pa

    from bench.frameworks import TODAY, framework_texts
    from vitalfew.judge.run import judge
    from vitalfew.load.read import load_texts
    from vitalfew.store.database import Store, place

    framework, store, seconds = load_texts(framework_texts(kpis)).framework, Store(place(folder)), dict[str, float]()
    pa.chunked_array([[1]]).to_numpy()  # what its libraries import when first used
    noted = folder / "latest.parquet"
    content = noted.read_bytes()
    noted.unlink()
    kept = _opened(folder, store)
    kept.measured_at()
    with _timed(seconds, "read_s"):
        table = kept.latest()
    noted.write_bytes(content)
    with _timed(seconds, "noted_s"):
        same = kept.latest()
    with _timed(seconds, "judge_s"):
        verdicts = judge(framework, table, today=TODAY, incomplete=()).verdicts
    if not table.num_rows == same.num_rows == kpis * EACH or len(verdicts) != kpis:
        msg = f"{table.num_rows} and {same.num_rows} observations, {len(verdicts)} verdicts of {kpis} KPIs"
        raise ValueError(msg)
    return {**seconds, "peak_mib": _peak()}


PARTS: dict[str, Callable[[Path, int], dict[str, float]]] = {"write": _writer, "read": _reader}


def _opened(folder: Path, store: Store) -> Observations:
    from vitalfew.store.observations import Observations
    from vitalfew.store.observed_rows import Rows
    from vitalfew.store.variable import is_shared

    return Observations(folder, Rows(store) if is_shared() else None)


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[name] = round(time.perf_counter() - start, 3)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    print(json.dumps(PARTS[sys.argv[3]](Path(sys.argv[1]), int(sys.argv[2]))))
