"""Reads the evidence that a rule's page writes as comments, so that a reader sees at a glance what was measured.

`# measured: churn until 2026-05: 4 4.5 x3 - 5..8` are the values of consecutive periods, the last of which is named:
`x3` stands for the value before it three times in all, a part in round brackets likewise; `-` is a period without a value,
`5..8` counts up or down. `# entered: churn 2026-05: 4 by ana on 2026-06-02` is an entry by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time

from vitalfew.base.period import Period
from vitalfew.model.entry import Entry
from vitalfew.model.evidence import Evidence, Point, Series
from vitalfew.model.framework import Framework
from vitalfew.store.entry import read_period

MEASURED = re.compile(r"^# measured: ([a-z0-9-]+) until (\S+): (.*)$", re.MULTILINE)
ENTERED = re.compile(r"^# entered: ([a-z0-9-]+) (\S+): (\S+) by (\S+) on (\S+)$", re.MULTILINE)


def evidence(text: str, framework: Framework, today: date) -> Evidence | None:
    """Give what a block says was measured and entered; None where it says nothing."""
    series = {found[1]: _series(framework, found[1], found[2], found[3], today) for found in MEASURED.finditer(text)}
    entries: dict[str, tuple[Entry, ...]] = {}
    for kpi, name, value, by, on in ENTERED.findall(text):
        period = _period(framework, kpi, name, today)
        at = datetime.combine(date.fromisoformat(on), time(9))
        entries[kpi] = (*entries.get(kpi, ()), Entry(period.grain, name, period.start, float(value), by, at))
    return Evidence(today, series, entries) if series else None


def _period(framework: Framework, kpi: str, name: str, today: date) -> Period:
    return read_period(framework.calendar.calendar, framework.kpi[kpi].grain, name, today)


def _series(framework: Framework, kpi: str, until: str, said: str, today: date) -> Series:
    calendar, last = framework.calendar.calendar, _period(framework, kpi, until, today)
    values = [*_values(re.sub(r"\(([^)]*)\) x(\d+)", lambda found: " ".join([found[1]] * int(found[2])), said))]
    periods = [calendar.shift(last, place - len(values) + 1) for place in range(len(values))]
    points = tuple(Point(period.last_day, value) for period, value in zip(periods, values, strict=True))
    return Series(kpi, last.grain, "", periods[0].start, points)


def _values(said: str) -> Iterator[float | None]:
    words = said.split()
    for place, word in enumerate(words):
        if word.startswith("x"):
            continue
        following = words[place + 1] if place + 1 < len(words) else ""
        first, dots, last = word.partition("..")
        if dots:
            step = 1 if int(last) >= int(first) else -1
            yield from (float(each) for each in range(int(first), int(last) + step, step))
            continue
        yield from [None if word == "-" else float(word)] * (int(following[1:]) if following.startswith("x") else 1)
