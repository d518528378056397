"""Conflicts between owners: found by structure, by experience and in the data, and settled by an edit (AUD-7)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import chain
from math import sqrt
from pathlib import Path
from typing import NamedTuple

import pytest

from vitalfew.insight.conflict import Conflict, conflicts
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


class Judged(NamedTuple):
    """A labelled pair: its set, whether it is one, and the kinds of conflict that were found; `asked` is a mere question."""

    set: str
    is_read: bool
    is_conflict: bool
    kinds: frozenset[str]


@cache
def judged(*, declared: bool) -> tuple[Judged, ...]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return tuple(
            Judged(row["set"], bool(row["read"]), row["conflict"] == "yes", frozenset(chain.from_iterable(map(kinds, found))))
            for row in csv.DictReader(file)
            for found in [conflicts(pair_of(row, declared=declared))]
        )


def kinds(found: Conflict) -> Iterable[str]:
    return ("asked",) if found.is_question else found.kinds


def told(named: Iterable[str], *, declared: bool, sets: tuple[str, ...], is_read: bool = False) -> dict[str, tuple[int, int]]:
    """Count, and print with intervals, what of the labelled pairs is told right by some kinds of conflict."""
    told_, seen = frozenset(named), [each for each in judged(declared=declared) if each.set in sets and each.is_read >= is_read]
    hits = sum(each.is_conflict and bool(each.kinds & told_) for each in seen)
    false = sum(not each.is_conflict and bool(each.kinds & told_) for each in seen)
    of = Counter(each.is_conflict for each in seen)
    shares = {"recall": (hits, of[True]), "precision": (hits, hits + false), "silence": (of[False] - false, of[False])}
    for name, (number, count) in shares.items():
        low, high = wilson(number, count) if count else (0.0, 1.0)
        said = (
            f"{'declared' if declared else 'names and formulas'}, {'+'.join(sets)}{', read' * is_read}, {'+'.join(named)}: {name}"
        )
        print(f"{said} {number} of {count} ({low:.0%} to {high:.0%})")  # noqa: T201  # the figures of the documentation
    return shares


def test_every_label_says_where_it_was_read_or_whose_judgement_it_is() -> None:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    read = Counter(row["conflict"] for row in rows if row["read"])
    assert min(read["yes"], read["no"]) >= 30
    for row in rows:
        assert row["read"].startswith("http") if row["read"] else row["source"] == "own judgement"


@pytest.mark.parametrize("is_read", [True, False])
def test_labelled_pairs_are_told_apart_once_the_published_effect_is_declared(*, is_read: bool) -> None:
    """AUD-7: a declared sign is found whichever ways are good; that follows from the label, and proves no more."""
    shares = told(("structural", "incentive"), declared=True, sets=("seen", "blind"), is_read=is_read)
    assert shares["recall"][1] >= 30
    assert shares["silence"][1] >= 30
    assert shares["recall"][0] == shares["recall"][1]
    assert shares["precision"][0] >= 0.95 * shares["precision"][1]


def test_formulas_and_words_alone_are_as_weak_as_the_documentation_says() -> None:
    """The `blind` pairs were written after the words that are looked for, which were not changed since."""
    formulas = told(("incentive",), declared=False, sets=("seen", "blind"))
    assert formulas["silence"][0] == formulas["silence"][1]
    assert told(("asked", "incentive"), declared=False, sets=("seen",))["recall"][0] >= 45
    assert told(("asked",), declared=False, sets=("blind",))["recall"][0] <= 3


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
