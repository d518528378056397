"""Observations where each sort of store keeps them: files of the folder, and the database of a team."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vitalfew.store.observations import Observations
from vitalfew.store.observed_rows import Rows

MakeObservations = Callable[..., Observations]


@pytest.fixture
def make_observations(environ: dict[str, str], make_store: object, tmp_path: Path) -> MakeObservations:
    """Open the observations of the test's own workspace, each time anew, from a folder with this name."""

    def make(folder: str = "here") -> Observations:
        if "VITALFEW_DATABASE_URL" in environ:
            return Observations(tmp_path / folder, Rows(make_store()))  # type: ignore[operator]  # a fixture's type is not checked
        return Observations(tmp_path / "here")

    return make


@pytest.fixture
def observations(make_observations: MakeObservations) -> Observations:
    """Give the observations of the test's own workspace."""
    return make_observations()
