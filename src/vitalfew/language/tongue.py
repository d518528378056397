"""Texts, numbers and days in the language of whoever looks; catalogues are `<language>/<room>.po` beside this file.

English needs no catalogue and passes as it stands. A text that a catalogue lacks is shown in English rather than not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from typing import cast

from vitalfew.base.said import Figure, Said, Several, join

FOLDER = Path(__file__).parent
ENGLISH = "en"
NAMES: Mapping[str, str] = {ENGLISH: "English", "de": "Deutsch"}
DAYS: Mapping[str, str] = {
    "%-d %B %Y": "d. MMMM y",
    "%-d %b %Y": "d. MMM y",
    "%-d %B": "d. MMMM",
    "%-d %b": "d. MMM",
    "%B %Y": "MMMM y",
    "%A %-d %B %Y": "EEEE, d. MMMM y",
    "%A, %-d %B %Y": "EEEE, d. MMMM y",
    "%A, %-d %B": "EEEE, d. MMMM",
    "%a, %-d %B": "EE, d. MMMM",
    "%a %-d %B": "EE, d. MMMM",
    "%b %Y": "LLL y",
    "%b": "LLL",
    "%-d": "d",
    "%Y-%m-%d": "y-MM-dd",
}
"""How a day is written, by the format that English has; a time of day follows after a comma."""
TIME = ", %H:%M"

_LANGUAGE: ContextVar[str] = ContextVar("language", default=ENGLISH)


Catalogue = Mapping[str, tuple[str, ...]]
"""What one language has for each English text; a text that counts has one for each of its plural forms."""


@cache
def languages() -> tuple[str, ...]:
    """Give the languages that there are catalogues for, English first."""
    return (ENGLISH, *sorted({each.parent.name for each in FOLDER.glob("*/*.po")}))


def name_of(language: str) -> str:
    """Give the name of a language in that language."""
    return NAMES.get(language, language)


def preferred(asked: str) -> str:
    """Give the language that a browser would rather have, by its `Accept-Language`.

    >>> preferred("fr, de-AT;q=0.8, en;q=0.7"), preferred("")
    ('de', 'en')
    """
    wishes = (wish.partition(";")[::2] for wish in asked.split(","))
    ranked = sorted(((_weight(rest), name.strip().partition("-")[0].lower()) for name, rest in wishes), key=lambda wish: -wish[0])
    return next((name for weight, name in ranked if weight > 0 and name in languages()), ENGLISH)


def _weight(rest: str) -> float:
    """Read `q=0.8`; a wish without it, or with what is no number, is 1 or 0."""
    given = rest.strip().removeprefix("q=")
    try:
        return float(given or 1)
    except ValueError:
        return 0.0


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Tell texts in a language for as long as this lasts."""
    before = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


def spoken() -> str:
    """Give the language that is spoken."""
    return _LANGUAGE.get()


def told(text: object) -> object:
    """Give a text in the language that is spoken; what nobody said by `say` passes as it stands."""
    return told_in(text, _LANGUAGE.get())


def told_in(text: object, language: str) -> object:
    """Give a text, several or a number in a language."""
    if language == ENGLISH:
        return text
    if isinstance(text, Said):
        return _tell(text, language)
    if isinstance(text, Several):
        between, last = (str(told_in(each, language)) for each in (text.between, text.last))
        return join([str(told_in(each, language)) for each in text.parts], between, last)
    return _number(text, language) if isinstance(text, Figure) else text


def _tell(said: Said, language: str) -> str:
    forms = catalogue(language).get(said.template)
    template = forms[_form(said, language)] if forms else (said.many if said.many and said.facts.get("n") != 1 else said.template)
    if not said.facts:
        return template
    facts = {name: told_in(fact, language) for name, fact in said.facts.items()}
    return "".join(
        literal + (_hole(facts[name], spec or "", language) if name is not None else "")
        for literal, name, spec, _ in Formatter().parse(template)
    )


def _form(said: Said, language: str) -> int:
    if said.many is None:
        return 0
    from babel import Locale  # noqa: PLC0415  # not for English

    return ("one", "other").index(Locale.parse(language).plural_form(cast("int", said.facts["n"])))


def _hole(fact: object, spec: str, language: str) -> str:
    if isinstance(fact, date) and spec:
        return _day(fact, spec, language)
    if isinstance(fact, int | float) and not isinstance(fact, bool) and spec:
        return _formatted(fact, spec, language)
    return format(fact, spec)


def _formatted(number: float, spec: str, language: str) -> str:
    """Write a number with as many decimals as English has, its sign and its % where English has them."""
    from babel.numbers import format_decimal  # noqa: PLC0415  # not for English

    text = format(number, spec)
    share = text.endswith("%")
    places = len(text.removesuffix("%").partition(".")[2].partition("e")[0])
    value = number * 100 if share else number
    written = str(format_decimal(value, f"#,##0.{'0' * places}".rstrip("."), locale=language))
    return ("+" if text.startswith("+") else "") + written + ("\N{NO-BREAK SPACE}%" if share else "")


def _day(day: date, spec: str, language: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415  # not for English

    known = DAYS.get(spec.removesuffix(TIME))
    if known is None:  # `tools/messages.py` names such a format; whoever looks at a page is not to suffer for it
        return format(day, spec)
    text = str(format_date(day, known, locale=language))
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
    """Read the catalogues of a language, one of each room, as one."""
    from babel.messages.pofile import read_po  # noqa: PLC0415  # not for English

    texts: dict[str, tuple[str, ...]] = {}
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            read = read_po(file, locale=language)
        texts |= {_key(each.id): forms for each in read if each.id and (forms := _forms(each.string)) and all(forms)}
    return texts


def _key(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())
