"""Texts within a drawing: told in the language that is spoken, escaped, broken into lines that fit."""

from __future__ import annotations

from html import escape
from textwrap import wrap

from vitalfew.language.tongue import told

LETTER = 6.6
"""How wide a letter of a title is, in units of the drawing, on average and with room to spare."""
LINE = 16.0
"""How high a line is."""


def written(text: str) -> str:
    """Give a text as it stands in an SVG."""
    return escape(str(told(text)))


def broken(text: str, width: float, most: int) -> list[str]:
    """Break a text into lines that fit; what does not fit in so many lines ends with an ellipsis."""
    room = max(4, int(width / LETTER))
    found = wrap(" ".join(str(told(text)).split()), room, break_long_words=True) or [""]
    return found if len(found) <= most else [*found[: most - 1], f"{found[most - 1][: room - 1]}…"]
