"""How good the forecasts are on real series: rolling origins, each forecast made from what was known at its origin alone.

MASE is the mean absolute error over that of the last season's value (last value where there is no season) within the history;
`rival` is that same rule's at the same origins, with the same scale. The interval is to hold 80 %. Targets are drawn (seeded)
between the 20 % and the 80 % quantile of the history; Brier scores of the miss probability stand beside those of the base rate.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt

from vitalfew.judge.series.forecast import Question, forecasts

DATA = Path(__file__).parents[2] / "shared" / "data"
SEED = 20260622
AHEAD = (1, 3, 6)
Column = npt.NDArray[np.float64]

# Columns of daily files that are measured each day; running totals and targets are not.
DAILY = {
    "scenario_1": (
        "%a, %d-%b-%Y",
        "Date",
        ("Impressions", "Clicks", "Defects/Million", "PageViews", "MobilePageViews", "pct_customer_group_1"),
    ),
    "scenario_3": ("%a, %d-%b-%Y", "Date", ("Fatals", "404s", "DesktopPageViews")),
    "scenario_4": (
        "%Y-%m-%d",
        "Date",
        (
            *("new_paid_customers", "new_churned_customers", "new_logo_mrr_usd", "upsell_mrr_usd", "free_trial_starts"),
            *("daily_active_users", "avg_cac_per_customer_usd", "count_payment_failure", "new_seats", "latency"),
        ),
    ),
}
RETAIL = {
    "revenue": "sum(Quantity * UnitPrice)",
    "orders": "count(DISTINCT InvoiceNo)",
    "customers": "count(DISTINCT CustomerID)",
    "units": "sum(Quantity)",
    "average order": "sum(Quantity * UnitPrice) / count(DISTINCT InvoiceNo)",
    "cancelled": "count(DISTINCT InvoiceNo) FILTER (InvoiceNo LIKE 'C%') / count(DISTINCT InvoiceNo)",
    "products": "count(DISTINCT StockCode)",
    "abroad": "sum(Quantity * UnitPrice) FILTER (Country <> 'United Kingdom')",
}


class Group(NamedTuple):
    """Series of one grain: the periods of a season, how many periods of history a forecast gets, and how often one is made."""

    name: str
    season: int
    history: int
    every: int
    series: list[Column]


class Tried(NamedTuple):
    """What came of the origins of a group at one horizon, each [origin]."""

    error: Column
    rival: Column
    scale: Column
    inside: Column
    miss: Column
    p_miss: Column


def figures(share: float) -> dict[str, object]:
    """Give accuracy per group and horizon; `share` thins the origins out."""
    if not DATA.is_dir():
        return {"bench": "forecast", "skipped": "no folder ../shared/data beside the checkout", "rows": []}
    rng = np.random.default_rng(SEED)
    results = {(group.name, ahead): tried(group, ahead, share, rng) for group in groups() for ahead in AHEAD}
    rows = [{"series": name, "ahead": ahead, **_row(each)} for (name, ahead), each in results.items()]
    whole = Tried(*(np.concatenate(parts) for parts in zip(*results.values(), strict=True)))
    return {"bench": "forecast", "seed": SEED, "rows": [*rows, {"series": "all", "ahead": "all", **_row(whole)}]}


def groups() -> list[Group]:
    """Read the real series: days and weeks of the review scenarios, weeks of the shop."""
    days = [_days(name, *columns) for name, columns in DAILY.items()]
    daily = [series for each in days for series in each]
    weekly = [series[: len(series) // 7 * 7].reshape(-1, 7).mean(axis=1) for series in daily]
    return [
        Group("review, days", 7, 126, 11, daily),
        Group("review, weeks", 52, 80, 3, weekly),
        Group("shop, weeks", 1, 40, 2, _shop()),
    ]


def _days(name: str, form: str, day: str, columns: tuple[str, ...]) -> list[Column]:
    path = DATA / "wbr" / f"{name}__original.csv.gz"
    means = ", ".join(f"avg(try_cast(replace(\"{column}\", ',', '') AS DOUBLE))" for column in columns)
    query = (
        f"SELECT strptime(\"{day}\", '{form}') AS day, {means} FROM read_csv('{path}', all_varchar = true) GROUP BY 1 ORDER BY 1"
    )
    rows = duckdb.sql(query).fetchall()
    table = np.array([row[1:] for row in rows], dtype=np.float64)
    whole = table[np.isfinite(table).all(axis=1)]
    return [np.ascontiguousarray(column) for column in whole.T]


def _shop() -> list[Column]:
    path = DATA / "online_retail" / "online_retail.csv.gz"
    measures = ", ".join(RETAIL.values())
    query = (
        f"SELECT date_trunc('week', InvoiceDate::TIMESTAMP) AS week, {measures} FROM read_csv('{path}', "
        "types = {'InvoiceNo': 'VARCHAR', 'StockCode': 'VARCHAR', 'InvoiceDate': 'VARCHAR'}) GROUP BY 1 ORDER BY 1"
    )
    rows = duckdb.sql(query).fetchall()[1:-1]  # both ends are parts of weeks
    return [np.array(column, dtype=np.float64) for column in list(zip(*rows, strict=True))[1:]]


def tried(group: Group, ahead: int, share: float, rng: np.random.Generator) -> Tried:
    """Forecast from rolling origins, and look at what came."""
    step = max(1, round(group.every / share))
    windows = [
        (series[end - group.history : end], series[end + ahead - 1], series)
        for series in group.series
        for end in range(group.history, len(series) - ahead + 1, step)
    ]
    matrix, actual = np.array([history for history, _, _ in windows]), np.array([value for _, value, _ in windows])
    target = np.array([np.quantile(history, rng.uniform(0.2, 0.8)) for history in matrix])
    none = np.full(len(matrix), np.nan)
    found = forecasts(matrix, group.season, Question(np.full(len(matrix), ahead), target, none))
    season = group.season if matrix.shape[1] > group.season else 1
    rival = matrix[:, -season + (ahead - 1) % season]
    scale = np.abs(matrix[:, season:] - matrix[:, :-season]).mean(axis=1)
    point, low, high = found.at_target
    return Tried(
        error=np.abs(actual - point),
        rival=np.abs(actual - rival),
        scale=scale,
        inside=((actual >= low) & (actual <= high)).astype(np.float64),
        miss=(actual < target).astype(np.float64),
        p_miss=found.p_miss,
    )


def _row(tried: Tried) -> dict[str, object]:
    base = tried.miss.mean()
    return {
        "origins": len(tried.error),
        "mase": _round((tried.error / tried.scale).mean()),
        "rival_mase": _round((tried.rival / tried.scale).mean()),
        "inside": _round(tried.inside.mean()),
        "brier": _round(((tried.p_miss - tried.miss) ** 2).mean()),
        "base_brier": _round(base * (1 - base)),
    }


def _round(value: float) -> float:
    return round(float(value), 3)
