"""Days, weeks and what is counted to date are the same whether PostgreSQL or a file holds the rows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from vitalfew.workspace import Workspace

TEXT = """
calendar: {today: 2026-06-11, fiscal_year_start: 04-01}
sources: [@]
measures:
  - {id: total, source: shop, table: sold, date: day, value: sum(amount)}
  - {id: lines, source: shop, table: sold, date: day, value: count(*), where: amount > 2}
kpis: [{id: basket, formula: total / lines, every: week}, {id: total, formula: total, every: day}]
"""
FIELDS = ["kpi", "grain", "number", "complete", "share", "value", "numerator", "denominator", "missing"]


def _measured(root: Path, source: str) -> tuple[list[dict[str, object]], str]:
    (root / "framework").mkdir(exist_ok=True)
    (root / "framework" / "main.yaml").write_text(TEXT.replace("@", source), encoding="utf-8")
    workspace = Workspace.open(root)
    measured = workspace.measure()
    assert measured.findings == ()
    return measured.table.select(FIELDS).to_pylist(), str(workspace.boxes())


def test_periods_agree(postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [date(2025, 3, 1) + timedelta(days=each) for each in range(466)]
    rows = [(day, place * 7 % 5 + 0.5) for place, day in enumerate(days) if place % 11]
    monkeypatch.setenv("SHOP_URL", postgres_url)
    with psycopg.connect(postgres_url, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE sold (day date, amount float8)")
        cursor.executemany("INSERT INTO sold VALUES (%s, %s)", rows)
    (tmp_path / "sold.csv").write_text("\n".join(["day,amount", *(f"{day},{amount}" for day, amount in rows)]) + "\n")
    there = _measured(tmp_path, "{id: shop, kind: postgres, url: '${SHOP_URL}'}")
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP TABLE sold")
    assert there == _measured(tmp_path, "{id: shop, kind: files, path: sold.csv}")
    assert len(there[0]) > 400
