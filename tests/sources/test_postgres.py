"""PostgreSQL, a real server: the same numbers, read-only, one snapshot, and no word of the login in what is said."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from vitalfew.model.source import DatabaseSource, Source
from vitalfew.sources.engine import Refusal
from vitalfew.sources.opened import Opened

Row = tuple[str, str, int | None, float | None, bool]
Open = Callable[[Source, Path], Opened]
pytestmark = pytest.mark.usefixtures("url")  # first, so that the tables outlive the connections that tests open
SOURCE = DatabaseSource(id="shop", kind="postgres", url="${SHOP_URL}")


@pytest.fixture
def url(postgres_url: str, rows: tuple[Row, ...], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give a server that holds the rows, and set its address in the environment."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE shop")
    shop = f"{postgres_url.rpartition('/')[0]}/shop"
    with psycopg.connect(shop, autocommit=True) as connection:
        connection.execute(
            'CREATE TABLE "Orders" ("Day" date, region text, pieces integer, price numeric(9, 3), "first" boolean);'
            "CREATE SCHEMA raw; CREATE TABLE raw.visits (at timestamptz, n bigint);"
            "INSERT INTO raw.visits VALUES ('2026-01-31 23:30+00', 7);"
            "CREATE ROLE stranger LOGIN PASSWORD 'sesame'"
        )
        with connection.cursor() as cursor:
            cursor.executemany('INSERT INTO "Orders" VALUES (%s, %s, %s, %s, %s)', rows)
    monkeypatch.setenv("SHOP_URL", shop)
    yield shop
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE shop WITH (FORCE)")
        connection.execute("DROP ROLE stranger")


def test_the_same_rows_give_the_same_numbers(tmp_path: Path, conform: Callable[[Path, str], None]) -> None:
    conform(tmp_path, "{id: shop, kind: postgres, url: '${SHOP_URL}'}")


def test_tables_and_types_are_those_that_the_login_may_read(tmp_path: Path, open_one: Open) -> None:
    tables = open_one(SOURCE, tmp_path).tables
    assert {name: dict(table.columns) for name, table in tables.items()} == {
        "orders": {"Day": "DATE", "region": "VARCHAR", "pieces": "BIGINT", "price": "DOUBLE", "first": "BOOLEAN"},
        "raw_visits": {"at": "TIMESTAMP WITH TIME ZONE", "n": "BIGINT"},
    }


@pytest.mark.parametrize(
    ("sql", "kind", "text"),
    [
        ("SELECT sum(prise) FROM orders", "binder", 'Referenced column "prise" not found'),
        ("SELECT sum(region) FROM orders", "binder", "No function matches: text"),
        ("SELECT frobnicate(region) FROM orders", "catalog", "Function with name frobnicate does not exist"),
        ("SELECT CAST(region AS BIGINT) FROM orders", "conversion", 'invalid input syntax for type bigint: "north, far"'),
        ("DELETE FROM orders", "remote", "cannot execute DELETE in a read-only transaction"),
        ("CREATE TABLE stolen (n BIGINT)", "remote", "cannot execute CREATE TABLE in a read-only transaction"),
        ("SELECT sum(pieces) / 0 FROM orders", "remote", "division by zero"),
    ],
)
def test_what_the_server_refuses_comes_back_in_words_and_the_next_query_runs(
    tmp_path: Path, open_one: Open, sql: str, kind: str, text: str
) -> None:
    database = open_one(SOURCE, tmp_path).database
    assert database is not None
    assert database.run(sql) == Refusal(kind, text)
    assert database.row("SELECT sum(Pieces) AS n FROM orders") == [9]


def test_all_queries_see_one_snapshot(tmp_path: Path, open_one: Open, url: str) -> None:
    database = open_one(SOURCE, tmp_path).database
    assert database is not None
    before = database.row("SELECT count(*) FROM orders")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute('DELETE FROM "Orders"')
    assert database.row("SELECT count(*) FROM orders") == before == [5]


@pytest.mark.parametrize(
    ("change", "slug", "message"),
    [
        (
            lambda url: url.removesuffix("postgres") + "elsewhere",
            "unreachable-source",
            "the database server has no database of that name",
        ),
        (lambda url: url.replace("postgres@", "nobody@"), "unreachable-source", "the database server refuses the login"),
        (lambda _: "postgresql://bob:sesame@127.0.0.1:1/x", "unreachable-source", "the database server does not answer"),
        (
            lambda _: "mysql://bob:sesame@127.0.0.1/x",
            "unreachable-source",
            "the `url` is no address such as `postgresql://user@host/database`",
        ),
        (
            lambda url: url.replace("postgres@", "stranger:sesame@"),
            "empty-data",
            "the login may read no table of the database",
        ),
    ],
    ids=["no such database", "no such user", "no server", "another scheme", "no rights"],
)
def test_a_failed_login_is_named_without_a_word_of_it(
    tmp_path: Path,
    open_one: Open,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    change: Callable[[str], str],
    slug: str,
    message: str,
) -> None:
    monkeypatch.setenv("SHOP_URL", change(url))
    assert [(fault.slug, fault.message) for fault in open_one(SOURCE, tmp_path).faults] == [(slug, message)]


def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path: Path, open_one: Open) -> None:
    source = DatabaseSource(id="shop", kind="postgres", url="postgresql://bob:sesame@db.example.org/shop")
    (fault,) = open_one(source, tmp_path).faults
    assert (fault.slug, "sesame" in fault.message) == ("written-secret", False)


def test_a_missing_driver_says_what_to_install(tmp_path: Path, open_one: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.setenv("SHOP_URL", "postgresql://bob@127.0.0.1/shop")
    (fault,) = open_one(SOURCE, tmp_path).faults
    assert (fault.slug, fault.help) == ("missing-extra", "install them with `pip install 'vitalfew[postgres]'`")
