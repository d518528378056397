"""`publish` writes every report in every format, the same bytes for the same facts."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run

from vitalfew.cli.publish import FORMATS
from vitalfew.formats.document import Document
from vitalfew.formats.format import Look, formats
from vitalfew.publication import publish
from vitalfew.reports.report import reports
from vitalfew.workspace import Workspace


def test_every_format_can_be_asked_for() -> None:
    assert set(FORMATS) == set(formats())


def test_without_a_report_they_are_listed_with_what_each_is_for(run: Run, folder: Path) -> None:
    listed = run("-C", folder, "publish").stdout
    for each in reports().values():
        assert all(said in listed for said in (f"{each.name} ", each.title, each.purpose))


def test_all_are_written_in_all_formats(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("-C", folder, "publish", "--all", "--out", tmp_path / "out")
    assert done.exit_code == 0
    written = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert written.keys() == {f"{name}{each.suffix}" for name in reports() for each in formats().values()}
    run("-C", folder, "publish", "kpi-definitions", *(f"--format={name}" for name in formats()), "--out", tmp_path / "again")
    again = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert len(again) == len(formats())
    assert again.items() <= written.items()


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


def test_for_a_unit_the_files_say_so_in_their_names_and_on_their_first_page(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run(
        "-C",
        folder,
        "publish",
        "ownership-map",
        "--format",
        "html",
        "--format",
        "markdown",
        "--org-unit",
        "shop",
        "--out",
        tmp_path,
    )
    assert (done.exit_code, {path.name for path in tmp_path.glob("own*")}) == (
        0,
        {"ownership-map-shop.html", "ownership-map-shop.md"},
    )
    told = (tmp_path / "ownership-map-shop.md").read_text(encoding="utf-8")
    assert told.startswith("# Ownership map: Shop\n")
    assert "It covers Shop and all below it" in told
    refused = run("-C", folder, "publish", "--all", "--org-unit", "shopp", "--out", tmp_path / "none")
    assert (refused.exit_code, "did you mean `shop`?" in refused.stderr, (tmp_path / "none").exists()) == (2, True, False)


def test_all_unknown_names_are_said_at_once(run: Run, folder: Path, tmp_path: Path) -> None:
    refused = run("-C", folder, "publish", "ownership-mpa", "aligment-matrix", "kpi-definitions", "--out", tmp_path / "out")
    assert (refused.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert all(
        f"`{name}`" in refused.stderr for name in ("ownership-mpa", "ownership-map", "aligment-matrix", "alignment-matrix")
    )


def test_a_run_that_fails_leaves_the_documents_of_the_last_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, out = Workspace.open(folder), tmp_path / "out"
    publish(workspace, ["ownership-map", "alignment-matrix"], ["markdown", "html"], out)
    before = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in out.iterdir()}

    def full(document: Document, _: Look) -> bytes:
        raise OSError(28, f"no room for {document.id}")

    monkeypatch.setitem(formats(), "html", formats()["html"]._replace(render=full))
    with pytest.raises(OSError, match="no room"):
        publish(workspace, ["ownership-map", "alignment-matrix"], ["markdown", "html"], out)
    assert {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in out.iterdir()} == before
    assert len(before) == 4
