"""What a measuring run saw of its sources, so that the next one knows which days have changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Seen:
    """The rows that some measures share, by day: how many, and a check sum of them where the engine gives one.

    `form` is a digest of what decides the numbers of every day: calendar, time zone, slices, release.
    """

    form: str
    days: tuple[date, ...]
    rows: tuple[int, ...]
    sums: tuple[int | None, ...]

    @property
    def is_exact(self) -> bool:
        """Tell whether a row changed in place is seen."""
        return None not in self.sums


@dataclass(frozen=True, slots=True)
class Sight:
    """What some KPIs were measured from: their recipes, and what was seen of the rows they share, by basis."""

    recipes: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, Seen] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Before:
    """The last run that measured a KPI by its present recipe: the day it measured as of, and what it saw, by rows shared."""

    today: date
    seen: Mapping[str, Seen]
