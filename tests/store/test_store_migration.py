"""From the tables of every release up to the present ones, down and up again, with all that they held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, MetaData, create_engine
from sqlalchemy import types as sql

from vitalfew.store.database import Place, Store, place
from vitalfew.store.journal import ITSELF, append, entries, verify
from vitalfew.store.migration import steps
from vitalfew.store.tables import HEAD, METADATA

RELEASED = [step.revision for step in steps().walk_revisions()][::-1]
ODD = 'Größe "ü"\n\\N,\t\x7f 数'
Held = dict[str, list[tuple[object, ...]]]


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Give a database that nothing was ever written to."""
    if request.param == "sqlite":
        yield place(tmp_path, {})
        return
    server, name = request.getfixturevalue("postgres_url"), f"m{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
        yield place(tmp_path, {"VITALFEW_DATABASE_URL": f"{server.rpartition('/')[0]}/{name}", "VITALFEW_WORKSPACE": "main"})
        connection.execute(f"drop database {name} with (force)")


@contextmanager
def raw(where: Place) -> Iterator[tuple[Connection, MetaData]]:
    """Reach the tables as they are, whatever this release calls its own."""
    engine = create_engine(where.url)
    with engine.begin() as connection:
        found = MetaData()
        found.reflect(connection)
        yield connection, found
    engine.dispose()


def fill(where: Place) -> None:
    """Write rows of two workspaces into every table that is there, with a null wherever one may be."""
    with raw(where) as (connection, found):
        for table in found.sorted_tables:
            if table.name == "alembic_version":
                continue
            rows = [
                {column.name: _value(column, workspace, number) for column in table.columns}
                for workspace in ("main", "other")
                for number in range(1, 2 if table.name == "workspace" else 4)
            ]
            connection.execute(table.insert(), rows)


def _value(column: Column[object], workspace: str, number: int) -> object:
    if "workspace" in (column.name, column.table.name) and column.name != "created_at":
        return workspace
    if column.nullable and number % 2:
        return None
    values: list[tuple[Any, object]] = [
        (sql.LargeBinary, b"\x00\xff" + ODD.encode() * number),
        (sql.Boolean, number == 2),
        (sql.Integer, 2_000_000_000 + number),
        (sql.Float, 0.1 + 0.2 * number),
        (sql.DateTime, datetime(2026, 7, number, 23, 59, 59, 123456)),  # noqa: DTZ001  # columns hold UTC without saying so
        (sql.Date, date(2024, 2, 26 + number)),
    ]
    return next((value for kind, value in values if isinstance(column.type, kind)), f"{column.name} {number} {ODD}")


def held(where: Place) -> Held:
    with raw(where) as (connection, found):
        tables = [table for table in found.sorted_tables if table.name != "alembic_version"]
        return {table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr) for table in tables}


def version(where: Place) -> str:
    with raw(where) as (connection, _):
        found = MigrationContext.configure(connection).get_current_revision()
        return found or "base"


@pytest.mark.parametrize("released", RELEASED)
def test_what_a_release_kept_is_there_after_going_up_down_and_up(released: str, fresh: Place) -> None:
    store = Store(fresh)
    store.migrate(released)
    fill(fresh)
    kept = held(fresh)
    assert all(len(rows) >= 2 for rows in kept.values())
    assert len(kept) > RELEASED.index(released)

    for target in (HEAD, released, HEAD, "base", HEAD):
        store.migrate(target)
        assert version(fresh) == target
        found = held(fresh)
        assert {name: found[name] for name in kept} == kept
    store.close()


@pytest.mark.parametrize("released", ["base", *RELEASED])
def test_every_release_comes_up_to_the_tables_of_this_one(released: str, fresh: Place) -> None:
    """Those that were filled at the last one come down and up again, too."""
    store = Store(fresh)
    store.migrate(HEAD)
    fill(fresh)
    kept = held(fresh)
    store.migrate(released)
    assert held(fresh) == kept
    store.migrate(HEAD)

    assert held(fresh) == kept
    with raw(fresh) as (connection, _):
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    store.close()


@pytest.mark.parametrize("released", RELEASED)
def test_a_store_of_an_earlier_release_is_brought_up_to_date_by_its_first_use(released: str, fresh: Place) -> None:
    first = Store(fresh)
    with first.writing() as transaction:
        append(transaction, by="ana", at=datetime.fromisoformat("2026-06-15T12:00:00+00:00"), verb="begin", subject=ITSELF)
    first.migrate(released)
    first.close()

    store = Store(fresh)
    with store.reading() as transaction:
        assert verify(transaction).faults == ()
        assert [entry.by for entry in entries(transaction)] == ["ana"]
    assert version(fresh) == HEAD
    store.close()
