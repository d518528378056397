"""Each rule has a mutant of a clean framework that it alone catches.

Those of rules about people, rhythm, targets, definitions and change stand in `test_mutation_people`, those of evidence in
`test_evidence_rules`, all others here; together they are all there are.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any

import pytest
from tests.rules import test_evidence_rules as evidence
from tests.rules import test_mutation_people as people
from tests.rules.test_mutation import GONE, codes, starter

from vitalfew.model.preset import PresetName
from vitalfew.rules.engine import rules

PAST = date(2026, 1, 31)
Edit = tuple[str, object]

# What a starter leaves out, so that there is something to break.
MORE: dict[str, Any] = {
    "drivers": [{"id": "retention", "text": "A regular pays back a campaign in a month", "objectives": ["regulars"]}],
    "success_factors": [{"id": "warm", "text": "Bread is warm at eight", "objectives": ["right"]}],
    "value_streams": [{"id": "flour-to-hand", "stages": [{"id": "bake", "kpis": ["first-time-right"]}]}],
}
CYCLE = {"id": "this-quarter", "from": date(2026, 4, 1), "to": date(2026, 6, 30)}
RESULT = {"id": "kr-repeat", "objective": "regulars", "cycle": "this-quarter", "kpi": "repeat-share", "from": 52, "to": 54}
CARDS = {
    "id": "cards", "objective": "regulars", "owner": "jon", "starts": date(2025, 9, 1), "ends": PAST, "status": "done",
    "verdict": "One in three took the card", "moves": [{"kpi": "card-joins", "by": 3, "until": PAST}],
}  # fmt: skip
GIVEN_BACK = {
    "id": "given-back", "kind": "metric", "name": "Given back", "definition": "Money given back.", "org_unit": "sales",
    "level": "operational", "unit": "%", "formula": "refunds/revenue", "every": "week", "direction": "down",
    "target": {"at_most": 0.7}, "threshold": 1.2, "owner": "ben",
}  # fmt: skip
RETIRED = {"id": "flyers", "lifecycle": "retired", "name": "Flyers handed out"}

OPPOSED = [{"kpi": "revenue", "elasticity": 0.5}, {"kpi": "first-time-right", "elasticity": -0.2}]
RANKED: list[Edit] = [("objectives/grow/priority", 1), ("objectives/right/priority", 2)]
STALL = {"id": "stall", "level": "company", "parent": "bakery", "head": "jon"}
FEWER: Edit = ("policy", {"function": {"min": 1}, "individual": {"min": 1}, "team": {"min": 1}})
LOOKED_AT: Edit = ("cadences/weekly-review/tiers", [2, 3])
GONE_KAI = {"id": "kai", "name": "Kai Brandt", "org_unit": "kitchen", "manager": "ivy", "left": date(2026, 4, 30)}
OPEN = {"id": "baker", "role": "Baker", "name": None, "org_unit": "kitchen", "manager": "ivy"}
CREW = {"id": "crew", "name": "The crew", "org_unit": "kitchen", "manager": "ivy", "group": True}
FIVE = [{"id": each} for each in ("financial", "customer", "internal-process", "learning-and-growth", "suppliers")]
STAY = {
    "id": "stay", "statement": "The people who know our bread stay", "perspective": "learning-and-growth", "owner": "ivy",
    "horizon": date(2027, 12, 31), "drives": ["right"],
}  # fmt: skip
SINGLE: list[Edit] = [
    FEWER, LOOKED_AT, ("kpis/ready/level", "individual"), ("kpis/ready/guards", ["waste"]),
    ("kpis/ready/subject", "noa"), ("kpis/ready/visibility", "line"),
]  # fmt: skip

BENCH: list[Edit] = [
    ("levels/+", {"id": "bench", "tier": 3}),
    ("org_units/+", {"id": "oven", "level": "bench", "parent": "bakery", "head": "ivy"}),
    ("kpis/+", GIVEN_BACK | {"org_unit": "oven", "level": "bench", "owner": "ivy", "formula": "new_customers / orders"}),
    ("cadences/+", {"id": "stand-up", "rhythm": "daily", "tiers": [3], "minutes": 10, "focus": "today", "chair": "ivy",
                    "audience": ["jon"]}),
]  # fmt: skip

# What is missed when a field of a KPI is left out.
MISSING = {
    "DEF001": "definition", "DEF002": "because", "DEF003": "formula", "DEF005": "unit", "DEF006": "direction", "DEF007": "timing",
    "DEF008": "stage", "DEF009": "every", "OWN001": "owner", "OWN006": "reviewer", "TGT001": "target", "TGT002": "baseline",
    "TGT003": "threshold", "CAD001": "escalate", "CAD002": "review", "CAS003": "org_unit", "ALN001": "contributes_to",
}  # fmt: skip

# Code: the starter, what is added to it and leaves it clean, and the one fault.
MUTANTS: dict[str, tuple[PresetName, list[Edit], list[Edit]]] = {
    **{code: ("executive", [], [(f"kpis/waste/{field}", GONE)]) for code, field in MISSING.items()},
    "STR001": ("executive", [], [("objectives/right/statement", "Implement a new oven schedule")]),
    "STR002": ("executive", [], [("strategy/mission", GONE)]),
    "STR003": ("executive", [], [("objectives/right/perspective", GONE)]),
    "STR004": ("executive", [], [("objectives/right/statement", GONE)]),
    "STR005": ("executive", [], [("strategy/vision", GONE)]),
    "STR006": ("executive", [], [("strategy/destination", GONE)]),
    "STR007": ("executive", [], [("strategy/approach", GONE)]),
    "STR008": ("executive", [], [("organization/scope", GONE)]),
    "STR009": ("executive", [], [("objectives/right/horizon", GONE)]),
    "STR010": ("executive", [("kpis/first-time-right/target", {"at_least": 98})], [("objectives/right/horizon", PAST)]),
    "STR011": ("executive", [], [("objectives/right/drives", GONE), ("objectives/regulars/drives", GONE)]),
    "STR012": ("executive", [], [("objectives/right/drives", GONE)]),
    "STR013": ("balanced-scorecard", [("objectives/margin/drives", GONE)], [("objectives/lean/drives", ["grow"])]),
    "STR014": ("balanced-scorecard", [], [("objectives/margin/drives", ["grow", "stay"])]),
    "STR015": ("executive", [], [("drivers/retention/objectives", GONE)]),
    "STR016": ("executive", [], [("success_factors/warm/objectives", GONE)]),
    "STR017": ("executive", [], [("stakeholders/guests/interests", GONE)]),
    "STR018": ("executive", [], [("stakeholders/guests/interests", [{"id": "on-time", "text": "On time"}])]),
    "STR019": ("executive", [], [("value_streams/flour-to-hand/stages", [{"id": "bake"}])]),
    "STR020": ("executive", [], [("key_results/kr-repeat/kpi", GONE)]),
    "STR021": ("executive", [], [("key_results/kr-repeat/to", GONE)]),
    "STR022": ("executive", [], [("key_results/kr-repeat/objective", GONE)]),
    "STR023": ("okr", [], [("key_results/kr-card", GONE)]),
    "STR024": ("executive", [], [("key_results/kr-repeat/to", 50)]),
    "STR025": ("executive", [], [("objectives/right/headline", GONE)]),
    "STR026": ("executive", [], [("objectives/right/headline", "revenue")]),
    "ALN002": ("executive", [], [("kpis/idea-rate/name", "Website visitors")]),
    "ALN003": ("executive", [], [("kpis/idea-rate/name", "Trainings held")]),
    "ALN004": ("executive", [], [("objectives/+", STAY)]),
    "ALN005": ("executive", [], [("kpis/revenue/drives", [{"kpi": "conversion", "effect": 1}])]),
    "ALN006": ("executive", [], [("kpis/+", GIVEN_BACK)]),
    "ALN007": ("executive", [], [("kpis/first-time-right/name", "Preorders handed over on time")]),
    "ALN008": ("executive", [], [("measures/+", {"id": "slips", "source": "sales", "date": "day", "value": "sum(orders)"}),
                               ("kpis/conversion/formula", "slips / visitors")]),
    "ALN009": ("executive", RANKED, [("kpis/conversion/drives", OPPOSED)]),
    "ALN010": ("executive", [], [("org_units/+", {"id": "office", "level": "department", "parent": "bakery", "head": "mara"})]),
    "ALN011": (
        "small-business",
        [("org_units/+", STALL), ("kpis/conversion/org_unit", "stall"), ("kpis/on-time/org_unit", "bakery"),
         ("kpis/first-time-right/org_unit", "bakery")],
        [("objectives/right/org_unit", "stall")],
    ),
    "ALN012": (
        "cascade",
        [FEWER, LOOKED_AT, ("kpis/ready/level", "team"), ("kpis/conversion/objectives", ["grow", "regulars"])],
        [("kpis/*/as_cause", None)],
    ),
    "ALN013": ("executive", [("kpis/+", RETIRED)], [("objectives/right/headline", "flyers")]),
    "ALN014": ("executive", [], [("kpis/conversion/tests/moves_at_10", GONE)]),
    "ALN015": ("executive", [], [("kpis/conversion/tests/closer_after_90/answer", False)]),
    "BAL001": ("executive", [], [("policy", {"tier-1": {"max": 5}})]),
    "BAL002": ("executive", [], [("policy", {"department": {"max": 4}})]),
    "BAL003": ("executive", [], [("policy", {"objectives": {"max": 2}})]),
    "BAL004": ("executive", [], [("kpis/on-time/objectives", GONE)]),
    "BAL005": ("executive", [], [("policy", {"in-all": {"max": 20}})]),
    "BAL006": ("balanced-scorecard", [], [("kpis/to-plan/objectives", GONE)]),
    "BAL007": ("balanced-scorecard", [], [("kpis/waste/timing", "leading")]),
    "BAL008": ("executive", [], [("policy", {"leading-share": {"min": 60, "max": 90}})]),
    "BAL009": ("balanced-scorecard", [], [("perspectives", FIVE)]),
    "BAL010": ("balanced-scorecard", [], [("policy", {"per-perspective": {"max": 1}})]),
    "BAL011": ("executive", [], [("kpis/*/lagging_below", None)]),
    "BAL012": ("executive", [], [("kpis/repeat-share/horizon", "short")]),
    "BAL013": ("executive", [], [("organization/size", 6)]),
    "CAS001": ("executive", [], [("kpis/card-joins/contributes_to", GONE)]),
    "CAS002": ("executive", [], [("kpis/conversion/level", GONE)]),
    "CAS004": ("executive", [], [("kpis/refund-share/level", "company")]),
    "CAS005": ("executive", [], [("objectives/right/headline", "refund-share")]),
    "CAS006": (
        "executive",
        [*RANKED, ("kpis/conversion/drives", OPPOSED), ("kpis/revenue/co_owners", ["ivy"])],
        [("objectives/right/priority", GONE)],
    ),
    "CAS007": ("executive", RANKED, [("objectives/right/priority", 1)]),
    "CAS008": ("executive", [], [("kpis/revenue/contributes_to", ["waste"])]),
    "CAS009": ("executive", [], [("org_units/sales/parent", "kitchen"), ("org_units/kitchen/parent", "sales")]),
    "CAS010": ("executive", [], [("org_units/kitchen/parent", "sales"), ("org_units/kitchen/level", "company")]),
    "CAS011": ("cascade", SINGLE, [("kpis/ready/subject", GONE)]),
    "OWN007": ("executive", [], [("objectives/right/owner", GONE)]),
    "OWN002": ("executive", [], [("kpis/waste/owner", ["ivy", "noa"])]),
    "OWN003": ("executive", [], [("people/+", GONE_KAI), ("kpis/waste/owner", "kai")]),
    "OWN004": ("executive", [], [("people/+", OPEN), ("kpis/waste/owner", "baker")]),
    "OWN005": ("executive", [], [("people/+", CREW), ("kpis/waste/owner", "crew")]),
    "DEF004": ("executive", [], [("measures/preorders_ready/source", GONE)]),
    "TGT004": ("executive", [], [("kpis/conversion/threshold", 41)]),
    "TGT005": ("executive", [], [("kpis/conversion/threshold", 36)]),
    "TGT006": ("executive", [], [("kpis/conversion/baseline/value", 41)]),
    "TGT007": ("executive", [], [("kpis/on-time/direction", "down")]),
    "TGT008": ("executive", [], [("kpis/conversion/target/by", GONE)]),
    "TGT009": ("executive", [], [("kpis/conversion/baseline", {"value": 34})]),
    "TGT010": ("executive", [], [("kpis/conversion/threshold", [30, 33])]),
    "CAD003": ("small-business", BENCH, [("cadences/stand-up", GONE)]),
    "CAD004": ("executive", [], [("cadences/weekly-look/chair", GONE)]),
    "CAD005": ("executive", [], [("cadences/weekly-look/rhythm", GONE)]),
    "DEL001": ("executive", [("publishing", {})], [("publishing/colour", "#9ec9f0")]),
    "INI001": ("executive", [], [("initiatives/second-look/objective", GONE)]),
    "INI002": ("executive", [], [("initiatives/second-look/moves", GONE)]),
    "INI003": ("executive", [], [("initiatives/cards/moves", [{"kpi": "card-joins", "until": PAST}])]),
    "INI004": ("executive", [], [("initiatives/cards/moves", [{"kpi": "card-joins", "by": 3}])]),
    "INI005": ("executive", [], [("initiatives/cards/moves", [{"kpi": "revenue", "by": 3, "until": PAST}])]),
    "INI006": ("executive", [], [("initiatives/cards/verdict", GONE)]),
    "INI007": ("executive", [], [("initiatives/second-look/ends", PAST)]),
    "INI008": ("balanced-scorecard", [], [("initiatives", GONE)]),
    "INI009": ("balanced-scorecard", [], [("initiatives/roster-ahead", GONE)]),
    "INI010": ("executive", [], [("initiatives/second-look/moves", [{"kpi": "first-time-right", "by": -1, "until": PAST}])]),
    "INI011": ("executive", [], [("initiatives/second-look/starts", GONE)]),
    "INI012": ("executive", [], [("initiatives/second-look/owner", GONE)]),
}  # fmt: skip


@cache
def clean(preset: PresetName) -> dict[str, Any]:
    whole = copy.deepcopy(starter(preset))
    if preset == "executive":
        whole |= copy.deepcopy(MORE)
        whole |= {"cycles": [CYCLE], "key_results": [RESULT], "initiatives": [*whole["initiatives"], CARDS]}
    return whole


def edited(data: dict[str, Any], edits: Iterable[Edit]) -> dict[str, Any]:
    """Give a copy with each edit made: a way of keys and ids, and what is put there; `+` appends, GONE takes out."""
    mutant = copy.deepcopy(data)
    for way, value in edits:
        *steps, last = way.split("/")
        node: Any = mutant
        if steps[1:] == ["*"]:
            SWEEPS[last](node[steps[0]])
            continue
        for step in steps:
            node = node[step] if isinstance(node, dict) else next(each for each in node if each["id"] == step)
        if last == "+":
            node.append(value)
        elif isinstance(node, list):
            node.remove(next(each for each in node if each["id"] == last))
        elif value is GONE:
            del node[last]
        else:
            node[last] = value
    return mutant


def as_cause(kpis: list[dict[str, Any]]) -> None:
    """Turn what KPIs below the top are a part of into what they cause."""
    for kpi in kpis:
        if kpi["level"] != "corporate":
            kpi["drives"] = [{"kpi": target} for target in kpi.pop("contributes_to", [])]
            kpi.pop("objectives", None)


def lagging_below(kpis: list[dict[str, Any]]) -> None:
    """Let every KPI below the top look back, but those that an objective needs."""
    for kpi in kpis:
        if kpi["level"] == "department" and not kpi.get("objectives"):
            kpi["timing"] = "lagging"


def put(field: str, value: object) -> Callable[[list[dict[str, Any]]], None]:
    """Give a sweep that writes a field of every noun."""

    def sweep(nouns: list[dict[str, Any]]) -> None:
        for noun in nouns:
            noun[field] = value

    return sweep


def cut_off(kpis: list[dict[str, Any]]) -> None:
    """Let no KPI be a part of another."""
    for kpi in kpis:
        kpi.pop("contributes_to", None)


def upside_down(kpis: list[dict[str, Any]]) -> None:
    """Let the top lead, and all below it look back."""
    for kpi in kpis:
        kpi["timing"] = "leading" if kpi.get("level") in {"company", "enterprise"} else "lagging"


SWEEPS = {
    "as_cause": as_cause,
    "lagging_below": lagging_below,
    "cut_off": cut_off,
    "upside_down": upside_down,
    "all_leading": put("timing", "leading"),
    "all_lagging": put("timing", "lagging"),
    "all_short": put("horizon", "short"),
    "undrawn": put("drives", []),
}


@pytest.mark.parametrize("code", MUTANTS)
def test_a_fault_is_caught_by_its_rule_alone(code: str) -> None:
    preset, added, fault = MUTANTS[code]
    whole = edited(clean(preset), added)
    assert codes(whole) == set()
    assert codes(edited(whole, fault)) == {code}


def test_every_rule_has_a_mutant_that_it_alone_catches() -> None:
    slugs = {*people.MUTANTS, *(each[0] for each in evidence.mutants())}
    assert {rule.smell.code for rule in rules()} == {*MUTANTS, *(rule.smell.code for rule in rules() if rule.smell.slug in slugs)}
