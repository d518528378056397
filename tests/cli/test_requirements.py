"""Each demand is met and shown to be met, or says that it is not yet and stands on the committed list."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from vitalfew.cli.app import commands
from vitalfew.cli.requirements import NOT_YET, Row, rows
from vitalfew.workspace import smells

ROOT = Path(__file__).parents[2]
ROWS = rows(smells())
LIST = (Path(__file__).parent / "not_yet.txt").read_text(encoding="utf-8")


def listed(heading: str) -> list[str]:
    """Give the ids under a heading of the committed list."""
    return re.findall(r"^[A-Z]{3}-\d+", LIST.split(f"# {heading}")[1].split("\n#")[0], re.MULTILINE)


NOTHING, IN_PART = listed("Nothing yet"), listed("In part")


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


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_demand_has_rules_and_tests_or_a_command_and_tests_or_is_on_the_list(row: Row) -> None:
    assert bool((row.rules or row.command) and row.tests) is (row.id not in NOTHING)
    assert row.note.startswith(NOT_YET) is (row.id in [*NOTHING, *IN_PART])


def test_the_list_names_each_demand_once() -> None:
    both = [*NOTHING, *IN_PART]
    assert sorted(both) == sorted(set(both))
    assert set(both) <= {row.id for row in ROWS}


def test_commands_and_tests_that_rows_name_exist() -> None:
    assert {each for row in ROWS for each in (row.command or "").split()} <= set(commands())
    named = {test for row in ROWS for test in row.tests}
    assert [path for path in named if not (ROOT / path.partition("::")[0]).is_file()] == []
    assert [test for test in named if "::" in test and not _is_test(*test.split("::"))] == []


def _is_test(path: str, name: str) -> bool:
    return name in {node.name for node in ast.parse((ROOT / path).read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}


def test_the_page_and_the_table_of_tests_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "tools/requirements.py", "--check"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
