"""The framework as a whole, and the presets it starts from."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from vitalfew.base.ref import Ref
from vitalfew.model.framework import Framework
from vitalfew.model.organization import PolicyRange
from vitalfew.model.preset import FREE, PERSPECTIVES, PRESETS, Span, levels_of
from vitalfew.model.strategy import Objective

# Perspectives, policy, presets


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Financial", "financial"),
        ("finance", "financial"),
        ("Customers", "customer"),
        ("Internal Processes", "internal-process"),
        ("process", "internal-process"),
        ("Learning & Growth", "learning-and-growth"),
        ("people", "learning-and-growth"),
        ("Our planet", "our-planet"),
    ],
)
def test_a_perspective_is_known_by_its_common_names(text: str, id_: str) -> None:
    assert Objective(id="grow", perspective=text).perspective == id_


def test_a_perspective_that_is_no_text_is_refused() -> None:
    with pytest.raises(ValidationError, match="valid string"):
        Objective.model_validate({"id": "grow", "perspective": 4})


def test_a_policy_range_has_its_bounds_in_order() -> None:
    with pytest.raises(ValidationError, match="max 2 is below min 3"):
        PolicyRange(min=3, max=2)
    assert PolicyRange(min=3, max=3).max == 3
    assert PolicyRange(max=3).min is None


def test_policy_overrides_one_bound_and_leaves_the_other() -> None:
    framework = Framework.model_validate({"policy": {"tier-1": {"max": 9}, "in-all": {"min": 2}}})
    assert framework.span("tier-1", Span(3, 7)) == Span(3, 9)
    assert framework.span("in-all", Span(25, 45)) == Span(2, 45)
    assert framework.span("objectives", Span(3, 5)) == Span(3, 5)


@pytest.mark.parametrize(
    ("span", "inside", "outside", "words"),
    [
        (Span(3, 7), (3, 7), (2, 8), "3 to 7"),
        (Span(1, 1), (1,), (0, 2), "1"),
        (Span(None, 7), (0, 7), (8,), "at most 7"),
        (Span(2, None), (2, 99), (1,), "at least 2"),
    ],
)
def test_a_span_holds_both_its_ends(span: Span, inside: tuple[int, ...], outside: tuple[int, ...], words: str) -> None:
    assert all(count in span for count in inside)
    assert not any(count in span for count in outside)
    assert str(span) == words


def test_a_free_span_holds_every_count() -> None:
    assert 0 in FREE
    assert 10**9 in FREE


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_a_preset_begins_with_tier_1_and_holds_at_most_seven_there(preset: Any) -> None:
    """CAS-2: more than seven at tier 1 is an error without exception."""
    tiers = [level.tier for level in levels_of(preset)]
    assert tiers == sorted(tiers)
    assert tiers[0] == 1
    assert preset.levels[0].kpis.max <= 7


# The framework


def test_a_framework_without_levels_and_perspectives_takes_those_of_its_preset() -> None:
    framework = Framework(preset="cascade")
    assert [level.id for level in framework.all_levels] == ["corporate", "business-unit", "function", "team", "individual"]
    assert framework.lenses == PERSPECTIVES
    assert framework.rules.name == "cascade"


def test_own_levels_and_perspectives_stand_in_their_place() -> None:
    """CAS-1, STR-4: levels and lenses are the organisation's own."""
    framework = Framework.model_validate({"levels": [{"id": "site", "tier": 1}], "perspectives": [{"id": "planet"}]})
    assert [level.id for level in framework.all_levels] == ["site"]
    assert [lens.id for lens in framework.lenses] == ["planet"]


def test_every_noun_is_found_by_its_address_and_of_a_doubled_id_the_first() -> None:
    framework = Framework.model_validate(
        {
            "kpis": [{"id": "a", "name": "First"}, {"id": "a", "name": "Second"}],
            "objectives": [{"id": "a"}],
            "people": [{"id": "ana"}, {"id": "ana", "name": "Ana"}],
            "measures": [{"id": "m", "sql": "select 1"}],
            "org_units": [{"id": "sales"}],
        }
    )
    first = framework.kpis[0]
    assert framework.index[Ref("kpi", "a")] is first
    assert framework.kpi == {"a": first}
    assert framework.objective["a"] is framework.index[Ref("objective", "a")]
    assert framework.person["ana"].name is None
    assert framework.measure["m"].sql == "select 1"
    assert framework.org_unit["sales"].ref in framework.index
    assert {Ref("level", "company"), Ref("perspective", "customer")} <= set(framework.index)


@pytest.mark.parametrize(
    ("fields", "level", "tier"),
    [
        ({"level": "company"}, "company", 1),
        ({"org_unit": "sales"}, "department", 2),
        ({"org_unit": "nowhere"}, None, None),
        ({"org_unit": "sales", "level": "company"}, "company", 1),
        ({"level": "galaxy"}, None, None),
        ({}, None, None),
        ({"level": "company", "kind": "metric"}, "company", 3),
    ],
)
def test_a_kpi_is_of_its_own_level_else_of_its_units(fields: dict[str, str], level: str | None, tier: int | None) -> None:
    framework = Framework.model_validate(
        {"org_units": [{"id": "sales", "level": "department"}], "kpis": [{"id": "churn", **fields}]}
    )
    found = framework.level_of(framework.kpis[0])
    assert (found.id if found else None, framework.tier_of(framework.kpis[0])) == (level, tier)


def test_retired_kpis_and_metrics_are_not_counted_for_an_objective() -> None:
    """CAS-6: what leadership does not review is not counted."""
    framework = Framework.model_validate(
        {
            "kpis": [
                {"id": "a", "objectives": ["grow", "sell"]},
                {"id": "b", "objectives": ["grow"], "lifecycle": "draft"},
                {"id": "c", "objectives": ["grow"], "lifecycle": "retired"},
                {"id": "d", "objectives": ["grow"], "kind": "metric"},
            ]
        }
    )
    assert [each.id for each in framework.current_kpis] == ["a", "b", "d"]
    assert {key: [each.id for each in kpis] for key, kpis in framework.kpis_of_objective.items()} == {
        "grow": ["a", "b"],
        "sell": ["a"],
    }
