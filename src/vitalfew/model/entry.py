"""Values that people enter: one CSV file per KPI below the workspace, one line per entry, never changed and only added to.

The newest line for a period counts; those above it say what was believed before, since when and by whom. Where its value is
`taken back` there is none.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from vitalfew.base.period import GRAINS, Grain

FOLDER = "data/manual"
Value = TypeVar("Value")
TAKEN_BACK = "taken back"
"""What stands in the place of a value that was entered and is not meant any more; as a number it is none (NaN)."""
COLUMNS = ("every", "period", "date", "value", "by", "recorded_at", "note")


@dataclass(frozen=True, slots=True)
class Entry:
    """A value for a period of a grain that begins on `date`; `recorded_at` is UTC, `by` a person of the framework or a login."""

    every: Grain
    period: str
    date: date
    value: float
    by: str
    recorded_at: datetime
    note: str = ""

    @property
    def is_taken_back(self) -> bool:
        """Tell whether it says that there is no value for its period after all."""
        return math.isnan(self.value)

    def as_row(self) -> tuple[str, ...]:
        """Give the entry as the fields of a line, in the order of COLUMNS."""
        return (
            self.every,
            self.period,
            self.date.isoformat(),
            TAKEN_BACK if self.is_taken_back else repr(self.value),
            self.by,
            self.recorded_at.isoformat(timespec="seconds"),
            self.note,
        )


def read_entry(row: dict[str, str]) -> Entry:
    """Read an entry from the fields of a line; raises ValueError that says which field is wrong."""
    every = row["every"]
    if every not in GRAINS:
        msg = f"`every` is `{every[:20]}`"
        raise ValueError(msg)
    return Entry(
        every,
        row["period"],
        _read("date", row, date.fromisoformat),
        math.nan if row["value"] == TAKEN_BACK else _read("value", row, float),
        row["by"],
        _read("recorded_at", row, datetime.fromisoformat),
        row["note"],
    )


def _read(name: str, row: dict[str, str], read: Callable[[str], Value]) -> Value:
    try:
        return read(row[name])
    except ValueError:
        msg = f"`{name}` is `{row[name][:20]}`"
        raise ValueError(msg) from None
