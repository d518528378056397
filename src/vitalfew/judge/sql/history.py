"""Every point of a KPI's history on an engine: value, target, status, limits and signal, as the kernels of `series/` say them.

Points are complete periods of the KPI's own grain that have ended and have a value. All windows go by rows over a total order, so
that engines cannot differ. Seasons are not taken off: that needs the kernels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ibis
import ibis.expr.types as ir

from vitalfew.judge.series.limit import BASE, LEAST, LIMIT, RANGE_LIMIT, SAME
from vitalfew.judge.series.signal import RULES, Rule
from vitalfew.judge.series.streak import BRIDGED
from vitalfew.judge.sql.status import status

Keep = Callable[[ir.Table], ir.Table]
TERMS = ("own", "today", "due", "sense", "paused", "to_date", "prior_path", "rules", "low", "high", "floor", "ceiling")


def points(tables: Mapping[str, ir.Table], keep: Keep = lambda step: step) -> ir.Table:
    """Give the points with their place in the series, what they are held against, status, limits, and the way of a signal.

    Each step is used more than once by the next; `keep` is what is done with it, where an engine would compute it as often.
    """
    seen = keep(_valued(_placed(_own(tables))))
    seen = keep(_aimed(seen, tables["segment"]))
    seen = seen.mutate(status=status(seen))
    seen = keep(_charted(seen, tables["segment"]))
    return keep(_judged(_signalled(_limited(seen))))


def _own(tables: Mapping[str, ir.Table]) -> ir.Table:
    """The points with their period and the terms of their KPI."""
    observation, period, kpi = tables["observation"], tables["period"], tables["kpi"]
    seen = observation.filter((observation.slice == "") & observation.complete & observation.value.notnull())
    seen = seen.select("kpi", "grain", "number", "denominator", point=seen.value).join(
        without(period, "today"), ["grain", "number"]
    )
    seen = seen.join(kpi.select("kpi", *TERMS), [seen.kpi == kpi.kpi, seen.grain == kpi.own])
    seen = seen.filter(seen.end_day <= seen.today)
    return seen.select("kpi", "number", "point", "denominator", "prior", "first", *TERMS, last_day=seen.end_day - 1)


def _placed(seen: ir.Table) -> ir.Table:
    """Places count from 0; memory ends before a point that `opens`: the first, or after more missing periods than are bridged."""
    series = ibis.window(group_by="kpi", order_by="number")
    seen = seen.mutate(
        place=ibis.row_number().over(series), before=seen.point.lag().over(series), number_before=seen.number.lag().over(series)
    )
    first = seen.place == 0
    return seen.mutate(
        opens=first | (seen.number - seen.number_before > BRIDGED + 1), follows=~first & (seen.number == seen.number_before + 1)
    )


def _valued(seen: ir.Table) -> ir.Table:
    """The value that is judged: where the target says so the sum, or ratio of sums, of the fiscal year to the point."""
    year = ibis.window(group_by=["kpi", "first"], order_by="number", preceding=None, following=0)
    weighted = seen.point * seen.denominator
    seen = seen.mutate(
        summed=seen.point.sum().over(year),
        in_sum=seen.point.count().over(year),
        weighted=weighted.sum().over(year),
        weights=seen.denominator.sum().over(year),
        in_weights=seen.denominator.count().over(year),
    )
    whole = seen.in_sum == seen.number - seen.first + 1
    ratio = seen.in_weights == seen.in_sum
    to_date = ibis.cases((whole & ratio, seen.weighted / seen.weights.nullif(0.0)), (whole, seen.summed))
    seen = seen.mutate(value=ibis.cases((seen.to_date, to_date), else_=seen.point))
    return without(seen, "summed", "in_sum", "weighted", "weights", "in_weights", "denominator")


def _aimed(seen: ir.Table, segment: ir.Table) -> ir.Table:
    """Target and threshold of each point's own last day, and the year before where the target is that."""
    lines = segment.filter(segment.role != "chart").rename(owner="kpi")
    of = seen.select("kpi", "number", "last_day").join(lines, [seen.kpi == lines.owner])
    of = of.filter((of.from_day <= of.last_day) & (of.last_day < of.to_day))
    share = (of.last_day - of.from_day).cast("float64") / (of.to_day - of.from_day).cast("float64")
    aim = of.from_value + (of.to_value - of.from_value) * share
    lines = of.group_by("kpi", "number").agg(
        path=aim.max(where=of.role == "target"),
        threshold=aim.max(where=of.role == "threshold"),
    )
    seen = without(seen.left_join(lines, ["kpi", "number"]), "kpi_right", "number_right")
    year = seen.select(owner="kpi", then="number", year_before="point")
    seen = without(seen.left_join(year, [seen.kpi == year.owner, seen.prior == year.then]), "owner", "then")
    return seen.mutate(target=ibis.cases((seen.path.notnull(), seen.path), (seen.prior_path, seen.year_before)))


def _charted(seen: ir.Table, segment: ir.Table) -> ir.Table:
    """Number the charts of a KPI: a new one begins with the period that holds a declared day."""
    days = segment.filter(segment.role == "chart").select(owner="kpi", day="from_day")
    of = seen.select("kpi", "number", "last_day").join(days, [seen.kpi == days.owner])
    charts = of.filter(of.day <= of.last_day).group_by("kpi", "number").agg(passed=of.day.count())
    seen = without(seen.left_join(charts, ["kpi", "number"]), "kpi_right", "number_right")
    return without(seen.mutate(chart=ibis.coalesce(seen.passed, 0)), "passed")


