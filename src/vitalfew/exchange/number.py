"""Numbers as people type them: both styles of separators, currency signs, percent signs, brackets for minus.

`english` is 1,234.5 and `german` is 1.234,5. A text says its style or, as `1.234` and `1,234` do, leaves it open.
A number's `percent` says only that a percent sign stood there: the value is the one in front of the sign.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from vitalfew.exchange.marks import CURRENCIES

Style = Literal["english", "german"]
MOST_LETTERS = 60
# The words that stand where no number is, by what they mean; compared without case.
_MISSING = (
    "n/a | na | n.a. | n. a. | n.v. | k.a. | k. a. | k.a | keine angabe | nicht verfügbar | - | -- | – | — | ? | ?? | tbd "
    "| t.b.d. | tba | tbc | offen | null | none | nan | nil | missing | fehlt | no data | not available | x | … | ... | . | / "
    "| unknown | unbekannt | pending | open"
)
MISSING_WORDS = frozenset(_MISSING.split(" | "))
FACTORS = {
    **dict.fromkeys(("k", "tsd", "thousand", "tausend"), 1e3),
    **dict.fromkeys(("m", "mio", "mn", "million", "millions", "millionen"), 1e6),
    **dict.fromkeys(("bn", "mrd", "billion", "billions", "milliarden"), 1e9),
}
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_CURRENCY = re.compile(r"US\$|[€$£¥]|\b(?:EUR|USD|GBP|CHF|JPY|Euro)\b", re.IGNORECASE)
_BODY = re.compile(r"^(?P<sign>[-+]?)(?P<digits>\d[\d.,' ]*|[.,]\d+)(?P<after>-?)$")
_FACTOR = re.compile(r"(?<=[\d ])(?P<word>[a-z]+)\.?$", re.IGNORECASE)
_GROUPS = {",": re.compile(r"\d{1,3}(?:,\d{3})+"), ".": re.compile(r"\d{1,3}(?:\.\d{3})+")}
_SPACED = re.compile(r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?")


class Number(NamedTuple):
    """A text read as a number. `open` is the other number that the text may also mean, where its style does not say."""

    value: float
    percent: bool = False
    currency: str = ""
    factor: float = 1.0
    style: Style | None = None
    open: float | None = None


def is_missing(text: str) -> bool:
    """Tell whether a text stands for a number that is not there; errors such as `#DIV/0!` do."""
    return text.startswith("#") or text.casefold().strip() in MISSING_WORDS


def read_number(text: str, style: Style | None = None) -> Number | None:
    """Read a number, in the style given where the text leaves it open; None where it is no number.

    >>> read_number("1.234,5 €").value
    1234.5
    >>> read_number("(12.5 %)")
    Number(value=-12.5, percent=True, currency='', factor=1.0, style='english', open=None)
    """
    if len(text) > MOST_LETTERS:
        return None
    rest = _SPACES.sub(" ", text).strip().replace("−", "-").replace("’", "'").replace("‘", "'")
    bracketed = len(rest) > 2 and rest[0] == "(" and rest[-1] == ")"
    rest = rest[1:-1] if bracketed else rest
    currency = next(iter(_CURRENCY.findall(rest)), "")
    rest, percents = re.subn(r"%|\bpercent\b|\bprozent\b|\bpct\b", "", _CURRENCY.sub("", rest), flags=re.IGNORECASE)
    rest, factor = _factor(rest.strip())
    found = _BODY.match(re.sub(r"^([-+])\s+", r"\1", rest))
    if not found or percents > 1 or (found["sign"] and found["after"]):
        return None
    body = _body(found["digits"].strip(), style)
    if body is None:
        return None
    sign = -1.0 if (bracketed != (found["sign"] == "-" or bool(found["after"]))) else 1.0
    value, own, other = body
    code = CURRENCIES.get(currency.upper().removeprefix("US"), "EUR" if currency else "")
    return Number(sign * value * factor, percents == 1, code, factor, own, None if other is None else sign * other * factor)


def _factor(text: str) -> tuple[str, float]:
    found = _FACTOR.search(text)
    factor = FACTORS.get(found["word"].casefold()) if found else None
    return (text[: found.start()].strip(), factor) if found and factor else (text, 1.0)


def _body(digits: str, style: Style | None) -> tuple[float, Style | None, float | None] | None:
    """Give value, the style that the digits show, and the other value they may mean."""
    if " " in digits or "'" in digits:
        return _spaced(digits)
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma < 0 and point < 0:
        return float(digits), None, None
    if comma >= 0 and point >= 0:
        return _both(digits, ",." if comma < point else ".,")
    mark = "," if comma >= 0 else "."
    if digits.count(mark) > 1:
        style_of: Style = "english" if mark == "," else "german"
        return (float(digits.replace(mark, "")), style_of, None) if _GROUPS[mark].fullmatch(digits) else None
    return _one(digits, mark, style)


def _spaced(digits: str) -> tuple[float, Style | None, float | None] | None:
    if not _SPACED.fullmatch(digits):
        return None
    plain = digits.replace(" ", "").replace("'", "")
    return float(plain.replace(",", ".")), "german" if "," in plain else "english" if "." in plain else None, None


def _both(digits: str, marks: str) -> tuple[float, Style | None, float | None] | None:
    group, decimal = marks[0], marks[1]
    whole, _, fraction = digits.rpartition(decimal)
    if decimal in whole or not _GROUPS[group].fullmatch(whole) or not fraction.isdigit():
        return None
    return float(whole.replace(group, "") + "." + fraction), "english" if group == "," else "german", None


def _one(digits: str, mark: str, style: Style | None) -> tuple[float, Style | None, float | None] | None:
    """Read digits with one separator: three digits behind it leave open what it is."""
    as_decimal: Style = "english" if mark == "." else "german"
    as_group: Style = "german" if mark == "." else "english"
    decimal = float(digits.replace(mark, "."))
    if not _GROUPS[mark].fullmatch(digits) or digits.startswith("0"):
        return decimal, as_decimal, None
    grouped = float(digits.replace(mark, ""))
    if style is None:
        return grouped, None, decimal
    return (grouped if style == as_group else decimal), None, (decimal if style == as_group else grouped)


def style_of(texts: Iterable[str]) -> Style | None:
    """Give the style that texts show beyond doubt; None where none does or they disagree."""
    seen = Counter(number.style for number in map(read_number, texts) if number and number.style)
    return next(iter(seen)) if len(seen) == 1 else None
