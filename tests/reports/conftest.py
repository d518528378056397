"""The facts of the demo organisation, gathered once."""

from __future__ import annotations

import pytest

from vitalfew.demo.organisation import write_demo
from vitalfew.publication import facts as facts_of
from vitalfew.reports.facts import Facts
from vitalfew.workspace import Workspace


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Give the demo organisation, measured; nobody changes it."""
    folder = tmp_path_factory.mktemp("reports") / "demo"
    write_demo(folder)
    workspace = Workspace.open(folder)
    workspace.measure()
    return workspace


@pytest.fixture(scope="session")
def facts(demo: Workspace) -> Facts:
    """Give all that is known of it."""
    return facts_of(demo)
