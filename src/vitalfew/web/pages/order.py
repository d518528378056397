"""The order of objectives, or of the KPIs of the scorecard or of an objective: moved by buttons, by keys or by dragging."""

from __future__ import annotations

from dataclasses import dataclass

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.load.wanted import Wanted
from vitalfew.rhythm.drafts import want
from vitalfew.web.forms.check import Ground, ground
from vitalfew.web.page import Page
from vitalfew.web.pages._editing import REVIEW, see_may
from vitalfew.web.visit import Visit

KINDS = ("kpi", "objective")


@dataclass(frozen=True, slots=True)
class Row:
    """A noun at its place."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class View:
    """The page; `ids` is the order as it stands on it, `moved` what was moved last."""

    kind: str
    title: str
    back: str
    rows: tuple[Row, ...]
    ids: str
    moved: str


def build(visit: Visit, kind: str) -> View:
    """Build the page, with what was moved on it; raises UnknownName, NotAllowed."""
    over = _ground(visit, kind)
    ids = _sent(visit, _ids(visit, over, kind))
    moved = visit.form.get("do", "").rpartition(":")[2] if visit.form.get("do", "").startswith("check:") else ""
    rows = tuple(Row(id_, visit.title(Ref(kind, id_))) for id_ in ids)
    of = visit.query.get("of", "")
    title = say("The order of objectives") if kind == "objective" else say("The order of KPIs")
    back = "/map" if kind == "objective" else f"/objective/{of}" if of else "/"
    return View(kind, title, back, rows, " ".join(ids), moved if moved in ids else "")


def act(visit: Visit, kind: str) -> str:
    """Put the order into the visitor's change; raises UnknownName, Refused."""
    over = _ground(visit, kind)
    if visit.form.get("do") != "send":
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    present, ids = _ids(visit, over, kind), _sent(visit, _ids(visit, over, kind))
    if ids == present:
        raise Refused(say("the order is as it was"), say("move something first"))
    with visit.writing() as desk:
        want(desk, [Wanted("order", Ref(kind, ids[0]), "", ids, present)])
    return REVIEW


def _ground(visit: Visit, kind: str) -> Ground:
    if kind not in KINDS:
        raise UnknownName("order", kind, KINDS)
    see_may(visit, Ref(kind, ""))
    return ground(visit)


def _ids(visit: Visit, over: Ground, kind: str) -> list[str]:
    """Give what is put in order: all objectives, the KPIs of an objective, else those of tier 1."""
    framework, of = over.loaded.framework, visit.query.get("of", "")
    if kind == "objective":
        return [each.id for each in framework.objectives]
    if of:
        if of not in framework.objective:
            raise UnknownName("objective", of, framework.objective)
        return [kpi.id for kpi in framework.current_kpis if of in {link.id for link in kpi.objectives}]
    return [kpi.id for kpi in framework.current_kpis if framework.tier_of(kpi) == 1]


def _sent(visit: Visit, present: list[str]) -> list[str]:
    """Give the order that the form holds, with one thing moved where a button asks for it; what it does not name stays last."""
    said = [id_ for id_ in dict.fromkeys(visit.form.get("ids", "").split()) if id_ in present]
    ids = [*said, *(id_ for id_ in present if id_ not in said)]
    _, _, step = visit.form.get("do", "").partition(":")
    way, _, id_ = step.partition(":")
    if id_ in ids and way in {"up", "down"}:
        place = ids.index(id_)
        to = min(max(place + (1 if way == "down" else -1), 0), len(ids) - 1)
        ids.insert(to, ids.pop(place))
    return ids


PAGE = Page("/order/{kind}", say("Order"), build, act=act, check="form")
