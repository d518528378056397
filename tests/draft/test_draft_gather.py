"""Goals are matched to what they mean, or to nothing; a KPI's relevance is of one pattern, whatever the other goals are."""

from __future__ import annotations

import pytest

from vitalfew.catalog.read import catalogue
from vitalfew.draft.brief import Brief
from vitalfew.draft.choice import Candidates
from vitalfew.draft.context import context_of
from vitalfew.draft.gather import burden, gather
from vitalfew.text.engine import Engine


def gathered(engine: Engine, industry: str, *goals: str, **more: object) -> Candidates:
    given = {"name": "Example", "industry": industry, "size": 40, "goals": goals} | more
    return gather(context_of(Brief.model_validate(given)), engine)


@pytest.mark.parametrize(
    ("industry", "goal", "pattern"),
    [
        ("café", "get more regular guests", "guests-direct"), ("café", "waste less food", "tables-earn"),
        ("café", "happy team", "people-engaged"), ("software", "stop losing engineers", "good-people-stay"),
        ("software", "ship features faster", "ideas-to-users"), ("plumbing", "get paid faster", "cash-comes-faster"),
        ("plumbing", "find enough staff", "posts-filled"), ("plumbing", "less paperwork for the boss", "overhead-light"),
        ("plumbing", "become the best known plumber in town", "brand-in-mind"), ("bakery", "make more profit", "profit-grows"),
        ("charity", "find more volunteers", "volunteers-stay"), ("charity", "not depend on one big donor", "donors-carry"),
        ("dental practice", "no-shows down", "patients-pass-through"),
        ("dental practice", "Fewer missed appointments", "patients-pass-through"),
        ("hospital", "Break even without closing wards", "care-affordable"),
        ("hospital", "Shorter waiting times", "care-in-time"),
        ("power utility", "The lights stay on", "supply-never-fails"), ("newspaper", "More paying subscribers", "readers-pay"),
        ("insurance", "Write only risks we understand", "risks-priced"), ("builder", "Only take work that pays", "profit-grows"),
    ],
)  # fmt: skip
def test_goals_of_small_companies_are_understood(engine: Engine, industry: str, goal: str, pattern: str) -> None:
    assert gathered(engine, industry, goal).goals[0].pattern == pattern


@pytest.mark.parametrize("goal", ["Umsatz verdoppeln", "Mehr Umsatz machen", "asdf qwer", "12345 67890 %%"])
def test_what_is_not_understood_means_nothing(engine: Engine, goal: str) -> None:
    found = gathered(engine, "café", goal).goals[0]
    assert (found.pattern, found.band, found.decided) == (None, "none", False)


def test_a_person_decides_what_a_goal_means(engine: Engine) -> None:
    found = gathered(engine, "café", "get more regular guests", meant={"get more regular guests": "guests-delighted"}).goals[0]
    assert (found.pattern, found.decided) == ("guests-delighted", True)


def test_another_goal_changes_nothing_for_the_others(engine: Engine) -> None:
    one = gathered(engine, "café", "get more regular guests", "waste less food")
    other = gathered(engine, "café", "get more regular guests", "find enough staff")
    assert one.goals[0] == other.goals[0]
    for id_ in {each.pattern.id for each in one.aims} - {one.goals[1].pattern, other.goals[1].pattern}:
        mine = {each.entry.id: each.relevance.get(id_) for each in one.options}
        theirs = {each.entry.id: each.relevance.get(id_) for each in other.options}
        assert {kpi: value for kpi, value in mine.items() if value} == {kpi: value for kpi, value in theirs.items() if value}


def test_focus_weighs_the_patterns_that_speak_of_it(engine: Engine) -> None:
    aims = {each.pattern.id: each.focus for each in gathered(engine, "café", "Grow", focus=["cost reduction"]).aims}
    assert max(aims, key=aims.__getitem__) == "unit-cost-falls"
    assert not any(each.focus for each in gathered(engine, "café", "Grow").aims)


def test_headline_and_listed_kpis_are_the_most_relevant(engine: Engine) -> None:
    found = gathered(engine, "online shop", "Grow revenue")
    relevance = {each.entry.id: each.relevance for each in found.options}
    for aim in found.aims:
        listed = [relevance[kpi][aim.pattern.id] for kpi in aim.pattern.kpis if kpi in relevance]
        others = [
            each[aim.pattern.id] for kpi, each in relevance.items() if aim.pattern.id in each and kpi not in aim.pattern.kpis
        ]
        assert min(listed) > max(others) - 0.1
        assert all(0 <= each <= 1 for each in (*listed, *others))


def test_a_burden_grows_with_tables_columns_and_frequency() -> None:
    book = catalogue()
    burdens = {entry.id: burden(book, entry) for entry in book.entries}
    assert all(0 < each <= 1 for each in burdens.values())
    entry = next(each for each in book.entries if each.every == "month" and burdens[each.id] < 0.5)
    assert burden(book, entry.model_copy(update={"every": "day"})) > burdens[entry.id]
    assert burden(book, entry.model_copy(update={"every": "quarter"})) < burdens[entry.id]
