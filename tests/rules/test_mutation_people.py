"""Each rule about people, rhythm, targets, definitions and change sees a mutant that it alone catches.

The mutants are made of the starter of the preset `executive`, which has no finding: one part is replaced or added at a time.
"""

from __future__ import annotations

import copy
import re
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from vitalfew.demo.starter import write_starter
from vitalfew.load.read import load_texts
from vitalfew.rules.engine import check, smells

TODAY = date(2026, 6, 30)
Edits = dict[str, object]
"""What to put where: `kpis.revenue.owner` is a field of a noun, `people.+` a noun more, a value of None takes a field away."""

KAI = {"id": "kai", "name": "Kai Brandt", "org_unit": "bakery", "manager": "mara", "left": date(2026, 4, 30)}
ROLE = {"id": "lead", "name": None, "org_unit": "bakery", "manager": "mara"}
GROUP = {"id": "board", "name": "The board", "group": True}
SALES = "kpis.average-order"
RETIRED = {"id": "visits", "lifecycle": "retired"}

MUTANTS: dict[str, list[Edits]] = {
    "own-reviewer": [{"kpis.conversion.reviewer": "jon"}],
    "absent-reviewer": [
        {"people.+": KAI, "kpis.conversion.reviewer": "kai"}, {"people.+": ROLE, "kpis.conversion.reviewer": "lead"}],
    "reviewer-below-owner": [{"kpis.conversion.reviewer": "ben"}],
    "owner-outside-unit": [{f"{SALES}.owner": "ivy", f"{SALES}.reviewer": "mara"}],
    "owner-of-many": [{"kpis.resolution.owner": "jon"}],
    "unit-without-head": [{"org_units.sales.head": None}],
    "absent-head": [{"people.+": KAI, "org_units.sales.head": "kai"}, {"people.+": GROUP, "org_units.sales.head": "board"}],
    "absent-objective-owner": [{"people.+": KAI, "objectives.grow.owner": "kai"}],
    "reporting-circle": [{"people.ben.manager": "noa", "people.noa.manager": "ben"}],
    "absent-updater": [{"people.+": KAI, "kpis.revenue.updater": "kai"}],
    "exposed-person": [{f"{SALES}.subject": "ben", f"{SALES}.visibility": "unit", f"{SALES}.guards": ["revenue"]}],
    "individual-knowledge-work": [
        {"org_units.sales.work": "Knowledge", f"{SALES}.subject": "ben", f"{SALES}.visibility": "line",
         f"{SALES}.guards": ["revenue"]}],
    "missing-audience": [{"cadences.weekly-look.audience": None}, {"cadences.weekly-look.audience": ["mara"]}],
    "missing-focus": [{"cadences.weekly-look.focus": None}],
    "missing-tiers": [{"cadences.weekly-look.tiers": None}],
    "long-review": [{"cadences.weekly-look.minutes": 120}],
    "tier-1-not-weekly": [{"cadences.weekly-look.rhythm": "monthly on first monday"}],
    "tier-seldom-reviewed": [{"cadences.weekly-review.rhythm": "monthly on first monday"}],
    "missing-quarterly-review": [{"cadences.quarterly-calibration.tiers": [1, 2]}],
    "absent-chair": [{"people.+": KAI, "cadences.weekly-look.chair": "kai"}],
    "review-at-other-tier": [{f"{SALES}.review": ["weekly-look"]}],
    "measured-less-than-reviewed": [{"kpis.turnover.review": ["weekly-review"]}],
    "reviewed-less-than-measured": [{"kpis.card-joins.review": ["quarterly-calibration"]}],
    "leading-seldom-reviewed": [
        {"cadences.+": {"id": "yearly", "rhythm": "yearly", "tiers": [1, 2, 3], "minutes": 240, "focus": "strategy",
                        "chair": "mara", "audience": ["jon"]}, "kpis.card-joins.review": ["yearly"]}],
    "missing-ladder": [{"kpis.*.ladder": "other", "kpis.average-order.ladder": None, "ladders.default.id": "other"}],
    "empty-ladder": [{"ladders.default.steps": [{"to": "owner", "within": "1 day"}]}],
    "absent-on-ladder": [{"people.+": KAI, "ladders.default.steps": [{"to": "owner", "within": "1 day"}, {"to": "kai"}]}],
    "slow-first-response": [{"ladders.default.steps": [{"to": "owner", "within": "6 business days"}, {"to": "mara"}]}],
    "step-without-time": [{"ladders.default.steps": [{"to": "owner"}, {"to": "mara"}]}],
    "late-trigger": [{"kpis.revenue.escalate": [{"worse_in_a_row": 40}]}],
    "impossible-trigger": [{"kpis.conversion.escalate": [{"missed": [4, 3]}]}],
    "late-calibration": [{"governance": {"calibration": "6 months"}}],
    "beyond-limits": [{"kpis.conversion.natural": {"min": 0, "max": 35}}],
    "idle-threshold": [{"kpis.conversion.threshold": 0, "kpis.conversion.natural": {"min": 0, "max": 100}}],
    "target-date-past": [{"kpis.conversion.target.by": date(2026, 5, 31)}],
    "target-before-baseline": [{"kpis.conversion.baseline": {"value": 34, "on": date(2026, 6, 1)},
                                "kpis.conversion.target.by": date(2025, 6, 30)}],
    "budget-gap": [{"kpis.revenue.target": {"values": {"2026-01": 30000, "2026-02": 31000, "2026-12": 40000}}}],
    "stretch-wrong-side": [{"kpis.conversion.target.stretch": 39}],
    "path-goes-back": [{"kpis.conversion.target.path": {date(2026, 6, 30): 41}}],
    "idle-path-point": [{"kpis.conversion.target.path": {date(2029, 6, 30): 38}}],
    "short-baseline": [{"kpis.conversion.baseline": {"value": 34, "from": date(2025, 6, 2), "to": date(2025, 6, 8)}}],
    "future-baseline": [{"kpis.conversion.baseline": {"value": 34, "on": date(2026, 9, 1)}}],
    "backwards-baseline": [{"kpis.conversion.baseline": {"value": 34, "from": date(2025, 7, 2), "to": date(2025, 6, 8)}}],
    "old-baseline": [{"kpis.conversion.since": date(2027, 1, 1)}],
    "target-after-horizon": [{"kpis.conversion.target.by": date(2029, 12, 31)}],
    "best-outside": [{"kpis.revenue.target.best": 45000}],
    "constant-formula": [{"kpis.conversion.formula": "visitors / visitors"}],
    "unused-measure": [{"measures.+": {"id": "steps", "source": "sales", "date": "day", "value": "sum(steps)"}}],
    "unused-source": [{"sources.+": {"id": "desk", "kind": "files", "path": "data/desk.csv"}}],
    "unscaled-percent": [{"kpis.conversion.formula": "1 - (visitors - orders) / visitors"}],
    "percent-twice": [{"kpis.conversion.formula": "100 * orders / visitors"}],
    "percent-in-words": [{"kpis.conversion.unit": "percent"}],
    "currency-without-code": [{"kpis.revenue.unit": "€"}],
    "mixed-units": [
        {"measures.revenue.unit": "EUR", "measures.orders.unit": "orders", "kpis.revenue.formula": "revenue + orders"}],
    "proxy-without-end": [{"kpis.conversion.proxy": {"for": "Guests who buy", "plan": "Count guests at the door"}}],
    "proxy-without-plan": [{"kpis.conversion.proxy": {"for": "Guests who buy", "until": date(2026, 12, 31)}}],
    "overdue-proxy": [{"kpis.conversion.proxy": {"for": "Guests", "plan": "Count them", "until": date(2026, 5, 31)}}],
    "old-draft": [{"kpis.conversion.lifecycle": "draft", "kpis.conversion.since": date(2026, 1, 1)}],
    "guard-of-itself": [{"kpis.revenue.guards": ["revenue"]}],
    "missing-guard": [{"kpis.conversion.tests.effort_only": {"answer": True}}],
    "late-value": [{"kpis.conversion.due": "2 weeks"}],
    "reversed-limits": [{"kpis.gross-margin.natural": {"min": 100, "max": 90}}],
    "built-on-retired": [{"kpis.+": RETIRED, "kpis.conversion.contributes_to": ["visits"]}],
    "replaced-but-current": [{"kpis.conversion.replaces": "revenue"}],
    "older-than-strategy": [{"strategy.horizon": {"from": date(2026, 1, 1)}, "kpis.conversion.since": date(2025, 6, 1)}],
    "core-churn": [{"kpis.conversion.since": date(2026, 5, 1), "kpis.gross-margin.since": date(2026, 5, 1)}],
    "expired-strategy": [{"strategy.horizon": {"to": date(2026, 5, 31)}}],
}  # fmt: skip


