"""A dry run names the queries of a run, whatever the shape of the measures."""

from __future__ import annotations

from pathlib import Path

from vitalfew import Workspace

SHOP = """\
calendar: {today: 2026-03-15}
sources: [{id: till, kind: files, path: "data/*.csv"}]
measures:
  - {id: takings, source: till, table: sales, date: day, value: sum(amount), by: [region]}
  - {id: mean, source: till, table: sales, date: day, value: avg(amount), by: [region], where: amount > 0}
kpis: [{id: sales, formula: takings, every: week}, {id: basket, formula: mean, every: month}]
"""


def test_a_measure_in_slices_is_rehearsed_without_reading_a_row(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(SHOP, encoding="utf-8")
    (tmp_path / "data" / "sales.csv").write_text("day,region,amount\n2026-01-05,north,100\n,south,1\n", encoding="utf-8")
    found = Workspace.open(tmp_path).rehearse()
    assert found.findings == ()
    assert {each.source for each in found.asked} == {"till"}
    assert any("region" in each.sql and "sum" in each.sql.lower() for each in found.asked)
    assert any('count(*) AS "/c"' in each.sql for each in found.asked)
