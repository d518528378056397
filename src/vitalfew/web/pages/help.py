"""What each page is for, what the shapes and words mean, which keys there are, and the page of every rule (AUD-12)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from vitalfew.base.said import Said, say
from vitalfew.model.verdict import Attention, State, Status
from vitalfew.model.wording import NEEDS, STATES, STATUSES, Mark
from vitalfew.web.page import Page, pages
from vitalfew.web.pages.manual import Chapter, chapters
from vitalfew.web.visit import Visit
from vitalfew.workspace import smells

ALSO = {"/me", "/search"}
"""Pages that everybody uses and that are in no list of pages."""
MEANS: dict[Status, str] = {
    "green": say("the value meets its target as it stands on the way there"),
    "amber": say("it misses the target, and is not beyond the threshold"),
    "red": say("it is beyond the threshold"),
}
LACKS: dict[State, str] = {
    "no-target": say("there is a value, and nothing to hold it against"),
    "no-data": say("nothing was measured yet"),
    "stale": say("the newest period that should have a value has none; the last one is shown with its period"),
    "paused": say("it is not judged for now"),
    "private": say("its figures are for some people alone"),
}
FAMILIES = {
    "FIL": say("Files"),
    "STR": say("Strategy"),
    "ALN": say("Alignment"),
    "BAL": say("Balance"),
    "DEF": say("Definition"),
    "TGT": say("Targets"),
    "OWN": say("Ownership"),
    "CAS": say("Cascade"),
    "CAD": say("Cadence"),
    "INI": say("Initiatives"),
    "DAT": say("Data"),
    "EVD": say("Evidence"),
    "CHG": say("Strategy change"),
    "DEL": say("Documents"),
}
KEYS = (
    ("/", say("to the search, from every page")),
    ("Tab", say("to the next link or field")),
    ("Enter", say("to follow, open or send it")),
)
_IDS = re.compile(r"\s*\([A-Z]+-\d+[^)]*\)")


@dataclass(frozen=True, slots=True)
class Place:
    """A page, and what it is for."""

    name: str
    path: str
    about: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """A status or a word, and what it means."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A rule: its slug, code and remedy."""

    slug: str
    code: str
    remedy: str


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    places: tuple[Place, ...]
    meanings: tuple[Meaning, ...]
    needs: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    families: tuple[tuple[str, tuple[Topic, ...]], ...]
    manual: tuple[tuple[str, tuple[Chapter, ...]], ...]


def build(visit: Visit) -> View:  # noqa: ARG001  # every page is built from a visit
    """Build the page."""
    statuses: tuple[Status, ...] = get_args(Status)
    found = smells()
    families = (
        (title, tuple(Topic(each.slug, each.code, each.help) for each in found if each.code.startswith(code)))
        for code, title in FAMILIES.items()
    )
    return View(
        tuple(Place(each.title, each.path, about(each)) for each in shown()),
        (
            *(Meaning(Mark(status, STATUSES[status]), MEANS[status]) for status in statuses),
            *(Meaning(Mark(None, STATES[state]), text) for state, text in LACKS.items()),
        ),
        tuple(NEEDS[each] for each in get_args(Attention)),
        KEYS,
        tuple((title, topics) for title, topics in families if topics),
        chapters(),
    )


def shown() -> Iterator[Page]:
    """Give the pages that help tells of."""
    return (each for each in pages() if each.nav or each.path in ALSO)


def about(page: Page) -> Said:
    """Say what a page is for: the first sentence of its module, without the numbers of requirements."""
    said = (sys.modules[page.build.__module__].__doc__ or "").strip().partition("\n\n")[0]
    return say(_IDS.sub("", " ".join(said.split())))


PAGE = Page("/help", say("Help"), build, nav=29)
