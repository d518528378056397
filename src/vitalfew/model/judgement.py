"""What someone who answers for a KPI holds of a period, beside what is computed and never over it.

One CSV file per KPI below the workspace, one line per judgement, never changed and only added to; the newest for a period counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from vitalfew.base.period import GRAINS, Grain
from vitalfew.model.verdict import Status

FOLDER = "judgements"
COLUMNS = ("every", "period", "date", "status", "by", "recorded_at", "note")
STATUSES: tuple[Status, ...] = ("green", "amber", "red")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status for a period of a grain that begins on `date`; `recorded_at` is UTC, `by` a person of the framework or a login."""

    every: Grain
    period: str
    date: date
    status: Status
    by: str
    recorded_at: datetime
    note: str = ""

    def as_row(self) -> tuple[str, ...]:
        """Give the judgement as the fields of a line, in the order of COLUMNS."""
        at = self.recorded_at.isoformat(timespec="seconds")
        return (self.every, self.period, self.date.isoformat(), self.status, self.by, at, self.note)


def read_judgement(row: dict[str, str]) -> Judgement:
    """Read a judgement from the fields of a line; raises KeyError, TypeError or ValueError where it is none."""
    every, status = row["every"], next((each for each in STATUSES if each == row["status"]), None)
    if every not in GRAINS or status is None:
        msg = f"`{every}` is no grain, or `{row['status']}` no status"
        raise ValueError(msg)
    day, at = date.fromisoformat(row["date"]), datetime.fromisoformat(row["recorded_at"])
    return Judgement(every, row["period"], day, status, row["by"], at, row["note"] or "")
