"""One meaning in several forms: dates, booleans, numbers and names as people write them, and slips of the pen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from vitalfew.load.scalar import plain

_BOOLEANS = {
    **dict.fromkeys(("yes", "y", "on", "true", "1"), "true"),
    **dict.fromkeys(("no", "n", "off", "false", "0"), "false"),
}
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\Z")
_DAY_WORD = re.compile(r"(\d{1,2})\.? ([A-Za-z]+)\.?,? (\d{4})\Z")
_WORD_DAY = re.compile(r"([A-Za-z]+)\.? (\d{1,2}),? (\d{4})\Z")


def written(raw: str, value: str, wanted: str, *, is_quoted: bool) -> str | None:
    """Give the value in the form that is wanted, None where it reads as no one thing; `wanted` is the finding's wording."""
    for words, form in _FORMS:
        if words in wanted and (found := form(value)) is not None and found != value:
            return found
    for choice in re.findall(r"`([^`]+)`", wanted):
        if choice != value and is_form(choice, value):
            return str(choice)
    if "number" in wanted and is_quoted and isinstance(plain(value.strip()), int | float):
        return value.strip()
    if wanted.startswith("text") and not is_quoted:
        return f'"{raw}"'
    return None


def day(text: str) -> str | None:
    """Give a day as in the file, where the text can mean one day only.

    >>> [day(each) for each in ("31.12.2026", "2026/6/3", "31/12/2026", "June 30, 2026", "03/04/2026")]
    ['2026-12-31', '2026-06-03', '2026-12-31', '2026-06-30', None]
    """
    text = text.strip()
    if found := _YEAR_FIRST.match(text):
        return _day(found[1], found[2], found[3])
    if found := _YEAR_LAST.match(text):
        first, between, second, year = found.groups()
        if between == "." or int(first) > 12 or first == second:
            return _day(year, second, first)
        return _day(year, first, second) if int(second) > 12 else None
    if found := _DAY_WORD.match(text):
        return _day(found[3], _month(found[2]), found[1])
    if found := _WORD_DAY.match(text):
        return _day(found[3], _month(found[1]), found[2])
    return None


def _month(word: str) -> str:
    """Give a month's number by its English name, in full or by its first three letters; 0 for any other word."""
    named = {name: number for number, month in enumerate(_MONTHS, 1) for name in (month, month[:3])} | {"sept": 9}
    return str(named.get(word.lower(), 0))


def _day(year: str, month: str, day_: str) -> str | None:
    try:
        return date(int(year), int(month), int(day_)).isoformat()
    except ValueError:
        return None


def _boolean(text: str) -> str | None:
    return _BOOLEANS.get(text.strip().lower())


def _upper(text: str) -> str | None:
    return text.strip().upper() if re.fullmatch(r"[A-Za-z]{2,3}", text.strip()) else None


# A part of the wording of what belongs there → how to write a value so.
_FORMS: tuple[tuple[str, Callable[[str], str | None]], ...] = (
    ("`true` or `false`", _boolean),
    ("a date such as", day),
    ("a currency code", _upper),
    ("a country code", _upper),
)


def is_form(one: str, other: str) -> bool:
    """Tell whether two names differ in case, spaces, hyphens and underscores alone."""
    return _letters(one) == _letters(other)


def _letters(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name.casefold())


def is_slip(one: str, other: str, *, most: int = 2) -> bool:
    """Tell whether a name is another one with a slip: of one letter, of two in names of six letters or more.

    >>> [is_slip(*each) for each in (("onwer", "owner"), ("Owner", "owner"), ("pth", "path"), ("goal", "name"))]
    [True, True, True, False]
    """
    if is_form(one, other):
        return True
    short = min(len(one), len(other))
    return short > 2 and steps(one.casefold(), other.casefold()) <= min(most, 1 if short < 6 else 2)


def steps(one: str, other: str) -> int:
    """Count the letters to add, drop, change or swap with a neighbour to get from one word to the other (Damerau, 1964)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, target in enumerate(other, 1):
            least = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != target))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == target:
                least = min(least, before[column - 2] + 1)
            now.append(least)
        before, last = last, now
    return last[-1]
