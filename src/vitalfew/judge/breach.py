"""What of the current partial period is decided already: a value beyond a limit that the days to come cannot bring back.

The partial period is judged for this alone. A value counts where its formula lets it move one way only while the period goes on:

| way | formulas |
|---|---|
| it cannot fall | counts and `max`, added up, times a number above zero; sums where `natural: {min: 0}` says none is below zero |
| it cannot rise | the same the other way round: `min`, minus a count, sums with `natural: {max: 0}` |

Ratios, means, balances, trailing windows and queries may still recover, whatever they are now, and are not judged.
The limit is the one of the period's own last day. A correction of rows that are in can still take a breach back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from vitalfew.base.period import Calendar, Period
from vitalfew.base.quantity import format_value
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.judge.parameter import band_thresholds, sense
from vitalfew.judge.path import Role, segments
from vitalfew.judge.row import Row
from vitalfew.model.formula import FormulaError, Node, parse
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.measure import Measure
from vitalfew.model.outlook import Breach
from vitalfew.model.verdict import Fired

Way = Literal["fixed", "rising", "falling"] | None
TURNED: dict[Way, Way] = {"fixed": "fixed", "rising": "falling", "falling": "rising", None: None}
_AGGREGATE = re.compile(r"\s*(count|count_star|count_if|sum|max|min)\s*\(((?:[^()]|\([^()]*\))*)\)\s*", re.IGNORECASE)
_DISTINCT = re.compile(r"\s*distinct\b", re.IGNORECASE)
_WAYS: dict[str, Way] = {"max": "rising", "min": "falling", "sum": None}


class Decided(NamedTuple):
    """What `Verdict` holds as `breach`, the sentence of it, and the trigger that it fires."""

    breach: Breach | None = None
    words: tuple[str, ...] = ()
    fired: tuple[Fired, ...] = ()

    def joined(self, triggers: tuple[Fired, ...]) -> tuple[Fired, ...]:
        """Add its own to the other triggers, unless the last complete period was beyond the threshold too."""
        known = any(each.trigger == "beyond_threshold" for each in triggers)
        return triggers if known else (*triggers, *self.fired)


def breaches(framework: Framework, kpis: Sequence[Kpi], rows: Mapping[str, Row], today: date) -> tuple[Decided, ...]:
    """Give what is decided of each KPI's current period, in their order."""
    return tuple(_decided(framework, kpi, rows[kpi.id], today) for kpi in kpis)


def way(framework: Framework, kpi: Kpi, above: frozenset[str] = frozenset()) -> Way:
    """Give the only way in which a KPI can move while its period goes on; None where it may go both."""
    if kpi.over_time != "recompute" or kpi.over_org_units not in {"recompute", "sum"} or kpi.id in above:
        return None
    try:
        node = parse(kpi.formula or "")
    except FormulaError:
        return None
    return _of_node(framework, node, above | {kpi.id}) or _of_sums(framework, kpi, node)


def _of_node(framework: Framework, node: Node, above: frozenset[str]) -> Way:
    if node.op == "number":
        return "fixed"
    if node.op == "measure":
        return _of_measure(framework.measure.get(node.name))
    if node.op == "kpi":
        return way(framework, framework.kpi[node.name], above) if node.name in framework.kpi else None
    parts = [_of_node(framework, part, above) for part in node.parts]
    if node.op == "neg":
        return TURNED[parts[0]]
    if node.op in {"+", "min", "max"}:
        return _together(parts)
    if node.op == "-":
        return _together([parts[0], TURNED[parts[1]]])
    factor = _factor(node)
    return None if factor is None else parts[factor.place] if factor.number > 0 else TURNED[parts[factor.place]]


class _Factor(NamedTuple):
    """The number by which the other part of a product or quotient is multiplied or divided, and the place of that part."""

    number: float
    place: int


def _factor(node: Node) -> _Factor | None:
    """Give the factor of a product or the divisor of a quotient; None where it is no number, or zero."""
    for place in {"*": (0, 1), "/": (1,)}.get(node.op, ()):
        part = node.parts[place]
        number = -part.parts[0].number if part.op == "neg" else part.number  # of what is no number it is zero
        if number:
            return _Factor(number, 1 - place)
    return None


def _together(ways: Sequence[Way]) -> Way:
    moving = {each for each in ways if each != "fixed"}
    return moving.pop() if len(moving) == 1 else None if moving else "fixed"


