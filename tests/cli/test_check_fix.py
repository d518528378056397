"""Mending in place: what is written, what is only shown, and that no fix ever makes anything worse."""

from __future__ import annotations

import json
import re
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from tests.cli.conftest import FRAMEWORK, Run

from vitalfew.cli.check import Choice
from vitalfew.cli.fix import Mended, mend, read
from vitalfew.demo.starter import write_starter
from vitalfew.model.preset import PresetName

TODAY = date(2026, 6, 30)
SLIPS = (
    FRAMEWORK.replace("    owner: max\n", "    onwer: max  # until autumn\n")
    .replace("    unit: EUR\n    formula: takings\n", '    unit: EUR\n    decimals: "2"\n    formula: takings\n')
    .replace("on: 2025-12-31}\n    target: {at_least: 140}", "on: 31.12.2025}\n    target: {at_least: 140}")
)


@pytest.fixture
def main(folder: Path) -> Path:
    """Give the file of the bakery with three slips in it."""
    path = folder / "framework" / "main.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SLIPS.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    return path


def test_a_fix_is_written_in_place_with_all_else_as_it_was(run: Run, folder: Path, main: Path) -> None:
    result = run("-C", folder, "check", "--fix")
    expected = SLIPS.replace("onwer", "owner").replace('"2"', "2").replace("31.12.2025", "2025-12-31")
    assert main.read_bytes() == b"\xef\xbb\xbf" + expected.replace("\n", "\r\n").encode()
    assert stat.S_IMODE(main.stat().st_mode) == 0o640
    assert [path.name for path in main.parent.iterdir()] == ["main.yaml"]
    assert "3 findings were mended in 1 file" in result.stdout
    assert "mended framework/main.yaml:" in result.stdout
    assert "FIL" not in "".join(re.findall(r"^framework.*$", result.stdout, re.MULTILINE))


def test_mending_again_changes_nothing(run: Run, folder: Path, main: Path) -> None:
    run("-C", folder, "check", "--fix")
    before = main.stat().st_mtime_ns
    assert "0 findings were mended in 0 files" in run("-C", folder, "check", "--fix").stdout
    assert main.stat().st_mtime_ns == before


def test_a_diff_shows_the_change_and_writes_nothing(run: Run, folder: Path, main: Path) -> None:
    before = main.read_bytes()
    result = run("-C", folder, "check", "--diff", "--fix")
    assert main.read_bytes() == before
    assert result.stdout.startswith("--- a/framework/main.yaml\n+++ b/framework/main.yaml\n@@ ")
    assert "-    onwer: max  # until autumn" in result.stdout
    assert "+    owner: max  # until autumn" in result.stdout
    assert result.stderr == "3 findings would be mended in 1 file\n"
    assert result.exit_code == 1


def test_what_is_clean_has_no_difference(run: Run, folder: Path) -> None:
    result = run("-C", folder, "check", "--diff", "--select", "unknown-key")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_guess_is_shown_beside_its_finding_and_not_made(run: Run, folder: Path) -> None:
    path = folder / "framework" / "main.yaml"
    text = FRAMEWORK.replace("owner: max", "owner: maxx")
    path.write_text(text, encoding="utf-8")
    result = run("-C", folder, "check", "--fix")
    assert path.read_text(encoding="utf-8") == text
    assert "  suggestion: write `max` for `maxx`\n" in result.stdout
    assert "1 suggestion left to you" in result.stdout


def test_json_says_what_was_mended_and_what_is_left(run: Run, folder: Path, main: Path) -> None:
    found = json.loads(run("-C", folder, "check", "--diff", "--format", "json").stdout)
    assert [(each["rule"], each["fix"]) for each in found["fixed"]] == [
        ("wrong-value", "write `2`"),
        ("wrong-value", "write `2025-12-31`"),
        ("unknown-key", "write `owner` for `onwer`"),
    ]
    assert found["files"] == ["framework/main.yaml"]
    assert found["summary"]["fixed"] == 3
    assert {each["suggestion"] for each in found["findings"]} == {None}
    assert main.read_bytes().startswith(b"\xef\xbb\xbf")
    assert run("-C", folder, "check", "--fix", "--format", "github").exit_code == 2


def test_only_what_is_chosen_is_mended(run: Run, folder: Path, main: Path) -> None:
    run("-C", folder, "check", "--fix", "--select", "unknown-key")
    text = main.read_text(encoding="utf-8-sig")
    assert "    owner: max  # until" in text
    assert "31.12.2025" in text


