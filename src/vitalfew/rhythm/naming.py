"""What a framework names a person for, and what each place says once another has taken over.

Every field that refers to people is found by its type, so that a new one cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from pydantic import BaseModel

from vitalfew.base.ref import Ref
from vitalfew.load.shape import KINDS, SECTIONS, section
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.organization import Person
from vitalfew.model.reference import Reference, references
from vitalfew.model.rhythm import Cadence
from vitalfew.model.visibility import line_above

PAST = frozenset({"subject", "by"})
"""Fields that name a person for what they did: whom a KPI measures, who answered a question. They stay."""
Heir = Callable[[Ref], str]


class Named(NamedTuple):
    """A place in a framework that names a person."""

    ref: Ref
    field: str

    @property
    def name(self) -> str:
        """The field without its places in lists."""
        return ".".join(part for part in self.field.split(".") if not part.isdigit())


class Passing(NamedTuple):
    """A place that changes hands: `value` is what it is to say, None where it is taken out; `note` says why."""

    ref: Ref
    field: str
    value: object
    note: str | None = None

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        value = self.value.isoformat() if isinstance(self.value, date) else self.value
        return {"ref": str(self.ref), "field": self.field, "to": value, "note": self.note}


def parts(framework: Framework) -> Iterator[tuple[Ref, BaseModel]]:
    """Give all nouns and sections with their addresses, in the order of the framework."""
    for key in KINDS:
        for noun in getattr(framework, key):
            yield noun.ref, noun
    for key in SECTIONS:
        part = getattr(framework, key)
        if isinstance(part, BaseModel):
            yield section(key), part


def named(framework: Framework, person: str) -> tuple[Named, ...]:
    """Give the places that name a person for what they answer for, do or decide."""
    return tuple(named_people(framework).get(person, ()))


def named_people(framework: Framework) -> dict[str, list[Named]]:
    """Give the places that name each person, by their ids."""
    found: dict[str, list[Named]] = {}
    for ref, part in parts(framework):
        for each in references(part):
            if _is_theirs(each, each.id):
                found.setdefault(each.id, []).append(Named(ref, each.field))
    return found


def _is_theirs(reference: Reference, person: str) -> bool:
    is_past = reference.field.rpartition(".")[2] in PAST
    return reference.to == Person.kind_ and reference.id == person and not is_past


def passings(framework: Framework, person: str, heir: Heir, *, left: date | None = None) -> Iterator[Passing]:
    """Give what changes where others take over all that a person is named for; that they have left is noted where `left` says."""
    for ref, part in parts(framework):
        if isinstance(part, Kpi):
            yield from _of_kpi(framework, part, person, heir(ref), left=left)
        else:
            yield from _of_part(framework, ref, part, person, heir(ref))
    known = framework.person.get(person)
    if left and known and known.left != left:
        yield Passing(known.ref, "left", left)


def _of_part(framework: Framework, ref: Ref, part: BaseModel, person: str, heir: str) -> Iterator[Passing]:
    listed: set[str] = set()
    for each in references(part):
        if not _is_theirs(each, person):
            continue
        holder, _, place = each.field.rpartition(".")
        if isinstance(part, Person):
            yield _of_person(framework, part, each.field, person, heir)
        elif place.isdigit() and (holder in listed or heir in _list(part, holder)):
            yield Passing(ref, each.field, None, f"`{heir}` is there already")
        else:
            listed.add(holder if place.isdigit() else "")
            yield Passing(ref, each.field, heir)


def _list(part: BaseModel, holder: str) -> set[str]:
    """Give who stands in a list, and who leads it anyway."""
    said = {each.id for each in references(part) if each.field.rpartition(".")[0] == holder}
    return said | ({part.chair} if isinstance(part, Cadence) and part.chair else set())


def _of_person(framework: Framework, person: Person, field: str, leaver: str, heir: str) -> Passing:
    """Nobody stands in for themselves, and nobody reports to who reports to them: there the leaver's own manager follows."""
    if field == "manager" and person.id in {heir, *line_above(framework, heir)}:
        above = framework.person[leaver].manager if leaver in framework.person else None
        circles = above in {person.id, heir, leaver}
        return Passing(person.ref, field, None if circles else above, f"`{heir}` does not lead them")
    if heir == person.id:
        return Passing(person.ref, field, None, "nobody stands in for themselves")
    return Passing(person.ref, field, heir)


def _of_kpi(framework: Framework, kpi: Kpi, person: str, heir: str, *, left: date | None) -> Iterator[Passing]:
    note = None
    if kpi.subject == person:
        line = next((name for name in line_above(framework, person) if _answers(framework, name)), None)
        heir, note = (line, "it measures the leaver, and is for their line alone") if line else (heir, None)
        if left and kpi.lifecycle != "retired":
            yield Passing(kpi.ref, "lifecycle", "retired", "it measures the leaver alone")
    owners = tuple(dict.fromkeys(heir if each == person else each for each in kpi.owners))
    if person in kpi.owners:
        yield Passing(kpi.ref, "owner", owners[0] if len(owners) == 1 else owners, note)
    if kpi.reviewer and (person == kpi.reviewer or (person in kpi.owners and heir == kpi.reviewer)):
        yield from _reviewer(framework, kpi, person, heir, owners)
    for place, each in enumerate(kpi.co_owners):
        if each == person or (each == heir and person in kpi.owners):
            is_there = heir in owners or heir in kpi.co_owners
            yield Passing(
                kpi.ref, f"co_owners.{place}", None if is_there else heir, f"`{heir}` is there already" if is_there else note
            )
    for found in references(kpi):
        if _is_theirs(found, person) and found.field.partition(".")[0] not in {"owner", "reviewer", "co_owners"}:
            yield Passing(kpi.ref, found.field, heir, note)


def _reviewer(framework: Framework, kpi: Kpi, person: str, heir: str, owners: tuple[str, ...]) -> Iterator[Passing]:
    """Nobody reviews their own KPI: where the heir owns it, it is for who stands above them."""
    above = (name for name in line_above(framework, heir) if name not in {*owners, person} and _answers(framework, name))
    found = None if heir not in owners else next(above, None)
    if heir not in owners:
        yield Passing(kpi.ref, "reviewer", heir)
    elif found:
        yield Passing(kpi.ref, "reviewer", found, f"`{heir}` owns it")
    elif kpi.reviewer == person:
        yield Passing(kpi.ref, "reviewer", heir, f"nobody stands above `{heir}`, who owns it too")


def _answers(framework: Framework, name: str) -> bool:
    known = framework.person.get(name)
    return bool(known and known.name and not known.group and not known.left)
