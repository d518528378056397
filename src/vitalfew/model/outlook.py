"""What the judge says of a KPI's coming periods, and of a shift in its level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Unsaid = Literal["no-data", "too-few", "no-target", "to-date", "too-far"]


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of the period named `label`: a value, and the ends between which it falls with 80 % probability."""

    label: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AtTarget:
    """What is expected of the period in which the target is next due: the one of its date, else the next.

    For a sum to date it is the year's last period (or that of the date), and `value` the sum up to its end.
    """

    label: str
    by: date
    target: float | tuple[float, float]
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast by a named method, chosen on the series itself from `periods` values.

    `seasonal` says whether the method repeats a season (years have none), null where the series is too short to try one.
    `p_miss` is the probability of missing the target in the period of `at_target`; where both are null, `missing` says why.
    A forecast asks for `needed` values.
    """

    method: str | None
    seasonal: bool | None
    periods: int
    needed: int
    next: Expected | None
    at_target: AtTarget | None
    p_miss: float | None
    missing: Unsaid | None


@dataclass(frozen=True, slots=True)
class Shift:
    """The best single split of the series into two levels: `since` a period's first day, null where there is no evidence of one.

    `before` and `after` are the mean levels, `p` the probability of as good a split by chance, `periods` the number of values.
    """

    since: date | None
    before: float | None
    after: float | None
    better: bool | None
    p: float | None
    periods: int
    method: str = "least squares, Monte Carlo likelihood ratio, 1 %"


@dataclass(frozen=True, slots=True)
class Breach:
    """The current partial period, `[start, end)`, is past a limit that the days to come cannot bring it back over.

    `of` says which: past the threshold it will be red, past the target it will not be green. `value` is the one so far.
    """

    of: Literal["threshold", "target"]
    label: str
    start: date
    end: date
    value: float
    limit: float
