"""The language of the pages, chosen by a form at the foot of each of them and kept in a cookie."""

from __future__ import annotations

from dataclasses import dataclass

from vitalfew.base.errors import UnknownName
from vitalfew.base.said import say
from vitalfew.language.tongue import languages
from vitalfew.web.gate import safe_path
from vitalfew.web.page import Leave, Page
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class View:
    """The page."""


def build(_visit: Visit) -> View:
    """Build the page."""
    return View()


def act(visit: Visit) -> Leave:
    """Choose a language and go on where the form stood; raises UnknownName."""
    language = visit.form.get("language", "")
    if language not in languages():
        raise UnknownName("language", language, languages())
    return Leave(safe_path(visit.form.get("next", "/")), language=language)


PAGE = Page("/language", say("Language"), build, act=act)
