"""Formulas of KPIs: arithmetic over measures and other KPIs, read without being run.

A formula is read once into a tree of `Node`; `kpi.gross_margin` stands for the KPI `gross-margin`.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Literal

from vitalfew.base.said import say, say_count

MOST_CHARACTERS = 2_000
MOST_DEEP = 100
FUNCTIONS = {"nullif": (2, 2), "abs": (1, 1), "min": (2, 9), "max": (2, 9)}
_OPERATORS: dict[type[ast.operator], Literal["+", "-", "*", "/"]] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a formula: `op` is a number, measure, kpi, an operator, `neg`, or a function's name."""

    op: str
    parts: tuple[Node, ...] = ()
    name: str = ""
    number: float = 0.0

    def leaves(self) -> Iterator[Node]:
        """Give the measures and KPIs it is made of, from left to right."""
        if self.op in {"measure", "kpi"}:
            yield self
        for part in self.parts:
            yield from part.leaves()

    @property
    def measures(self) -> tuple[str, ...]:
        """Ids of the measures, each once."""
        return tuple(dict.fromkeys(leaf.name for leaf in self.leaves() if leaf.op == "measure"))

    @property
    def kpis(self) -> tuple[str, ...]:
        """Ids of the KPIs, each once."""
        return tuple(dict.fromkeys(leaf.name for leaf in self.leaves() if leaf.op == "kpi"))

    def __str__(self) -> str:
        if self.op == "number":
            return repr(self.number).removesuffix(".0")
        if self.op == "measure":
            return self.name
        if self.op == "kpi":
            return f"kpi.{self.name.replace('-', '_')}"
        if self.op == "neg":
            return f"-{self.parts[0]}"
        if self.op in FUNCTIONS:
            return f"{self.op}({', '.join(map(str, self.parts))})"
        return f"({self.parts[0]} {self.op} {self.parts[1]})"


class FormulaError(ValueError):
    """What a formula cannot say, in words for its author."""


@lru_cache(maxsize=65_536)
def parse(text: str) -> Node:
    """Read a formula; raises FormulaError.

    >>> str(parse("100 * second_orders / nullif(first_orders, 0)"))
    '((100 * second_orders) / nullif(first_orders, 0))'
    """
    if len(text) > MOST_CHARACTERS:
        msg = say("the formula has {count:,} characters, more than {most:,}", count=len(text), most=MOST_CHARACTERS)
        raise FormulaError(msg)
    text = " ".join(text.split())
    if "#" in text:  # Python would take the rest for a comment
        msg = say("`{text}` holds a `#`, which cannot stand in a formula", text=text)
        raise FormulaError(msg)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # `2(a)` warns before it is refused below
            tree = ast.parse(text, mode="eval")
        return _node(tree.body, 1)
    except SyntaxError as error:
        msg = say("`{text}` cannot be read at character {offset}", text=text, offset=error.offset or 1)
        raise FormulaError(msg) from None
    except (RecursionError, MemoryError, ValueError) as error:
        if isinstance(error, FormulaError):
            raise
        raise FormulaError(_TOO_DEEP) from None


_TOO_DEEP = say("the formula is nested too deeply or holds a character that cannot stand in it")


def _node(tree: ast.expr, depth: int) -> Node:
    if depth > MOST_DEEP:
        raise FormulaError(_TOO_DEEP)
    match tree:
        case ast.BinOp(left, operator, right) if type(operator) in _OPERATORS:
            return Node(_OPERATORS[type(operator)], (_node(left, depth + 1), _node(right, depth + 1)))
        case ast.UnaryOp(ast.USub(), operand):
            return Node("neg", (_node(operand, depth + 1),))
        case ast.UnaryOp(ast.UAdd(), operand):
            return _node(operand, depth + 1)
        case ast.Constant(bool()):
            pass
        case ast.Constant(int() | float() as number):
            return Node("number", number=_finite(number))
        case ast.Name(name):
            return Node("measure", name=name)
        case ast.Attribute(ast.Name("kpi"), name):
            return Node("kpi", name=name.replace("_", "-"))
        case ast.Call(ast.Name(name), arguments, []) if name in FUNCTIONS:
            return _call(name, arguments, depth + 1)
    msg = say("`{part}` cannot stand in a formula: use + - * / ( ), numbers, nullif, abs, min, max", part=ast.unparse(tree))
    raise FormulaError(msg)


def _call(name: str, arguments: list[ast.expr], depth: int) -> Node:
    least, most = FUNCTIONS[name]
    if not least <= len(arguments) <= most:
        wanted = (
            say_count("{n} value", "{n} values", least)
            if least == most
            else say("{least} to {most} values", least=least, most=most)
        )
        msg = say("`{name}` takes {wanted}, not {count}", name=name, wanted=wanted, count=len(arguments))
        raise FormulaError(msg)
    return Node(name, tuple(_node(argument, depth) for argument in arguments))


def _finite(number: float) -> float:
    try:
        if isfinite(number):
            return float(number)
    except OverflowError:  # a whole number of Python may have any length
        pass
    msg = say("the formula holds a number too large to compute with")
    raise FormulaError(msg)