@cache
def starter() -> dict[str, Any]:
    """Give the starter's files as one mapping."""
    whole: dict[str, Any] = {}
    with TemporaryDirectory() as folder:
        write_starter(Path(folder), "executive", today=TODAY)
        for path in sorted((Path(folder) / "framework").iterdir()):
            text = re.sub(r"\bon: ", "'on': ", path.read_text(encoding="utf-8"))  # PyYAML takes `on` for true
            for key, value in yaml.safe_load(text).items():
                whole[key] = [*whole.get(key, []), *value] if isinstance(value, list) else value
    return whole


def apply(data: dict[str, Any], where: str, value: object) -> None:
    """Make one edit."""
    key, _, rest = where.partition(".")
    if not rest:
        data[key] = value
        return
    name, _, field = rest.partition(".")
    if name == "+":
        data[key].append(value)
        return
    if isinstance(data[key], dict):
        nodes, fields = [data[key]], rest.split(".")
    else:
        nodes, fields = [each for each in data[key] if name in {each["id"], "*"}], field.split(".")
    assert nodes, where
    for node in nodes:
        put(node, fields, value)


def put(node: dict[str, Any], fields: list[str], value: object) -> None:
    for step in fields[:-1]:
        node = node.setdefault(step, {})
    if value is None:
        node.pop(fields[-1])
    else:
        node[fields[-1]] = value


def found(edits: Edits) -> set[str]:
    """Give the slugs of what is found in a mutant."""
    mutant = copy.deepcopy(starter())
    for where, value in edits.items():
        apply(mutant, where, value)
    loaded = load_texts({"framework.yaml": yaml.dump(mutant, Dumper=yaml.CSafeDumper, sort_keys=False)})
    rules = check(loaded.framework, today=TODAY, faulted=loaded.is_faulted)
    return {finding.rule for finding in (*loaded.findings, *rules)}


def test_the_starter_is_clean() -> None:
    assert found({}) == set()


@pytest.mark.parametrize("slug", MUTANTS)
def test_a_rule_alone_catches_its_mutant(slug: str) -> None:
    assert [found(edits) for edits in MUTANTS[slug]] == [{slug}] * len(MUTANTS[slug])


def test_the_mutants_are_of_rules_that_exist() -> None:
    assert set(MUTANTS) <= {smell.slug for smell in smells()}
