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
    "too_long": "a list of at most {max_length}",
    "greater_than": "a number above {gt:g}",
    "greater_than_equal": "a number of {ge:g} or more",
    "less_than": "a number below {lt:g}",
    "less_than_equal": "a number of {le:g} or less",
    "literal_error": "{expected}",
    "union_tag_invalid": "{expected_tags}",
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
    first = errors[0]
    kind = first["type"]
    if kind in {"missing", "union_tag_not_found"}:
        missing = field.rpartition(".")[2]
        if missing.isdigit():
            return WRONG_VALUE, f"`{field.rpartition('.')[0]}` of {whose} has too few items", "write one more"
        return MISSING_KEY, f"`{field}` of {whose} is missing", f"write `{missing}:`"
    if kind == "extra_forbidden":
        return UNKNOWN_KEY, f"`{field}` is no key of {whose}", None
    own = [str(error["ctx"]["error"]) for error in errors if error["type"] == "value_error"]
    if own:
        return WRONG_VALUE, f"`{field}` of {whose}: {own[0]}" if field else f"{whose}: {own[0]}", None
    wanted = " or ".join(dict.fromkeys(_wanted(error) for error in errors))
    return WRONG_VALUE, f"`{field}` of {whose} is {shape_of(value)}, where {wanted} belongs", _help(value, wanted)


def choices(errors: Iterable[Any]) -> tuple[str, ...]:
    """Give the words of which one may stand in a field."""
    named = [error["ctx"].get("expected") or error["ctx"].get("expected_tags") for error in errors if "ctx" in error]
    return tuple(word.strip("'") for text in named if text for word in text.replace(" or ", ", ").split(", "))


def _wanted(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], "text of another form")
    if kind in {"literal_error", "union_tag_invalid"}:
        words = choices([error])
        return f"one of {', '.join(f'`{word}`' for word in words)}" if len(words) > 1 else f"`{words[0]}`"
    return _WANTED.get(kind, "another value").format(**context)


def _help(value: object, wanted: str) -> str:
    if wanted == "text" and isinstance(value, bool | int | float):
        return f'put it in quotes: "{clipped(value)}"'
    return f"write {wanted}"
