from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run, Spawn


def _verdicts(text: str) -> dict[str, dict[str, Any]]:
    return {each["ref"]: each for each in json.loads(text)["verdicts"]}


def test_nothing_measured_yet_is_measured_first_and_said_on_stderr(spawn: Spawn, folder: Path) -> None:
    result = spawn("-C", folder, "status", "--format", "json")
    assert result.returncode == 0
    assert "nothing is measured yet" in result.stderr
    found = _verdicts(result.stdout)
    assert (found["kpi:revenue"]["status"], found["kpi:revenue"]["value"]) == ("green", 1320.0)
    assert (found["kpi:basket"]["status"], found["kpi:basket"]["value"]) == ("red", 120.0)
    stray = found["kpi:stray"]
    assert (stray["status"], stray["value"]) == (None, None)
    assert stray["state"] in {"no-data", "no-target"}
    assert stray["missing"]


def test_the_second_time_starts_from_what_was_measured(run: Run, folder: Path) -> None:
    run("-C", folder, "status")
    assert run("-C", folder, "status").stderr == ""


def test_files_that_changed_since_are_told_of(run: Run, folder: Path) -> None:
    run("-C", folder, "status")
    later = time.time() + 60
    os.utime(folder / "framework" / "main.yaml", (later, later))
    assert "files have changed since the last measuring" in run("-C", folder, "status").stderr


def test_text_shows_words_beside_shapes(run: Run, folder: Path) -> None:
    text = run("-C", folder, "status").stdout
    assert text.startswith("Corner Bakery ")
    assert "as of 15 June 2026" in text
    assert "● green" in text
    assert "■ red" in text
    assert max(map(len, text.splitlines())) <= 80


def test_strict_fails_on_red_and_plain_does_not(run: Run, folder: Path) -> None:
    assert run("-C", folder, "status").exit_code == 0
    assert run("-C", folder, "status", "--strict").exit_code == 1
    assert run("-C", folder, "status", "--strict", "--org-unit", "shop").exit_code == 1


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        (["--owner", "max"], {"kpi:basket"}),
        (["--owner", "Eva Lind"], {"kpi:revenue", "kpi:stray"}),
        (["--org-unit", "bakery"], {"kpi:revenue", "kpi:basket"}),
        (["--org-unit", "shop"], {"kpi:basket"}),
        (["--level", "company", "--owner", "max"], {"kpi:basket"}),
        (["--tier", "1"], {"kpi:revenue", "kpi:basket", "kpi:stray"}),
        (["--tier", "3"], set()),
    ],
)
def test_filters_keep_what_meets_all_of_them(run: Run, folder: Path, options: list[str], kept: set[str]) -> None:
    """MON-2, MON-3: tier 1 alone, tier 3 alone."""
    assert set(_verdicts(run("-C", folder, "status", "--format", "json", *options).stdout)) == kept


@pytest.mark.parametrize(
    ("option", "name", "nearest"), [("--level", "compny", "company"), ("--org-unit", "shopp", "shop"), ("--owner", "evva", "eva")]
)
def test_an_unknown_name_is_met_with_the_nearest(run: Run, folder: Path, option: str, name: str, nearest: str) -> None:
    result = run("-C", folder, "status", option, name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(f"help: did you mean `{nearest}`?\n")


def test_another_day_is_judged_as_of_that_day(run: Run, folder: Path) -> None:
    early = run("-C", folder, "status", "--as-of", "2026-03-10", "--format", "json")
    assert json.loads(early.stdout)["as_of"] == "2026-03-10"
    assert _verdicts(early.stdout)["kpi:revenue"]["period"]["start"] == "2026-02-01"


def test_csv_and_markdown(run: Run, folder: Path) -> None:
    assert "kpi:revenue,Revenue," in run("-C", folder, "status", "--format", "csv").stdout
    assert "| ● green | Revenue | €1,320 |" in run("-C", folder, "status", "--format", "markdown").stdout


def test_by_level(run: Run, folder: Path) -> None:
    assert "\nCompany, tier 1 ──" in run("-C", folder, "status", "--by", "level").stdout
