"""`calibrate` shows what was learned, holds it, and takes an answer to each lesson (RHY-4, RHY-5, RHY-7)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vitalfew.cli.app import app

LAUNCHED = "organization: {name: Corner Bakery, launched: 2026-01-05}"
Vitalfew = Callable[..., Result]


@pytest.fixture
def vitalfew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Vitalfew:
    """Run a command in the bakery, launched half a year ago and owned by Eva."""
    main = next((folder / "framework").glob("*.yaml"))
    text = main.read_text(encoding="utf-8").replace("organization: {name: Corner Bakery}", LAUNCHED)
    main.write_text(f"{text}\ngovernance: {{structure_owner: eva}}\n", encoding="utf-8")
    monkeypatch.setenv("VITALFEW_PERSON", "eva")
    return lambda *arguments: CliRunner().invoke(app, ["-C", str(folder), "calibrate", *arguments])


def opened(folder: Path) -> None:
    """Let the clock open what is due."""
    from vitalfew.rhythm.calibration import open_calibrations
    from vitalfew.workspace import Workspace

    with Workspace.open(folder).writing(by="vitalfew") as desk:
        open_calibrations(desk)


def test_before_it_is_due_it_looks_and_keeps_nothing(vitalfew: Vitalfew) -> None:
    found = vitalfew()
    assert found.exit_code == 0, found.output
    assert "no calibration is due" in found.output
    said = json.loads(vitalfew("show", "--days", "30", "--format", "json").output)
    assert said["calibration"] is None
    assert {"lessons", "untold", "compared", "looked_at"} <= said.keys()


def test_held_its_lessons_are_answered_one_by_one_and_then_it_closes(vitalfew: Vitalfew, folder: Path) -> None:
    opened(folder)
    held = json.loads(vitalfew("hold", "--format", "json").output)
    first, *others = [each["id"] for each in held["lessons"]]
    refused = vitalfew("close")
    assert refused.exit_code != 0
    done = vitalfew("accept", first, "--owner", "max")
    assert done.exit_code == 0, done.output
    assert "accepted" in done.output
    for each in others:
        assert (
            json.loads(vitalfew("dismiss", each, "--reason", "Later", "--format", "json").output)["lesson"]["reason"] == "Later"
        )
    shown = vitalfew()
    assert f"0 open, 1 accepted, {len(others)} dismissed" in shown.output
    assert vitalfew("--format", "markdown").output.startswith("# Calibration of Corner Bakery")
    assert "is closed" in vitalfew("close").output


def test_a_leader_names_the_kpis_from_memory(vitalfew: Vitalfew) -> None:
    said = vitalfew("recall", "eva", "revenues", "the weather")
    assert said.exit_code == 0, said.output
    assert "eva named 1 of" in said.output
    assert "revenue" in said.output
    wrong = vitalfew("recall", "nobody", "revenue")
    assert wrong.exit_code == 2
