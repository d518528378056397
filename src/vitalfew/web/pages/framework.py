"""Every noun of the framework by its kind, each with its form: the way to what no page of its own shows."""

from __future__ import annotations

from dataclasses import dataclass

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.load.arrange import KEYS
from vitalfew.load.schema import called, described
from vitalfew.load.shape import noun_word
from vitalfew.web.forms.check import EDITABLE
from vitalfew.web.page import Page
from vitalfew.web.part import Part as Shown
from vitalfew.web.part import part
from vitalfew.web.visit import Visit

FEW = 8
"""Fewer of a kind than so many are shown at once."""


@dataclass(frozen=True, slots=True)
class Row:
    """A noun; `path` leads to its form, empty where the visitor may not ask for a change of it."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Part:
    """The nouns of a kind: how many there are, and those that are shown."""

    kind: str
    word: str
    name: str
    help: str
    count: int
    rows: tuple[Row, ...]
    shown: Shown
    is_open: bool
    may_add: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    parts: tuple[Part, ...]


def build(visit: Visit) -> View:
    """Build the page; `?kpi=2` goes on with the KPIs, and so with each kind."""
    return View(tuple(_part(kind, visit) for kind in EDITABLE))


def _part(kind: str, visit: Visit) -> Part:
    found = [getattr(noun, "id", "") for noun in getattr(visit.framework, KEYS[kind])]
    some, which = part(found, visit.query, kind)
    refs = [Ref(kind, id_) for id_ in some]
    rows = tuple(Row(visit.title(ref), f"/edit/{kind}/{ref.id}" if visit.may("propose", ref) else "") for ref in refs)
    name = {"kpi": say("KPIs"), "org_unit": say("Organisation units")}.get(kind) or called(KEYS[kind])
    help_, is_open = described("Framework", KEYS[kind]), kind in visit.query or len(found) < FEW
    return Part(kind, noun_word(kind), name, help_, len(found), rows, which, is_open, visit.may_edit(kind))


PAGE = Page("/framework", say("Framework"), build, nav=24)
