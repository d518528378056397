"""One more day of a million rows: measuring what is new beside measuring everything (`--full`), of the same files.

The rows of three years stand in a file per year, as CSV and as Parquet, and are measured; then one more day is added: lines at
the end of the last CSV, one more Parquet file. Each side is a process of its own that measures and records; imports are left out.
`open_s` is what reading the same files takes both sides: CSV is read and typed whole, whatever is asked of it. `differ` counts
the values that are not the same within 1e-9 in the two stores.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from math import isclose
from pathlib import Path

ROWS, DAYS, REGIONS = 1_000_000, 1_095, 8
FEWEST = 60
"""Days that a small share is of: `lately` looks back at 28 of them."""
LAST = date(2023, 1, 1) + timedelta(days=DAYS)
KINDS = ("csv", "parquet")
VALUES = {
    "takings": "sum(amount)",
    "orders": "count(*)",
    "buyers": "count(DISTINCT customer)",
    "largest": "max(amount)",
    "pieces": "sum(pieces)",
}
KPIS = {
    **{name: name for name in VALUES},
    "basket": "takings / orders",
    "spend": "takings / buyers",
    "load": "pieces / orders",
    "price": "takings / pieces",
    "lately": "lately",
}
SELECT = """
select date '{first}' + cast(i * {days} // {rows} as integer) as day, 'r' || hash(i * 7 + 1) % {regions} as region,
  cast(hash(i * 7 + 3) % 20000 as integer) as customer, cast(1 + hash(i * 7 + 4) % 9 as integer) as pieces,
  (hash(i * 7 + 5) % 100000)::double / 100 as amount
from range({start}, {end}) t(i)
"""
Rows = dict[tuple[object, ...], float | None]


def figures(share: float) -> dict[str, object]:
    """Give wall and CPU seconds of both sides and their ratios, by kind of file, and how many values differ.

    Under a hundredth only the first kind is measured.
    """
    rows, days = round(ROWS * share), max(FEWEST, round(DAYS * share))
    found = [_row(kind, rows, days) for kind in KINDS[: 2 if share >= 0.01 else 1]]
    return {"bench": "increment", "share": share, "fact_rows": rows, "days": days, "kpis": len(KPIS), "rows": found}


def _row(kind: str, rows: int, days: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        root, again = Path(folder) / "one", Path(folder) / "again"
        _workspace(root, kind, rows, days)
        _child(root, "full")
        _add_day(root, kind, rows, days)
        shutil.copytree(root, again)
        opened, new, full = _child(root, "open"), _child(root, "new"), _child(again, "full")
        one, other = _values(root), _values(again)
    differ = sum(not _alike(one.get(key), other.get(key)) for key in one.keys() | other.keys())
    ratio, cpu_ratio = (round(new[name] / full[name], 3) for name in ("wall_s", "cpu_s"))
    said = {f"{side}_{name}": each[name] for side, each in (("new", new), ("full", full)) for name in ("wall_s", "cpu_s")}
    more = {"ratio": ratio, "cpu_ratio": cpu_ratio, "values": len(one), "differ": differ}
    return {"kind": kind, "open_s": opened["wall_s"], **said, **more}


def _workspace(root: Path, kind: str, rows: int, days: int) -> None:
    (root / "framework").mkdir(parents=True)
    (root / "data").mkdir()
    lines = ["sources:", f"  - {{id: till, kind: files, path: data/*.{kind}}}", "measures:"]
    lines += [f'  - {{id: {name}, source: till, date: day, value: "{value}", by: [region]}}' for name, value in VALUES.items()]
    lines += ["  - {id: lately, source: till, date: day, value: sum(amount), over: 28 days}", "kpis:"]
    lines += [f"  - {{id: {name}, formula: {formula}, every: day}}" for name, formula in KPIS.items()]
    (root / "framework" / "main.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for year in range(3):
        _write(root / "data" / f"sales-{year}.{kind}", (rows * year // 3, rows * (year + 1) // 3), rows, days)


def _write(file: Path, part: tuple[int, int], rows: int, days: int) -> None:
    import duckdb

    first = LAST - timedelta(days=days)
    select = SELECT.format(first=first, days=days, rows=rows, regions=REGIONS, start=part[0], end=part[1])
    duckdb.sql("set enable_progress_bar = false")
    duckdb.sql(f"copy ({select}) to '{file}'")


def _add_day(root: Path, kind: str, rows: int, days: int) -> None:
    more = root / "data" / f"sales-3.{kind}"
    _write(more, (rows, rows + rows // days), rows, days)
    if kind == "csv":
        lines = more.read_text(encoding="utf-8").split("\n", 1)[1]
        more.unlink()
        with (root / "data" / "sales-2.csv").open("a", encoding="utf-8") as stream:
            stream.write(lines)


def _child(root: Path, side: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.increment", str(root), side]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def _work(root: Path, side: str) -> Callable[[], object]:
    """Import what measuring needs, and give the work that is timed."""
    import ibis  # noqa: F401  # loaded before the clock starts
    import pyarrow as pa

    import vitalfew.measure.run  # noqa: F401  # as above
    from vitalfew import Workspace
    from vitalfew.sources.open import open_source
    from vitalfew.store.change import SCHEMA, newest
    from vitalfew.store.observations import Observations  # noqa: F401  # as above

    newest(SCHEMA.empty_table())
    pa.chunked_array([[1]]).to_numpy()
    is_first = not (root / ".vitalfew").is_dir()
    workspace = Workspace.open(root, as_of=LAST if is_first else LAST + timedelta(days=1))
    if side == "open":
        return lambda: open_source(workspace.framework.sources[0], root, "UTC")
    return lambda: workspace.measure(full=side == "full")


def _timed(work: Callable[[], object]) -> dict[str, float]:
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    work()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall_s": round(wall, 3), "cpu_s": round(cpu, 3)}


def _values(root: Path) -> Rows:
    from vitalfew.store.change import KEY
    from vitalfew.store.observations import Observations

    table = Observations(root / ".vitalfew").latest()
    columns = (table[name].to_pylist() for name in (*KEY, "complete", "missing", "value"))
    return {row[:-1]: row[-1] for row in zip(*columns, strict=True)}


def _alike(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


if __name__ == "__main__":
    print(json.dumps(_timed(_work(Path(sys.argv[1]), sys.argv[2]))))
