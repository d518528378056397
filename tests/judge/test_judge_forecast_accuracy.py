"""On real series the forecasts keep what `docs/forecast.md` says of them; the figures are `python -m bench forecast`'s."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"


@pytest.mark.skipif(not DATA.is_dir(), reason="real data is not on this machine: no folder ../shared/data beside the checkout")
def test_forecasts_of_real_series_beat_their_rivals() -> None:
    command = [sys.executable, "-m", "bench", "forecast", "--share", "0.5"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    every = json.loads(run.stdout)["rows"][-1]

    assert every["origins"] >= 200
    assert every["mase"] <= every["rival_mase"]
    assert 0.75 <= every["inside"] <= 0.85
    assert every["brier"] < every["base_brier"]
