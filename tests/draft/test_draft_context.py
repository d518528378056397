"""A brief is understood: industry, preset, units, reporting and currency, with a notice for whatever was taken for something."""

import pytest

from vitalfew.draft.brief import Brief
from vitalfew.draft.context import context_of, groups_of
from vitalfew.model.preset import PRESETS


def brief(**given: object) -> Brief:
    return Brief.model_validate({"name": "Example", "industry": "retail", "size": 120, "goals": ["Grow"]} | given)


@pytest.mark.parametrize(
    ("said", "industry"),
    [
        ("retail", "retail"), ("Online retail", "e-commerce"), ("online shop", "e-commerce"), ("bakery chain", "retail"),
        ("SaaS", "software-subscription"), ("IT consultancy", "professional-services"), ("car maker", "manufacturing"),
        ("health insurance", "insurance"), ("credit union", "banking"), ("city council", "public-sector"),
        ("café", "hospitality"),
        ("dental practice", "health-care"), ("wind farm operator", "energy"), ("music school", "education"),
        ("charity", "non-profit"), ("housebuilder and roofing contractor", "construction"), ("haulage", "logistics"),
        ("newspaper publisher", "media"),
    ],
)  # fmt: skip
def test_an_industry_is_known_by_its_words(said: str, industry: str) -> None:
    assert context_of(brief(industry=said)).industry == industry


def test_what_is_taken_for_something_else_is_a_notice() -> None:
    assert context_of(brief(industry="retail", preset="executive", currency="EUR")).notices == ()
    unknown = context_of(brief(industry="falconry", reporting="whenever the moon is full", currency="EUR", preset="executive"))
    assert [each for each in unknown.notices if "falconry" in each and "not known" in each]
    assert [each for each in unknown.notices if "moon" in each and "monthly" in each]


@pytest.mark.parametrize(("size", "preset"), [(8, "small-business"), (120, "executive"), (20_000, "cascade")])
def test_the_preset_is_taken_by_size_unless_one_is_given(size: int, preset: str) -> None:
    assert context_of(brief(size=size)).preset.name == preset
    assert context_of(brief(size=size, preset="okr")).preset.name == "okr"


@pytest.mark.parametrize("name", list(PRESETS))
@pytest.mark.parametrize("size", [8, 120, 20_000])
def test_units_are_the_organisation_first_then_departments_of_its_second_tier(name: str, size: int) -> None:
    context = context_of(brief(preset=name, size=size))
    top, *rest = context.units
    assert (top.tier, top.parent, top.function) == (1, None, None)
    assert {each.level for each in context.units} <= {level.id for level in context.preset.levels}
    assert len({each.id for each in context.units}) == len(context.units)
    assert all(each.tier == 2 and each.parent == top.id and each.function for each in rest)
    assert bool(rest) == (name != "small-business") or size < 10
    assert len(rest) <= (5 if context.preset.in_all.max else 8)


def test_a_scope_names_its_departments() -> None:
    context = context_of(brief(scope="sales and marketing only"))
    assert [each.function for each in context.units[1:]] == ["sales", "marketing"]
    assert [each for each in context.notices if "Sales" in each]
    assert len(context_of(brief(scope="the whole company")).units) > 3


@pytest.mark.parametrize(
    ("said", "reporting"),
    [("every week", "weekly"), ("Quarterly, to the board", "quarterly"), ("daily", "daily"), (None, "monthly")],
)
def test_a_frequency_is_read_from_words(said: str | None, reporting: str) -> None:
    assert context_of(brief(reporting=said)).reporting == reporting


def test_a_currency_is_given_found_in_goals_or_stands_in() -> None:
    assert context_of(brief(currency="SEK", goals=["Earn 5 million €"])).currency == "SEK"
    assert context_of(brief(goals=["Earn 5 million USD"])).currency == "USD"
    assert context_of(brief(goals=["Earn £5m"])).currency == "GBP"
    assert [each for each in context_of(brief()).notices if "currency" in each]


def test_stakeholders_are_groups_by_their_words() -> None:
    assert "customers" in groups_of("our guests")
    assert "investors" in groups_of("the shareholders")
    assert groups_of("aliens") == ()
