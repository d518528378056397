"""Write docs/requirements.md and the list of tests that cite a demand; `--check` says whether they are up to date.

A test cites a demand by its id in the docstring of the test or of its module; a test of `tests/rules` shows a demand where it
names a rule that meets it.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from vitalfew.cli.requirements import PAGES, Row, rows, table
from vitalfew.workspace import smells

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "requirements.md"
CITED = ROOT / "src" / "vitalfew" / "cli" / "requirement_tests.csv"
ID = re.compile(r"\b[A-Z]{3}-\d+\b")
WORD = re.compile(r"[A-Z]{3}\d{3}|[a-z0-9]+(?:-[a-z0-9]+)+")
ASIDE = {"test_engine.py", "test_scaffold.py", "test_seen.py"}  # these name rules without breaking what they watch
GROUPS = {
    "STR": "Strategy", "CAS": "Hierarchy and cascade", "DEF": "Definition", "AUD": "Alignment tests", "INI": "Initiatives",
    "MON": "Measuring", "RHY": "Rhythm and governance", "DEL": "Deliverables", "FUT": "Horizons",
}  # fmt: skip
HEAD = """\
# Requirements

<!-- Written by tools/requirements.py from `src/vitalfew/cli/requirements.csv`, the rules and the tests; run `make accept`. -->

What Vitalfew sets out to do, what covers it now, and which tests show it. *Not yet* says what of a demand is not there:
the format may already hold it (it is then read, checked for dead references and kept), but nothing computes with it.
Rules are named as `vitalfew explain` knows them; each rule's page runs as a test. `vitalfew requirements` prints the same
from the installed program, with `--format json` for other programs.
"""


def cited(folder: Path) -> dict[str, list[str]]:
    """Give the tests that cite each id: the file where its module's docstring does, else file and function."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        place = path.relative_to(folder.parent).as_posix()
        for test, docstring in _docstrings(path):
            name = f"{place}::{test}" if test else place
            for id_ in dict.fromkeys(ID.findall(docstring)):
                if place not in found[id_]:
                    found[id_].append(name)
    return found


def _docstrings(path: Path) -> Iterator[tuple[str, str]]:
    module = ast.parse(path.read_text(encoding="utf-8"))
    yield "", ast.get_docstring(module) or ""
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, ast.get_docstring(node) or ""


def named(folder: Path) -> dict[str, list[str]]:
    """Give the tests of rules that name a rule, by code or slug, under each demand that the rule meets."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in (path for path in sorted(folder.glob("test_*.py")) if path.name not in ASIDE):
        words = set(WORD.findall(path.read_text(encoding="utf-8")))
        met = {id_ for smell in smells() if words & {smell.code, smell.slug} for id_ in smell.requirements}
        for id_ in met:
            found[id_].append(path.relative_to(folder.parents[1]).as_posix())
    return found


def cited_csv() -> str:
    """Give the generated table that is shipped with the program."""
    of_rules, of_all = named(ROOT / "tests" / "rules"), cited(ROOT / "tests")
    tests = {line["id"]: list(dict.fromkeys([*of_rules[line["id"]], *of_all[line["id"]]])) for line in table("requirements.csv")}
    return "\n".join(["id,tests", *(f"{id_},{' '.join(found)}" for id_, found in tests.items() if found)]) + "\n"


def page() -> str:
    """Give the page for readers."""
    lines = {line["id"]: line for line in table("requirements.csv")}
    found = rows(smells())
    parts = [HEAD]
    for prefix, title in GROUPS.items():
        parts += [f"## {title}\n", "| id | in our words | covered by | shown by |\n|---|---|---|---|"]
        parts += [_line(row, lines[row.id]) for row in found if row.id.startswith(prefix)]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _line(row: Row, line: dict[str, str]) -> str:
    commands = ", ".join(f"`vitalfew {each}`" for each in (row.command or "").split())
    rules = ", ".join(f"`{rule}`" for rule in row.rules)
    missing = f"*not yet*: {line['not_yet']}" if line["not_yet"] else ""
    covered = "; ".join(part for part in (commands, line["how"], rules, missing) if part)
    paths = dict.fromkeys(test.partition("::")[0] for test in row.tests if test != PAGES)
    shown = ["the rules' pages"] if PAGES in row.tests else []
    shown += [f"[{Path(path).stem.removeprefix('test_')}](../{path})" for path in paths]
    return f"| {row.id} | {line['demand']} | {covered} | {', '.join(shown)} |"


def main() -> int:
    """Write both files; with --check only say which differ."""
    is_check = sys.argv[1:] == ["--check"]
    stale = []
    for path, write in ((CITED, cited_csv), (PAGE, page)):
        text = write()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(path.relative_to(ROOT).as_posix())
            if not is_check:
                path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name} {'is out of date: run `make accept`' if is_check else 'written'}")
    return int(is_check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
