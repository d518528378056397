"""Texts as files hold them: told in the language that is spoken, without letters that a file may not hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from vitalfew.formats.document import Cell, Text
from vitalfew.language.tongue import told
from vitalfew.model.verdict import SHAPES, Status

INKS: Mapping[Status | None, str] = {"green": "14693C", "amber": "7C4A03", "red": "A3181F", None: "475467"}
"""The colour of each status, dark enough to be read on white and in grey."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def allowed(text: Text) -> str:
    """Tell a text without control characters; its lines stay."""
    return _CONTROL.sub("", str(told(text)))


def said(text: Text) -> str:
    """Tell a text on one line."""
    return " ".join(allowed(text).split())


def words(cell: Cell, tell: Callable[[Text], str] = said) -> str:
    """Write a cell as text: the status by shape and word, then what it says."""
    mark = (SHAPES[cell.mark.status], tell(cell.mark.word)) if cell.mark else ()
    return " ".join(filter(None, (*mark, tell(cell.text))))


def ticked(text: Text) -> Iterator[tuple[str, bool]]:
    """Give the parts of a text, each with whether it stands between backticks and so has the face of code."""
    for place, part in enumerate(said(text).split("`")):
        if part:
            yield part, bool(place % 2)
