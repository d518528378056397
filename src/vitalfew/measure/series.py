"""Values over the consecutive periods of a grain, with the reasons for the missing ones.

`reason` 0 means that there is a value; else it is the place of the word in `REASONS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from vitalfew.base.quantity import MISSING
from vitalfew.measure.coverage import Flags, Floats

Reasons = npt.NDArray[np.int8]
REASONS: tuple[str | None, ...] = (None, *MISSING)
REASON: dict[str, int] = {word: place for place, word in enumerate(REASONS) if word}


@dataclass(frozen=True)
class Series:
    """Values from period number `first` on; `share` is the part of a period's days that is past and covered."""

    first: int
    value: Floats
    reason: Reasons
    complete: Flags
    share: Floats

    def __len__(self) -> int:
        return len(self.value)

    def fit(self, first: int, count: int) -> Series:
        """Cut or lengthen to other periods; what lies outside has no data."""
        if (first, count) == (self.first, len(self)):
            return self
        before, after = max(0, self.first - first), max(0, first + count - self.first - len(self))
        start = max(0, first - self.first)
        stop = max(start, min(len(self), first + count - self.first))
        reason = np.concatenate(
            (
                np.full(min(before, count), REASON["before-data"], np.int8),
                self.reason[start:stop],
                np.full(min(after, count), REASON["no-data-yet"], np.int8),
            )
        )
        pad = ((min(before, count), min(after, count)),)
        return Series(
            first,
            np.pad(self.value[start:stop], pad, constant_values=np.nan),
            reason,
            np.pad(self.complete[start:stop], pad, constant_values=False),
            np.pad(self.share[start:stop], pad, constant_values=0.0),
        )


def settled(first: int, value: Floats, parts: Sequence[Series]) -> Series:
    """Make a series out of values computed from others: a value missing in one is missing, for the first such reason."""
    reason = np.zeros(len(value), np.int8)
    for part in parts:
        reason = np.where(reason == 0, part.reason, reason)
    return finished(
        Series(
            first,
            value,
            reason,
            np.logical_and.reduce([part.complete for part in parts]),
            np.minimum.reduce([part.share for part in parts]),
        )
    )


def finished(series: Series) -> Series:
    """Take care that what is not finite is missing, and that what is missing holds no value."""
    reason = np.where((series.reason == 0) & ~np.isfinite(series.value), np.int8(REASON["no-value"]), series.reason)
    value = np.where(reason == 0, series.value, np.nan)
    return Series(series.first, value, reason.astype(np.int8), series.complete, series.share)


Collapse = Literal["mean", "last", "max", "min"]


def collapsed(series: Series, how: Collapse, first: int, edges: npt.NDArray[np.int64], ended: Flags) -> Series:
    """Bring a series to coarser periods: period `i` of them holds the numbers from `edges[i]` to before `edges[i + 1]`.

    Complete periods alone decide where there is one, so that a running week does not pull down its month.
    """
    count = len(edges) - 1
    group = np.searchsorted(edges, np.arange(series.first, series.first + len(series)), side="right") - 1
    inside = (group >= 0) & (group < count)
    present = inside & (series.reason == 0)
    whole = present & series.complete
    has_whole = np.bincount(group[whole], minlength=count + 1) > 0  # one more, so that there is one where there are no periods
    used = present & (series.complete | ~has_whole[np.clip(group, 0, count)])
    value = _reduced(series.value[used], group[used], how, count)
    reason = np.full(count, REASON["no-rows"], np.int8)
    np.put(reason, group[inside], series.reason[inside])  # the last period's reason stands where none has a value
    reason = np.where(np.isnan(value), np.where(reason == 0, REASON["no-value"], reason), 0).astype(np.int8)
    length = np.diff(edges)
    share = np.bincount(group[inside], weights=series.share[inside], minlength=count) / length
    complete = ended & (np.bincount(group[whole], minlength=count) == length)
    return finished(Series(first, value, reason, complete, share))


def _reduced(values: Floats, group: npt.NDArray[np.int64], how: Collapse, count: int) -> Floats:
    found = np.full(count, np.nan)
    if how == "last":
        np.put(found, group, values)
    elif how == "mean":
        held = np.bincount(group, minlength=count)
        np.divide(np.bincount(group, weights=values, minlength=count), held, out=found, where=held > 0)
    else:
        (np.fmax if how == "max" else np.fmin).at(found, group, values)
    return found
