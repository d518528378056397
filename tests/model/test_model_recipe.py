"""A recipe changes exactly when what decides the numbers changes."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest

from vitalfew.model.framework import Framework
from vitalfew.model.recipe import recipe

DECLARED: dict[str, Any] = {
    "sources": [{"id": "shop", "kind": "files", "path": "data/*.csv"}, {"id": "other", "kind": "files", "path": "other/*.csv"}],
    "measures": [
        {"id": "revenue", "source": "shop", "table": "orders", "date": "day", "value": "sum(net)", "where": "not test"},
        {"id": "orders", "source": "shop", "table": "orders", "date": "day", "value": "count(*)"},
        {"id": "visits", "source": "shop", "table": "visits", "date": "day", "value": "count(*)"},
    ],
    "kpis": [
        {"id": "basket", "name": "Basket", "formula": "revenue / orders"},
        {"id": "per-visit", "formula": "kpi.basket * orders / visits"},
    ],
}


def recipes(declared: dict[str, Any]) -> dict[str, str]:
    framework = Framework.model_validate(declared)
    return {kpi.id: recipe(kpi, framework) for kpi in framework.kpis}


def changed(path: str, value: object) -> set[str]:
    """Give the KPIs whose recipe differs once the field at a dotted path has another value."""
    other = deepcopy(DECLARED)
    *way, last = path.split(".")
    noun: Any = other
    for step in way:
        noun = noun[int(step)] if step.isdigit() else noun[step]
    noun[last] = value
    before, after = recipes(DECLARED), recipes(other)
    return {id_ for id_ in before if before[id_] != after[id_]}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("kpis.0.formula", "revenue / (orders + 1)"),
        ("kpis.0.formula", "1000001 * revenue / orders"),
        ("kpis.0.unit", "%"),
        ("kpis.0.over_time", "sum"),
        ("kpis.0.over_org_units", "mean"),
        ("measures.0.value", "sum(gross)"),
        ("measures.0.where", "true"),
        ("measures.0.date", "shipped"),
        ("measures.0.table", "sales"),
        ("measures.0.by", ["shop"]),
        ("measures.0.empty", "zero"),
        ("measures.0.source", "other"),
        ("sources.0.path", "data/2026/*.csv"),
        ("sources.0.decimal", ","),
        ("sources.0.bad_rows", "skip"),
        ("sources.0.doubled_rows", "drop"),
        ("sources.0.encoding", "latin-1"),
    ],
)
def test_a_changed_definition_changes_the_recipe_and_that_of_kpis_made_of_it(path: str, value: object) -> None:
    assert changed(path, value) == {"basket", "per-visit"}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("kpis.0.name", "Average basket"),
        ("kpis.0.owner", "ana"),
        ("kpis.0.unit", "EUR"),
        ("kpis.0.formula", " revenue/orders "),
        ("kpis.0.formula", "(revenue) / orders"),
        ("kpis.0.target", {"at_least": 3}),
        ("measures.0.name", "Net revenue"),
        ("measures.0.unit", "EUR"),
        ("sources.0.name", "Shop"),
        ("sources.0.doubled_rows", "keep"),
        ("sources.0.steward", "ben"),
        ("sources.1.path", "elsewhere/*.csv"),
    ],
)
def test_names_people_and_targets_leave_the_recipe_as_it_is(path: str, value: object) -> None:
    assert changed(path, value) == set()


def test_a_changed_kpi_leaves_the_kpis_below_it_as_they_are() -> None:
    assert changed("kpis.1.formula", "kpi.basket") == {"per-visit"}
    assert changed("measures.2.where", "true") == {"per-visit"}


def test_large_numbers_in_a_formula_are_told_apart_to_the_last_digit() -> None:
    framework = Framework.model_validate({"kpis": [{"id": "a", "formula": "1234567 * m"}, {"id": "b", "formula": "1234568 * m"}]})
    assert len({recipe(kpi, framework) for kpi in framework.kpis}) == 2


@pytest.mark.parametrize(
    "formula", [None, "revenue +", "gone / missing", "kpi.gone"], ids=["none", "unreadable", "no measure", "no KPI"]
)
def test_a_kpi_that_cannot_be_measured_has_a_recipe_too(formula: str | None) -> None:
    framework = Framework.model_validate({"kpis": [{"id": "a", "formula": formula}]})
    assert re.fullmatch("[0-9a-f]{12}", recipe(framework.kpis[0], framework))


def test_formulas_that_lead_back_to_themselves_have_a_recipe_each() -> None:
    kpis = [{"id": "a", "formula": "kpi.b + 1"}, {"id": "b", "formula": "kpi.a + 2"}, {"id": "c", "formula": "kpi.c"}]
    assert len(set(recipes({"kpis": kpis}).values())) == 3


def test_a_chain_of_a_thousand_formulas_and_a_ladder_of_forks_end() -> None:
    """Recursion would end at the first, and at 2 to the power of 60 the second would not end."""
    chain = [{"id": f"c{number}", "formula": f"kpi.c{number + 1} + 1"} for number in range(1_500)]
    ladder = [{"id": f"f{number}", "formula": f"kpi.f{number + 1} + kpi.f{number + 2}"} for number in range(60)]
    framework = Framework.model_validate({"kpis": [*chain, *ladder]})
    assert recipe(framework.kpi["c0"], framework) != recipe(framework.kpi["f0"], framework)
