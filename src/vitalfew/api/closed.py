"""What is about figures that are private to others is closed to them (CAS-5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from vitalfew.base.errors import NotAllowed, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import open_to
from vitalfew.store.matters import Matter, find_matter

FIGURES = frozenset({"target", "threshold"})
"""What a change tells of figures."""
DEPTH = 3
"""Through how many matters it is looked for what something is about."""


def see_open(desk: Desk, ref: Ref) -> None:
    """Refuse what hangs on a KPI whose figures are private to others; raises NotAllowed, UnknownName where nothing is there."""
    if ref not in desk.framework.index:
        if ref.kind == "kpi":
            raise UnknownName("KPI", ref.id, desk.framework.kpi)
        find_matter(desk.transaction, ref.kind, ref.id)
    if not is_open(desk, ref):
        why = f"`{ref}` is about figures that are private to others"
        raise NotAllowed(why, "leave it to who may see them")


def is_open(desk: Desk, ref: Ref) -> bool:
    """Tell whether whoever is at the desk may know of something; what is not there is open."""
    for _ in range(DEPTH):
        if ref.kind == "kpi":
            return open_to(desk, ref.id)
        matter = _matter(desk, ref)
        if matter is None:
            return True
        kpi = matter.data.get("kpi")
        if isinstance(kpi, str) and not open_to(desk, kpi):
            return False
        ref = matter.about
    return True


def without_figures(difference: Mapping[str, Any], unseen: Collection[str]) -> dict[str, Any]:
    """Give a difference without the targets and thresholds of KPIs that are private to others; that they changed is said."""
    return {**difference, "changes": [_closed(each, unseen) for each in difference["changes"]]}


def _closed(change: Mapping[str, Any], unseen: Collection[str]) -> dict[str, Any]:
    if change["ref"] not in {f"kpi:{id_}" for id_ in unseen}:
        return dict(change)
    gone = {"before": None, "after": None}
    return {**change, "edits": [{**each, **gone} if each["topic"] in FIGURES else each for each in change["edits"]]}


def _matter(desk: Desk, ref: Ref) -> Matter | None:
    try:
        return None if ref in desk.framework.index else find_matter(desk.transaction, ref.kind, ref.id)
    except UnknownName:
        return None
