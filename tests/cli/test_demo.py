from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Spawn

from vitalfew.workspace import Workspace


@pytest.mark.xdist_group("demo")
def test_the_demo_ends_with_the_scorecard_and_a_second_run_starts_at_once(spawn: Spawn, tmp_path: Path) -> None:
    first = spawn("demo", "--no-serve", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("Meridian Roasters ")
    assert "the audit finds " in first.stderr
    workspace = Workspace.open(tmp_path / "vitalfew-demo")
    measured = workspace.observations.measured_at()
    second = spawn("demo", "--no-serve", cwd=tmp_path)
    assert (second.returncode, second.stdout) == (0, first.stdout)
    assert workspace.observations.measured_at() == measured


def test_a_folder_that_holds_something_else_is_left_alone(spawn: Spawn, tmp_path: Path) -> None:
    (tmp_path / "vitalfew-demo").mkdir()
    (tmp_path / "vitalfew-demo" / "mine.txt").write_text("mine", encoding="utf-8")
    result = spawn("demo", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert [path.name for path in (tmp_path / "vitalfew-demo").iterdir()] == ["mine.txt"]
