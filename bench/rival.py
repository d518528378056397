"""kpi-engine as its readers run it: 200 KPIs over a frame of days, in the process and with the packages of its own.

Runs in an environment without this project: `python -m bench.rival FILE DAYS MONTHS` prints one JSON object.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

DAILY, MONTHLY = ["DoD", "WoW", "YoY"], ["MoM", "YoY"]
ALERT = "< 80"


def run(path: str, days: Sequence[str], months: Sequence[str]) -> dict[str, object]:
    """Read the file and compute all KPIs in each of the periods; seconds are those of each part, imports left out."""
    started = time.perf_counter()
    rival, pandas = import_module("kpi_engine"), import_module("pandas")
    imported = time.perf_counter() - started
    (frame, read_s, read_cpu) = _timed(lambda: pandas.read_csv(path, parse_dates=["date"]))
    names = [name for name in frame.columns if name != "date"]
    daily, monthly = (_engine(rival, {"t": frame}, names, compare) for compare in (DAILY, MONTHLY))
    by_day = _timed(lambda: {day: _values(daily, day) for day in days})
    by_month = _timed(lambda: {month: _values(monthly, month) for month in months})
    return {
        "import_s": imported,
        "read": {"wall_s": read_s, "cpu_s": read_cpu},
        "days": {"values": by_day[0], "wall_s": by_day[1], "cpu_s": by_day[2]},
        "months": {"values": by_month[0], "wall_s": by_month[1], "cpu_s": by_month[2]},
    }


def _timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - wall, time.process_time() - cpu


def _engine(rival: Any, frames: dict[str, Any], names: Sequence[str], compare: list[str]) -> Any:
    """An engine of one KPI per column; days are given as periods, since of days its names know yesterday alone."""
    engine: Any = import_module("kpi_engine.engine")
    engine.resolve_period = lambda text: _day(rival, text) if len(text) == 10 else rival.resolve_period(text)
    kpis = [
        rival.KPIDefinition(name, name, "dataframe", query=f"t.{name}", compare=compare, alerts=[rival.Alert(ALERT)])
        for name in names
    ]
    return rival.KPIEngine(kpis, dataframes=frames)


def _day(rival: Any, text: str) -> Any:
    start = datetime.fromisoformat(text)
    return rival.Period(start, start + timedelta(days=1), text)


def _values(engine: Any, period: str) -> dict[str, float]:
    return {result.name: result.value for result in engine.run(period)}


def wrong(path: str) -> dict[str, object]:
    """What it says where `bench.peers` knows the right answer."""
    rival, pandas = import_module("kpi_engine"), import_module("pandas")
    frame = pandas.read_csv(path, parse_dates=["date"])
    one = {name: _one(rival, frame, **said) for name, said in _asked(rival, frame).items()}
    stated = frame.rename(columns={"date": "day"})
    stated.insert(0, "state", "open")
    return {**one, "state": _failing(lambda: _one(rival, stated, query="t.k000"))}


def _asked(rival: Any, frame: Any) -> dict[str, dict[str, Any]]:
    first = f"{frame['date'].iloc[0]:%Y-%m}"
    tight = [rival.Alert("<1000000000")]
    return {
        "no-prior": {"query": "t.k000", "period": first, "compare": ["YoY"]},
        "no-rows": {"query": "t.k000", "period": "2010-01"},
        "misspelt": {"query": "t.k0OO"},
        "alert": {"query": "t.k000", "alerts": tight},
        "order": {"source": "derived", "expression": "double / 4"},
    }


def _one(rival: Any, frame: Any, period: str = "2024-01", **said: Any) -> dict[str, object]:
    kpis = [rival.KPIDefinition(**{"name": "asked", "label": "asked", "source": "dataframe", **said})]
    if said.get("source") == "derived":
        kpis += [
            rival.KPIDefinition("double", "double", "derived", expression="2 * k000"),
            rival.KPIDefinition("k000", "k000", "dataframe", query="t.k000"),
        ]
    found = next(each for each in rival.KPIEngine(kpis, dataframes={"t": frame}).run(period) if each.name == "asked")
    changes = {name: [each.change_pct, each.direction] for name, each in found.comparisons.items()}
    return {"value": found.value, "status": found.alert_status, **({"change": changes} if changes else {})}


def _failing(work: Callable[[], object]) -> object:
    """Its faults are of any kind: what is told is the name of the one that stopped it."""
    try:
        return work()
    except (TypeError, ValueError, KeyError) as error:
        return {"stopped": type(error).__name__}


if __name__ == "__main__":
    file, *periods = sys.argv[1:]
    some_days, some_months = (text.split(",") for text in periods)
    print(json.dumps({**run(file, some_days, some_months), "wrong": wrong(file)}))
