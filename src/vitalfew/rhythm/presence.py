"""Whether people are there, who stands in for them, and how much they answer for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from vitalfew.base.ref import Ref
from vitalfew.rhythm.absence import absence_of, stand_in
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.handover import needs
from vitalfew.rhythm.naming import named_people


def rows(desk: Desk, people: Iterable[str], unseen: Collection[Ref]) -> list[dict[str, object]]:
    """Give how people stand, in the JSON contract's fields; what is open about `unseen` KPIs is not counted (CAS-5)."""
    places, opened = named_people(desk.framework), Counter(person for person, matter in needs(desk) if matter.about not in unseen)
    return [{**_standing(desk, id_), "framework": len(places.get(id_, ())), "matters": opened[id_]} for id_ in people]


def _standing(desk: Desk, person: str) -> dict[str, object]:
    known, away, instead = desk.framework.person[person], absence_of(desk, person), stand_in(desk, person)
    return {
        "id": person,
        "name": known.name,
        "org_unit": known.org_unit,
        "left": known.left.isoformat() if known.left else None,
        "away": away.as_json() if away else None,
        "stand_in": None if instead == person else instead,
    }
