"""Copies of rows are told with an example, dropped or kept as the source says, and never invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vitalfew.model.source import FilesSource
from vitalfew.sources import doubled
from vitalfew.sources.open import open_source
from vitalfew.sources.opened import Opened

ROWS: dict[str, list[object]] = {"day": ["2026-01-02", "2026-01-02", "2026-01-03", None, None], "amount": [1, 1, 1, None, None]}


def _opened(root: Path, ending: str, **options: Any) -> Opened:
    if ending == "parquet":
        pq.write_table(pa.table(ROWS), root / "orders.parquet")
    else:
        (root / "orders.csv").write_text("day,amount\n2026-01-02,1\n2026-01-02,1\n2026-01-03,1\n,\n,\n", encoding="utf-8")
    return open_source(FilesSource(id="shop", kind="files", path=f"orders.{ending}", **options), root, "UTC")


def _count(opened: Opened) -> object:
    assert opened.database
    found = opened.database.row("SELECT count(*) FROM orders")[0]
    opened.database.close()
    return found


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize(("doubled_rows", "left"), [(None, 5), ("keep", 5), ("drop", 3)])
def test_copies_are_told_kept_or_dropped(tmp_path: Path, ending: str, doubled_rows: str | None, left: int) -> None:
    opened = _opened(tmp_path, ending, doubled_rows=doubled_rows)
    assert [fault.slug for fault in opened.faults] == ([] if doubled_rows == "keep" else ["doubled-rows"])
    assert [fault.message.partition(", and")[0] for fault in opened.faults] == [
        "2 rows of table `orders` are copies of another in all columns, such as `day=2026-01-02, amount=1`"
    ] * len(opened.faults)
    assert not any(fault.spoils for fault in opened.faults)
    assert _count(opened) == left


def test_rows_that_differ_in_one_column_are_no_copies(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("day,amount,id\n2026-01-01,1,1\n2026-01-01,1,2\n2026-01-01,1,\n", encoding="utf-8")
    opened = open_source(FilesSource(id="shop", kind="files", path="orders.csv"), tmp_path, "UTC")
    assert opened.faults == ()
    assert _count(opened) == 3


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["2026-01-01,north,1", "2026-01-01,south,1", "2026-01-01,north,1", "2026-01-02,north,1"], False),  # sales may be alike
        (["7,2026-01-01,1", "8,2026-01-01,1", "7,2026-01-01,1"], True),  # a number of its own for every row
        (["2026-01-01,north,1", "2026-01-01,south,1"] * 2, True),  # all of it twice
    ],
)
def test_copies_are_told_where_rows_are_told_apart(tmp_path: Path, rows: list[str], told: bool) -> None:  # noqa: FBT001  # a case
    (tmp_path / "orders.csv").write_text("\n".join(["a,b,c", *rows, ""]), encoding="utf-8")
    opened = open_source(FilesSource(id="shop", kind="files", path="orders.csv"), tmp_path, "UTC")
    assert [fault.slug for fault in opened.faults] == ["doubled-rows"] * told
    assert _count(opened) == len(rows)


def test_a_file_delivered_twice_is_told_by_its_name(tmp_path: Path) -> None:
    for name in ("orders-2026-01.csv", "orders-2026-01-1.csv", "orders-2026-02.csv"):
        day = "2026-02-01" if "02." in name else "2026-01-01"
        (tmp_path / name).write_text(f"day,sku\n{day},a\n{day},b\n", encoding="utf-8")
    opened = open_source(FilesSource(id="shop", kind="files", path="*.csv"), tmp_path, "UTC")
    assert [fault.message for fault in opened.faults] == [
        "`orders-2026-01.csv` is the same as `orders-2026-01-1.csv`, and the rows of both are counted"
    ]
    assert _count(opened) == 6


def test_a_great_table_is_not_looked_at_unless_its_copies_are_to_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubled, "MOST_ROWS", 4)
    for doubled_rows, left in ((None, 5), ("drop", 3)):
        opened = _opened(tmp_path, "csv", doubled_rows=doubled_rows)
        assert [fault.slug for fault in opened.faults] == ["doubled-rows"] * (left == 3)
        assert _count(opened) == left
