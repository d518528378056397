"""The page of a rule: why it matters, what is flagged, what is accepted, how to mend it; the same text as in the docs."""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it import MarkdownIt
from markupsafe import Markup

from vitalfew.base.errors import UnknownName
from vitalfew.base.page import page
from vitalfew.base.said import say
from vitalfew.web.page import Page
from vitalfew.web.visit import Visit
from vitalfew.workspace import smells


@dataclass(frozen=True, slots=True)
class View:
    """The page: its title, and the text as markup."""

    title: str
    text: Markup


def build(visit: Visit, name: str) -> View:  # noqa: ARG001  # every page is built from a visit
    """Build the page of a rule by slug or code; raises UnknownName."""
    known = {key: smell for smell in smells() for key in (smell.slug, smell.code)}
    if name not in known:
        raise UnknownName("rule", name, known)
    text = MarkdownIt("commonmark", {"html": False}).enable("table").render(page(known[name]))
    return View(f"{known[name].slug} ({known[name].code})", Markup(text))  # noqa: S704  # our own page, and no markup passes through


PAGE = Page("/rule/{name}", say("Rule"), build)
