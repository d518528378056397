"""The engines: one connection each for the whole run, with the same four tables of a hundred and fifty seeded KPIs."""

from __future__ import annotations

import gc
import sqlite3
import sys
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from shutil import which
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest

from vitalfew.base.period import Calendar, Grain
from vitalfew.judge.parameter import tables
from vitalfew.judge.sql.schema import OBSERVATION, TABLES
from vitalfew.model.framework import Framework

TYPES = {"string": pa.string(), "int32": pa.int32(), "bool": pa.bool_(), "float64": pa.float64()}
TODAY = date(2026, 6, 23)
KINDS: tuple[dict[str, object], ...] = (
    {"target": {"at_least": 100.0}, "threshold": 80.0},
    {"target": {"at_most": 100.0}, "threshold": 120.0, "direction": "down"},
    {"target": {"within": [90.0, 110.0], "best": 95.0}, "threshold": [80.0, 130.0]},
    {"target": {"reach": 130.0, "by": "2026-12-31"}, "threshold": 70.0, "baseline": {"value": 90.0, "on": "2026-01-01"}},
    {"target": {"reach": 130.0, "by": "2026-12-31", "path": "prior-year"}, "threshold": 70.0},
    {"target": {"at_least": 900.0, "applies_to": "to-date"}, "threshold": 700.0},
    {"target": {"values": {f"2026-{month:02}": 90.0 + month for month in range(1, 13)}}, "threshold": 60.0},
    {"target": {"at_least": 100.0}},
    {"lifecycle": "paused"},
    {},
)
ESCALATE: tuple[list[dict[str, object]], ...] = (
    [{"worse_in_a_row": 2}, {"missed": 2}],
    [{"missed": [3, 5]}, {"missed": [2, 8]}, {"signal_against": True}, {"stale": 1}],
    [],
)
RULES = ("wheeler", "pump", "nhs", "western-electric")
SPANS: tuple[tuple[Grain, int], ...] = (("day", 20), ("week", 60), ("month", 26))
COLUMN_TYPES = {"string": "text", "int32": "integer", "bool": "boolean", "float64": "double precision"}
BATTERY = {
    "id": [1, 2, 3, 4],
    "word": ["a", "a", "b", None],
    "flag": [True, False, None, True],
    "number": [10, 20, 30, None],
    "value": [1.5, None, -2.0, 4.0],
}
SCHEMAS = {**TABLES, "battery": {"id": "int32", "word": "string", "flag": "bool", "number": "int32", "value": "float64"}}
Tables = dict[str, pa.Table]


