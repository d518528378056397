"""The page about data: sources, runs, failures, changed definitions and queries, and no secrets in any of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.base.address import shown_address
from vitalfew.web.app import make_app
from vitalfew.web.pages.data import build
from vitalfew.web.visit import Visit

Look = Callable[..., Visit]
SHOP = """\
preset: small-business
calendar: {today: 2026-03-15}
sources:
  - {id: till, name: "<b>Till</b>", kind: files, path: "data/*.csv"}
  - {id: far, kind: http, url: "https://ana:pass-word@shop.example/rows?token=sesame", headers: {Authorization: "Bearer open-up"}}
measures:
  - {id: takings, source: till, table: sales, date: day, value: sum(amount)}
  - {id: gone, source: till, table: nowhere, date: day, value: sum(amount)}
kpis:
  - {id: sales, formula: FORMULA, every: month}
  - {id: lost, formula: gone, every: month}
"""


def shop(folder: Path, formula: str = "takings") -> Workspace:
    for name in ("framework", "data"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "data" / "sales.csv").write_text("day,amount\n2026-01-05,100\n", encoding="utf-8")
    (folder / "framework" / "main.yaml").write_text(SHOP.replace("FORMULA", formula), encoding="utf-8")
    return Workspace.open(folder)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgres://ana:pass@db:5432/sales", "postgres://…@db:5432/sales"),
        ("https://shop.example/rows?key=1&page=2", "https://shop.example/rows?…"),
        (
            "SELECT * FROM read_csv('https://a:b@x/y?z=1') WHERE q = '?'",
            "SELECT * FROM read_csv('https://…@x/y?…') WHERE q = '?'",
        ),
        ("data/*.csv", "data/*.csv"),
    ],
)
def test_an_address_is_shown_without_what_opens_it(address: str, shown: str) -> None:
    assert shown_address(address) == shown


def test_every_source_of_the_demo_is_there_with_its_kpis(workspace: Workspace, look: Look) -> None:
    framework = workspace.framework
    view = build(look(workspace))
    assert [each.id for each in view.origins] == [source.id for source in framework.sources]
    assert {each.id: each.measures for each in view.origins} == {
        source.id: sum(measure.source == source.id for measure in framework.measures) for source in framework.sources
    }
    fed = {id_ for each in view.origins for id_, _ in each.kpis}
    assert fed == {kpi.id for kpi in framework.current_kpis if kpi.formula}
    assert view.runs[0].of == "all KPIs"
    assert view.runs[0].rows == workspace.observations.latest().num_rows


def test_what_failed_is_said_with_its_remedy_and_no_secret_is_told(tmp_path: Path, look: Look) -> None:
    own = shop(tmp_path)
    measured = own.measure()
    view = build(look(own))
    assert measured.findings
    assert {each.message for each in view.failures} == {each.message for each in own.status().incomplete}
    assert view.runs[0].tone == "amber"
    with TestClient(make_app(own), base_url="http://localhost") as client:
        html = client.get("/data?kpi=sales").text
    assert not any(secret in html for secret in ("pass-word", "sesame", "open-up", "<b>Till"))
    assert "https://…@shop.example/rows?…" in html


def test_a_changed_definition_is_told_before_and_after_it_is_measured(tmp_path: Path, look: Look) -> None:
    shop(tmp_path).measure()
    assert build(look(shop(tmp_path))).redefined == ()
    changed = shop(tmp_path, "takings * 2")
    (waiting,) = build(look(changed)).redefined
    assert (waiting.path, waiting.when) == ("/kpi/sales", "not measured by it yet")
    changed.measure(restate=True)
    (done,) = build(look(changed)).redefined
    assert done.when.startswith("since the run of ")


def test_the_queries_of_a_kpi_are_shown_when_asked_for_and_nothing_is_recorded(workspace: Workspace, look: Look) -> None:
    before = workspace.observations.measured_at()
    assert build(look(workspace)).queries is None
    assert build(look(workspace, kpi="nowhere")).queries is None
    found = build(look(workspace, kpi="gross-margin")).queries
    assert found is not None
    assert found.failures == ()
    assert {source for source, _ in found.asked} == {"shop-system", "tills"}
    assert all(sql.startswith("SELECT") for _, sql in found.asked)
    assert workspace.observations.measured_at() == before


def test_nothing_measured_is_said(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    with TestClient(make_app(Workspace.open(tmp_path)), base_url="http://localhost") as client:
        html = client.get("/data").text
    assert "Nothing was measured yet" in html
    assert "No source is declared yet" in html
