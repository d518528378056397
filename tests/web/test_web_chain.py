"""The objective page draws the chain from objective over leading KPI and initiative to lagging KPI, and what it lacks (INI-2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vitalfew import Workspace
from vitalfew.web.pages._chain import chains
from vitalfew.web.visit import Visit

Look = Callable[..., Visit]

SHOP = """\
preset: small-business
calendar: {today: 2026-06-15}
people: [{id: greta, name: Greta}]
objectives: [{id: sell, statement: Sell more, headline: sales}, {id: bare, statement: Be there}]
kpis:
  - {id: sales, timing: lagging, objectives: [sell]}
  - {id: leads, timing: leading, objectives: [sell], drives: [{kpi: sales, effect: 2}]}
  - {id: calls, timing: leading, drives: [{kpi: sales}]}
  - {id: noise, timing: leading, drives: [{kpi: calls}]}
initiatives:
  - {id: fair, name: The fair, objective: sell, status: running, moves: [{kpi: leads, by: 3}]}
  - {id: discount, name: A discount, objective: sell, status: done, moves: [{kpi: sales, by: 9}]}
"""


def test_each_chain_names_its_parts_and_what_is_missing(look: Look, tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(SHOP, encoding="utf-8")
    visit = look(Workspace.open(tmp_path))
    found = chains(visit.framework.objective["sell"], visit)
    parts = [(each.leading.name, each.work.name, [end.name for end in each.lagging]) for each in found]
    assert parts == [("Leads", "The fair", ["Sales"]), ("Calls", "", ["Sales"]), ("", "A discount", ["Sales"])]
    assert found[1].work.says == "no initiative moves it"
    assert found[2].leading.says == "no leading KPI tells early"
    assert "nothing is measured yet" in found[0].lagging[0].says
    assert chains(visit.framework.objective["bare"], visit) == ()


def test_a_chain_says_what_is_seen_of_each_step(look: Look, workspace: Workspace) -> None:
    visit = look(workspace)
    chain = next(each for each in chains(visit.framework.objective["loyal-customers"], visit) if "delivery" in each.leading.name)
    assert chain.work.name
    (end,) = chain.lagging
    assert end.tie.startswith("estimated")
    assert "estimated from data" in end.says
    assert end.mark is not None
