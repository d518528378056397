"""Texts that can be said in another language: English as it stands, with the template and the facts it was made from.

Whoever makes a text says it by `say`; whoever shows it to a person may translate it (`language.tongue`). To everybody else it is
a plain text in English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


class Said(str):
    """A text in English that knows what it was made from: `template` with named holes, its plural `many`, and the `facts`."""

    __slots__ = ("facts", "many", "template")
    template: str
    many: str | None
    facts: Mapping[str, object]


class Several(str):
    """Several texts in a row: its `parts`, what stands `between` them, and before the `last`."""

    __slots__ = ("between", "last", "parts")
    parts: tuple[object, ...]
    between: str
    last: str


class Figure(str):
    """A number as people read it in English, which knows its `value`, `unit` and decimal `places`."""

    __slots__ = ("places", "unit", "value")
    value: float
    unit: str | None
    places: int


def say(template: str, /, **facts: object) -> Said:
    """Say a text; holes are named and may carry a format, such as `{day:%-d %B}` for a date.

    >>> say("KPI `{kpi}` has no owner", kpi="churn")
    'KPI `churn` has no owner'
    """
    return _said(template, None, template, facts)


def say_count(one: str, many: str, /, n: int, **facts: object) -> Said:
    """Say a text that counts: `one` where `n` is 1, else `many`.

    >>> say_count("{n} review", "{n} reviews", 2)
    '2 reviews'
    """
    return _said(one, many, one if n == 1 else many, {"n": n, **facts})


def several(parts: Iterable[object], between: str = ", ", last: str | None = None) -> Several:
    """Give texts in a row; `between` and `last` may be said too.

    >>> several(["cost", "time", "quality"], last=say(" and "))
    'cost, time and quality'
    """
    held = tuple(parts)
    end = between if last is None else last
    made = Several(join([str(each) for each in held], between, end))
    made.parts, made.between, made.last = held, between, end
    return made


def join(parts: Sequence[str], between: str, last: str) -> str:
    """Write texts in a row."""
    return last.join(filter(None, (between.join(parts[:-1]), *parts[-1:]))) if parts else ""


def figure(text: str, value: float, unit: str | None, places: int) -> Figure:
    """Give a number with its English text."""
    made = Figure(text)
    made.value, made.unit, made.places = value, unit, places
    return made


def _said(template: str, many: str | None, chosen: str, facts: Mapping[str, object]) -> Said:
    made = Said(chosen.format(**facts) if facts else chosen)
    made.template, made.many, made.facts = template, many, facts
    return made