def test_a_linked_file_is_mended_where_it_lies(run: Run, folder: Path, main: Path) -> None:
    kept = folder / "kept.yaml"
    main.rename(kept)
    main.symlink_to(kept)
    run("-C", folder, "check", "--fix")
    assert main.is_symlink()
    assert "owner: max  # until" in kept.read_text(encoding="utf-8-sig")


def test_a_file_that_cannot_be_read_does_not_stop_the_others(run: Run, folder: Path, main: Path) -> None:
    (main.parent / "odd.yaml").write_bytes(b"\xff\xfe\x00")
    run("-C", folder, "check", "--fix")
    assert "owner: max  # until" in main.read_text(encoding="utf-8-sig")


def test_a_fix_that_would_introduce_a_finding_is_not_made() -> None:
    """The owner stands there already, so the misspelt key would double it; the other slip is mended all the same."""
    text = "people: [{id: ana}]\nkpis:\n  - {id: churn, owner: ana, onwer: ana, formla: lost}\n"
    done = mend({"framework/main.yaml": text}, Choice(), today=TODAY)
    assert [each.what for each in done.fixed] == ["write `formula` for `formla`"]
    assert [each.what for each in done.suggested] == ["write `owner` for `onwer`"]


def test_what_reading_hid_may_show_itself_and_is_mended_too() -> None:
    text = "people: [{id: ana-prado}]\nkpis:\n  - id: Churn\n    onwer: Ana Prado\n"
    done = mend({"framework/main.yaml": text}, Choice(), today=TODAY)
    assert done.state.texts["framework/main.yaml"] == text.replace("Churn", "churn").replace(
        "onwer: Ana Prado", "owner: ana-prado"
    )
    assert len(done.fixed) == 3


# The corpus: the starters, with their comments, broken one line at a time


@cache
def starter(preset: PresetName, folder: Path) -> dict[str, str]:
    write_starter(folder / preset, preset, today=TODAY)
    return {
        f"framework/{path.name}": path.read_text(encoding="utf-8") for path in sorted((folder / preset / "framework").iterdir())
    }


KEY = re.compile(r"^(?P<lead>[ -]*)(?P<key>[a-z_]{4,}):(?P<rest> .*)?$")
DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")


def mutants(texts: dict[str, str]) -> Iterator[dict[str, str]]:
    """Give the texts with one line broken: two letters of a key swapped, a number in quotes, a day written otherwise, an id."""
    for file, text in texts.items():
        lines = text.split("\n")
        for number, line in enumerate(lines):
            for broken in variants(line):
                if broken != line:
                    yield {**texts, file: "\n".join([*lines[:number], broken, *lines[number + 1 :]])}


def variants(line: str) -> Iterator[str]:
    if found := KEY.match(line):
        key = found["key"]
        yield f"{found['lead']}{key[0]}{key[2]}{key[1]}{key[3:]}:{found['rest'] or ''}"
    yield DAY.sub(r"\3.\2.\1", line)
    yield re.sub(r": (\d+(?:\.\d+)?)$", r': "\1"', line)
    yield re.sub(r"(direction|timing|stage|lifecycle): ([a-z]+)\b", lambda found: f"{found[1]}: {found[2].upper()}", line)
    yield re.sub(r"(- id: |\{id: )([a-z]+)-([a-z]+)\b", lambda found: f"{found[1]}{found[2].title()} {found[3].title()}", line)


def comments(texts: dict[str, str]) -> Counter[str]:
    return Counter(found for text in texts.values() for found in re.findall(r"(?:^|(?<=\s))#.*$", text, re.MULTILINE))


def worse(done: Mended, before: dict[str, str]) -> bool:
    """Tell whether a mended mutant has anything that neither it nor what it was made from had."""
    known = {(each.code, each.ref, each.field) for each in read(before, today=TODAY).findings}
    return bool({(each.code, each.ref, each.field) for each in done.state.findings} - known)


@pytest.mark.parametrize(("preset", "step"), [("small-business", 3), ("executive", 23), ("okr", 23)])
def test_no_fix_introduces_a_finding_or_loses_a_comment(
    preset: PresetName, step: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = starter(preset, tmp_path_factory.getbasetemp())
    some = list(mutants(whole))[::step]
    mended = 0
    for texts in some:
        done = mend(texts, Choice(), today=TODAY)
        still = {(each.code, each.ref, each.field) for each in done.state.findings}
        assert not worse(done, texts) or not worse(done, whole)
        assert comments(done.state.texts) == comments(texts)
        assert all((fix.finding.code, fix.finding.ref, fix.finding.field) not in still for fix in done.fixed)
        mended += done.state.texts == whole
    assert len(some) > 15
    assert mended > 0.7 * len(some)
