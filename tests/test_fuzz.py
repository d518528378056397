"""Whatever becomes of a workspace's files, `check` ends in findings and never in a traceback.

The whole facade is driven: reading, rules, silences, places, sorting, and what is written of the findings.
Many more examples by hand: `VITALFEW_FUZZ=5000 .venv/bin/python -m pytest tests/test_fuzz.py`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vitalfew import Workspace
from vitalfew.cli.annotations import github, sarif
from vitalfew.demo.starter import write_starter
from vitalfew.model.preset import PRESETS
from vitalfew.workspace import smells

TODAY = date(2026, 6, 30)
EXAMPLES = int(os.environ.get("VITALFEW_FUZZ", "20"))
# What people and editors leave behind: odd numbers and dates, half a structure, words in another's place.
JUNK = [
    *"""~|null|true|yes|on|0|-0|-1|5|1e999|-1e308|.nan|.inf|-.inf|0x1F|0o17|1_000|12:30|""|'x'|x y
2026-02-30|2026-13|0001-01-01|9999-12-31|9999-12|0000-00-00|2026-W53|1900-02-29|2026-06-30T12:00:00Z
[]|{}|[[]]|[{}]|{id:}|{id: x}|{kpi: revenue}|[revenue, revenue]|[~]|[~, 5]|-|- -|---|...|?|:|&|*|!|>|@|`|'|"|&a x|*a|!!set {}
reach|by: never|values: {2026-01: 5}|{reach: 5, by: 9999-12-31}|{reach: 1e308, by: 0001-01-01}|{within: [5, 1]}|{within: [a]}
{reach: 5, by: 2026-12-31, path: {9999-12-31: 1, 0001-01-01: -1e308}}|{at_least: -1e300}|{values: {9999-12: 1, 0001-01: 2}}
{value: 5, on: 0001-01-01}|{value: 1e308, by: 9999-12-31}|{every: 5 years}|4000000000 weeks|99999999999999 days|-3 weeks
weekly|day 99 of the month|every 9999999 months|first mon of month|%|EUR/kg|kpi.|kpi.x|kpi.revenue|a/b|a/0|((((|nullif(a, 0)
# vitalfew: allow|# vitalfew: allow orphan-kpi|# vitalfew: allow x — y until 9999-99|# vitalfew: allow FIL007 — z until 2026-01
""".replace("\n", "|").split("|"),
    *("9" * 400, "x" * 3000, "ä\u202e\U0001f600", "|", "[" * 300, "{a: " * 200, "(" * 2000, "- " * 200, "<<: {}", "sum(x)"),
]
SCRAPS = (
    b"\xff",
    b"\0",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\r",
    b"\t",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"\xef\xbb\xbf",
    b"\n---\n",
    b"\n- ",
    b": ",
    b" #",
)

VALUE = re.compile(rb"(?<=: )(?:[^\n,{}\[\]]+|\{[^\n{}]*\}|\[[^\n\[\]]*\])")
Edit = tuple[str, int, int, str]


@cache
def files_of(start: str) -> tuple[tuple[str, bytes], ...]:
    """Give the framework files of a starting point."""
    if start == "example":
        return (("framework.yaml", (Path(__file__).parent / "load" / "example" / "framework.yaml").read_bytes()),)
    if start == "meridian":
        folder = files("vitalfew.demo") / "meridian" / "framework"
        return tuple((path.name, path.read_bytes()) for path in folder.iterdir())
    with TemporaryDirectory() as target:
        write_starter(Path(target), next(preset for preset in PRESETS if preset == start), today=TODAY)
        return tuple((path.name, path.read_bytes()) for path in sorted((Path(target) / "framework").iterdir()))


def _spot(size: int, at: int) -> int:
    return at % max(size, 1)


def bytes_edited(content: bytes, at: int, count: int, junk: str) -> bytes:
    """Replace some bytes by junk or by a scrap of another encoding."""
    spot = _spot(len(content), at)
    scrap = SCRAPS[count % len(SCRAPS)] if at % 2 else junk.encode()
    return content[:spot] + scrap + content[spot + count :]


def line_dropped(content: bytes, at: int, count: int, _: str) -> bytes:
    """Drop a few lines."""
    lines = content.split(b"\n")
    spot = _spot(len(lines), at)
    return b"\n".join(lines[:spot] + lines[spot + count :])


def line_doubled(content: bytes, at: int, count: int, _: str) -> bytes:
    """Repeat a few lines."""
    lines = content.split(b"\n")
    spot = _spot(len(lines), at)
    return b"\n".join(lines[: spot + count] + lines[spot:])


def line_moved(content: bytes, at: int, count: int, _: str) -> bytes:
    """Put a line elsewhere, indented by somewhat."""
    lines = content.split(b"\n")
    moved = lines.pop(_spot(len(lines), at))
    lines.insert(_spot(len(lines), at * 7919 + count), b" " * (count % 5) + moved)
    return b"\n".join(lines)


def value_replaced(content: bytes, at: int, _: int, junk: str) -> bytes:
    """Replace what stands after a key."""
    values = list(VALUE.finditer(content))
    if not values:
        return content
    spot = values[_spot(len(values), at)]
    return content[: spot.start()] + junk.encode() + content[spot.end() :]


EDITS: dict[str, Callable[[bytes, int, int, str], bytes]] = {
    "bytes edited": bytes_edited,
    "line dropped": line_dropped,
    "line doubled": line_doubled,
    "line moved": line_moved,
    "value replaced": value_replaced,
}
edits = st.lists(
    st.tuples(st.sampled_from([*EDITS, "value replaced"]), st.integers(0, 10**6), st.integers(0, 12), st.sampled_from(JUNK)),
    min_size=1,
    max_size=5,
)


def write(folder: Path, start: str, changes: list[Edit]) -> None:
    """Write a starting point's files with some edits, each in the file that its number falls on."""
    contents = dict(files_of(start))
    names = list(contents)
    for how, at, count, junk in changes:
        name = names[at % len(names)]
        contents[name] = EDITS[how](contents[name], at // len(names), count, junk)
    (folder / "framework").mkdir()
    for name, content in contents.items():
        (folder / "framework" / name).write_bytes(content)


@pytest.mark.parametrize("start", [*PRESETS, "example", "meridian"])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=edits)
def test_check_of_damaged_files_ends_in_findings(start: str, changes: list[Edit]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, start, changes)
        workspace = Workspace.open(root, as_of=TODAY)
        findings = workspace.check()
        for finding in findings:
            assert finding.message
            assert finding.help
            assert "\n" not in str(finding).split("\n  help: ")[0]
        assert github(findings, root).count("\n") == max(len(findings) - 1, 0)
        assert json.loads(json.dumps(sarif(findings, smells(), root), allow_nan=False))
        for ref in workspace.lines.edges:
            workspace.trace(ref)
