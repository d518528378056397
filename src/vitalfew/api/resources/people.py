"""People in the order of the framework: whether they are there, who stands in, what they answer for."""

from __future__ import annotations

from vitalfew.api.route import Answer, Ask, Read
from vitalfew.base.errors import UnknownName
from vitalfew.base.ref import Ref
from vitalfew.model.visibility import line_above
from vitalfew.rhythm.absence import absences
from vitalfew.rhythm.handover import matters_of
from vitalfew.rhythm.naming import named
from vitalfew.rhythm.presence import rows


def _list(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        return {"people": rows(desk, [person.id for person in desk.framework.people], _closed(ask))}


def _one(ask: Ask) -> Answer:
    id_, closed = ask.path["id"], _closed(ask)
    with ask.look.reading() as desk:
        if id_ not in desk.framework.person:
            raise UnknownName("person", id_, desk.framework.person)
        (row,), places = rows(desk, [id_], closed), named(desk.framework, id_)
        open_ = [matter for matter, _ in matters_of(desk, id_) if matter.about not in closed]
        away = absences(desk, id_)
        is_inside = ask.look.person in {id_, *line_above(desk.framework, id_)}
    return {
        "person": row,
        "framework": [{"ref": str(each.ref), "field": each.field} for each in places],
        "matters": [{"ref": str(each.ref), "about": str(each.about), "state": each.state} for each in open_],
        "absences": [{**each.as_json(), **({"reason": each.reason} if is_inside else {})} for each in away],
    }


def _closed(ask: Ask) -> frozenset[Ref]:
    """Give the KPIs of which not even that something is open is for the one who asks (CAS-5)."""
    return frozenset(Ref("kpi", id_) for id_ in ask.look.workspace.unseen)


ONE = ("person", "framework", "matters", "absences")
ROUTES = (
    Read("/people", "Everybody, and how they stand", _list, ("people",), listed="people"),
    Read("/people/{id}", "What a person answers for, what waits for them, when they are away", _one, ONE),
)
