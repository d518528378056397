"""What a format is, and how documents look in all of them: colours, name of the page, mark of confidence, size of the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Literal, NamedTuple

from vitalfew.formats.document import Document
from vitalfew.model.publishing import ACCENT, COLOUR, FONTS

Paper = Literal["A4", "Letter"]


@dataclass(frozen=True, slots=True)
class Look:
    """How documents look: two colours as `#rrggbb`, the bytes of a logo (PNG or SVG), a font, texts of the footer, the paper.

    The bytes of a font stand beside its name where it is not shipped. Logo and font are safe to draw: `load.brand` read them.
    """

    colour: str = COLOUR
    accent: str = ACCENT
    logo: bytes | None = None
    font: str = FONTS[0]
    font_file: bytes | None = None
    footer: str = ""
    confidential: str = ""
    paper: Paper = "A4"


Render = Callable[[Document, Look], bytes]
"""Writes a document, in the language that is spoken; the same document gives the same bytes."""


class Format(NamedTuple):
    """A format: its name on the command line, the ending of its files, its media type, who writes it."""

    name: str
    suffix: str
    media: str
    render: Render


@cache
def formats() -> Mapping[str, Format]:
    """Give every format by name, found by walking the room."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        format_ = getattr(import_module(f"vitalfew.formats.{path.stem}"), "FORMAT", None)
        if isinstance(format_, Format):
            found[format_.name] = format_
    return found
