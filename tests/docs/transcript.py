"""Run the commands that a page shows, and give what they say.

A line `…` stands for what is left out; as many lines before and after it as the page shows are kept.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

DAY = "2026-07-02"
CUT = "…"


def run_all(body: str, folder: Path) -> tuple[str, Path]:
    """Run the commands of a block; give the block with what they said where it showed anything, and the folder then."""
    parts = re.split(r"^\$ (.*)\n", body, flags=re.MULTILINE)[1:]
    said = []
    for command, shown in zip(parts[::2], parts[1::2], strict=True):
        if command.startswith("cd "):
            folder = folder / command.removeprefix("cd ")
            said.append(f"$ {command}\n")
        else:
            output = run(command, folder)
            said.append(f"$ {command}\n{shortened(output, shown) if shown else ''}")
    return "".join(said), folder


def run(command: str, folder: Path) -> str:
    program, *words = command.split()
    assert program == "vitalfew"
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    environment.pop("FORCE_COLOR", None)
    done = subprocess.run(
        [sys.executable, "-m", "vitalfew", "--as-of", DAY, *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def shortened(output: str, shown: str) -> str:
    """Leave out of the output what the page leaves out."""
    lines, wanted = output.splitlines(), shown.splitlines()
    if CUT not in wanted:
        return output
    before = wanted.index(CUT)
    after = len(wanted) - before - 1
    assert before + after < len(lines), "nothing is left out here"
    return "\n".join([*lines[:before], CUT, *lines[len(lines) - after :]]) + "\n"
