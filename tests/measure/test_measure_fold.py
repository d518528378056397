"""What is put together from days is what the rows of each stretch give: `0 + x` is asked for at each, `x` once, by day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vitalfew.base.period import GRAINS
from vitalfew.load.read import load_texts
from vitalfew.measure.run import Measured
from vitalfew.measure.todate import to_date

Run = Callable[..., Measured]
Said = list[tuple[Any, ...]]

HEAD = "sources: [{id: shop, kind: files, path: orders.csv}]\n"
ORDERS = "day,shop,amount\n" + "".join(
    f"2026-{month:02}-{day:02},{'' if day == 9 else f's{shop}'},{'' if (day + shop) % 5 == 0 else day * shop - 40}\n"
    for month in (1, 2, 3)
    for day in range(1, 29, 2)
    for shop in range(6)
    if (day + shop + month) % 3
)
VALUES = ("sum(amount)", "count(*)", "count_if(amount > 3)", "min(amount)", "max(amount)", "avg(amount)")
MORE = ("", ", where: amount > 20", ", by: shop", ", over: {weeks: 2}", ", over: {months: 1}", ", over: quarter", ", over: all")


def _text(values: Sequence[str], more: str) -> str:
    measures, kpis = "", ""
    for place, value in enumerate(values):
        empty = "zero" if value.startswith("count") else "missing"
        for name, form in ((f"once{place}", value), (f"each{place}", f"0 + {value}")):
            measures += f'  - {{id: {name}, source: shop, date: day, value: "{form}"{more}, empty: {empty}}}\n'
            kpis += f"  - {{id: {name}, formula: {name}, every: day}}\n"
    return f"{HEAD}measures:\n{measures}kpis:\n{kpis}"


def _said(measured: Measured, kpi: str) -> Said:
    names = ("grain", "number", "slice", "missing", "complete", "share", "value")
    return [tuple(row[name] for name in names) for row in measured.table.to_pylist() if row["kpi"] == kpi]


def _alike(one: Said, other: Said) -> None:
    assert [each[:-1] for each in one] == [each[:-1] for each in other]
    assert [each[-1] for each in one] == [each[-1] if each[-1] is None else pytest.approx(each[-1], rel=1e-9) for each in other]


@pytest.mark.parametrize("more", MORE)
def test_stretches_come_of_days_as_of_the_rows(run: Run, more: str) -> None:
    framework = load_texts({"framework/main.yaml": _text(VALUES, more)}).framework
    measured = run(framework, {"orders.csv": ORDERS}, "2026-03-20")
    assert [finding for finding in measured.findings if finding.severity == "error"] == []
    for place in range(len(VALUES)):
        folded = _said(measured, f"once{place}")
        assert {grain for grain, *_ in folded} == set(GRAINS)
        assert any(each[-1] for each in folded)
        _alike(folded, _said(measured, f"each{place}"))


def test_boxes_come_of_days_as_of_the_rows(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    framework = load_texts({"framework/main.yaml": _text(VALUES, ", over: {days: 9}")}).framework
    found = to_date(framework, tmp_path, as_of=date(2026, 3, 14)).kpis
    for one, other in zip(found[::2], found[1::2], strict=True):
        assert [each.now.missing for each in one.boxes] == [each.now.missing for each in other.boxes]
        assert [each.now.value for each in one.boxes] == [pytest.approx(each.now.value, rel=1e-9) for each in other.boxes]
        assert any(each.now.value for each in one.boxes)


def test_where_days_of_slices_are_many_each_grain_is_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    framework = load_texts({"framework/main.yaml": _text(["avg(amount)"], ", by: shop")}).framework
    once = _said(run(framework, {"orders.csv": ORDERS}, "2026-03-20"), "once0")
    monkeypatch.setattr("vitalfew.measure.gather.MOST_CELLS", 0)
    _alike(once, _said(run(framework, {"orders.csv": ORDERS}, "2026-03-20"), "once0"))


def test_a_small_window_beside_great_values_loses_nothing(run: Run) -> None:
    """A difference of running totals would give 0 or 2 in the place of 1."""
    text = _text(["sum(amount)"], ", over: {days: 1}")
    orders = "day,amount\n" + "".join(f"2026-01-{day:02},{1e17 if day < 5 else 1}\n" for day in range(1, 20))
    measured = run(load_texts({"framework/main.yaml": text}).framework, {"orders.csv": orders}, "2026-01-20")
    days = [row["value"] for row in measured.table.to_pylist() if (row["kpi"], row["grain"]) == ("once0", "day")]
    assert days[4:19] == [1.0] * 15
