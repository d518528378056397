"""200 measures over ten million rows by month, quarter and year, beside SQL written by hand for the same.

The rows are one Parquet file. By hand is what a careful analyst writes: at each grain one query of `CASE` aggregates, and one
GROUP BY in the place of those that differ by region only. Each side is a process of its own; imports are left out; `wrong` counts
the values that differ by more than 1e-9.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from math import isclose
from pathlib import Path
from typing import NamedTuple

ROWS, DAYS, REGIONS, CHANNELS = 10_000_000, 1_095, 20, 5
FIRST, TODAY = date(2023, 1, 1), date(2026, 1, 1)
GRAINS = ("month", "quarter", "year")
WRITE = """
copy (
  select date '{first}' + cast(i * {days} // {rows} as integer) as day, 'r' || hash(i * 7 + 1) % {regions} as region,
    'c' || hash(i * 7 + 2) % {channels} as channel, cast(hash(i * 7 + 3) % 200000 as integer) as customer,
    cast(1 + hash(i * 7 + 4) % 9 as integer) as pieces, (hash(i * 7 + 5) % 100000)::double / 100 as amount
  from range({rows}) t(i) order by i
) to '{file}'
"""


class Asked(NamedTuple):
    """A measure: its aggregate of a column, and its condition."""

    function: str
    column: str
    where: str

    @property
    def value(self) -> str:
        """The aggregate as it is written in a framework."""
        return f"count(DISTINCT {self.column})" if self.function == "distinct" else f"{self.function}({self.column})"

    @property
    def by_hand(self) -> str:
        """The aggregate with its condition inside."""
        kept = f"CASE WHEN {self.where} THEN {'1' if self.column == '*' else self.column} END"
        return f"count(DISTINCT {kept})" if self.function == "distinct" else f"{self.function}({kept})"


def asked() -> list[Asked]:
    """Give the 200 measures."""
    regions = [f"region = 'r{place}'" for place in range(REGIONS)]
    found = [Asked(*value, where) for value in (("sum", "amount"), ("count", "*"), ("sum", "pieces")) for where in regions]
    found += [Asked("sum", "amount", f"channel = 'c{place % CHANNELS}' AND amount > {place * 7}") for place in range(60)]
    found += [Asked("avg", "amount", f"channel = 'c{place % CHANNELS}' AND pieces > {place // CHANNELS}") for place in range(30)]
    found += [Asked("distinct", "customer", where) for where in regions]
    found += [Asked("count", "*", f"pieces >= {place % 9} AND amount < {place * 40 + 9}") for place in range(20)]
    found += [Asked(("min", "max")[place % 2], "amount", f"channel = 'c{place % CHANNELS}'") for place in range(10)]
    return found


def figures(share: float) -> dict[str, object]:
    """Give wall and CPU seconds and peak memory of both sides, their ratio, and how many values differ by more than 1e-9."""
    rows = round(ROWS * share)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _framework(root)
        subprocess.run([sys.executable, "-m", "bench.measure", folder, str(rows)], check=True)  # whose memory is not ours
        found = {side: _child(root, side) for side in ("hand", "vitalfew")}
        hand, ours = (json.loads((root / f"{side}.json").read_text()) for side in ("hand", "vitalfew"))
    wrong = sum(not _alike(value, ours.get(key)) for key, value in hand.items()) + len(ours.keys() - hand.keys())
    ratio, cpu_ratio = (round(found["vitalfew"][name] / found["hand"][name], 2) for name in ("wall_s", "cpu_s"))
    shown = [{"side": side, **each} for side, each in found.items()]
    more: dict[str, object] = {"measures": len(asked()), "fact_rows": rows, "values": len(hand), "wrong": wrong}
    return {
        "bench": "measure",
        "share": share,
        **more,
        **found["vitalfew"],
        "ratio": ratio,
        "cpu_ratio": cpu_ratio,
        "rows": shown,
    }


def _alike(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def _write(root: Path, rows: int) -> None:
    import duckdb

    file = root / "data" / "sales.parquet"
    file.parent.mkdir()
    duckdb.sql("set enable_progress_bar = false")
    duckdb.sql(WRITE.format(first=FIRST, days=DAYS, rows=rows, regions=REGIONS, channels=CHANNELS, file=file))


def _framework(root: Path) -> None:
    (root / "framework").mkdir()
    lines = ["sources: [{id: till, kind: files, path: data/sales.parquet}]", "measures:"]
    lines += [
        f'  - {{id: m{place}, source: till, date: day, value: "{each.value}", where: "{each.where}"}}'
        for place, each in enumerate(asked())
    ]
    lines += ["kpis:", *(f"  - {{id: m{place}, formula: m{place}, every: month}}" for place in range(len(asked())))]
    (root / "framework" / "main.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _child(root: Path, side: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.measure", str(root), side]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


Values = dict[str, float | None]


def _ours(root: Path) -> Callable[[], Callable[[], Values]]:
    import pyarrow as pa

    from vitalfew.load.read import load
    from vitalfew.measure.run import measure

    pa.chunked_array([[1]]).to_numpy()
    framework = load(root).framework

    def work() -> Callable[[], Values]:
        table = measure(framework, root, today=TODAY, run="one", recorded_at=datetime.fromisoformat("2026-01-01")).table
        return lambda: {
            f"{row['kpi']} {row['grain']} {row['start']}": row["value"] for row in table.to_pylist() if row["end"] <= TODAY
        }

    return work


def _by_hand(root: Path) -> Callable[[], Callable[[], Values]]:
    import duckdb

    connection = duckdb.connect(":memory:", config={"memory_limit": "4GB"})
    connection.sql(f"create view sales as select * from read_parquet('{root}/data/sales.parquet')")

    def work() -> Callable[[], Values]:
        found = [(grain, places, connection.sql(sql).fetchall()) for grain in GRAINS for places, sql in _queries(grain)]
        return lambda: {
            f"m{place} {grain} {line[0]}": line[1 + column]
            for grain, places, lines in found
            for line in lines
            for column, place in enumerate(places(line[-1]))
        }

    return work


def _queries(grain: str) -> Iterator[tuple[Callable[[str], list[int]], str]]:
    """Give the queries of a grain, each with the places of the measures that a line of its answer holds."""
    measures = asked()
    own = [place for place, each in enumerate(measures) if not each.where.startswith("region")]
    values = ", ".join(measures[place].by_hand for place in own)
    yield (
        lambda _: own,
        f"select date_trunc('{grain}', day)::date, {values}, '' from sales group by 1",
    )
    forms = list(dict.fromkeys(each.value for each in measures if each.where.startswith("region")))
    where = {(each.value, each.where): place for place, each in enumerate(measures)}
    yield (
        lambda region: [where[form, f"region = '{region}'"] for form in forms],
        f"select date_trunc('{grain}', day)::date, {', '.join(forms)}, region from sales group by 1, region",
    )


def _timed(work: Callable[[], Callable[[], Values]], file: Path) -> dict[str, float]:
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    told = work()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    file.write_text(json.dumps(told()), encoding="utf-8")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall_s": round(wall, 3), "cpu_s": round(cpu, 3), "peak_mib": after.ru_maxrss // 1024}


def _main(root: Path, what: str) -> None:
    if what.isdigit():
        _write(root, int(what))
    else:
        print(json.dumps(_timed({"hand": _by_hand, "vitalfew": _ours}[what](root), root / f"{what}.json")))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2])
