"""The operations that the expression relies on, one by one, so that an upgrade that breaks one is seen by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.filterwarnings("ignore::Warning")]
Step = Callable[[ir.Table], ir.Table]
PASS = ibis.literal(10).cast("float64") / ibis.literal(3).cast("float64")


def one(**columns: Callable[[ir.Table], ir.Value]) -> Step:
    """Aggregate the table to one row."""
    return lambda t: t.aggregate(**{name: column(t) for name, column in columns.items()})


def each(column: Callable[[ir.Table], ir.Value]) -> Step:
    """Give one value per row, in the order of `id`."""
    return lambda t: t.select("id", x=column(t)).order_by("id").select("x")


def itself(t: ir.Table) -> ir.Table:
    return t.join(t.view().select("word", other="id"), "word")


# What is done, and the rows that any engine must give for it; rows of the battery's table stand in `conftest.BATTERY`.
STEPS: dict[str, tuple[Step, list[tuple[object, ...]]]] = {
    "maximum with a condition": (one(x=lambda t: t.number.max(where=t.flag)), [(10,)]),
    "maximum of nothing is null": (one(x=lambda t: t.number.max(where=t.word == "z")), [(None,)]),
    "maximum of words": (one(x=lambda t: t.word.max()), [("b",)]),
    "sum with a condition": (one(x=lambda t: t.value.sum(where=t.id >= 3)), [(2.0,)]),
    "sum of nothing is null": (one(x=lambda t: t.value.sum(where=t.id == 2)), [(None,)]),
    "count leaves nulls out": (one(x=lambda t: t.value.count(where=t.id <= 2)), [(1,)]),
    "product summed with a null": (one(x=lambda t: (t.value * t.number).sum(where=t.id <= 3)), [(-45.0,)]),
    "groups by two columns": (
        lambda t: t.group_by("word", "flag").agg(x=t.id.max()).order_by("x"),
        [("a", True, 1), ("a", False, 2), ("b", None, 3), (None, True, 4)],
    ),
    "inner join on equality": (lambda t: itself(t).aggregate(x=lambda j: j.id.count()), [(5,)]),
    "left join keeps the unmatched": (
        lambda t: (
            t.select("id")
            .left_join(t.view().select("id", w="word").filter(lambda v: v.id == 1), "id")
            .aggregate(x=lambda j: j.id.count(), y=lambda j: j.w.count())
        ),
        [(4, 1)],
    ),
    "an equality with null joins nothing": (
        lambda t: t.join(t.view().select(number="number", other="id"), "number").aggregate(x=lambda j: j.id.count()),
        [(3,)],
    ),
    "cases without an else": (each(lambda t: ibis.cases((t.id == 1, "x"))), [("x",), (None,), (None,), (None,)]),
    "cases with a null word": (
        each(lambda t: ibis.cases((t.id == 1, ibis.null("string")), else_="y")),
        [(None,), ("y",), ("y",), ("y",)],
    ),
    "an unknown condition is not met": (each(lambda t: ibis.cases((t.flag, "t"), else_="e")), [("t",), ("e",), ("e",), ("t",)]),
    "not of a flag": (each(lambda t: ibis.cases((~t.flag, "n"), else_="e")), [("e",), ("n",), ("e",), ("e",)]),
    "true or unknown is true": (
        each(lambda t: ibis.cases((t.flag | (t.id == 3), 1), else_=0)),
        [(1,), (0,), (1,), (1,)],
    ),
    "is null and is not": (each(lambda t: ibis.cases((t.value.isnull(), 0), (t.word.notnull(), 1))), [(1,), (0,), (1,), (None,)]),
    "a comparison with null filters out": (lambda t: t.filter(t.value < 10).aggregate(x=lambda f: f.id.count()), [(3,)]),
    "nullif guards a quotient": (each(lambda t: 3.0 / (t.value - 1.5).nullif(0.0)), [(None,), (None,), (3 / -3.5,), (1.2,)]),
    "the least of three numbers": (each(lambda t: ibis.least(t.id, t.id + 5, ibis.literal(3))), [(1,), (2,), (3,), (3,)]),
    "whole numbers become doubles": (
        each(lambda t: t.id.cast("float64") / ibis.literal(4).cast("float64")),
        [(0.25,), (0.5,), (0.75,), (1.0,)],
    ),
    "a third has all its digits": (each(lambda _: PASS), [(10 / 3,)] * 4),
    "rows come in order": (lambda t: t.filter(t.word.notnull()).order_by(ibis.desc("id")).select("id"), [(3,), (2,), (1,)]),
}


@pytest.mark.parametrize("engine", ["duckdb_engine", "postgres_engine", "clickhouse_engine", "spark_engine"])
def test_an_engine_does_all_that_is_relied_on(engine: str, request: pytest.FixtureRequest) -> None:
    connection: Any = request.getfixturevalue(engine)
    table = connection.table("battery")
    wrong = {}
    for name, (step, rows) in STEPS.items():
        found = _rows(connection, step(table))
        if found != [tuple(pytest.approx(x, rel=1e-12) if isinstance(x, float) else x for x in row) for row in rows]:
            wrong[name] = found
    assert wrong == {}
    assert len(STEPS) == 23


def _rows(connection: Any, expression: ir.Table) -> list[tuple[object, ...]]:
    batches = list(connection.to_pyarrow_batches(expression))
    table = pa.Table.from_batches(batches)
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))
