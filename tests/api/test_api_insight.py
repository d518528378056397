"""What programs read of insight is what the command line says, for whoever may see the figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.web.app import make_app

FRAMEWORK = """\
strategy: {mission: Bread for all}
calendar: {today: 2026-06-29}
preset: small-business
people: [{id: eva, name: Eva}, {id: max, name: Max}]
sources: [{id: ovens, kind: files, path: data/ovens.csv}, {id: loaves, kind: files, path: data/loaves.csv}]
measures:
  - {id: ovens_hot, source: ovens, date: day, value: sum(value)}
  - {id: loaves_sold, source: loaves, date: day, value: sum(value)}
objectives: [{id: sell, statement: We sell more, headline: loaves, owner: max}]
kpis:
  - {id: ovens, formula: ovens_hot, unit: hours, timing: leading, every: week, owner: eva, visibility: line, subject: eva,
     objectives: [sell], direction: up, target: {at_least: 60}, drives: [{kpi: loaves, effect: 2, after: {weeks: 2}}]}
  - {id: loaves, formula: loaves_sold, unit: loaves, every: week, owner: max, objectives: [sell], target: {at_least: 400}}
"""
WEEKS = 140
FIRST = date(2023, 10, 23)


def mill(root: Path) -> Workspace:
    """Write and measure a mill whose loaves follow its ovens by two for one, two weeks later."""
    random = Random(7)  # noqa: S311  # no secret
    ovens = [50 + 8 * random.gauss(0, 1) for _ in range(WEEKS)]
    loaves = [100 + 2 * ovens[max(0, week - 2)] + 3 * random.gauss(0, 1) for week in range(WEEKS)]
    (root / "framework").mkdir(parents=True)
    (root / "framework" / "main.yaml").write_text(FRAMEWORK, encoding="utf-8")
    (root / "data").mkdir()
    for name, values in (("ovens", ovens), ("loaves", loaves)):
        rows = [f"{date.fromordinal(FIRST.toordinal() + 7 * week)},{value:.2f}" for week, value in enumerate(values)]
        (root / "data" / f"{name}.csv").write_text("\n".join(["day,value", *rows]), encoding="utf-8")
    workspace = Workspace.open(root)
    workspace.measure()
    return workspace


Get = Callable[[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One whose ovens are private to Eva and her line."""
    return mill(tmp_path_factory.mktemp("mill") / "mill")


@pytest.fixture(scope="module")
def get(workspace: Workspace) -> Get:
    """Reads what insight has to say, as a person."""
    app = make_app(workspace)

    def read(path: str, person: str) -> dict[str, Any]:
        client = TestClient(app, base_url="http://localhost/api/v1", headers={"x-vitalfew-person": person})
        answer = client.get(f"/insight/{path}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    return read


def test_a_link_that_is_there_is_told_with_interval_and_lag(get: Get) -> None:
    (link,) = get("links", "eva")["links"]
    assert (link["said"], link["lag"], link["grain"]) == ("clear", 2, "week")
    assert link["low"] < 2 < link["high"]
    (lead,) = get("leads", "eva")["leads"]
    assert (lead["said"], lead["kpi"], lead["drives"]) == ("leads", "ovens", "loaves")


def test_a_line_of_sight_is_told_from_both_ends(get: Get) -> None:
    (reach,) = get("sight/kpi/ovens", "eva")["sight"]
    assert (reach["objective"], reach["grade"], reach["clarity"]) == ("sell", "estimated", "clear")
    told = get("sight/objective/sell", "eva")
    assert told["sight"] == [reach]
    (lever,) = told["levers"]["levers"]
    assert (lever["kpi"], lever["said"]) == ("ovens", "closes")
    assert lever["low"] < told["levers"]["gap"] / 2 < lever["high"]
    assert get("sight", "eva")["kpis"] == [
        {"kpi": "ovens", "objectives": {"sell": "clear"}},
        {"kpi": "loaves", "objectives": {"sell": "clear"}},
    ]


def test_whoever_may_not_see_figures_is_told_no_estimate(get: Get) -> None:
    (link,) = get("links", "max")["links"]
    assert (link["said"], link["effect"], link["pairs"]) == ("not-enough", None, 0)
    (edge,) = get("edges", "max")["edges"]
    assert (edge["grade"], edge["slope"], edge["estimate"]["effect"]) == ("expert", 2, None)
    (reach,) = get("sight/kpi/ovens", "max")["sight"]
    assert (reach["shock"], reach["effect"]) == (None, None)
    (lever,) = get("sight/objective/sell", "max")["levers"]["levers"]
    assert (lever["said"], lever["value"], lever["change"], lever["known"]) == ("unclear", None, None, None)


def test_conflicts_alignment_and_events_are_told_as_documented(get: Get) -> None:
    assert get("conflicts", "eva")["conflicts"] == []
    assert [each["kpi"] for each in get("alignment", "eva")["kpis"]] == ["ovens", "loaves"]
    assert get("reconfiguration", "eva")["events"] == []
