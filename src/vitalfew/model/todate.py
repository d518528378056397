"""A KPI week, month, quarter and year to date beside the same stretch of the year before, and its trailing weeks and months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vitalfew.base.period import Grain
from vitalfew.base.ref import Ref


@dataclass(frozen=True, slots=True)
class Stretch:
    """A value over the days `[start, end)`, or the reason for none; `share` is the part of the days that the data covers."""

    start: date
    end: date
    value: float | None
    missing: str | None
    share: float

    def as_json(self) -> dict[str, object]:
        """Give the stretch in the JSON contract's fields."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "value": self.value,
            "missing": self.missing,
            "share": self.share,
        }


@dataclass(frozen=True, slots=True)
class Compared:
    """A stretch beside the one that a year-over-year comparison sets beside it.

    `change` is in the KPI's unit, `relative` a fraction of the earlier value: null for `%` KPIs and where that is not above zero.
    Both are null where a side has no value or is not covered from its first day to its last; `missing` says why.
    """

    grain: Grain
    label: str
    now: Stretch
    prior: Stretch
    change: float | None
    relative: float | None
    missing: str | None

    def as_json(self) -> dict[str, object]:
        """Give the comparison in the JSON contract's fields."""
        return {
            "grain": self.grain,
            "label": self.label,
            "now": self.now.as_json(),
            "prior": self.prior.as_json(),
            "change": self.change,
            "relative": self.relative,
            "missing": self.missing,
        }


@dataclass(frozen=True, slots=True)
class ToDate:
    """A KPI as of a day, included: its boxes by grain, and its newest whole weeks and months, oldest first.

    `missing` is `private` where whoever asks may not see its figures.
    """

    kpi: str
    as_of: date
    boxes: tuple[Compared, ...]
    weeks: tuple[Compared, ...]
    months: tuple[Compared, ...]
    missing: str | None = None

    def without_figures(self) -> ToDate:
        """Give the record for whoever may not see its figures."""
        return ToDate(self.kpi, self.as_of, (), (), (), "private")

    def as_json(self) -> dict[str, object]:
        """Give the record in the JSON contract's fields."""
        return {
            "ref": str(Ref("kpi", self.kpi)),
            "as_of": self.as_of.isoformat(),
            "boxes": {f"{each.grain[0]}td": each.as_json() for each in self.boxes},
            "weeks": [each.as_json() for each in self.weeks],
            "months": [each.as_json() for each in self.months],
            "missing": self.missing,
        }
