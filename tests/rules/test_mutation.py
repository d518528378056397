"""One fault gives one finding: each field of each starter is removed or broken, one at a time, and the new codes are as expected.

No two rules flag one field of one noun, but for those that are known to do so for different reasons.

Starters have no finding at all, so whatever is found in a mutant is new.
"""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.demo.starter import write_starter
from vitalfew.load.read import load_texts
from vitalfew.model.preset import PRESETS, PresetName
from vitalfew.rules.engine import check

TODAY = date(2026, 6, 30)
Step = str | int
Way = tuple[Step, ...]

QUESTIONS = ("succeeds_at_50", "closer_after_90", "moves_at_10")
TESTS = ("", *(f".{name}{answer}" for name in QUESTIONS for answer in ("", ".answer")))

# What is missed when a field is removed; a field that stands nowhere here may be left out.
REMOVED = {
    "sources.id": "FIL012", "sources.kind": "FIL011", "sources.path": "FIL011",
    "measures.id": "FIL012", "measures.source": "DEF004", "measures.date": "FIL010", "measures.value": "FIL010",
    "kpis.id": "FIL012", "kpis.definition": "DEF001", "kpis.because": "DEF002", "kpis.formula": "DEF003", "kpis.unit": "DEF005",
    "kpis.timing": "DEF007", "kpis.stage": "DEF008", "kpis.every": "DEF009", "kpis.owner": "OWN001", "kpis.reviewer": "OWN006",
    "kpis.baseline": "TGT002", "kpis.baseline.value": "FIL011", "kpis.target": "TGT001", "kpis.threshold": "TGT003",
    "kpis.target.reach": "FIL010", "kpis.target.by": "TGT008", "kpis.target.at_least": "FIL010", "kpis.target.at_most": "FIL010",
    "kpis.escalate": "CAD001", "kpis.escalate.worse_in_a_row": "FIL010", "kpis.review": "CAD002",
    "kpis.kind": "ALN001 CAD001 CAD002 DEF002 DEF007 DEF008 OWN006 TGT002",  # from then on more is asked of it
    **{f"kpis.tests{each}": "ALN014" for each in TESTS},
    "kpis.drives.kpi": "FIL011", "kpis.org_unit": "CAS003",
    "strategy.mission": "STR002", "strategy.vision": "STR005", "strategy.destination": "STR006", "strategy.approach": "STR007",
    **{f"organization.{field}": "STR008" for field in ("name", "industry", "size", "scope", "reporting", "goals", "focus")},
    "stakeholders.id": "FIL012", "stakeholders.interests": "STR017", "stakeholders.interests.id": "FIL011",
    "objectives.horizon": "STR009", "objectives.headline": "STR025", "objectives.drives": "STR012",
    "initiatives.id": "FIL012", "initiatives.objective": "INI001", "initiatives.owner": "INI012", "initiatives.starts": "INI011",
    "initiatives.moves": "INI002", "initiatives.moves.kpi": "FIL011", "initiatives.moves.by": "INI003",
    "initiatives.moves.until": "INI004",
    "key_results.objective": "STR022", "key_results.cycle": "STR022", "key_results.kpi": "STR020",
    "key_results.from": "STR021", "key_results.to": "STR021",
    "levels.id": "FIL012", "levels.tier": "FIL011", "org_units.id": "FIL012", "people.id": "FIL012",
    "objectives.id": "FIL012", "objectives.statement": "STR004", "objectives.perspective": "STR003", "objectives.owner": "OWN007",
    "cycles.id": "FIL012", "key_results.id": "FIL012",
    "cadences.id": "FIL012", "cadences.rhythm": "CAD005", "cadences.chair": "CAD004",
    "cadences.audience": "CAD006", "cadences.focus": "CAD007", "cadences.tiers": "CAD008",
    "ladders.id": "FIL012", "ladders.steps": "CAD019", "ladders.steps.to": "FIL011", "ladders.steps.within": "CAD022",
}  # fmt: skip

# An operational metric has no baseline of its own to miss, nor a place to be counted in; its threshold says enough.
NOT_OF_METRICS = {"kpis.target", "kpis.org_unit"}

