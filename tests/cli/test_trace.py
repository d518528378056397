from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run


def test_the_line_leads_from_the_kpi_to_the_mission_with_owners(run: Run, folder: Path) -> None:
    """CAS-3, MON-6: every number traces up to the mission."""
    result = run("-C", folder, "trace", "kpi:basket")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Basket  Max Roth, company",
        "└─ contributes to Revenue  Eva Lind, company",
        "   └─ serves People come back for bread every week  Eva Lind, company",
        "      └─ for the mission: Bread that people walk for.",
        "✓ the line reaches the mission",
    ]


def test_a_broken_line_says_where_and_exits_with_1(run: Run, folder: Path) -> None:
    """AUD-1, AUD-4: a line of sight that breaks off is told."""
    result = run("-C", folder, "trace", "stray")
    assert result.exit_code == 1
    assert "✗ the line is broken: `kpi:stray` names no objective and contributes to no KPI" in result.stdout


def test_json_gives_the_steps(run: Run, folder: Path) -> None:
    found = json.loads(run("-C", folder, "trace", "basket", "--format", "json").stdout)
    assert (found["version"], found["ref"], found["broken"]) == (1, "kpi:basket", None)
    assert [(step["link"], step["ref"]) for step in found["steps"]] == [
        (None, "kpi:basket"),
        ("contributes_to", "kpi:revenue"),
        ("objectives", "objective:loved"),
        ("mission", "strategy:mission"),
    ]


@pytest.mark.parametrize("ref", ["baskett", "kpi:baskett"])
def test_an_unknown_kpi_is_met_with_the_nearest(run: Run, folder: Path, ref: str) -> None:
    result = run("-C", folder, "trace", ref)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "help: did you mean `basket`?" in result.stderr


def test_an_id_that_two_nouns_bear_asks_which(run: Run, folder: Path) -> None:
    path = folder / "framework" / "main.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: stray", "id: loved"), encoding="utf-8")
    result = run("-C", folder, "trace", "loved")
    assert result.exit_code == 2
    assert "`kpi:loved` or `objective:loved`" in result.stderr


def test_once_measured_the_line_shows_statuses(run: Run, folder: Path) -> None:
    run("-C", folder, "measure")
    lines = run("-C", folder, "trace", "basket").stdout.splitlines()
    assert lines[0] == "Basket  ■ red €120  Max Roth, company"
    assert "● green" in lines[1]
