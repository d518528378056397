"""Starting `vitalfew --help` and `vitalfew check` as processes, beside importing pydantic, yaml and rich."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from bench.clock import best
from bench.frameworks import framework_texts

BARE = [sys.executable, "-c", "import pydantic, yaml, rich.console"]
PROGRAM = [sys.executable, "-m", "vitalfew"]


def figures(share: float) -> dict[str, object]:
    """Give the best of five starts of each, and the ratios; `share` cuts the rounds."""
    rounds = max(2, round(5 * share))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "framework"
        home.mkdir()
        for name, content in framework_texts(10).items():
            (Path(folder) / name).write_bytes(content)
        bare = _seconds(BARE, rounds)
        programs = {"help": [*PROGRAM, "--help"], "check": [*PROGRAM, "-C", folder, "check"]}
        rows = [_row(name, _seconds(command, rounds), bare) for name, command in programs.items()]
    return {"bench": "start", "rounds": rounds, "bare_s": round(bare, 3), "rows": rows}


def _row(name: str, seconds: float, bare: float) -> dict[str, object]:
    return {"command": name, "start_s": round(seconds, 3), "ratio": round(seconds / bare, 2)}


def _seconds(command: list[str], rounds: int) -> float:
    return best(lambda: subprocess.run(command, capture_output=True, check=False), rounds)
