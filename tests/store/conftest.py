"""A store on each database that Vitalfew keeps decisions in: SQLite in a file, and a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from vitalfew.store.database import Place, Store, place

MakeStore = Callable[..., Store]


@pytest.fixture(scope="module")
def postgres_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the URL of a database of the test module's own."""
    server = request.getfixturevalue("postgres_url")
    name = f"t{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    yield f"{server.rpartition('/')[0]}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture(params=["sqlite", "postgresql"])
def environ(request: pytest.FixtureRequest) -> dict[str, str]:
    """Give the variables that name the database; each test has a workspace of its own."""
    if request.param == "sqlite":
        return {"VITALFEW_WORKSPACE": "mine"}
    return {
        "VITALFEW_DATABASE_URL": request.getfixturevalue("postgres_database"),
        "VITALFEW_WORKSPACE": f"mine-{uuid4().hex[:8]}",
    }


@pytest.fixture
def make_store(environ: dict[str, str], tmp_path: Path) -> Iterator[MakeStore]:
    """Open stores of one database: the test's own, or that of another workspace in it."""
    made: list[Store] = []

    def make(workspace: str | None = None) -> Store:
        where: Place = place(tmp_path / ".vitalfew", environ)
        made.append(Store(where if workspace is None else where._replace(workspace=workspace)))
        return made[-1]

    yield make
    for store in made:
        with suppress(OSError):
            store.close()


@pytest.fixture
def store(make_store: MakeStore) -> Store:
    """Give the store of the test's own workspace."""
    return make_store()
