"""HTML: one file with all that it needs, for a browser, a mail or an intranet; it asks no other host and runs no script."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from vitalfew.base.said import say
from vitalfew.figures.sparkline import sparkline
from vitalfew.formats.brand import face, link
from vitalfew.formats.document import Card, Chart, Diagram, Document, Timeline
from vitalfew.formats.drawing import drawing
from vitalfew.formats.format import Format, Look
from vitalfew.formats.made import footing
from vitalfew.formats.picture import charted, style, timed
from vitalfew.formats.shaping import nothing, table_of, values_of
from vitalfew.language.tongue import spoken, told
from vitalfew.model.verdict import SHAPES

FOLDER = Path(__file__).parent / "templates"


def render(document: Document, look: Look) -> bytes:
    """Write the document."""
    own = Markup((FOLDER / "document.css").read_text(encoding="utf-8") + face(look) + style(look.colour))  # noqa: S704  # our own files
    page = _templates().get_template("document.html")
    words = {"language": spoken(), "footing": footing(document.made), "logo": link(look.logo) if look.logo else ""}
    return page.render(document=document, look=look, style=own, **words).encode()


def _drawn(block: Chart) -> Markup:
    return Markup(charted(block))  # noqa: S704  # it escapes what it is given


def _boxed(block: Diagram) -> Markup:
    return Markup(drawing(block))  # noqa: S704  # as above


def _timed(block: Timeline) -> Markup:
    return Markup(timed(block))  # noqa: S704  # as above


def _sparked(card: Card) -> Markup:
    return Markup(sparkline(card.recent, label=str(told(card.name))))  # noqa: S704  # as above


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=told,
    )
    made.globals |= {
        "_": say,
        "told": told,
        "kind": lambda block: type(block).__name__,
        "shape": SHAPES.__getitem__,
        "drawn": _drawn,
        "boxed": _boxed,
        "timed": _timed,
        "sparked": _sparked,
        "lack": nothing,
        "table_of": table_of,
        "values_of": values_of,
    }
    return made


FORMAT = Format("html", ".html", "text/html", render)
