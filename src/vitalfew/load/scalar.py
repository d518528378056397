"""Plain scalars as YAML 1.2's core schema reads them: `no`, `on`, `yes` and dates stay text."""

from __future__ import annotations

import re

_WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **{f"{sign}{word}": float(f"{sign}inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
}
_LEADS = frozenset("+-.0123456789")
_INT = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_MOST_DIGITS = 40  # longer ones are read as floats: Python refuses to turn thousands of digits into an int


def plain(text: str) -> str | int | float | bool | None:
    """Give an unquoted scalar its value.

    >>> [plain(each) for each in ("no", "2026-01-01", "02-01", "7", "1.5e3", "null")]
    ['no', '2026-01-01', '02-01', 7, 1500.0, None]
    """
    if text[:1] not in _LEADS:
        return _WORDS.get(text, text)
    if _INT.match(text):
        return int(text) if len(text) <= _MOST_DIGITS else float(text)
    if _FLOAT.match(text):
        return float(text)
    if _BASED.match(text):
        return int(text, 0)
    return _WORDS.get(text, text)
