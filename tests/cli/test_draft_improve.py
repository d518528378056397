"""`vitalfew draft --improve` shows its plan, and writes or proposes it; `--from` says what became of each metric."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from vitalfew.base.errors import TargetExists
from vitalfew.cli import from_metrics, improve
from vitalfew.cli.call import Call
from vitalfew.cli.improve import Picked
from vitalfew.demo.starter import write_starter
from vitalfew.draft.brief import Brief
from vitalfew.load.read import contents
from vitalfew.workspace import Workspace

TODAY = date(2026, 6, 30)
ROOT = Path(__file__).parents[2]
SHEET = """\
Kennzahl;Einheit;Verantwortlich;Zielwert;Jan 2026;Feb 2026
Umsatz gesamt;EUR;Ana Lind;95000;71200;74900
NPS;Punkte;Ana Lind;50;38;n/a
Gross margin;%;Tom Roth;38;35,5;35,9
Page views;;Mia Berg;;61200;60110
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A clean starter with one line cut."""
    write_starter(tmp_path / "shop", "small-business", today=TODAY)
    path = tmp_path / "shop" / "framework" / "kpis.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    escalate: [{worse_in_a_row: 3}]\n", "", 1), encoding="utf-8")
    return tmp_path / "shop"


def called(folder: Path | None, format_: str = "text") -> Call:
    return Call(folder, format_, TODAY)


def test_a_plan_is_shown_and_nothing_is_written_unasked(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(shop)[0]
    assert improve.run(called(shop), Picked(), yes=False, by=None) == 0
    said = capsys.readouterr().out
    assert "+    escalate: [{worse_in_a_row: 3}]" in said
    assert "clears CAD001 missing-trigger" in said
    assert "warnings       1 → 0" in said
    assert "nothing was written" in said
    assert contents(shop)[0] == before


def test_yes_writes_the_files_and_check_is_clean(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    improve.run(called(shop, "json"), Picked(), yes=True, by=None)
    said = json.loads(capsys.readouterr().out)
    assert (said["applied"], said["files"]) == (True, ["framework/kpis.yaml"])
    assert [finding for finding in Workspace.open(shop, as_of=TODAY).check() if finding.severity != "info"] == []
    assert improve.run(called(shop), Picked(), yes=True, by=None) == 0
    assert "no change clears more" in capsys.readouterr().out


def test_where_approvals_are_governed_it_is_a_proposal(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = shop / "framework" / "rules.yaml"
    path.write_text("governance:\n  approvals: {threshold: [owner], definition: [owner]}\n", encoding="utf-8")
    before = contents(shop)[0]
    improve.run(called(shop, "json"), Picked(), yes=True, by="mara")
    said = json.loads(capsys.readouterr().out)
    assert (said["applied"], bool(said["proposal"])) == (False, True)
    assert contents(shop)[0] == before


def test_a_sheet_becomes_a_workspace_and_each_metric_is_accounted_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """German headers, semicolons and decimal commas, as spreadsheets write them."""
    book = tmp_path / "zahlen.csv"
    book.write_bytes(SHEET.encode("cp1252"))
    brief = Brief(name="Tidewater", industry="retail", size=26, goals=("Grow revenue", "Customers stay"), preset="small-business")
    assert from_metrics.run(called(None), brief=brief, book=book, folder=tmp_path / "new") == 0
    said = capsys.readouterr().out
    assert "0 errors, 0 warnings" in said
    for name in ("Umsatz gesamt", "NPS", "Gross margin", "Page views"):
        assert said.count(f"\n  {name}") + said.startswith(f"  {name}") == 1
    workspace = Workspace.open(tmp_path / "new", as_of=TODAY)
    assert {person.name for person in workspace.framework.people} >= {"Ana Lind", "Tom Roth", "Mia Berg"}
    assert (tmp_path / "new" / "data" / "actuals.csv").read_text(encoding="utf-8").count("\n") == 9
    with pytest.raises(TargetExists):
        from_metrics.run(called(None), brief=brief, book=book, folder=tmp_path / "new")
