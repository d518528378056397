"""A series as one line of blocks: the lowest value is the lowest block, a missing one a gap."""

from __future__ import annotations

from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"
GAP = "·"


def sparkline(values: Sequence[float | None]) -> str:
    """Draw the values from their lowest to their highest; equal values all stand in the middle.

    >>> sparkline([1, 2, None, 4])
    '▁▃·█'
    """
    present = [value for value in values if value is not None]
    if not present:
        return ""
    low, span = min(present), max(present) - min(present)
    return "".join(GAP if value is None else _block((value - low) / span if span else 0.5) for value in values)


def _block(share: float) -> str:
    return BLOCKS[min(int(share * len(BLOCKS)), len(BLOCKS) - 1)]
