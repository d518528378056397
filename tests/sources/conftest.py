"""The conformance suite: rows that every kind of source must give as the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from vitalfew.load.read import load_texts
from vitalfew.measure.run import measure
from vitalfew.model.source import Source
from vitalfew.sources.open import open_source
from vitalfew.sources.opened import Opened

Row = tuple[str, str, int | None, float | None, bool]
NAMES = ("day", "region", "pieces", "price", "first")
ROWS: tuple[Row, ...] = (
    ("2026-01-01", "north, far", 3, 1.5, True),
    ("2026-01-01", 'the "old" south', 2, 0.25, False),
    ("2026-01-02", "north\nnear", None, 4.0, True),
    ("2026-01-03", "östlich", 5, None, False),
    ("2026-02-01", "north, far", -1, 100.125, True),
)
NUMBERS = {
    ("value", 1): 5.0,
    ("value", 2): -100.125,
    ("priced", 1): 1.5,
    ("priced", 2): 100.125,
    ("old", 1): 2.0,
    ("old", 2): None,
    ("first", 1): 2.0,
    ("first", 2): 1.0,
    ("rate", 1): 7.5,
    ("rate", 2): -3.75,
    ("last", 1): 5.0,
    ("last", 2): -1.0,
}
SLICES = {"region=north, far": 3.0, 'region=the "old" south': 2.0, "region=north\nnear": None, "region=östlich": 5.0}
MEASURES = """
measures:
  - {id: value, source: shop, table: orders, date: day, value: sum(pieces * price)}
  - {id: priced, source: shop, table: orders, date: DAY, value: sum(Price), where: "region IN ('östlich', 'north, far')"}
  - {id: old, source: shop, table: orders, date: day, value: count(*), where: "region LIKE '%\\"old\\"%' OR region LIKE '%\\n%'"}
  - {id: first, source: shop, table: orders, date: day, value: count(DISTINCT region), where: first}
  - {id: pieces, source: shop, table: orders, date: day, value: sum(pieces), by: region}
  - {id: parts, source: shop, sql: "SELECT Day AS date, pieces * 3 AS numerator, CASE WHEN pieces > 2 THEN 2 ELSE 1 END AS denominator FROM orders WHERE pieces IS NOT NULL"}
  - {id: newest, source: shop, sql: "SELECT day AS date, sum(pieces) AS value FROM orders GROUP BY day"}
kpis:
  - {id: value, formula: value, every: month}
  - {id: priced, formula: priced, every: month}
  - {id: old, formula: old, every: month}
  - {id: first, formula: first, every: month}
  - {id: pieces, formula: pieces, every: month}
  - {id: rate, formula: parts * 1.25, every: month}
  - {id: last, formula: newest, every: month, over_time: last}
"""  # noqa: E501  # one measure a line
Conform = Callable[..., None]


@pytest.fixture
def rows() -> tuple[Row, ...]:
    """The rows, in the order of `names`."""
    return ROWS


@pytest.fixture
def conform() -> Conform:
    """Measure a source written in YAML, and compare every number; queries write `day` for the day and `table` for the rows."""

    def check(root: Path, source: str, *, day: str = "Day", table: str = "orders") -> None:
        measures = MEASURES.replace("SELECT Day AS", f"SELECT {day} AS").replace("SELECT day AS", f"SELECT {day} AS")
        measures = measures.replace("table: orders", f"table: {table}").replace("FROM orders", f"FROM {table}")
        loaded = load_texts({"framework/main.yaml": f"sources: [{source}]\n{measures}"})
        assert loaded.findings == ()
        at = datetime.fromisoformat("2026-03-01")
        measured = measure(loaded.framework, root, today=date(2026, 2, 2), run="one", recorded_at=at)
        assert [str(finding) for finding in measured.findings] == []
        found = [row for row in measured.table.to_pylist() if row["grain"] == "month"]
        values = {(row["kpi"], row["start"].month): row["value"] for row in found if not row["slice"] and row["kpi"] != "pieces"}
        assert values == NUMBERS
        slices = {row["slice"]: row["value"] for row in found if row["slice"] and row["start"].month == 1}
        assert slices == SLICES

    return check


Open = Callable[[Source, Path], Opened]


@pytest.fixture
def open_one() -> Iterator[Open]:
    """Open a source in UTC; close it after the test."""
    found: list[Opened] = []

    def go(source: Source, root: Path) -> Opened:
        found.append(open_source(source, root, "UTC"))
        return found[-1]

    yield go
    for each in found:
        if each.database is not None:
            each.database.close()
