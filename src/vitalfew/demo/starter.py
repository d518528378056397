"""A small complete workspace for each preset: a bakery café with three tables of daily figures.

The framework files are plain YAML under `starters/`; days in them are written `$first`, `$by` and so on, and filled in here.
The figures are drawn from a fixed seed for the days up to yesterday, so that a fresh workspace is measured at once.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random
from string import Template

from vitalfew.base.errors import TargetExists
from vitalfew.base.period import Calendar
from vitalfew.model.preset import PresetName

SEED = 20_260_101
MONTHS = 13
WEEKDAY = (0.84, 0.88, 0.95, 1.0, 1.15, 1.32, 0.86)

README = """# {title}

A workspace of Vitalfew, started from the preset `{preset}`: a bakery café with its figures of thirteen months.
Put your own words into `framework/`, your own figures into `data/`, then run:

    vitalfew check      # is the framework any good?
    vitalfew measure    # from the data to the KPIs
    vitalfew status     # the scorecard
"""


def write_starter(target: Path, preset: PresetName, *, today: date) -> None:
    """Write a starter workspace whose data ends the day before `today`; raises TargetExists where there is something."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise TargetExists(target)
    days = dates(today)
    for folder in ("framework", "data"):
        (target / folder).mkdir(parents=True, exist_ok=True)
    for page in (files("vitalfew.demo") / "starters" / preset).iterdir():
        text = Template(page.read_text(encoding="utf-8")).substitute(days)
        (target / "framework" / page.name).write_text(text, encoding="utf-8")
    for name, rows in tables(days["first"], today).items():
        with (target / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    (target / "README.md").write_text(README.format(title=target.resolve().name, preset=preset), encoding="utf-8")


def dates(today: date) -> dict[str, date]:
    """Give the days that a starter's framework names, from the clock."""
    calendar = Calendar()
    month, quarter = calendar.period("month", today), calendar.period("quarter", today)
    first = calendar.shift(month, -MONTHS)
    return {
        "first": first.start,
        "first_end": first.last_day,
        "launched": calendar.shift(month, -MONTHS + 1).start,
        "by": date(today.year + 1, 12, 31),
        "horizon": date(today.year + 2, 12, 31),
        "cycle_from": quarter.start,
        "cycle_to": quarter.last_day,
    }


Row = dict[str, object]


def tables(first: date, today: date) -> dict[str, list[Row]]:
    """Draw the three tables for each day from `first` to the day before `today`."""
    random = Random(SEED)  # noqa: S311  # figures of a made-up café, no secret
    found: dict[str, list[Row]] = {"sales": [], "kitchen": [], "team": []}
    count = (today - first).days
    for number in range(count):
        for name, row in _day(first + timedelta(days=number), number / count, random):
            found[name].append({"day": first + timedelta(days=number), **row})
    return found


def _day(day: date, grown: float, random: Random) -> Iterator[tuple[str, Row]]:
    """Draw one day; `grown` runs from 0 to 1 over all days and carries what has changed since the beginning."""
    visitors = _count(random, 310 * WEEKDAY[day.weekday()] * (1 + 0.10 * grown))
    orders = _part(random, visitors, 0.34 + 0.035 * grown)
    new = _part(random, orders, 0.18)
    revenue = round(orders * random.gauss(8.4 + 0.5 * grown, 0.25), 2)
    complaints = _count(random, orders * (0.0062 - 0.0016 * grown))
    due = _count(random, 42 * WEEKDAY[day.weekday()])
    yield (
        "sales",
        {
            "visitors": visitors,
            "orders": orders,
            "returning_orders": _part(random, orders - new, 0.56 + 0.09 * grown),
            "new_customers": new,
            "card_joins": _part(random, new, 0.30 + 0.10 * grown),
            "items_sold": _count(random, orders * (2.1 + 0.15 * grown)),
            "revenue": revenue,
            "cost_of_goods": round(revenue * random.gauss(0.405 - 0.012 * grown, 0.008), 2),
            "refunds": round(revenue * random.uniform(0.002, 0.010), 2),
            "discounts": round(revenue * random.uniform(0.015, 0.045), 2),
            "complaints": complaints,
            "complaints_resolved": _part(random, complaints, 0.72 + 0.16 * grown),
        },
    )
    made = _count(random, orders * 2.5)
    yield (
        "kitchen",
        {
            "preorders": due,
            "preorders_ready": _part(random, due, 0.930 + 0.030 * grown),
            "preorders_on_time": _part(random, due, 0.915 + 0.015 * grown),
            "items_made": made,
            "items_defective": _part(random, made, 0.034 - 0.012 * grown),
            "items_wasted": _part(random, made, 0.058 + 0.006 * grown),
            "items_to_plan": _part(random, made, 0.80 + 0.045 * grown),
            "oven_minutes": _count(random, 520),
            "oven_minutes_planned": 600,
            "hours_open": 12,
            "hours_sold_out": round(random.uniform(0.1, 0.9), 2),
        },
    )
    planned = 18
    hours = planned * 7
    yield (
        "team",
        {
            "staff": 26,
            "people_left": int(random.random() < 0.020 - 0.006 * grown),
            "shifts_planned": planned,
            "shifts_covered": _part(random, planned, 0.925 + 0.03 * grown),
            "shifts_late": _part(random, planned, 0.03),
            "hours_planned": hours,
            "hours_worked": _count(random, hours * 0.97),
            "hours_overtime": _part(random, hours, 0.03),
            "hours_sick": _part(random, hours, 0.035),
            "ideas_raised": _count(random, 1.3 + 0.4 * grown),
            "ideas_adopted": _count(random, 0.45 + 0.30 * grown),
        },
    )


def _count(random: Random, expected: float) -> int:
    """Draw a whole number near an expected one, never below zero."""
    return max(0, round(random.gauss(expected, expected**0.5)))


def _part(random: Random, whole: int, share: float) -> int:
    """Draw how many of `whole` are of a kind that makes up `share` of them, by the normal curve."""
    spread = (whole * share * (1 - share)) ** 0.5
    return min(whole, max(0, round(random.gauss(whole * share, spread))))
