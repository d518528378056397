"""A portfolio in Parquet is judged as a workspace is: the same expression and kernels, on columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vitalfew.base.period import Calendar, Grain
from vitalfew.judge.history import History, history
from vitalfew.judge.parameter import tables
from vitalfew.judge.portfolio import judge_portfolio
from vitalfew.judge.row import Row
from vitalfew.judge.series.trend import trends
from vitalfew.judge.series.window import window
from vitalfew.judge.sql.engine import run
from vitalfew.judge.sql.schema import OBSERVATION
from vitalfew.model.framework import Framework

TODAY = date(2026, 6, 23)
TYPES = {"string": pa.string(), "int32": pa.int32(), "bool": pa.bool_(), "float64": pa.float64()}
KINDS: tuple[dict[str, object], ...] = (
    {"target": {"at_least": 100.0}, "threshold": 80.0},
    {"target": {"at_most": 100.0}, "threshold": 120.0, "direction": "down"},
    {"target": {"within": [90.0, 110.0], "best": 95.0}, "threshold": [80.0, 130.0]},
    {"target": {"reach": 130.0, "by": "2026-12-31"}, "threshold": 70.0, "baseline": {"value": 90.0, "on": "2024-01-01"}},
    {},
)
Tables = dict[str, pa.Table]


@pytest.fixture(scope="module")
def framework() -> Framework:
    """Sixty KPIs of months and weeks, named so that their order in words is not that of their numbers."""
    kpis = [{"id": f"k{at}", "every": ("month", "week")[at % 2], **KINDS[at % len(KINDS)]} for at in range(60)]
    return Framework.model_validate({"kpis": kpis})


@pytest.fixture(scope="module")
def sources(framework: Framework) -> Tables:
    """Three years with holes, in random order; one KPI was never measured, and one observation is of nobody."""
    random = np.random.default_rng(5)
    calendar, rows = Calendar(), []
    spans: tuple[tuple[Grain, int], ...] = (("month", 36), ("week", 60))
    for kpi in (*framework.kpis[:-1], None):
        for grain, count in spans:
            now = calendar.period(grain, TODAY).number
            for number in range(now - count, now + 1):
                lost = random.random() < 0.1
                value = None if lost else float(random.normal(100, 15)) + number % 7
                said = {"value": value, "missing": "no-rows" if lost else None, "slice": ""}
                rows.append(
                    {"kpi": kpi.id if kpi else "gone", "grain": grain, "number": number, "complete": number < now, **said}
                )
    random.shuffle(rows)
    schema = pa.schema([(name, TYPES[kind]) for name, kind in OBSERVATION.items()])
    return tables(framework.kpis, pa.Table.from_pylist(rows, schema=schema), calendar, TODAY)


@pytest.fixture(scope="module")
def folder(sources: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in Parquet, the observations in three files."""
    folder = tmp_path_factory.mktemp("portfolio")
    (folder / "observation").mkdir()
    seen = sources["observation"]
    for at in range(3):
        pq.write_table(seen.slice(at * (len(seen) // 3 + 1), len(seen) // 3 + 1), folder / "observation" / f"{at}.parquet")
    for name in ("period", "kpi", "segment"):
        pq.write_table(sources[name], folder / f"{name}.parquet")
    return folder


def test_the_relational_half_is_the_same(folder: Path, sources: Tables) -> None:
    expected = run(sources).to_pylist()
    assert judge_portfolio(folder, folder / "status.parquet", part="status") == 60
    found = pq.read_table(folder / "status.parquet").select(list(Row._fields)).to_pylist()
    assert found == expected
    assert {row["status"] for row in found} == {"green", "amber", "red", None}


def test_a_refresh_gives_the_same_status_from_less_history(folder: Path, sources: Tables) -> None:
    """Where the newest due period has a value; else there is no status either way."""
    judge_portfolio(folder, folder / "refresh.parquet", part="refresh")
    expected, found = run(sources).to_pylist(), pq.read_table(folder / "refresh.parquet").to_pylist()
    for theirs, ours in zip(expected, found, strict=True):
        assert (ours["kpi"], ours["status"], ours["score"]) == (theirs["kpi"], theirs["status"], theirs["score"])
        if theirs["status"]:
            assert [ours[name] for name in Row._fields] == [theirs[name] for name in Row._fields]


def test_limits_signals_and_runs_are_the_same(framework: Framework, folder: Path, sources: Tables) -> None:
    judge_portfolio(folder, folder / "status.parquet", part="status")
    found = {row["kpi"]: row for row in pq.read_table(folder / "status.parquet").to_pylist()}
    known: History = history(framework.kpis, sources)
    since = known.status_run()
    for at, kpi in enumerate(framework.kpis):
        point, row = int(known.last[at]), found[kpi.id]
        if point < 0:
            assert row["signal"] is None
            continue
        assert row["signal"] == known.signals.way[point]
        assert row["centre"] == pytest.approx(known.limits.centre[point], rel=1e-12)
        assert row["upper"] - row["centre"] == pytest.approx(known.limits.reach[point], rel=1e-9)
        assert row["status_periods"] == since[point]
    assert {row["signal"] for row in found.values()} >= {-1, 0, 1}


def test_the_series_half_is_the_same(framework: Framework, folder: Path, sources: Tables) -> None:
    judge_portfolio(folder, folder / "full.parquet", part="full")
    found = pq.read_table(folder / "full.parquet").to_pylist()
    order = [kpi.id for kpi in framework.kpis]
    grains, judged = [kpi.grain for kpi in framework.kpis], {row["kpi"]: row["judged"] for row in found}
    expected = trends(window(sources["observation"], order, grains, [judged[id_] for id_ in order]))
    by_id = {row["kpi"]: row for row in found}
    for at, id_ in enumerate(order):
        slope = None if np.isnan(expected.slope[at]) else pytest.approx(expected.slope[at], rel=1e-9)
        assert by_id[id_]["slope"] == slope
    told = [row for row in found if row["forecast"] is not None]
    assert len(told) >= 50
    assert all(row["forecast_low"] <= row["forecast"] <= row["forecast_high"] for row in told)


def test_a_portfolio_of_nothing_is_judged_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "observation").mkdir()
    nothing = tables(
        [], pa.Table.from_pylist([], schema=pa.schema([(n, TYPES[k]) for n, k in OBSERVATION.items()])), Calendar(), TODAY
    )
    pq.write_table(nothing["observation"], tmp_path / "observation" / "0.parquet")
    for name in ("period", "kpi", "segment"):
        pq.write_table(nothing[name], tmp_path / f"{name}.parquet")
    assert judge_portfolio(tmp_path, tmp_path / "verdict.parquet", part="full") == 0
    assert pq.read_table(tmp_path / "verdict.parquet").num_rows == 0
