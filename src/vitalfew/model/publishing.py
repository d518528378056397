"""How documents look: what `publishing` of the framework says."""

import re
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, Strict

from vitalfew.base.said import say, several
from vitalfew.language.tongue import languages
from vitalfew.model.noun import Record, Text

FONTS = ("Inter",)
"""Fonts that are always there."""
FONT_FILES, LOGO_FILES = (".ttf", ".otf"), (".png", ".svg")
COLOUR, ACCENT = "#1f4e79", "#b45309"
_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")


def _colour(text: str) -> str:
    """Give a colour as `#rrggbb`, which `#rgb` is short for."""
    made = text.lower()
    if re.fullmatch(r"#[0-9a-f]{3}", made):
        made = "#" + "".join(letter * 2 for letter in made[1:])
    if not _COLOUR.match(made):
        msg = say("`{text}` is no colour such as `#1f4e79`", text=text[:40])
        raise ValueError(msg)
    return made


def _inside(text: str, endings: tuple[str, ...]) -> str:
    """Give the path of a file inside the workspace; refuses every other."""
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or "\\" in text or "\0" in text:
        msg = say("`{text}` leads out of the workspace", text=text[:80])
        raise ValueError(msg)
    if path.suffix.lower() not in endings:
        msg = say("`{text}` ends in none of {endings}", text=text[:80], endings=several(f"`{each}`" for each in endings))
        raise ValueError(msg)
    return text


def _logo(text: str) -> str:
    return _inside(text, LOGO_FILES)


def _font(text: str) -> str:
    return text if text in FONTS else _inside(text, FONT_FILES)


def _language(text: str) -> str:
    if text not in languages():
        msg = say("`{text}` is none of {known}", text=text[:40], known=several(f"`{each}`" for each in languages()))
        raise ValueError(msg)
    return text


Colour = Annotated[str, Strict(), AfterValidator(_colour)]
Language = Annotated[Text, AfterValidator(_language)]
Line = Annotated[str, Strict(), Field(min_length=1, max_length=120)]


class Publishing(Record):
    """How documents look and which language they are written in (DEL-1 to DEL-4); files are paths inside the workspace."""

    logo: Annotated[str, Strict(), AfterValidator(_logo)] | None = None
    colour: Colour = COLOUR
    accent: Colour = ACCENT
    font: Annotated[Text, AfterValidator(_font)] = FONTS[0]
    footer: Line | None = None
    confidential: Line | None = None
    paper: Literal["A4", "Letter"] = "A4"
    language: Language = "en"


def contrast(one: str, other: str = "#ffffff") -> float:
    """Give how far two colours, `#rrggbb`, are told apart, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
