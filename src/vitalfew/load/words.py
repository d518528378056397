"""What pydantic says of a value, in words for whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from vitalfew.base.finding import Smell
from vitalfew.base.said import say, several
from vitalfew.load.merge import clipped, shape_of
from vitalfew.load.smells import MISSING_KEY, UNKNOWN_KEY, WRONG_VALUE

_DATE = say("a date such as 2026-06-30")
# The type of an error → what belongs there.
_WANTED: dict[str, str] = {
    "string_type": say("text"),
    "string_too_short": say("text that is not empty"),
    "float_type": say("a number"),
    "float_parsing": say("a number"),
    "finite_number": say("a finite number"),
    "int_type": say("a whole number"),
    "int_parsing": say("a whole number"),
    "int_parsing_size": say("a whole number"),
    "int_from_float": say("a whole number"),
    "bool_type": say("`true` or `false`"),
    "bool_parsing": say("`true` or `false`"),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "list_type": say("a list"),
    "tuple_type": say("a list"),
    "dict_type": say("a mapping"),
    "model_type": say("a mapping"),
    "model_attributes_type": say("a mapping"),
}
# The same, where it is filled from the error's context.
_FILLED: dict[str, Callable[[Mapping[str, object]], str]] = {
    "string_too_long": lambda given: say("text of at most {max_length} characters", **given),
    "too_short": lambda given: say("at least {min_length} of them", **given),
    "too_long": lambda given: say("a list of at most {max_length}", **given),
    "greater_than": lambda given: say("a number above {gt:g}", **given),
    "greater_than_equal": lambda given: say("a number of {ge:g} or more", **given),
    "less_than": lambda given: say("a number below {lt:g}", **given),
    "less_than_equal": lambda given: say("a number of {le:g} or less", **given),
}
_PATTERNS: dict[str, str] = {
    "^[a-z][a-z0-9-]*$": say("an id of small letters, digits and hyphens"),
    "^[A-Z]{3}$": say("a currency code such as `EUR`"),
    "^[A-Z]{2}(-[A-Z0-9]+)?$": say("a country code such as `PT`"),
    r"^[^@\s]+@[^@\s]+$": say("an address such as `ana@example.org`"),
}
Words = tuple[Smell, str, str | None]


def in_words(field: str, value: object, errors: list[Any], whose: str) -> Words:
    """Give the kind of fault, the message and the help for the errors of one field; several are a union's alternatives."""
    kind, name = errors[0]["type"], field.rpartition(".")[2]
    own = [error["ctx"]["error"].args[0] for error in errors if error["type"] == "value_error"]
    if kind == "missing" and isinstance(value, list):
        message = say("`{field}` of {whose} has too few items", field=field, whose=whose)
        return WRONG_VALUE, message, say("write more than {count}", count=len(value))
    if kind in {"missing", "union_tag_not_found"}:
        return MISSING_KEY, say("`{field}` of {whose} is missing", field=field, whose=whose), say("write `{name}:`", name=name)
    if kind == "extra_forbidden":
        return UNKNOWN_KEY, say("`{field}` is no key of {whose}", field=clipped(field), whose=whose), None
    if own:
        facts = {"whose": whose, "why": own[0]}
        message = say("`{field}` of {whose}: {why}", field=field, **facts) if field else say("{whose}: {why}", **facts)
        return WRONG_VALUE, message, None
    wanted = _any(dict.fromkeys(word for error in errors for word in _wanted(error)))
    if is_key(errors):
        message = say(
            "`{field}` of {whose} has the key `{key}`, where {wanted} belongs",
            field=field.rpartition(".")[0],
            whose=whose,
            key=clipped(name),
            wanted=wanted,
        )
        return WRONG_VALUE, message, None
    help_ = _form(name, value) if wanted == "a mapping" else None
    shape = shape_of(value)
    message = say("`{field}` of {whose} is {shape}, where {wanted} belongs", field=field, whose=whose, shape=shape, wanted=wanted)
    return WRONG_VALUE, message, help_ or _help(value, wanted)


def is_key(errors: list[Any]) -> bool:
    """Tell whether the errors are about a key of a mapping, not about what stands under it."""
    return bool(errors[0]["type"] == "extra_forbidden" or errors[0]["loc"][-1] == "[key]")


def choices(errors: Iterable[Any]) -> tuple[str, ...]:
    """Give the words of which one may stand in a field."""
    named = [error["ctx"].get("expected", error["ctx"].get("expected_tags", "")) for error in errors if "ctx" in error]
    return tuple(word.strip("'") for text in named if text for word in text.replace(" or ", ", ").split(", "))


def _any(words: Iterable[str]) -> str:
    return several(words, ", ", say(" or "))


def _wanted(error: Any) -> list[str]:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return [_PATTERNS.get(context["pattern"], say("text of another form"))]
    if kind in _FILLED:
        return [_FILLED[kind](context)]
    return [f"`{word}`" for word in choices([error])] or [_WANTED.get(kind, say("another value"))]


def _form(name: str, value: object) -> str | None:
    """Give the forms of what newcomers write as a bare number: a number alone says neither which way nor since when."""
    shown = clipped(value) if isinstance(value, int | float) else "5"
    if name == "target":
        return say(
            "say which kind it is: `{{at_least: {shown}}}`, `{{at_most: {shown}}}` or `{{reach: {shown}, by: 2026-12-31}}`",
            shown=shown,
        )
    return say("say when it was so: `{{value: {shown}, on: 2026-06-30}}`", shown=shown) if name == "baseline" else None


def _help(value: object, wanted: str) -> str:
    if wanted == "text" and isinstance(value, bool | int | float):
        return say('put it in quotes: "{value}"', value=clipped(value))
    return say("write {wanted}", wanted=wanted)
