"""The findings since a commit: what is new, fixed, still there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.cli.conftest import FRAMEWORK, Run

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
WHO = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env={**os.environ, **WHO})


@pytest.fixture
def repository(folder: Path) -> Path:
    """Give the bakery as the second folder of a repository with one commit."""
    git(folder.parent, "init", "-q", "-b", "main")
    (folder / "framework" / ".hidden.yaml").write_text("x: 1\n", encoding="utf-8")
    (folder / "framework" / "notes.txt").write_text("none of ours\n", encoding="utf-8")
    (folder / "framework" / "läger.yaml").write_text("people: [{id: pia, name: Pia}]\n", encoding="utf-8")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "-q", "-m", "Begin.")
    return folder


def change(folder: Path) -> None:
    text = FRAMEWORK.replace("  - id: stray\n    name: Stray\n    level: company\n    owner: eva\n", "")
    text = text.replace("    threshold: 130\n", "").replace("  - id: revenue\n", "  # moved\n\n  - id: revenue\n")
    (folder / "framework" / "main.yaml").write_text(text, encoding="utf-8")


def test_without_a_change_everything_is_still_there(run: Run, repository: Path) -> None:
    found = json.loads(run("-C", repository, "check", "--since", "HEAD", "--format", "json").stdout)
    assert (found["new"], found["fixed"]) == ([], [])
    assert len(found["same"]) == sum(found["summary"]["same"].values()) > 0
    assert len(found["commit"]) == 40
    assert run("-C", repository, "check", "--since", "main").exit_code == 0


def test_a_change_shows_what_it_broke_and_what_it_mended(run: Run, repository: Path) -> None:
    """AUD-8, RHY-5, RHY-8: the framework's text is compared with an earlier one."""
    change(repository)
    result = run("-C", repository, "check", "--since", "main", "--format", "json")
    found = json.loads(result.stdout)
    assert [(each["rule"], each["ref"]) for each in found["new"] if each["severity"] == "error"] == [
        ("missing-threshold", "kpi:basket")
    ]
    assert ("orphan-kpi", "kpi:stray") in {(each["rule"], each["ref"]) for each in found["fixed"]}
    assert "kpi:stray" not in {each["ref"] for each in found["same"]}
    assert result.exit_code == 1


def test_text_markdown_and_annotations_show_what_is_new_alone(run: Run, repository: Path) -> None:
    change(repository)
    text = run("-C", repository, "check", "--since", "HEAD").stdout
    assert "fixed ALN001 orphan-kpi: " in text
    assert "missing-threshold" in text
    assert "still there: vitalfew check\n" in text
    markdown = run("-C", repository, "check", "--since", "HEAD", "--format", "markdown").stdout
    assert "still there since `HEAD`; the table shows what is new." in markdown
    annotations = run("-C", repository, "check", "--since", "HEAD", "--format", "github").stdout
    assert "missing-threshold" in annotations
    assert "missing-reviewer" not in annotations


def test_before_the_framework_all_is_new(run: Run, repository: Path) -> None:
    git(repository.parent, "checkout", "-q", "--orphan", "empty")
    git(repository.parent, "rm", "-rq", "--cached", ".")
    git(repository.parent, "commit", "-q", "--allow-empty", "-m", "Nothing.")
    found = json.loads(run("-C", repository, "check", "--since", "empty", "--format", "json").stdout)
    assert found["new"]
    assert (found["fixed"], found["same"]) == ([], [])


@pytest.mark.parametrize("name", ["nowhere", "--output=x", "HEAD:bakery", ""])
def test_a_commit_that_does_not_exist_stops(run: Run, repository: Path, name: str) -> None:
    result = run("-C", repository, "check", f"--since={name}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"error: `{name}` is no commit of this repository\n" in result.stderr


def test_without_a_repository_or_git_it_stops(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent.parent))
    result = run("-C", folder, "check", "--since", "HEAD")
    assert result.exit_code == 2
    assert "is in no git repository" in result.stderr
    monkeypatch.setenv("PATH", str(folder))
    assert "needs git, which is not installed" in run("-C", folder, "check", "--since", "HEAD").stderr