# What an objective misses when a KPI no longer names it; of the others it has enough.
UNLINKED = {
    "executive": {"revenue": "ALN001", "gross-margin": "ALN001", "repeat-share": "BAL004 BAL007 STR026", "card-joins": "BAL004",
                  "on-time": "BAL004", "first-time-right": "BAL004 STR026"},
    "balanced-scorecard": {"revenue": "ALN001 BAL007", "gross-margin": "ALN001 BAL007", "repeat-share": "BAL007 STR026",
                           "on-time": "BAL007 STR026", "waste": "BAL007 STR026", "ideas-adopted": "BAL007 STR026",
                           "conversion": "BAL006", "first-time-right": "BAL006 STR026", "shift-cover": "BAL006",
                           "idea-rate": "BAL006", "to-plan": "BAL006"},
    "cascade": {"revenue": "ALN001", "gross-margin": "ALN001", "repeat-share": "BAL007 STR026", "first-time-right": "STR026"},
    "okr": {"revenue": "ALN001", "gross-margin": "ALN001", "repeat-share": "BAL004 BAL007 STR026", "card-joins": "BAL004",
            "on-time": "BAL004 BAL007", "first-time-right": "BAL004 STR026"},
    "small-business": {"revenue": "ALN001 ALN004", "repeat-share": "ALN001 ALN004", "on-time": "ALN001 ALN004"},
}  # fmt: skip

# Rules that may flag one field of one noun together, and why their reasons differ.
BOTH = {
    frozenset({"kpis-per-objective", "no-lagging-kpi"}): "one KPI fewer is too few, and it was the one that confirms the result",
}

REFERENCES = frozenset(
    """owner reviewer objectives contributes_to org_unit level review ladder kpi head parent manager chair audience perspective
    headline drives source to objective cycle by""".split()  # noqa: SIM905  # words read better than a list of them
)


def removal(preset: str, noun: dict[str, Any], field: str) -> str:
    """Give the codes expected where a field is removed from a noun."""
    is_metric = noun.get("kind") == "metric"
    if field == "kpis.objectives":
        return UNLINKED[preset].get(noun["id"], "")
    if field == "kpis.contributes_to":
        orphaned = "ALN001 BAL006" if preset == "small-business" else "ALN001"
        return "CAS001" if "objectives" in noun or "drives" in noun else orphaned
    if field.startswith("kpis.tests") and noun["timing"] == "lagging":
        return ""
    if field == "kpis.level":
        return "" if "org_unit" in noun else "CAS002"
    if field == "kpis.direction":
        return "DEF006" if "reach" in noun["target"] else ""
    if field == "people.name":
        return "OWN004" if noun["id"] in owners(preset) else ""
    if field == "objectives.horizon" and preset == "okr":
        return "" if noun["id"] in {result["objective"] for result in starter("okr")["key_results"]} else "STR009"
    return "" if is_metric and field in NOT_OF_METRICS else REMOVED.get(field, "")


@cache
def starter(preset: PresetName) -> dict[str, Any]:
    """Give a starter's files as one mapping."""
    whole: dict[str, Any] = {}
    with TemporaryDirectory() as folder:
        write_starter(Path(folder), preset, today=TODAY)
        for path in sorted((Path(folder) / "framework").iterdir()):
            for key, value in yaml.load(path.read_text(encoding="utf-8"), Reader).items():  # noqa: S506  # a safe loader
                whole[key] = [*whole.get(key, []), *value] if isinstance(value, list) else value
    return whole


class Reader(yaml.CSafeLoader):
    """Reads `on` as a word."""


Reader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if not pair[0].endswith(":bool")]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
Reader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), ["t", "f"])


@cache
def owners(preset: PresetName) -> set[str]:
    return {kpi["owner"] for kpi in starter(preset)["kpis"]}


def ways(node: Any, start: Way = ()) -> Iterator[tuple[Way, Any]]:
    """Walk through all parts of data."""
    for step, part in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield (*start, step), part
        yield from ways(part, (*start, step))


def field_of(way: Way) -> str:
    return ".".join(step for step in way if isinstance(step, str))


