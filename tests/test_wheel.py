"""The wheel holds all that a user needs, and nothing of the checkout is missed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def run(unpacked: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # What stands on PYTHONPATH comes before the editable checkout of this environment.
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_demo_runs_from_the_wheel_outside_the_checkout(unpacked: Path, tmp_path: Path) -> None:
    where = run(unpacked, tmp_path, "-c", "import vitalfew; print(vitalfew.__file__)")
    demo = run(unpacked, tmp_path, "-m", "vitalfew", "demo", "here", "--no-serve")

    assert Path(where.stdout.strip()).is_relative_to(unpacked)
    assert demo.returncode == 0, demo.stderr
    assert "Meridian Roasters" in demo.stdout
    assert (tmp_path / "here" / "framework").is_dir()


def test_the_tests_of_each_demand_are_named_in_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    listed = run(unpacked, tmp_path, "-m", "vitalfew", "requirements", "--format", "json")

    rows = {row["id"]: row for row in json.loads(listed.stdout)["rows"]}
    assert "tests/insight/test_insight_maturity.py" in rows["AUD-15"]["tests"]


def test_the_steps_that_make_a_store_are_in_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    run(unpacked, tmp_path, "-m", "vitalfew", "init", "new")
    made = run(unpacked, tmp_path, "-m", "vitalfew", "-C", "new", "history", "--format", "json")

    assert (made.returncode, json.loads(made.stdout or "{}")) == (0, {"version": 1, "revisions": []}), made.stderr
    assert (tmp_path / "new" / ".vitalfew" / "store.db").is_file()


def test_rule_pages_are_in_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    explained = run(unpacked, tmp_path, "-m", "vitalfew", "explain", "missing-owner")

    assert explained.returncode == 0, explained.stderr
    assert "missing-owner" in explained.stdout


def test_the_documentation_that_users_read_in_the_application_is_in_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    ask = "from vitalfew.web.pages._manual import FOLDER, known, markup_of as read; print(FOLDER, len([*map(read, known())]))"
    shown = run(unpacked, tmp_path, "-c", ask)

    folder, number = shown.stdout.split()
    assert (Path(folder), int(number)) == (unpacked / "vitalfew" / "docs", len([*(unpacked / "vitalfew" / "docs").rglob("*.md")]))
