"""Reads the evidence that a rule's page writes as comments, so that a reader sees at a glance what was measured.

`# measured: churn until 2026-05: 4 4.5 x3 - 5..8` are the values of consecutive periods, the last of which is named:
`x3` stands for the value before it three times in all, a part in round brackets likewise; `-` is a period without a value,
`5..8` counts up or down. `about 50, give or take 8, x140` are values that scatter about 50, always the same ones.
`100 + 2 * ovens 3 before, give or take 2` is a KPI that follows another, `, but not in the last 60` only until then.
`# entered: churn 2026-05: 4 by ana on 2026-06-02` is an entry by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random

import pyarrow as pa

from vitalfew.base.period import Period
from vitalfew.insight.facts import with_facts
from vitalfew.model.entry import Entry
from vitalfew.model.evidence import Evidence, Point, Series
from vitalfew.model.framework import Framework
from vitalfew.store.entry import read_period

MEASURED = re.compile(r"^# measured: ([a-z0-9-]+) until (\S+): (.*)$", re.MULTILINE)
ABOUT = re.compile(r"about (\S+), give or take (\S+), x(\d+)$")
FOLLOWS = re.compile(r"(\S+) \+ (\S+) \* (\S+) (\d+) before, give or take (\d+)(?:, but not in the last (\d+))?$")
ENTERED = re.compile(r"^# entered: ([a-z0-9-]+) (\S+): (\S+) by (\S+) on (\S+)$", re.MULTILINE)


def evidence(text: str, framework: Framework, today: date) -> Evidence | None:
    """Give what a block says was measured and entered; None where it says nothing."""
    series: dict[str, Series] = {}
    for found in MEASURED.finditer(text):
        series[found[1]] = _series(framework, found[1], found[2], _scattered(found[1], found[3], series), today)
    entries: dict[str, tuple[Entry, ...]] = {}
    for kpi, name, value, by, on in ENTERED.findall(text):
        period = _period(framework, kpi, name, today)
        at = datetime.combine(date.fromisoformat(on), time(9))
        entries[kpi] = (*entries.get(kpi, ()), Entry(period.grain, name, period.start, float(value), by, at))
    if not series:
        return None
    return with_facts(framework, observations(framework, series), Evidence(today, series, entries))


def observations(framework: Framework, series: Mapping[str, Series]) -> pa.Table:
    """Give what the store would hold of some series, as far as insight reads it."""
    calendar = framework.calendar.calendar
    rows = [
        {
            "kpi": each.kpi,
            "grain": each.grain,
            "number": calendar.period(each.grain, point.day).number,
            "end": point.day + timedelta(days=1),
            "value": point.value,
            "numerator": None,
            "denominator": None,
            "recipe": each.recipe,
            "slice": "",
            "complete": point.value is not None,
        }
        for each in series.values()
        for point in each.points
    ]
    return pa.Table.from_pylist(rows)


def _scattered(kpi: str, said: str, before: Mapping[str, Series]) -> str:
    """Write out values that scatter, or that follow those of a KPI above."""
    random = Random(kpi)  # noqa: S311  # no secret
    if found := ABOUT.match(said):
        return " ".join(f"{random.gauss(float(found[1]), float(found[2])):.2f}" for _ in range(int(found[3])))
    if found := FOLLOWS.match(said):
        start, slope, spread = float(found[1]), float(found[2]), float(found[5])
        lead, lag = before[found[3]].values, int(found[4])
        last = len(lead) - int(found[6] or 0)
        led = [lead[max(0, place - lag)] if place < last else sum(lead) / len(lead) for place in range(len(lead))]
        return " ".join(f"{random.gauss(start + slope * each, spread):.2f}" for each in led)
    return said


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
