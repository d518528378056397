"""SQLite and DuckDB files: the same numbers, nothing written, and words for what cannot be read."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from vitalfew.model.source import DatabaseSource, Source
from vitalfew.sources.engine import Refusal
from vitalfew.sources.opened import Opened

Row = tuple[str, str, int | None, float | None, bool]
Open = Callable[[Source, Path], Opened]
SQLITE = "CREATE TABLE Orders (Day DATE, region TEXT, pieces INTEGER, price REAL, first BOOLEAN)"


def _sqlite(path: Path, rows: tuple[Row, ...]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(SQLITE)
        connection.executemany("INSERT INTO Orders VALUES (?, ?, ?, ?, ?)", rows)


def _duckdb(path: Path, rows: tuple[Row, ...]) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE SCHEMA raw")
        connection.execute("CREATE TABLE raw.kept (day DATE, region TEXT, pieces INTEGER, price DECIMAL(9, 3), first BOOLEAN)")
        connection.executemany("INSERT INTO raw.kept VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("CREATE VIEW Orders AS SELECT * FROM raw.kept")


def _source(kind: str, path: str | None) -> DatabaseSource:
    return DatabaseSource.model_validate({"id": "shop", "kind": kind, "path": path})


def test_sqlite_gives_the_same_numbers(tmp_path: Path, rows: tuple[Row, ...], conform: Callable[[Path, str], None]) -> None:
    _sqlite(tmp_path / "shop.db", rows)
    conform(tmp_path, "{id: shop, kind: sqlite, path: shop.db}")


def test_a_view_of_a_duckdb_file_gives_the_same_numbers(
    tmp_path: Path, rows: tuple[Row, ...], conform: Callable[[Path, str], None]
) -> None:
    _duckdb(tmp_path / "shop.duckdb", rows)
    conform(tmp_path, "{id: shop, kind: duckdb, path: shop.duckdb}")


def test_tables_of_other_schemas_carry_their_schema(tmp_path: Path, rows: tuple[Row, ...], open_one: Open) -> None:
    _duckdb(tmp_path / "shop.duckdb", rows)
    opened = open_one(_source("duckdb", "shop.duckdb"), tmp_path)
    assert set(opened.tables) == {"orders", "raw_kept"}
    assert opened.find("raw.kept") == "raw_kept"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE attached.main.stolen AS SELECT 1 AS n",
        "DELETE FROM attached.raw.kept",
        "SELECT * FROM read_csv('@/secret.csv')",
        "ATTACH '@/other.duckdb'",
    ],
)
def test_a_duckdb_file_is_read_only_and_leads_nowhere(
    tmp_path: Path, rows: tuple[Row, ...], open_one: Open, statement: str
) -> None:
    _duckdb(tmp_path / "shop.duckdb", rows)
    before = (tmp_path / "shop.duckdb").read_bytes()
    database = open_one(_source("duckdb", "shop.duckdb"), tmp_path).database
    assert database is not None
    assert isinstance(database.run(statement.replace("@", str(tmp_path))), Refusal)
    assert (tmp_path / "shop.duckdb").read_bytes() == before


def test_a_view_that_leads_out_of_the_file_is_not_followed(tmp_path: Path, rows: tuple[Row, ...], open_one: Open) -> None:
    (tmp_path / "secret.csv").write_text("word\nsesame\n", encoding="utf-8")
    _duckdb(tmp_path / "shop.duckdb", rows)
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as connection:
        connection.execute(f"CREATE VIEW leak AS SELECT * FROM read_csv('{tmp_path}/secret.csv')")
    opened = open_one(_source("duckdb", "shop.duckdb"), tmp_path)
    assert [fault.table for fault in opened.faults] == ["leak"]
    assert set(opened.tables) == {"orders", "raw_kept"}


def test_a_duckdb_file_in_use_elsewhere_says_so(tmp_path: Path, rows: tuple[Row, ...], open_one: Open) -> None:
    _duckdb(tmp_path / "shop.duckdb", rows)
    script = "import duckdb, sys; kept = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", script, str(tmp_path / "shop.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        (fault,) = open_one(_source("duckdb", "shop.duckdb"), tmp_path).faults
        holder.communicate()
    assert fault.message == "`shop.duckdb` is held by another process that writes to it"


def test_values_of_a_sqlite_column_decide_its_type(tmp_path: Path, open_one: Open) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection, connection:
        connection.execute("CREATE TABLE t (whole, mixed, word, day, late, none, flag BOOLEAN, odd BOOLEAN, raw)")
        connection.execute("INSERT INTO t VALUES (1, 1, 'x', '2026-01-01', '2026-01-01 10:00', NULL, 1, 2, x'00')")
        connection.execute("INSERT INTO t VALUES (2, 'n/a', '7', '2026-01-02', '2026-01-01 10:00:01', NULL, 0, 1, x'01')")
    assert dict(open_one(_source("sqlite", "a.db"), tmp_path).tables["t"].columns) == {
        "whole": "BIGINT",
        "mixed": "VARCHAR",
        "word": "VARCHAR",
        "day": "DATE",
        "late": "TIMESTAMP",
        "none": "VARCHAR",
        "flag": "BOOLEAN",
        "odd": "BIGINT",
        "raw": "BLOB",
    }


@pytest.mark.parametrize(
    ("kind", "name", "content", "slug", "message"),
    [
        ("sqlite", "a.db", b"day,amount\n", "unreadable-data", "`a.db` is not SQLite"),
        ("sqlite", "a.db", b"", "empty-data", "`a.db` is empty"),
        ("sqlite", "b.db", b"", "missing-file", "there is no file `a.db`"),
        ("duckdb", "a.db", b"day,amount\n", "unreadable-data", "`a.db` is not DuckDB"),
    ],
)
def test_what_is_no_database_is_named(
    tmp_path: Path, open_one: Open, kind: str, name: str, content: bytes, slug: str, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert [(fault.slug, fault.message) for fault in open_one(_source(kind, "a.db"), tmp_path).faults] == [(slug, message)]


def test_a_damaged_sqlite_file_is_named(tmp_path: Path, rows: tuple[Row, ...], open_one: Open) -> None:
    _sqlite(tmp_path / "a.db", rows)
    content = bytearray((tmp_path / "a.db").read_bytes())
    content[100:600] = b"\xff" * 500
    (tmp_path / "a.db").write_bytes(content)
    (fault,) = open_one(_source("sqlite", "a.db"), tmp_path).faults
    assert fault.slug == "unreadable-data"
    assert fault.message.startswith("`a.db` cannot be read: ")
