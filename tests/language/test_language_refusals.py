"""Whatever is refused is said where it is refused, so that a page can tell it; what reading finds in files is said too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.language.pseudo import left

import vitalfew
from vitalfew.load.read import load_texts
from vitalfew.load.smells import SMELLS
from vitalfew.model.policy import NUMBERS

ROOMS = ("exchange", "load", "model", "rhythm", "store")
PACKAGE = Path(vitalfew.__file__).parent
FILES = [path for room in ROOMS for path in sorted((PACKAGE / room).glob("*.py"))]
REFUSALS = frozenset({"NotAllowed", "NotLetIn", "Overtaken", "Refused"})
BROKEN = """
kpi: []
preset: tiny
calendar: {timezone: Mars/Olympus, week_starts: 3, surprise: 1}
policy: {kpis-per-owner: {min: 1, max: 2}, nothing: 4}
cadences: [{id: weekly, rhythm: now and then}]
sources: {id: a}
measures:
- {id: a, sql: select 1, balance: true}
kpis:
- churn
- {name: No id}
- {id: churn, name: 7, target: 5, threshold: [3, 1], owner: nobody, formula: "a + + b c", due: soon, decimals: x}
- {id: churn, name: Again}
"""


def unsaid(tree: ast.AST) -> Iterator[str]:
    """Give the texts of refusals that stand there, or in a name of the same function, without being said."""
    for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
        given = [value for call in ast.walk(function) for value in arguments(call)]
        names = {each.id for each in given if isinstance(each, ast.Name)}
        held = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
        given += [each for node in held if names & {ast.unparse(name) for name in node.targets} for each in forms(node.value)]
        yield from (ast.unparse(each) for each in given if is_text(each))


def arguments(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS:
        for each in node.args:
            yield from forms(each)


def forms(node: ast.expr) -> Iterator[ast.expr]:
    """Give what an expression may come to."""
    if isinstance(node, ast.IfExp):
        yield from forms(node.body)
        yield from forms(node.orelse)
    else:
        yield node


def is_text(node: ast.expr) -> bool:
    """Tell whether words stand there: a command between backticks has none."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    text = "".join(str(part.value) for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))
    return " " in text.strip("`") and not (text.startswith("`") and text.endswith("`"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_a_refusal_is_said(path: Path) -> None:
    assert list(unsaid(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_a_refusal_that_is_not_said_is_found() -> None:
    source = 'def f(day):\n    why = f"{day} is over"\n    raise Refused(why, say("name a day") if day else "name another day")'
    assert list(unsaid(ast.parse(source))) == ["'name another day'", "f'{day} is over'"]


def test_what_reading_finds_is_said() -> None:
    found = load_texts({"f.y": BROKEN, "e.y": "", "t.y": "kpis: [a", "l.y": "- 1"}).findings
    assert len({each.code for each in found}) > 6
    assert left(text for each in found for text in (each.message, each.help)) == []


def test_remedies_and_numbers_are_said() -> None:
    assert left([*(each.help for each in SMELLS), *(each.bounds for each in NUMBERS.values())]) == []
