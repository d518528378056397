"""Conflicts between owners on their page, each with what settles it, proposed by whoever may (AUD-7)."""

from __future__ import annotations

import json

from click.testing import CliRunner
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.cli.app import app
from vitalfew.cli.proposal import files_of
from vitalfew.demo.truth import CONFLICT
from vitalfew.insight.conflict import conflicts
from vitalfew.insight.remedy import remedies
from vitalfew.load.read import load_texts
from vitalfew.rhythm.proposals import proposals


def test_the_planted_conflict_of_the_demo_is_found_by_structure_and_in_the_data(workspace: Workspace) -> None:
    """AUD-7: volume is bought with discount, which margin pays for."""
    found = conflicts(workspace.framework, workspace.observations.latest())
    first = found[0]
    assert first.pair == {*CONFLICT}
    assert (first.kinds, first.lever, first.settled) == (("structural", "empirical"), "wholesale-discount", None)
    assert first.against is not None
    assert first.against.said == "against"
    assert first.against.high is not None
    assert first.against.high < 0
    assert all(each.settled or each.is_question for each in found[1:])


def test_each_remedy_of_the_demo_settles_it_and_harms_nothing(workspace: Workspace) -> None:
    framework, texts = workspace.framework, files_of(workspace)
    (first, *_) = conflicts(framework)
    found = remedies(framework, first)
    assert [each.kind for each in found] == ["shared", "co-own", "guard"]
    for remedy in found:
        loaded = load_texts(remedy.written(texts))
        assert not [each for each in loaded.findings if each.severity == "error"]
        after = next(each for each in conflicts(loaded.framework) if each.pair == first.pair)
        assert after.settled == ("guarded" if remedy.kind == "guard" else "shared")
        assert remedies(loaded.framework, after) == ()
    new = load_texts(found[0].written(texts)).framework.kpi["wholesale-margin-contribution"]
    assert (new.formula, new.unit, new.lifecycle) == ("wholesale_net - wholesale_cost", "EUR", "draft")
    assert {*new.owners, *new.co_owners} == {"greta", "ines"}


def test_a_remedy_is_proposed_from_the_page_and_settles_it_when_merged(browser: TestClient, own: Workspace) -> None:
    """AUD-7: the proposal goes to those whose it is; nothing is changed before."""
    assert browser.post("/me", data={"do": "choose", "person": "ines"}).status_code == 303
    page = browser.get("/conflicts").text
    assert "1 conflict that nothing settles" in page
    assert page.index("Wholesale margin") < page.index('id="settled"')
    (first, *_) = conflicts(own.framework)
    answer = browser.post("/conflicts", data={"conflict": first.id, "do": "co-own"})
    assert answer.status_code == 303
    with own.reading() as desk:
        made = proposals(desk)[-1]
    assert answer.headers["location"] == f"/proposal/{made.id}"
    assert made.title == "Settle Wholesale margin against Wholesale volume"
    assert "is then also asked" in (made.text or "")
    assert browser.post("/conflicts", data={"conflict": "gone:gone", "do": "guard"}).status_code == 422


def test_the_command_says_the_same(workspace: Workspace) -> None:
    found = CliRunner().invoke(app, ["-C", str(workspace.root), "conflicts"])
    assert "Wholesale margin ↔ Wholesale volume (ines and greta): structural, empirical" in found.output
    data = json.loads(CliRunner().invoke(app, ["-C", str(workspace.root), "conflicts", "--format", "json"]).output)
    assert [each["settled"] for each in data["conflicts"]] == [None, "guarded", "guarded"]
    assert [each["kind"] for each in data["conflicts"][0]["remedies"]] == ["shared", "co-own", "guard"]
