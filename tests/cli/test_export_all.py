"""`vitalfew export --all` writes everything to an empty folder, and says where."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_everything_is_written_and_counted(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("-C", folder, "export", "--all", tmp_path / "out", "--format", "json")

    assert done.exit_code == 0, done.output
    files = json.loads(done.stdout)["files"]
    assert {"README.md", "framework/main.yaml", "journal.jsonl", "manifest.json", "observations.parquet"} <= set(files)
    found = (path for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert sorted(files) == sorted(path.relative_to(tmp_path / "out").as_posix() for path in found)


def test_it_wants_a_folder_and_no_revision(run: Run, folder: Path, tmp_path: Path) -> None:
    for arguments in (["--all"], ["--all", "--revision", "1", tmp_path / "out"]):
        done = run("-C", folder, "export", *arguments)
        assert (done.exit_code, "--all wants a DIR" in done.output) == (2, True)
    assert not (tmp_path / "out").exists()
