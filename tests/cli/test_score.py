from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from vitalfew import Workspace
from vitalfew.demo.starter import write_starter
from vitalfew.model.preset import PRESETS, PresetName

TODAY = date(2026, 6, 30)
EXAMPLE = Path(__file__).parents[2] / "examples" / "meridian"


def stages(folder: Path) -> dict[str, str | None]:
    return {each.id: each.stage for each in Workspace.open(folder, as_of=TODAY).score().maturity}


def test_text_gives_each_stage_with_evidence_and_the_next_step(run: Run, folder: Path) -> None:
    """AUD-15, AUD-16, AUD-13."""
    result = run("-C", folder, "score")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Corner Bakery, 2026-06-15"
    assert "  KPIs at tier 1            mature: 3 at tier 1" in lines
    assert (
        "  Leading and lagging       developing: 1 of 2 at tier 1 are lagging, 50 %; too few outcomes; 1 say no `timing`" in lines
    )
    wanted = "  Response time             no stage: not enough data: 0 of the 5 answers to an escalation that a median takes"
    assert wanted in lines
    assert "    next: declare a weekly review under `cadences`" in lines
    assert "  gap: no KPI of an objective in Financial stands on any level" in lines
    assert lines[-1] == "1 undeveloped, 2 developing, 1 mature, 1 unknown; 3 gaps"


def test_json_is_the_contract_on_stdout_alone(run: Run, folder: Path) -> None:
    found = json.loads(run("-C", folder, "score", "--format", "json").stdout)
    assert set(found) == {"version", "as_of", "summary", "maturity", "qualities", "coverage"}
    assert (found["version"], found["as_of"]) == (1, "2026-06-15")
    assert set(found["summary"]) == {"undeveloped", "developing", "mature", "unknown", "gaps"}
    assert [set(each) for each in found["maturity"]] == [{"id", "name", "stage", "evidence", "next_step", "values"}] * 5
    assert [set(each) for each in found["qualities"]] == [{"id", "name", "held", "evidence", "questions"}] * 8
    assert [each["id"] for each in found["coverage"]] == [
        "objective-timing", "perspective-level", "stakeholder-kpi", "unit-objective",
    ]  # fmt: skip
    assert found["coverage"][0]["cells"] == [
        {"row": "objective:loved", "column": "lagging", "kpis": ["revenue"]},
        {"row": "objective:loved", "column": "leading", "kpis": ["basket"]},
    ]
    assert found["summary"]["gaps"] == sum(len(each["gaps"]) for each in found["coverage"])


def test_markdown_is_tables_whose_cells_cannot_break_out(run: Run, folder: Path) -> None:
    """DEL-3: the matrices as tables."""
    path = folder / "framework" / "main.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("People come back", "People | come back"), encoding="utf-8")
    text = run("-C", folder, "score", "--format", "markdown").stdout
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == [
        "# Corner Bakery, 2026-06-15", "## Maturity", "## Qualities", "## Objective by timing", "## Perspective by level",
        "## Stakeholder by KPI", "## Unit by objective",
    ]  # fmt: skip
    assert "| People \\| come back for bread every week | basket | revenue |" in text
    for block in text.split("\n\n"):
        bars = {line.replace("\\|", "").count("|") for line in block.splitlines() if line.startswith("|")}
        assert len(bars) <= 1


def test_the_demo_is_mature_where_its_readme_says_nothing_else() -> None:
    assert stages(EXAMPLE) == {
        "tier-1": "mature",
        "lead-lag": "developing",
        "cadence": "mature",
        "ownership": "developing",
        "response-time": None,
    }


@pytest.mark.parametrize("preset", PRESETS)
def test_a_starter_is_owned_and_aligned(tmp_path: Path, preset: PresetName) -> None:
    write_starter(tmp_path, preset, today=TODAY)
    found = Workspace.open(tmp_path, as_of=TODAY).score()
    held = {each.id: each.held for each in found.qualities}
    assert stages(tmp_path)["ownership"] == "mature"
    assert stages(tmp_path)["tier-1"] == "mature"
    assert (held["aligned"], held["hierarchical"], held["actionable-measurable"], held["reviewed"]) == ("yes",) * 4


def test_numbers_without_a_framework_score_low(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    numbers = "".join(f"  - {{id: number-{each}, unit: GBP, every: week}}\n" for each in range(6))
    (tmp_path / "framework" / "main.yaml").write_text(f"kpis:\n{numbers}", encoding="utf-8")
    found = Workspace.open(tmp_path, as_of=TODAY).score()
    assert found.stages == {"undeveloped": 2, "developing": 1, "mature": 0, "unknown": 2}
    assert "yes" not in {each.held for each in found.qualities}


def test_score_needs_no_engine(folder: Path) -> None:
    heavy = {"duckdb", "ibis", "numpy", "pyarrow", "pandas", "sqlglot", "rich"}
    program = (
        "import sys; from vitalfew.cli.app import app; app(['score'], standalone_mode=False); "
        f"loaded = {{each.partition('.')[0] for each in sys.modules}} & {heavy!r}; assert not loaded, loaded"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_wide_matrix_is_listed(run: Run) -> None:
    """Ten objectives do not fit beside one another; the demo's units say what they serve in a line each."""
    lines = run("-C", EXAMPLE, "score").stdout.splitlines()
    line = next(each for each in lines if each.startswith("  Customer care "))
    assert "grow-recurring-revenue (3), " in line
    assert any(each.startswith("  Growers and importers: ") and "Supplier score" in each for each in lines)
    text = run("-C", EXAMPLE, "score", "--format", "markdown").stdout
    assert "| Growers and importers: " in text


def test_a_framework_without_anything_has_a_score_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    result = run("-C", tmp_path, "score")
    assert result.exit_code == 0
    assert "  nothing is declared to stand in it" in result.stdout
    assert "Nothing is declared to stand in it." in run("-C", tmp_path, "score", "--format", "markdown").stdout


def test_each_kpi_is_scored_in_parts_that_add_up(run: Run, folder: Path) -> None:
    """AUD-14."""
    found = json.loads(run("-C", folder, "score", "--kpis", "--format", "json").stdout)
    assert found["version"] == 1
    assert {each["kpi"] for each in found["kpis"]} == {kpi.id for kpi in Workspace.open(folder).framework.strategic_kpis}
    for each in found["kpis"]:
        assert round(sum(part["points"] for part in each["parts"]), 1) == each["score"]
    lowest = min(found["kpis"], key=lambda each: (each["score"], each["kpi"]))
    assert f"({lowest['kpi']})" in run("-C", folder, "score", "--kpis").stdout.splitlines()[0]


def test_one_kpi_is_scored_with_all_its_reasons(run: Run, folder: Path) -> None:
    """AUD-14."""
    kpi = Workspace.open(folder).framework.strategic_kpis[0].id
    text = run("-C", folder, "score", "--kpi", kpi).stdout
    assert all(part in text for part in ("Structure", "Definition", "Meaning", "Evidence", "Behaviour of the owner"))
    assert "to raise it:" in text
    assert run("-C", folder, "score", "--kpi", "none-such").exit_code == 2
    assert run("-C", folder, "score", "--kpis", "--format", "markdown").exit_code == 2
