"""A page of the documentation, with its parts and the other pages: the same text as in the package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from vitalfew.base.said import say
from vitalfew.web.page import Page
from vitalfew.web.pages._manual import TOPICS, markup_of, title_of
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the documentation."""

    name: str
    title: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page: its title, the text as markup, its parts, and all pages by what they are about."""

    title: str
    text: Markup
    parts: tuple[tuple[str, str], ...]
    chapters: tuple[tuple[str, tuple[Chapter, ...]], ...]


def build(visit: Visit, name: str) -> View:  # noqa: ARG001  # every page is built from a visit
    """Build the page; raises UnknownName."""
    text, parts = markup_of(name)
    return View(title_of(name), Markup(text), parts, chapters(name))  # noqa: S704  # our own page, and no markup passes through


def chapters(here: str = "") -> tuple[tuple[str, tuple[Chapter, ...]], ...]:
    """Give all pages of the documentation by what they are about."""
    return tuple((about, _chapters(names, here)) for about, names in TOPICS.items())


def _chapters(names: Sequence[str], here: str) -> tuple[Chapter, ...]:
    return tuple(Chapter(name, title_of(name), name == here) for name in names)


PAGE = Page("/help/{name}", say("Help"), build)
