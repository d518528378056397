"""Initiatives: expected against seen, milestones, and what is missing (INI-1 to INI-3)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.base.ref import Ref
from vitalfew.insight.movement import movement
from vitalfew.web.app import make_app
from vitalfew.web.pages.initiatives import OUTCOMES, build
from vitalfew.web.visit import Visit

Look = Callable[..., Visit]

FAIR = """\
preset: small-business
calendar: {today: 2026-06-15}
people: [{id: eva, name: Eva}]
objectives: [{id: loved, statement: Loved}]
kpis:
  - {id: visits, name: "<i>Visits</i>", objectives: [loved]}
  - {id: mine, level: individual, owner: eva, visibility: line}
initiatives:
  - id: fair
    name: "<b>Fair</b>"
    status: running
    milestones: [{name: Stall booked, on: 2026-05-01}]
    moves: [{kpi: visits, by: -12.5, in: percent, until: 2026-09-01}, {kpi: mine, by: 2}]
"""


def test_every_movement_of_the_demo_is_as_it_was_seen(look: Look, workspace: Workspace) -> None:
    visit = look(workspace)
    framework = workspace.framework
    shown = {each.id: each for each in build(visit).work}
    assert list(shown) == [each.id for each in framework.initiatives]
    for each in framework.initiatives:
        for move, shift in zip(each.moves, shown[each.id].shifts, strict=True):
            kpi = framework.kpi[move.kpi]
            steps = visit.course(kpi, most=1000).steps
            found = movement(each, move, steps, kpi.grain, today=workspace.today)
            assert shift.word == OUTCOMES[found.outcome][0]
            assert (shift.seen == "–") is (found.seen is None)
    assert {"moved as expected", "too early to tell"} <= {one.word for each in shown.values() for one in each.shifts}


def test_what_the_audit_says_of_an_initiative_stands_by_it(look: Look, workspace: Workspace) -> None:
    visit = look(workspace)
    said = {each.id: set(each.lacks) for each in build(visit).work}
    assert any(said.values())
    for id_, lacks in said.items():
        assert lacks == {finding.message for finding in workspace.check() if finding.ref == Ref("initiative", id_)}


def test_texts_are_escaped_what_is_late_and_what_is_private_is_said(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(FAIR, encoding="utf-8")
    with TestClient(make_app(Workspace.open(tmp_path)), base_url="http://localhost") as client:
        html = client.get("/initiatives").text
    assert 'id="initiative-fair"' in html
    assert "<b>Fair" not in html
    assert "<i>Visits" not in html
    assert "1 May 2026, late" in html
    assert "−12.5 %" in html
    assert "no day is named" in html
    assert '<td class="none" data-th="So">private</td>' in html


def test_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    with TestClient(make_app(Workspace.open(tmp_path)), base_url="http://localhost") as client:
        assert "No initiative is declared yet" in client.get("/initiatives").text
