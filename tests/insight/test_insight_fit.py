"""Each KPI's alignment score adds up, says why, and costs nothing for what is not known (AUD-14, FUT-2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.fit import PAGE, Figures, Remembering, plan_rows, rewordings, steady, total
from bench.text import plans
from vitalfew.insight.edge import Edge, Today
from vitalfew.insight.estimate import Estimate
from vitalfew.insight.fit import Alignment, alignment_of
from vitalfew.insight.known import Evidence, Kept
from vitalfew.insight.lead import Lead
from vitalfew.insight.meant import Meant
from vitalfew.insight.parts import PARTS, PartName, Seen, weighed
from vitalfew.insight.replace import gaps, replacements, shelf
from vitalfew.insight.sight import Sight
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.text.engine import Engine, best_engine

FRAMEWORK = """
strategy: {mission: Good coffee for everybody}
objectives:
  - {id: loyal, statement: Customers stay with us, headline: churn}
  - {id: safe, statement: Everybody goes home from work unhurt}
people: [{id: ana, name: Ana}]
kpis:
  - id: churn
    name: Customer churn
    definition: Share of customers who left within the period
    because: It shows whether customers stay
    objectives: [loyal]
    level: tier-1
    unit: "%"
    direction: down
    timing: lagging
    stage: outcome
    formula: lost / customers
    baseline: {value: 5, from: 2026-01-01, to: 2026-03-31}
    target: {reach: 3, by: 2026-12-31}
    threshold: 6
    guards: [complaints]
    owner: ana
  - {id: complaints, name: Complaints by customers, objectives: [loyal], drives: [{kpi: churn, elasticity: 0.3}]}
  - {id: accidents, name: Accidents at work, objectives: [loyal]}
  - {id: cups, name: Energy per kilo}
