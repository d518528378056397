"""What the clock does about escalations between two sweeps: let them climb, wake them, remind, and close what is long over.

Called late it does once what it would have done meanwhile: an escalation climbs to where it should stand by now, step by step in
the journal, and the person of that step alone is told, with all of that step's time before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta

from vitalfew.rhythm.actions import actions
from vitalfew.rhythm.alarm import tell_of
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.escalations import MACHINE, Escalation, escalation_of
from vitalfew.rhythm.ladder import Standing, deadline, placed, rungs, share, standing
from vitalfew.rhythm.machine import advance
from vitalfew.store.matters import Matter, find_matters

WEEK = timedelta(weeks=1)
"""How often somebody is reminded who waits on the last step, or who has an escalation without an action."""


@dataclass(frozen=True, slots=True)
class Climbed:
    """The ids of what moved, and how many were reminded."""

    climbed: list[str] = field(default_factory=list)
    woken: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    reminded: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Give what changed in the JSON contract's fields."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def climb(desk: Desk) -> Climbed:
    """Do what is due of all escalations at this moment; those of paused KPIs wait."""
    desk, done = desk.signed(CLOCKWORK), Climbed()
    due = find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive, due=desk.at)
    following = find_matters(desk.transaction, MACHINE.kind, states=("open",)) if due else []
    climbed: list[Escalation] = []
    for matter in due:
        kpi = desk.framework.kpi.get(matter.about.id)
        if matter.state == "recovered":
            advance(desk, MACHINE, matter, "resolve", data={"resolution": "proved"})
            done.closed.append(matter.id)
        elif kpi is None or kpi.lifecycle != "live":
            continue
        elif matter.state == "snoozed":
            climbed.append(_wake(desk, matter))
            done.woken.append(matter.id)
        elif matter.state == "acknowledged":
            done.reminded.extend(_remind_holder(desk, matter))
        else:
            followers = [each for each in following if each.data["group"] == matter.id]
            moved = _climb(desk, matter, followers)
            done.climbed.extend([matter.id] if moved else [])
            done.reminded.extend([] if moved else _remind(desk, matter))
    tell_of(desk, [(each.to, "woken", each) for each in climbed])
    return done


def _wake(desk: Desk, matter: Matter) -> Escalation:
    where, due = placed(desk, matter.about.id, matter.data["step"])
    data = {**where, "group": None, "common": None}
    return escalation_of(advance(desk, MACHINE, matter, "wake", data=data, key=matter.key, due_at=due))


def _climb(desk: Desk, matter: Matter, followers: Sequence[Matter]) -> bool:
    """Take the steps whose time ran out, and tell the person of the last of them what is with them now; tells whether any was."""
    tier = min((each.data["tier"] or 3 for each in (matter, *followers)), default=3)
    landed = list(_landings(desk, matter, tier))
    for found, due in landed:
        data = {"step": found.step, "to": found.person, "passed": list(found.passed), "rung_at": desk.at.isoformat()}
        matter = advance(desk, MACHINE, matter, "climb", data=data, key=matter.key, due_at=due)
    if landed:
        root = escalation_of(matter)
        tell_of(desk, [(root.to, "climbed", each) for each in (root, *map(escalation_of, followers))])
    return bool(landed)


def _landings(desk: Desk, matter: Matter, tier: int) -> Iterator[tuple[Standing, datetime]]:
    """Give the steps to be taken, each with the moment its time runs out; the last one's counts from now."""
    ladder = rungs(desk.framework, desk.framework.kpi[matter.about.id])
    granted = share(desk.framework, tier)
    step, person, ran_out = matter.data["step"], matter.data["to"], matter.due_at
    while ran_out is not None and ran_out <= desk.at:
        found = standing(desk, ladder, step + 1 if person else step)
        if found.person is None:
            return
        within = ladder[found.step].within
        following = deadline(desk.hours, ran_out, within, granted)
        above = standing(desk, ladder, found.step + 1)
        if person is None or following > desk.at or above.person is None or following == ran_out:
            yield found, deadline(desk.hours, desk.at, within, granted)
            return
        yield found, following
        step, person, ran_out = found.step, found.person, following


def _remind(desk: Desk, matter: Matter) -> list[str]:
    """Remind who waits on the last step, each week once."""
    each = escalation_of(matter)
    weeks = (desk.at - (each.due_at or desk.at)) // WEEK
    told = tell_of(desk, [(each.to, "waiting", each)], turn=f"{each.rung_at:%Y%m%dT%H%M}.{weeks}")
    return [each.id] if told else []


def _remind_holder(desk: Desk, matter: Matter) -> list[str]:
    """Remind who has an escalation and has attached no action that is open."""
    each = escalation_of(matter)
    if actions(desk, each.ref, states=("open",)):
        return []
    weeks = (desk.at - (each.due_at or desk.at)) // WEEK
    told = tell_of(desk, [(each.person, "held", each)], turn=f"{each.moved_at:%Y%m%dT%H%M}.{weeks}")
    return [each.id] if told else []
