"""Split by unit and put together again: sums and ratios give the whole, distinct counts are counted anew and never added up."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from math import isclose
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vitalfew.base.period import Calendar, Grain
from vitalfew.load.read import load_texts
from vitalfew.measure.run import measure

SHOP = """
org_units: [{id: north}, {id: south}, {id: west}]
sources: [{id: shop, kind: files, path: orders.csv}]
measures:
  - {id: total, source: shop, date: day, value: sum(amount), by: [{column: unit, as: org_unit}]}
  - {id: orders, source: shop, date: day, value: count(*), by: [{column: unit, as: org_unit}]}
  - {id: buyers, source: shop, date: day, value: count(DISTINCT buyer), by: [{column: unit, as: org_unit}]}
kpis:
  - {id: total, formula: total, every: week}
  - {id: mean, formula: total / orders, every: week}
  - {id: buyers, formula: buyers, every: week}
"""
ORDER = st.tuples(
    st.dates(date(2026, 1, 1), date(2026, 3, 31)),
    st.sampled_from(["north", "south", "west"]),
    st.integers(-99, 99),
    st.integers(0, 4),
)
Order = tuple[date, str, int, int]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(orders=st.lists(ORDER, min_size=1, max_size=40))
def test_the_parts_make_the_whole_and_distinct_counts_are_those_of_the_rows(tmp_path: Path, orders: list[Order]) -> None:
    lines = "".join(f"{day},{unit},{amount},b{buyer}\n" for day, unit, amount, buyer in orders)
    (tmp_path / "orders.csv").write_text(f"day,unit,amount,buyer\n{lines}", encoding="utf-8")
    framework = load_texts({"framework/main.yaml": SHOP}).framework
    measured = measure(framework, tmp_path, today=date(2026, 5, 1), run="one", recorded_at=datetime.fromisoformat("2026-05-01"))
    parts: dict[tuple[str, str, int], list[dict[str, float]]] = defaultdict(list)
    wholes: dict[tuple[str, str, int], dict[str, float]] = {}
    for row in measured.table.to_pylist():
        key = (row["kpi"], row["grain"], row["number"])
        if row["slice"] and row["value"] is not None:
            parts[key].append(row)
        elif row["value"] is not None:
            wholes[key] = row
    for key, whole in wholes.items():
        split = parts[key]
        if key[0] == "total":
            assert isclose(sum(each["value"] for each in split), whole["value"], abs_tol=1e-9)
        elif key[0] == "mean":
            above, below = (sum(each[name] for each in split) for name in ("numerator", "denominator"))
            assert isclose(above / below, whole["value"], rel_tol=1e-9, abs_tol=1e-12)
        else:
            assert whole["value"] == _buyers(orders, key[1], key[2])  # type: ignore[arg-type]  # the grain of a row
            assert max(each["value"] for each in split) <= whole["value"] <= sum(each["value"] for each in split)


def _buyers(orders: list[Order], grain: Grain, number: int) -> int:
    return len({buyer for day, _, _, buyer in orders if Calendar().period(grain, day).number == number})
