"""What a department head and a KPI's owner have agreed on: definition, target and threshold, in a session on a day (RHY-6).

An agreement holds for exactly these terms and these two people; whoever changes one of them needs another one. It is never
changed afterwards. KPIs that were live before agreements were kept stay live, and are listed as outstanding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.rhythm.approval import HEAD, OWNER, Need, Sides, agreements_needed, is_agreed_on, partners, terms
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import Machine, begin
from vitalfew.rhythm.notice import tell
from vitalfew.store.database import Transaction
from vitalfew.store.matters import Matter, find_matters

MACHINE = Machine("agreement", ("agreed",), {}, ("agreed",))


@dataclass(frozen=True, slots=True)
class Agreement:
    """What owner and head agreed on; `terms` is the hash of it, `by` who recorded it. People are None once erased."""

    id: str
    kpi: str
    terms: str
    owner: str | None
    head: str | None
    on: date
    by: str | None
    text: str | None
    review: str | None
    proposal: str | None

    def as_json(self) -> dict[str, object]:
        """Give the agreement in the JSON contract's fields."""
        return {
            "id": self.id,
            "kpi": self.kpi,
            "terms": self.terms,
            "owner": self.owner,
            "head": self.head,
            "on": self.on.isoformat(),
            "by": self.by,
            "text": self.text,
            "review": self.review,
            "proposal": self.proposal,
        }


@dataclass(frozen=True, slots=True)
class Accord:
    """How a department's live KPI stands: with the agreement that holds for it, else with the reason why none does."""

    kpi: str
    owner: str | None
    head: str | None
    agreement: Agreement | None
    why: str | None

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        held = self.agreement.as_json() if self.agreement else None
        return {"kpi": self.kpi, "owner": self.owner, "head": self.head, "agreement": held, "why": self.why}


def record_agreement(
    desk: Desk,
    kpi: str,
    framework: Framework | None = None,
    *,
    on: date | None = None,
    text: str | None = None,
    review: str | None = None,
    proposal: str | None = None,
) -> Agreement:
    """Record that owner and head agreed on a KPI as it stands in a framework (the live one unless given).

    Both are told, so that nobody is said to have agreed who does not know of it. Raises UnknownName, and Refused where a role
    is empty, the day is still to come, or the same two have agreed on the same terms already.
    """
    wanted = framework or desk.framework
    if kpi not in wanted.kpi:
        raise UnknownName("KPI", kpi, wanted.kpi)
    found, day = wanted.kpi[kpi], on or desk.today
    owner, head = (need.person for need in partners(Sides(desk.framework, wanted, desk.today), found.ref))
    if owner is None or head is None:
        alone = (
            say("nobody answers for KPI `{kpi}` as its owner", kpi=kpi)
            if owner is None
            else say("nobody answers for KPI `{kpi}` as its department head", kpi=kpi)
        )
        raise Refused(alone, say("name an owner, and an org_unit with a head"))
    if day > desk.today:
        early = say("{day} is still to come", day=day)
        raise Refused(early, say("record the agreement after the session"))
    earlier = agreements(desk.transaction, found.ref)
    if _holding(earlier, terms(found, wanted), owner, head):
        again = say("`{owner}` and `{head}` have agreed on KPI `{kpi}` as it stands already", owner=owner, head=head, kpi=kpi)
        raise Refused(again, say("there is nothing to do"))
    data = {
        "terms": terms(found, wanted),
        "owner": owner,
        "head": head,
        "on": day.isoformat(),
        "by": desk.by,
        "text": text,
        "review": review,
        "proposal": proposal,
    }
    id_ = f"{kpi}.{len(earlier) + 1}"
    made = _of(begin(desk, MACHINE, about=found.ref, data=data, id_=id_, verb="agree"))
    for person in {owner, head} - {desk.by}:
        said = say(
            "{by} recorded that you agreed on the definition, target and threshold of {kpi} on {day}.",
            by=desk.by,
            kpi=found.ref,
            day=day,
        )
        subject = say("Recorded: your agreement on {kpi}", kpi=found.ref)
        tell(desk, person, key=f"agreement/{id_}", subject=subject, body=said)
    return made


def agreements(transaction: Transaction, kpi: Ref | None = None) -> tuple[Agreement, ...]:
    """Give all agreements, or those on one KPI, in the order they were recorded."""
    return tuple(map(_of, find_matters(transaction, MACHINE.kind, about=kpi)))


def accords(desk: Desk) -> tuple[Accord, ...]:
    """Say of each live KPI of a department whether its owner and head have agreed on it as it stands."""
    known = agreements(desk.transaction)
    kpis = [kpi for kpi in desk.framework.kpis if is_agreed_on(kpi, desk.framework)]
    return tuple(_accord(desk, kpi, [each for each in known if each.kpi == kpi.id]) for kpi in kpis)


def unagreed(transaction: Transaction, sides: Sides) -> tuple[Need, ...]:
    """Give the agreements that a change needs and that are not recorded."""
    needs = agreements_needed(sides)
    return missing(transaction, needs, sides.after) if needs else ()


def missing(transaction: Transaction, needs: Iterable[Need], framework: Framework) -> tuple[Need, ...]:
    """Give the needs that no recorded agreement on the KPI as it stands in a framework meets."""
    met = {(each.kpi, each.terms, role, person) for each in agreements(transaction) for role, person in _two(each)}
    return tuple(
        need
        for need in needs
        if need.question != "agreement"
        or (need.ref.id, terms(framework.kpi[need.ref.id], framework), need.role, need.person) not in met
    )


def _two(agreement: Agreement) -> tuple[tuple[str, str | None], ...]:
    return ((OWNER, agreement.owner), (HEAD, agreement.head))


def _accord(desk: Desk, kpi: Kpi, known: list[Agreement]) -> Accord:
    framework = desk.framework
    owner, head = (need.person for need in partners(Sides(framework, framework, desk.today), kpi.ref))
    same = [each for each in known if each.terms == terms(kpi, framework)]
    holds = same[-1] if same else None
    if holds:
        return Accord(kpi.id, owner, head, holds, None)
    if known:
        why = f"definition, target or threshold changed since the agreement of {known[-1].on}"
    else:
        why = "none is recorded: it was live before agreements were kept, or they were waived"
    return Accord(kpi.id, owner, head, None, why)


def _holding(known: Iterable[Agreement], on: str, owner: str, head: str) -> bool:
    return any((each.terms, each.owner, each.head) == (on, owner, head) for each in known)


def _of(matter: Matter) -> Agreement:
    data = matter.data
    return Agreement(
        matter.id,
        matter.about.id,
        data["terms"],
        data["owner"],
        data["head"],
        date.fromisoformat(data["on"]),
        data["by"],
        data["text"],
        data["review"],
        data["proposal"],
    )
