"""Limits, signal and triggers of every KPI on an engine: two expressions beside that of `judgement.py`, over the same tables."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from vitalfew.judge.series.limit import FIRM
from vitalfew.judge.series.streak import BRIDGED
from vitalfew.judge.sql.history import points, without
from vitalfew.judge.sql.schema import TABLES

RUNS = {"worse_in_a_row": "worse", "missed": "missed", "beyond_threshold": "red", "signal_against": "against"}
BEHAVIOUR = (
    "kpi",
    "status_since",
    "centre",
    "lower",
    "upper",
    "range_limit",
    "limit_values",
    "provisional",
    "signal",
    "signal_rule",
    "signal_since",
)
TRIGGERS = ("kpi", "pattern", "times", "of", "periods", "since")


def behaviour(tables: Mapping[str, ir.Table] | None = None, seen: ir.Table | None = None) -> ir.Table:
    """Give the columns of `BEHAVIOUR` of every KPI that has a point, by id; `seen` are the points, if kept."""
    seen = points(tables or named()) if seen is None else seen
    last = seen.group_by("kpi").agg(
        place=seen.place.max(),
        status_broke=_broke(seen, seen.code != 0, seen.turns),
        signal_broke=_broke(seen, seen.way != 0, seen.swings),
    )
    last = last.rename(owner="kpi", last="place")
    of = without(seen.join(last, [seen.kpi == last.owner]), "owner")
    at = of.place == of.last
    found = of.group_by("kpi").agg(
        status_since=of.number.min(where=of.place > of.status_broke),
        signal_since=of.number.min(where=of.place > of.signal_broke),
        centre=of.centre.max(where=at),
        lower=(of.centre - of.reach).max(where=at),
        upper=(of.centre + of.reach).max(where=at),
        range_limit=of.range_limit.max(where=at),
        values=of.limit_values.max(where=at),
        way=of.way.max(where=at),
        signal_rule=of.rule.max(where=at),
    )
    limited = found.centre.notnull()
    word = ibis.cases((found.way > 0, "up"), (found.way < 0, "down"), else_="none")
    found = found.mutate(
        limit_values=ibis.cases((limited, found["values"])),
        provisional=ibis.cases((limited & (found["values"] < FIRM), 1), (limited, 0)),
        signal=ibis.cases((limited, word)),
    )
    return found.select(*BEHAVIOUR).order_by("kpi")


def triggers(tables: Mapping[str, ir.Table] | None = None, seen: ir.Table | None = None) -> ir.Table:
    """Give a row for every trigger that holds: for how many periods, and the number of the first of them; `seen` as above."""
    tables = tables or named()
    seen = points(tables) if seen is None else seen
    declared = _declared(tables)
    last = seen.group_by("kpi").agg(
        last=seen.place.max(),
        judged=seen.number.max(),
        **{name: _broke(seen, seen[name], seen.opens) for name in RUNS.values()},
    )
    kpi = tables["kpi"].filter(~tables["kpi"].paused).select(owner="kpi", due="due")
    last = without(last.join(kpi, [last.kpi == kpi.owner]), "owner")
    last = last.rename(owner="kpi")
    of = without(declared.join(last, [declared.kpi == last.owner]), "owner")
    windowed = _windowed(seen, declared)
    keys = ["kpi", "pattern", "times", "of"]
    of = without(of.left_join(windowed, keys), *(f"{key}_right" for key in keys))
    run = ibis.cases((of.of > 0, of.broke), *((of.pattern == name, of[column]) for name, column in RUNS.items()))
    of = of.mutate(run=run, late=of.due - of.judged, more=ibis.cases((of.of > 0, 1), else_=of.times))
    stale = of.pattern == "stale"
    of = of.mutate(
        periods=ibis.cases((stale, of.late - of.times + 1), else_=of["last"] - of.run - of.more + 1),
        begun=of.run + of.more,
    )
    remembered = (of.late <= BRIDGED) | (of.pattern == "beyond_threshold") | (of.pattern == "stale")
    of = of.filter((of.periods > 0) & remembered)
    at = seen.select(owner="kpi", at="place", begins="number")
    of = of.left_join(at, [of.kpi == at.owner, of.begun == at.at])
    of = of.mutate(since=ibis.cases((of.pattern == "stale", of.judged + of.times), else_=of.begins))
    return of.select(*TRIGGERS).order_by("kpi", "pattern", "times", "of")


def named() -> dict[str, ir.Table]:
    """Give the tables of `schema.TABLES` by their names, of no engine yet."""
    return {name: ibis.table(schema, name=name) for name, schema in TABLES.items()}


def _broke(seen: ir.Table, holds: ir.Value, opens: ir.Value) -> ir.Value:
    """The place before the run that reaches the last point: what is after it is the run."""
    return ibis.cases((~holds, seen.place), (opens, seen.place - 1), else_=-1).max()


def _declared(tables: Mapping[str, ir.Table]) -> ir.Table:
    """The declared triggers, and the one that is always on."""
    said = tables["trigger"]
    kpi = tables["kpi"]
    one, none = ibis.literal(1, "int32"), ibis.literal(0, "int32")
    always = kpi.select("kpi", pattern=ibis.literal("beyond_threshold"), times=one, of=none)
    return said.select("kpi", "pattern", "times", of="periods").union(always)


def _windowed(seen: ir.Table, declared: ir.Table) -> ir.Table:
    """Of each trigger that asks for n of m: the place before the run of points at which it holds."""
    mine = declared.filter(declared.of > 0).rename(owner="kpi")
    each = without(seen.select("kpi", "number", "place", "opens").join(mine, [seen.kpi == mine.owner]), "owner")
    back = seen.filter(seen.missed).select(other="kpi", then="number")
    near = each.left_join(back, [each.kpi == back.other])
    near = near.mutate(counts=ibis.cases(((near.then <= near.number) & (near.then > near.number - near.of), 1), else_=0))
    told = near.group_by("kpi", "pattern", "times", "of", "place", "opens").agg(counted=near.counts.sum())
    return told.group_by("kpi", "pattern", "times", "of").agg(broke=_broke(told, told.counted >= told.times, told.opens))
