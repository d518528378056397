"""The alignment matrix: what stands in a cell is what the lines say, and what is missing is lit and said (AUD-13, INI-1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.insight.alignment import alignments, dependencies
from vitalfew.web.app import make_app
from vitalfew.web.pages.matrix import build
from vitalfew.web.visit import Visit

Look = Callable[..., Visit]

MILL = """\
preset: small-business
organization: {name: Mill}
calendar: {today: 2026-06-15}
org_units:
  - {id: mill, level: company}
  - {id: baking, level: company, parent: mill}
  - {id: selling, level: company, parent: mill}
  - {id: cleaning, level: company, parent: mill}
objectives: [{id: loved, statement: "People <b>come</b> back"}, {id: rich}]
kpis:
  - {id: returning, objectives: [loved], org_unit: selling}
  - {id: crusty, name: "<i>Crust</i>", contributes_to: [returning], drives: [returning], org_unit: baking}
  - {id: alone, org_unit: mill}
initiatives:
  - {id: sign, name: A new sign, objective: rich, moves: [{kpi: returning}]}
"""


@pytest.fixture
def mill(tmp_path: Path) -> Workspace:
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(MILL, encoding="utf-8")
    return Workspace.open(tmp_path)


def test_every_cell_of_the_demo_is_a_line_of_the_model(look: Look, workspace: Workspace) -> None:
    view = build(look(workspace))
    for made in alignments(workspace.framework, workspace.lines):
        grid = next(each for each in view.grids if each.id == made.id)
        rows = {row.name: row for _, group in grid.groups for row in group}
        assert set(rows) == {row.name for row in made.rows}
        for row in made.rows:
            shown = {(cell.column, item.path.removeprefix("/kpi/")) for cell in rows[row.name].cells for item in cell.items}
            held = {(column.name, kpi) for column in made.columns for kpi in made.cells.get((row.id, column.id), ())}
            assert shown == held
        assert grid.gaps == made.gaps


def test_a_line_through_another_kpi_is_told_from_a_name(look: Look, mill: Workspace) -> None:
    serving = next(each for each in build(look(mill)).grids if each.id == "kpi-objective")
    found = {
        row.name: [(item.direct, cell.column) for cell in row.cells for item in cell.items]
        for _, group in serving.groups
        for row in group
    }
    assert found == {
        "Returning": [(True, "People <b>come</b> back")],
        "<i>Crust</i>": [(False, "People <b>come</b> back")],
        "Alone": [],
    }
    assert [title for title, _ in serving.groups] == ["mill", "baking", "selling"]


def test_what_is_missing_is_said(mill: Workspace) -> None:
    serving, working, owing = alignments(mill.framework, mill.lines)
    assert serving.gaps == ("no KPI names objective `rich`", "KPI `alone` leads to no objective")
    assert working.gaps == (
        "initiative `sign` is for objective `rich` and moves no KPI of it",
        "no initiative moves a KPI of objective `rich`",
    )
    assert owing.gaps == ("no line leads from or to a KPI of unit `mill`", "no line leads from or to a KPI of unit `cleaning`")
    (each,) = dependencies(mill.framework, mill.lines)
    assert (each.cause.id, each.cause_unit, each.effect.id, each.effect_unit) == ("crusty", "baking", "returning", "selling")
    assert (each.links, each.aside) == (("contributes_to", "drives"), True)


def test_texts_are_escaped_and_gaps_lit(mill: Workspace) -> None:
    with TestClient(make_app(mill), base_url="http://localhost") as client:
        html = client.get("/matrix").text
    assert not re.search(r"<b>|<i>", html)
    assert "&lt;i&gt;Crust&lt;/i&gt;" in html
    assert "is for it and moves none of its KPIs" in html
    assert html.count('class="lacks"') >= 4


def test_a_private_figure_is_no_status_here(workspace: Workspace) -> None:
    """A KPI of one person is there by name, as private (CAS-5)."""
    with TestClient(make_app(workspace), base_url="http://localhost") as client:
        html = unescape(client.get("/matrix").text)
    private = [kpi for kpi in workspace.framework.kpis if kpi.visibility == "line"]
    assert private
    for kpi in private:
        marks = re.findall(rf'<a class="tie (\w+)[^>]*/kpi/{kpi.id}"', html)
        assert marks
        assert set(marks) == {"none"}


def test_nothing_to_hold_against_each_other_is_said(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    with TestClient(make_app(Workspace.open(tmp_path)), base_url="http://localhost") as client:
        assert "it takes an objective and a KPI" in client.get("/matrix").text
