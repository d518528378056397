"""The fields of a noun as a form has them, read off its model, so that a new field of the model appears by itself.

A field's path is that of the file: `target.by`, `milestones.0.name`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from vitalfew.load.arrange import KEYS
from vitalfew.load.shape import records
from vitalfew.model.framework import Framework
from vitalfew.model.noun import Refers

Widget = Literal["text", "long", "number", "whole", "day", "flag", "choice", "noun", "lines", "file", "group", "rows"]
LONG = frozenset(
    {
        "definition",
        "description",
        "excludes",
        "because",
        "statement",
        "text",
        "verdict",
        "plan",
        "work",
        "focus",
        "where",
        "sql",
        "formula",
    }
)
"""Texts that are rather sentences than names."""
SHORT = {"ObjectiveLink": "id", "KpiLink": "id", "Drive": "kpi", "By": "column"}
"""Records for which a bare value may stand, and what that value is."""
_PLAIN: dict[object, Widget] = {bool: "flag", int: "whole", float: "number", date: "day", str: "text"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field: `record` and `key` say what it is for, `parts` are those of a group or of each row.

    `to` is the kind of noun that it names, `options` the words it may hold (of a noun, words that mean another thing), `short`
    the part for which a bare value may stand, `is_many` whether it is a list, `item` what stands on each of its lines.
    """

    key: str
    widget: Widget
    record: str = ""
    to: str = ""
    options: tuple[str, ...] = ()
    parts: tuple[Field, ...] = ()
    short: str = ""
    is_many: bool = False
    item: str = ""


@cache
def fields_of(kind: str) -> tuple[Field, ...]:
    """Give the fields of a kind of noun in the order of its model, without its id."""
    model = next(records(Framework.model_fields[KEYS[kind]].annotation))
    return tuple(each for each in _fields(model) if each.key != "id")


def _fields(model: type[BaseModel]) -> Iterator[Field]:
    for name, field in model.model_fields.items():
        found = _field(field.annotation, tuple(field.metadata))
        is_long = found.widget == "text" and name in LONG
        yield replace(found, key=field.alias or name, record=model.__name__, widget="long" if is_long else found.widget)


def _field(annotation: Any, marks: tuple[Any, ...]) -> Field:
    """Give the field that a type asks for; what has no form of its own is written as in the file."""
    annotation, marks = _bare(annotation, marks)
    refers = next((mark for mark in marks if isinstance(mark, Refers)), None)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation is str and refers:
        return Field("", "noun", to=refers.kind, options=tuple(sorted(refers.also)))
    if origin is Literal and all(isinstance(each, str) for each in arguments):
        return Field("", "choice", options=arguments)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Field("", "group", parts=tuple(_fields(annotation)), short=SHORT.get(annotation.__name__, ""))
    if origin is tuple and arguments[-1:] == (Ellipsis,):
        return _many(_field(arguments[0], ()))
    return Field("", _PLAIN.get(annotation, "file"))


def _many(item: Field) -> Field:
    if item.widget == "group":
        return replace(item, widget="rows", is_many=True)
    if item.widget == "noun":
        return replace(item, is_many=True)
    return replace(item, widget="file" if item.widget == "file" else "lines", is_many=True, item=item.widget)


def _bare(annotation: Any, marks: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """Take off what a type is wrapped in: marks, and that it may be nothing; of a choice of people and lists the person."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            marks = (*marks, *more)
            continue
        parts = [each for each in get_args(annotation) if each is not type(None)]
        is_union = get_origin(annotation) not in {None, Literal, tuple, dict}
        named = [each for each in parts if any(isinstance(mark, Refers) for mark in getattr(each, "__metadata__", ()))]
        if is_union and (len(parts) == 1 or named):
            annotation = named[0] if named else parts[0]
            continue
        return annotation, marks
