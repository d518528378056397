"""What someone who answers for a KPI holds of a period, beside what is computed and never over it.

One CSV file per KPI below the workspace, one line per judgement, never changed and only added to; the newest for a period counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from vitalfew.base.period import GRAINS, Grain
from vitalfew.model.verdict import Status

FOLDER = "judgements"
COLUMNS = ("every", "period", "date", "status", "by", "recorded_at", "note")
Day = TypeVar("Day", date, datetime)
STATUSES: tuple[Status, ...] = ("green", "amber", "red")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status, or words alone in `note`, for a period of a grain that begins on `date`.

    `recorded_at` is UTC, `by` a person of the framework or a login.
    """

    every: Grain
    period: str
    date: date
    status: Status | None
    by: str
    recorded_at: datetime
    note: str = ""

    def as_row(self) -> tuple[str, ...]:
        """Give the judgement as the fields of a line, in the order of COLUMNS."""
        at = self.recorded_at.isoformat(timespec="seconds")
        return (self.every, self.period, self.date.isoformat(), self.status or "", self.by, at, self.note)


def read_judgement(row: dict[str, str]) -> Judgement:
    """Read a judgement from the fields of a line; raises ValueError, which says why, where it is none."""
    lacking = [name for name in COLUMNS if row.get(name) is None]
    if lacking:
        msg = f"it lacks {', '.join(f'`{name}`' for name in lacking)}"
        raise ValueError(msg)
    every, status = row["every"], next((each for each in STATUSES if each == row["status"]), None)
    is_words = not row["status"] and bool(row["note"])
    if every not in GRAINS or (status is None and not is_words):
        msg = f"`{row['every']}` is no grain" if every not in GRAINS else f"`{row['status']}` is no status"
        raise ValueError(msg)
    day, at = _read("date", row, date.fromisoformat), _read("recorded_at", row, datetime.fromisoformat)
    return Judgement(every, row["period"], day, status, row["by"], at, row["note"])


def _read(name: str, row: dict[str, str], read: Callable[[str], Day]) -> Day:
    try:
        return read(row[name])
    except ValueError:
        msg = f"`{name}` is `{row[name]}`"
        raise ValueError(msg) from None
