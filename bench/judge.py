"""Judging the portfolio of 543,851 measures over 36 months, beside a scan of the same files with one GROUP BY per measure.

`limit_wall_s` is that scan and `ratio` how many times it a part takes. `status` is latest, changes, status, score, limits,
signals and triggers, `full` adds trend, forecast and shift, `refresh` is the newest month's statuses alone. Each part is a
process of its own, from the open connection to the verdicts in Parquet; imports are left out.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PARTS = ("refresh", "status", "full")
SCAN = """
select count(*), sum(n), sum(s), max(m) from (
  select kpi, count(*) as n, sum(value) as s, max(value) as m from read_parquet('{}/observation/*.parquet') group by kpi)
"""


def figures(share: float, part: str | None = None) -> dict[str, object]:
    """Give wall and CPU seconds, peak memory and the ratio to the scan, of one part or of all; `share` may be above 1."""
    from bench.portfolio import write_portfolio

    with tempfile.TemporaryDirectory() as folder:
        count = write_portfolio(Path(folder), share)
        limit = min((_child(folder, "scan") for _ in range(3)), key=lambda found: found["wall_s"])
        rows = [_row(each, _child(folder, each), limit) for each in ([part] if part else PARTS)]
    return {"bench": "judge", "share": share, "observations": count, **rows[-1], "rows": rows}


def _row(part: str, found: dict[str, float], limit: dict[str, float]) -> dict[str, object]:
    ratio = round(found["wall_s"] / limit["wall_s"], 2)
    cpu_ratio = round(found["cpu_s"] / limit["cpu_s"], 2)
    return {"part": part, **found, "limit_wall_s": limit["wall_s"], "ratio": ratio, "cpu_ratio": cpu_ratio}


def _child(folder: str, part: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.judge", folder, part]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def _scan(folder: Path) -> None:
    import duckdb

    with duckdb.connect(":memory:", config={"memory_limit": "2GB", "preserve_insertion_order": False}) as connection:
        connection.sql(SCAN.format(folder)).fetchall()


def _work(folder: Path, part: str) -> Callable[[], object]:
    """Import what the part needs, and what its libraries import when first used, and give the work that is timed."""
    import duckdb
    import pyarrow as pa

    pa.chunked_array([[1]]).to_numpy()
    duckdb.sql("select 1").to_arrow_table()
    duckdb.sql("select 1").to_arrow_reader(1).read_all()
    if part == "scan":
        return lambda: _scan(folder)
    from vitalfew.judge.portfolio import judge_portfolio

    return lambda: judge_portfolio(folder, folder / "verdict.parquet", part=part)  # type: ignore[arg-type]  # one of PARTS


def _timed(work: Callable[[], object]) -> dict[str, float]:
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    work()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall_s": round(wall, 3), "cpu_s": round(cpu, 3), "peak_mib": after.ru_maxrss // 1024}


if __name__ == "__main__":
    print(json.dumps(_timed(_work(Path(sys.argv[1]), sys.argv[2]))))
