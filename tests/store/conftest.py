"""Observations where each sort of store keeps them: files of the folder, the database of a team, a warehouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import ibis
import pytest

from vitalfew.store.database import Store, place
from vitalfew.store.observations import Observations
from vitalfew.store.observed_rows import Rows
from vitalfew.store.observed_warehouse import Warehouse

MakeObservations = Callable[..., Observations]


@pytest.fixture
def make_observations(environ: dict[str, str], make_store: object, tmp_path: Path) -> MakeObservations:
    """Open the observations of the test's own workspace, each time anew, from a folder with this name."""

    def make(folder: str = "here") -> Observations:
        if "VITALFEW_DATABASE_URL" in environ:
            return Observations(tmp_path / folder, Rows(make_store()))  # type: ignore[operator]  # a fixture's type is not checked
        return Observations(tmp_path / "here")

    return make


# Ibis calls what DuckDB now calls otherwise.
QUIET = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


@pytest.fixture(params=["files", "postgresql", pytest.param("warehouse", marks=QUIET)])
def observations(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Observations]:
    """Give the observations of the test's own workspace, wherever they may be kept."""
    folder, name = tmp_path / "here", f"mine-{uuid4().hex[:8]}"
    if request.param == "files":
        yield Observations(folder)
    elif request.param == "warehouse":
        connection = ibis.duckdb.connect(tmp_path / "warehouse.duckdb")
        yield Observations(folder, Warehouse(connection, name, folder))
        connection.disconnect()
    else:
        url = request.getfixturevalue("postgres_database")
        store = Store(place(folder, {"VITALFEW_DATABASE_URL": url, "VITALFEW_WORKSPACE": name}))
        yield Observations(folder, Rows(store))
        store.close()
