"""What pre-commit and a build server run exists as it is written there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml
from tests.cli.conftest import Run
from tests.cli.test_check_since import git

ROOT = Path(__file__).parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
WORKFLOW = (ROOT / "docs" / "pipeline" / "github.yaml").read_text(encoding="utf-8")
COMMANDS = [
    *(hook["entry"] for hook in HOOKS),
    *(found.replace('"$BASE"', "HEAD") for found in re.findall(r"vitalfew check [^>|\n]*", WORKFLOW)),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_runs_in_a_repository(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Begin.")
    monkeypatch.chdir(folder)
    program, *arguments = shlex.split(command)
    result = run(*arguments)
    assert program == "vitalfew"
    assert (result.exit_code, result.stderr) in {(0, ""), (1, "")}
    assert result.exit_code == int("--since" not in arguments)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs_on_framework_files_alone_and_takes_no_names(hook: dict[str, object]) -> None:
    assert hook["pass_filenames"] is False
    fits = re.compile(str(hook["files"])).search
    assert fits("framework/main.yaml")
    assert fits("plans/north/framework/deep/kpis.yml")
    assert not fits("docs/framework.yaml")
    assert not fits("framework/data.csv")


def test_the_workflow_is_yaml_and_puts_nothing_of_a_pull_request_into_a_script() -> None:
    whole = yaml.safe_load(WORKFLOW)
    scripts = [step["run"] for step in whole["jobs"]["check"]["steps"] if "run" in step]
    assert len(scripts) == 3
    assert not any("${{" in script for script in scripts)
