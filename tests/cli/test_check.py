from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from vitalfew.cli.overview import QUESTIONS
from vitalfew.workspace import Workspace, smells

CLEAN_ENOUGH = """\
preset: small-business
strategy: {mission: Bread that people walk for.}
kpis:
  - id: stray  # vitalfew: allow orphan-kpi — kept for the landlord
    name: Stray
    lifecycle: retired
"""


def test_text_shows_each_finding_in_the_form_of_the_house_then_sums_up(run: Run, folder: Path) -> None:
    result = run("-C", folder, "check")
    expected = "\n".join(str(finding) for finding in Workspace.open(folder).check())
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{expected}\n\n")
    assert "in 1 file; 3 KPIs, 1 objective\n" in result.stdout
    assert "vitalfew explain " in result.stdout
    assert result.stderr == ""


def test_json_is_the_contract_on_stdout_alone(run: Run, folder: Path) -> None:
    result = run("-C", folder, "check", "--format", "json")
    found = json.loads(result.stdout)
    fields = {"code", "rule", "severity", "ref", "field", "message", "help", "file", "line", "column", "requirements"}
    assert set(found) == {"version", "findings", "summary"}
    assert all(set(each) == fields for each in found["findings"])
    assert "orphan-kpi" in {each["rule"] for each in found["findings"]}
    errors = sum(each["severity"] == "error" for each in found["findings"])
    assert found["summary"]["error"] == errors > 0
    assert (found["summary"]["files"], found["summary"]["kpis"], found["summary"]["objectives"]) == (1, 3, 1)


def _write(folder: Path, text: str) -> None:
    (folder / "framework" / "main.yaml").write_text(text, encoding="utf-8")


def test_warnings_fail_only_when_strict(run: Run, folder: Path) -> None:
    """A line without a mission is an error, so the mission stands; what is left of an empty framework is advice."""
    _write(folder, CLEAN_ENOUGH)
    severities = {finding.severity for finding in Workspace.open(folder).check()}
    assert "warning" in severities
    assert run("-C", folder, "check").exit_code == int("error" in severities)
    assert run("-C", folder, "check", "--strict").exit_code == 1


def test_bytes_that_are_no_text_are_a_finding(run: Run, folder: Path) -> None:
    (folder / "framework" / "bad.yaml").write_bytes(b"\xff\xfe\x00kpis")
    result = run("-C", folder, "check")
    assert result.exit_code == 1
    assert "framework/bad.yaml:1:1: FIL" in result.stdout


def test_github_commands_carry_place_and_escape_what_would_end_them(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    _write(folder, "kpis:\n  - {id: a, name: 'cost, 50%', owner: nobody-at-all}\n")
    lines = run("-C", folder, "check", "--format", "github").stdout.splitlines()
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert any("file=bakery/framework/main.yaml,line=2,col=" in line for line in lines)
    assert all("%0Ahelp: " in line for line in lines)


def test_sarif_describes_every_rule_and_points_into_it(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    log = json.loads(run("check", "--format", "sarif").stdout)
    (only,) = log["runs"]
    rules = only["tool"]["driver"]["rules"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in rules] == [smell.code for smell in smells()]
    assert len(only["results"]) == len(Workspace.open(folder).check())
    for result in only["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
    placed = [each for each in only["results"] if "physicalLocation" in each["locations"][0]]
    assert placed
    region = placed[0]["locations"][0]["physicalLocation"]
    assert region["artifactLocation"]["uri"] == "framework/main.yaml"
    assert region["region"]["startLine"] >= 1


def test_many_findings_open_with_where_to_begin_and_end_with_it(run: Run, folder: Path) -> None:
    """AUD-9: purpose is asked for before people and numbers."""
    _write(
        folder, "strategy: {vision: Bread}\nkpis:\n" + "".join(f"  - {{id: number-{each}, onwer: ana}}\n" for each in range(9))
    )
    findings = Workspace.open(folder).check()
    lines = run("-C", folder, "check").stdout.splitlines()
    selects = [line.split()[1] for line in lines if line.strip().startswith("--select")]
    assert selects == ["FIL", "STR,BAL", "ALN,CAS", "OWN,CAD", "DEF", "TGT", "INI,CHG"][: len(selects)]
    counted = [int(line.split()[0]) for line in lines[: lines.index("") + 30] if line.endswith("?")]
    assert sum(counted) == len(findings) > 40
    assert lines[0] == lines[-2]
    assert lines[-1] == "begin with: vitalfew check --select FIL"
    assert [line for finding in findings for line in str(finding).splitlines() if line not in lines] == []


def test_many_findings_of_one_question_are_listed_at_once(run: Run, folder: Path) -> None:
    _write(folder, "kpis:\n" + "".join(f"  - {{id: number-{each}}}\n" for each in range(50)))
    text = run("-C", folder, "check", "--select", "DEF001").stdout
    assert text.startswith("framework/main.yaml:2:5: DEF001")


def test_every_family_of_rules_belongs_to_one_question() -> None:
    asked = [family for families in QUESTIONS for family in families]
    assert sorted(asked) == sorted({smell.code[:3] for smell in smells()})
