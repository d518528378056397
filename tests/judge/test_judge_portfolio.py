"""A portfolio in Parquet is judged as a workspace is: the same expression and kernels, on columns."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vitalfew.base.period import Calendar, Grain
from vitalfew.judge.parameter import tables
from vitalfew.judge.portfolio import AT_ONCE, judge_portfolio
from vitalfew.judge.row import Row
from vitalfew.judge.run import judge
from vitalfew.judge.series.trend import trends
from vitalfew.judge.series.window import window
from vitalfew.judge.sql.behaviour import BEHAVIOUR, TRIGGERS, behaviour, triggers
from vitalfew.judge.sql.engine import run
from vitalfew.judge.sql.schema import OBSERVATION
from vitalfew.judge.trigger import COUNTED
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import Scorecard

TODAY = date(2026, 6, 23)
TYPES = {"string": pa.string(), "int32": pa.int32(), "bool": pa.bool_(), "float64": pa.float64()}
KINDS: tuple[dict[str, object], ...] = (
    {"target": {"at_least": 100.0}, "threshold": 90.0},
    {"target": {"at_most": 100.0}, "threshold": 110.0, "direction": "down"},
    {"target": {"within": [90.0, 110.0], "best": 95.0}, "threshold": [80.0, 130.0]},
    {"target": {"reach": 130.0, "by": "2026-12-31"}, "threshold": 70.0, "baseline": {"value": 90.0, "on": "2024-01-01"}},
    {"target": {"reach": 130.0, "by": "2026-12-31", "path": "prior-year"}, "threshold": 70.0},
    {"target": {"at_least": 900.0, "applies_to": "to-date"}, "threshold": 700.0},
    {"target": {"values": {f"2026-{month:02}": 90.0 + month for month in range(1, 13)}}, "threshold": 60.0},
    {"target": {"at_least": 100.0}},
    {"lifecycle": "paused", "target": {"at_least": 100.0}},
    {},
    {"target": {"within": [90.0, 110.0]}},
)
ESCALATE: tuple[list[dict[str, object]], ...] = (
    [{"worse_in_a_row": 2}, {"missed": 2}],
    [{"missed": [3, 5]}, {"missed": [2, 8]}, {"signal_against": True}, {"stale": 1}],
    [],
)
RULES = ("wheeler", "pump", "nhs", "western-electric")
SPANS: dict[Grain, int] = {"month": 36, "week": 60, "day": 50}
Tables = dict[str, pa.Table]


@pytest.fixture(scope="module")
def framework() -> Framework:
    """Two hundred KPIs of months, weeks and days, named so that their order in words is not that of their numbers."""
    grains = tuple(SPANS)
    kpis = [
        {
            "id": f"k{at}",
            "every": grains[at % 3],
            "escalate": ESCALATE[at // 3 % 3],
            "signals": {"rules": RULES[at % 4], "segments": ["2025-06-10", "2026-05-05"] if at % 5 == 0 else []},
            **KINDS[at % len(KINDS)],
        }
        for at in range(200)
    ]
    return Framework.model_validate({"kpis": kpis})


@pytest.fixture(scope="module")
def sources(framework: Framework) -> Tables:
    """Up to three years with holes, shifts and late ends, in random order; one KPI was never measured, and one is nobody's."""
    random = np.random.default_rng(5)
    calendar, rows = Calendar(), []
    for kpi in (*framework.kpis[:-1], None):
        late = int(random.choice([0, 0, 0, 0, 1, 2, 5]))
        for grain, count in SPANS.items():
            now = calendar.period(grain, TODAY).number
            shift = random.choice([-25.0, 0.0, 0.0, 25.0])
            for number in range(now - count, now + 1 - late):
                drawn = random.random()
                lost = drawn < 0.06
                value = None if lost else float(random.normal(100, 8)) + shift * (number > now - 9)
                said = {"value": value, "denominator": 2.0, "missing": "no-rows" if lost else None, "slice": ""}
                row = {"kpi": kpi.id if kpi else "gone", "grain": grain, "number": number, "complete": number < now, **said}
                rows += [] if drawn > 0.95 else [row]
    random.shuffle(rows)
    schema = pa.schema([(name, TYPES[kind]) for name, kind in OBSERVATION.items()])
    return tables(framework.kpis, pa.Table.from_pylist(rows, schema=schema), calendar, TODAY)


@pytest.fixture(scope="module")
def scorecard(framework: Framework, sources: Tables) -> Scorecard:
    """What a workspace says of the same."""
    return judge(framework, sources["observation"], today=TODAY)


