from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run, Spawn

from vitalfew.cli.health import declared, installed


def _checks(text: str) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in json.loads(text)["checks"]}


def test_a_sound_installation_and_workspace_exit_with_0(run: Run, folder: Path) -> None:
    result = run("-C", folder, "doctor", "--format", "json")
    checks = _checks(result.stdout)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["ok"] is True
    assert checks["source till"]["detail"].startswith("1 file, ")
    assert checks["store"]["state"] == "ok"
    assert checks["framework"]["state"] == "note"
    assert checks["pydantic"]["detail"] == installed("pydantic")


def test_without_a_workspace_it_says_so_and_looks_at_the_rest(spawn: Spawn) -> None:
    result = spawn("doctor")
    assert result.returncode == 0
    assert "help: run `vitalfew init`" in result.stdout


def test_a_named_folder_without_a_workspace_is_broken(run: Run, tmp_path: Path) -> None:
    assert run("-C", tmp_path, "doctor").exit_code == 1


def test_a_source_without_files_and_a_variable_not_set_are_broken_and_values_stay_hidden(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "data" / "sales.csv").unlink()
    (folder / "framework" / "more.yaml").write_text(
        "sources:\n"
        '  - {id: shop, kind: postgres, url: "${VITALFEW_TEST_SET}"}\n'
        '  - {id: web, kind: postgres, url: "${VITALFEW_TEST_UNSET}"}\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("VITALFEW_TEST_SET", "postgres://rui:geheim@db")
    monkeypatch.delenv("VITALFEW_TEST_UNSET", raising=False)
    result = run("-C", folder, "doctor", "--format", "json")
    checks = _checks(result.stdout)
    assert result.exit_code == 1
    assert checks["source till"]["state"] == "broken"
    assert checks["source web"]["detail"] == "postgres; not set: VITALFEW_TEST_UNSET"
    assert checks["source shop"]["state"] == "note"
    assert "geheim" not in result.stdout


def test_an_unknown_time_zone_is_broken(run: Run, folder: Path) -> None:
    path = folder / "framework" / "main.yaml"
    text = path.read_text(encoding="utf-8").replace("{today: 2026-06-15}", "{today: 2026-06-15, timezone: Europe/Nowhere}")
    path.write_text(text, encoding="utf-8")
    assert run("-C", folder, "doctor").exit_code == 1


def test_requirement_lines_are_told_apart() -> None:
    lines = ["click>=8.2", "ibis-framework[duckdb]<13,>=12", "fastapi; extra == 'web'", 'uvicorn>=1; extra == "web"']
    assert declared(lines) == (["click", "ibis-framework"], {"web": ["fastapi", "uvicorn"]})
