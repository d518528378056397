"""Mean and median of measured values; no rule itself. The standard library's `statistics` takes 15 ms to import."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum


def mean(values: Sequence[float]) -> float:
    """Give the mean of one value or more.

    >>> mean([1.0, 2.0, 6.0])
    3.0
    """
    return fsum(values) / len(values)


def median(values: Sequence[float]) -> float:
    """Give the middle of one value or more, of an even number the mean of the two in the middle.

    >>> median([5.0, 1.0, 2.0]), median([4.0, 1.0, 2.0, 3.0])
    (2.0, 2.5)
    """
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
