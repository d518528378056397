from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from tests.cli.conftest import Run

from vitalfew.model.preset import PresetName


@pytest.mark.parametrize("preset", get_args(PresetName))
def test_a_new_workspace_checks_clean_and_shows_a_scorecard(run: Run, tmp_path: Path, preset: str) -> None:
    target = tmp_path / "new"
    made = run("init", target, "--preset", preset)
    assert made.exit_code == 0
    assert f"vitalfew -C {target} check" in made.stdout
    checked = run("-C", target, "check", "--strict")
    assert checked.exit_code == 0, checked.stdout
    assert checked.stdout.startswith("✓ clean: ")
    assert run("-C", target, "status").exit_code == 0


def test_without_a_preset_it_is_the_executive_one(run: Run, tmp_path: Path) -> None:
    found = json.loads(run("-C", tmp_path / "new", "init", "--format", "json").stdout)
    assert found["guesses"] == []
    assert any(name.startswith("framework/") for name in found["files"])


def test_a_folder_that_holds_anything_is_left_alone(run: Run, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    result = run("init", folder)
    assert result.exit_code == 2
    assert f"error: `{folder}` exists and is not empty" in result.stderr
    assert sorted(folder.rglob("*")) == before


def test_a_misspelt_preset_is_met_with_the_nearest(run: Run, tmp_path: Path) -> None:
    result = run("init", tmp_path / "new", "--preset", "executve")
    assert result.exit_code == 2
    assert "did you mean `executive`?" in result.stderr
    assert not (tmp_path / "new").exists()


def test_a_preset_unlike_any_lists_them_all(run: Run, tmp_path: Path) -> None:
    result = run("init", tmp_path / "new", "--preset", "zzz")
    assert all(preset in result.stderr for preset in get_args(PresetName))


def test_the_template_starts_a_workspace(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    assert run("template", book).exit_code == 0
    made = run("init", tmp_path / "new", "--from", book)
    assert made.exit_code == 0, made.stderr
    assert run("-C", tmp_path / "new", "status").exit_code == 0


def test_a_preset_and_a_book_together_are_refused(run: Run, tmp_path: Path) -> None:
    assert run("init", tmp_path / "new", "--preset", "okr", "--from", "book.xlsx").exit_code == 2


def test_the_next_command_can_be_typed_as_it_stands(run: Run, tmp_path: Path) -> None:
    assert f'vitalfew -C "{tmp_path / "our kpis"}" check' in run("init", tmp_path / "our kpis").stdout
    assert f'--from "{tmp_path / "our book.xlsx"}"' in run("template", tmp_path / "our book.xlsx").stdout
