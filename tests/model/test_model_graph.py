"""Lines from KPIs up to the mission, what breaks them, and circles in cause and effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.base.ref import Ref
from vitalfew.model.framework import Framework
from vitalfew.model.graph import MISSION, Lines, cycles, formula_kpis
from vitalfew.model.kpi import Kpi


def framework(kpis: Sequence[Mapping[str, object]], objectives: Sequence[Mapping[str, object]] = ({"id": "grow"},)) -> Framework:
    return Framework.model_validate({"strategy": {"mission": "Roast well."}, "objectives": list(objectives), "kpis": list(kpis)})


def trace(lines: Lines, kpi: str) -> tuple[str, ...]:
    """Write a line as text: each step's link and end, then what breaks it."""
    line = lines.line(Ref("kpi", kpi))
    return (*(f"{step.link} {step.to}" for step in line.steps), *([line.broken] if line.broken else []))


def test_a_line_goes_by_the_objective_to_the_mission() -> None:
    lines = Lines(framework([{"id": "churn", "objectives": ["grow"]}]))
    assert trace(lines, "churn") == ("objectives objective:grow", "mission strategy:mission")


def test_a_line_climbs_kpis_and_objectives() -> None:
    lines = Lines(
        framework(
            [{"id": "calls", "contributes_to": ["leads"]}, {"id": "leads", "objectives": ["sell"]}],
            [{"id": "sell", "supports": ["grow"]}, {"id": "grow"}],
        )
    )
    assert trace(lines, "calls") == (
        "contributes_to kpi:leads",
        "objectives objective:sell",
        "supports objective:grow",
        "mission strategy:mission",
    )


@pytest.mark.parametrize(
    ("kpis", "steps"),
    [
        ([{"id": "a", "drives": ["b"]}, {"id": "b", "objectives": ["grow"]}], "drives kpi:b"),
        ([{"id": "a"}, {"id": "b", "formula": "kpi.a / orders", "objectives": ["grow"]}], "formula kpi:b"),
    ],
    ids=["cause and effect", "a formula"],
)
def test_cause_and_effect_and_formulas_carry_a_line(kpis: list[dict[str, object]], steps: str) -> None:
    lines = Lines(framework(kpis))
    assert trace(lines, "a")[0] == steps
    assert Ref("kpi", "a") in lines.reaching


def test_an_objective_that_drives_another_leads_on_through_it() -> None:
    lines = Lines(framework([{"id": "a", "objectives": ["learn"]}], [{"id": "learn", "drives": ["grow"]}, {"id": "grow"}]))
    assert "drives objective:grow" in trace(lines, "a")


@pytest.mark.parametrize(
    ("kpis", "broken"),
    [
        ([{"id": "a"}], "`kpi:a` names no objective and contributes to no KPI"),
        ([{"id": "a", "contributes_to": ["b"]}, {"id": "b"}], "`kpi:b` names no objective and contributes to no KPI"),
        ([{"id": "a", "contributes_to": ["b"]}, {"id": "b", "contributes_to": ["a"]}], "`kpi:b` leads round in a circle"),
        ([{"id": "a", "contributes_to": ["b"]}, {"id": "b", "lifecycle": "retired"}], "`kpi:b` is retired"),
        ([{"id": "a", "objectives": ["gone"]}], "`objective:gone` is not declared"),
        (
            [{"id": "a", "contributes_to": ["b", "c"]}, {"id": "b"}, {"id": "c", "contributes_to": ["a"]}],
            "`kpi:b` names no objective and contributes to no KPI",
        ),
    ],
    ids=["no line", "a dead end", "a circle", "retired", "not declared", "a dead end says more than a circle"],
)
def test_what_breaks_a_line_is_said(kpis: list[dict[str, object]], broken: str) -> None:
    assert trace(Lines(framework(kpis)), "a")[-1] == broken


def test_a_line_that_arrives_wins_over_a_dead_reference() -> None:
    lines = Lines(framework([{"id": "a", "objectives": ["gone", "grow"]}]))
    assert trace(lines, "a") == ("objectives objective:grow", "mission strategy:mission")


def test_of_two_dead_references_the_nearer_is_said() -> None:
    lines = Lines(framework([{"id": "a", "contributes_to": ["b"], "objectives": ["gone"]}, {"id": "b", "objectives": ["lost"]}]))
    assert trace(lines, "a") == ("objectives objective:gone", "`objective:gone` is not declared")


def test_objectives_that_support_each_other_lead_round_in_a_circle() -> None:
    lines = Lines(framework([], [{"id": "a", "supports": ["b"]}, {"id": "b", "supports": ["a"]}]))
    assert lines.line(Ref("objective", "a")).broken == "`objective:b` leads round in a circle"


def test_without_a_mission_every_line_breaks_at_the_strategy() -> None:
    lines = Lines(Framework.model_validate({"objectives": [{"id": "grow"}]}))
    assert lines.line(Ref("objective", "grow")).broken == "the strategy states no mission"


@pytest.mark.parametrize(
    ("objectives", "broken"),
    [(["grow"], None), (["gone"], "`objective:gone` is not declared")],
    ids=["it is declared", "it is not declared"],
)
def test_a_line_may_end_at_the_objective(objectives: list[str], broken: str | None) -> None:
    lines = Lines(framework([{"id": "a", "objectives": objectives}]))
    line = lines.line(Ref("kpi", "a"), goal="objective")
    assert (len(line.steps), line.broken) == (1, broken)


