"""One workspace of 200 KPIs × 1,765 days beside kpi-engine 1.0.2, on the same file in the same run.

Ours reads the file, measures every KPI of every day, week, month, quarter and year, keeps the values and judges them all.
The peer computes one period in a run, with its comparisons and one alert: `of` periods of the history take it `peer_wall_s`,
reckoned from `run` of them, evenly spread. Imports are left out on both sides and stand apart; the file is read on both.
The peer is installed from its package index into an environment of its own, with `requests`, which it needs and does not ask for.
`differ` counts the values that are not the same to the four decimals that it keeps, `blank` those of them that are 0.0 there
while we say that there is none, for the cell is empty. Last come its answers where it gets more wrong, beside what is right;
`tests/measure/test_peers.py` shows that ours are.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

PACKAGES = ("kpi-engine==1.0.2", "requests")
KPIS, DAYS, FIRST = 200, 1_765, date(2021, 8, 1)
SAMPLED = 30  # days that the peer is run for
BLANK = range(900, 907)  # days without a value of the first KPI
SEED = 1765
DECIMALS = 4
RIGHT = {
    "no-prior": "no change and no direction, since there is no year before",
    "no-rows": "no value, for the reason that there is no data yet or no row",
    "misspelt": "an error that names the columns",
    "alert": "a threshold is a number, and what is below it is red",
    "order": "the same value in any order of declaration, a quarter of twice the first KPI",
    "state": "the declared date column, whatever others are called",
}


def figures(share: float) -> dict[str, object]:
    """Give wall and CPU seconds of both, their ratio, and what differs; `share` thins out the periods of the peer."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        python = _environment(root / "peer")
        if python is None:
            return {"bench": "peers", "skipped": f"`{PACKAGES[0]}` could not be installed: is there a network?", "rows": []}
        _write(root)
        days, months = _spread(_all_days(), max(4, round(SAMPLED * share))), _spread(_months(), max(4, round(58 * share)))
        peer = _child([str(python), "-m", "bench.rival", str(root / "data" / "daily.csv"), ",".join(days), ",".join(months)])
        ours = _child([sys.executable, "-m", "bench.peers", folder])
        differ = {grain: _differences(ours["values"][grain], peer[f"{grain}s"]["values"]) for grain in ("day", "month")}
    read = peer["read"]
    rows = [
        _row("every day", ours, peer["days"], len(days), DAYS, read, differ["day"]),
        _row("every month", ours, peer["months"], len(months), len(_months()), read, differ["month"]),
        _row("one month", ours, peer["months"], len(months), 1, read, differ["month"]),
    ]
    rows += [{"what": f"wrong: {case}", "peer": _plain(peer["wrong"][case]), "right": right} for case, right in RIGHT.items()]
    rest = {"ours_import_s": round(ours["import_s"], 3), "peer_import_s": round(peer["import_s"], 3), "values": ours["count"]}
    return {"bench": "peers", "kpis": KPIS, "days": DAYS, **rest, "peak_mib": ours["peak_mib"], "rows": rows}


def _plain(said: dict[str, object]) -> str:
    return ", ".join(f"{key} {value}" for key, value in said.items())


def _row(
    what: str, ours: dict[str, Any], peer: dict[str, Any], run: int, of: int, read: dict[str, float], differ: list[list[object]]
) -> dict[str, object]:
    wall, cpu = (read[each] + peer[each] / run * of for each in ("wall_s", "cpu_s"))
    return {
        "what": what,
        "run": run,
        "of": of,
        "peer_wall_s": round(wall, 2),
        "peer_cpu_s": round(cpu, 2),
        "ours_wall_s": round(ours["wall_s"], 2),
        "ours_cpu_s": round(ours["cpu_s"], 2),
        "ratio": round(wall / ours["wall_s"], 1),
        "cpu_ratio": round(cpu / ours["cpu_s"], 1),
        "compared": run * KPIS,
        "differ": len(differ),
        "blank": sum(each == [None, 0.0] for each in differ),
    }


