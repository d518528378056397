"""Each rule speaks on the demo and on a real online shop once its flaw is planted there, and is silent before.

The flaws are those of `test_alone` and `test_mutation_people`, told in the names of each world, or those of `planted`.
What rules about evidence see stands in `test_seen_evidence`.
"""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import pytest
from tests.rules import test_mutation_people as people
from tests.rules.planted import PLANTED
from tests.rules.test_alone import MUTANTS, edited
from tests.rules.worlds import WORLDS, told, whole

from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Rule, check, rules

# What is found before anything is planted: in the demo its deliberate flaws, as its README lists them, and one that is silenced
# there; in the shop what six KPIs over one table of invoices leave open.
FOUND = {
    "demo": {
        ("STR001", "objective:master-the-profiles"), ("ALN001", "kpi:energy-per-kilo"), ("ALN002", "kpi:app-downloads"),
        ("ALN003", "kpi:training-sessions"), ("ALN009", "kpi:wholesale-discount"), ("TGT003", "kpi:basket-value"),
        ("TGT003", "kpi:certified-roasters"), ("TGT006", "kpi:cupping-score"), ("OWN002", "kpi:satisfied-after-contact"),
        ("OWN003", "kpi:on-time-delivery"), ("CAD004", "cadence:care-stand-up"), ("INI006", "initiative:loyalty-app-push"),
    },
    "shop": {("BAL006", "objective:return"), ("BAL007", "objective:as-ordered")},
}  # fmt: skip
JUDGED = [each for each in rules() if "evidence" not in each.needs]


def found(data: dict[str, Any], world: str) -> set[tuple[str, str]]:
    findings = check(Framework.model_validate(data), today=WORLDS[world].today)
    return {(each.code, str(each.ref)) for each in findings}


@cache
def before(world: str) -> frozenset[tuple[str, str]]:
    return frozenset(found(whole(world), world))


def planted(world: str, rule: Rule) -> dict[str, Any]:
    """Give a world with the flaw that a rule looks for."""
    code, slug = rule.smell.code, rule.smell.slug
    if edits := PLANTED.get((world, code)):
        return edited(whole(world), edits)
    if edits := PLANTED.get(code):
        return edited(whole(world), told(edits, world))
    if code in MUTANTS:
        _, added, fault = MUTANTS[code]
        return edited(whole(world), told([*added, *fault], world))
    data = copy.deepcopy(whole(world))
    for where, value in told(people.MUTANTS[slug][0], world).items():
        people.apply(data, where, value)
    return data


@pytest.mark.parametrize("world", WORLDS)
def test_nothing_is_found_that_is_not_known(world: str) -> None:
    assert before(world) == FOUND[world]


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("rule", JUDGED, ids=lambda rule: rule.smell.slug)
def test_a_planted_flaw_is_found(rule: Rule, world: str) -> None:
    assert rule.smell.code in {code for code, _ in found(planted(world, rule), world) - before(world)}
