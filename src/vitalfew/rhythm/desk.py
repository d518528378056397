"""What every step of the rhythm is taken on: one transaction, the live framework, one moment, and who acts.

A step happens whole or not at all. Whoever composes several steps gives them the same desk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from vitalfew.base.errors import NotAllowed
from vitalfew.base.hours import Hours
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.model.framework import Framework
from vitalfew.rhythm.rights import EVERYTHING, SAID, Capability, Rights, roles_with, unit_of
from vitalfew.store.database import Transaction
from vitalfew.store.tables import MATTER

CLOCKWORK = "vitalfew"
"""Who acts where nobody does: the clock."""


@dataclass(frozen=True)
class Desk:
    """One step's transaction, framework, moment (in UTC) and the person who takes it, by id where the framework knows them.

    `rights` is what that person may do: everything for the clock, and for whoever works on the files themselves.
    """

    transaction: Transaction
    framework: Framework
    at: datetime
    by: str = CLOCKWORK
    rights: Rights = EVERYTHING

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

    def see_may(self, what: Capability, about: Ref | None = None) -> None:
        """Refuse what the person at the desk has no role for in the unit that something belongs to; raises NotAllowed."""
        if self.rights.may(self.framework, what):
            return
        unit = self._unit(about) if about else None
        if not self.rights.may(self.framework, what, unit):
            why = say("the roles of `{by}` do not let them {what}", by=self.by, what=SAID[what])
            raise NotAllowed(
                why,
                say("it takes the role {roles}: ask an administrator", roles=several(roles_with(what), say(" or "), say(" or "))),
            )

    def _unit(self, about: Ref) -> str | None:
        """Give the unit of a noun, or of the noun that a matter is about, through a few matters."""
        for _ in range(3):
            rows = self.transaction.find(MATTER, MATTER.c.kind == about.kind, MATTER.c.id == about.id)
            if about in self.framework.index or not rows:
                break
            about = Ref.parse(rows[0]["about"])
        return unit_of(self.framework, about)
