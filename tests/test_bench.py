"""Each bench runs at a tiny share and prints one JSON object with the keys that are read of it; `make prove` runs it in full."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BENCHES = {path.stem for path in (ROOT / "bench").glob("*.py") if "\ndef figures(" in path.read_text(encoding="utf-8")}
SMALL = {
    "audit": (0.0003, "plans wall_s cpu_s peak_mb ms_per_plan"),
    "check": (0.001, "kpis check_s compose_s ratio"),
    "draft": (0.1, "preset people kpis first_s again_s match_s select_s write_s check_s peak_mb"),
    "increment": (0.002, "kind new_wall_s full_wall_s ratio cpu_ratio differ"),
    "judge": (0.0005, "part wall_s cpu_s peak_mib limit_wall_s ratio"),
    "measure": (0.01, "side wall_s cpu_s peak_mib"),
    "publish": (0.01, "kpis report format build_s render_s kb"),
    "scorecard": (0.001, "kpis observations status_s"),
    "start": (0.1, "command start_s ratio"),
    "web": (0.02, "workspace kpis page status median_ms p99_ms times kb sent_kb statements"),
}
ELSEWHERE = {
    "against": "tests/insight/test_insight_against.py holds its figures",
    "ahead": "tests/insight/test_insight_ahead.py holds its figures",
    "effects": "tests/insight/test_insight_effects.py holds its figures",
    "contract": "tests/api/test_api_requests.py runs it on a small workspace",
    "crash": "tests/store/test_store_crash.py, where there is a server",
    "fit": "tests/insight/test_insight_fit.py holds its figures",
    "insight": "tests/insight/test_insight_scale.py does its steps and asks for its pages, in one process",
    "missed": "tests/insight/test_insight_missed.py holds its figures",
    "forecast": "tests/judge/test_judge_forecast_accuracy.py holds its figures",
    "granger": "tests/insight/test_insight_granger.py holds its figures",
    "links": "tests/insight/test_insight_estimate.py holds its figures",
    "load": "tests/web/test_web_load.py, where there is a server",
    "kill": "tests/store/test_store_kill.py holds its figures",
    "office": "it asks for LibreOffice; tests/reports/test_reports_read_back.py opens every document with other readers",
    "papers": "tests/draft/test_draft_paper.py holds what is read of both papers; matching is only counted",
    "peers": "it installs the peer from its package index, and tests use no network",
    "store": "tests/store/test_store_bench.py, where there is a server",
    "signal": "tests/judge/test_judge_trigger.py holds its figures",
    "tensions": "tests/insight/test_insight_conflict.py holds what words tell; the other way is not taken",
    "text": "tests/text/test_text_engine_figures.py holds its figures",
    "words": "its tests are beside the rules of wording",
    "year": "tests/rhythm/test_rhythm_year.py lives through one of its seeds",
}


def test_every_bench_is_run_small_here_or_elsewhere() -> None:
    assert SMALL.keys() | ELSEWHERE.keys() == BENCHES


@pytest.mark.parametrize("name", SMALL)
def test_a_small_bench_prints_its_figures(name: str) -> None:
    share, keys = SMALL[name]
    command = [sys.executable, "-m", "bench", name, "--share", str(share), "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    found = json.loads(done.stdout)
    assert found["bench"] == name
    assert found["rows"]
    assert [sorted(set(keys.split()) - row.keys()) for row in found["rows"]] == [[]] * len(found["rows"])
    assert found.get("wrong", 0) == sum(row.get("differ", 0) for row in found["rows"]) == 0
