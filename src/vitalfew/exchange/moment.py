"""Days and periods as people write them in a header or a column: Jan 2026, 2026-01, 01/2026, Q1 2026, KW 12, FY 2026, 31.1.2026.

A day alone has no grain: `grain_of` tells it from the days around it. What had to be assumed stands in `assumed`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from vitalfew.base.period import Grain

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jän jänner",
            "feb february februar",
            "mar march mär märz mrz",
            "apr april",
            "may mai",
            "jun june juni",
            "jul july juli",
            "aug august",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}
MOST_LETTERS = 40
_YEAR = r"(?:(?P<year>(?:19|20)\d\d)|'?(?P<short>\d\d))"
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_SEP = r"[\s\-/._,]*"


class Moment(NamedTuple):
    """A day, or the first day of a period where `grain` says which; `assumed` is `year`, `order`, `fiscal year` or empty."""

    start: date
    grain: Grain | None
    assumed: str = ""


class Hint(NamedTuple):
    """What is known from around a text: the year where it writes none, and the order of slashed dates."""

    year: int
    day_first: bool | None = None


def read_moment(value: object, hint: Hint) -> Moment | None:
    """Read a day or a period; None where it is neither.

    >>> read_moment("KW 12/2026", Hint(2025))
    Moment(start=datetime.date(2026, 3, 16), grain='week', assumed='')
    """
    if isinstance(value, date):
        return Moment(value, None)
    if isinstance(value, float):
        whole = value.is_integer() and 1990 <= value <= 2100
        return Moment(date(int(value), 1, 1), "year") if whole else None
    text = " ".join(str(value).split()).casefold() if value is not None else ""
    for pattern, read in _FORMS if len(text) <= MOST_LETTERS else ():
        if found := pattern.fullmatch(text):
            with suppress(ValueError):  # a thirteenth month, a thirty-first of April
                return read(found, hint)
    return None


def _year_of(found: re.Match[str], hint: Hint) -> tuple[int, str]:
    groups = found.groupdict()
    if groups.get("year"):
        return int(groups["year"]), ""
    return (2000 + int(groups["short"]), "") if groups.get("short") else (hint.year, "year")


def _iso(found: re.Match[str], _hint: Hint) -> Moment:
    return Moment(date(int(found[1]), int(found[2]), int(found[3])), None)


def _dotted(found: re.Match[str], _hint: Hint) -> Moment:
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    return Moment(date(year, int(found[2]), int(found[1])), None)


def _slashed(found: re.Match[str], hint: Hint) -> Moment:
    one, two, year = int(found[1]), int(found[2]), int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    if one > 12 or (hint.day_first and two <= 12):
        return Moment(date(year, two, one), None, "" if one > 12 or one == two else "order")
    return Moment(date(year, one, two), None, "" if two > 12 or one == two else "order")


def _month(found: re.Match[str], hint: Hint) -> Moment:
    year, assumed = _year_of(found, hint)
    name = found["month"]
    return Moment(date(year, MONTHS.get(name) or int(name), 1), "month", assumed)


def _day_month(found: re.Match[str], hint: Hint) -> Moment:
    year, assumed = _year_of(found, hint)
    return Moment(date(year, MONTHS[found["month"]], int(found["day"])), None, assumed)


def _quarter(found: re.Match[str], hint: Hint) -> Moment:
    year, assumed = _year_of(found, hint)
    return Moment(date(year, 3 * int(found["quarter"]) - 2, 1), "quarter", assumed)


def _week(found: re.Match[str], hint: Hint) -> Moment:
    year, assumed = _year_of(found, hint)
    return Moment(date.fromisocalendar(year, int(found["week"]), 1), "week", assumed)


def _fiscal(found: re.Match[str], hint: Hint) -> Moment:
    year, _ = _year_of(found, hint)
    return Moment(date(year, 1, 1), "year", "fiscal year")


def _year_alone(found: re.Match[str], _hint: Hint) -> Moment:
    return Moment(date(int(found["year"]), 1, 1), "year")


Read = Callable[["re.Match[str]", Hint], Moment]
_FORMS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]00:00(?::00)?)?", _iso),
        (r"(\d{4})/(\d{1,2})/(\d{1,2})", _iso),
        (r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})", _dotted),
        (r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})", _slashed),
        (r"(\d{1,2})-(\d{1,2})-(\d{4})", _slashed),
        (r"(?P<year>(?:19|20)\d\d)[-/. m]{1,2}(?P<month>\d{1,2})", _month),
        (r"(?P<month>\d{1,2})[-/. ](?P<year>(?:19|20)\d\d)", _month),
        (rf"{_MONTH}{_SEP}{_YEAR}", _month),
        (rf"(?P<year>(?:19|20)\d\d){_SEP}{_MONTH}", _month),
        (_MONTH, _month),
        (rf"(?P<day>\d{{1,2}})[.\s\-]*{_MONTH}{_SEP}{_YEAR}", _day_month),
        (rf"{_MONTH}\s(?P<day>\d{{1,2}}),?\s(?P<year>(?:19|20)\d\d)", _day_month),
        (rf"q\s?(?P<quarter>[1-4]){_SEP}{_YEAR}", _quarter),
        (rf"(?P<year>(?:19|20)\d\d){_SEP}q\s?(?P<quarter>[1-4])", _quarter),
        (r"q\s?(?P<quarter>[1-4])", _quarter),
        (rf"(?P<quarter>[1-4])\.?\s?(?:quartal|quarter){_SEP}{_YEAR}", _quarter),
        (r"(?P<quarter>[1-4])\.?\s?(?:quartal|quarter)", _quarter),
        (rf"(?:kw|cw|wk|week|w|woche)\s?(?P<week>\d{{1,2}})[\s\-/._,]+{_YEAR}", _week),
        (rf"(?P<year>(?:19|20)\d\d){_SEP}(?:kw|cw|wk|week|w)\s?(?P<week>\d{{1,2}})", _week),
        (r"(?:kw|cw|wk|week|w|woche)\s?(?P<week>\d{1,2})", _week),
        (rf"(?:fy|gj|fiscal year|geschäftsjahr)\s?{_YEAR}(?:[/-]\d{{2,4}})?", _fiscal),
        (r"(?P<year>(?:19|20)\d\d)/\d\d", _fiscal),
        (r"(?:year|jahr|cy)?\s?(?P<year>(?:19|20)\d\d)", _year_alone),
    )
)


def day_first_of(texts: Iterable[str]) -> bool | None:
    """Tell the order of days and months in slashed dates of one column: by a day past 12, else by days that stand still.

    01/01, 02/01, 03/01 are the firsts of months where the second number is the day; so it is read from three on.
    """
    pairs = [
        (int(one), int(two)) for text in texts for one, two in re.findall(r"^\s*(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}\s*$", text)
    ]
    first, second = any(one > 12 for one, _ in pairs), any(two > 12 for _, two in pairs)
    if first != second:
        return first
    ones, twos = {one for one, _ in pairs}, {two for _, two in pairs}
    if len(pairs) >= 3 and (ones == {1}) != (twos == {1}):
        return ones == {1}
    return None


def grain_of(days: Sequence[date]) -> Grain:
    """Tell the grain of days that stand for periods: month starts or ends, equal weekdays a week apart, else days."""
    days = sorted(set(days))
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    firsts = all(day.day == 1 for day in days)
    if firsts or all((day + timedelta(days=1)).day == 1 for day in days):
        return "year" if gaps and min(gaps) >= 360 else "quarter" if gaps and min(gaps) >= 88 else "month"
    if gaps and all(gap % 7 == 0 for gap in gaps):
        return "week"
    return "day"


def period_start(day: date, grain: Grain) -> date:
    """Give the first day of the calendar period that holds a day; weeks start on Monday."""
    if grain == "week":
        return day - timedelta(days=day.weekday())
    months = {"month": 1, "quarter": 3, "year": 12}.get(grain)
    return day if months is None else date(day.year, (day.month - 1) // months * months + 1, 1)
