"""The candidate that a text means, the nearest alternative, and whether the two can be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vitalfew.text.engine import Band, Engine, compare


@dataclass(frozen=True)
class Match:
    """What one text was found to mean; `best` and `nearest` are places in the candidates.

    `decided` is False where the nearest alternative scores so much alike that a person has to choose, and where nothing speaks
    for either.
    """

    text: str
    best: int
    score: float
    band: Band
    nearest: int | None
    nearest_score: float | None
    decided: bool
    engine: str


def match(by: Engine, texts: Sequence[str], candidates: Sequence[str]) -> tuple[Match, ...]:
    """Find for each text the candidate that it means; of equal candidates the first. Without candidates there are no matches."""
    if not texts or not candidates:
        return ()
    scores = compare(by, texts, candidates)
    order = (-scores).argsort(axis=1, kind="stable")[:, :2]
    return tuple(
        _match(by, text, [(int(place), float(row[place])) for place in places])
        for text, row, places in zip(texts, scores, order, strict=True)
    )


def _match(by: Engine, text: str, first: list[tuple[int, float]]) -> Match:
    (best, score), (nearest, other) = first[0], first[1] if len(first) > 1 else (None, None)
    band = by.bands.of(score)
    apart = other is None or score - other >= by.bands.apart
    return Match(text, best, score, band, nearest, other, apart and band != "none", by.id)
