"""Ladders: to whom an escalation goes, in which order, and until when each of them may take to acknowledge it (DEF-5, RHY-9).

Steps are counted from 0. A step that leads to nobody who can be told, or to somebody who had it already, is passed over upward.
Where a KPI names no ladder it climbs the one called `default`, else owner, reviewer, the heads of its unit and of those above
it, and the structure's owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from vitalfew.base.hours import Hours
from vitalfew.base.quantity import Duration
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.rhythm.absence import stand_in
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.reach import why_unreachable

DEFAULT = "default"
DAY = Duration(1, "business day")
TWO_DAYS = Duration(2, "business day")
WEEK = Duration(1, "week")


class Rung(NamedTuple):
    """A step of a KPI's ladder: what its person is to it, who that is, and how long they have."""

    role: str
    person: str | None
    within: Duration


class Standing(NamedTuple):
    """Where an escalation stands: the step, its person (None: nobody can be told), the steps passed over and why."""

    step: int
    person: str | None
    passed: tuple[str, ...]


def rungs(framework: Framework, kpi: Kpi) -> tuple[Rung, ...]:
    """Give the ladder of a KPI, never empty. A step without a time has a business day, the last one a week."""
    ladders = {ladder.id: ladder for ladder in reversed(framework.ladders)}
    declared = ladders.get(kpi.ladder or DEFAULT) or ladders.get(DEFAULT)
    if declared is None or not declared.steps:
        return tuple(_undeclared(framework, kpi))
    last = len(declared.steps) - 1
    people = {"owner": next(iter(kpi.owners), None), "reviewer": kpi.reviewer}
    return tuple(
        Rung(
            step.to if step.to in people else "person",
            people.get(step.to, step.to),
            Duration.parse(step.within) if step.within else WEEK if number == last else DAY,
        )
        for number, step in enumerate(declared.steps)
    )


def _undeclared(framework: Framework, kpi: Kpi) -> Iterator[Rung]:
    yield Rung("owner", next(iter(kpi.owners), None), DAY)
    yield Rung("reviewer", kpi.reviewer, DAY)
    unit, passed = kpi.org_unit, set[str]()
    while unit in framework.org_unit and unit not in passed:
        passed.add(unit)
        yield Rung("head", framework.org_unit[unit].head, TWO_DAYS)
        unit = framework.org_unit[unit].parent
    yield Rung("structure owner", framework.governance.structure_owner, WEEK)


def standing(desk: Desk, ladder: tuple[Rung, ...], step: int) -> Standing:
    """Give the first step from one on whose person can be told and had it at none before; itself, with nobody, where none can."""
    passed: list[str] = []
    for number in range(step, len(ladder)):
        rung = ladder[number]
        why = _why_passed(desk, ladder, number)
        if why is None:
            return Standing(number, rung.person, tuple(passed))
        passed.append(f"step {number + 1} ({rung.role}): {why}")
    return Standing(step, None, tuple(passed))


def _why_passed(desk: Desk, ladder: tuple[Rung, ...], number: int) -> str | None:
    person = ladder[number].person
    why = why_unreachable(desk, person)
    if why is not None or person is None:
        return why
    if any(each.person == person for each in ladder[:number]):
        return "had it at an earlier step"
    return None if stand_in(desk, person) else "away, and nobody stands in"


def deadline(hours: Hours, at: datetime, within: Duration, share: float = 1) -> datetime:
    """Give the moment until which somebody may take, of whose time a share is granted; it is never one at which all is closed.

    Of business time the share is of business time. Other time runs from when the organisation opens next, so that nobody is
    passed over for what came in at night.
    """
    if within.unit.startswith("business"):
        full = hours.after(at, within)
        return full if share == 1 else hours.after_open(at, hours.between(at, full) * share)
    begins = hours.after_open(at, timedelta())
    return hours.after_open(begins + (hours.after(begins, within) - begins) * share, timedelta())


def share(framework: Framework, tier: int | None) -> float:
    """Give the share of the ladder's times that people have for a KPI of a tier: all of it below tier 1."""
    return framework.policy_number("tier-1-response-share") / 100 if tier == 1 else 1


def placed(desk: Desk, id_: str, step: int, *, tier: int | None = None) -> tuple[dict[str, object], datetime]:
    """Give what is kept of where an escalation of a KPI stands from a step on, and until when that one's person may take.

    It goes by the KPI's tier, or by another one where it stands for others.
    """
    kpi = desk.framework.kpi[id_]
    ladder = rungs(desk.framework, kpi)
    found = standing(desk, ladder, min(step, len(ladder) - 1))
    granted = share(desk.framework, tier or desk.framework.tier_of(kpi))
    due = deadline(desk.hours, desk.at, ladder[found.step].within, granted)
    kept: dict[str, object] = {"step": max(found.step, step), "to": found.person, "passed": list(found.passed)}
    return {**kept, "rung_at": desk.at.isoformat()}, due