def noun_at(data: Any, way: Way) -> dict[str, Any]:
    noun: dict[str, Any] = data[way[0]] if isinstance(data[way[0]], dict) else data[way[0]][way[1]]
    return noun


GONE = object()


def codes(data: dict[str, Any], way: Way = (), value: object = GONE) -> set[str]:
    """Give the codes found once one part is removed or replaced."""
    return {finding.code for finding in findings(data, way, value)}


def findings(data: dict[str, Any], way: Way = (), value: object = GONE) -> list[Finding]:
    """Give what is found once one part is removed or replaced."""
    mutant = copy.deepcopy(data)
    node: Any = mutant
    for step in way[:-1]:
        node = node[step]
    if way and value is GONE:
        del node[way[-1]]
    elif way:
        node[way[-1]] = value
    loaded = load_texts({"framework.yaml": yaml.dump(mutant, Dumper=yaml.CSafeDumper, sort_keys=False)})
    return [*loaded.findings, *check(loaded.framework, today=TODAY, faulted=loaded.is_faulted)]


def doubled(found: Iterable[Finding]) -> set[frozenset[str]]:
    """Give the rules that flag one field of one noun together."""
    slugs: dict[tuple[Ref, str | None], set[str]] = defaultdict(set)
    for finding in found:
        slugs[finding.ref, finding.field].add(finding.rule)
    return {frozenset(each) for each in slugs.values() if len(each) > 1}


def fields(preset: PresetName) -> list[Way]:
    """Give the fields to break: of the small starter all, of each larger one those of every eighth noun and all links."""
    whole = [way for way, _ in ways(starter(preset)) if isinstance(way[-1], str) and len(way) > 1]
    links = {"kpis.objectives", "kpis.contributes_to"}
    return [
        way
        for way in whole
        if preset == "small-business" or field_of(way) in links or not isinstance(way[1], int) or way[1] % 8 == 0
    ]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_removed_field_gives_its_code_and_nothing_else(preset: PresetName) -> None:
    data = starter(preset)
    expected = {way: set(removal(preset, noun_at(data, way), field_of(way)).split()) for way in fields(preset)}
    found = {way: findings(data, way) for way in expected}
    assert {way: {each.code for each in found[way]} for way in found} == expected
    assert set().union(*map(doubled, found.values())) <= BOTH.keys()


def broken() -> Iterator[tuple[str, Way, object, str]]:
    """Give each break of the small starter: how it is broken, where, with what, and the code expected."""
    for way, part in ways(starter("small-business")):
        field = field_of(way)
        if isinstance(part, dict):
            yield "unknown key", (*way, "zzz"), 1, "FIL007"
        if isinstance(part, (int, float)):
            yield "no number", way, float("nan"), "FIL010"
            yield "words for a number", way, "many", "FIL010"
        if isinstance(part, str) and field.rpartition(".")[2] in REFERENCES:
            yield "dead reference", way, "nobody-here", "FIL014"
        if len(way) == 1 and field != "preset":
            yield "wrong shape", way, 1.5, "FIL006"
        elif field.endswith(".id") and len(way) == 3:
            yield "wrong type", way, [[1.5]], "FIL012"
        elif not isinstance(part, dict) or len(way) > 2:
            yield "wrong type", way, [[1.5]], "FIL010"


def test_a_broken_field_gives_its_code_and_nothing_else() -> None:
    data = starter("small-business")
    expected = {(how, way): {code} for how, way, _, code in broken()}
    found = {(how, way): findings(data, way, value) for how, way, value, _ in broken()}
    assert {each: {finding.code for finding in found[each]} for each in found} == expected
    assert set().union(*map(doubled, found.values())) == set()


def test_the_list_of_rules_that_may_speak_together_is_needed() -> None:
    data = starter("executive")
    place = next(place for place, kpi in enumerate(data["kpis"]) if kpi["id"] == "repeat-share")
    assert doubled(findings(data, ("kpis", place, "objectives"))) == BOTH.keys()


def test_there_are_enough_mutants_to_mean_something() -> None:
    assert codes(starter("small-business")) == set()
    assert sum(len(fields(preset)) for preset in PRESETS) > 300
    assert len(list(broken())) > 300
