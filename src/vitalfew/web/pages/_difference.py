"""A change of the framework as pages show it: in terms of the strategy, each noun with what becomes of its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.load.schema import called
from vitalfew.model.difference import Change, Difference, Edit, How, counts_of, noun_of
from vitalfew.model.kpi import Kpi
from vitalfew.web.visit import Visit

SIGNS = {"added": ("+", "green"), "removed": ("−", "red"), "changed": ("~", "amber")}
PAGES: Mapping[str, str] = {"kpi": "kpi", "objective": "objective"}
"""Kinds of nouns that have a page of their own, by its path."""
WHAT: Mapping[How, Callable[[str], str]] = {
    "added": lambda noun: say("{noun} added", noun=noun),
    "removed": lambda noun: say("{noun} removed", noun=noun),
    "changed": lambda noun: say("{noun} changed", noun=noun),
}
FIGURES = frozenset({"target", "threshold"})
"""What is left out of KPIs whose figures are private to others (CAS-5)."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is another one: what stood and what is to stand, empty where nothing does."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A noun that came, went or was changed."""

    sign: str
    tone: str
    how: str
    what: str
    name: str
    path: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference: the sum of it, its changes, the reviews it touches, the KPIs whose history becomes outdated."""

    sums: str
    changes: tuple[Changed, ...]
    reviews: str
    outdated: tuple[str, ...]


def shown(found: Difference, visit: Visit) -> Shown:
    """Word a difference."""
    return Shown(
        counts_of(found),
        tuple(_changed(each, visit) for each in found.changes),
        several((say("{name} ({kpis})", name=each.name, kpis=_titles(each.kpis, visit)) for each in found.reviews), "; "),
        tuple(visit.title(ref) for ref in found.outdated),
    )


def _titles(kpis: Iterable[str], visit: Visit) -> str:
    return several(visit.title(Ref(Kpi.kind_, each)) for each in kpis)


def _changed(change: Change, visit: Visit) -> Changed:
    sign, tone = SIGNS[change.how]
    known = change.ref.kind in PAGES and change.ref in visit.framework.index
    path = f"/{PAGES[change.ref.kind]}/{change.ref.id}" if known else ""
    is_closed = change.ref.kind == Kpi.kind_ and change.ref.id in visit.workspace.unseen
    edits = [each for each in change.edits if not (is_closed and each.topic in FIGURES)]
    fields = tuple(_field(each, visit.names) for each in edits)
    return Changed(sign, tone, change.how, WHAT[change.how](noun_of(change.ref)), change.name, path, fields)


def _field(edit: Edit, names: Mapping[str, str]) -> Field:
    """Word a field; people stand by their names."""
    texts = (edit.before or "", edit.after or "")
    before, after = (names.get(text, text) for text in texts) if edit.topic == "owner" else texts
    return Field(called(edit.field), before, after)
