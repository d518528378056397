"""Small changes to a file's text by place, so that comments, quotes and spacing stay as they are.

Places count from 1, as in findings; edits count characters from 0 and never overlap.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

import yaml

from vitalfew.base.finding import Span
from vitalfew.load.decode import BREAK
from vitalfew.load.tree import LOADER, Mark


class Edit(NamedTuple):
    """The characters from `start` to before `end` of a file, and what is to stand there."""

    file: str
    start: int
    end: int
    text: str


class Entry(NamedTuple):
    """A key and its one-line value as events of the parser."""

    key: Any
    value: Any


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Give the text with its edits made."""
    for edit in sorted(edits, key=lambda each: (each.start, each.end), reverse=True):
        text = f"{text[: edit.start]}{edit.text}{text[edit.end :]}"
    return text


class Script:
    """A file's text whose scalars are found by place."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *(found.end() for found in BREAK.finditer(self.text))]

    @cached_property
    def _events(self) -> list[Any]:
        events = []
        try:
            for event in yaml.parse(self.text, Loader=LOADER):
                events.append(event)  # noqa: PERF402  # those before a fault are kept
        except yaml.YAMLError:
            return events
        return events

    @cached_property
    def _index(self) -> dict[tuple[int, int], int]:
        found: dict[tuple[int, int], int] = {}
        for number, event in enumerate(self._events):
            if isinstance(event, yaml.ScalarEvent):
                mark: Any = event.start_mark
                found.setdefault((mark.line, mark.column), number)
        return found

    def offset(self, mark: Mark) -> int:
        """Give the place of a mark among the characters."""
        return self.starts[mark.line] + mark.column

    def scalar(self, place: Span) -> Any | None:
        """Give the scalar that begins at a place; None where none does, or where it has an anchor, a tag or many lines."""
        number = self._index.get((place.line - 1, place.column - 1))
        return None if number is None else self._plain(number)

    def entry(self, place: Span) -> Entry | None:
        """Give the key that begins at a place, with its value; None where the value is no scalar on one line."""
        number = self._index.get((place.line - 1, place.column - 1))
        if number is None or number + 1 >= len(self._events):
            return None
        key, value = self._plain(number), self._plain(number + 1)
        return Entry(key, value) if key and value and value.start_mark.line == key.start_mark.line else None

    def _plain(self, number: int) -> Any | None:
        event = self._events[number]
        one_line = isinstance(event, yaml.ScalarEvent) and event.style not in {"|", ">"}
        if not one_line or event.anchor or event.tag or event.start_mark.line != event.end_mark.line:
            return None
        return event

    def raw(self, event: Any) -> str:
        """Give a scalar as it is written."""
        return self.text[self.offset(event.start_mark) : self.offset(event.end_mark)]

    def replace(self, event: Any, text: str) -> Edit:
        """Write something else for a scalar."""
        return Edit(self.file, self.offset(event.start_mark), self.offset(event.end_mark), text)

    def insert(self, mark: Mark, text: str) -> Edit:
        """Write something before a mark."""
        return Edit(self.file, self.offset(mark), self.offset(mark), text)

    def line_end(self, line: int) -> str:
        """Give what ends a line of the file; of the last one what ends the first."""
        found = BREAK.search(self.text, self.starts[line]) or BREAK.search(self.text)
        return found[0] if found else "\n"

    def before(self, mark: Mark, key: str, value: str) -> Edit:
        """Write `key: value` before a key, in the manner of the mapping that the key stands in."""
        if self.is_flow(mark):
            return self.insert(mark, f"{key}: {value}, ")
        return self.insert(mark, f"{key}: {value}{self.line_end(mark.line)}{' ' * mark.column}")

    def is_flow(self, mark: Mark) -> bool:
        """Tell whether a key stands in braces: whether more than indentation and dashes stands before it on its line."""
        return bool(self.text[self.starts[mark.line] : self.offset(mark)].strip(" -"))

    def removal(self, entry: Entry) -> Edit | None:
        """Take an entry out; None where a comment or the shape of the mapping would go with it."""
        start, end = self.offset(entry.key.start_mark), self.offset(entry.value.end_mark)
        if self.is_flow(entry.key.start_mark):
            return self._out_of_braces(start, end)
        line = entry.key.start_mark.line
        first = self.starts[line]
        next_line = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        if self.text[first:start].strip(" ") or self.text[end:next_line].strip():
            return None
        return Edit(self.file, first, next_line, "")

    def _out_of_braces(self, start: int, end: int) -> Edit | None:
        after = len(self.text[end:]) - len(self.text[end:].lstrip(" "))
        if self.text[end + after : end + after + 1] == ",":
            spaces = self.text[end + after + 1 :]
            return Edit(self.file, start, end + after + 1 + len(spaces) - len(spaces.lstrip(" ")), "")
        before = self.text[:start].rstrip(" ")
        return Edit(self.file, len(before) - 1, end, "") if before.endswith(",") else None