def _environment(folder: Path) -> Path | None:
    """Make an environment that holds the peer; None where it cannot be had."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
    installed = subprocess.run(command, capture_output=True, text=True, check=False)
    return python if installed.returncode == 0 else None


def _child(command: Sequence[str]) -> dict[str, Any]:
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [*command], capture_output=True, text=True, check=False, cwd=root, env={**os.environ, "PYTHONWARNINGS": "ignore"}
    )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        done.check_returncode()
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _names() -> list[str]:
    return [f"k{at:03}" for at in range(KPIS)]


def _all_days() -> list[str]:
    return [(FIRST + timedelta(days=at)).isoformat() for at in range(DAYS)]


def _months() -> list[str]:
    """The whole months."""
    months = sorted({day[:7] for day in _all_days()})
    return months if (FIRST + timedelta(days=DAYS)).day == 1 else months[:-1]


def _spread(periods: Sequence[str], count: int) -> list[str]:
    """So many of the periods, evenly spread, the first and the last among them, and of days a blank one too."""
    places = set(np.linspace(0, len(periods) - 1, min(count, len(periods))).round().astype(int).tolist())
    return [periods[place] for place in sorted(places | {BLANK[3]} if len(periods) == DAYS else places)]


def _write(root: Path) -> None:
    """Write the workspace: one file of days with a column for each KPI, whose first has an empty week."""
    values = np.random.default_rng(SEED).normal(100, 8, (DAYS, KPIS)).round(2)
    (root / "data").mkdir()
    with (root / "data" / "daily.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["date", *_names()])
        for at, day in enumerate(_all_days()):
            cells = [f"{value}" for value in values[at]]
            writer.writerow([day, "" if at in BLANK else cells[0], *cells[1:]])
    kpi = "every: day, target: {at_least: 95}, threshold: 80"
    lines = ["sources: [{id: daily, kind: files, path: data/daily.csv}]", "measures:"]
    lines += [f"  - {{id: {name}, source: daily, date: date, value: sum({name})}}" for name in _names()]
    lines += ["kpis:", *(f"  - {{id: {name}, formula: {name}, {kpi}}}" for name in _names())]
    (root / "framework").mkdir()
    (root / "framework" / "main.yaml").write_text("\n".join(lines), encoding="utf-8")


def _differences(ours: dict[str, dict[str, float | None]], peer: dict[str, dict[str, float]]) -> list[list[object]]:
    """Pairs of values, ours and the peer's, that are not the same as far as it rounds."""
    pairs = [(ours[period][name], value) for period, values in peer.items() for name, value in values.items()]
    return [[mine, other] for mine, other in pairs if mine is None or abs(mine - other) > 0.51 * 10.0**-DECIMALS]


def _ours(root: Path) -> dict[str, object]:
    """Measure and judge the workspace, and give the values by day and month for the comparison."""
    started = time.perf_counter()
    import duckdb
    import pyarrow as pa

    import vitalfew.judge.run
    import vitalfew.measure.run
    import vitalfew.store.observations  # noqa: F401  # what the workspace would import when first used
    from vitalfew.workspace import Workspace

    pa.chunked_array([[1]]).to_numpy()
    duckdb.sql("select 1").fetchall()
    imported = time.perf_counter() - started
    wall, cpu = time.perf_counter(), time.process_time()
    workspace = Workspace.open(root, as_of=FIRST + timedelta(days=DAYS))
    measured = workspace.measure()
    verdicts = workspace.status().verdicts
    seconds = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
    if sum(verdict.status is not None for verdict in verdicts) != KPIS:
        sys.exit("not every KPI has a status")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rows = workspace.observations.latest().to_pylist()
    values: dict[str, dict[str, dict[str, object]]] = {"day": {}, "month": {}}
    for row in rows:
        if row["grain"] in values:
            period = row["start"].isoformat()[: 10 if row["grain"] == "day" else 7]
            values[row["grain"]].setdefault(period, {})[row["kpi"]] = row["value"]
    return {"import_s": imported, **seconds, "peak_mib": peak, "count": measured.table.num_rows, "values": values}


if __name__ == "__main__":
    print(json.dumps(_ours(Path(sys.argv[1]))))
