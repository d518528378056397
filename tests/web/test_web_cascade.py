"""The cascade: every unit, objective and KPI once, with what it carries above, and who goes first (CAS-3, CAS-4)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.web.app import make_app
from vitalfew.web.pages.cascade import Node, build
from vitalfew.web.visit import Visit

Look = Callable[..., Visit]

SHOP = """\
preset: small-business
calendar: {today: 2026-06-15}
org_units:
  - {id: one, parent: two}
  - {id: two, parent: one}
  - {id: head, name: "<b>Head</b>"}
people: [{id: greta, name: Greta}, {id: ines, name: Ines}]
objectives: [{id: sell, statement: Sell more, priority: 2}, {id: earn, statement: Earn more, priority: PRIORITY}]
kpis:
  - {id: discount, direction: down, drives: [{kpi: margin, effect: -0.6}, {kpi: volume, elasticity: 0.4}], org_unit: one}
  - {id: volume, direction: up, owner: greta, objectives: [sell], org_unit: head}
  - {id: margin, direction: up, owner: ines, objectives: [earn], org_unit: gone}
"""


def shop(folder: Path, priority: str = "1") -> Workspace:
    (folder / "framework").mkdir()
    (folder / "framework" / "main.yaml").write_text(SHOP.replace("PRIORITY", priority), encoding="utf-8")
    return Workspace.open(folder)


def every(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from every(node.children)


def test_the_tree_of_the_demo_holds_every_unit_objective_and_kpi_once(look: Look, workspace: Workspace) -> None:
    framework = workspace.framework
    nodes = [*every(build(look(workspace)).roots)]
    assert Counter(node.id for node in nodes) == Counter(unit.id for unit in framework.org_units)
    assert Counter(goal.path for node in nodes for goal in node.objectives) == Counter(
        f"/objective/{each.id}" for each in framework.objectives
    )
    held = {kpi.path: kpi for node in nodes for kpi in node.kpis}
    assert Counter(kpi.path for node in nodes for kpi in node.kpis) == Counter(f"/kpi/{kpi.id}" for kpi in framework.current_kpis)
    for kpi in framework.current_kpis:
        edges = workspace.lines.edges[kpi.ref]
        assert [up.path for up in held[f"/kpi/{kpi.id}"].ups] == [f"/{edge.to.kind}/{edge.to.id}" for edge in edges]


def test_a_unit_counts_what_is_below_it(look: Look, workspace: Workspace) -> None:
    (root,) = build(look(workspace)).roots
    counted = [kpi for kpi in workspace.framework.current_kpis if kpi.kind == "kpi"]
    assert sum(times for _, times in root.tally) == len(counted)
    verdicts = {verdict.ref.id: verdict for verdict in workspace.status().verdicts}
    red = sum(verdicts[kpi.id].status == "red" for kpi in counted if kpi.id in verdicts)
    assert {mark.status: times for mark, times in root.tally}["red"] == red


@pytest.mark.parametrize(
    ("priority", "said", "settled"),
    [
        ("1", "“Earn more” goes first, by priority 1", True),
        ("2", "nothing says who goes first", False),
        ("3", "“Sell more” goes", True),
    ],
)
def test_the_smaller_priority_wins_where_two_compete(look: Look, tmp_path: Path, priority: str, said: str, settled: bool) -> None:  # noqa: FBT001  # a row of the table
    (contest,) = build(look(shop(tmp_path, priority))).contests
    assert said in contest.verdict
    assert contest.is_settled is settled
    assert contest.sides == "Greta and Ines"


def test_a_circle_of_units_is_shown_once_and_what_names_none_apart(look: Look, tmp_path: Path) -> None:
    own = shop(tmp_path)
    roots = build(look(own)).roots
    assert Counter(node.id for node in every(roots)) == Counter(["head", "one", "two", "none"])
    assert [kpi.name for kpi in roots[-1].kpis] == ["Margin"]
    with TestClient(make_app(own), base_url="http://localhost") as client:
        html = client.get("/cascade").text
    assert "&lt;b&gt;Head&lt;/b&gt;" in html
    assert "<b>Head" not in html


def test_a_private_figure_is_not_shown(look: Look, workspace: Workspace) -> None:
    """Figures of one person are theirs and their line's (CAS-5)."""
    private = [kpi.id for kpi in workspace.framework.kpis if kpi.visibility == "line"]
    held = {kpi.path: kpi for node in every(build(look(workspace)).roots) for kpi in node.kpis}
    assert private
    assert {(held[f"/kpi/{id_}"].value, held[f"/kpi/{id_}"].mark) for id_ in private} == {("–", (None, "private"))}
    with TestClient(make_app(workspace), base_url="http://localhost", cookies={"person": "sofia"}) as client:
        rows = re.findall(rf'<tr><td><a href="/kpi/{private[0]}".*?</tr>', client.get("/cascade").text)
    assert "private" not in rows[0]


def test_an_empty_framework_is_told_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    with TestClient(make_app(Workspace.open(tmp_path)), base_url="http://localhost") as client:
        assert "No unit is declared yet" in client.get("/cascade").text
