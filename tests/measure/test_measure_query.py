"""However a query is put together, each measure has the value that it would have alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from vitalfew.load.read import load_texts
from vitalfew.measure.query import FAN, MOST_SLICES
from vitalfew.measure.run import Measured

Run = Callable[..., Measured]
Rows = Callable[..., list[dict[str, Any]]]

ORDERS = "day,shop,amount\n" + "".join(
    f"2026-01-{day:02},s{shop},{day * shop}\n" for day in range(1, 29) for shop in range(12) if (day + shop) % 3
)
HEAD = "sources: [{id: shop, kind: files, path: orders.csv}]\n"


def _framework(*measures: str) -> str:
    kpis = "".join(f"  - {{id: k{place}, formula: m{place}, every: week}}\n" for place in range(len(measures)))
    lines = "".join(f"  - {{id: m{place}, source: shop, date: day, {measure}}}\n" for place, measure in enumerate(measures))
    return f"{HEAD}measures:\n{lines}kpis:\n{kpis}"


def _values(run: Run, rows: Rows, *measures: str) -> list[list[float | None]]:
    loaded = load_texts({"framework/main.yaml": _framework(*measures)})
    assert loaded.findings == ()
    measured = run(loaded.framework, {"orders.csv": ORDERS}, "2026-02-01")
    assert measured.findings == ()
    return [[row["value"] for row in rows(measured, f"k{place}", "week")] for place in range(len(measures))]


def test_one_group_by_for_many_conditions_gives_what_each_gives_alone(run: Run, rows: Rows) -> None:
    conditions = [f"where: shop = 's{place}'" for place in range(FAN + 4)]
    values = [f"value: {('sum(amount)', 'count(*)')[place % 2]}, {each}" for place, each in enumerate(conditions)]
    together = _values(run, rows, *values, "value: count(*), where: shop = 'nowhere', empty: zero")
    assert [_values(run, rows, each)[0] for each in values] == together[:-1]
    assert set(together[-1]) == {0.0}


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("sum(amount) - 2 * count(*)", "sum(CASE WHEN amount > 20 THEN amount - 2 END)"),
        ("sum(amount) FILTER (WHERE shop <> 's5')", "sum(CASE WHEN amount > 20 AND shop <> 's5' THEN amount END)"),
        ("count(DISTINCT shop)", "count(DISTINCT CASE WHEN amount > 20 THEN shop END)"),
        ("max(abs(amount - 30))", "max(CASE WHEN amount > 20 THEN abs(amount - 30) END)"),
        ("arg_max(amount, day)", "arg_max(CASE WHEN amount > 20 THEN amount END, CASE WHEN amount > 20 THEN day END)"),
        ("kahan_sum(amount)", "sum(CASE WHEN amount > 20 THEN amount END)"),
        ("quantile_cont(amount, 0.5)", "median(CASE WHEN amount > 20 THEN amount END)"),
    ],
)
def test_a_condition_reaches_every_aggregate_of_a_value(run: Run, rows: Rows, value: str, plain: str) -> None:
    found = _values(run, rows, f'value: "{value}", where: amount > 20', f'value: "{plain}"', 'value: "sum(amount)"')
    assert found[0] == found[1] != found[2]


def test_the_author_s_comments_and_quotes_change_nothing(run: Run, rows: Rows) -> None:
    found = _values(run, rows, 'value: "sum(\\"amount\\") -- all of it"', "value: SUM( Amount )")
    assert found[0] == found[1]


def test_with_too_many_slices_the_whole_is_measured_and_said(run: Run, rows: Rows) -> None:
    orders = "day,customer\n" + "".join(f"2026-01-01,c{place}\n" for place in range(MOST_SLICES + 1))
    text = f"{HEAD}measures: [{{id: m, source: shop, date: day, value: count(*), by: customer}}]\n"
    framework = load_texts({"framework/main.yaml": f"{text}kpis: [{{id: k, formula: m, every: day}}]\n"}).framework
    measured = run(framework, {"orders.csv": orders}, "2026-01-02")
    assert [finding.rule for finding in measured.findings] == ["too-many-slices"]
    assert rows(measured, "k", "day")[0]["value"] == MOST_SLICES + 1
    assert set(measured.table["slice"].to_pylist()) == {""}


@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("value", ["sum(amount)", "count(amount)", "min(amount)", "max(amount) FILTER (WHERE shop <> 's5')"])
def test_longer_periods_come_of_days_as_of_the_rows(run: Run, rows: Rows, value: str, grain: str) -> None:
    """An expression such as `0 + sum(x)` is asked for at each grain; the plain aggregate is asked for once, by day."""
    measures = (f'value: "{value}", where: amount > 20', f'value: "0 + {value}", where: amount > 20')
    framework = load_texts({"framework/main.yaml": _framework(*measures).replace("every: week", "every: day")}).framework
    measured = run(framework, {"orders.csv": ORDERS}, "2026-02-01")
    folded, asked = ([(each["value"], each["missing"]) for each in rows(measured, kpi, grain)] for kpi in ("k0", "k1"))
    assert folded == asked
    assert folded[0] != (None, None)
