"""A source that fails leaves the others measured, and the last good observations of its own KPIs in place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from vitalfew.workspace import Workspace

TEXT = """
calendar: {today: 2026-06-15}
sources: [{id: till, kind: sqlite, path: data/till.db}, {id: shop, kind: files, path: data/sales.csv}]
measures:
  - {id: takings, source: till, table: takings, date: day, value: sum(amount)}
  - {id: sales, source: shop, date: day, value: sum(amount)}
kpis:
  - {id: takings, formula: takings, every: month}
  - {id: sales, formula: sales, every: month}
"""


def _may(workspace: Workspace) -> dict[str, float | None]:
    rows = workspace.observations.latest().to_pylist()
    return {row["kpi"]: row["value"] for row in rows if row["grain"] == "month" and str(row["start"]) == "2026-05-01"}


def test_a_source_that_fails_leaves_the_others_and_its_own_past(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "framework/main.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "data/sales.csv").write_text("day,amount\n2026-05-01,1\n2026-05-31,2\n", encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "data/till.db")) as connection, connection:
        connection.execute("CREATE TABLE takings (day, amount)")
        connection.execute("INSERT INTO takings VALUES ('2026-05-01', 10), ('2026-05-31', 20)")
    workspace = Workspace.open(tmp_path)
    assert workspace.measure().findings == ()
    assert _may(workspace) == {"takings": 30.0, "sales": 3.0}

    (tmp_path / "data/till.db").write_bytes(b"a torn copy")
    (tmp_path / "data/sales.csv").write_text("day,amount\n2026-05-01,1\n2026-05-31,6\n", encoding="utf-8")
    workspace = Workspace.open(tmp_path)
    (finding,) = workspace.measure().findings
    assert (finding.rule, str(finding.ref), finding.message) == ("unreadable-data", "source:till", "`data/till.db` is not SQLite")
    assert finding.help.endswith("; not measured for want of it: `takings`")
    assert _may(workspace) == {"takings": 30.0, "sales": 7.0}
