"""The way from thirty metrics to a framework: each command says what the page shows, each edit is one between two steps.

A `console` block is run in the folder that the last `cd` went to. A `diff` block is a stretch of the difference between two
files, a `yaml` block a stretch of a file of some step. With VITALFEW_ACCEPT=1 what the commands say is written into the page.
"""

from __future__ import annotations

import os
import re
import shutil
from datetime import date
from pathlib import Path

from tests.docs.transcript import DAY, run_all

from vitalfew.load.read import load
from vitalfew.workspace import Workspace

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "thirty-metrics"
PAGE = ROOT / "docs" / "from-thirty-metrics.md"
TEXT = PAGE.read_text(encoding="utf-8")
STEPS = sorted(path.name for path in EXAMPLE.iterdir() if path.is_dir())


def test_the_commands_say_what_the_page_shows(tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "steps", ignore=shutil.ignore_patterns(".vitalfew"))
    told = TEXT
    for body in re.findall(r"^```console\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL):
        said, folder = run_all(body, folder)
        told = told.replace(f"```console\n{body}```", f"```console\n{said}```", 1)
    if os.environ.get("VITALFEW_ACCEPT"):
        PAGE.write_text(told, encoding="utf-8")
    else:
        assert told == TEXT


def test_each_edit_lies_between_two_steps() -> None:
    edits = re.findall(r"^```diff\n--- (\S+)\n\+\+\+ (\S+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert len(edits) >= len(STEPS) - 2
    for before, after, body in edits:
        lines = body.splitlines()
        assert stretch(lines, " -") in (EXAMPLE / before).read_text(encoding="utf-8"), before
        assert stretch(lines, " +") in (EXAMPLE / after).read_text(encoding="utf-8"), after


def stretch(lines: list[str], marks: str) -> str:
    return "".join(f"{line[1:]}\n" for line in lines if line[0] in marks)


def test_what_is_quoted_stands_in_a_step() -> None:
    files = [path.read_text(encoding="utf-8") for path in EXAMPLE.glob("*/framework/*.yaml")]
    quoted = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert [block for block in quoted if not any(block in text for text in files)] == []


def test_the_dashboard_is_as_bad_as_the_page_says_and_each_step_leaves_less() -> None:
    first = load(EXAMPLE / STEPS[0]).framework
    assert (len(first.kpis), len(first.objectives), first.strategy.mission) == (30, 0, None)
    left = [len(Workspace.open(EXAMPLE / step, as_of=date.fromisoformat(DAY)).check()) for step in STEPS]
    assert sorted(left[1:], reverse=True) == left[1:]
    assert (left[0] > 400, left[-1]) == (True, 0)
