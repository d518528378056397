"""Texts, numbers and days in the language of whoever looks; catalogues are `<language>.po` beside this file.

English needs no catalogue and passes as it stands. A text that a catalogue lacks is shown in English rather than not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple, cast

from vitalfew.base.said import Figure, Said

FOLDER = Path(__file__).parent
ENGLISH = "en"
DAYS: Mapping[str, str] = {
    "%-d %B %Y": "d. MMMM y",
    "%-d %b %Y": "d. MMM y",
    "%-d %B": "d. MMMM",
    "%-d %b": "d. MMM",
    "%B %Y": "MMMM y",
    "%A %-d %B %Y": "EEEE, d. MMMM y",
    "%a %-d %B": "EE, d. MMMM",
    "%b": "LLL",
}
"""How a day is written, by the format that English has; a time of day follows after a comma."""
TIME = ", %H:%M"

_LANGUAGE: ContextVar[str] = ContextVar("language", default=ENGLISH)


class Catalogue(NamedTuple):
    """What one language has for each English text; a text that counts has one for each of its plural forms."""

    texts: Mapping[str, tuple[str, ...]]
    plural: str


def languages() -> tuple[str, ...]:
    """Give the languages that there are catalogues for, English first."""
    return (ENGLISH, *sorted(each.stem for each in FOLDER.glob("*.po")))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Tell texts in a language for as long as this lasts."""
    before = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


def told(text: object) -> object:
    """Give a text in the language that is spoken; what nobody said by `say` passes as it stands."""
    language = _LANGUAGE.get()
    if language == ENGLISH:
        return text
    if isinstance(text, Said):
        return _tell(text, language)
    return _number(text, language) if isinstance(text, Figure) else text


def _tell(said: Said, language: str) -> str:
    forms = catalogue(language).texts.get(said.template)
    template = forms[_form(said, language)] if forms else (said.many if said.many and said.facts.get("n") != 1 else said.template)
    facts = {name: _fact(fact, language) for name, fact in said.facts.items()}
    return "".join(
        literal + (_hole(facts[name], spec or "", language) if name is not None else "")
        for literal, name, spec, _ in Formatter().parse(template)
    )


def _form(said: Said, language: str) -> int:
    if said.many is None:
        return 0
    from babel import Locale  # noqa: PLC0415  # not for English

    return ("one", "other").index(Locale.parse(language).plural_form(cast("int", said.facts["n"])))


def _fact(fact: object, language: str) -> object:
    return _tell(fact, language) if isinstance(fact, Said) else _number(fact, language) if isinstance(fact, Figure) else fact


def _hole(fact: object, spec: str, language: str) -> str:
    if isinstance(fact, date) and spec:
        return _day(fact, spec, language)
    if isinstance(fact, int | float) and not isinstance(fact, bool):
        from babel.numbers import format_decimal  # noqa: PLC0415  # not for English

        text = format(fact, spec)
        places = len(text.partition(".")[2].rstrip("% "))
        return str(format_decimal(fact, f"#,##0.{'0' * places}".rstrip("."), locale=language)) if spec else str(fact)
    return format(fact, spec)


def _day(day: date, spec: str, language: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415  # not for English

    text = str(format_date(day, DAYS[spec.removesuffix(TIME)], locale=language))
    return f"{text}, {day:%H:%M}" if spec.endswith(TIME) and isinstance(day, datetime) else text


def _number(figure: Figure, language: str) -> str:
    from babel import Locale  # noqa: PLC0415  # not for English
    from babel.numbers import format_currency, format_decimal  # noqa: PLC0415  # not for English

    pattern = f"#,##0.{'0' * figure.places}".rstrip(".")
    if figure.unit and len(figure.unit) == 3 and figure.unit.isupper():
        usual = Locale.parse(language).currency_formats["standard"].pattern
        placed = usual.replace("#,##0.00", pattern)
        return str(format_currency(figure.value, figure.unit, placed, locale=language, currency_digits=False))
    text = str(format_decimal(figure.value, pattern, locale=language))
    return f"{text} {figure.unit}" if figure.unit else text


@cache
def catalogue(language: str) -> Catalogue:
    """Read the catalogue of a language."""
    from babel.messages.pofile import read_po  # noqa: PLC0415  # not for English

    with (FOLDER / f"{language}.po").open("rb") as file:
        read = read_po(file, locale=language)
    return Catalogue({_key(each.id): _forms(each.string) for each in read if each.id and each.string}, read.plural_expr)


def _key(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)
