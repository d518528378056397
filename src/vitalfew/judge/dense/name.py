"""From the hash of a KPI's id to its row, for millions of observations at a time.

The engine hashes ids as it reads them, so that no id of an observation becomes a string here; a table of open addresses finds
the row.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vitalfew.base.errors import VitalfewError
from vitalfew.judge.series.point import Ints

Hashes = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]
FREE = -1
ROOM = 2  # powers of two that the table is larger than its names: at most a quarter of it is taken


class Names(NamedTuple):
    """The hash of each row, the row at each address (`FREE` for none), and how far a hash is shifted to an address."""

    hashes: Hashes
    rows: Rows
    shift: int

    def find(self, hashes: Hashes) -> Rows:
        """Give the row of each hash, `FREE` where it is nobody's."""
        if not len(self.hashes):
            return np.full(len(hashes), FREE, np.int32)
        place = self.address(hashes)
        found: Rows = self.rows[place]
        other = np.flatnonzero(self.hashes[found] != hashes)
        step = 1
        while len(other):
            found[other] = self.rows[(place[other] + step) % len(self.rows)]
            other = other[(found[other] != FREE) & (self.hashes[found[other]] != hashes[other])]
            step += 1
        found[self.hashes[found] != hashes] = FREE
        return found

    def address(self, hashes: Hashes) -> Ints:
        """Give where a hash is looked for first."""
        return (hashes >> np.uint64(self.shift)).astype(np.int64)


def names(hashes: Hashes) -> Names:
    """Give the table of the rows' hashes, each of which must be one row's alone."""
    bits = max(len(hashes) - 1, 1).bit_length() + ROOM
    found = Names(hashes, np.full(1 << bits, FREE, np.int32), 64 - bits)
    place, left, step = found.address(hashes), np.arange(len(hashes), dtype=np.int32), 0
    while len(left):
        at = (place[left] + step) % len(found.rows)
        free = found.rows[at] == FREE
        found.rows[at[free]] = left[free]
        left = left[found.rows[at] != left]
        step += 1
    if (np.diff(np.sort(hashes)) == 0).any():
        msg = "two KPIs of the portfolio have the same id"
        raise VitalfewError(msg)
    return found
