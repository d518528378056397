from __future__ import annotations

import json
import re
from pathlib import Path

from tests.cli.conftest import Run

from vitalfew.cli.app import commands
from vitalfew.cli.requirements import rows
from vitalfew.workspace import smells

ROOT = Path(__file__).parents[2]
ROWS = rows(smells())


def test_json_is_the_contract(run: Run) -> None:
    found = json.loads(run("requirements", "--format", "json").stdout)
    assert found["version"] == 1
    assert all(set(row) == {"id", "rules", "tests", "command", "note"} for row in found["rows"])
    assert next(row for row in found["rows"] if row["id"] == "AUD-1")["rules"][0] == "orphan-kpi"


def test_text_has_a_line_per_demand(run: Run) -> None:
    lines = run("requirements").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [row.id for row in ROWS]


def test_every_demand_that_a_rule_names_has_a_row() -> None:
    assert {each for smell in smells() for each in smell.requirements} <= {row.id for row in ROWS}


def test_the_page_for_readers_names_the_same_demands() -> None:
    page = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| ([A-Z]{3}-\d+) \|", page, re.MULTILINE) != []
    assert sorted(re.findall(r"^\| ([A-Z]{3}-\d+) \|", page, re.MULTILINE)) == sorted(row.id for row in ROWS)


def test_a_demand_that_nothing_meets_says_so() -> None:
    assert [row.id for row in ROWS if not (row.command or row.tests) and row.note != "not yet"] == []
    assert [row.id for row in ROWS if row.command and not row.tests] == []


def test_commands_and_tests_that_rows_name_exist() -> None:
    assert {each for row in ROWS for each in (row.command or "").split()} <= set(commands())
    assert [path for row in ROWS for path in row.tests if not (ROOT / path).is_file()] == []
