"""The files of a draft as text: YAML that people go on editing, with comments above a noun and behind a value.

Nouns with long texts stand in lines, small ones in braces. What is written is in the language of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import yaml

from vitalfew.load.amend import render

Value = Mapping[str, object]
WIDTH = 100


class Item(NamedTuple):
    """A noun, the comments above it, and those behind its values by field."""

    noun: Value
    above: tuple[str, ...] = ()
    behind: Mapping[str, str] = {}


def comment(*lines: str) -> str:
    """Write lines as comments."""
    return "".join(f"# {_plain(line)}\n" for line in lines)


def _plain(text: str) -> str:
    """Give a text in one line, without what would end a comment or could not be read."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def section(key: str, values: Value, behind: Mapping[str, str] | None = None) -> str:
    """Write a mapping of fields under its key."""
    return f"{key}:\n" + "".join(f"  {line}\n" for line in _lines(values, behind or {}))


def blocks(key: str, items: Iterable[Item]) -> str:
    """Write nouns with one field a line, an empty line between them."""
    return f"{key}:\n" + "\n".join("".join(_block(item)) for item in items)


def rows(key: str, items: Iterable[Item]) -> str:
    """Write nouns in braces, one a line."""
    return f"{key}:\n" + "".join("".join(_row(item)) for item in items)


def _block(item: Item) -> Iterator[str]:
    yield from (f"  {comment(line)}" for line in item.above)
    for number, line in enumerate(_lines(item.noun, item.behind)):
        yield f"  {'  ' if number else '- '}{line}\n"


def _row(item: Item) -> Iterator[str]:
    yield from (f"  {comment(line)}" for line in item.above)
    note = item.behind.get("")
    yield f"  - {render(dict(item.noun))}{f'  # {_plain(note)}' if note else ''}\n"


def _lines(values: Value, behind: Mapping[str, str]) -> Iterator[str]:
    for field, value in values.items():
        lines = list(_field(field, value))
        note = behind.get(field)
        if note and len(lines) == 1:
            lines[0] += f"  # {_plain(note)}"
        yield from lines


def _field(field: str, value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from _text(field, str(value))
    elif isinstance(value, list) and len(render(value)) > WIDTH - len(field):
        yield f"{field}:"
        yield from (f"  - {_item(each)}" for each in value)
    else:
        yield f"{field}: {render(value)}"


def _item(value: object) -> str:
    """Write an item of a list, plainly where that reads the same."""
    if not isinstance(value, str) or "#" in value or ": " in value:
        return render(value)
    return value if yaml.safe_load(f"- {value}") == [value] else render(value)


def _text(field: str, text: str) -> Iterator[str]:
    written = yaml.safe_dump({field: text}, width=WIDTH, allow_unicode=True, default_flow_style=False)
    yield from written.splitlines()
