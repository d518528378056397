from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.cli.conftest import Run, Spawn


def test_json_gives_observations_with_reasons_and_nothing_else_on_stdout(spawn: Spawn, folder: Path) -> None:
    result = spawn("-C", folder, "measure", "--format", "json", "--kpi", "revenue")
    found = json.loads(result.stdout)
    assert result.returncode == 0
    assert set(found) == {"version", "run", "observations", "findings", "summary"}
    months = {each["start"]: each for each in found["observations"] if each["grain"] == "month"}
    assert months["2026-05-01"]["value"] == 11 * 120
    assert months["2026-05-01"]["complete"] is True
    assert months["2026-06-01"]["complete"] is False
    assert {each["ref"] for each in found["observations"]} == {"kpi:revenue"}
    assert found["summary"]["observations"] == len(found["observations"])


def test_csv_has_a_row_per_observation(run: Run, folder: Path) -> None:
    text = run("-C", folder, "measure", "--format", "csv", "--kpi", "revenue").stdout
    rows = list(csv.DictReader(text.splitlines()))
    may = next(row for row in rows if (row["grain"], row["start"]) == ("month", "2026-05-01"))
    assert float(may["value"]) == 1320.0


def test_text_sums_up_each_source(run: Run, folder: Path) -> None:
    result = run("-C", folder, "measure")
    assert result.exit_code == 0
    first = result.stdout.splitlines()[0]
    assert first.startswith("till: 2 KPIs, ")
    assert first.endswith(", 2025-01-01 to 2026-12-31")
    assert ", 0 new or changed," not in first


def test_a_second_run_says_that_nothing_is_new(run: Run, folder: Path) -> None:
    run("-C", folder, "measure")
    assert ", 0 new or changed," in run("-C", folder, "measure").stdout


def test_what_failed_is_named_and_the_rest_is_measured(run: Run, folder: Path) -> None:
    path = folder / "framework" / "main.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("count(*)", "sum(amont)"), encoding="utf-8")
    result = run("-C", folder, "measure", "--format", "json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {each["ref"] for each in found["observations"]} == {"kpi:revenue"}
    assert any(each["severity"] == "error" and "amont" in each["message"] for each in found["findings"])


def test_an_unknown_kpi_is_met_with_the_nearest(run: Run, folder: Path) -> None:
    result = run("-C", folder, "measure", "--kpi", "revenu")
    assert result.exit_code == 2
    assert result.stderr.endswith("help: did you mean `revenue`?\n")
