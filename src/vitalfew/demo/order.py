"""Orders of the web shop and of wholesale, their lines, and the customers who place them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vitalfew.demo.clock import (
    DAYS,
    LEAD_IN,
    Flags,
    Floats,
    Ints,
    Random,
    at,
    cents,
    chosen,
    dates,
    day_of,
    days_with,
    ramp,
    season,
)
from vitalfew.demo.market import Market, second_order_chance
from vitalfew.demo.truth import CANCELLED_ON, CANCELLED_PRODUCT, ON_TIME_CHANGED, ON_TIME_DAYS_AFTER, ON_TIME_DAYS_BEFORE

SIX_WEEKS = 42
_REGIONS = np.array(["lisbon", "porto", "centre", "south", "abroad"])
_REGION_SHARES = [0.38, 0.24, 0.16, 0.12, 0.10]
_REPS = np.array(["sofia", "miguel", "clara"])
_WEEKDAY = np.array([1.15, 1.1, 1.05, 1.0, 0.95, 0.8, 0.95])
_SKUS = np.array(["house-250", "house-1000", "origin-250", "decaf-250", "filter-set", CANCELLED_PRODUCT])
_PRICES = np.array([9.5, 31.0, 13.5, 10.5, 24.0, 3.2])
_COSTS = np.array([3.5, 12.2, 5.0, 3.9, 10.5, 2.1])
_KILOS = np.array([0.25, 1.0, 0.25, 0.25, 0.0, 0.0])
_TASTE = np.array([0.36, 0.16, 0.24, 0.1, 0.05, 0.09])
_LIST_PRICE, _KILO_COST = 17.0, 8.4  # EUR per kilo in wholesale


def order_tables(random: Random, forces: Market) -> dict[str, pa.Table]:
    """Draw orders with their lines, parcels and first boxes, the products, and the customers."""
    web, lines, customers = _web_orders(random, forces)
    wholesale = _wholesale_orders(random, forces, first_id=1 + int(np.max(web["order_id"])))
    return {
        "orders": _both(_as_orders, web, wholesale),
        "order_lines": lines,
        "parcels": _both(_as_parcels, web, wholesale),
        "first_boxes": _as_first_boxes(web).sort_by("order_id"),
        "products": _products(),
        "customers": customers,
    }


Columns = dict[str, NDArray[Any]]  # columns of every type side by side


def _both(shape: Callable[[Columns], pa.Table], web: Columns, wholesale: Columns) -> pa.Table:
    return pa.concat_tables([shape(web), shape(wholesale)]).sort_by("order_id")


def _web_orders(random: Random, forces: Market) -> tuple[Columns, pa.Table, pa.Table]:
    ordered, customer, delivered, again = _first_orders(random, forces)
    later_on, later_by = _later_orders(random, ordered, delivered, again)
    regions = random.choice(_REGIONS, len(ordered), p=_REGION_SHARES)
    customers = pa.table({"customer_id": customer, "region": regions, "first_ordered_on": dates(ordered)})
    first = np.arange(len(ordered) + len(later_on)) < len(ordered)
    everyone = np.concatenate([customer, later_by])
    day = np.concatenate([ordered, later_on])
    arrived = np.concatenate([delivered, later_on + _days_to_deliver(random, len(later_on))])
    came_back = np.concatenate([again, np.zeros(len(later_on), dtype=np.bool_)])
    kept = (day >= 0) & (day < DAYS)
    columns = _parcel(random, forces, day[kept], arrived[kept])
    ids = 100_000 + np.arange(len(columns["day"]))
    lines = _lines(random, ids, columns["day"])
    columns |= {
        "order_id": ids,
        "customer_id": everyone[kept],
        "channel": np.full(len(ids), "online"),
        "region": regions[everyone[kept] - 1],
        "sales_rep": np.full(len(ids), None, dtype=object),
        "is_first_order": first[kept],
        "ordered_again": came_back[kept],
    }
    return columns | _sums(lines, ids), _as_lines(lines), customers


def _first_orders(random: Random, forces: Market) -> tuple[Ints, Ints, Ints, Flags]:
    """First orders from half a year before the data, so that regulars exist on the first day."""
    lead = LEAD_IN * 7 - 84
    day = np.arange(-lead, DAYS)
    pace = 36 * season(day) * _WEEKDAY[day % 7] * ramp(day, 0.92, 1.08)
    ordered = days_with(random.poisson(pace), first=-lead)
    delivered = ordered + _days_to_deliver(random, len(ordered))
    again = chosen(random, delivered // 7, second_order_chance(forces, delivered))
    return ordered, np.arange(1, len(ordered) + 1), delivered, again


def _later_orders(random: Random, ordered: Ints, delivered: Ints, again: Flags) -> tuple[Ints, Ints]:
    """Second orders inside six weeks of the first box, late returners, and the habit that follows."""
    customer = np.arange(1, len(ordered) + 1)
    late = ~again & (random.random(len(ordered)) < 0.12)
    gap = np.where(again, random.integers(4, SIX_WEEKS, len(ordered)), random.integers(SIX_WEEKS + 1, 200, len(ordered)))
    days, who = [(delivered + gap)[again | late]], [customer[again | late]]
    for _ in range(10):
        stays = random.random(len(who[-1])) < 0.68
        step = 12 + random.exponential(28, len(who[-1])).astype(np.int64)
        days.append((days[-1] + step)[stays])
        who.append(who[-1][stays])
    return np.concatenate(days), np.concatenate(who)


def _days_to_deliver(random: Random, size: int) -> Ints:
    drawn: Ints = random.choice([1, 2, 3, 4, 5, 6], size, p=[0.17, 0.42, 0.31, 0.065, 0.025, 0.01])
    return drawn


def _parcel(random: Random, forces: Market, day: Ints, arrived: Ints) -> Columns:
    """What the carrier and the roastery write on a parcel."""
    took = arrived - day
    promise = np.where(day >= day_of(ON_TIME_CHANGED), ON_TIME_DAYS_AFTER, ON_TIME_DAYS_BEFORE)
    fresh = chosen(random, arrived // 7, at(forces.freshness, arrived // 7))
    age = np.where(fresh, random.integers(2, 6, len(day)), random.integers(6, 13, len(day)))
    return {
        "day": day,
        "arrived": arrived,
        "is_on_time": took <= promise,
        "days_from_roast": age,
        "is_fresh": fresh,
        "is_cancelled": random.random(len(day)) < 0.021,
    }


def _lines(random: Random, order_id: Ints, day: Ints) -> Columns:
    per_order = random.choice([1, 2, 3], len(order_id), p=[0.5, 0.35, 0.15])
    order, on = np.repeat(order_id, per_order), np.repeat(day, per_order)
    sku = random.choice(len(_SKUS), len(order), p=_TASTE)
    gone = (sku == len(_SKUS) - 1) & (on > day_of(CANCELLED_ON))
    sku = np.where(gone, random.integers(0, 4, len(order)), sku)
    quantity = np.where(sku == len(_SKUS) - 1, 6, random.choice([1, 2, 3], len(order), p=[0.7, 0.22, 0.08]))
    gross = quantity * _PRICES[sku] * ramp(on, 1.0, 1.06)
    discount = gross * np.where(random.random(len(order)) < 0.18, 0.15, 0.0)
    return {"order": order, "day": on, "sku": sku, "quantity": quantity, "gross": cents(gross), "discount": cents(discount)}


def _as_lines(lines: Columns) -> pa.Table:
    return pa.table(
        {
            "order_id": lines["order"],
            "ordered_on": dates(lines["day"]),
            "sku": _SKUS[lines["sku"]],
            "quantity": lines["quantity"],
            "gross_amount": lines["gross"],
            "discount_amount": lines["discount"],
            "net_amount": cents(lines["gross"] - lines["discount"]),
        }
    )


def _sums(lines: Columns, order_id: Ints) -> Columns:
    place = lines["order"] - order_id[0]

    def total(amount: Floats) -> Floats:
        summed: Floats = np.bincount(place, weights=amount, minlength=len(order_id)).astype(np.float64)
        return cents(summed)

    gross, discount = total(lines["gross"]), total(lines["discount"])
    return {
        "gross_amount": gross,
        "discount_amount": discount,
        "cost_amount": total(lines["quantity"] * _COSTS[lines["sku"]]),
        "kilos": total(lines["quantity"] * _KILOS[lines["sku"]]),
    }


def _wholesale_orders(random: Random, forces: Market, *, first_id: int) -> Columns:
    """Cafés and offices order on working days; how much follows the leads of ten weeks before and the discount."""
    week = np.arange(DAYS // 7 + 1)
    counts = np.round(78 * at(forces.wholesale_pull, week) * season(week * 7, strength=0.5) * ramp(week * 7, 0.85, 1.1))
    day = np.repeat(week * 7, counts.astype(np.int64)) + random.integers(0, 5, int(counts.sum()))
    day = np.sort(day[day < DAYS])
    kilos = cents(np.maximum(random.lognormal(3.05, 0.3, len(day)), 4.0))
    gross = cents(kilos * _LIST_PRICE)
    rate = np.clip(at(forces.discount, day // 7) + random.normal(0, 0.01, len(day)), 0, 0.4)
    columns = _parcel(random, forces, day, day + _days_to_deliver(random, len(day)))
    return columns | {
        "order_id": first_id + np.arange(len(day)),
        "customer_id": 900_000 + random.integers(0, 420, len(day)),
        "channel": np.full(len(day), "wholesale"),
        "region": random.choice(_REGIONS, len(day), p=_REGION_SHARES),
        "sales_rep": random.choice(_REPS, len(day), p=[0.45, 0.3, 0.25]).astype(object),
        "is_first_order": np.zeros(len(day), dtype=np.bool_),
        "ordered_again": np.zeros(len(day), dtype=np.bool_),
        "gross_amount": gross,
        "discount_amount": cents(gross * rate),
        "cost_amount": cents(kilos * _KILO_COST),
        "kilos": kilos,
    }


def _as_orders(columns: Columns) -> pa.Table:
    return pa.table(
        {
            "order_id": columns["order_id"],
            "customer_id": columns["customer_id"],
            "channel": columns["channel"],
            "region": columns["region"],
            "sales_rep": pa.array(columns["sales_rep"], pa.string()),
            "ordered_on": dates(columns["day"]),
            "is_first_order": columns["is_first_order"],
            "is_cancelled": columns["is_cancelled"],
            "gross_amount": columns["gross_amount"],
            "discount_amount": columns["discount_amount"],
            "net_amount": cents(columns["gross_amount"] - columns["discount_amount"]),
            "cost_amount": columns["cost_amount"],
            "kilos": columns["kilos"],
        }
    )


def _as_parcels(columns: Columns) -> pa.Table:
    """The parcels that have arrived; one on its way has no row yet."""
    here = columns["arrived"] < DAYS
    return pa.table(
        {
            "order_id": columns["order_id"][here],
            "delivered_on": dates(columns["arrived"][here]),
            "days_to_deliver": (columns["arrived"] - columns["day"])[here],
            "days_from_roast": columns["days_from_roast"][here],
            "is_fresh": columns["is_fresh"][here],
            "is_on_time": columns["is_on_time"][here],
        }
    )


def _as_first_boxes(columns: Columns) -> pa.Table:
    """The first boxes whose six weeks are over; of the others nobody knows yet."""
    judged = columns["is_first_order"] & (columns["arrived"] + SIX_WEEKS < DAYS)
    return pa.table(
        {
            "order_id": columns["order_id"][judged],
            "customer_id": columns["customer_id"][judged],
            "delivered_on": dates(columns["arrived"][judged]),
            "six_weeks_on": dates(columns["arrived"][judged] + SIX_WEEKS),
            "is_followed_by_order": columns["ordered_again"][judged],
        }
    )


def _products() -> pa.Table:
    gone = [CANCELLED_ON if sku == CANCELLED_PRODUCT else None for sku in _SKUS]
    return pa.table({"sku": _SKUS, "list_price": _PRICES, "unit_cost": _COSTS, "discontinued_on": pa.array(gone, pa.date32())})
