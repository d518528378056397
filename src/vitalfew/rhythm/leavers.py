"""People who are gone and still answer for something: who has left, and whom the framework names without declaring them.

What is retired, done or stopped needs nobody any more and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count, several
from vitalfew.model.kpi import Kpi
from vitalfew.model.rhythm import Initiative
from vitalfew.model.visibility import line_above
from vitalfew.rhythm.absence import has_left
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.handover import needs
from vitalfew.rhythm.naming import Named, named_people, parts
from vitalfew.rhythm.notice import tell


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who is gone, what still names them, and who is to see to it; without `left` they are not declared at all."""

    person: str
    left: date | None
    named: tuple[Named, ...]
    matters: tuple[Ref, ...]
    to: str | None

    def as_json(self) -> dict[str, object]:
        """Give the leaver in the JSON contract's fields."""
        return {
            "person": self.person,
            "left": self.left.isoformat() if self.left else None,
            "framework": [{"ref": str(each.ref), "field": each.field} for each in self.named],
            "matters": [str(ref) for ref in self.matters],
            "to": self.to,
        }


def find_leavers(desk: Desk) -> tuple[Leaver, ...]:
    """Give who is gone and still named, in the order of the framework, and then who is not declared in it."""
    framework = desk.framework
    over = {ref for ref, part in parts(framework) if _is_over(part)}
    places = {person: [each for each in found if each.ref not in over] for person, found in named_people(framework).items()}
    opened: dict[str, list[Ref]] = {}
    for person, matter in needs(desk):
        opened.setdefault(person, []).append(matter.ref)
    present = [person.id for person in framework.people if has_left(desk, person.id)]
    unknown = sorted((places.keys() | opened.keys()) - framework.person.keys() - {CLOCKWORK})
    found = (_leaver(desk, person, places.get(person, []), opened.get(person, [])) for person in (*present, *unknown))
    return tuple(each for each in found if each.named or each.matters)


def tell_of_leavers(desk: Desk) -> int:
    """Tell whoever is to see to it of each leaver once, as the clock does; gives how many notices went out."""
    return sum(_tell(desk, leaver) for leaver in find_leavers(desk))


def _tell(desk: Desk, leaver: Leaver) -> bool:
    things, person = len(leaver.named) + len(set(leaver.matters)), leaver.person
    gone = (
        say_count(
            "{person} left on {day} and still answers for {n} thing:",
            "{person} left on {day} and still answers for {n} things:",
            things,
            person=person,
            day=leaver.left,
        )
        if leaver.left
        else say_count(
            "{person} is not declared in the framework and still answers for {n} thing:",
            "{person} is not declared in the framework and still answers for {n} things:",
            things,
            person=person,
        )
    )
    lines = dict.fromkeys([*(f"{each.ref}: {each.name}" for each in leaver.named), *map(str, leaver.matters)])
    to_do = say("`vitalfew people handover {person} --to PERSON` hands all of it over in one step.", person=person)
    body = several([gone, "", *(f"- {line}" for line in lines), "", to_do], "\n")
    subject = say("What {person} left behind", person=person)
    return tell(desk, leaver.to, key=f"leaver/{person}/{leaver.left}", subject=subject, body=body)


def _leaver(desk: Desk, person: str, places: list[Named], opened: list[Ref]) -> Leaver:
    known = desk.framework.person.get(person)
    to = next(_above(desk, person), None)
    return Leaver(person, known.left if known else None, tuple(places), tuple(dict.fromkeys(opened)), to)


def _above(desk: Desk, person: str) -> Iterator[str]:
    """Give who is above somebody and there, else who answers for the framework as a whole."""
    for name in (*line_above(desk.framework, person), desk.framework.governance.structure_owner):
        known = desk.framework.person.get(name or "")
        if known and known.name and known.id != person and not has_left(desk, known.id):
            yield known.id


def _is_over(part: BaseModel) -> bool:
    match part:
        case Kpi():
            return part.lifecycle == "retired"
        case Initiative():
            return part.status in {"done", "stopped"}
        case _:
            return False
