"""The tutorial runs as it is written, in its order, in one folder.

A `console` block holds commands and perhaps what they say.
A `diff` block edits a file, and a block after "Write `path`:" is that file.
With VITALFEW_ACCEPT=1 (`make accept`) what the commands say is written into the page.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from tests.docs.transcript import run_all

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
BLOCK = re.compile(r"(?P<before>[^\n]*)\n\n```(?P<kind>console|diff|csv|yaml)\n(?P<body>.*?)```", re.DOTALL)
WRITTEN = re.compile(r"[Ww]rite `([^`]+)`")


def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    folder = tmp_path
    told = page
    for block in BLOCK.finditer(page):
        if block["kind"] == "console":
            said, folder = run_all(block["body"], folder)
            told = told.replace(f"```console\n{block['body']}```", f"```console\n{said}```", 1)
        elif block["kind"] == "diff":
            edit(folder, block["body"])
        else:
            write(folder, page[: block.start("kind")], block["body"])
    if os.environ.get("VITALFEW_ACCEPT"):
        PAGE.write_text(told, encoding="utf-8")
    else:
        assert page == told


def edit(folder: Path, body: str) -> None:
    """Replace the first line that is taken away by the one that is added."""
    head, old, new = body.splitlines()
    path = folder / head.removeprefix("--- ")
    text = path.read_text(encoding="utf-8")
    assert f"{old[1:]}\n" in text, old
    path.write_text(text.replace(f"{old[1:]}\n", f"{new[1:]}\n", 1), encoding="utf-8")


def write(folder: Path, before: str, body: str) -> None:
    named = WRITTEN.findall(before.rstrip("`\n"))
    (folder / named[-1]).write_text(body, encoding="utf-8")
