"""What a spreadsheet would take for a formula is a text in every workbook; a file for programs holds it as it is, and says so.

That a published workbook holds hostile texts as texts is in `tests/formats/test_formats_xlsx.py`.
"""

from __future__ import annotations

import csv
import json
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from vitalfew import Workspace
from vitalfew.base.ref import Ref
from vitalfew.load.read import load_texts
from vitalfew.rhythm.comments import add_comment
from vitalfew.rhythm.intake import Around
from vitalfew.rhythm.intake_kinds import INTAKES, workbook

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    '=HYPERLINK("http://evil.example")',
    "=cmd|' /C calc'!A0",
    "http://evil.example",
)


def said(names: tuple[str, ...]) -> str:
    """Write people and KPIs of these names."""
    people = [{"id": f"p{number}", "name": name} for number, name in enumerate(names)]
    kpis = [
        {"id": f"k{number}", "name": name, "unit": name, "owner": "p0", "target": {"at_least": 1}}
        for number, name in enumerate(names)
    ]
    return json.dumps({"preset": "executive", "people": people, "kpis": kpis})


@pytest.mark.parametrize("kind", INTAKES)
def test_a_workbook_to_fill_in_holds_no_formula_and_no_link(kind: str, tmp_path: Path) -> None:
    framework = load_texts({"framework/main.yaml": said(FORMULAS)}).framework
    content = workbook(kind, Around(framework, tmp_path, date(2026, 6, 15)))
    with ZipFile(BytesIO(content)) as archive:
        kept = "".join(archive.read(each).decode() for each in archive.namelist() if "worksheets/" in each)
    assert "<f>" not in kept
    assert "<hyperlink" not in kept
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    cells = {str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row}
    if kind == "people":
        assert {each.strip() for each in FORMULAS} <= {each.strip() for each in cells}


def test_an_export_holds_every_text_as_it_is_and_says_so(tmp_path: Path) -> None:
    """A mark before it would be a change of what was said, and what is read back is what was written."""
    (tmp_path / "own" / "framework").mkdir(parents=True)
    (tmp_path / "own" / "framework" / "main.yaml").write_text(said(("Ana",)), encoding="utf-8")
    own = Workspace.open(tmp_path / "own")
    with own.writing(by="p0") as desk:
        for each in FORMULAS:
            add_comment(desk, Ref("kpi", "k0"), each)
    own.export_all(tmp_path / "all")
    own.store.close()
    with (tmp_path / "all" / "tables" / "journal_personal.csv").open(encoding="utf-8", newline="") as lines:
        cells = {cell for row in csv.reader(lines) for cell in row}
    assert {each.strip() for each in FORMULAS} <= {each.strip() for each in cells}
    assert "import it as text" in (tmp_path / "all" / "README.md").read_text("utf-8")
