"""The hub of insight: a line for each way to ask whether KPIs drive the strategy, with what comes first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vitalfew import Workspace
from vitalfew.web.page import pages
from vitalfew.web.pages import insight
from vitalfew.web.visit import Visit


def test_each_way_to_ask_is_answered_on_one_screen(workspace: Workspace, look: Callable[..., Visit]) -> None:
    view = insight.build(look(workspace))
    found = {each.path: each for each in view.topics}
    assert found["/effects"].first == "Push for the loyalty app → Returning cards: no visible movement"
    assert found["/effects"].answer == "2 of 4 movements that can be told are as expected"
    assert found["/conflicts"].first == "Wholesale margin against Wholesale volume"
    assert found["/leads"].unknown == "2 cannot be told for lack of data"
    assert "are known to move an objective at the top" in found["/sight"].answer
    assert found["/alignment"].first_path.startswith("/kpi/")
    assert "event" in found["/reconfiguration"].answer
    assert all(each.question.endswith("?") and each.answer for each in view.topics)
    assert found.keys() <= {page.path for page in pages()}


def test_what_is_not_measured_and_what_is_not_declared_is_said(tmp_path: Path, look: Callable[..., Visit]) -> None:
    bare = insight.build(look(opened(tmp_path / "bare", "kpis: []\n")))
    assert (bare.is_empty, bare.topics) == (True, ())
    text = "kpis: [{id: sold, name: Sold}]\nobjectives: [{id: more, statement: Sell more}]\n"
    unmeasured = insight.build(look(opened(tmp_path / "new", text)))
    assert not unmeasured.is_measured
    assert unmeasured.topics[0].answer == "Nothing is measured yet."


def opened(root: Path, text: str) -> Workspace:
    """A workspace of this framework alone, of which nothing is measured."""
    (root / "framework").mkdir(parents=True)
    (root / "framework" / "main.yaml").write_text(text, encoding="utf-8")
    return Workspace.open(root)
