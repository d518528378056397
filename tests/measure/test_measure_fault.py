"""Each fault of a measure or source is one finding that names cause and KPIs, and the other KPIs are still measured."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vitalfew.base.page import page
from vitalfew.load.read import load_texts
from vitalfew.measure.run import Measured
from vitalfew.measure.smells import SMELLS

Run = Callable[..., Measured]
Rows = Callable[..., list[dict[str, Any]]]

ORDERS = "day,region,amount,note\n2026-01-01,north,100,5\n2026-01-02,south,50,six\n2026-01-03,north,25,7\n"
BASE = """
sources: [{id: shop, kind: files, path: data/orders.csv}]
measures:
  - {id: good, source: shop, date: day, value: sum(amount)}
  - {id: bad, source: shop, %s}
kpis:
  - {id: good, formula: good, every: day}
  - {id: bad, formula: bad, every: day}
  - {id: worse, formula: good / kpi.bad, every: day}
"""


def _measured(run: Run, bad: str, orders: str = ORDERS) -> Measured:
    loaded = load_texts({"framework/main.yaml": BASE % bad})
    assert loaded.findings == ()
    return run(loaded.framework, {"data/orders.csv": orders}, "2026-01-04")


@pytest.mark.parametrize(
    ("bad", "rule", "field", "message"),
    [
        pytest.param(
            "date: day, value: sum(amout)",
            "unknown-column",
            "value",
            "measure `bad` names the column `amout`, which `orders` does not have",
            id="a misspelt column in value",
        ),
        pytest.param(
            "date: day, value: sum(amount), where: regon = 'north'",
            "unknown-column",
            "where",
            "measure `bad` names the column `regon`, which `orders` does not have",
            id="a misspelt column in where",
        ),
        pytest.param(
            "date: dya, value: sum(amount)",
            "unknown-column",
            "date",
            "measure `bad` names the column `dya`, which `orders` does not have",
            id="a misspelt date",
        ),
        pytest.param(
            "date: day, value: sum(note)",
            "wrong-type",
            "value",
            "`sum(note)` of measure `bad` cannot be computed: column `note` is text;"
            " its first value that is no number is `six` (data/orders.csv:3)",
            id="a text column in a sum",
        ),
        pytest.param(
            "date: amount, value: count(*)",
            "wrong-type",
            "date",
            "measure `bad`: column `amount` of `orders` is BIGINT, not a date",
            id="a number as a date",
        ),
        pytest.param(
            "date: day, value: max(day)",
            "wrong-type",
            "value",
            "`max(day)` of measure `bad` cannot be computed: its result is a DATE, not a number",
            id="a result that is no number",
        ),
        pytest.param(
            "date: day, value: summ(amount)",
            "failed-query",
            "value",
            "measure `bad`: there is no function `summ`",
            id="a misspelt function",
        ),
        pytest.param(
            "date: day, value: sum(amount), table: order",
            "unknown-table",
            "table",
            "measure `bad` names the table `order`, which source `shop` does not have",
            id="a table that is not there",
        ),
        pytest.param(
            "sql: SELECT day AS date FROM orders",
            "unknown-column",
            "sql",
            "measure `bad` names the column `value`, which `the query` does not have",
            id="a query without a value",
        ),
        pytest.param(
            'sql: "SELECT day AS date, amount AS value FROM visits"',
            "unknown-table",
            "sql",
            "measure `bad` names the table `visits`, which source `shop` does not have",
            id="a query over a table that is not there",
        ),
        pytest.param(
            "date: day, value: amount",
            "refused-snippet",
            "value",
            "measure `bad`: `amount` is no aggregate such as `sum(amount)` or `count(*)`",
            id="a value that is no aggregate",
        ),
        pytest.param(
            "date: day, value: sum(amount), where: sum(amount) > 1",
            "refused-snippet",
            "where",
            "measure `bad`: `sum(amount) > 1` is no condition on a row",
            id="an aggregate as a condition",
        ),
    ],
)
def test_a_fault_of_a_measure_names_what_is_wrong(run: Run, rows: Rows, bad: str, rule: str, field: str, message: str) -> None:
    measured = _measured(run, bad)
    found = [finding for finding in measured.findings if finding.rule == rule]
    assert [(str(each.ref), each.field, each.message) for each in found] == [("measure:bad", field, message)]
    assert found[0].help.endswith("not measured for want of it: `bad`, `worse`")
    assert len(rows(measured, "good", "day")) == 4
    assert rows(measured, "bad", "day") == rows(measured, "worse", "day") == []


def test_a_misspelt_column_offers_the_nearest_and_lists_those_that_exist(run: Run) -> None:
    help_ = _measured(run, "date: day, value: sum(amout)").findings[0].help
    assert help_.startswith("did you mean `amount`? columns: `day`, `region`, `amount`, `note`;")


SECRETS = "root:x:0:0"
ESCAPES = [
    pytest.param(form.replace("@", snippet), id=f"{form.split(':')[0]}: {snippet[:40]}")
    for form, snippets in {
        'date: day, value: "@"': (
            "count((SELECT count(*) FROM read_csv('/etc/passwd')))",
            "sum(amount) FROM orders; COPY orders TO 'stolen.csv'; SELECT sum(amount)",
            "COPY orders TO 'data/stolen.csv'",
            "ATTACH 'stolen.db'",
            "INSTALL httpfs",
            "SET threads = 1",
            "PRAGMA version",
        ),
        'date: day, value: sum(amount), where: "@"': (
            "amount IN (SELECT 1 FROM read_text('/etc/passwd'))",
            "amount IN (SELECT 1 FROM '/etc/passwd')",
            "1 = 1; DROP TABLE orders",
            "CREATE TABLE x AS SELECT 1",
        ),
        'sql: "@"': (
            "SELECT current_date AS date, 1 AS value FROM read_csv('/etc/passwd')",
            "SELECT day AS date, 1 AS value FROM glob('/*')",
            "SELECT current_date AS date, 1 AS value FROM '/etc/passwd'",
            "SELECT current_date AS date, 1 AS value FROM query('SELECT 1')",
            "SELECT current_date AS date, 1 AS value FROM duckdb_settings()",
            "SELECT current_date AS date, 1 AS value FROM information_schema.tables",
            "COPY (SELECT 1) TO 'data/stolen.csv'",
            "INSERT INTO orders SELECT * FROM orders",
            "SELECT 1; SELECT 2",
            "CALL pragma_version()",
            "EXPORT DATABASE 'stolen'",
        ),
    }.items()
    for snippet in snippets
]


@pytest.mark.parametrize("bad", ESCAPES)
def test_a_measure_that_reaches_out_is_refused(run: Run, rows: Rows, tmp_path: Path, bad: str) -> None:
    measured = _measured(run, bad)
    found = [finding for finding in measured.findings if finding.ref.id == "bad"]
    assert [finding.rule for finding in found] in (["refused-snippet"], ["unknown-table"])
    assert rows(measured, "bad", "day") == []
    assert len(rows(measured, "good", "day")) == 4
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["orders.csv"]
    assert not any(SECRETS in str(finding) for finding in measured.findings)


def test_rows_without_a_date_are_counted_and_left_out(run: Run, rows: Rows) -> None:
    orders = "day,amount\n2026-01-01,1\n,2\nsoon,4\n2026-01-02,8\n"
    measured = _measured(run, "date: day, value: count(*)", orders)
    assert [(each.rule, each.severity, each.message) for each in measured.findings] == [
        ("undated-rows", "warning", "2 of 4 rows of table `orders` have no date in `day` and are left out")
    ]
    assert [row["value"] for row in rows(measured, "good", "day")] == [1.0, 8.0, None, None]


def test_a_bad_row_keeps_its_table_from_being_measured(run: Run) -> None:
    measured = _measured(run, "date: day, value: count(*)", ORDERS + "2026-01-04,north,1,2,3\n")
    assert [(each.rule, str(each.ref)) for each in measured.findings] == [("bad-rows", "source:shop")]
    assert "data/orders.csv:5 has more fields than the header" in measured.findings[0].message
    assert measured.findings[0].help.endswith("not measured for want of it: `good`, `bad`, `worse`")
    assert measured.table.num_rows == 0


def test_with_skip_a_bad_row_is_a_warning_and_the_rest_is_measured(run: Run, rows: Rows) -> None:
    text = (BASE % "date: day, value: count(*)").replace("orders.csv}", "orders.csv, bad_rows: skip}")
    framework = load_texts({"framework/main.yaml": text}).framework
    measured = run(framework, {"data/orders.csv": ORDERS + "2026-01-04,north,1,2,3\n"}, "2026-01-04")
    assert [(each.rule, each.severity) for each in measured.findings] == [("bad-rows", "warning")]
    assert [row["value"] for row in rows(measured, "good", "day")][:3] == [100.0, 50.0, 25.0]


def test_formulas_in_a_circle_are_one_finding(run: Run) -> None:
    text = """
    sources: [{id: shop, kind: files, path: data/orders.csv}]
    measures: [{id: good, source: shop, date: day, value: sum(amount)}]
    kpis:
      - {id: a, formula: good + kpi.b, every: day}
      - {id: b, formula: kpi.a * 2, every: day}
      - {id: c, formula: kpi.b, every: day}
      - {id: d, formula: good, every: day}
    """
    measured = run(load_texts({"framework/main.yaml": text}).framework, {"data/orders.csv": ORDERS}, "2026-01-04")
    assert [each.rule for each in measured.findings] == ["formula-cycle", "unmeasured-formula"]
    assert measured.findings[0].message == "formulas lead round in a circle: `a` → `b` → `a`"
    assert set(measured.table["kpi"].to_pylist()) == {"d"}


PLANNED = """
sources: [{id: shop, kind: files, path: data/orders.csv}]
measures:
  - {id: good, source: shop, date: day, value: sum(amount)}
  - {id: later, name: Counted later}
  - {id: lost, source: gone, date: day, value: count(*)}
