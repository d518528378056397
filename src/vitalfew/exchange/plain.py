"""A table saved as text (CSV, or with semicolons or tabs), as a book of one sheet."""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import StringIO
from pathlib import Path

from vitalfew.base.errors import BookUnreadable
from vitalfew.base.said import say
from vitalfew.exchange.paste import decoded
from vitalfew.exchange.workbook import Book, Sheet, Value

MOST_ROWS, LOOKED_AT = 100_000, 20
_WHOLE = re.compile(r"-?\d{1,15}(?:\.\d+)?")


def read_plain(path: Path, content: bytes) -> Book:
    """Read a table of text, where only plain numbers are numbers yet; raises BookUnreadable where it is none."""
    text, _ = decoded(content)
    lines = text.splitlines()[:LOOKED_AT]
    often = Counter(sign for line in lines for sign in line if sign in ";\t,")
    delimiter = max(";\t,", key=lambda sign: (often[sign] if sign == "," else often[sign] * 2, sign))
    try:
        rows = [tuple(map(_value, row)) for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise BookUnreadable(path, say("is no table that can be read")) from error
    if len(rows) > MOST_ROWS or not any(cell is not None for row in rows for cell in row):
        why = (
            say("is empty") if len(rows) <= MOST_ROWS else say("has {n:,} rows, more than {most:,}", n=len(rows), most=MOST_ROWS)
        )
        raise BookUnreadable(path, why)
    return Book(path.name, (Sheet(path.stem, tuple(rows)),))


def _value(text: str) -> Value:
    said = " ".join(text.split())
    return float(said) if _WHOLE.fullmatch(said) else said or None
