"""Value streams: stages in order with their KPIs; a stage without any is lit (STR-9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.web.app import make_app
from vitalfew.web.pages.streams import build
from vitalfew.web.visit import Visit

Look = Callable[..., Visit]

BREAD = """\
preset: small-business
calendar: {today: 2026-06-15}
people: [{id: eva, name: Eva}]
kpis:
  - {id: dough, drives: [sold]}
  - {id: sold}
  - {id: mine, level: individual, owner: eva, visibility: line}
value_streams:
  - id: bread
    name: "<b>Bread</b>"
    stages: [{id: knead, name: Knead, kpis: [dough, mine]}, {id: bake}, {id: sell, name: Sell, kpis: [sold]}]
"""


def test_the_stages_of_the_demo_hold_the_kpis_that_they_name(look: Look, workspace: Workspace) -> None:
    view = build(look(workspace))
    for stream, made in zip(view.streams, workspace.framework.value_streams, strict=True):
        assert [stage.name for stage in stream.stages] == [stage.name for stage in made.stages]
        shown = [tuple(flow.kpi.path for flow in stage.flows) for stage in stream.stages]
        assert shown == [tuple(f"/kpi/{id_}" for id_ in stage.kpis) for stage in made.stages]
    assert all(flow.value != "–" for stream in view.streams for stage in stream.stages[1:] for flow in stage.flows)


def test_what_carries_to_another_stage_what_is_bare_and_what_is_private_are_said(look: Look, tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(BREAD, encoding="utf-8")
    own = Workspace.open(tmp_path)
    with TestClient(make_app(own), base_url="http://localhost") as client:
        html = client.get("/streams").text
    assert "drives Sold (Sell)" in html
    assert "<b>Bread" not in html
    assert len(re.findall('class="panel lacks"', html)) == 1
    assert "1 without a KPI" in html
    (stream,) = build(look(own)).streams
    mine = stream.stages[0].flows[1]
    assert (mine.kpi.mark.word, mine.value) == ("private", "–")


def test_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    with TestClient(make_app(Workspace.open(tmp_path)), base_url="http://localhost") as client:
        assert "No value stream is declared yet" in client.get("/streams").text
