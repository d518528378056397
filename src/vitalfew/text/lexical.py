"""Comparing texts by the words that they share: stems, and parts of words for those that are written differently.

Each feature has a place in the vector by its checksum, so that no vocabulary has to be learnt or kept. Words that most names of
KPIs hold weigh little. Stemming is by suffix (after Lovins, 1968, much shortened): it is to bring `retain`, `retained` and
`retention` near each other, not to give words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from vitalfew.text.engine import Bands
from vitalfew.text.phrase import word_set, words

if TYPE_CHECKING:
    from vitalfew.text.engine import Matrix

PLACES = 1024
PARTS = range(3, 6)
"""Letters of a word's parts; all parts of a word together weigh what its stem weighs."""

FILLER = word_set(
    """
    a an and are as at be by for from had has have in into is it its of on or our per that the their them they this to
    was were which who with within without we will not than then all each every any
    """
)
COMMON = word_set(
    """
    % percent percentage rate ratio share proportion number count total average mean median level index amount volume
    change year month week day annual people person population provide increase reduce improve ensure promote develop
    enhance maintain achieve support strengthen new high quality effective service
    """
)
COMMON_WEIGHT = 0.3
SUFFIXES = (
    "ational", "fulness", "iveness", "ization", "isation", "ability", "ibility", "ations", "ments", "ation", "ition", "ement",
    "ness", "ment", "ance", "ence", "able", "ible", "tion", "sion", "ings", "ity", "ies", "ive", "ing", "ers", "ors", "ist",
    "ful", "ial", "ed", "er", "or", "es", "al", "ly", "ic", "y", "e", "s",
)  # fmt: skip
SHORTEST = 4
"""Letters that a stem keeps at least."""


class Lexical:
    """The engine that needs nothing besides the core."""

    id = "lexical-1"
    bands = Bands(strong=0.35, plausible=0.2, weak=-1.0, apart=0.03)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Give one unit vector a row for each text; of a text without words, zeros."""
        import numpy as np  # noqa: PLC0415  # loads only where texts are compared

        vectors = np.zeros((len(texts), PLACES), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in set(words(text)) - FILLER:
                weight = COMMON_WEIGHT if word in COMMON else 1.0
                for place, part in features(word):
                    row[place] += weight * part
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(lengths > 0, lengths, 1)
        return vectors


def lexical(_folder: Path | None = None) -> Lexical:
    """Open the engine of words; it keeps nothing."""
    return Lexical()


def stem(word: str) -> str:
    """Cut a word's suffix.

    >>> {stem(word) for word in ("retained", "retaining", "retain")}, stem("safety"), stem("safe")
    ({'retain'}, 'safet', 'safe')
    """
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST:
            return word[: len(word) - len(suffix)]
    return word


@lru_cache(maxsize=16384)
def features(word: str) -> tuple[tuple[int, float], ...]:
    """Give the places of a word's stem and parts with their weights; half of all places count the other way round.

    Two features that meet in one place by accident then help as often as they harm (Weinberger and others, 2009).
    """
    parts = sorted(set(_parts(f"<{word}>")))
    weights = [(f"={stem(word)}", 1.0), *((part, len(parts) ** -0.5) for part in parts)]
    return tuple(_placed(feature, weight) for feature, weight in weights)


def _parts(word: str) -> Iterator[str]:
    return (word[start : start + size] for size in PARTS for start in range(len(word) - size + 1))


def _placed(feature: str, weight: float) -> tuple[int, float]:
    found = crc32(feature.encode())
    return found % PLACES, weight if found & 0x80000000 else -weight
