"""Ids from names: lower case, letters, digits and hyphens, each once."""

from __future__ import annotations

import re
import unicodedata

_SPELT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "a", "ł": "l", "&": " and ", "%": " percent "}
)
MOST_LETTERS = 48


def slug(name: str, kind: str) -> str:
    """Give an id for a name; one that begins with no letter begins with its kind.

    >>> slug("Öffnungsrate (%)", "kpi")
    'oeffnungsrate-percent'
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).casefold().translate(_SPELT))
    words = re.sub(r"[^a-z0-9]+", "-", "".join(letter for letter in plain if not unicodedata.combining(letter))).strip("-")
    if len(words) > MOST_LETTERS:  # cut between words where there are several
        words = words[:MOST_LETTERS].rpartition("-")[0] or words[:MOST_LETTERS]
    return words if words[:1].isalpha() else f"{kind}-{words}".rstrip("-")


def unique(id_: str, taken: set[str]) -> str:
    """Give the id, or it with the first free number behind it, and take it."""
    free, number = id_, 2
    while free in taken:
        free, number = f"{id_}-{number}", number + 1
    taken.add(free)
    return free
