"""Search over everything that has a page or a place on one: by name, by words, nearly so where nothing else is found.

What is found are names, texts and statuses that the visitor may see; no figure is searched or shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.kpi import Kpi
from vitalfew.model.wording import Mark, mark
from vitalfew.rhythm.reviews import reviews
from vitalfew.web.page import Page, pages
from vitalfew.web.pages.matrix import mark_of
from vitalfew.web.pages.reviews import STATES
from vitalfew.web.rank import Entry, ranked
from vitalfew.web.visit import Visit
from vitalfew.workspace import smells

MOST = 40
"""How many are shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found."""

    kind: str
    name: str
    path: str
    about: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class View:
    """The page; `more` is how many are not shown."""

    query: str
    subtitle: str
    hits: tuple[Hit, ...]
    more: int


def build(visit: Visit) -> View:
    """Build the page."""
    query = visit.query.get("q", "").strip()[:200]
    found = ranked(query, entries(visit)) if query else ()
    shown = tuple(Hit(each.kind, each.name, each.path, each.about, each.mark) for each in found[:MOST])
    return View(query, _subtitle(query, len(found)), shown, len(found) - len(shown))


def _subtitle(query: str, found: int) -> str:
    if not query:
        return say("Type a word above; the key / goes there from every page.")
    return say("{n} found for “{query}”", n=found, query=query) if found else say("Nothing found for “{query}”", query=query)


def entries(visit: Visit) -> Iterator[Entry]:
    """Give everything that can be found, what is looked for most first."""
    framework = visit.framework
    for kpi in framework.kpis:
        yield _kpi(kpi, visit)
    for each in framework.objectives:
        rollup = visit.rollups.get(each.id)
        about = visit.title(Ref("perspective", each.perspective)) if each.perspective else ""
        standing = mark(rollup) if rollup else None
        yield Entry(say("Objective"), each.title, f"/objective/{each.id}", about, standing, each.id, each.description or "")
    for person in framework.people:
        if person.name or person.role:
            name, role = person.name or person.role or "", person.role or ""
            yield Entry(say("Person"), name, "/people", role if person.name else say("still to be filled"), None, person.id)
    for work in framework.initiatives:
        path = f"/initiatives#initiative-{work.id}"
        yield Entry(say("Initiative"), work.name or work.id, path, word(work.status or ""), None, work.id, work.description or "")
    for unit in framework.org_units:
        yield Entry(say("Unit"), unit.name or unit.id, f"/cascade#unit-{unit.id}", unit.work or "", None, unit.id)
    for stream in framework.value_streams:
        stages = ", ".join(stage.name or stage.id for stage in stream.stages)
        yield Entry(say("Value stream"), stream.name or stream.id, f"/streams#stream-{stream.id}", stages, None, stream.id)
    for source in framework.sources:
        yield Entry(say("Source"), source.name or source.id, f"/data#source-{source.id}", source.system or "", None, source.id)
    yield from _reviews(visit)
    yield from _texts()


def _kpi(kpi: Kpi, visit: Visit) -> Entry:
    owners = ", ".join(visit.names.get(each, each) for each in kpi.owners)
    about = " · ".join(filter(None, [visit.title(Ref("org_unit", kpi.org_unit)) if kpi.org_unit else "", owners]))
    text = " ".join(filter(None, [kpi.definition, kpi.because, kpi.excludes, kpi.category]))
    return Entry(say("KPI"), kpi.title, f"/kpi/{kpi.id}", about, mark_of(kpi.id, visit), kpi.id, text)


def _reviews(visit: Visit) -> Iterator[Entry]:
    with visit.reading() as desk:
        found = reviews(desk)
    for each in sorted(found, key=attrgetter("starts"), reverse=True):
        words, _ = STATES.get(each.state, (each.state, ""))
        when = say("{day:%-d %B %Y}, {state}", day=visit.local(each.starts), state=words)
        yield Entry(say("Review"), each.name, f"/review/{each.id}", when, None, each.id, each.focus or "")


def _texts() -> Iterator[Entry]:
    for page in pages():
        if "{" not in page.path:
            yield Entry(say("Page"), page.title, page.path)
    for smell in smells():
        yield Entry(
            say("Rule"),
            smell.slug,
            f"/rule/{smell.slug}",
            say("{code}: {help}", code=smell.code, help=smell.help),
            None,
            smell.code,
        )


PAGE = Page("/search", say("Search"), build)
