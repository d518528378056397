"""How a proposal stands: what it would change of the live revision, whose approval it needs, and what is in its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from vitalfew.base.ref import Ref
from vitalfew.load.read import Loaded, load_texts
from vitalfew.model.difference import Difference, difference
from vitalfew.model.framework import Framework
from vitalfew.rhythm.absence import stand_in
from vitalfew.rhythm.agreements import missing
from vitalfew.rhythm.approval import TOP, Need, Sides, approvals_needed, holder_of
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import Machine
from vitalfew.rhythm.threeway import together
from vitalfew.store.contents import kept
from vitalfew.store.database import Transaction
from vitalfew.store.matters import Matter, find_matters
from vitalfew.store.revisions import Revision, files, live, revision

MACHINE = Machine("approval", ("given",), {}, ("given",))
"""An approval is given once and never taken back; whoever thinks again returns the proposal."""


OVER = ("merged", "withdrawn")
"""The states in which nothing is left to do for a proposal."""


@dataclass(frozen=True, slots=True)
class Approval:
    """What somebody said yes to: the texts with a digest. `person` is in whose place; both are None once erased."""

    by: str | None
    person: str | None
    digest: str
    text: str | None
    at: datetime

    def as_json(self) -> dict[str, object]:
        """Give the approval in the JSON contract's fields."""
        said = {"by": self.by, "person": self.person, "digest": self.digest, "text": self.text}
        return {**said, "at": self.at.isoformat()}


@dataclass(frozen=True)
class Standing:
    """A proposal against the live revision: what it changes, who is needed, who has approved, who is still missing.

    `conflicts` are files that it and the live revision have both changed in the same place since it was made.
    """

    live: Revision
    before: Framework
    loaded: Loaded
    texts: Mapping[str, bytes]
    difference: Difference
    needs: tuple[Need, ...]
    approvals: tuple[Approval, ...]
    missing: tuple[Need, ...]
    conflicts: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Give the standing in the JSON contract's fields."""
        return {
            "live": self.live.as_json(),
            **self.difference.as_json(),
            "needs": [{**need.as_json(), "why": need.why, "met": need not in self.missing} for need in self.needs],
            "approvals": [each.as_json() for each in self.approvals],
            "conflicts": list(self.conflicts),
        }


def proposed(transaction: Transaction, matter: Matter) -> dict[str, bytes | None]:
    """Give the files that a proposal changes; None for one that it takes away."""
    named: Mapping[str, str | None] = matter.data["files"]
    found = kept(transaction, (sha for sha in named.values() if sha))
    return {path: found[sha] if sha else None for path, sha in named.items()}


def approvals(transaction: Transaction, proposal: Ref, digest: str) -> tuple[Approval, ...]:
    """Give the approvals of exactly the texts with a digest."""
    given = [each for each in find_matters(transaction, MACHINE.kind, about=proposal) if each.data["digest"] == digest]
    return tuple(_of(each) for each in given)


def _of(matter: Matter) -> Approval:
    data = matter.data
    return Approval(data["by"], data["person"], data["digest"], data["text"], matter.opened_at)


def standing(desk: Desk, matter: Matter) -> Standing:
    """Hold a proposal against what is live now; one that is over against what was live when it was made."""
    transaction = desk.transaction
    present = live(transaction) if matter.state not in OVER else revision(transaction, matter.data["base"])
    assert present is not None, "a proposal rests on a revision"  # noqa: S101  # nothing takes a revision away
    theirs = files(transaction, present.number)
    base = theirs if matter.data["base"] == present.number else files(transaction, matter.data["base"])
    mine = proposed(transaction, matter)
    both, conflicts, woven = together(base, mine, theirs)
    before, loaded = load_texts(theirs).framework, load_texts(both)
    found = difference(before, loaded.framework)
    if woven and not conflicts and found.changes != _meant(base, mine).changes:
        conflicts = woven
    if conflicts:  # shown as it was meant, until somebody brings it up to date
        found = _meant(base, mine)
        loaded = load_texts(_with(base, mine))
    needed = approvals_needed(before, loaded.framework, found, today=desk.today)
    needs = missing(transaction, needed, loaded.framework)
    given = approvals(transaction, matter.ref, matter.data["digest"])
    found_so_far = Standing(present, before, loaded, both, found, needs, given, needs, conflicts)
    return replace(found_so_far, missing=unmet(found_so_far, given, matter.data["by"]))


def unmet(found: Standing, given: tuple[Approval, ...], proposer: str | None) -> tuple[Need, ...]:
    """Give the needs that no approval meets; where nobody holds a role, that of anybody but the proposer does."""
    people = {each.person for each in given}
    others = {each.by for each in given if each.by in found.before.person and each.by != proposer}
    return tuple(need for need in found.needs if need.person not in people and (need.person or not others))


def given_for(need: Need, found: Standing) -> Approval | None:
    """Give the approval that meets a need; None where it is still missing."""
    if need in found.missing:
        return None
    return next((each for each in found.approvals if need.person in {each.person, None}), None)


def acting_for(desk: Desk, needs: tuple[Need, ...], by: str) -> tuple[str, ...]:
    """Give those among the needed in whose place a person acts: their own, or that of somebody who is away."""
    people = dict.fromkeys(need.person for need in needs if need.person)
    return tuple(person for person in people if by in {person, stand_in(desk, person)})


def is_top(desk: Desk, framework: Framework, by: str) -> bool:
    """Tell whether somebody owns the structure today, or stands in for who does; everybody does where nobody is named."""
    top = holder_of(Sides(framework, framework, desk.today), Ref("governance", "main"), TOP)
    return top is None or by in {top, stand_in(desk, top)}


def _meant(base: Mapping[str, bytes], mine: Mapping[str, bytes | None]) -> Difference:
    return difference(load_texts(base).framework, load_texts(_with(base, mine)).framework)


def _with(base: Mapping[str, bytes], mine: Mapping[str, bytes | None]) -> dict[str, bytes]:
    return {path: text for path, text in {**base, **mine}.items() if text is not None}
