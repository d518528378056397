"""Whatever bytes a file holds, loading it ends in findings, never in a traceback or a hang."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from vitalfew.load.read import Loaded, load_texts
from vitalfew.load.silence import silence

EXAMPLE = (Path(__file__).parent / "example" / "framework.yaml").read_bytes()
LINES = EXAMPLE.split(b"\n")
WORDS = (
    "[",
    "]",
    "{",
    "}",
    ":",
    "-",
    "?",
    "&",
    "*",
    "!",
    "|",
    ">",
    "'",
    '"',
    "%",
    "@",
    "`",
    "#",
    ",",
    "\\",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\n  ",
    "\0",
    "\x85",
    "&a",
    "*a",
    "!!x",
    "<<",
    "---",
    "...",
    "~",
    "null",
    "true",
    "5",
    "-1",
    "1e999",
    ".nan",
    "0x1",
    "9" * 50,
    "2026-13-40",
    "id:",
    "kpis:",
    "preset:",
    "vitalfew:",
    "# vitalfew: allow x - y\n",
    "é",
    "\U0001f600",
)
SCRAPS = [b"\xff", *(word.encode() for word in WORDS)]
edits = st.lists(
    st.tuples(st.integers(0, len(EXAMPLE)), st.integers(0, 30), st.sampled_from(SCRAPS) | st.binary(max_size=6)),
    min_size=1,
    max_size=6,
)


def holds(loaded: Loaded) -> None:
    """Say what every loaded framework keeps, however broken its files are."""
    for finding in loaded.findings:
        assert finding.message
        assert finding.help
        assert str(finding)
        assert finding.place is None or (finding.place.line >= 1 and finding.place.column >= 1)
    for key, kpi in loaded.framework.kpi.items():
        assert kpi.id == key
        assert loaded.spans.find(kpi.ref) is not None
    silence(loaded.findings, loaded.silences, today=date(2026, 6, 30))


@settings(max_examples=150, deadline=None)
@given(edits)
def test_edited_bytes(changes: list[tuple[int, int, bytes]]) -> None:
    content = EXAMPLE
    for at, gone, new in changes:
        content = content[:at] + new + content[at + gone :]
    holds(load_texts({"framework/main.yaml": content}))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1)), min_size=1, max_size=8))
def test_lines_in_another_order(swaps: list[tuple[int, int]]) -> None:
    lines = list(LINES)
    for one, other in swaps:
        lines[one], lines[other] = lines[other], lines[one]
    holds(load_texts({"framework/main.yaml": b"\n".join(lines)}))


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.sampled_from(["x", "ana", "2026-01-01", "live", ""]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "kpi", "reach", "value", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def written(value: object) -> str:
    """Write a value in flow style."""
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(item)}" for key, item in value.items()) + "}"
    return {"nan": ".nan", "inf": ".inf", "-inf": "-.inf", "None": "null", "": "''"}.get(str(value), str(value))


FIELDS = sorted(
    {line.split(b":")[0].strip(b" -").decode() for line in LINES if b":" in line and not line.lstrip().startswith(b"- {")}
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(FIELDS), values)
def test_any_value_under_any_key(field: str, value: object) -> None:
    """Every value is either taken or told: what is refused is a finding about that field."""
    noun = load_texts({"f.yaml": f"kpis:\n- id: churn\n  {field}: {written(value)}\n"})
    top = load_texts({"f.yaml": f"{field}: {written(value)}\n"})
    holds(noun)
    holds(top)
