"""What pydantic says of a value, in words for whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vitalfew.base.finding import Smell
from vitalfew.load.merge import clipped, shape_of
from vitalfew.load.smells import MISSING_KEY, UNKNOWN_KEY, WRONG_VALUE

_DATE = "a date such as 2026-06-30"
# The type of an error → what belongs there; braces are filled from the error's context.
_WANTED: dict[str, str] = {
    "string_type": "text",
    "string_too_short": "text that is not empty",
    "string_too_long": "text of at most {max_length} characters",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "`true` or `false`",
    "bool_parsing": "`true` or `false`",
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "too_short": "at least {min_length} of them",
    "too_long": "a list of at most {max_length}",
    "greater_than": "a number above {gt:g}",
    "greater_than_equal": "a number of {ge:g} or more",
    "less_than": "a number below {lt:g}",
    "less_than_equal": "a number of {le:g} or less",
}
_PATTERNS: dict[str, str] = {
    "^[a-z][a-z0-9-]*$": "an id of small letters, digits and hyphens",
    "^[A-Z]{3}$": "a currency code such as `EUR`",
    "^[A-Z]{2}(-[A-Z0-9]+)?$": "a country code such as `PT`",
    r"^[^@\s]+@[^@\s]+$": "an address such as `ana@example.org`",
}
Words = tuple[Smell, str, str | None]


def in_words(field: str, value: object, errors: list[Any], whose: str) -> Words:
    """Give the kind of fault, the message and the help for the errors of one field; several are a union's alternatives."""
    kind, name = errors[0]["type"], field.rpartition(".")[2]
    own = [str(error["ctx"]["error"]) for error in errors if error["type"] == "value_error"]
    if kind == "missing" and isinstance(value, list):
        return WRONG_VALUE, f"`{field}` of {whose} has too few items", f"write more than {len(value)}"
    if kind in {"missing", "union_tag_not_found"}:
        return MISSING_KEY, f"`{field}` of {whose} is missing", f"write `{name}:`"
    if kind == "extra_forbidden":
        return UNKNOWN_KEY, f"`{clipped(field)}` is no key of {whose}", None
    if own:
        return WRONG_VALUE, f"`{field}` of {whose}: {own[0]}" if field else f"{whose}: {own[0]}", None
    wanted = _any(dict.fromkeys(word for error in errors for word in _wanted(error)))
    if is_key(errors):
        return WRONG_VALUE, f"`{field.rpartition('.')[0]}` of {whose} has the key `{clipped(name)}`, where {wanted} belongs", None
    help_ = _form(name, value) if wanted == "a mapping" else None
    return WRONG_VALUE, f"`{field}` of {whose} is {shape_of(value)}, where {wanted} belongs", help_ or _help(value, wanted)


def is_key(errors: list[Any]) -> bool:
    """Tell whether the errors are about a key of a mapping, not about what stands under it."""
    return bool(errors[0]["type"] == "extra_forbidden" or errors[0]["loc"][-1] == "[key]")


def choices(errors: Iterable[Any]) -> tuple[str, ...]:
    """Give the words of which one may stand in a field."""
    named = [error["ctx"].get("expected", error["ctx"].get("expected_tags", "")) for error in errors if "ctx" in error]
    return tuple(word.strip("'") for text in named if text for word in text.replace(" or ", ", ").split(", "))


def _any(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def _wanted(error: Any) -> list[str]:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return [_PATTERNS.get(context["pattern"], "text of another form")]
    return [f"`{word}`" for word in choices([error])] or [_WANTED.get(kind, "another value").format(**context)]


def _form(name: str, value: object) -> str | None:
    """Give the forms of what newcomers write as a bare number: a number alone says neither which way nor since when."""
    shown = clipped(value) if isinstance(value, int | float) else "5"
    if name == "target":
        return f"say which kind it is: `{{at_least: {shown}}}`, `{{at_most: {shown}}}` or `{{reach: {shown}, by: 2026-12-31}}`"
    return f"say when it was so: `{{value: {shown}, on: 2026-06-30}}`" if name == "baseline" else None


def _help(value: object, wanted: str) -> str:
    if wanted == "text" and isinstance(value, bool | int | float):
        return f'put it in quotes: "{clipped(value)}"'
    return f"write {wanted}"
