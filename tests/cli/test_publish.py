"""`publish` writes every report in every format, the same bytes for the same facts."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run

from vitalfew.cli.publish import FORMATS
from vitalfew.formats.format import formats
from vitalfew.reports.report import reports


def test_every_format_can_be_asked_for() -> None:
    assert set(FORMATS) == set(formats())


def test_without_a_report_they_are_listed_with_what_each_is_for(run: Run, folder: Path) -> None:
    listed = run("-C", folder, "publish").stdout
    assert all(f"{each.name} " in listed and each.purpose in listed for each in reports().values())


def test_all_are_written_in_all_formats(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("-C", folder, "publish", "--all", "--out", tmp_path / "out")
    assert done.exit_code == 0
    written = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert written.keys() == {f"{name}{each.suffix}" for name in reports() for each in formats().values()}
    run("-C", folder, "publish", "--all", "--out", tmp_path / "again")
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == written


def test_one_report_in_one_format_and_in_german(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("-C", folder, "publish", "alignment-matrix", "--format", "html", "--language", "de", "--out", tmp_path)
    assert done.exit_code == 0
    assert [path.name for path in tmp_path.glob("*.html")] == ["alignment-matrix.html"]
    assert '<html lang="de">' in (tmp_path / "alignment-matrix.html").read_text(encoding="utf-8")


def test_what_there_is_not_is_refused_with_what_there_is(run: Run, folder: Path, tmp_path: Path) -> None:
    for given in (("aligment-matrix",), ("alignment-matrix", "--language", "xx")):
        refused = run("-C", folder, "publish", *given, "--out", tmp_path / "out")
        assert (refused.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert "`alignment-matrix`" in run("-C", folder, "publish", "aligment-matrix").stderr
