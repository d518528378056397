"""What long proofs gave stands on one page, beside the code that it is about."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "evidence.py"
KEPT = sorted((ROOT / "docs" / "evidence").glob("*.json"))


def ask(*words: str, cwd: Path = ROOT, tool: Path = TOOL) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(tool), *words], cwd=cwd, capture_output=True, encoding="utf-8", check=False)


def test_the_page_of_benchmarks_is_what_the_evidence_gives() -> None:
    assert ask("page", "--check").returncode == 0


def test_each_proof_covers_files_that_exist_and_each_file_is_of_a_proof() -> None:
    told = ask("covers").stdout.splitlines()
    assert [line for line in told if not (ROOT / line.split()[1]).exists()] == []
    assert {file.stem for file in KEPT} <= {line.split()[0] for line in told}


def test_what_is_no_proof_is_refused() -> None:
    done = ask("prove", "kil")
    assert done.returncode == 2
    assert "`kil` is no proof; there are audit-0.1, audit-1.0" in done.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Give a repository with the tool, one bench and its evidence."""
    for file in ("tools/evidence.py", "tools/proofs.py", "bench/check.py"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes((ROOT / file).read_bytes())
    (tmp_path / "docs").mkdir()
    (tmp_path / "bench" / "__init__.py").touch()
    (tmp_path / "bench" / "__main__.py").write_text('print(\'{"bench": "check", "rows": [{"kpis": 10, "ratio": 2.5}]}\')\n')
    return tmp_path


def git(folder: Path, *words: str) -> None:
    known = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *known, *words], cwd=folder, check=True, capture_output=True)


def age(folder: Path) -> str:
    told = ask("age", cwd=folder, tool=folder / "tools" / "evidence.py").stdout
    return next(line for line in told.splitlines() if line.startswith("  check "))


def test_evidence_is_older_once_the_code_that_it_is_about_has_changed(checkout: Path) -> None:
    tool = checkout / "tools" / "evidence.py"
    git(checkout, "init", "-q")
    assert "commit what it is about first" in ask("prove", "check", cwd=checkout, tool=tool).stderr
    git(checkout, "add", ".")
    git(checkout, "commit", "-q", "-m", "one")
    assert "not run yet" in age(checkout)
    assert ask("prove", "check", cwd=checkout, tool=tool).returncode == 0
    assert "| 10 | 2.5 |" in (checkout / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert age(checkout).endswith("up to date")
    git(checkout, "commit", "-q", "--allow-empty", "-m", "elsewhere")
    assert age(checkout).endswith("up to date")
    (checkout / "bench" / "check.py").write_text("CHANGED = True\n")
    git(checkout, "commit", "-q", "-a", "-m", "two")
    assert age(checkout).endswith("older than the code it covers: 1 commit since")


def test_without_git_nobody_can_tell(checkout: Path) -> None:
    told = ask("age", cwd=checkout, tool=checkout / "tools" / "evidence.py").stdout
    assert told.startswith("without git nobody can tell how old the evidence is:")
