"""One review: its agenda with the minutes for each item, and its minutes as a document once it has begun (RHY-1, RHY-2)."""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it import MarkdownIt
from markupsafe import Markup

from vitalfew.rhythm.minutes import markdown, minutes
from vitalfew.rhythm.reviews import find_review
from vitalfew.rhythm.waiting import agenda_of
from vitalfew.web.page import Page
from vitalfew.web.pages.reviews import STATES
from vitalfew.web.visit import Visit

HELD = frozenset({"in-session", "closed"})


@dataclass(frozen=True, slots=True)
class Item:
    """A thing to talk about."""

    minutes: int
    title: str
    path: str
    why: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    id: str
    name: str
    when: str
    state: str
    tone: str
    chair: str
    people: tuple[str, ...]
    minutes: int
    items: tuple[Item, ...]
    notes: tuple[str, ...]
    document: Markup


def build(visit: Visit, id_: str) -> View:
    """Build the page; raises UnknownName."""
    with visit.reading() as desk:
        found = find_review(desk, id_)
        made = agenda_of(desk, found, None if found.pack else visit.judged)
        said = markdown(minutes(desk, found.id), desk.framework) if found.state in HELD else ""
    words, tone = STATES.get(found.state, (found.state, "none"))
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(said)
    return View(
        found.id,
        found.name,
        f"{visit.local(found.starts):%A %-d %B %Y, %H:%M}",
        words,
        tone,
        visit.names.get(found.chair or "", "nobody"),
        tuple(visit.names.get(each, each) for each in found.people),
        made.minutes,
        tuple(
            Item(
                each.minutes,
                each.title,
                f"/{each.ref.replace(':', '/')}" if each.ref and each.ref.startswith("kpi:") else "",
                each.why or "",
                each.lines,
            )
            for each in made.items
        ),
        made.notes,
        Markup(html),  # noqa: S704  # no markup of the text passes through
    )


PAGE = Page("/review/{id_}", "Review", build)