@pytest.fixture(scope="module")
def folder(sources: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in Parquet, the observations in three files."""
    folder = tmp_path_factory.mktemp("portfolio")
    (folder / "observation").mkdir()
    seen = sources["observation"]
    for at in range(3):
        pq.write_table(seen.slice(at * (len(seen) // 3 + 1), len(seen) // 3 + 1), folder / "observation" / f"{at}.parquet")
    for name in ("period", "kpi", "segment", "trigger"):
        pq.write_table(sources[name], folder / f"{name}.parquet")
    return folder


@pytest.mark.parametrize("at_once", [1, 5_000], ids=["each alone", "all at once"])
def test_the_relational_half_is_the_same(at_once: int, folder: Path, sources: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a part has but one KPI, or one without a point."""
    monkeypatch.setitem(AT_ONCE, "status", at_once)
    expected = run(sources).to_pylist()
    assert judge_portfolio(folder, folder / "status.parquet", part="status") == 200
    found = pq.read_table(folder / "status.parquet").select(list(Row._fields)).to_pylist()
    for theirs, ours in zip(expected, found, strict=True):
        for name, value in theirs.items():
            assert ours[name] == (approx(value)), (ours["kpi"], name)
    assert {row["status"] for row in found} == {"green", "amber", "red", None}
    assert {row["state"] for row in found} == {"ok", "no-data", "no-target", "stale", "paused"}


@pytest.mark.parametrize("at_once", [1, 20_000], ids=["each alone", "all at once"])
def test_a_refresh_gives_the_same_status_from_less_history(
    at_once: int, folder: Path, sources: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the newest due period has a value; else there is no status either way. Weeks and months may be too old to be read.

    A KPI that is judged alone, and asks for no sum and no year before, is judged from its last point.
    """
    monkeypatch.setitem(AT_ONCE, "refresh", at_once)
    judge_portfolio(folder, folder / "refresh.parquet", part="refresh")
    expected, found = run(sources).to_pylist(), pq.read_table(folder / "refresh.parquet").to_pylist()
    for theirs, ours in zip(expected, found, strict=True):
        assert (ours["kpi"], ours["status"], ours["score"]) == (theirs["kpi"], theirs["status"], approx(theirs["score"]))
        if theirs["status"]:
            same = [name for name in Row._fields if not name.startswith(("wow", "mom"))]
            assert [ours[name] for name in same] == [approx(theirs[name]) for name in same]


def test_limits_signals_and_triggers_are_those_of_a_workspace(framework: Framework, folder: Path, scorecard: Scorecard) -> None:
    """Every kind of target, rule set and trigger, charts that begin anew, holes and series that went stale."""
    judge_portfolio(folder, folder / "status.parquet", part="status")
    found = {row["kpi"]: row for row in pq.read_table(folder / "status.parquet").to_pylist()}
    for verdict, kpi in zip(scorecard.verdicts, framework.kpis, strict=True):
        row, number = found[kpi.id], partial(number_of, kpi.grain)
        assert row["status"] == verdict.status
        if verdict.status_since:
            assert row["status_since"] == number(verdict.status_since)
        assert verdict.signal
        signal, limits = verdict.signal, verdict.signal.limits
        assert (row["signal"] in {None, "none"}) == (signal.direction is None)
        assert row["centre"] == (approx(limits.centre) if limits else None)
        if limits:
            assert [row["lower"], row["upper"], row["range_limit"]] == approx([limits.lower, limits.upper, limits.moving_range])
            assert (row["limit_values"], row["provisional"]) == (limits.values, int(limits.provisional))
        if signal.direction and signal.since:
            assert (row["signal"], row["signal_rule"]) == (signal.direction, signal.fired[0])
            assert row["signal_since"] == number(signal.since)
        theirs = [(each.trigger, each.periods, number(each.since)) for each in verdict.triggers if each.trigger in COUNTED]
        assert [(each["pattern"], each["periods"], each["since"]) for each in row["triggers"]] == theirs
    seen = {each["pattern"] for row in found.values() for each in row["triggers"]}
    assert seen == set(COUNTED)
    assert {row["signal"] for row in found.values()} == {"up", "down", "none", None}


def test_an_engine_gives_the_same_limits_signals_and_triggers(
    folder: Path, sources: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no season is taken off, which only the kernels do."""
    monkeypatch.setattr("vitalfew.judge.portfolio.SEASON", {})
    judge_portfolio(folder, folder / "status.parquet", part="status")
    ours = pq.read_table(folder / "status.parquet").to_pylist()
    connection = ibis.duckdb.connect()
    for name, table in sources.items():
        connection.create_table(name, table)
    theirs = connection.to_pyarrow(behaviour()).to_pylist()
    assert [row["kpi"] for row in theirs] == [row["kpi"] for row in ours if row["judged"] is not None]
    judged = (row for row in ours if row["judged"] is not None)
    for mine, other in zip(judged, theirs, strict=True):
        for name in BEHAVIOUR:
            assert mine[name] == approx(other[name]), (mine["kpi"], name)
    held = {(row["kpi"], *(each[name] for name in TRIGGERS[1:])) for row in ours for each in row["triggers"]}
    assert {tuple(row[name] for name in TRIGGERS) for row in connection.to_pyarrow(triggers()).to_pylist()} == held
    connection.disconnect()


def number_of(grain: Grain, day: date) -> int:
    return Calendar().period(grain, day).number


def approx(value: object) -> object:
    return value if value is None or isinstance(value, str) else pytest.approx(value, rel=1e-9)


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
    assert len(told) >= 150
    assert all(row["forecast_low"] <= row["forecast"] <= row["forecast_high"] for row in told)
    to_date = {kpi.id for kpi in framework.kpis if kpi.target and kpi.target.applies_to == "to-date"}
    assert {row["p_miss"] for row in told if row["kpi"] in to_date} == {None}


def test_a_portfolio_of_nothing_is_judged_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "observation").mkdir()
    nothing = tables(
        [], pa.Table.from_pylist([], schema=pa.schema([(n, TYPES[k]) for n, k in OBSERVATION.items()])), Calendar(), TODAY
    )
    pq.write_table(nothing["observation"], tmp_path / "observation" / "0.parquet")
    for name in ("period", "kpi", "segment", "trigger"):
        pq.write_table(nothing[name], tmp_path / f"{name}.parquet")
    assert judge_portfolio(tmp_path, tmp_path / "verdict.parquet", part="full") == 0
    assert pq.read_table(tmp_path / "verdict.parquet").num_rows == 0
