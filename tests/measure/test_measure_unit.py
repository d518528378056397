"""Units rolled up as `over_org_units` says: sums and quotients of sums give the whole, what does neither is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vitalfew.load.read import load_texts
from vitalfew.measure.run import Measured, measure
from vitalfew.measure.todate import to_date

Run = Callable[..., Measured]
Rows = Callable[..., list[dict[str, Any]]]

BY = "by: [{column: unit, as: org_unit}]"
HEAD = """
org_units: [{id: north}, {id: south}, {id: west}]
sources: [{id: shop, kind: files, path: orders.csv}]
"""
SHOP = f"""{HEAD}
measures:
  - {{id: total, source: shop, date: day, value: sum(amount), {BY}}}
  - {{id: orders, source: shop, date: day, value: count(*), {BY}}}
  - {{id: stock, source: shop, date: day, value: sum(amount), balance: [unit, buyer], {BY}}}
"""
ADDITIVE = ("total", "orders", "2 * total - orders / 4", "-(total + orders)", "stock", "kpi.base")
RATIOS = ("total / orders", "100 * total / orders", "(total - orders) / (2 * orders)", "total / orders * 3")
ORDER = st.tuples(
    st.dates(date(2026, 1, 1), date(2026, 3, 31)),
    st.sampled_from(["north", "south", "west"]),
    st.integers(-99, 99),
    st.integers(0, 4),
)
Order = tuple[date, str, int, int]


def _kpis(how: str, formulas: tuple[str, ...]) -> str:
    return "".join(f"  - {{id: {how}-{place}, formula: {each}, over_org_units: {how}}}\n" for place, each in enumerate(formulas))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(orders=st.lists(ORDER, min_size=1, max_size=40))
def test_sums_over_units_and_weighted_quotients_are_those_of_the_rows(tmp_path: Path, orders: list[Order]) -> None:
    """The setting computes the units first and brings them together; `recompute` reads all rows at once."""
    lines = "".join(f"{day},{unit},{amount},b{buyer}\n" for day, unit, amount, buyer in dict.fromkeys(orders))
    (tmp_path / "orders.csv").write_text(f"day,unit,amount,buyer\n{lines}", encoding="utf-8")
    kpis = _kpis("sum", ADDITIVE) + _kpis("weighted", RATIOS)
    plain = kpis.replace("over_org_units: sum", "").replace("over_org_units: weighted", "")
    found = []
    for text in (kpis, plain):
        framework = load_texts({"framework/main.yaml": f"{SHOP}kpis:\n  - {{id: base, formula: total}}\n{text}"}).framework
        at = datetime.fromisoformat("2026-05-01")
        measured = measure(framework, tmp_path, today=date(2026, 5, 1), run="one", recorded_at=at)
        assert [finding.rule for finding in measured.findings if finding.severity == "error"] == []
        found.append([row for row in measured.table.to_pylist() if row["slice"] == ""])
    assert len(found[0]) == len(found[1]) > 0
    for together, whole in zip(*found, strict=True):
        assert [together[name] for name in ("kpi", "grain", "number", "complete", "share")] == [
            whole[name] for name in ("kpi", "grain", "number", "complete", "share")
        ]
        assert together["missing"] == whole["missing"]
        if whole["value"] is not None:
            assert isclose(together["value"], whole["value"], rel_tol=1e-9, abs_tol=1e-9)


THREE = "day,unit,amount,buyer\n2026-01-05,north,10,a\n2026-01-06,north,20,b\n2026-01-07,south,90,a\n2026-02-01,south,1,a\n"


def _measured(run: Run, kpi: str, measures: str = "") -> Measured:
    loaded = load_texts({"framework/main.yaml": f"{SHOP}{measures}kpis: [{{id: k, {kpi}}}]\n"})
    assert [finding for finding in loaded.findings if finding.severity == "error"] == []
    return run(loaded.framework, {"orders.csv": THREE}, "2026-02-02")


@pytest.mark.parametrize(
    ("kpi", "value"),
    [
        ("formula: total, over_org_units: mean", 60.0),
        ("formula: total / orders, over_org_units: mean", 52.5),
        ("formula: total / orders, over_org_units: weighted", 40.0),
        ("formula: mean_amount, over_org_units: mean", 52.5),
        ("formula: mean_amount, over_org_units: weighted", 40.0),
        ("formula: total / orders, over_org_units: weighted, unit: '%'", 4000.0),
        ("formula: buyers", 2.0),
    ],
)
def test_the_value_of_the_whole(run: Run, rows: Rows, kpi: str, value: float) -> None:
    more = f"  - {{id: mean_amount, source: shop, date: day, value: avg(amount), {BY}}}\n"
    more += f"  - {{id: buyers, source: shop, date: day, value: count(DISTINCT buyer), {BY}}}\n"
    measured = _measured(run, kpi, more)
    assert [finding.rule for finding in measured.findings] == []
    assert rows(measured, "k", "month")[0]["value"] == value


@pytest.mark.parametrize("how", ["sum", "mean", "weighted"])
@pytest.mark.parametrize(
    "value", ["count(DISTINCT buyer)", "median(amount)", "quantile_cont(amount, 0.9)", "max(amount)", "sum(DISTINCT amount)"]
)
def test_what_does_not_make_up_the_whole_is_refused(run: Run, how: str, value: str) -> None:
    more = f'  - {{id: other, source: shop, date: day, value: "{value}", {BY}}}\n'
    measured = _measured(run, f"formula: other, over_org_units: {how}", more)
    assert [(finding.rule, finding.severity, finding.field) for finding in measured.findings] == [
        ("refused-roll-up", "error", "over_org_units")
    ]
    assert f"`{value}`" in measured.findings[0].message
    assert measured.table.num_rows == 0


@pytest.mark.parametrize(
    ("kpi", "words"),
    [
        ("formula: total / orders, over_org_units: sum", "is to be the sum over its units, and it does not add up"),
        ("formula: total, over_org_units: weighted", "is to be the weighted mean over its units, and it has nothing to weigh by"),
        ("formula: total * orders, over_org_units: sum", "values of `(total * orders)` of units do not make up"),
        ("formula: total + 1, over_org_units: sum", "do not make up that of the whole"),
        ("formula: bare, over_org_units: mean", "its measures are not split by units alone"),
    ],
)
def test_a_setting_that_does_not_fit_is_said(run: Run, kpi: str, words: str) -> None:
    measured = _measured(run, kpi, "  - {id: bare, source: shop, date: day, value: sum(amount)}\n")
    assert [finding.rule for finding in measured.findings] == ["refused-roll-up"]
    assert words in measured.findings[0].message


def test_a_kpi_made_of_one_that_is_refused_is_said_too(run: Run) -> None:
    text = f"{SHOP}kpis:\n  - {{id: k, formula: total / orders, over_org_units: sum}}\n  - {{id: double, formula: 2 * kpi.k}}\n"
    measured = run(load_texts({"framework/main.yaml": text}).framework, {"orders.csv": THREE}, "2026-02-02")
    assert [(finding.rule, finding.ref.id) for finding in measured.findings] == [
        ("refused-roll-up", "k"),
        ("unmeasured-formula", "double"),
    ]


def test_stretches_to_date_are_brought_together_in_the_same_way(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(THREE, encoding="utf-8")
    text = f"{SHOP}kpis: [{{id: k, formula: total, over_org_units: mean}}]\n"
    boxes = to_date(load_texts({"framework/main.yaml": text}).framework, tmp_path, as_of=date(2026, 1, 7))
    month = next(each for each in boxes.kpis[0].boxes if each.grain == "month")
    assert month.now.value == 60.0
