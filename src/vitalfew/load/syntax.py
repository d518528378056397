"""YAML's complaints in words for whoever wrote the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from vitalfew.base.said import say

if TYPE_CHECKING:
    from vitalfew.load.tree import Mark

_GENERAL = say("look at this line and the one above it: indentation, colons, quotes and brackets")
# A part of the parser's wording (of libyaml or of PyYAML itself) → what is, what to do.
_QUOTE = say("put the value in quotes")
_INDENT = say("give the keys of one mapping, and the items of one list, the same indentation")
# A part of the parser's wording (of libyaml or of PyYAML itself) → what is, what to do.
_WORDS: tuple[tuple[str, str, str], ...] = (
    ("unexpected end of stream", say("a quote that opens here never closes"), say("close the quote")),
    ("cannot start any token", say("a character stands here that cannot begin a value"), _QUOTE),
    (
        "mapping values are not allowed",
        say("a second colon stands where one value belongs"),
        say("put the value in quotes, or mend the indentation"),
    ),
    (
        "could not find expected ':'",
        say("a line is neither `key: value` nor a list item"),
        say("write a colon and a space after the key"),
    ),
    (
        "expected ',' or ']'",
        say("a `[` that opens a list is not closed"),
        say("close it with `]`, with commas between the items"),
    ),
    (
        "expected ',' or '}'",
        say("a `{` that opens a mapping is not closed"),
        say("close it with `}`, with commas between the keys"),
    ),
    ("expected <block end>", say("the indentation does not fit the lines above"), _INDENT),
    ("did not find expected key", say("the indentation does not fit the lines above"), _INDENT),
    ("did not find expected '-' indicator", say("the indentation does not fit the list above"), _INDENT),
    (
        "sequence entries are not allowed",
        say("a list item stands where a value belongs"),
        say("begin the list on a line of its own"),
    ),
    ("expected alphabetic or numeric", say("a `*` or `&` begins a value"), _QUOTE),
    ("unknown escape character", say("a backslash in double quotes begins no escape that exists"), say("use single quotes")),
    (
        "undefined tag handle",
        say("a tag is used that the file does not declare"),
        say("put the value in quotes, or remove the `!`"),
    ),
)


def in_words(error: yaml.YAMLError, text: str) -> tuple[str, str, Mark]:
    """Give what is wrong, what to do and where."""
    mark = getattr(error, "problem_mark", None) or yaml.Mark("", 0, 0, 0, None, 0)
    said = " ".join(str(getattr(error, "problem", None) or "the text is no YAML").split())
    context = getattr(error, "context", None) or ""
    if _begins_with_tab(text, mark.line):
        return say("a tab indents the line"), say("indent with spaces"), mark
    if "quoted scalar" in context and "end of stream" in said:
        mark = error.context_mark  # type: ignore[attr-defined]  # a scanner's error that has a context has its mark
    for part, what, help in _WORDS:
        if part in said:
            return what, help, mark
    return say("the text breaks YAML's rules: {said}", said=said), _GENERAL, mark


def _begins_with_tab(text: str, line: int) -> bool:
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", text)
    return line < len(lines) and bool(re.match(" *\t", lines[line]))
