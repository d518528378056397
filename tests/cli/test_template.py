from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run


def test_a_workbook_is_written_and_never_over_another(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    assert run("template", book).exit_code == 0
    assert book.read_bytes().startswith(b"PK")
    again = run("template", book)
    assert again.exit_code == 2
    assert "exists" in again.stderr


def test_without_a_name_it_stands_in_the_current_folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("template")
    assert (tmp_path / "vitalfew.xlsx").is_file()
