"""The public holidays of a country or of a part of it, looked up by year when a day is first asked about.

The table of them is a library, which loads where a code is given, and never else. Its list of countries takes some
50 milliseconds to load, the countries themselves another 50, which a code without a part is spared until a day is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache


@dataclass(frozen=True, slots=True)
class CountryHolidays:
    """The holidays behind a code such as `PT` or `DE-BY`, as a set of days; none where the code is unknown."""

    code: str

    def __contains__(self, day: object) -> bool:
        """Tell whether a day is a holiday, or one that is given instead of it."""
        return isinstance(day, date) and day in _of_year(self.code, day.year)


@cache
def _of_year(code: str, year: int) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415  # few calendars name a country

    country, _, part = code.partition("-")
    try:
        found = country_holidays(country, subdiv=part or None, years=year, expand=False)
    except NotImplementedError:  # an unknown code is a finding of `check`
        return frozenset()
    return frozenset(found)


def is_country(code: str) -> bool:
    """Tell whether a country goes by a code."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415  # few calendars name a country

    return any(code in known for _, *known in COUNTRIES.values())


def codes(country: str) -> Sequence[str]:
    """Give the codes that a country's holidays go by: its own and those of its parts; none where it is unknown."""
    if not is_country(country):
        return ()
    import holidays  # noqa: PLC0415  # few calendars name a country

    parts: Sequence[str] = getattr(holidays, country).subdivisions
    return (country, *(f"{country}-{part}" for part in parts))


def countries_named(beginning: str) -> Sequence[tuple[str, str]]:
    """Give codes and names of the countries whose name begins so, in whatever case.

    >>> countries_named("SP")
    [('ES', 'Spain')]
    """
    from holidays.registry import COUNTRIES  # noqa: PLC0415  # few calendars name a country

    named = ((code, name.replace("_", " ").title()) for name, (_, code, *_) in COUNTRIES.items())
    return [(code, name) for code, name in named if name.casefold().startswith(beginning.casefold())]
