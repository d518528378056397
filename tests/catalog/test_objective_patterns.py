"""Patterns of objectives are outcomes that KPIs of the catalogue tell, lead and confirm, in each industry (STR-3, STR-5)."""

from __future__ import annotations

from collections import Counter
from typing import Any, get_args

import pytest
from objectives import chain, faults
from pydantic import ValidationError

from vitalfew.catalog.entry import Industry, Perspective
from vitalfew.catalog.pattern import Pattern, Patterns
from vitalfew.catalog.read import Catalogue, catalogue


def test_there_are_patterns_enough_for_each_perspective_and_industry() -> None:
    book = catalogue()
    assert len(book.patterns) >= 120
    for industry in get_args(Industry):
        serving = Counter(pattern.perspective for pattern in book.aims(industry))
        assert min(serving[perspective] for perspective in get_args(Perspective)) >= 5, industry


def test_a_chain_climbs_from_people_to_money_without_leaving_a_perspective_out() -> None:
    book = catalogue()
    own = {pattern.id for pattern in book.patterns if pattern.industries == ("banking",)}
    assert chain(book, own) == ("advisers-stay", "loans-decided", "main-bank-won", "lending-pays")
    assert chain(book, own - {"loans-decided"}) == ()


def test_a_conflict_is_told_on_both_sides() -> None:
    book = catalogue()
    assert "revenue-grows" in book.conflicts(book.pattern["profit-grows"])
    assert "profit-grows" in book.conflicts(book.pattern["revenue-grows"])


def test_the_draft_of_an_objective_leaves_decisions_open() -> None:
    draft = catalogue().pattern["customers-stay"].objective()
    assert (draft.statement, draft.headline) == ("Customers stay year after year", "customer-retention-rate")
    assert (draft.owner, draft.horizon) == (None, None)
    assert [link.id for link in draft.drives] == ["revenue-grows", "acquisition-pays"]


def with_pattern(**fields: Any) -> Catalogue:
    """Give the catalogue with one more pattern: customers who stay, in other words, and what is said otherwise."""
    other = {"id": "odd", "statement": "Nobody walks away", "focus": ("aaa", "bbb", "ccc")} | fields
    book = catalogue()
    return Catalogue(book.parts, (*book.patterns, book.pattern["customers-stay"].model_copy(update=other)))


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "dead KPI": ({"leading": ("nowhere",)}, "pattern `odd` names `nowhere`, which does not exist"),
    "dead effect": ({"drives": {"nowhere": "plausible"}}, "pattern `odd` drives `nowhere`, which does not exist"),
    "own conflict": ({"conflicts": {"odd": "It is itself."}}, "pattern `odd` conflicts with itself"),
    "doubled id": ({"id": "customers-stay"}, "pattern `customers-stay` stands twice"),
    "doubled focus": ({"focus": ("churn", "bbb", "ccc")}, "pattern `odd` says “churn” like `customers-stay`"),
    "doubled statement": ({"statement": "Customers stay year after year"}, "like `customers-stay`"),
    "activity": ({"statement": "Implement a new CRM system"}, "STR001 activity-objective"),
    "effort": ({"statement": "Customer contacts made"}, "pattern `odd` counts “Customer contacts made”"),
    "praise": ({"statement": "Service is excellent"}, "pattern `odd` praises: “excellent”"),
    "timing": ({"lagging": ("customer-effort",)}, "`customer-effort` of pattern `odd` is not lagging"),
    "foreign headline": ({"headline": "market-share"}, "headline `market-share` of pattern `odd` is neither"),
    "downward": ({"drives": {"skills-there": "plausible"}}, "STR014 against-cause-and-effect"),
    "round": ({"id": "revenue-grows", "drives": {"customers-stay": "plausible"}}, "ALN005 cause-cycle"),
    "dead end": ({"drives": {}}, "STR012 dead-end-objective"),
    "no KPI here": ({"not_in": ()}, "pattern `odd` serves education, where no KPI tells it"),
    "leads nowhere here": ({"not_in": ()}, "pattern `odd` serves public-sector, where it drives nothing"),
    "never met": ({"conflicts": {"residents-trust": "Both cost."}}, "conflicts with `residents-trust`, which it never meets"),
}


@pytest.mark.parametrize(("fields", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_pattern_is_said(fields: dict[str, Any], said: str) -> None:
    assert [line for line in faults(with_pattern(**fields)) if said in line]


def test_an_industry_without_a_chain_is_named() -> None:
    book = catalogue()
    fewer = Catalogue(book.parts, tuple(pattern for pattern in book.patterns if pattern.id != "advisers-stay"))
    assert "banking has no chain of its own from people to money" in faults(fewer)


@pytest.mark.parametrize("left_out", ["statement", "focus", "headline", "lagging", "leading", "horizon"])
def test_an_incomplete_pattern_is_refused(left_out: str) -> None:
    whole = catalogue().pattern["customers-stay"].model_dump(mode="json", exclude_defaults=True)
    Pattern.model_validate(whole)
    with pytest.raises(ValidationError):
        Pattern.model_validate({key: value for key, value in whole.items() if key != left_out})


def test_a_pattern_of_an_industry_file_serves_that_industry() -> None:
    whole = catalogue().pattern["revenue-renews"].model_dump(mode="json", exclude_defaults=True)
    (read,) = Patterns.model_validate(
        {"industry": "media", "patterns": [{key: value for key, value in whole.items() if key != "industries"}]}
    ).patterns
    assert (read.serves("media"), read.serves("retail")) == (True, False)
