"""Which fields of a noun hold the ids of others, read off the `refers` marks of the field types."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from vitalfew.model.noun import Noun, Refers


class Reference(NamedTuple):
    """One id as it stands in a noun: `field` is the dotted path to it, `to` the kind it must be of."""

    field: str
    to: str
    id: str


def references(noun: BaseModel) -> Iterator[Reference]:
    """Give every reference that a noun or section makes, in the order of its fields."""
    for name, alias, mark in _plan(type(noun)):
        value = getattr(noun, name)
        if value is not None and value != ():
            yield from _walk(alias, value, mark)


def _walk(path: str, value: Any, mark: Refers | None) -> Iterator[Reference]:
    if isinstance(value, str):
        if mark is not None and value not in mark.also:
            yield Reference(path, mark.kind, value)
    elif isinstance(value, BaseModel):
        for each in references(value):
            yield each._replace(field=f"{path}.{each.field}")
    else:
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _walk(f"{path}.{key}", item, mark)


@cache
def _plan(model: type[BaseModel]) -> tuple[tuple[str, str, Refers | None], ...]:
    plan = []
    for name, field in model.model_fields.items():
        marks = [mark for mark in (*field.metadata, *_marks(field.annotation)) if isinstance(mark, Refers)]
        if marks or _holds_records(field.annotation):
            plan.append((name, field.alias or name, marks[0] if marks else None))
    return tuple(plan)


def _marks(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _marks(part)


def _holds_records(annotation: Any) -> bool:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return issubclass(annotation, BaseModel) and not issubclass(annotation, Noun)
    if get_origin(annotation) in {Union, UnionType, tuple, dict} or hasattr(annotation, "__metadata__"):
        return any(_holds_records(part) for part in get_args(annotation))
    return False
