"""Warehouses through Ibis: ClickHouse in this process gives the same numbers; what is not installed says what to install."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import ibis
import pytest

from vitalfew.model.source import DatabaseSource, Source
from vitalfew.sources.engine import Refusal
from vitalfew.sources.opened import Opened

Row = tuple[str, str, int | None, float | None, bool]
Open = Callable[[Source, Path], Opened]
URL = "clickhouse://default@localhost/sources?interface=chdb"


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return str(value).lower()


@pytest.fixture
def clickhouse(rows: tuple[Row, ...], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the rows into a database of the engine in this process."""
    connection = ibis.clickhouse.connect(interface="chdb")
    connection.raw_sql("CREATE DATABASE sources")
    connection.raw_sql(
        "CREATE TABLE sources.Orders (Day Date, region String, pieces Nullable(Int32), price Nullable(Float64), first Bool)"
        " ENGINE = Memory"
    )
    values = ", ".join(f"({', '.join(_literal(value) for value in row)})" for row in rows)
    connection.raw_sql(f"INSERT INTO sources.Orders VALUES {values}")
    monkeypatch.setenv("SHOP_URL", URL)
    yield
    connection.raw_sql("DROP DATABASE sources")
    connection.disconnect()


def _source(kind: str = "clickhouse") -> DatabaseSource:
    return DatabaseSource.model_validate({"id": "shop", "kind": kind, "url": "${SHOP_URL}"})


@pytest.mark.usefixtures("clickhouse")
def test_clickhouse_gives_the_same_numbers(tmp_path: Path, conform: Callable[[Path, str], None]) -> None:
    conform(tmp_path, "{id: shop, kind: clickhouse, url: '${SHOP_URL}'}")


@pytest.mark.usefixtures("clickhouse")
def test_what_the_warehouse_refuses_comes_back_in_words_without_the_address(tmp_path: Path, open_one: Open) -> None:
    opened = open_one(_source(), tmp_path)
    assert dict(opened.tables["orders"].columns) == {
        "Day": "DATE",
        "region": "VARCHAR",
        "pieces": "BIGINT",
        "price": "DOUBLE",
        "first": "BOOLEAN",
    }
    assert opened.database is not None
    refusal = opened.database.run("SELECT sum(prise) AS n FROM orders")
    assert isinstance(refusal, Refusal)
    assert "prise" in refusal.text
    assert "localhost" not in refusal.text
    assert opened.database.row("SELECT sum(Pieces) AS n FROM orders") == [9]


@pytest.mark.parametrize("kind", ["trino", "snowflake", "bigquery", "mysql"])
def test_a_driver_that_is_not_installed_is_named(
    tmp_path: Path, open_one: Open, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("vitalfew.sources.warehouse.find_spec", lambda _: None)
    monkeypatch.setenv("SHOP_URL", f"{kind}://reader@127.0.0.1/shop")
    (fault,) = open_one(_source(kind), tmp_path).faults
    assert (fault.slug, fault.help) == ("missing-extra", f"install them with `pip install 'ibis-framework[{kind}]>=12,<13'`")


def test_an_address_of_another_kind_and_nobody_there_are_named(
    tmp_path: Path, open_one: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for url, message in (
        ("mysql://reader@127.0.0.1/shop", "the `url` does not begin with `clickhouse://`"),
        ("clickhouse://reader@127.0.0.1:1/shop", "the server does not answer or refuses the login"),
    ):
        monkeypatch.setenv("SHOP_URL", url)
        assert [fault.message for fault in open_one(_source(), tmp_path).faults] == [message]
