"""Everything that a person answers for, handed to others in one step: what the framework names them for, and what is open.

What is open changes hands, never its state. What was is left as it was: who did what, who was there, what was promised. A KPI
that measures the person alone is nobody else's: it is retired where they leave, and its figures stay with their line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from vitalfew.base.compared import parted
from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count, several
from vitalfew.load.amend import Amendment, edit_texts
from vitalfew.load.read import Loaded, load_texts
from vitalfew.model.visibility import line_above
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.kinds import machines
from vitalfew.rhythm.naming import Passing, passings
from vitalfew.rhythm.notice import tell
from vitalfew.rhythm.reach import answerable
from vitalfew.store.matters import PEOPLE, Act, Matter, find_matters, move
from vitalfew.store.revisions import Revision, files, live, make_revision

Audit = Callable[[Loaded], list[Finding]]
HAND = "hand"
HANDED = PEOPLE - {"by", "present"}
"""What a living matter needs somebody for; who did it and who was there stay."""
KEPT = frozenset({("absence", "person"), ("phantom", "person")})
"""Whom a matter is about, and not whom it needs."""


class Heirs(NamedTuple):
    """Who takes over: whom `own` names for an address (`kpi:churn`) or a kind of noun (`cadence`), else the one for all."""

    all: str
    own: Mapping[str, str] = {}

    def of(self, ref: Ref) -> str:
        """Give who takes over something."""
        return self.own.get(str(ref)) or self.own.get(ref.kind) or self.all

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who takes something over."""
        return tuple(dict.fromkeys((self.all, *self.own.values())))


class Open(NamedTuple):
    """A living matter that needs a person, by the fields that name them."""

    matter: Matter
    fields: tuple[str, ...]
    person: str
    heir: str

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        return {"ref": str(self.matter.ref), "about": str(self.matter.about), "fields": list(self.fields), "to": self.heir}


@dataclass(frozen=True)
class Handover:
    """What a hand-over would change; `new` are findings that it brings, `texts` the framework's files after it."""

    person: str
    left: date | None
    live: Revision | None
    passings: tuple[Passing, ...]
    matters: tuple[Open, ...]
    texts: Mapping[str, bytes]
    new: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    standing: int

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to hand over, and nothing to note."""
        return not self.passings and not self.matters

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The errors that it brings, which stand against it."""
        return tuple(finding for finding in self.new if finding.severity == "error")

    def as_json(self) -> dict[str, object]:
        """Give the hand-over in the JSON contract's fields."""
        return {
            "person": self.person,
            "left": self.left.isoformat() if self.left else None,
            "framework": [each.as_json() for each in self.passings],
            "matters": [each.as_json() for each in self.matters],
            "new": [finding.as_json() for finding in self.new],
            "fixed": [finding.as_json() for finding in self.fixed],
            "errors": len(self.errors),
        }


class HandedOver(NamedTuple):
    """What was handed over, and the revision that says so; None where the framework named them for nothing."""

    plan: Handover
    revision: Revision | None


def plan_handover(
    desk: Desk,
    person: str,
    heirs: Heirs,
    audit: Audit,
    *,
    left: date | None = None,
    texts: Mapping[str, bytes] | None = None,
) -> Handover:
    """Give what would change hands; `texts` are the files where no revision is live yet.

    Raises UnknownName and Refused where somebody cannot take over, where `own` names what is not the person's, and where a
    file cannot be changed without harm.
    """
    present = live(desk.transaction)
    kept = files(desk.transaction, present.number) if present else dict(texts or {})
    opened = tuple(_open(desk, person, heirs))
    _see(desk, person, heirs, left)
    found = tuple(passings(desk.framework, person, heirs.of, left=left))
    _see_used(heirs, [*(each.ref for each in found), *(each.matter.ref for each in opened)])
    made = edit_texts(kept, [Amendment(each.ref, each.field, each.value) for each in found]) if found else kept
    before, after = audit(load_texts(kept)), audit(load_texts(made))
    new, fixed, same = parted(before, after)
    standing = sum(finding.severity == "error" for finding in same)
    return Handover(person, left, present, found, opened, made, tuple(new), tuple(fixed), standing)


def hand_over(
    desk: Desk,
    person: str,
    heirs: Heirs,
    audit: Audit,
    *,
    left: date | None = None,
    message: str | None = None,
    waived: str | None = None,
) -> HandedOver:
    """Hand over all that a person answers for, in the step of the desk, and tell whoever takes over.

    Where governance names who approves what, it is for the person, their line and the owner of the structure.
    Raises Refused also where it brings errors that are not waived, or where there is nothing to hand over.
    """
    desk.see_may("lead", Ref("person", person))
    planned = plan_handover(desk, person, heirs, audit, left=left)
    _see_whose(desk, person)
    if planned.is_empty:
        nothing = say("`{person}` answers for nothing", person=person)
        raise Refused(nothing, say("see `vitalfew people show`"))
    if planned.errors and not waived:
        why = say_count("the hand-over brings {n:,} error", "the hand-over brings {n:,} errors", len(planned.errors))
        raise Refused(why, say("name others with `--give`, or say with `--waive REASON` why they may stand"))
    made = _revise(desk, planned, message, waived) if planned.passings else None
    for each in planned.matters:
        act = Act(desk.by, desk.at, HAND)
        move(desk.transaction, act, each.matter, data=_data(each), key=each.matter.key, due_at=each.matter.due_at)
    _tell(desk, planned, heirs)
    return HandedOver(planned, made)


