from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_boxes_stand_beside_the_year_before_and_say_why_not(run: Run, folder: Path) -> None:
    result = run("-C", folder, "--as-of", "2026-06-01", "boxes", "--kpi", "revenue")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "As of 2026-05-31, beside the same stretch of the year before",
        "Revenue",
        "  MTD  €1,320  +10.0%",
        "  QTD  €2,520  +5.0%",
        "  YTD  €6,120  +2.0%",
        "no findings",
    ]
    late = run("-C", folder, "--as-of", "2026-06-15", "boxes", "--kpi", "kpi:revenue").stdout.splitlines()
    assert late[2:4] == ["  MTD    €120  – (the data covers 71% only)", "  QTD  €2,640  – (the data covers 95% only)"]
    early = run("-C", folder, "--as-of", "2025-03-11", "boxes", "--kpi", "revenue").stdout.splitlines()
    assert early[2] == "  MTD    €480  – (the year before: the data begins after the period)"


def test_json_also_gives_the_trailing_months(run: Run, folder: Path) -> None:
    found = json.loads(run("-C", folder, "--as-of", "2026-06-01", "boxes", "--format", "json").stdout)
    assert (found["version"], found["as_of"], found["summary"]["kpis"]) == (1, "2026-05-31", 2)
    revenue = next(each for each in found["kpis"] if each["ref"] == "kpi:revenue")
    assert revenue["boxes"]["ytd"]["now"] == {
        "start": "2026-01-01",
        "end": "2026-06-01",
        "value": 6120.0,
        "missing": None,
        "share": 1.0,
    }
    assert [each["label"] for each in revenue["months"]][-2:] == ["2026-04", "2026-05"]
    assert revenue["weeks"] == []


def test_a_kpi_that_is_not_there_and_a_source_that_fails(run: Run, folder: Path) -> None:
    assert run("-C", folder, "boxes", "--kpi", "revenu").exit_code == 2
    (folder / "data" / "sales.csv").unlink()
    failed = run("-C", folder, "boxes")
    assert failed.exit_code == 1
    assert "missing-file" in failed.stdout
