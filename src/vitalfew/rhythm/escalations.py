"""Escalations: what a trigger opened, who has it and until when, and what people do about it (DEF-5, RHY-9).

There is one per KPI and cause at a time. Open ones climb their ladder until a person acknowledges them; a person's action,
snooze or resolution acknowledges too, a comment does not. A snooze ends by itself, and then somebody has to look again.
Steps never go down: what comes back begins where it had climbed to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Verdict
from vitalfew.model.visibility import may_see
from vitalfew.rhythm.actions import Action, add_action
from vitalfew.rhythm.comments import Comment, add_comment
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.machine import Machine, Move, advance, seen
from vitalfew.rhythm.proof import freeze, frozen, is_over
from vitalfew.store.matters import Matter, find_matter, find_matters

MACHINE = Machine(
    "escalation",
    ("open",),
    {
        "climb": Move(("open",)),
        "attach": Move(("open",)),
        "detach": Move(("open",)),
        "quicken": Move(("open",)),
        "add": Move(("open", "acknowledged", "snoozed")),
        "acknowledge": Move(("open", "snoozed"), "acknowledged"),
        "snooze": Move(("open", "acknowledged"), "snoozed"),
        "wake": Move(("snoozed",), "open"),
        "recover": Move(("acknowledged", "snoozed"), "recovered"),
        "relapse": Move(("recovered",), "open"),
        "resolve": Move(("open", "acknowledged", "snoozed", "recovered"), "resolved"),
        "reopen": Move(("resolved",), "open"),
    },
    ("resolved",),
)
"""A resolved one is over until its cause comes back in time: then it is opened again, and no other."""
Resolution = Literal["proved", "explained", "by-itself", "withdrawn"]
"""How one ended: by a verdict, by a person's reason without one, by a verdict before anybody acted, with its KPI."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """One escalation; people are None once erased, and where there is nobody.

    `to` is who is to acknowledge it, `due_at` until when, before it climbs; of one that is snoozed, when it wakes. `person` is
    who has it, `answered_at` when somebody first did. `group` is the escalation at the root of its storm, which climbs for it,
    `common` their common cause. `evidence` and `proof` name what is kept (`rhythm.proof.frozen`). `step` is counted from 0.
    """

    id: str
    version: int
    state: str
    kpi: str
    cause: str
    triggers: tuple[str, ...]
    tier: int | None
    since: date
    as_of: date
    step: int
    to: str | None
    passed: tuple[str, ...]
    due_at: datetime | None
    person: str | None
    opened_at: datetime
    rung_at: datetime
    moved_at: datetime
    answered_at: datetime | None
    returns: int
    group: str | None
    common: str | None
    reason: str | None
    resolution: Resolution | None
    evidence: str
    proof: str | None
    said: dict[str, Any] | None = field(default=None, repr=False)

    @property
    def ref(self) -> Ref:
        """Its address."""
        return Ref(MACHINE.kind, self.id)

    @property
    def about(self) -> Ref:
        """The KPI's address."""
        return Ref("kpi", self.kpi)

    def as_json(self) -> dict[str, object]:
        """Give the escalation in the JSON contract's fields, with its evidence where that was asked for."""
        plain: dict[str, object] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            plain[each.name] = (
                value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
            )
        plain["evidence"] = plain.pop("said")
        return plain


def key_of(kpi: str, cause: str) -> str:
    """Give what tells an escalation from the others that are alive."""
    return f"{kpi}/{cause}"


def escalations(desk: Desk, *, states: Sequence[str] | None = MACHINE.alive, kpi: str | None = None) -> tuple[Escalation, ...]:
    """Give escalations in the order they were opened, those that are not over unless other states are named (None: all)."""
    about = Ref("kpi", kpi) if kpi else None
    return tuple(map(escalation_of, find_matters(desk.transaction, MACHINE.kind, states=states, about=about)))


def escalation(desk: Desk, id_: str) -> Escalation:
    """Give an escalation by its id; raises UnknownName."""
    return escalation_of(find_matter(desk.transaction, MACHINE.kind, id_))


def with_evidence(desk: Desk, found: Iterable[Escalation]) -> tuple[Escalation, ...]:
    """Give escalations with what was frozen of them; that of KPIs whose figures the desk's person may not see is left out."""
    chosen = tuple(found)
    shown = {each.evidence for each in chosen if _may_see(desk, each.kpi)}
    kept = frozen(desk, sorted(shown))
    return tuple(replace(each, said=kept.get(each.evidence)) for each in chosen)


def open_to(desk: Desk, kpi: str | None) -> bool:
    """Tell whether the desk's person may see what is about a KPI; anybody may where it is about none that is declared."""
    return kpi is None or _may_see(desk, kpi)


def acknowledge(desk: Desk, id_: str, *, version: int | None = None) -> Escalation:
    """Say that one looks after it: it climbs no further. Raises UnknownName, Refused, Overtaken."""
    found = _by_person(desk, id_, version)
    return escalation_of(advance(desk, MACHINE, found, "acknowledge", data=_answered(desk, found), **_held(desk, found)))


def comment(desk: Desk, id_: str, text: str) -> Comment:
    """Say something about it; raises UnknownName, Refused."""
    return add_comment(desk, _by_person(desk, id_, None).ref, text)


