"""The demo organisation, measured once, with its reviews planned and its escalations open; and copies of it to act on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.demo.organisation import write_demo
from vitalfew.rhythm.reviews import plan_reviews
from vitalfew.rhythm.sweep import sweep
from vitalfew.web.app import make_app
from vitalfew.web.visit import Held, Visit

HOME = "http://localhost"


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    target = tmp_path_factory.mktemp("demo") / "meridian"
    write_demo(target)
    opened = Workspace.open(target)
    opened.measure()
    with opened.writing(by="rui") as desk:
        plan_reviews(desk)
        sweep(desk, opened.judged())
    opened.store.close()
    return opened


@pytest.fixture(scope="session")
def look() -> Callable[..., Visit]:
    """Looks at a workspace as nobody in particular does, with a query perhaps."""
    return lambda of, **query: Held(of).visit(query)


@pytest.fixture
def own(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A copy that a test may change."""
    shutil.copytree(workspace.root, tmp_path / "own")
    return Workspace.open(tmp_path / "own")


@pytest.fixture
def browser(own: Workspace) -> Iterator[TestClient]:
    """A browser at the copy, whose forms are sent from its own pages."""
    with TestClient(make_app(own), base_url=HOME, follow_redirects=False, headers={"origin": HOME}) as client:
        yield client
    own.store.close()