def _limited(seen: ir.Table) -> ir.Table:
    """Centre and reach from the first values of a chart; null where there are too few, or values to date."""
    seen = seen.mutate(in_chart=ibis.row_number().over(ibis.window(group_by=["kpi", "chart"], order_by="number")))
    base = seen.in_chart < BASE
    moved = base & (seen.in_chart > 0) & seen.follows
    found = seen.group_by("kpi", "chart").agg(
        values=base.sum(),
        ranges=moved.sum(),
        mean=seen.point.mean(where=base),
        mean_range=(seen.point - seen.before).abs().mean(where=moved),
    )
    enough = (found["values"] >= LEAST) & (found.ranges >= LEAST - 1)
    found = found.select(
        "kpi",
        "chart",
        limit_values=found["values"],
        centre=ibis.cases((enough, found["mean"])),
        reach=ibis.cases((enough, found.mean_range * LIMIT)),
        range_limit=ibis.cases((enough, found.mean_range * RANGE_LIMIT)),
    )
    seen = without(seen.left_join(found, ["kpi", "chart"]), "kpi_right", "chart_right")
    charted = {name: ibis.cases((~seen.to_date, seen[name])) for name in ("centre", "reach", "range_limit")}
    return seen.mutate(**charted)


def _signalled(seen: ir.Table) -> ir.Table:
    """The way of the first rule of the KPI's set that fires at each point, and its name; 0 and null for none."""
    off = seen.point - seen.centre
    near = off.abs() <= ibis.greatest(seen.point.abs(), seen.centre.abs()) * SAME
    seen = seen.mutate(off=ibis.cases((near, 0.0), else_=off), rules=ibis.coalesce(seen.rules, "wheeler"))
    every = tuple(dict.fromkeys(rule for rules in RULES.values() for rule in rules))
    seen = seen.mutate(**{f"way{at}": _way(seen, rule) for at, rule in enumerate(every)})
    fired = [(seen.rules == name, seen[f"way{every.index(rule)}"], rule.name) for name, rules in RULES.items() for rule in rules]
    seen = seen.mutate(
        way=ibis.cases(*((mine & (way != 0), way) for mine, way, _ in fired), else_=ibis.literal(0, "int8")),
        rule=ibis.cases(*((mine & (way != 0), ibis.literal(name)) for mine, way, name in fired)),
    )
    return without(seen, "off", *(f"way{at}" for at in range(len(every))))


def _way(seen: ir.Table, rule: Rule) -> ir.Value:
    """1 where a rule's pattern stands above the centre, -1 where below."""
    up, down = (_holds(seen, rule, side) for side in (1, -1))
    return ibis.cases((up, ibis.literal(1, "int8")), (down, ibis.literal(-1, "int8")), else_=ibis.literal(0, "int8"))


def _holds(seen: ir.Table, rule: Rule, side: int) -> ir.Value:
    if rule.moves:
        moved = (seen.in_chart > 0) & seen.centre.notnull() & ((seen.point - seen.before) * side > 0)
        return _counted(moved, rule.moves) >= rule.moves
    out = _out(seen, rule.zone, side)
    holds = out & (_counted(out, rule.of) >= rule.least) if rule.of > 1 else out
    return holds & (_counted(_out(seen, 0.0, side), rule.of) >= rule.of) if rule.all_on_side else holds


def _out(seen: ir.Table, zone: float, side: int) -> ir.Value:
    return seen.off * side > (seen.reach * (zone + SAME) if zone else 0.0)


def _counted(holds: ir.Value, of: int) -> ir.Value:
    """Count where something holds among the last `of` points of the chart."""
    last = ibis.window(group_by=["kpi", "chart"], order_by="number", preceding=of - 1, following=0)
    return ibis.cases((holds, 1), else_=0).sum().over(last)


def _judged(seen: ir.Table) -> ir.Table:
    """What a trigger looks at: worse than before, missed, beyond the threshold, a signal for the worse."""
    outside = ibis.cases(
        (seen.point < seen.low, seen.low - seen.point), (seen.point > seen.high, seen.point - seen.high), else_=0.0
    )
    seen = seen.mutate(
        cost=ibis.cases((seen.sense == 0, ibis.cases((seen.low.notnull(), outside))), else_=-seen.sense * seen.point),
        wanted=ibis.cases((seen.sense != 0, seen.sense), (seen.point < seen.low, 1), (seen.point > seen.high, -1), else_=0),
        code=ibis.cases((seen.status == "red", 1), (seen.status == "amber", 2), (seen.status == "green", 3), else_=0),
    )
    series = ibis.window(group_by="kpi", order_by="number")
    seen = seen.mutate(
        cost_before=seen.cost.lag().over(series), code_before=seen.code.lag().over(series), way_before=seen.way.lag().over(series)
    )
    return seen.mutate(
        worse=_flag(~seen.opens & (seen.cost > seen.cost_before)),
        missed=_flag((seen.code == 1) | (seen.code == 2)),
        red=_flag(seen.code == 1),
        against=_flag((seen.way != 0) & (seen.way == -seen.wanted)),
        turns=_flag(seen.opens | (seen.code != seen.code_before)),
        swings=_flag((seen.in_chart == 0) | (seen.way != seen.way_before)),
    )


def _flag(condition: ir.Value) -> ir.Value:
    """Make a condition certain: unknown is not met."""
    return ibis.cases((condition, ibis.literal(value=True)), else_=ibis.literal(value=False))


def without(table: ir.Table, *names: str) -> ir.Table:
    """Leave columns out by naming the others, in order: Ibis keeps dropped names as a set, and its SQL would change."""
    return table.select(*(name for name in table.columns if name not in names))
