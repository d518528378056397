"""What was measured of a KPI in a period: a value, or the reason for none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from vitalfew.base.period import Grain
from vitalfew.base.ref import Ref

# The columns of observations in Parquet and Arrow, in order, by Arrow type name; `recorded_at` is UTC.
COLUMNS: dict[str, str] = {
    "kpi": "string",
    "grain": "string",
    "number": "int32",
    "start": "date32",
    "end": "date32",
    "complete": "bool",
    "share": "float64",
    "value": "float64",
    "numerator": "float64",
    "denominator": "float64",
    "missing": "string",
    "slice": "string",
    "recipe": "string",
    "run": "string",
    "recorded_at": "timestamp[us]",
}


class Recorded(NamedTuple):
    """What a measuring run changed in the store, in rows.

    `new` are first or changed ones, of which `restated` give another number for a period that was complete before;
    `withdrawn` take back a period or slice that the data no longer has. Not kept are the `withheld`, measured before as of
    a later day, and the `held`, complete values of an earlier recipe that differ under the present one.
    """

    new: int = 0
    restated: int = 0
    withdrawn: int = 0
    withheld: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of one KPI in one period, as it was defined and recorded.

    `value` is in the KPI's unit; `numerator` and `denominator` are never scaled, and are null where the formula is no quotient.
    `complete` is whether the period is over and the data covers it; `share` is the part of its days that the data covers.
    `missing` is a word of `base.quantity.MISSING`, exactly where `value` is null.
    `slice` is empty for the whole, else `column=value` pairs in the order of the measure's `by`.
    `recipe` is the hash of the definition, `run` the id of the measuring run, `recorded_at` its time in UTC.
    """

    kpi: str
    grain: Grain
    number: int
    start: date
    end: date
    complete: bool
    share: float
    value: float | None
    numerator: float | None
    denominator: float | None
    missing: str | None
    slice: str
    recipe: str
    run: str
    recorded_at: datetime

    def as_json(self) -> dict[str, object]:
        """Give the observation in the JSON contract's fields."""
        return {
            "ref": str(Ref("kpi", self.kpi)),
            "grain": self.grain,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "complete": self.complete,
            "share": self.share,
            "value": self.value,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "missing": self.missing,
            "slice": self.slice or None,
        }
