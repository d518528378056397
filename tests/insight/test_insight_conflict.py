"""Conflicts between owners: found by structure, by experience and in the data, and settled by an edit (AUD-7)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from math import sqrt
from pathlib import Path

import pytest

from vitalfew.insight.conflict import conflicts
from vitalfew.insight.remedy import remedies
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework

PAIRS = Path(__file__).parent / "conflicts.csv"
BASE = """\
people: [{id: ana, name: Ana}, {id: ben, name: Ben}]
"""


def framework_of(text: str) -> Framework:
    return load_texts({"framework/main.yaml": (BASE + text).encode()}).framework


def pair_of(row: dict[str, str], *, declared: bool) -> Framework:
    """Build what a row tells: two KPIs of two owners for one objective, with the published effect where it is declared."""
    helps = row["conflict"] == "no"
    drives = f", drives: [{{kpi: other, elasticity: {0.3 if (row['one_good'] == row['other_good']) == helps else -0.3}}}]"
    kpis = "".join(
        f'  - {{id: {id_}, name: "{row[id_]}", definition: "{row[f"{id_}_is"]}", direction: {row[f"{id_}_good"]},\n'
        f'     owner: {owner}, objectives: [goal], formula: "{row[f"{id_}_formula"]}"{more}}}\n'
        for id_, owner, more in (("one", "ana", drives if declared else ""), ("other", "ben", ""))
    )
    return framework_of(f"objectives: [{{id: goal, statement: We get better}}]\nkpis:\n{kpis}")


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927, J. Am. Stat. Assoc. 22, 209)."""
    z, share = 1.959964, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z / (1 + z * z / of) * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(middle - reach, 0.0), middle + reach


def judged(*, declared: bool) -> Iterator[tuple[str, str, bool]]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found = conflicts(pair_of(row, declared=declared))
            yield row["set"], row["conflict"], any(declared <= (not each.is_question) for each in found)


def told(*, declared: bool, sets: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Count, and print with intervals, what of the labelled pairs is told right."""
    seen = Counter((label, found) for set_, label, found in judged(declared=declared) if set_ in sets)
    hits, false = seen["yes", True], seen["no", True]
    shares = {
        "recall": (hits, hits + seen["yes", False]),
        "precision": (hits, hits + false),
        "silence": (seen["no", False], false),
    }
    shares["silence"] = (seen["no", False], false + seen["no", False])
    for name, (number, of) in shares.items():
        low, high = wilson(number, of)
        said = f"{'declared' if declared else 'words alone'}, {'+'.join(sets)}, {name}"
        print(f"{said}: {number} of {of} ({low:.0%} to {high:.0%})")  # noqa: T201  # the figures of the documentation
    return shares


def test_labelled_pairs_are_told_apart_once_the_published_effect_is_declared() -> None:
    """AUD-7: a declared sign is found whichever ways are good; that follows from the label, and proves no more."""
    shares = told(declared=True, sets=("seen", "blind"))
    assert shares["recall"][1] >= 30
    assert shares["silence"][1] >= 30
    assert shares["recall"][0] == shares["recall"][1]
    assert shares["precision"][0] >= 0.95 * shares["precision"][1]


def test_words_alone_are_as_weak_as_the_documentation_says() -> None:
    """The `blind` pairs were written after the words that are looked for, which were not changed since."""
    assert told(declared=False, sets=("seen",))["recall"][0] >= 45
    assert told(declared=False, sets=("blind",))["recall"][0] <= 3


def two(one: str, other: str, more: str = "") -> Framework:
    return framework_of(
        f"kpis:\n  - {{id: one, owner: ana, objectives: [low], {one}}}\n"
        f"  - {{id: other, owner: ben, objectives: [high], {other}}}\n{more}"
    )


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("direction: up, formula: stock", "direction: down, formula: stock / days", 1),
        ("direction: up, formula: stock", "direction: up, formula: stock / days", 0),
        ("direction: up, formula: sold / visitors", "direction: down, formula: lost / visitors", 0),
        ("direction: up, formula: sold", "direction: up, formula: profit / sold", 1),
        ("direction: within, formula: stock", "direction: down, formula: stock", 0),
        ("direction: up, formula: stock +", "direction: down, formula: stock", 0),
    ],
)
def test_owners_who_want_one_measure_to_go_opposite_ways_conflict(one: str, other: str, count: int) -> None:
    found = conflicts(two(one, other))
    assert [each.grade for each in found] == ["identity"] * count


def test_nobody_conflicts_with_themselves() -> None:
    one, other = "{id: one, owner: ana, direction: up, formula: m}", "{id: other, owner: ana, direction: down, formula: m}"
    framework = framework_of(f"kpis: [{one}, {other}]")
    assert conflicts(framework) == ()


def test_the_objective_that_stands_higher_goes_first() -> None:
    goals = "objectives: [{id: high, statement: Earn}, {id: low, statement: Sell, supports: [high]}]\n"
    framework = two("direction: up, formula: stock", "direction: down, formula: stock", goals)
    priority = next(each for each in remedies(framework, conflicts(framework)[0]) if each.kind == "priority")
    assert {(str(each.ref), each.value) for each in priority.edits} == {("objective:high", 1), ("objective:low", 2)}


def test_what_is_settled_has_no_remedy() -> None:
    framework = two("direction: up, formula: stock, guards: [other]", "direction: down, formula: stock")
    (found,) = conflicts(framework)
    assert found.settled == "guarded"
    assert remedies(framework, found) == ()


def test_a_shared_kpi_is_drafted_from_the_catalogue_where_both_count() -> None:
    more = "objectives: [{id: high, statement: Solve it}, {id: low, statement: Be quick}]\n"
    hurt = "name: Handling time, direction: down, drives: [{kpi: other, elasticity: 0.3}]"
    text = f"kpis:\n  - {{id: one, owner: ana, objectives: [low], {hurt}}}\n"
    text += f"  - {{id: other, owner: ben, objectives: [high], name: First contact resolution, direction: up}}\n{more}"
    texts = {"framework/main.yaml": (BASE + text).encode()}
    framework = load_texts(texts).framework
    (found,) = conflicts(framework)
    shared = remedies(framework, found)[0]
    new = load_texts(shared.written(texts)).framework
    assert (found.kinds, shared.kind, new.kpi["right-first-time"].co_owners) == (("structural",), "shared", ("ben",))
    assert [link.id for link in new.kpi["one"].contributes_to] == ["right-first-time"]
    assert next(iter(conflicts(new))).settled == "shared"


def test_a_link_that_nobody_believes_makes_no_conflict() -> None:
    text = """objectives: [{id: goal, statement: We get better}]
kpis:
  - {id: one, direction: up, owner: ana, objectives: [goal], drives: [{kpi: other, effect: -1, evidence: EVIDENCE}]}
  - {id: other, direction: up, owner: ben, objectives: [goal]}
"""
    found = {each: conflicts(framework_of(text.replace("EVIDENCE", each))) for each in ("expert", "none")}
    assert [each.kinds for each in found["expert"]] == [("structural",)]
    assert found["none"] == ()
