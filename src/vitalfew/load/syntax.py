"""YAML's complaints in words for whoever wrote the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from vitalfew.load.tree import Mark

_GENERAL = "look at this line and the one above it: indentation, colons, quotes and brackets"
# A part of the parser's wording (of libyaml or of PyYAML itself) → what is, what to do.
_QUOTE = "put the value in quotes"
_INDENT = "give the keys of one mapping, and the items of one list, the same indentation"
# A part of the parser's wording (of libyaml or of PyYAML itself) → what is, what to do.
_WORDS: tuple[tuple[str, str, str], ...] = (
    ("unexpected end of stream", "a quote that opens here never closes", "close the quote"),
    ("cannot start any token", "a character stands here that cannot begin a value", _QUOTE),
    ("mapping values are not allowed", "a second colon stands where one value belongs", f"{_QUOTE}, or mend the indentation"),
    ("could not find expected ':'", "a line is neither `key: value` nor a list item", "write a colon and a space after the key"),
    ("expected ',' or ']'", "a `[` that opens a list is not closed", "close it with `]`, with commas between the items"),
    ("expected ',' or '}'", "a `{` that opens a mapping is not closed", "close it with `}`, with commas between the keys"),
    ("expected <block end>", "the indentation does not fit the lines above", _INDENT),
    ("did not find expected key", "the indentation does not fit the lines above", _INDENT),
    ("did not find expected '-' indicator", "the indentation does not fit the list above", _INDENT),
    ("sequence entries are not allowed", "a list item stands where a value belongs", "begin the list on a line of its own"),
    ("expected alphabetic or numeric", "a `*` or `&` begins a value", _QUOTE),
    ("unknown escape character", "a backslash in double quotes begins no escape that exists", "use single quotes"),
    ("undefined tag handle", "a tag is used that the file does not declare", f"{_QUOTE}, or remove the `!`"),
)


def in_words(error: yaml.YAMLError, text: str) -> tuple[str, str, Mark]:
    """Give what is wrong, what to do and where."""
    mark = getattr(error, "problem_mark", None) or yaml.Mark("", 0, 0, 0, None, 0)
    said = " ".join(str(getattr(error, "problem", None) or "the text is no YAML").split())
    context = getattr(error, "context", None) or ""
    if _begins_with_tab(text, mark.line):
        return "a tab indents the line", "indent with spaces", mark
    if "quoted scalar" in context and "end of stream" in said:
        mark = error.context_mark  # type: ignore[attr-defined]  # a scanner's error that has a context has its mark
    for part, what, help in _WORDS:
        if part in said:
            return what, help, mark
    return f"the text breaks YAML's rules: {said}", _GENERAL, mark


def _begins_with_tab(text: str, line: int) -> bool:
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", text)
    return line < len(lines) and bool(re.match(" *\t", lines[line]))
