"""A formula of measures has a slope at what it was computed from, as far as that is known and may be shown (AUD-4)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vitalfew.insight.derivative import derivative, evaluate
from vitalfew.insight.edge import edges, today_of
from vitalfew.measure.run import Measured, measure
from vitalfew.model.formula import parse
from vitalfew.model.framework import Framework
from vitalfew.model.leaves import Leaves, leaves_shown
from vitalfew.store.leaves import read_leaves, write_leaves

AT = datetime.fromisoformat("2026-07-01")
ROWS = {"a": 3.0, "b": 5.0, "c": 2.0}
LEAVES = {"a": "a", "b": "b", "kpi.x": "c"}
"""Each leaf by the column that alone decides it."""


def formulas() -> st.SearchStrategy[str]:
    """Formulas of any shape over two measures and a KPI."""
    return st.recursive(
        st.sampled_from(list(LEAVES)),
        lambda part: st.tuples(part, st.sampled_from("+-*/"), part).map(lambda each: f"({each[0]} {each[1]} {each[2]})"),
        max_leaves=8,
    )


def measured(formula: str, values: dict[str, float], today: str = "2026-02-03", **kpi: str) -> tuple[Framework, Measured]:
    measures = [{"id": each, "source": "s", "table": "t", "date": "day", "value": f"sum({each})"} for each in ROWS]
    framework = Framework.model_validate(
        {
            "sources": [{"id": "s", "kind": "files", "path": "data/*.csv"}],
            "measures": measures,
            "kpis": [
                {"id": "x", "formula": "c", "every": "month"},
                {"id": "y", "formula": formula, "every": "month"} | kpi,
            ],
        }
    )
    with TemporaryDirectory() as folder:
        (Path(folder) / "data").mkdir()
        lines = ["2025-12-31,1,1,1", ",".join(("2026-01-15", *(repr(values[each]) for each in ROWS))), "2026-02-02,1,1,1"]
        (Path(folder) / "data/t.csv").write_text("\n".join(("day,a,b,c", *lines, "")), encoding="utf-8")
        return framework, measure(framework, Path(folder), today=date.fromisoformat(today), run="one", recorded_at=AT)


def value_of(formula: str, values: dict[str, float]) -> float | None:
    found = [row for row in measured(formula, values)[1].table.to_pylist() if row["kpi"] == "y" and row["grain"] == "month"]
    return next((row["value"] for row in found if row["complete"]), None)


@settings(max_examples=12, deadline=None)
@given(formula=formulas(), leaf=st.sampled_from(list(LEAVES)))
def test_the_slope_is_what_measuring_again_gives(formula: str, leaf: str) -> None:
    held = measured(formula, ROWS)[1].leaves.get("y")
    assume(held is not None and leaf in formula)
    slope = derivative(parse(formula), leaf, held.values) if held else None
    assume(slope is not None)
    column, width = LEAVES[leaf], 1e-4
    near = [value_of(formula, ROWS | {column: ROWS[column] + side * width}) for side in (-1, 1)]
    below, above = (each if each is not None else float("nan") for each in near)
    assert (above - below) / (2 * width) == pytest.approx(slope, rel=1e-6, abs=1e-6)


def test_an_edge_has_it_where_definition_and_period_are_the_same() -> None:
    framework, found = measured("(kpi.x - a - b) / kpi.x", ROWS)
    edge = next(iter(edges(framework, today_of(framework, found.table, found.leaves))))
    assert edge.grade == "identity"
    assert edge.slope == pytest.approx((3 + 5) / 2**2)
    own = found.leaves["y"]
    for other in (Leaves("other", own.number, own.values), Leaves(own.recipe, own.number - 1, own.values)):
        assert next(iter(edges(framework, today_of(framework, found.table, {"y": other})))).slope is None
    moved = Leaves(own.recipe, own.number, {**own.values, "a": 4.0})
    assert next(iter(edges(framework, today_of(framework, found.table, {"y": moved})))).grade == "none"
    assert evaluate(parse("(kpi.x - a - b) / kpi.x"), own.values) == pytest.approx(-3)


def test_what_was_not_measured_again_stays(tmp_path: Path) -> None:
    one, two = Leaves("r", 1, {"a": 1.0}), Leaves("r", 2, {"a": 2.0})
    write_leaves(tmp_path, {"x": one, "y": one, "gone": one}, {"x", "y"})
    write_leaves(tmp_path, {"y": two}, {"x", "y"})
    assert read_leaves(tmp_path) == {"x": one, "y": two}


def test_what_is_made_of_a_private_kpi_is_not_shown() -> None:
    held = {
        "pay": Leaves("r", 1, {"wages": 1.0}),
        "margin": Leaves("r", 1, {"wages": 1.0, "sales": 2.0}),
        "share": Leaves("r", 1, {"kpi.pay": 1.0}),
        "growth": Leaves("r", 1, {"sales": 2.0}),
    }
    assert set(leaves_shown(held, {"pay"})) == {"growth"}
    assert leaves_shown(held, ()) == held
