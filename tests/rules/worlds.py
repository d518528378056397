"""The demo and the shop as data, and faults of the starter told in their names.

A fault is a list of edits, each with a way of keys and ids; `casts` say who plays whom elsewhere: ids are replaced wherever
they stand, and days moved by as much as the worlds' days differ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tests.rules.test_mutation import TODAY

from vitalfew.load.read import load

ROOT = Path(__file__).parents[2]
WORD = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")


class World(NamedTuple):
    """A framework that is not the starter's: where it lies, its day, and who plays whom in it."""

    folder: str
    today: date
    cast: Mapping[str, str]


DEMO_CAST = {
    "revenue": "recurring-revenue", "conversion": "second-order", "repeat-share": "net-promoter-score", "on-time": "net-revenue",
    "first-time-right": "fresh-on-delivery", "average-order": "new-subscribers", "card-joins": "active-subscribers",
    "complaint-rate": "subscription-churn", "idea-rate": "staff-engagement", "waste": "batches-right-first-time",
    "ready": "qualified-leads", "turnover": "staff-turnover", "resolution": "wholesale-revenue",
    "refund-share": "orders-cancelled",
    "grow": "grow-recurring-revenue", "regulars": "loyal-customers", "right": "fresh-and-on-time",
    "company": "enterprise", "department": "business-unit", "operational": "team",
    "bakery": "meridian", "sales": "online", "kitchen": "roastery",
    "mara": "rui", "jon": "ana", "ivy": "joao", "ben": "sofia", "noa": "dev",
    "guests": "households", "second-look": "roast-to-order", "cards": "welcome-box", "kr-repeat": "kr-second-order",
    "retention": "retention", "warm": "freshness", "flour-to-hand": "bean-to-habit",
    "weekly-look": "executive-look", "weekly-review": "weekly-business-review", "quarterly-calibration": "quarterly-board",
    "orders": "first_boxes_followed", "visitors": "first_boxes", "preorders_ready": "batches_right",
}  # fmt: skip
SHOP_CAST = {
    "revenue": "net-revenue", "conversion": "repeat-rate", "gross-margin": "cancellation-rate", "repeat-share": "repeat-rate",
    "on-time": "average-order-value", "first-time-right": "cancellation-rate", "average-order": "gross-revenue",
    "card-joins": "active-customers", "idea-rate": "active-customers", "waste": "average-order-value",
    "turnover": "gross-revenue",
    "regulars": "return", "right": "as-ordered", "department": "desk", "bakery": "shop", "kitchen": "warehouse",
    "mara": "owen", "jon": "priya", "ivy": "gwen", "ben": "lou", "noa": "lou",
    "guests": "retailers", "second-look": "stock-in-catalogue", "cards": "reorder-letter",
    "retention": "second-order", "warm": "on-the-shelf", "flour-to-hand": "catalogue-to-door",
    "weekly-look": "monday-look", "weekly-review": "desk-review", "quarterly-calibration": "quarterly-look-back",
    "orders": "buyers", "visitors": "first_days", "preorders_ready": "sales_invoices",
}  # fmt: skip
WORLDS = {
    "demo": World("examples/meridian", date(2026, 6, 30), DEMO_CAST),
    "shop": World("tests/real/online_retail", date(2011, 12, 10), SHOP_CAST),
}


@cache
def whole(world: str) -> dict[str, Any]:
    """Give a world's framework as data."""
    loaded = load(ROOT / WORLDS[world].folder)
    assert loaded.findings == ()
    data: dict[str, Any] = open_lists(loaded.framework.model_dump(by_alias=True, exclude_unset=True))
    return data


def open_lists(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: open_lists(value) for key, value in data.items()}
    return [open_lists(each) for each in data] if isinstance(data, (list, tuple)) else data


def told(said: Any, world: str) -> Any:
    """Tell edits of the starter in the names and days of a world."""
    cast = WORLDS[world].cast
    if isinstance(said, str):
        return WORD.sub(lambda found: cast.get(found[0], found[0]), said)
    if isinstance(said, date):
        return said + (WORLDS[world].today - TODAY)
    if isinstance(said, Mapping):
        return {told(key, world): told(value, world) for key, value in said.items()}
    return type(said)(told(each, world) for each in said) if isinstance(said, (list, tuple)) else said
