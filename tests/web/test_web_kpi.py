"""The KPI's page: what is said, promised and escalated about it, and its values as reported or by today's definition (AUD-1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.base.ref import Ref
from vitalfew.rhythm.actions import add_action
from vitalfew.rhythm.comments import comments
from vitalfew.rhythm.escalations import escalations
from vitalfew.web.pages.kpi import View, build
from vitalfew.web.visit import Visit

Look = Callable[..., Visit]
SHOP = """\
preset: small-business
calendar: {today: 2026-03-15}
sources: [{id: till, kind: files, path: "data/*.csv"}]
measures: [{id: takings, source: till, table: sales, date: day, value: sum(amount)}]
kpis: [{id: sales, formula: FORMULA, every: month, unit: EUR, direction: up}]
"""


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.fixture
def shop(tmp_path: Path) -> Callable[[str], Workspace]:
    """A shop with two months of sales, by a formula."""
    (tmp_path / "framework").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sales.csv").write_text("day,amount\n2026-01-05,100\n2026-02-05,120\n", encoding="utf-8")

    def written(formula: str) -> Workspace:
        (tmp_path / "framework" / "main.yaml").write_text(SHOP.replace("FORMULA", formula), encoding="utf-8")
        return Workspace.open(tmp_path)

    return written


@pytest.fixture
def said(browser: TestClient) -> Iterator[Callable[..., int]]:
    """Sends a form of a KPI's page as a person."""

    def send(kpi: str, person: str, **form: str) -> int:
        browser.cookies.set("person", person)
        return browser.post(f"/kpi/{kpi}", data=form).status_code

    yield send
    browser.cookies.clear()


def values(view: View) -> list[str]:
    return [row.value for row in view.rows if row.value != "–"]


def test_a_changed_definition_leaves_what_was_reported_and_nothing_by_itself(
    shop: Callable[[str], Workspace], look: Look
) -> None:
    shop("takings").measure()
    changed = shop("takings * 2")
    reported = build(look(changed), "sales")
    defined = build(look(changed, **{"as": "defined"}), "sales")
    assert values(reported) == ["€120", "€100"]
    assert values(defined) == []
    assert defined.known.note
    changed.measure(restate=True)
    assert values(build(look(changed, **{"as": "defined"}), "sales")) == ["€240", "€200"]


def test_what_was_not_known_yet_on_a_day_is_not_shown_for_it(shop: Callable[[str], Workspace], look: Look) -> None:
    own = shop("takings")
    own.measure()
    assert values(build(look(own, on="2020-01-01"), "sales")) == []
    later = date.today() + timedelta(days=2)  # noqa: DTZ011  # when the run was is by the real clock
    found = build(look(own, on=later.isoformat()), "sales")
    assert values(found) == ["€120", "€100"]
    assert found.known.on == later.isoformat()


@pytest.mark.parametrize("query", [{"as": "<script>"}, {"on": "never"}, {"on": "9999-12-31"}, {"as": "", "on": ""}])
def test_a_query_that_cannot_be_read_is_as_if_it_were_not_there(workspace: Workspace, look: Look, query: dict[str, str]) -> None:
    plain, asked = build(look(workspace), "gross-margin"), build(look(workspace, **query), "gross-margin")
    assert asked.rows == plain.rows
    assert asked.known == plain.known


def test_whoever_says_something_is_heard_and_can_take_it_back(
    browser: TestClient, own: Workspace, said: Callable[..., int]
) -> None:
    assert said("gross-margin", "greta", do="comment", text="Beans <b>cost</b>\nmore") == 303
    html = browser.get("/kpi/gross-margin").text
    assert "Beans &lt;b&gt;cost&lt;/b&gt;" in html
    assert "Greta Lind" in words(html)
    with own.reading() as desk:
        (comment,) = comments(desk, Ref("kpi", "gross-margin"))
    assert said("gross-margin", "ines", do="withdraw", id=comment.id) == 422
    assert said("net-revenue", "greta", do="withdraw", id=comment.id) == 422
    assert "Take it back" not in browser.get("/kpi/net-revenue").text
    assert said("gross-margin", "greta", do="withdraw", id=comment.id, version=str(comment.version)) == 303
    assert "Beans" not in browser.get("/kpi/gross-margin").text


@pytest.mark.parametrize("form", [{"do": "comment", "text": "  "}, {"do": "nothing"}, {}])
def test_what_says_nothing_is_refused(said: Callable[..., int], form: dict[str, str]) -> None:
    assert said("gross-margin", "greta", **form) == 422


def test_nobody_in_particular_says_nothing(browser: TestClient) -> None:
    assert browser.post("/kpi/gross-margin", data={"do": "comment", "text": "Hello"}).status_code == 422
    assert "Say who you are" in words(browser.get("/kpi/gross-margin").text)


def test_what_is_open_about_it_is_on_its_page(browser: TestClient, own: Workspace) -> None:
    with own.writing(by="greta") as desk:
        add_action(desk, about=Ref("kpi", "wholesale-discount"), text="Cap the discount", owner="greta", due=own.today)
        found = escalations(desk, kpi="wholesale-discount")
    html = browser.get("/kpi/wholesale-discount").text
    assert found
    assert all(f'href="/escalation/{each.id}"' in html for each in found)
    assert "Cap the discount" in html


def test_what_is_said_of_a_private_figure_is_for_its_line(browser: TestClient, own: Workspace, said: Callable[..., int]) -> None:
    """CAS-5: the words too, and nobody else adds any."""
    private = next(kpi.id for kpi in own.framework.kpis if kpi.visibility == "line")
    assert said(private, "sofia", do="comment", text="My own words") == 303
    assert "My own words" in browser.get(f"/kpi/{private}").text
    assert said(private, "lea", do="comment", text="Mine too") == 422
    html = browser.get(f"/kpi/{private}").text
    assert "My own words" not in html
    assert "for those who may see its figures" in html
    for query in ("?as=defined", "?on=2030-01-01"):
        assert '<svg class="chart"' not in browser.get(f"/kpi/{private}{query}").text


def test_whoever_may_say_something_finds_the_field(browser: TestClient) -> None:
    assert '<textarea name="text"' not in browser.get("/kpi/gross-margin").text
    browser.cookies.set("person", "greta")
    assert '<textarea name="text"' in browser.get("/kpi/gross-margin").text