@pytest.fixture(scope="session")
def many() -> Tables:
    """The tables of KPIs of every kind and grain, with holes and a current partial period; and the battery's."""
    random = np.random.default_rng(300)
    kpis = [
        {
            "id": f"k{at}",
            "every": ("week", "month", "day")[at % 3],
            "escalate": ESCALATE[at // 3 % 3],
            "signals": {"rules": RULES[at % 4], "segments": ["2026-03-10"] if at % 7 == 0 else []},
            **KINDS[at % len(KINDS)],
        }
        for at in range(150)
    ]
    rows = [row for kpi in kpis[:-3] for row in _observations(random, str(kpi["id"]))]
    schema = pa.schema([(name, TYPES[kind]) for name, kind in OBSERVATION.items()])
    framework = Framework.model_validate({"kpis": kpis})
    found = tables(framework.kpis, pa.Table.from_pylist(rows, schema=schema), framework.calendar.calendar, TODAY)
    return {
        **found,
        "battery": pa.table(BATTERY, schema=pa.schema([(name, TYPES[kind]) for name, kind in SCHEMAS["battery"].items()])),
    }


def _observations(random: np.random.Generator, kpi: str) -> Iterator[dict[str, object]]:
    """Half of the KPIs are quotients; one value in twelve is missing with a reason, one in twelve has no row at all."""
    denominator = 3.0 if random.random() < 0.5 else None
    calendar = Calendar()
    for grain, count in SPANS:
        now = calendar.period(grain, TODAY).number
        for number in range(now - count, now + 1):
            drawn, value = random.random(), float(random.normal(100, 15))
            said = {"missing": "no-rows"} if drawn < 1 / 12 else {"value": value, "denominator": denominator}
            if not 1 / 12 <= drawn < 2 / 12:
                yield {"kpi": kpi, "grain": grain, "number": number, "complete": number < now, "slice": "", **said}


def _missing(what: str) -> None:
    pytest.skip(f"{what} is not installed here")


@pytest.fixture(scope="session")
def duckdb_engine(many: Tables) -> Iterator[Any]:
    """DuckDB through Ibis, as a warehouse would be reached."""
    connection = ibis.duckdb.connect()
    for name, table in many.items():
        connection.create_table(name, table)
    yield connection
    connection.disconnect()


@pytest.fixture(scope="session")
def sqlite_rows(many: Tables) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    """SQLite, asked in its own SQL: it knows neither booleans nor dates nor medians."""
    connection = sqlite3.connect(":memory:")
    for name, table in many.items():
        columns = list(SCHEMAS[name])
        quoted = ", ".join(f'"{each}"' for each in columns)
        connection.execute(f"CREATE TABLE {name} ({quoted})")
        rows = list(zip(*(table[each].to_pylist() for each in columns), strict=True))
        connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", rows)
    yield lambda sql: connection.execute(sql).fetchall()
    connection.close()


@pytest.fixture(scope="session")
def postgres_engine(postgres_url: str, many: Tables) -> Iterator[Any]:
    """A real PostgreSQL server; rows go in by COPY, as loaders do it."""
    if find_spec("psycopg") is None:
        _missing("psycopg")
    connection = ibis.connect(postgres_url)
    with connection.con.cursor() as cursor:
        for name, table in many.items():
            columns = ", ".join(f'"{each}" {COLUMN_TYPES[kind]}' for each, kind in SCHEMAS[name].items())
            cursor.execute(f"CREATE TABLE {name} ({columns})")
            with cursor.copy(f"COPY {name} FROM STDIN") as copy:
                for row in zip(*(table[each].to_pylist() for each in SCHEMAS[name]), strict=True):
                    copy.write_row(row)
    connection.con.commit()
    yield connection
    connection.disconnect()


@pytest.fixture(scope="session")
def clickhouse_engine(many: Tables) -> Iterator[Any]:
    """ClickHouse inside the process; every column may hold nulls, else it would hold zeros."""
    if find_spec("chdb") is None or find_spec("clickhouse_connect") is None:
        _missing("chdb with clickhouse-connect")
    kinds = {"string": "String", "int32": "Int32", "bool": "Bool", "float64": "Float64"}
    connection = ibis.clickhouse.connect(interface="chdb")
    for name, table in many.items():
        columns = ", ".join(f"`{each}` Nullable({kinds[kind]})" for each, kind in SCHEMAS[name].items())
        connection.con.command(f"CREATE TABLE {name} ({columns}) ENGINE = Memory")
        rows = list(zip(*(table[each].to_pylist() for each in SCHEMAS[name]), strict=True))
        connection.con.insert(name, rows, column_names=list(SCHEMAS[name]))
    yield connection
    connection.disconnect()


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """One local Spark session for the run; starting it takes a quarter of a minute."""
    if find_spec("pyspark") is None or which("java") is None:
        _missing("pyspark with java")
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").appName("vitalfew")
    for key, value in SPARK.items():
        builder = builder.config(key, value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # pyspark leaves its sockets to the collector
        session.stop()
        gc.collect()


SPARK = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # short plans: compiling them well costs more
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
}


@pytest.fixture(scope="session")
def spark_engine(spark: Any, many: Tables) -> Any:
    """Spark through Ibis."""
    connection = ibis.pyspark.connect(spark)
    for name, table in many.items():
        spark.createDataFrame(table).createOrReplaceTempView(name)
    return connection
