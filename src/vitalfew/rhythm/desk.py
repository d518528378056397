"""What every step of the rhythm is taken on: one transaction, the live framework, one moment, and who acts.

A step happens whole or not at all. Whoever composes several steps gives them the same desk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from vitalfew.base.hours import Hours
from vitalfew.model.framework import Framework
from vitalfew.store.database import Transaction

CLOCKWORK = "vitalfew"
"""Who acts where nobody does: the clock."""


@dataclass(frozen=True)
class Desk:
    """One step's transaction, framework, moment (in UTC) and the person who takes it, by id where the framework knows them."""

    transaction: Transaction
    framework: Framework
    at: datetime
    by: str = CLOCKWORK

    @property
    def hours(self) -> Hours:
        """The organisation's working time."""
        return self.framework.calendar.hours

    @property
    def today(self) -> date:
        """The organisation's day."""
        return self.hours.day(self.at)

    def signed(self, by: str) -> Desk:
        """Give the same desk with another person at it."""
        return replace(self, by=by)
