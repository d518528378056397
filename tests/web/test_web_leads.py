"""Leads on their page, on the page of each KPI, and on the command line; private figures are told to nobody else (MON-5)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from click.testing import CliRunner

from vitalfew import Workspace
from vitalfew.cli.app import app
from vitalfew.web.pages import _insight, kpi, leads
from vitalfew.web.visit import Visit


def test_the_planted_leads_of_the_demo_lead_and_what_they_say_now_is_told(
    workspace: Workspace, look: Callable[..., Visit]
) -> None:
    view = leads.build(look(workspace))
    assert view.subtitle == "2 of 7 declared leads are seen in the data; 0 warn now"
    found = {each.one.name: each for each in view.leading}
    assert found.keys() == {"Fresh on delivery", "Qualified leads"}
    fresh = found["Fresh on delivery"]
    assert fresh.why == "it moves 6 weeks before"
    assert "goes with +0.9 pt of Second order 6 weeks later (90 %: +0.7 pt to +1.0 pt)" in fresh.worth
    assert fresh.now.startswith("Second order is likely to move by −1.2 pt within 6 weeks")
    assert fresh.bodes is not None
    assert fresh.bodes.word == "nothing clear"
    assert fresh.keys[0] == "Fresh on delivery, 6 weeks later"
    assert f'aria-label="{fresh.keys[1]} and {fresh.keys[0]}, each on its own scale"' in fresh.chart
    assert {each.mark.word for each in view.others} == {"moves at the same time", "not shown"}
    assert [each.one.name for each in view.unknown] == ["Second order", "Staff engagement"]


def test_a_leader_that_warns_or_stopped_comes_first(workspace: Workspace, look: Callable[..., Visit]) -> None:
    visit = look(workspace)
    first, second = (each for each in _insight.told(visit) if each.lead.said == "leads")
    assert first.heading is not None
    warning = replace(first, heading=replace(first.heading, bodes="warns"))
    stopped = replace(second, lead=replace(second.lead, said="stopped"), heading=None)
    visit = look(workspace)
    visit.once("told", lambda: (stopped, warning))
    view = leads.build(visit)
    assert [len(each) for each in (view.stopped, view.warning, view.leading)] == [1, 1, 0]
    assert view.warning[0].bodes is not None
    assert view.warning[0].bodes.status == "red"
    assert "ask its owner what changed" in view.stopped[0].next
    (warner,) = kpi.build(visit, first.lead.drives).warners
    assert (warner.way, warner.item.name) == ("said to be led by", "Fresh on delivery")
    assert warner.now


def test_figures_that_are_closed_to_the_viewer_are_not_told(own: Workspace) -> None:
    file = own.root / "framework" / "kpis-wholesale.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("  - id: qualified-leads\n", "  - id: qualified-leads\n    visibility: line\n"), encoding="utf-8"
    )
    typed = ["-C", str(own.root), "leads", "qualified-leads", "--viewer", "dev", "--format", "json"]
    (private,) = json.loads(CliRunner().invoke(app, typed).output)["leads"]
    assert private["reason"] == "the figures of one of them are private"
    assert (private["estimate"]["pairs"], private["worth"], private["now"]) == (0, None, None)


def test_the_command_says_the_same(workspace: Workspace) -> None:
    typed = ["-C", str(workspace.root), "leads"]
    text = CliRunner().invoke(app, typed)
    assert text.exit_code == 0
    assert "Fresh on delivery → Second order: leads\n  it moves 6 weeks before" in text.output
    data = json.loads(CliRunner().invoke(app, [*typed, "kpi:second-order", "--format", "json"]).output)
    assert [(each["kpi"], each["said"], each["lag"]) for each in data["leads"]] == [
        ("fresh-on-delivery", "leads", 6),
        ("second-order", "not-enough", None),
    ]
    assert CliRunner().invoke(app, [*typed, "nowhere"]).exit_code == 2
