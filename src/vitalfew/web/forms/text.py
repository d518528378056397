"""What stands in the files as the texts of a form, and the texts of a form as what is to stand in the files.

Nothing is judged here: a text that is no number goes into the file as the text it is, and reading the file says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from vitalfew.load.amend import render
from vitalfew.load.scalar import plain
from vitalfew.load.tree import read_tree
from vitalfew.web.forms.field import Field

Texts = dict[str, str]
FLAGS = {"yes": True, "no": False}
MOST_ROWS = 60
"""How many items of a list a form reads."""


def texts_of(field: Field, raw: object, path: str) -> Texts:
    """Give the text of each place below a field, from what stands in the file."""
    if raw is None:
        return {}
    if field.widget == "group":
        if isinstance(raw, dict):
            pairs = [(part, raw.get(part.key, raw.get(f"{part.key}_"))) for part in field.parts]
        else:
            pairs = [(part, raw) for part in field.parts if part.key == (field.short or field.parts[0].key)]
        return {name: text for part, value in pairs for name, text in texts_of(part, value, f"{path}.{part.key}").items()}
    if field.widget == "rows" or (field.widget == "noun" and field.is_many):
        items = raw if isinstance(raw, list) else [raw]
        one = _one(field)
        return {name: text for number, item in enumerate(items) for name, text in texts_of(one, item, f"{path}.{number}").items()}
    if field.widget == "lines":
        items = raw if isinstance(raw, list) else [raw]
        return {path: "\n".join(line(item) for item in items)}
    return {path: _in_file(raw) if field.widget == "file" else line(raw)}


def value_of(field: Field, texts: Mapping[str, str], path: str) -> Any:
    """Give what is to stand in the file for the texts below a field; None where all of them are empty."""
    if field.widget == "group":
        found = {part.key: value_of(part, texts, f"{path}.{part.key}") for part in field.parts}
        said = {key: value for key, value in found.items() if value is not None}
        return said.get(field.short) if field.short and set(said) == {field.short} else said or None
    if field.widget == "rows" or (field.widget == "noun" and field.is_many):
        one = _one(field)
        items = [value_of(one, texts, f"{path}.{number}") for number in rows_in(texts, path)]
        return [item for item in items if item is not None] or None
    text = texts.get(path, "").replace("\r\n", "\n").strip()
    if not text:
        return None
    if field.widget == "lines":
        return [_scalar(field, line.strip()) for line in text.split("\n") if line.strip()]
    return _from_file(text) if field.widget == "file" else _scalar(field, text)


def rows_in(texts: Mapping[str, str], path: str) -> list[int]:
    """Give the numbers of the items of a list that the texts speak of."""
    heads = {name[len(path) + 1 :].partition(".")[0] for name in texts if name.startswith(f"{path}.")}
    return sorted(int(head) for head in heads if head.isascii() and head.isdecimal() and len(head) < 4)[:MOST_ROWS]


def below(texts: Mapping[str, str], path: str) -> Texts:
    """Give the texts of a field and of all below it."""
    return {name: text for name, text in texts.items() if name == path or name.startswith(f"{path}.")}


def _one(field: Field) -> Field:
    widget = "group" if field.widget == "rows" else field.widget
    return Field(field.key, widget, field.record, field.to, field.options, field.parts, field.short)


def line(value: object) -> str:
    """Write a value on one line, a text as it is."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else render(value)


def _in_file(value: object) -> str:
    """Write a value as it may stand in the file: a mapping of plain values one to a line, a text bare where it reads as one."""
    if isinstance(value, dict) and value and not any(isinstance(each, dict | list) for each in value.values()):
        return "\n".join(f"{render(key)}: {render(each)}" for key, each in value.items())
    return value if isinstance(value, str) and _from_file(value) == value else render(value)


def _from_file(text: str) -> Any:
    for written in (f"x: {text}", "x:\n" + "".join(f"  {line}\n" for line in text.split("\n"))):
        tree = read_tree(written, "")
        if tree.whole and not tree.findings and len(tree.documents) == 1:
            top = tree.documents[0]
            if isinstance(top, dict) and set(top) == {"x"} and top["x"] is not None:
                return _plain(top["x"])
    return text


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if not isinstance(value, float) or isfinite(value) else str(value)


def _scalar(field: Field, text: str) -> Any:
    if field.widget == "flag":
        return FLAGS.get(text, text)
    if "number" in (field.widget, field.item) or "whole" in (field.widget, field.item):
        found = plain(text)
        if isinstance(found, int | float) and not isinstance(found, bool) and isfinite(found):
            return found
    return text


def pieces(field: Field, texts: Mapping[str, str], path: str) -> Iterator[tuple[str, Field]]:
    """Give each place of a field that holds a text, of lists those that there are."""
    if field.widget == "group":
        for part in field.parts:
            yield from pieces(part, texts, f"{path}.{part.key}")
    elif field.widget == "rows" or (field.widget == "noun" and field.is_many):
        for number in rows_in(texts, path):
            yield from pieces(_one(field), texts, f"{path}.{number}")
    else:
        yield path, field
