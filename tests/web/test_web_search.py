"""Search: what is found, in which order, and that nothing private is told by it (CAS-5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.web.app import make_app
from vitalfew.web.pages.search import entries
from vitalfew.web.rank import Entry, ranked
from vitalfew.web.visit import Visit

Look = Callable[..., Visit]

SHELF = (
    Entry("KPI", "Wholesale margin", "/1", id="wholesale-margin"),
    Entry("KPI", "Gross margin", "/2", id="gross-margin", text="What remains of revenue"),
    Entry("KPI", "Margin", "/3", id="margin-of-all"),
    Entry("KPI", "Margins of safety", "/4", id="safety"),
    Entry("Person", "Inês Größe", "/5", id="ines"),
)


@pytest.fixture(scope="module")
def client(workspace: Workspace) -> TestClient:
    return TestClient(make_app(workspace), base_url="http://localhost")


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("margin", ["/3", "/4", "/1", "/2"]),
        ("MARGIN gross", ["/2"]),
        ("gross-margin", ["/2"]),
        ("remains revenue", ["/2"]),
        ("ines", ["/5"]),
        ("grosse", ["/5"]),
        ("gros margn", ["/2"]),
        ("margin nowhere", []),
        ("xq", []),
        ("  ", []),
        ("((", []),
    ],
)
def test_exact_before_beginning_before_words_before_nearly_so(query: str, paths: list[str]) -> None:
    assert [each.path for each in ranked(query, SHELF)] == paths


def test_everything_with_a_name_is_found_and_its_link_leads_there(look: Look, client: TestClient, workspace: Workspace) -> None:
    """A link with a place on a page leads to that place."""
    found = [*entries(look(workspace))]
    kinds = {each.kind for each in found}
    assert kinds == {"KPI", "Objective", "Person", "Initiative", "Unit", "Value stream", "Source", "Review", "Page", "Rule"}
    for kind in kinds:
        each = next(one for one in found if one.kind == kind)
        html = client.get("/search", params={"q": each.name}).text
        assert f'href="{each.path}"' in html
        target, _, place = each.path.partition("#")
        answer = client.get(target)
        assert answer.status_code == 200
        assert not place or f'id="{place}"' in answer.text


def test_the_field_is_on_every_page_and_keeps_what_was_looked_for(client: TestClient) -> None:
    assert '<input type="search" name="q"' in client.get("/map").text
    html = client.get("/search", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in html
    assert 'value="&#34;&gt;&lt;script&gt;' in html


def test_no_figure_is_found_or_told(client: TestClient, workspace: Workspace) -> None:
    private = [kpi for kpi in workspace.framework.kpis if kpi.visibility == "line"]
    assert private
    for kpi in private:
        html = client.get("/search", params={"q": kpi.id}).text
        hit = re.search(rf'<li>(?:(?!</li>).)*href="/kpi/{kpi.id}".*?</li>', html, re.DOTALL)
        assert hit
        assert 'class="badge none"' in hit.group()
        assert "private" in hit.group()


def test_nothing_found_is_said(client: TestClient) -> None:
    assert "Nothing found for" in client.get("/search?q=zzzzqqq").text
    assert "Type a word above" in client.get("/search").text


def test_an_empty_framework_can_be_searched(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    with TestClient(make_app(Workspace.open(tmp_path)), base_url="http://localhost") as client:
        assert 'href="/map"' in client.get("/search?q=map").text
