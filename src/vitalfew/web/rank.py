"""Finds what somebody looks for among names and texts, the likeliest first; accents and case make no difference.

Exact names come first, then names that begin so, then names with all the words, then texts with them; only where nothing of
that holds, names that are spelt nearly so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple
from unicodedata import combining, normalize

from vitalfew.model.wording import Mark

NEAR, LEAST = 0.75, 4
"""How alike a misspelt word must be, and how long."""
EXACT, BEGINS, NAMED, SAID, MISSPELT, NOT = range(6)
LETTERS = {"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d"}


class Entry(NamedTuple):
    """Something that can be found: its kind, name, path, a line about it, how it stands, and words it is found by besides."""

    kind: str
    name: str
    path: str
    about: str = ""
    mark: Mark | None = None
    id: str = ""
    text: str = ""


def ranked(query: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give what a query finds; of the same rank in the order of the entries."""
    wanted = plain(query)
    words = words_of(wanted)
    if not words:
        return ()
    entries = tuple(entries)
    found = [(rank, place) for place, each in enumerate(entries) if (rank := _rank(wanted, words, each)) < MISSPELT]
    if not found:
        found = [(MISSPELT, place) for place, each in enumerate(entries) if _is_near(words, each)]
    return tuple(entries[place] for _, place in sorted(found))


def _rank(wanted: str, words: Sequence[str], entry: Entry) -> int:
    name, id_ = plain(entry.name), plain(entry.id)
    if wanted in {name, id_}:
        return EXACT
    if name.startswith(wanted) or (id_ and id_.startswith(wanted)):
        return BEGINS
    if _has_all(words, words_of(f"{name} {id_}")):
        return NAMED
    return SAID if _has_all(words, words_of(plain(f"{entry.name} {entry.id} {entry.about} {entry.text}"))) else NOT


def _has_all(words: Sequence[str], known: Sequence[str]) -> bool:
    return all(any(each.startswith(word) for each in known) for word in words)


def _is_near(words: Sequence[str], entry: Entry) -> bool:
    known = words_of(plain(f"{entry.name} {entry.id}"))
    return all(any(_is_alike(word, each) for each in known) for word in words)


def _is_alike(word: str, other: str) -> bool:
    if other.startswith(word):
        return True
    match = SequenceMatcher(None, word, other)
    return len(word) >= LEAST and match.quick_ratio() >= NEAR and match.ratio() >= NEAR


def plain(text: str) -> str:
    """Give a text in small letters without accents."""
    bare = "".join(each for each in normalize("NFKD", text.casefold()) if not combining(each))
    return "".join(LETTERS.get(each, each) for each in bare).strip()


def words_of(text: str) -> Sequence[str]:
    """Give the words of a plain text."""
    return re.findall(r"\w+", text)