def test_a_line_from_an_objective_to_an_objective_goes_on_to_another() -> None:
    lines = Lines(framework([], [{"id": "sell", "supports": ["grow"]}, {"id": "grow"}]))
    assert lines.line(Ref("objective", "sell"), goal="objective").steps[-1].to == Ref("objective", "grow")
    assert lines.line(Ref("objective", "grow"), goal="objective").steps[-1].to == MISSION


def test_a_line_from_what_is_not_declared_says_so() -> None:
    assert Lines(framework([])).line(Ref("kpi", "a")).broken == "`kpi:a` is not declared"


def test_of_a_doubled_id_the_first_counts() -> None:
    lines = Lines(framework([{"id": "a", "objectives": ["grow"]}, {"id": "a"}]))
    assert trace(lines, "a")[0] == "objectives objective:grow"


def test_a_kpi_reaches_what_it_leads_to_and_a_dead_reference_is_no_second_fault() -> None:
    """AUD-1: an orphan is a KPI from which nothing leads to an objective."""
    lines = Lines(
        framework(
            [
                {"id": "direct", "objectives": ["grow"]},
                {"id": "through", "contributes_to": ["direct"], "objectives": ["grow"]},
                {"id": "misspelt", "contributes_to": ["dirct"]},
                {"id": "orphan"},
                {"id": "to-retired", "contributes_to": ["old"]},
                {"id": "old", "lifecycle": "retired", "objectives": ["grow"]},
                {"id": "round", "contributes_to": ["about"]},
                {"id": "about", "contributes_to": ["round"]},
            ]
        )
    )
    kpis = {ref.id for ref in lines.reaching if ref.kind == "kpi"}
    assert kpis == {"direct", "through", "misspelt", "dirct"}


def test_kpis_are_linked_to_an_objective_directly_and_through_contributions() -> None:
    """AUD-6: the pair of leading and lagging may be met by KPIs of any level."""
    lines = Lines(
        framework(
            [
                {"id": "result", "objectives": ["grow"]},
                {"id": "driver", "contributes_to": ["result", "old", "result", "nowhere"]},
                {"id": "deep", "contributes_to": ["driver", "deep"]},
                {"id": "apart"},
                {"id": "old", "lifecycle": "retired", "objectives": ["sell"]},
            ]
        )
    )
    assert {objective: tuple(kpi.id for kpi in kpis) for objective, kpis in lines.linked.items()} == {
        "grow": ("result", "driver", "deep")
    }


@pytest.mark.parametrize(
    ("formula", "kpis"),
    [(None, ()), ("orders", ()), ("kpi.a - kpi.net_b", ("a", "net-b")), ("kpi.a +", ())],
    ids=["no formula", "measures only", "KPIs", "cannot be read"],
)
def test_the_kpis_of_a_formula_are_read(formula: str | None, kpis: tuple[str, ...]) -> None:
    assert formula_kpis(Kpi(id="x", formula=formula)) == kpis


def test_a_formula_of_unknown_kpis_gives_them_no_edges() -> None:
    lines = Lines(framework([{"id": "b", "formula": "kpi.gone", "objectives": ["grow"]}]))
    assert Ref("kpi", "gone") not in lines.edges


def test_a_line_as_long_as_ten_thousand_steps_is_walked() -> None:
    kpis = [{"id": f"k{number}", "contributes_to": [f"k{number + 1}"]} for number in range(10_000)]
    lines = Lines(framework([*kpis, {"id": "k10000", "objectives": ["grow"]}]))
    assert len(lines.line(Ref("kpi", "k0")).steps) == 10_002
    assert len(lines.reaching) == 10_002


# Cycles


def reached(edges: Mapping[str, Sequence[str]], start: str) -> set[str]:
    """Give every node that a walk of one step or more leads to; the naive way."""
    found: set[str] = set()
    following = set(edges.get(start, ()))
    while following:
        found |= following
        following = {step for node in following for step in edges.get(node, ())} - found
    return found


EDGES = st.dictionaries(st.sampled_from("abcdefg"), st.lists(st.sampled_from("abcdefgh"), max_size=4), max_size=7)


@given(EDGES)
def test_cycles_are_those_that_a_naive_search_finds(edges: dict[str, list[str]]) -> None:
    walks = cycles(edges)
    in_circle = {node for node in edges if node in reached(edges, node)}
    groups = {
        frozenset(other for other in in_circle if other in reached(edges, node) and node in reached(edges, other))
        for node in in_circle
    }
    assert {min(group) for group in groups} == {walk[0] for walk in walks}
    assert len(walks) == len(groups)
    for walk in walks:
        assert len(set(walk)) == len(walk)
        assert all(step in edges[node] for node, step in zip(walk, [*walk[1:], walk[0]], strict=True))


def test_a_node_that_leads_to_itself_is_a_cycle() -> None:
    assert cycles({"a": ["b", "a"], "b": []}) == [["a"]]


def test_the_shortest_walk_round_is_given_from_its_smallest_id() -> None:
    assert cycles({"c": ["d", "a"], "d": ["a"], "a": ["b"], "b": ["c"]}) == [["a", "b", "c"]]


def test_a_chain_of_ten_thousand_has_no_cycle_and_closed_has_one() -> None:
    chain = {f"k{number}": [f"k{number + 1}"] for number in range(10_000)}
    assert cycles(chain) == []
    walks = cycles({**chain, "k10000": ["k0"]})
    assert [len(walk) for walk in walks] == [10_001]
