"""Bring series of any size near one and back, by powers of two, which rounds nothing: squares of 1e200 are no number."""

from __future__ import annotations

import sys

import numpy as np
import numpy.typing as npt

from vitalfew.judge.series.window import Matrix

Column = npt.NDArray[np.float64]
Exponents = npt.NDArray[np.int32]


def exponents(matrix: Matrix) -> Exponents:
    """Give each row's power of two, above its largest absolute value; 0 for rows without a value."""
    largest = np.where(np.isfinite(matrix), np.abs(matrix), 0.0).max(axis=1, initial=0.0)
    powers: Exponents = np.frexp(largest)[1]
    return powers


def near_one(column: Column, powers: Exponents) -> Column:
    """Divide a row or a column of a row by its power of two."""
    with np.errstate(over="ignore", under="ignore"):
        small: Column = np.ldexp(column, -powers)
    return small


def own_size(column: Column, powers: Exponents) -> Column:
    """Multiply again; what is past the largest number stays at it."""
    with np.errstate(over="ignore", under="ignore"):
        large: Column = np.clip(np.ldexp(column, powers), -sys.float_info.max, sys.float_info.max)
    return large
