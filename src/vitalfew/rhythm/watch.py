"""Watches: triggers that chance may have made. The owner alone hears of them once, and they go away by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.model.verdict import Fired, Verdict
from vitalfew.model.visibility import may_see
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import Machine, Move, advance, begin
from vitalfew.rhythm.notice import tell
from vitalfew.rhythm.proof import freeze
from vitalfew.store.matters import Matter, find_matters

MACHINE = Machine("watch", ("open",), {"fade": Move(("open",), "gone"), "raise": Move(("open",), "raised")}, ("gone", "raised"))
"""One that is raised has become an escalation."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A cause that the owner of a KPI keeps an eye on."""

    id: str
    version: int
    state: str
    kpi: str
    cause: str
    triggers: tuple[str, ...]
    since: date
    owner: str | None
    opened_at: datetime
    evidence: str

    def as_json(self) -> dict[str, object]:
        """Give the watch in the JSON contract's fields."""
        return {
            "id": self.id,
            "state": self.state,
            "kpi": self.kpi,
            "cause": self.cause,
            "triggers": list(self.triggers),
            "since": self.since.isoformat(),
            "owner": self.owner,
            "opened_at": self.opened_at.isoformat(),
        }


def watches(desk: Desk, *, states: Sequence[str] | None = MACHINE.alive, kpi: str | None = None) -> tuple[Watch, ...]:
    """Give watches in the order they were opened, those that are not over unless other states are named (None: all)."""
    about = Ref("kpi", kpi) if kpi else None
    return tuple(map(watch_of, find_matters(desk.transaction, MACHINE.kind, states=states, about=about)))


def open_watch(desk: Desk, verdict: Verdict, cause: str, fired: Sequence[Fired], *, key: str, as_of: date) -> Matter:
    """Open a watch and tell the owner, without figures where the KPI is not for everybody."""
    data = {
        "kpi": verdict.ref.id,
        "cause": cause,
        "triggers": [each.trigger for each in fired],
        "since": min(each.since for each in fired).isoformat(),
        "owner": verdict.owner,
        "evidence": freeze(desk, verdict, as_of=as_of),
    }
    made = begin(desk, MACHINE, about=verdict.ref, data=data, key=key)
    kpi = desk.framework.kpi[verdict.ref.id]
    what = [say("{what}.", what=several((each.text for each in fired), "; "))] if may_see(desk.framework, kpi, None) else []
    chance = say("Chance may have made it: nobody else is told, and it goes away by itself.")
    body = several((say("Keep an eye on {kpi}.", kpi=verdict.name), *what, chance), " ")
    subject = say("{kpi}: keep an eye on it", kpi=verdict.name)
    tell(desk, verdict.owner, key=f"watch/{made.id}", subject=subject, body=body)
    return made


def close_watch(desk: Desk, found: Matter, escalation: str | None = None) -> None:
    """End a watch: as raised to an escalation, else as gone."""
    advance(desk, MACHINE, found, "raise" if escalation else "fade", data={"escalation": escalation} if escalation else {})


def watch_of(matter: Matter) -> Watch:
    """Read a watch from its row."""
    data = matter.data
    since, triggers = date.fromisoformat(data["since"]), tuple(data["triggers"])
    return Watch(
        matter.id,
        matter.version,
        matter.state,
        data["kpi"],
        data["cause"],
        triggers,
        since,
        data["owner"],
        matter.opened_at,
        data["evidence"],
    )
