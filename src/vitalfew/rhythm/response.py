"""How soon people answer escalations: the fifth dimension of maturity (AUD-15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from vitalfew.insight.maturity import LEAST_ANSWERS
from vitalfew.insight.maturity import Response as Met
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import MACHINE, Escalation, escalation_of
from vitalfew.rhythm.proof import frozen
from vitalfew.store.matters import find_matters


@dataclass(frozen=True, slots=True)
class Response:
    """The median of business time from opening to the first answer, None of fewer than `least` answers.

    `waiting` are those that nobody has answered yet; what follows from another and what ended by itself wants no answer.
    """

    median: timedelta | None
    answered: int
    waiting: int
    least: int = LEAST_ANSWERS

    def as_json(self) -> dict[str, object]:
        """Give the response time in the JSON contract's fields."""
        hours = None if self.median is None else round(self.median.total_seconds() / 3600, 2)
        return {"median_business_hours": hours, "answered": self.answered, "waiting": self.waiting, "least": self.least}


def response_time(desk: Desk, since: datetime | None = None) -> Response:
    """Give how soon escalations are answered that were opened since a moment."""
    found = _wanting(desk, since)
    times = [desk.hours.between(each.opened_at, each.answered_at).total_seconds() for each in found if each.answered_at]
    middle = timedelta(seconds=median(times)) if len(times) >= LEAST_ANSWERS else None
    return Response(middle, len(times), len(found) - len(times))


def met(desk: Desk, since: datetime | None = None) -> tuple[Met, ...]:
    """Give by escalation the days that the maturity of an organisation is judged by."""
    found = _wanting(desk, since)
    said = frozen(desk, [each.evidence for each in found])
    day = desk.hours.day
    made = []
    for each in found:
        evidence = said.get(each.evidence, {})
        missed = evidence.get("status_since") if evidence.get("status") in {"amber", "red"} else None
        answered = day(each.answered_at) if each.answered_at else None
        made.append(Met(day(each.opened_at), answered, date.fromisoformat(missed) if missed else None))
    return tuple(made)


def _wanting(desk: Desk, since: datetime | None) -> Sequence[Escalation]:
    every = map(escalation_of, find_matters(desk.transaction, MACHINE.kind, since=since))
    return [each for each in every if each.answered_at or (each.state == "open" and each.group is None)]
