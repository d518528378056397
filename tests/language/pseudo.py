"""A language in which what was said vanishes: what is left of a text was put together instead of said, or is a user's own.

Of each template the holes stay, and the backticks and quotation marks around them. A word left outside of these is one that
no catalogue reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from string import Formatter
from unittest.mock import patch

from vitalfew.language import tongue
from vitalfew.language.tongue import speaking, told

OWN = frozenset({"by", "children", "guess", "name", "names", "note", "perspective", "person", "size", "work"})
"""Holes for what people wrote: names, remarks, the words of a title."""
QUOTED = re.compile(r"`[^`]*`|“[^”]*”")
WORD = re.compile(r"[A-Za-z]{2,}")
KEPT = frozenset({"FY", "KPI", "KPIs"})
"""A fiscal year is written as people enter it."""


class _Nothing(dict[str, tuple[str, ...]]):
    def get(self, template: str, _default: object = None) -> tuple[str, ...]:  # whatever is asked for
        return (_holes(template),) * 2


def _holes(template: str) -> str:
    parts = Formatter().parse(template) if "{" in template else ()
    try:
        return "".join(
            f"{_marks(text)}{'' if name in OWN or name is None else _hole(name, spec)}" for text, name, spec, _ in parts
        )
    except ValueError:  # braces that are no holes
        return " "


def _marks(text: str) -> str:
    return "".join(letter for letter in text if letter in "`“”") or " "


def _hole(name: str, spec: str | None) -> str:
    return f"{{{name}:{spec}}}" if spec else f"{{{name}}}"


@contextmanager
def spoken() -> Iterator[None]:
    """Speak it; days and numbers, whose units are a user's own, are written by Babel and vanish too."""
    with (
        patch.object(tongue, "catalogue", lambda _language: _Nothing()),
        patch.object(tongue, "_day", lambda *_: ""),
        patch.object(tongue, "_number", lambda *_: ""),
        speaking("de"),
    ):
        yield


def left(texts: Iterable[object]) -> list[str]:
    """Give the texts of which words are left, as they were said, with what is left of them."""
    with spoken():
        rests = [(text, QUOTED.sub("", str(told(text)))) for text in texts if text]
    return [f"{text} ⟶ {rest.strip()}" for text, rest in rests if not KEPT.issuperset(WORD.findall(rest))]
