from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Run, Spawn


def test_json_gives_observations_with_reasons_and_nothing_else_on_stdout(spawn: Spawn, folder: Path) -> None:
    result = spawn("-C", folder, "measure", "--format", "json", "--kpi", "revenue")
    found = json.loads(result.stdout)
    assert result.returncode == 0
    assert set(found) == {"version", "run", "observations", "findings", "since", "recorded", "summary"}
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


def _append(folder: Path, *rows: str) -> None:
    with (folder / "data" / "sales.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(f"{row}\n" for row in rows)


def test_only_what_may_have_changed_is_measured_again(run: Run, folder: Path) -> None:
    first = json.loads(run("-C", folder, "measure", "--format", "json").stdout)
    assert first["since"] == {}
    _append(folder, "2026-06-12,80")
    again = json.loads(run("-C", folder, "measure", "--format", "json").stdout)
    assert again["since"] == {"kpi:basket": "2026-06-11", "kpi:revenue": "2026-06-11"}
    assert {each["start"] for each in again["observations"]} == {"2026-01-01", "2026-04-01", "2026-06-01"}
    assert again["recorded"]["new"] == 6
    lines = run("-C", folder, "measure").stdout.splitlines()
    assert (
        "2 KPIs measured again from 2026-06-15 on, as nothing before it has changed: `vitalfew measure --full` measures all"
        in lines
    )
    full = json.loads(run("-C", folder, "measure", "--full", "--format", "json").stdout)
    assert full["since"] == {}
    assert len(full["observations"]) == len(first["observations"])
    assert full["recorded"] == {"new": 0, "restated": 0, "withdrawn": 0, "withheld": 0, "held": 0}


def test_late_rows_of_files_are_seen_however_old_their_days(run: Run, folder: Path) -> None:
    run("-C", folder, "measure")
    _append(folder, "2025-03-05,7")
    found = json.loads(run("-C", folder, "measure", "--format", "json").stdout)
    assert set(found["since"].values()) == {"2025-03-05"}
    assert found["recorded"]["restated"] == 6


def test_a_changed_calendar_is_measured_in_full(run: Run, folder: Path) -> None:
    run("-C", folder, "measure")
    _define(folder, "calendar: {", "calendar: {fiscal_year_starts: 04-01, ")
    assert json.loads(run("-C", folder, "measure", "--format", "json").stdout)["since"] == {}


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


def test_an_earlier_day_is_measured_and_hides_nothing(run: Run, folder: Path) -> None:
    run("-C", folder, "measure")
    result = run("-C", folder, "--as-of", "2026-03-10", "measure", "--format", "json")
    found = json.loads(result.stdout)
    march = next(each for each in found["observations"] if (each["ref"], each["start"]) == ("kpi:revenue", "2026-03-01"))
    assert march["complete"] is False
    assert found["recorded"] == {"new": 0, "restated": 0, "withdrawn": 0, "withheld": 6, "held": 0}
    assert "6 observations of periods that had not ended are given and not recorded" in result.stderr
    status = json.loads(run("-C", folder, "--as-of", "2026-04-10", "status", "--format", "json").stdout)
    revenue = next(each for each in status["verdicts"] if each["ref"] == "kpi:revenue")
    assert (revenue["period"]["start"], revenue["value"]) == ("2026-03-01", 1200.0)


def _define(folder: Path, old: str, new: str) -> None:
    path = folder / "framework" / "main.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_changed_definition_is_said_until_it_is_restated(run: Run, folder: Path) -> None:
    run("-C", folder, "measure")
    _define(folder, "sum(amount)", "sum(amount) * 2")
    found = json.loads(run("-C", folder, "measure", "--format", "json").stdout)
    said = {each["ref"]: each for each in found["findings"] if each["rule"] == "outdated-history"}
    assert set(said) == {"kpi:revenue", "kpi:basket"}
    assert said["kpi:revenue"]["message"].startswith("17 months of KPI `revenue` up to 2026-05-31 were measured by an earlier")
    assert said["kpi:revenue"]["file"] == "framework/main.yaml"
    status = json.loads(run("-C", folder, "status", "--format", "json").stdout)
    assert "outdated-history" in {each["rule"] for each in status["incomplete"]}
    restated = json.loads(run("-C", folder, "measure", "--restate", "--format", "json").stdout)
    assert "outdated-history" not in {each["rule"] for each in restated["findings"]}
    assert restated["recorded"]["restated"] > 0
    status = json.loads(run("-C", folder, "status", "--format", "json").stdout)
    assert "outdated-history" not in {each["rule"] for each in status["incomplete"]}


def test_the_history_of_a_kpi_shows_both_views(run: Run, folder: Path) -> None:
    run("-C", folder, "measure")
    _define(folder, "sum(amount)", "sum(amount) * 2")
    run("-C", folder, "measure")
    may = _may(json.loads(run("-C", folder, "measure", "--history", "kpi:revenue", "--format", "json").stdout))
    assert (may["as_reported"], may["as_defined"], may["outdated"], may["restated"]) == (1320.0, None, True, False)
    run("-C", folder, "measure", "--restate")
    may = _may(json.loads(run("-C", folder, "measure", "--history", "revenue", "--format", "json").stdout))
    assert (may["as_reported"], may["as_defined"], may["outdated"], may["restated"]) == (2640.0, 2640.0, False, True)
    assert [each["value"] for each in may["versions"]] == [1320.0, 2640.0]
    text = run("-C", folder, "measure", "--history", "revenue").stdout
    assert "month 2026-05-01 to 2026-05-31: €1,320 (recorded " in text
    assert ") → €2,640 (recorded " in text


def _may(found: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return next(each for each in found["periods"] if (each["grain"], each["start"]) == ("month", "2026-05-01"))


def test_the_history_of_an_unknown_kpi_is_refused(run: Run, folder: Path) -> None:
    assert run("-C", folder, "measure", "--history", "revenu").stderr.endswith("help: did you mean `revenue`?\n")
    assert run("-C", folder, "measure", "--history", "revenue", "--format", "csv").exit_code == 2


def test_late_data_restates_openly_and_a_mended_date_is_taken_back(run: Run, folder: Path) -> None:
    path = folder / "data" / "sales.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}2024-05-10,5\n", encoding="utf-8")
    run("-C", folder, "measure")
    path.write_text(f"{text}2026-05-10,5\n", encoding="utf-8")
    lines = run("-C", folder, "measure").stdout.splitlines()
    assert any(line.startswith("2 observations restated: `vitalfew measure --history ID`") for line in lines)
    assert any(" observations withdrawn: " in line for line in lines)
    found = json.loads(run("-C", folder, "measure", "--history", "revenue", "--format", "json").stdout)
    first = next(each for each in found["periods"] if each["start"] == "2024-05-01" and each["grain"] == "month")
    assert first["as_reported"] is None
    assert first["versions"][-1]["missing"] == "withdrawn"


def test_a_dry_run_shows_the_sql_and_measures_nothing(run: Run, folder: Path) -> None:
    result = run("-C", folder, "measure", "--dry-run", "--kpi", "revenue")
    assert result.exit_code == 0
    assert result.stdout.startswith("-- source till\nSELECT ")
    assert "sum(amount)" in result.stdout.casefold().replace('"', "")
    assert "count(*) FILTER" not in result.stdout
    assert not (folder / ".vitalfew").exists()
    found = json.loads(run("-C", folder, "measure", "--dry-run", "--format", "json").stdout)
    assert set(found) == {"version", "queries", "findings"}
    assert {each["source"] for each in found["queries"]} == {"till"}
    assert found["findings"] == []


def test_a_dry_run_shows_from_which_day_on_rows_are_asked_for(run: Run, folder: Path) -> None:
    run("-C", folder, "measure")
    since = "\"/day\" >= DATE '2025-12-29'"
    assert since in run("-C", folder, "measure", "--dry-run").stdout
    assert since not in run("-C", folder, "measure", "--dry-run", "--full").stdout


def test_a_dry_run_finds_what_is_misspelt(run: Run, folder: Path) -> None:
    _define(folder, "sum(amount)", "sum(amont)")
    result = run("-C", folder, "measure", "--dry-run", "--format", "json")
    assert result.exit_code == 1
    assert [each["rule"] for each in json.loads(result.stdout)["findings"]] == ["unknown-column"]