def _see_whose(desk: Desk, person: str) -> None:
    governance = desk.framework.governance
    theirs = {person, governance.structure_owner, *line_above(desk.framework, person)}
    if governance.approvals and desk.by not in theirs:
        why = say("`{by}` does not hand over what `{person}` answers for", by=desk.by, person=person)
        raise Refused(why, say("it is for {names}", names=", ".join(f"`{each}`" for each in sorted(filter(None, theirs)))))


def _revise(desk: Desk, planned: Handover, message: str | None, waived: str | None) -> Revision:
    reason = waived if planned.errors else "they stood before the hand-over" if planned.standing else None
    said = message or f"Hand over what {planned.person} answers for"
    framework = load_texts(planned.texts).framework
    return make_revision(
        desk.transaction,
        planned.texts,
        framework,
        on=planned.live,
        by=desk.by,
        at=desk.at,
        message=said,
        waived=reason,
        verb="hand-over",
    )


def _see(desk: Desk, person: str, heirs: Heirs, left: date | None) -> None:
    """Refuse people who cannot take over."""
    known = desk.framework.person
    if left and person not in known:
        raise UnknownName("person", person, known)
    for heir in heirs.people:
        if answerable(desk, heir) == person:
            same = say("`{person}` cannot take over from themselves", person=person)
            raise Refused(same, say("name somebody else"))
        if known[heir].group:
            group = say("`{heir}` is a group", heir=heir)
            raise Refused(group, say("name one person who answers"))


def _see_used(heirs: Heirs, refs: list[Ref]) -> None:
    known = {name for ref in refs for name in (str(ref), ref.kind)}
    for name in heirs.own:
        if name not in known:
            raise UnknownName("thing to hand over", name, known)


def _open(desk: Desk, person: str, heirs: Heirs) -> Iterator[Open]:
    for matter, fields in matters_of(desk, person):
        yield Open(matter, fields, person, heirs.of(matter.ref))


def matters_of(desk: Desk, person: str) -> tuple[tuple[Matter, tuple[str, ...]], ...]:
    """Give the living matters that need a person, with the fields that name them."""
    found = ((matter, tuple(field for field, name in _needed(matter) if name == person)) for matter in _living(desk))
    return tuple((matter, tuple(dict.fromkeys(fields))) for matter, fields in found if fields)


def needs(desk: Desk) -> Iterator[tuple[str, Matter]]:
    """Give everybody whom a living matter needs, with the matter."""
    for matter in _living(desk):
        for person in dict.fromkeys(name for _, name in _needed(matter)):
            yield person, matter


def _living(desk: Desk) -> Iterator[Matter]:
    for machine in machines():
        yield from find_matters(desk.transaction, machine.kind, states=machine.alive)


def _needed(matter: Matter) -> Iterator[tuple[str, str]]:
    for field, said in matter.data.items():
        if field in HANDED and (matter.kind, field) not in KEPT:
            yield from ((field, name) for name in (said if isinstance(said, list) else [said]) if name)


def _data(each: Open) -> dict[str, object]:
    """Give a matter's people after the hand-over; nobody stands in for themselves, or is named twice in a list."""
    data = each.matter.data
    whom = {data.get(name) for kind, name in KEPT if kind == each.matter.kind}

    def after(said: object) -> object:
        if isinstance(said, list):
            return list(dict.fromkeys(each.heir if name == each.person else name for name in said))
        return None if each.heir in whom else each.heir

    return {name: after(data[name]) for name in each.fields}


def _tell(desk: Desk, planned: Handover, heirs: Heirs) -> None:
    """Tell whoever takes over what it is, each in one notice."""
    for heir in heirs.people:
        named = [f"{each.ref}: {each.field.partition('.')[0]}" for each in planned.passings if heir in _said(each.value)]
        opened = [f"{each.matter.ref}, about {each.matter.about}" for each in planned.matters if each.heir == heir]
        lines = [f"- {line}" for line in dict.fromkeys([*named, *opened])]
        if lines and heir != desk.by:
            yours = say("From today on this is yours; it was {person}'s:", person=planned.person)
            body, subject = several([yours, "", *lines], "\n"), say("You take over from {person}", person=planned.person)
            tell(desk, heir, key=f"hand-over/{planned.person}/{desk.at.isoformat()}", subject=subject, body=body)


def _said(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
