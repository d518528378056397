"""A small workspace with figures that are private, a value that is entered by hand, and one of each matter there is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.cli.test_privacy import BAD, FAIR, GOOD, SHOP, bakery

from vitalfew import Workspace
from vitalfew.base.ref import Ref
from vitalfew.rhythm.calibration import MACHINE, calibrate, hold
from vitalfew.rhythm.cycle import turn_reviews
from vitalfew.rhythm.machine import begin
from vitalfew.rhythm.proposals import propose
from vitalfew.rhythm.reviews import plan_reviews
from vitalfew.rhythm.sweep import sweep
from vitalfew.web.app import make_app

HOME = "http://localhost"
MORE = """\
  - {id: visits, name: Visits, objectives: [loved], unit: visits, formula: visits_entered, every: month, owner: eva,
     review: weekly, target: {at_least: 100}, threshold: 80}
cadences:
  - {id: weekly, name: Weekly, rhythm: weekly on monday 09:00, tiers: [1, 2, 3, 4], minutes: 30, chair: eva, audience: [eva, max]}
"""
LATER = date(2026, 6, 22)
"""The day of the first review."""
Client = Callable[[str], TestClient]


def made(root: Path, *, of_max: tuple[int, ...] = BAD) -> Workspace:
    """Write and measure the workspace: Max sold so much."""
    file = bakery(root, {"shop": SHOP, "max": of_max, "ida": GOOD, "jon": FAIR}) / "framework" / "main.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("sources: [{", "sources: [{id: by-hand, kind: manual}, {").replace(
        "measures:\n", "measures:\n  - {id: visits_entered, source: by-hand, table: visits, date: date, value: sum(value)}\n"
    )
    file.write_text(text + MORE, encoding="utf-8")
    workspace = Workspace.open(root)
    workspace.measure()
    with workspace.writing(by="vitalfew") as desk:
        plan_reviews(desk)
        sweep(desk, workspace.judged())
    said = {"framework/main.yaml": file.read_bytes().replace(b"at_least: 100}", b"at_least: 120}")}
    with workspace.writing(by="max") as desk:
        propose(desk, said, title="More visits")
    _calibrate(workspace)
    workspace.store.close()
    opened = Workspace.open(root, as_of=date(2026, 6, 19))
    with opened.writing(by="vitalfew") as desk:
        turn_reviews(desk, opened.judged())
    opened.store.close()
    return workspace


def _calibrate(workspace: Workspace) -> None:
    """Hold a calibration, which teaches that no visits were ever counted."""
    since = {"sort": "first", "since": "2026-01-01", "due": "2026-06-01"}
    with workspace.writing(by="eva") as desk:
        blank = {"until": None, "document": None, "report": None, "by": None}
        begin(desk, MACHINE, about=Ref("organization", "main"), data={**since, **blank}, id_="2026-06-01", key="calibration")
        look = calibrate(desk, workspace.observations.latest(), workspace.judged(), since=date(2026, 1, 1))
        hold(desk, "2026-06-01", look, "")


@pytest.fixture(scope="session")
def bakeries(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Workspace]:
    """Give two that differ in the figures of one person alone, to read from."""
    folder = tmp_path_factory.mktemp("bakeries")
    return made(folder / "one"), made(folder / "other", of_max=(395, 391, 392, 394, 393))


@pytest.fixture
def own(bakeries: tuple[Workspace, Workspace], tmp_path: Path) -> Workspace:
    """A copy that a test may change."""
    shutil.copytree(bakeries[0].root, tmp_path / "own")
    return Workspace.open(tmp_path / "own")


@pytest.fixture
def client(own: Workspace) -> Iterator[Client]:
    """Gives a program that says who it is, at the copy."""
    yield from _clients(own)


@pytest.fixture
def later(own: Workspace) -> Iterator[Client]:
    """Gives one on the day of the first review."""
    yield from _clients(Workspace.open(own.root, as_of=LATER))


def _clients(own: Workspace) -> Iterator[Client]:
    with ExitStack() as stack:
        app = make_app(own)

        def open_as(person: str) -> TestClient:
            headers = {"origin": HOME, **({"x-vitalfew-person": person} if person else {})}
            return stack.enter_context(TestClient(app, base_url=f"{HOME}/api/v1", headers=headers))

        yield open_as
    own.store.close()
