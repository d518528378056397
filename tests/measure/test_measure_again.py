"""Measuring again only what may have changed gives what measuring all anew gives, whatever happened to the data.

Many more examples by hand: `VITALFEW_AGAIN=200 .venv/bin/python -m pytest tests/measure/test_measure_again.py`.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from vitalfew.workspace import Workspace

FRAMEWORK = """\
calendar: {{today: {today}, week_starts: {week}{year}}}
sources:
  - {{id: till, kind: files, path: data/*.csv}}
  - {{id: by-hand, kind: manual}}
measures:
  - {{id: takings, source: till, table: sales, date: day, value: sum(amount)}}
  - {{id: split, source: till, table: sales, date: day, value: sum(amount), by: [region]}}
  - {{id: north, source: till, table: sales, date: day, value: count(*), where: region = 'n', empty: zero}}
  - {{id: buyers, source: till, table: sales, date: day, value: count(DISTINCT buyer)}}
  - {{id: middle, source: till, table: sales, date: day, value: median(amount)}}
  - {{id: rolling, source: till, table: sales, date: day, value: sum(amount), over: {{days: 40}}}}
  - {{id: actives, source: till, table: sales, date: day, value: count(DISTINCT buyer), over: {{weeks: 6}}}}
  - {{id: ever, source: till, table: sales, date: day, value: sum(amount), over: all}}
  - {{id: to_date, source: till, table: sales, date: day, value: sum(amount), over: year}}
  - {{id: paid, source: till, table: sales, date: day, value: count(*), within: {{column: paid, days: 20}}}}
  - {{id: stock, source: till, table: stock, date: day, value: sum(level), balance: [place]}}
  - {{id: asked, source: till,
     sql: "SELECT day AS date, sum(amount) AS numerator, count(*) AS denominator FROM sales GROUP BY day"}}
  - {{id: recent, source: till, table: sales, date: day, value: sum(amount), where: day > current_date - 9000}}
kpis:
  - {{id: a, formula: takings, every: day}}
  - {{id: b, formula: split, every: week}}
  - {{id: c, formula: north, every: month}}
  - {{id: d, formula: buyers, every: week}}
  - {{id: e, formula: middle, every: month}}
  - {{id: f, formula: rolling, every: month}}
  - {{id: g, formula: actives, every: week}}
  - {{id: h, formula: ever, every: month}}
  - {{id: i, formula: to_date, every: month}}
  - {{id: j, formula: paid / north, every: month, unit: "%"}}
  - {{id: k, formula: stock, every: week, over_time: last}}
  - {{id: l, formula: asked, every: week, over_time: mean}}
  - {{id: m, formula: kpi.a / kpi.k, every: month, over_time: max}}
  - {{id: n, formula: recent, every: quarter}}
"""
YEARS = ("", ", fiscal_year_starts: 04-01", ", scheme: 4-4-5, year_end: {weekday: sunday, rule: last, month: 1}")
FIRST = date(2024, 11, 20)
EXAMPLES = int(os.environ.get("VITALFEW_AGAIN", "6"))
ROWS = st.lists(
    st.tuples(
        st.integers(0, 130),
        st.sampled_from("nsx"),
        st.integers(1, 9),
        st.integers(0, 3),
        st.one_of(st.none(), st.integers(0, 30)),
    ),
    min_size=1,
    max_size=25,
)
LEVELS = st.lists(st.tuples(st.integers(0, 130), st.sampled_from("ab"), st.integers(1, 9)), min_size=1, max_size=10)
Change = st.sampled_from(["append", "append", "append", "late", "edit", "remove", "nothing"])


def _write(root: Path, today: date, year: str, sales: list[Any], levels: list[Any]) -> None:
    for folder in ("framework", "data"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    week = "monday" if "4-4-5" in year else "sunday"
    (root / "framework" / "main.yaml").write_text(FRAMEWORK.format(today=today, week=week, year=year), encoding="utf-8")
    lines = ["day,region,amount,buyer,paid"]
    for day, region, amount, buyer, paid in sales:
        at = FIRST + timedelta(days=day)
        lines.append(f"{at},{region},{amount},{buyer},{'' if paid is None else at + timedelta(days=paid)}")
    (root / "data" / "sales.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    stock = [f"{FIRST + timedelta(days=day)},{place},{level}" for day, place, level in levels]
    (root / "data" / "stock.csv").write_text("\n".join(["day,place,level", *stock, ""]), encoding="utf-8")


def _told(workspace: Workspace) -> tuple[dict[Any, Any], list[str]]:
    names = ("kpi", "grain", "number", "slice", "complete", "share", "value", "numerator", "denominator", "missing", "recipe")
    rows = zip(*(workspace.observations.latest()[name].to_pylist() for name in names), strict=True)
    return {row[:4]: tuple(round(each, 9) if isinstance(each, float) else each for each in row[4:]) for row in rows}, sorted(
        map(str, workspace.observations.findings())
    )


def _change(change: str, rows: list[Any], more: list[Any], on: int) -> list[Any]:
    if change == "append":
        return [*rows, *((max(day, on), *rest) for day, *rest in more)]
    if change == "late":
        return [*rows, *more]
    if change == "edit":
        return [(rows[0][0], *more[0][1:]), *rows[1:]]
    return rows[1:] if change == "remove" and len(rows) > 1 else rows


@settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@example(  # the data begins in a week that lies in no month yet
    sales=[(95, "x", 2, 0, 24), (130, "s", 4, 0, None), (49, "x", 8, 3, 7)],
    levels=[(100, "b", 9)],
    steps=[("nothing", [(96, "s", 8, 3, None), (117, "n", 3, 1, 18)], [(119, "b", 7), (57, "a", 5), (26, "b", 5)], 35)],
    year=", fiscal_year_starts: 04-01",
)
@given(
    sales=ROWS,
    levels=LEVELS,
    steps=st.lists(st.tuples(Change, ROWS, LEVELS, st.integers(0, 40)), min_size=1, max_size=2),
    year=st.sampled_from(YEARS),
)
def test_what_is_measured_again_is_what_a_full_measure_gives(
    sales: list[Any], levels: list[Any], steps: list[Any], year: str
) -> None:
    with TemporaryDirectory() as folder:
        root, on = Path(folder) / "w", 60
        _write(root, FIRST + timedelta(days=on), year, sales, levels)
        Workspace.open(root).measure()
        for change, more, higher, days in steps:
            sales, levels = _change(change, sales, more, on), _change(change, levels, higher, on)
            on += days
            _write(root, FIRST + timedelta(days=on), year, sales, levels)
            Workspace.open(root).measure()
        kept = _told(Workspace.open(root))
        assert Workspace.open(root).measure(full=True).recorded == (0, 0, 0, 0, 0)
        assert _told(Workspace.open(root)) == kept
