"""The rules of the house that no other tool watches."""

from __future__ import annotations

import ast
import re
import statistics
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = sorted((ROOT / "src" / "vitalfew").rglob("*.py"))
CODE = [
    *SOURCE,
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "tools").rglob("*.py")),
    *sorted((ROOT / "bench").rglob("*.py")),
]
TEXT = [
    path
    for pattern in (
        "src/**/*",
        "tests/**/*",
        "docs/**/*",
        "examples/**/*",
        "bench/*",
        "tools/*",
        "changes/*",
        "*.md",
        "Makefile",
        ".ci/run",
    )
    for path in ROOT.glob(pattern)
    if path.is_file()
    and path.suffix in {".py", ".md", ".yaml", ".yml", ".toml", ".sh", "", ".svg"}
    and "__pycache__" not in path.parts
]
NOT_OUR_WORDS = re.compile(r"manager|handler|processor|helper|utils?$|impl$")


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines for path in CODE if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert long == {}


def test_functions_are_short() -> None:
    lengths = sorted(length(node) for path in SOURCE for node in functions(path))

    assert statistics.median(lengths) <= 15
    assert lengths[len(lengths) * 9 // 10] <= 40
    assert lengths[-1] <= 60


EDGES = {"rhythm/worker.py": 1, "web/app.py": 1, "web/watch.py": 1}
"""Where every exception may be caught, and how often: the loop over jobs, the answer to a request, the line that tells of it."""


def test_nothing_swallows_every_exception() -> None:
    broad = re.compile(r"\bexcept\b\s*(:|.*\b(Base)?Exception\b)")
    found = [
        f"{path.parent.name}/{path.name}"
        for path in SOURCE
        for line in path.read_text(encoding="utf-8").splitlines()
        if broad.search(line)
    ]

    assert dict(Counter(found)) == EDGES


def test_silenced_types_are_rare_and_say_why() -> None:
    lines = [line for path in CODE for line in path.read_text(encoding="utf-8").splitlines()]
    silenced = [line for line in lines if re.search(r"#\s*type:\s*ignore\[", line)]
    blank = [line for line in silenced if not re.search(r"type: ignore\[[a-z-]+(, ?[a-z-]+)*\]\s+# \S", line)]

    assert blank == []
    assert len(silenced) <= max(2, 2 * len(lines) // 1000)


def test_silenced_rules_of_style_say_which_and_why() -> None:
    lines = [line for path in CODE for line in path.read_text(encoding="utf-8").splitlines()]
    silenced = [line for line in lines if re.search(r"#\s*noqa\b", line)]

    assert [line for line in silenced if not re.search(r"#\s*noqa: [A-Z]+\d+(, [A-Z]+\d+)*\s+# \S", line)] == []


def test_modules_and_functions_carry_the_words_of_the_house() -> None:
    modules = [path.stem for path in SOURCE if NOT_OUR_WORDS.search(path.stem)]
    names = [
        node.name
        for path in SOURCE
        for node in functions(path)
        if node.name.startswith(("get_", "do_")) or NOT_OUR_WORDS.search(node.name)
    ]

    assert (modules, names) == ([], [])


def test_the_project_names_no_machine_and_no_package_host() -> None:
    places = re.compile(
        r"(?<![\w.])/(?:wor" + r"k|roo" + r"t|far" + r"m)/|--(?:extra-)?index-" + r"url|https?://\S*/simp" + r"le/"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in TEXT
        for match in places.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]

    assert found == []


@pytest.mark.parametrize(
    "room",
    sorted(
        {
            path.relative_to(ROOT / "src/vitalfew").parts[0]
            for path in SOURCE
            if len(path.relative_to(ROOT / "src/vitalfew").parts) > 1
        }
    ),
)
def test_each_room_says_what_it_is_for(room: str) -> None:
    tree = ast.parse((ROOT / "src/vitalfew" / room / "__init__.py").read_text(encoding="utf-8"))

    assert ast.get_docstring(tree)
    assert len(tree.body) == 1, "a room's __init__ holds its docstring and nothing else"
