"""What a field holds, in words, and the tables that say so: parts of the reference's pages."""

from __future__ import annotations

import re
import types
import typing

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from vitalfew.model.noun import Refers


def table(head: tuple[str, ...], rows: list[str]) -> str:
    """Write a table of rows; nothing where there are none."""
    if not rows:
        return ""
    return "\n".join([f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *rows]) + "\n"


def cell(text: str) -> str:
    """Write text into a cell."""
    return text.replace("|", "\\|").replace("\n", " ")


CHECKED = {
    "_duration": "duration such as `3 business days`",
    "_rhythm": "rhythm such as `weekly on monday 09:00`",
    "_month_day": "month and day such as `02-01`",
    "_month": "month or day such as `2026-01`",
}
NAMES = {"kpi": "a KPI", "objective": "an objective", "org_unit": "an organisation unit"}
PLAIN = {"str": "text", "float": "number", "int": "whole number", "bool": "true or false", "date": "day"} | {
    "datetime": "moment",
    "NoneType": "null",
}


def heading(model: type[BaseModel]) -> str:
    """Give the heading of a record."""
    kind = getattr(model, "kind_", "")
    return f"{model.__name__} (`{kind}:…`)" if kind else model.__name__


def anchor(model: type[BaseModel]) -> str:
    """Give the anchor of a record's heading."""
    return re.sub(r"[^\w\- ]", "", heading(model).lower()).replace(" ", "-")


def words(annotation: object, marks: list[object]) -> str:
    """Say in words what a field holds."""
    for mark in marks:
        if isinstance(mark, Refers):
            also = "".join(f", or `{word}`" for word in sorted(mark.also))
            return f"id of {NAMES.get(mark.kind, f'a {mark.kind}')}{also}"
        name = getattr(getattr(mark, "func", None), "__name__", "")
        if name in CHECKED:
            return CHECKED[name]
    return type_(annotation) + bounds(marks)


def type_(annotation: object) -> str:
    """Say in words what a type holds."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return words(arguments[0], list(arguments[1:]))
    if origin is typing.Literal:
        return " or ".join(f"`{each}`" for each in arguments)
    if origin in {typing.Union, types.UnionType}:
        return ", or ".join(dict.fromkeys(type_(each) for each in arguments if each is not type(None)))
    if origin is tuple and arguments[-1] is Ellipsis:
        return f"list of {type_(arguments[0])}"
    if origin is tuple:
        return f"pair of {type_(arguments[0])}"
    if origin is dict:
        return f"mapping of {type_(arguments[0])} to {type_(arguments[1])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{anchor(annotation)})"
    return PLAIN[getattr(annotation, "__name__", "str")]


def bounds(marks: list[object]) -> str:
    """Say the range of a number."""
    names = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}
    parts = [part for mark in marks for part in (mark.metadata if isinstance(mark, FieldInfo) else [mark])]
    found = [f"{names[name]} {getattr(part, name)}" for part in parts for name in names if hasattr(part, name)]
    return f" ({', '.join(found)})" if found else ""
