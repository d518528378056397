"""Every page of a fault of reading is its test: marked lines are flagged, the output is exact, the other blocks are clean."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from vitalfew.base.finding import Finding, Smell, by_place
from vitalfew.base.page import page
from vitalfew.load.read import load, load_texts
from vitalfew.load.silence import silence
from vitalfew.load.smells import SMELLS, UNREADABLE_FILE, UNUSABLE_FILE
from vitalfew.rules.engine import check

TODAY = date(2026, 6, 30)
BLOCK = re.compile(r"```yaml\n(.*?)```(?:\n+```text\n(.*?)```)?", re.DOTALL)
MARK = re.compile(r" +# expect: ([A-Z]{3}\d{3})$", re.MULTILINE)


class Block(NamedTuple):
    """A YAML block of a page, with the heading it stands under and the output that follows it."""

    section: str
    text: str
    output: str


def blocks(smell: Smell) -> list[Block]:
    sections = re.split(r"^## ", page(smell), flags=re.MULTILINE)[1:]
    return [Block(part.partition("\n")[0], *match) for part in sections for match in BLOCK.findall(part)]


def findings(content: str | bytes) -> list[Finding]:
    """What `check` says of one file: faults of reading, and of rules what silences leave."""
    loaded = load_texts({"framework.yaml": content})
    found = [
        loaded.spans.place(finding)
        for finding in check(loaded.framework, today=TODAY)
        if not loaded.is_faulted(finding.ref, finding.field)
    ]
    return sorted(silence([*loaded.findings, *found], loaded.silences, today=TODAY), key=by_place)


def marked(text: str) -> list[tuple[int, str]]:
    return [(number, mark[1]) for number, line in enumerate(text.splitlines(), 1) if (mark := MARK.search(line))]


@pytest.mark.parametrize("smell", SMELLS, ids=lambda smell: smell.slug)
def test_reading_does_what_the_page_says(smell: Smell) -> None:
    for block in blocks(smell):
        reading = [each for each in findings(MARK.sub("", block.text)) if each.code.startswith("FIL")]
        found = [each for each in reading if each.code == smell.code]
        assert [(each.place.line if each.place else 1, each.code) for each in found] == marked(block.text), block.text
        assert found or not reading, block.text
        if block.output:
            assert "\n".join(map(str, found)) + "\n" == block.output


@pytest.mark.parametrize("smell", SMELLS, ids=lambda smell: smell.slug)
def test_a_page_has_its_headings_and_shows_both_sides(smell: Smell) -> None:
    text = page(smell)
    assert text.startswith(f"# {smell.slug} ({smell.code})\n")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) in (["Flagged", "Accepted"], ["Flagged", "Accepted", "Edge cases"])
    assert {block.section for block in blocks(smell)} >= {"Accepted"}
    if smell not in {UNREADABLE_FILE, UNUSABLE_FILE}:
        assert any(marked(block.text) and block.output for block in blocks(smell) if block.section == "Flagged")


def test_a_logo_that_is_not_there_is_flagged_as_its_page_says(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text("publishing:\n  logo: brand/logo.svg\n", encoding="utf-8")

    [finding] = (each for each in load(tmp_path).findings)

    assert f"```text\n{finding}\n```" in page(UNUSABLE_FILE)


def test_bytes_that_are_no_text_are_flagged_as_their_page_says() -> None:
    shown = "kpis:\n  - id: churn\n    name: Monthly churn in São Paulo\n"

    [finding] = findings(shown.encode("latin-1"))

    assert f"```text\n{finding}\n```" in page(UNREADABLE_FILE)
    assert "  ".join(shown.split("  ")) in page(UNREADABLE_FILE)