"""


@pytest.fixture(scope="module")
def by() -> Engine:
    return Remembering(best_engine().engine)


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load_texts({"framework/main.yaml": FRAMEWORK}).framework


@pytest.fixture(scope="module")
def meant(by: Engine, framework: Framework) -> Meant:
    return Meant(framework, Lines(framework), by)


def scores(meant: Meant, known: Evidence | None = None) -> dict[str, Alignment]:
    return {each.kpi: each for each in alignment_of(meant, known)}


things = st.builds(
    Seen,
    st.sampled_from(list(PARTS)),
    st.floats(0.1, 5),
    st.none() | st.floats(0, 1),
    st.just("it is so"),
    st.just("do it"),
)


@given(st.lists(things, max_size=30), st.fixed_dictionaries({part: st.floats(0, 100) for part in PARTS}))
def test_things_add_up_to_parts_and_parts_to_a_hundred(seen: list[Seen], weights: dict[PartName, float]) -> None:
    parts = weighed(seen, weights, {})
    known = {each.part for each in seen if each.share is not None and weights[each.part] > 0}
    assert [part.id for part in parts] == list(PARTS)
    assert {part.id for part in parts if part.items} == known == {part.id for part in parts if not part.unknown}
    assert sum(round(part.most * 10) for part in parts) == (1000 if known else 0)
    for part in parts:
        assert round(part.points * 10) == sum(round(item.points * 10) for item in part.items)
        assert all(0 <= item.points <= item.most for item in part.items)
    made = Alignment("k", parts, (), None, abstained=False)
    assert round(made.score * 10) == sum(round(item.points * 10) for part in parts for item in part.items)


def test_every_point_that_is_missing_says_what_raises_it(meant: Meant) -> None:
    for each in scores(meant).values():
        assert each.score == round(sum(part.points for part in each.parts), 1)
        for part in each.parts:
            assert part.reason
            assert all(item.raises for item in part.items if item.points < item.most and item.points == 0)
        assert all(item.raises and item.points < item.most for item in each.raises)


def test_a_whole_kpi_scores_higher_than_one_that_serves_nothing(meant: Meant) -> None:
    found = scores(meant)
    assert found["churn"].score > 80 > found["complaints"].score > found["cups"].score
    assert found["cups"].band == "weak"
    assert found["cups"].part("structure").points == 0
    assert found["cups"].part("meaning").points == 0


def test_what_nobody_knows_is_left_out_and_said(meant: Meant) -> None:
    found = scores(meant)["churn"]
    for part in (found.part("evidence"), found.part("behaviour")):
        assert part.most == 0
        assert "neither for nor against" in part.reason
    assert sum(round(part.most * 10) for part in found.parts) == 1000


def test_the_data_speak_for_a_link_against_it_or_not_at_all(meant: Meant) -> None:
    framework = meant.framework
    empty = Estimate("complaints", "churn", 0, "month", "elasticity", 0.3, 0, 3)

    def part(said: str) -> tuple[float, float]:
        edge = Edge("complaints", "churn", "none", estimate=replace(empty, said=said))  # type: ignore[arg-type]  # as found
        sight = Sight(framework, Today({}, {}), (edge,), {}, meant.lines)
        found = scores(meant, Evidence(sight))["complaints"].part("evidence")
        return found.points, found.most

    for_, against = part("clear"), part("against")
    assert for_[0] == for_[1] == against[1] > against[0] == 0
    assert part("unclear") == part("not-enough") == (0, 0)


def test_a_lead_that_stopped_costs_points(meant: Meant) -> None:
    empty = Estimate("complaints", "churn", 0, "month", "elasticity", 0.3, 0, 3)
    lead = Lead("complaints", "churn", 0, "month", "stopped", "it led until May", empty, stopped=date(2026, 5, 1))
    found = scores(meant, Evidence(leads=(lead,)))["complaints"].part("evidence")
    assert found.points == 0 < found.most
    assert "it led until May" in found.reason


def test_the_owner_counts_for_those_who_may_know_and_only_on_enough(meant: Meant) -> None:
    kept = {"ana": [Kept("updates in time", 3, 4), Kept("reviews attended", 0, 3)]}
    found = scores(meant, Evidence(behaviour=kept))["churn"].part("behaviour")
    assert found.points == pytest.approx(0.75 * found.most, abs=0.1)
    assert found.reason == "3 of 4: updates in time"
    copied = scores(meant, Evidence(behaviour={"ana": [Kept("updates in time", 3, 8, 4)]}))["churn"].part("behaviour")
    assert copied.points == pytest.approx(0.375 * copied.most, abs=0.1)
    assert copied.reason == "3 of 8: updates in time; 4 more only repeat the one before"


def test_weights_are_policy(by: Engine) -> None:
    text = FRAMEWORK + "policy: {weight-meaning: 0, weight-definition: 0}\n"
    own = load_texts({"framework/main.yaml": text}).framework
    found = scores(Meant(own, Lines(own), by))["churn"]
    assert found.part("structure").most == 100
    assert found.part("meaning").reason == "it weighs nothing here"


def test_an_objective_that_fits_better_is_named_and_one_that_lacks_kpis_gets_some(meant: Meant) -> None:
    found = scores(meant)
    assert found["churn"].better is None
    better = found["accidents"].better
    assert better is not None
    assert better.objective == "safe"
    assert found["accidents"].weak_links
    (gap,) = gaps(shelf(meant))
    assert (gap.objective, gap.named) == ("safe", 0)
    assert gap.proposals
    assert all(each.fit.band == "strong" for each in gap.proposals)


def test_a_weak_kpi_gets_an_entry_of_the_catalogue_for_its_objective(by: Engine) -> None:
    text = (
        "objectives: [{id: loyal, statement: Customers stay with us}]\nkpis: [{id: a, name: Roof repairs, objectives: [loyal]}]\n"
    )
    own = load_texts({"framework/main.yaml": text}).framework
    meant = Meant(own, Lines(own), by)
    (proposal,) = replacements(shelf(meant), alignment_of(meant))
    assert (proposal.kpi, proposal.fit.objective, proposal.fit.band) == ("a", "loyal", "strong")
    assert not own.kpi.keys() & {proposal.entry.id}


@pytest.fixture(scope="module")
def rows(by: Engine) -> list[Figures]:
    return [row for plan in plans() for row in plan_rows(by, plan)]


def test_the_score_tells_right_links_from_wrong_better_than_the_engine_and_words_alone(rows: list[Figures]) -> None:
    for half in ("mend", "hold-out"):
        words, engine, score = (total(rows, name, half) for name in ("tf-idf", "engine", "score"))
        assert score["orphan_auc"] > max(engine["orphan_auc"] + 0.02, words["orphan_auc"] + 0.15, 0.93)
        assert score["link_auc"] > max(engine["link_auc"] + 0.02, words["link_auc"] + 0.15)
        assert score["recall_1"] >= engine["recall_1"]
        assert score["misplaced_found"] > 3 * score["misled"]


def test_other_words_for_the_same_kpi_move_its_score_by_little(by: Engine) -> None:
    assert len(rewordings()) >= 60
    assert steady(by, "rewording", every=4)["ninth"] < 10


def test_the_page_says_what_is_reached(rows: list[Figures]) -> None:
    table = PAGE.read_text(encoding="utf-8").split("<!-- plans:")[1].split("<!-- end -->")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("| ")]
    said = {(row[0], row[4]): [float(each) for each in row[5:8]] for row in cells[1:] if row[0] != "all"}
    assert said.keys() == {(row["plan"], row["method"]) for row in rows}
    for row in rows:
        reached = [row[key] for key in ("recall_1", "link_auc", "orphan_auc")]
        assert said[row["plan"], row["method"]] == pytest.approx(reached, abs=0.03 + 1 / row["kpis"])
