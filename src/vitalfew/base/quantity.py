"""Durations as people write them, reasons for a missing number, and numbers as people read them."""

from __future__ import annotations

from datetime import date, timedelta
from math import floor, log10
from typing import Literal, NamedTuple, get_args

from vitalfew.base.period import Calendar
from vitalfew.base.said import figure, say

# Why there is no number: the word that files and JSON carry, and the words that people read.
MISSING: dict[str, str] = {
    "no-rows": say("no rows in the period"),
    "no-value": say("the rows hold no value"),
    "no-data-yet": say("the data ends before the period"),
    "before-data": say("the data begins after the period"),
    "division-by-zero": say("the denominator is zero"),
    "source-failed": say("the source could not be read"),
    "measure-failed": say("a measure of the formula failed"),
    "no-formula": say("no formula says how to measure it"),
    "cycle": say("the formula leads back to itself"),
    "not-measured": say("not measured yet"),
    "partial": say("the period is not complete"),
    "grain": say("the KPI is not measured that often"),
    "words": say("said in words"),
    "private": say("for the eyes of others alone"),
}

DurationUnit = Literal["minute", "hour", "business hour", "day", "business day", "week", "month"]
_UNITS = get_args(DurationUnit)


class Duration(NamedTuple):
    """A count of minutes, hours, days (also business ones), weeks or months; `base.hours` tells which moment it leads to."""

    amount: int
    unit: DurationUnit

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read `3 business days`; raises ValueError with the accepted forms.

        >>> Duration.parse("3 business days")
        Duration(amount=3, unit='business day')
        """
        amount, _, unit = text.strip().lower().partition(" ")
        unit = unit.removesuffix("s")
        if not (amount.isdecimal() and amount.isascii() and len(amount) <= 4 and unit in _UNITS):
            msg = say("`{text}` is not a duration such as `3 business days`, `2 weeks`, `4 hours` or `90 minutes`", text=text)
            raise ValueError(msg)
        return cls(int(amount), unit)  # type: ignore[arg-type]  # only these units pass

    def after(self, day: date, calendar: Calendar) -> date:
        """Give the day this long after `day`; minutes and hours round up to a day."""
        match self.unit:
            case "minute":
                return day + timedelta(days=-(-self.amount // 1440))
            case "hour":
                return day + timedelta(days=-(-self.amount // 24))
            case "business hour":
                return calendar.add_business_days(day, -(-self.amount // 8))
            case "day":
                return day + timedelta(days=self.amount)
            case "business day":
                return calendar.add_business_days(day, self.amount)
            case "week":
                return day + timedelta(weeks=self.amount)
            case _:
                return _months_after(day, self.amount)


def _months_after(day: date, months: int) -> date:
    """Give the same day of a later month, or its last day where that month is shorter."""
    from calendar import monthrange  # noqa: PLC0415  # not needed to read a framework

    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CHF": "CHF "}


def format_value(value: float | None, unit: str | None = None, decimals: int | None = None) -> str:
    """Write a number with its unit; rounding happens here and nowhere else.

    >>> format_value(370000.0, "EUR")
    '€370,000'
    >>> format_value(23.456, "%", 1)
    '23.5 %'
    >>> format_value(None)
    '–'
    """
    if value is None:
        return "–"
    places = _decimals(value) if decimals is None else decimals
    text = f"{value:,.{places}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return figure(_with_unit(text, unit), value, unit, places)


def _with_unit(text: str, unit: str | None) -> str:
    if unit in _SYMBOLS:
        return f"-{_SYMBOLS[unit]}{text[1:]}" if text.startswith("-") else f"{_SYMBOLS[unit]}{text}"
    return f"{text} {unit}" if unit else text


def _decimals(value: float) -> int:
    size = abs(value)
    if size >= 100 or float(value).is_integer():
        return 0
    if size >= 0.1 or size < 1e-6:
        return 1 if size >= 10 else 2
    return 1 - floor(log10(size))  # two digits that say something, so that a small share is not written as nothing
