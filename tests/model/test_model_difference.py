"""A change is told in terms of the strategy: what came, went, moved, whom it touches and which history it makes outdated."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.load.read import load_texts
from vitalfew.model.difference import Difference, Edit, difference
from vitalfew.model.framework import Framework

BEFORE = """\
strategy: {mission: Bread}
people: [{id: eva, name: Eva}, {id: max, name: Max}]
objectives: [{id: loved, statement: People come back, owner: eva}]
sources: [{id: till, kind: files, path: data/sales.csv}]
measures: [{id: takings, source: till, date: day, value: sum(amount)}, {id: visits, source: till, date: day, value: count(*)}]
kpis:
  - {id: revenue, name: Revenue, level: company, objectives: [loved], formula: takings,
     owner: eva, target: {at_least: 10}, threshold: 5}
  - {id: basket, name: Basket, level: department, contributes_to: [revenue], formula: takings / visits, owner: max}
cadences:
  - {id: weekly, name: Weekly look, rhythm: weekly on monday 09:00, tiers: [1], chair: eva}
  - {id: monthly, name: Monthly look, rhythm: monthly on day 5 09:00, tiers: [2]}
"""


def framework(text: str) -> Framework:
    loaded = load_texts({"framework/main.yaml": text})
    assert loaded.findings == ()
    return loaded.framework


def change(*pairs: tuple[str, str]) -> Difference:
    after = BEFORE
    for old, new in pairs:
        assert old in after
        after = after.replace(old, new)
    return difference(framework(BEFORE), framework(after))


def test_the_same_framework_differs_in_nothing() -> None:
    assert change() == Difference()


def test_layout_and_comments_mean_nothing() -> None:
    assert change(("target: {at_least: 10}", "target: {at_least: 10.0}"), ("kpis:", "# a comment\nkpis:")) == Difference()


def test_owner_target_threshold_and_line_are_told_apart() -> None:
    found = change(
        ("owner: eva, target: {at_least: 10}, threshold: 5", "owner: max, target: {at_least: 1234567.5}, threshold: 6"),
        ("contributes_to: [revenue]", "contributes_to: [{id: revenue, weight: 2}], objectives: [loved]"),
    )

    basket, revenue = found.changes
    assert basket.edits == (
        Edit("line", "contributes_to", "revenue", "revenue, weight 2"),
        Edit("line", "objectives", None, "loved"),
    )
    assert revenue.edits == (
        Edit("owner", "owner", "eva", "max"),
        Edit("target", "target", "at least 10", "at least 1,234,567.5"),
        Edit("threshold", "threshold", "5", "6"),
    )


def test_what_came_is_told_with_its_lines_owner_and_target_and_what_went_by_name() -> None:
    found = change(("id: basket, name: Basket", "id: cart, name: Cart"))

    added, removed = found.changes
    assert (added.how, added.ref, added.name) == ("added", Ref("kpi", "cart"), "Cart")
    assert [edit.field for edit in added.edits] == ["contributes_to", "owner"]
    assert (removed.how, removed.ref, removed.edits) == ("removed", Ref("kpi", "basket"), ())


def test_a_section_is_told_by_its_keys() -> None:
    (found,) = change(("mission: Bread", "mission: Better bread")).changes

    assert found.ref == Ref("strategy", "main")
    assert found.edits == (Edit("other", "mission", "Bread", "Better bread"),)


def test_reviews_are_touched_by_tier_and_unit_or_by_the_kpis_own_word() -> None:
    (tier_1,) = change(("threshold: 5", "threshold: 6")).reviews
    (named,) = change(("threshold: 5", "threshold: 6, review: monthly")).reviews
    (went,) = change(("id: basket", "id: cart")).reviews

    assert (tier_1.name, tier_1.chair, tier_1.kpis) == ("Weekly look", "eva", ("revenue",))
    assert (named.name, named.kpis) == ("Monthly look", ("revenue",))
    assert went.kpis == ("basket", "cart")


def test_history_becomes_outdated_where_the_recipe_is_another_one() -> None:
    measure = change(("value: count(*)", "value: sum(items)"))

    assert measure.outdated == (Ref("kpi", "basket"),)
    assert [review.kpis for review in measure.reviews] == [("basket",)]
    assert change(("threshold: 5", "threshold: 6")).outdated == ()