kpis:
  - {id: a, formula: later, every: day, lifecycle: %s}
  - {id: b, formula: good / later, every: day, lifecycle: draft}
  - {id: c, formula: kpi.b * 2, every: day, lifecycle: draft}
  - {id: d, formula: good, every: day, lifecycle: draft}
"""


@pytest.mark.parametrize(
    ("lifecycle", "said"),
    [
        ("draft", [("no-source-yet", "info", "measure:later", "3 KPIs wait for a source")]),
        (
            "live",
            [
                (
                    *("unmeasured-formula", "error", "kpi:a"),
                    "the measure `later` in the formula of KPI `a` has no source that is declared",
                ),
                ("no-source-yet", "info", "measure:later", "2 KPIs wait for a source"),
            ],
        ),
    ],
)
def test_drafts_of_planned_measures_wait_and_are_said_once(run: Run, lifecycle: str, said: list[tuple[str, ...]]) -> None:
    """What is live and has no source is an error; so is a draft whose measure names a source that nobody declares."""
    framework = load_texts({"framework/main.yaml": PLANNED % lifecycle}).framework
    measured = run(framework, {"data/orders.csv": ORDERS}, "2026-01-04")
    assert [(each.rule, each.severity, str(each.ref), each.message) for each in measured.findings] == said
    assert set(measured.table["kpi"].to_pylist()) == {"d"}
    lost = load_texts({"framework/main.yaml": (PLANNED % lifecycle).replace("good / later", "lost / later")}).framework
    found = run(lost, {"data/orders.csv": ORDERS}, "2026-01-04").findings
    assert [each.rule for each in found if str(each.ref) == "kpi:b"] == ["unmeasured-formula"]


CASES = "opened,closed,state\n2026-01-01,2026-01-02,done\n2026-01-02,,open\n2026-01-03,2026-01-03,done\n2026-01-03,,done\n"


@pytest.mark.parametrize(
    ("wheres", "said"),
    [
        (["state = 'done' AND closed IS NOT NULL"], []),
        (["state = 'done'"], ["1 of 4 rows"]),
        (["state = 'done'", "state = 'open'"], ["2 of 4 rows"]),
        (["", "closed IS NOT NULL"], ["2 of 4 rows"]),
    ],
)
def test_a_date_that_is_not_due_yet_is_no_fault(run: Run, wheres: list[str], said: list[str]) -> None:
    """Open cases have no closing day; only rows that a measure would count are missed."""
    content = {
        "sources": [{"id": "cases", "kind": "files", "path": "cases.csv"}],
        "measures": [
            {"id": f"m{place}", "source": "cases", "date": "closed", "value": "count(*)", **({"where": each} if each else {})}
            for place, each in enumerate(wheres)
        ],
        "kpis": [{"id": f"k{place}", "formula": f"m{place}", "every": "day"} for place in range(len(wheres))],
    }
    framework = load_texts({"framework/main.yaml": json.dumps(content)}).framework
    measured = run(framework, {"cases.csv": CASES}, "2026-01-05")
    assert [each.rule for each in measured.findings] == ["undated-rows"] * len(said)
    assert [each.message.partition(" of table")[0] for each in measured.findings] == said


def test_a_target_on_another_scale_is_a_warning(run: Run) -> None:
    text = """
    sources: [{id: shop, kind: files, path: data/orders.csv}]
    measures:
      - {id: north, source: shop, date: day, value: count(*), where: region = 'north', empty: zero}
      - {id: orders, source: shop, date: day, value: count(*)}
    kpis: [{id: share, unit: "%", formula: north / orders, every: day, target: {at_least: 0.5}}]
    """
    measured = run(load_texts({"framework/main.yaml": text}).framework, {"data/orders.csv": ORDERS}, "2026-01-04")
    assert [(each.rule, each.severity, each.field) for each in measured.findings] == [
        ("scale-mismatch", "warning", "target.at_least")
    ]


def test_every_kind_of_finding_has_its_page_and_a_code_of_its_own() -> None:
    assert len({smell.code for smell in SMELLS}) == len({smell.slug for smell in SMELLS}) == len(SMELLS)
    for smell in SMELLS:
        assert page(smell).startswith(f"# {smell.slug} ({smell.code})\n")
        assert f"\n{smell.code} {smell.slug}: " in page(smell)
