"""One engine for all tests of drafting: what it has made of the catalogue's texts is kept for the session."""

import pytest

from vitalfew.text.engine import Engine, best_engine


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return best_engine(tmp_path_factory.mktemp("kept")).engine
