"""The line of sight on its page: what moves an objective, how sure that is, and what it would take to close its gap (AUD-4)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.base.errors import UnknownName
from vitalfew.cli.app import app
from vitalfew.web.pages.kpi import build as build_kpi
from vitalfew.web.pages.sight import Full, build
from vitalfew.web.visit import Visit

GROW = "grow-recurring-revenue"
Look = Callable[..., Visit]


@pytest.fixture(scope="module")
def visit(workspace: Workspace, look: Look) -> Visit:
    return look(workspace)


def full(visit: Visit, objective: str = GROW) -> Full:
    found = build(replace(visit, query={"objective": objective})).full
    assert found is not None
    return found


def test_the_objectives_at_the_top_are_listed_with_gap_and_counts(visit: Visit) -> None:
    view = build(visit)
    (grow, margin) = view.cards
    assert (grow.id, grow.headline, grow.moved) == (GROW, "Recurring revenue", "4 KPIs move it by a known amount")
    assert "are left to its target of €450,000 by 31 Dec 2027" in grow.gap
    counts = {mark.word: n for mark, n in grow.counts}
    assert counts["clear"] == 4
    assert sum(counts.values()) == sum(kpi.kind == "kpi" for kpi in visit.framework.current_kpis) - 1
    assert margin.moved == "1 KPI moves it by a known amount"
    assert [(each.item.name, each.why) for each in view.lost] == [
        ("Energy per kilo", "`kpi:energy-per-kilo` names no objective and contributes to no KPI"),
    ]


def test_an_objective_is_drawn_and_told_with_interval_time_path_and_evidence(visit: Visit) -> None:
    found = full(visit)
    assert [each.path for each in found.rows] == [
        f"/kpi/{kpi}" for kpi in ("second-order", "subscription-churn", "batches-right-first-time", "fresh-on-delivery")
    ]
    fresh = found.rows[-1]
    assert fresh.interval.startswith("90 %: +€")
    assert (fresh.time, fresh.share, fresh.mark.word) == ("14 weeks", "5 %", "clear")
    assert "Second order (estimated from data) → Recurring revenue (as people declared)" in fresh.way
    assert found.chart.count("<rect") == len(found.rows)
    assert "Second order +€" in found.chart
    sides = {(each.start.path, each.end.path): each for each in found.sides}
    side = sides["/kpi/batches-right-first-time", "/kpi/fresh-on-delivery"]
    assert side.grade == "estimated from data"
    assert "90 %" in side.shown


def test_the_levers_of_the_demo_say_that_nothing_known_closes_the_gap(visit: Visit) -> None:
    """What it asks of each is beyond what was ever seen, so the answer is how far one gets."""
    found = full(visit)
    assert found.mix.startswith(
        "Nothing known closes the gap. Pulled as far as they usually reach, these close 6 %: Second order"
    )
    assert found.mix.endswith("The first of it has to have moved by 5 Nov 2027. Against it: Gross margin.")
    levers = {each.item.path: each for each in found.levers}
    second = levers["/kpi/second-order"]
    assert (second.mark.status, second.mark.word, second.known) == ("amber", "would close it alone", "it was never there")
    assert second.when == "has to have moved by 5 Nov 2027"
    assert second.against == ("its guard Gross margin: nobody said by how much it moves",)
    assert "100.0 % is the end" in levers["/kpi/fresh-on-delivery"].change


def test_a_part_of_a_formula_is_a_lever_as_long_as_all_else_stays(visit: Visit) -> None:
    found = full(visit, "protect-margin")
    (row,), (lever,) = found.rows, found.levers
    assert (row.path, row.interval, row.grade, row.mark.word) == ("/kpi/net-revenue", "exactly", "by formula", "clear")
    assert (lever.mark.word, lever.said) == ("would close it alone", "if all else in the formula stays as it is")
    assert found.mix.startswith("This closes the gap: Net revenue +€15,")


def test_where_no_number_leads_the_page_says_why_and_shows_nothing(visit: Visit) -> None:
    found = full(visit, "shops-worth-returning")
    assert (found.rows, found.levers, str(found.chart)) == ((), (), "")
    assert found.why == "nothing that a person can move leads to it with a number"
    assert found.open


def test_what_the_viewer_may_not_see_has_no_value_here(visit: Visit) -> None:
    closed = visit.workspace.unseen
    assert closed
    found = full(visit)
    shown = {each.path for each in found.rows} | {each.item.path for each in found.levers}
    assert not shown & {f"/kpi/{kpi}" for kpi in closed}
    reasons = {each.why for each in found.open if each.item.path[5:] in closed}
    assert reasons <= {"it has no value to improve"}


def test_an_objective_that_is_not_there_is_told(visit: Visit) -> None:
    with pytest.raises(UnknownName):
        full(visit, "nothing")


def test_a_page_of_a_kpi_says_what_a_better_one_does(visit: Visit) -> None:
    (row,) = build_kpi(visit, "fresh-on-delivery").moves
    assert (row.path, row.shock) == (f"/sight?objective={GROW}", "+8.5 pt")


def test_the_pages_are_served_and_lead_to_each_other(browser: TestClient) -> None:
    assert f'href="/sight?objective={GROW}"' in browser.get("/sight").text
    assert f'href="/sight?objective={GROW}"' in browser.get(f"/objective/{GROW}").text
    page = browser.get(f"/sight?objective={GROW}").text
    assert 'role="img" aria-label="What moves Monthly recurring revenue' in page
    missing = browser.get("/sight?objective=%3Cb%3E")
    assert missing.status_code == 404
    assert "<b>" not in missing.text


def test_the_command_tells_what_moves_an_objective_and_what_it_would_take(workspace: Workspace) -> None:
    run = CliRunner()
    said = run.invoke(app, ["-C", str(workspace.root), "trace", f"objective:{GROW}"]).output
    assert said.index("what moves it most") < said.index("█ Second order: +€") < said.index("what it would take")
    assert "  Nothing known closes the gap. Pulled as far as they usually reach" in said
    data = json.loads(run.invoke(app, ["-C", str(workspace.root), "trace", GROW, "--format", "json"]).output)
    assert (data["sight"], data["moved_by"][0]["kpi"]) == ([], "second-order")
    assert data["levers"]["by"] == "2027-12-31"
    assert data["levers"]["levers"][0]["against"][0] == {
        "kpi": "gross-margin",
        "named": True,
        "amount": None,
        "low": None,
        "high": None,
    }
    kpi = json.loads(run.invoke(app, ["-C", str(workspace.root), "trace", "fresh-on-delivery", "--format", "json"]).output)
    assert {*kpi} == {"version", "ref", "broken", "steps", "sight"}
