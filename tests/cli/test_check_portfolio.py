"""Many workspaces at once: one summary, and none stops the others."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from tests.cli.conftest import Run, Spawn

from vitalfew.cli.check import Choice
from vitalfew.cli.portfolio import Outcome, audit_one, audited, workspaces
from vitalfew.workspace import Workspace


@pytest.fixture
def many(folder: Path, tmp_path: Path) -> Path:
    """Give six workspaces: four as they are, one with an error more, one that cannot be opened."""
    top = tmp_path / "portfolio"
    for number in range(5):
        shutil.copytree(folder / "framework", top / f"team-{number % 2}" / f"plan-{number}" / "framework")
    worst = top / "team-0" / "plan-2" / "framework"
    (worst / "more.yaml").write_text("kpis: [{id: lost, owner: nobody-at-all}]\n", encoding="utf-8")
    (worst / "inside" / "framework").mkdir(parents=True)
    (top / ".hidden" / "framework").mkdir(parents=True)
    (top / "broken" / "framework").mkdir(parents=True)
    (top / "broken" / "framework" / "bad.yaml").write_bytes(b"\xff\xfe\x00")
    return top


def test_each_workspace_is_found_once(many: Path) -> None:
    found = [path.relative_to(many).as_posix() for path in workspaces([many, many / "team-0"])]
    assert found == ["broken", "team-0/plan-0", "team-0/plan-2", "team-0/plan-4", "team-1/plan-1", "team-1/plan-3"]


def test_the_summary_is_what_each_audit_says_worst_first(run: Run, many: Path) -> None:
    result = run("check", many, "--format", "json")
    found = json.loads(result.stdout)
    expected = {str(path): Workspace.open(path).check() for path in workspaces([many])}
    assert {each["path"]: sum(each[key] for key in ("error", "warning", "info")) for each in found["workspaces"]} == {
        path: len(findings) for path, findings in expected.items()
    }
    assert found["workspaces"][0]["path"].endswith("plan-2")
    rules = {each["rule"]: (each["findings"], each["workspaces"]) for each in found["rules"]}
    assert rules["orphan-kpi"] == (sum(each.rule == "orphan-kpi" for some in expected.values() for each in some), 5)
    assert [each["findings"] for each in found["rules"]] == sorted((each["findings"] for each in found["rules"]), reverse=True)
    assert found["summary"]["workspaces"] == found["summary"]["failed"] == 6
    assert found["summary"]["error"] == sum(each.severity == "error" for some in expected.values() for each in some)
    assert result.exit_code == 1
    assert result.stderr == "checked: 6 of 6\n"


def test_processes_say_what_one_process_says(many: Path) -> None:
    paths = list(workspaces([many]))
    assert list(audited(paths, Choice(), None)) == [audit_one(path, Choice(), None) for path in paths]


def test_the_summary_in_words(run: Run, many: Path) -> None:
    lines = run("check", many, "--strict").stdout.splitlines()
    assert lines[0].split() == ["errors", "warnings", "notes", "KPIs", "workspace"]
    assert lines[1].endswith("plan-2")
    assert any(line.endswith("ALN001 orphan-kpi") for line in lines)
    assert lines[-1].startswith("6 of 6 workspaces fail: ")


def test_a_portfolio_without_a_fault_passes(run: Run, many: Path) -> None:
    result = run("check", many / "team-0", many / "team-1", "--select", "unknown-tag")
    assert result.exit_code == 0
    assert "and 5 more, 5 of them clean" in result.stdout
    assert result.stdout.endswith("0 of 5 workspaces fail: no findings; 16 KPIs, 5 objectives\n")


def test_a_workspace_that_cannot_be_audited_is_said_and_the_rest_is_done(
    run: Run, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process is enough here, so that the refusal can be planted."""
    open_ = Workspace.open

    def refusing(path: Path, *, as_of: date | None = None) -> Workspace:
        if path.name == "plan-1":
            raise PermissionError(13, "Permission denied", str(path))
        return open_(path, as_of=as_of)

    def alone(found: Sequence[Path], choice: Choice, as_of: date | None) -> list[Outcome]:
        from vitalfew.cli.portfolio import _audit_all  # its own process would not see what is planted

        return list(_audit_all(found, choice, as_of))

    monkeypatch.setattr("vitalfew.cli.portfolio.Workspace.open", refusing)
    monkeypatch.setattr("vitalfew.cli.portfolio.audited", alone)
    result = run("check", many, "--select", "unknown-tag")
    assert result.exit_code == 1
    assert "Permission denied" in result.stdout.splitlines()[1]
    assert "1 of 6 workspaces fail" in result.stdout


def test_one_folder_that_is_a_workspace_is_checked_as_such(run: Run, folder: Path) -> None:
    assert run("check", folder).stdout == run("-C", folder, "check").stdout


def test_what_takes_one_workspace_refuses_several(run: Run, many: Path, tmp_path: Path) -> None:
    assert run("check", many, "--fix").exit_code == 2
    assert run("check", many, "--format", "sarif").exit_code == 2
    (tmp_path / "empty").mkdir()
    result = run("check", tmp_path / "empty")
    assert (result.exit_code, "no `framework/` folder in" in result.stderr) == (2, True)


def test_as_a_program_of_its_own(spawn: Spawn, many: Path) -> None:
    result = spawn("check", str(many), "--format", "json", "--ignore", "OWN")
    assert (result.returncode, result.stderr) == (1, "checked: 6 of 6\n")
    assert not any(each["code"].startswith("OWN") for each in json.loads(result.stdout)["rules"])
