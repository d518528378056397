"""Which fields of a noun hold the ids of others, read off the `refers` marks of the field types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args

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


Known = Callable[[str, str], bool]
"""Tells of a kind and an id whether there is such a noun."""
Part = TypeVar("Part", bound=BaseModel)


def pruned(noun: Part, known: Known) -> Part:
    """Give a noun without its references to what is not known; a part of it that cannot do without one goes as a whole."""
    changed: dict[str, Any] = {}
    for name, _, mark in _plan(type(noun)):
        value = getattr(noun, name)
        kept = _kept(value, mark, known)
        if kept != value:
            changed[name] = kept
    return noun.model_copy(update=changed) if changed else noun


def _kept(value: Any, mark: Refers | None, known: Known) -> Any:
    """Give what is left of a value; None where nothing is."""
    if isinstance(value, str):
        return value if mark is None or value in mark.also or known(mark.kind, value) else None
    if isinstance(value, BaseModel):
        left = pruned(value, known)
        return (
            None
            if any(field.is_required() and getattr(left, name) is None for name, field in type(left).model_fields.items())
            else left
        )
    if isinstance(value, dict):
        return {key: left for key, item in value.items() if (left := _kept(item, mark, known)) is not None}
    if isinstance(value, tuple):
        return tuple(left for item in value if (left := _kept(item, mark, known)) is not None)
    return value


@cache
def _plan(model: type[BaseModel]) -> tuple[tuple[str, str, Refers | None], ...]:
    plan = []
    for name, field in model.model_fields.items():
        parts = (*field.metadata, *_parts(field.annotation))
        marks = [part for part in parts if isinstance(part, Refers)]
        if marks or any(map(_is_record, parts)):
            plan.append((name, field.alias or name, marks[0] if marks else None))
    return tuple(plan)


def _parts(annotation: Any) -> Iterator[Any]:
    """Give the plain types and the marks that an annotation is made of."""
    arguments = get_args(annotation)
    if not arguments:
        yield annotation
    for part in arguments:
        yield from _parts(part)
    yield from getattr(annotation, "__metadata__", ())


def _is_record(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel) and not issubclass(part, Noun)