def attach(desk: Desk, id_: str, *, text: str, owner: str, due: date, version: int | None = None) -> Action:
    """Promise something by a day that is to end it, which acknowledges it too; raises UnknownName, Refused, Overtaken."""
    found = _by_person(desk, id_, version)
    if found.state not in MACHINE.alive:
        why = say("escalation `{id}` is {state}: no action is needed any more", id=id_, state=word(found.state))
        raise Refused(why, say("add the action to its KPI with `vitalfew actions add`"))
    if found.state in {"open", "snoozed"}:
        acknowledge(desk, id_, version=version)
    return add_action(desk, about=found.ref, text=text, owner=owner, due=due, kpi=found.data["kpi"])


def snooze(desk: Desk, id_: str, until: date, reason: str, *, version: int | None = None) -> Escalation:
    """Put it off to the opening of a day, with a reason; then somebody has to look again. Raises as the others do."""
    found = _by_person(desk, id_, version)
    most = int(desk.framework.policy_number("days-of-snooze"))
    if not desk.today < until <= desk.today + timedelta(days=most):
        why = say(
            "an escalation can be put off until {latest} at most, and not until {until}",
            latest=desk.today + timedelta(days=most),
            until=until,
        )
        raise Refused(why, say("name a day from tomorrow on"))
    _see_words(reason, say("say why it can wait"))
    data = {**_answered(desk, found), "reason": reason}
    wakes = desk.hours.at(until, desk.hours.opens)
    return escalation_of(advance(desk, MACHINE, found, "snooze", data=data, key=found.key, due_at=wakes))


def resolve(
    desk: Desk,
    id_: str,
    *,
    verdict: Verdict | None = None,
    as_of: date | None = None,
    reason: str | None = None,
    version: int | None = None,
) -> Escalation:
    """End it with the verdict that proves it, of the day `as_of`; a recovered one has its proof already.

    Without proof it takes a reason, and is kept as explained and not as proved. Raises UnknownName, Refused, Overtaken.
    """
    found = _by_person(desk, id_, version)
    proof: str | None = found.data["proof"] if found.state == "recovered" else None
    if proof is None and verdict is not None and verdict.ref == found.about:
        since, day = date.fromisoformat(found.data["as_of"]), as_of or desk.today
        if is_over(verdict, found.data["cause"], since=since, as_of=day):
            proof = freeze(desk, verdict, as_of=day)
    if proof is None and not (reason or "").strip():
        why = say("no verdict proves that escalation `{id}` is over", id=id_)
        raise Refused(why, say("say with a reason why it is, or wait for a verdict that shows it"))
    resolution: Resolution = "proved" if proof else "explained"
    data = {**_answered(desk, found), "proof": proof, "reason": reason, "resolution": resolution}
    return escalation_of(advance(desk, MACHINE, found, "resolve", data=data))


def _by_person(desk: Desk, id_: str, version: int | None) -> Matter:
    """Give an escalation for a person to act on, who may see it."""
    if desk.by == CLOCKWORK:
        raise Refused(say("an escalation is for people to act on"), say("name who acts"))
    found = seen(desk, MACHINE, id_, version)
    if not _may_see(desk, found.data["kpi"]):
        why = say("escalation `{id}` is about a KPI that is private", id=id_)
        raise Refused(why, say("leave it to those who may see it"))
    return found


def _may_see(desk: Desk, id_: str) -> bool:
    kpi: Kpi | None = desk.framework.kpi.get(id_)
    return kpi is None or may_see(desk.framework, kpi, desk.by)


def _answered(desk: Desk, found: Matter) -> dict[str, object]:
    return {"person": desk.by, "answered_at": found.data["answered_at"] or desk.at.isoformat()}


def _held(desk: Desk, found: Matter) -> dict[str, Any]:
    """Give key and next moment of one that a person has: the clock looks after it in a week."""
    return {"key": found.key, "due_at": desk.hours.after_open(desk.at + timedelta(weeks=1), timedelta())}


def _see_words(text: str, wanted: str) -> None:
    if not text.strip():
        raise Refused(say("there are no words to it"), wanted)


def escalation_of(matter: Matter) -> Escalation:
    """Read an escalation from its row."""
    data = matter.data
    return Escalation(
        id=matter.id,
        version=matter.version,
        state=matter.state,
        kpi=data["kpi"],
        cause=data["cause"],
        triggers=tuple(data["triggers"]),
        tier=data["tier"],
        since=date.fromisoformat(data["since"]),
        as_of=date.fromisoformat(data["as_of"]),
        step=data["step"],
        to=data["to"],
        passed=tuple(data["passed"]),
        due_at=matter.due_at,
        person=data["person"],
        opened_at=matter.opened_at,
        rung_at=datetime.fromisoformat(data["rung_at"]),
        moved_at=matter.moved_at,
        answered_at=datetime.fromisoformat(data["answered_at"]) if data["answered_at"] else None,
        returns=data["returns"],
        group=data["group"],
        common=data["common"],
        reason=data["reason"],
        resolution=data["resolution"],
        evidence=data["evidence"],
        proof=data["proof"],
    )
