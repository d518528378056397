"""What texts of a request name."""

from __future__ import annotations

from vitalfew.base.errors import BadOption, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.model.visibility import recognised
from vitalfew.rhythm.desk import Desk


def noun_of(text: str) -> Ref:
    """Read an address; raises BadOption."""
    try:
        return Ref.parse(text)
    except ValueError:
        raise BadOption("about", text, "name a kind and an id, such as `kpi:churn` or `escalation:12`") from None


def person_of(desk: Desk, text: str) -> str:
    """Give the person whom an id, a name or an address names; raises UnknownName."""
    found = recognised(desk.framework, text)
    if found is None:
        raise UnknownName("person", text, desk.framework.person)
    return found
