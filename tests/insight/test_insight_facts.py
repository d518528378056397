"""What insight found is kept for rules, and found anew only where something changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.rules.past_page import evidence, observations

from vitalfew.insight.facts import with_facts
from vitalfew.load.read import load_texts
from vitalfew.model.evidence import Evidence
from vitalfew.model.framework import Framework

TODAY = date(2026, 6, 30)
PAGE = """
kpis:
  - {id: ovens, timing: leading, every: week, direction: up, drives: [{kpi: loaves, effect: 2, after: {weeks: 2}}], owner: OWNER}
  - {id: loaves, timing: lagging, every: week, direction: up}
initiatives:
  - {id: yeast, starts: 2026-01-05, status: running, moves: [{kpi: loaves, by: 20}]}
# measured: ovens until 2026-W25: about 50, give or take 8, x130
# measured: loaves until 2026-W25: 100 + 2 * ovens 2 before, give or take 3
"""


def known(owner: str = "greta") -> tuple[Framework, Evidence]:
    text = PAGE.replace("OWNER", owner)
    framework = load_texts({"framework.yaml": text}).framework
    found = evidence(text, framework, TODAY)
    assert found
    return framework, found


def test_a_link_and_a_movement_are_kept_with_what_the_data_say() -> None:
    _, found = known()
    (tie,) = found.ties
    assert (tie.said, tie.led, tie.lag, tie.amount) == ("clear", "leads", 2, 2.0)
    (moved,) = found.moved
    assert (moved.initiative, moved.kpi, moved.expected) == ("yeast", "loaves", 20.0)


def test_nothing_is_found_again_until_something_changed() -> None:
    framework, found = known()
    told = replace(found, ties=(replace(found.ties[0], said="from before"),))
    latest = observations(framework, found.series)
    assert with_facts(framework, latest, found, told).ties[0].said == "from before"
    other, _ = known("ines")
    assert with_facts(other, latest, found, told).ties[0].said == "clear"
    less = latest.slice(1)
    assert with_facts(framework, less, found, told).ties[0].said == "clear"