def _of_measure(measure: Measure | None) -> Way:
    found = _aggregate(measure)
    if measure is None or found is None or (found[0] in {"max", "min"} and measure.empty == "zero"):
        return None  # a zero that stands for no rows gives way to the first of them
    return _WAYS.get(found[0], "rising")


def _aggregate(measure: Measure | None) -> tuple[str, bool] | None:
    """Give the function of a measure of the period's own rows, and whether it is one of distinct values."""
    if measure is None or measure.over not in {None, "all"} or measure.balance or measure.within:
        return None
    found = _AGGREGATE.fullmatch(measure.value or "")
    return (found[1].lower(), bool(_DISTINCT.match(found[2]))) if found else None


def _of_sums(framework: Framework, kpi: Kpi, node: Node) -> Way:
    """Days to come add a value of the KPI itself, which `natural` keeps on one side of zero."""
    if kpi.natural is None or not _adds_up(framework, node):
        return None
    if kpi.natural.min is not None and kpi.natural.min >= 0:
        return "rising"
    return "falling" if kpi.natural.max is not None and kpi.natural.max <= 0 else None


def _adds_up(framework: Framework, node: Node) -> bool:
    """Whether the value of a period is the sum of the values of its days."""
    if node.op == "measure":
        measure = framework.measure.get(node.name)
        return measure is not None and measure.over is None and _aggregate(measure) in _ADDITIVE
    if node.op in {"+", "-", "neg"}:
        return all(_adds_up(framework, part) for part in node.parts)
    factor = _factor(node)
    return factor is not None and _adds_up(framework, node.parts[factor.place])


_ADDITIVE = frozenset((name, False) for name in ("count", "count_star", "count_if", "sum"))


def _decided(framework: Framework, kpi: Kpi, row: Row, today: date) -> Decided:
    calendar = framework.calendar.calendar
    period = calendar.period(kpi.grain, today)
    value = None if row.state == "paused" else _so_far(kpi, row, period, calendar)
    moves = way(framework, kpi) if value is not None and kpi.target is not None else None
    if value is None or moves not in {"rising", "falling"}:
        return Decided()
    for of, limit in _limits(kpi, period, calendar, upward=moves == "rising"):
        if limit is not None and (value > limit if moves == "rising" else value < limit):
            breach = Breach(of, calendar.label(period), period.start, period.end, value, limit)
            return Decided(breach, (_sentence(kpi, breach),), _fired(breach))
    return Decided()


def _so_far(kpi: Kpi, row: Row, period: Period, calendar: Calendar) -> float | None:
    """The value of the current period, with a target to date that of the fiscal year up to now."""
    if row.current is None or kpi.target is None or kpi.target.applies_to == "period":
        return row.current
    if calendar.period(kpi.grain, calendar.period("year", period.last_day).start).number == period.number:
        return row.current
    return row.value + row.current if row.value is not None and row.judged == period.number - 1 else None


def _limits(kpi: Kpi, period: Period, calendar: Calendar, *, upward: bool) -> Iterator[tuple[Role, float | None]]:
    """Give threshold and target where a value that moves this way leaves the good side for good."""
    wanted = sense(kpi)
    if wanted == (1 if upward else -1):
        return
    if wanted:
        yield "threshold", _on(kpi, "threshold", period.last_day, calendar)
        yield "target", _on(kpi, "target", period.last_day, calendar)
    elif kpi.target is not None and kpi.target.within is not None:
        yield "threshold", band_thresholds(kpi)[int(upward)]
        yield "target", kpi.target.within[int(upward)]


def _on(kpi: Kpi, role: Role, day: date, calendar: Calendar) -> float | None:
    """Read target or threshold on a day."""
    number = day.toordinal()
    for each in segments(kpi, calendar):
        if each.role == role and each.from_day <= number < each.to_day:
            share = (number - each.from_day) / (each.to_day - each.from_day)
            return each.from_value + (each.to_value - each.from_value) * share
    return None


def _sentence(kpi: Kpi, breach: Breach) -> str:
    value, limit = (format_value(each, kpi.unit, kpi.decimals) for each in (breach.value, breach.limit))
    return say(
        "already {side} the {of} {limit} in {period}, with {value} so far; the days to come cannot mend it",
        side=word("above" if breach.value > breach.limit else "below"),
        of=word(breach.of),
        limit=limit,
        period=breach.label,
        value=value,
    )


def _fired(breach: Breach) -> tuple[Fired, ...]:
    if breach.of != "threshold":
        return ()
    return (
        Fired(
            "beyond_threshold",
            say("beyond the threshold already in {period}", period=breach.label),
            1,
            breach.start,
            "escalation",
        ),
    )
