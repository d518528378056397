"""Judge a portfolio of hundreds of thousands of KPIs: Parquet in, Parquet out, no Python object per KPI, memory bounded.

A folder holds `observation/*.parquet`, `period.parquet`, `kpi.parquet` and `segment.parquet`, with the columns of
`judge.sql.schema`. The expression and the kernels are those of every other verdict. Words become numbers once, when the
observations are read, since all that follows is joins and groups; the kernels then take some tens of thousands of KPIs at a time.
Limits are Wheeler's for all.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Literal

import duckdb
import numpy as np
import pyarrow as pa

from vitalfew.base.period import GRAINS
from vitalfew.judge.outlook import TERMS
from vitalfew.judge.series.aim import AMBER, RED, aims
from vitalfew.judge.series.forecast import METHODS, Question, forecasts
from vitalfew.judge.series.limit import FIRM, limits
from vitalfew.judge.series.point import WIDE, Floats, Ints, Points, floats, ints
from vitalfew.judge.series.shift import shifts
from vitalfew.judge.series.signal import RULE_SETS, signals
from vitalfew.judge.series.streak import breaks, moves, run_length
from vitalfew.judge.series.trend import trends
from vitalfew.judge.series.window import WINDOW
from vitalfew.judge.sql.engine import duckdb_sql

Part = Literal["refresh", "status", "full"]
AT_ONCE = 50_000  # KPIs that the kernels take together: three years of months of them are 2 million points
MEMORY = "2GB"

READ = """
create temp table name as select kpi as word, (row_number() over (order by kpi) - 1)::int as kpi from kpi_file;
create type grain_word as enum ({grains});
create type reason as enum (select distinct missing from observation_file where missing is not null order by missing);
create temp table seen as
  select name.kpi, o.grain::grain_word as grain, o.number, o.complete, o.value, o.denominator, o.missing::reason as missing
  from observation_file o join name on o.kpi = name.word where o.slice = ''{only};
create view observation as select *, '' as slice from seen;
create view period as select * replace (grain::grain_word as grain) from period_file;
create temp table kpi as
  select k.* replace (name.kpi as kpi, own::grain_word as own) from kpi_file k join name on k.kpi = name.word;
create temp table segment as
  select s.* replace (name.kpi as kpi) from segment_file s join name on s.kpi = name.word;
"""
# A refresh needs no more history than the comparisons of the newest complete period read. The numbers are found first and written
# into the query, so that Parquet's statistics spare the files of other months.
RECENT = """
select distinct p.number from period_file p
join (from period_file where (grain, number) in (
  select (grain, max(number)) from period_file where end_day <= today group by grain)) n on p.grain = n.grain
where p.number between n.number - 1 and n.number + 1 or p.number = n.prior
or p.number >= n.first and exists (from kpi_file where to_date)
"""
POINTS = """
select o.kpi, o.number, p.end_day - 1 as last_day, p.prior, p.first, o.value, o.denominator
from seen o join kpi k on o.kpi = k.kpi and o.grain = k.own join period p on o.grain = p.grain and o.number = p.number
where o.kpi between {first} and {last} and k.kpi between {first} and {last}
  and o.complete and o.value is not null and p.end_day <= k.today
"""
WRITE = """
copy (select name.word as kpi, verdict.* exclude (kpi){columns} from verdict join name on verdict.kpi = name.kpi {join}
order by name.kpi) to '{target}' (format parquet, compression zstd)
"""


def judge_portfolio(folder: Path, target: Path, *, part: Part = "full", memory: str = MEMORY) -> int:
    """Judge the portfolio of a folder into a Parquet file and give its number of KPIs.

    `refresh` gives the relational half of the newest month; `status` that of the whole history with limits, signals and the runs
    that triggers look at; `full` adds trend, forecast and shift. `memory` bounds the engine, which spills beside the target.
    """
    with tempfile.TemporaryDirectory(dir=target.parent) as spill:
        config: dict[str, str | bool | int | float | list[str]] = {"memory_limit": memory, "temp_directory": spill}
        config["preserve_insertion_order"] = False
        with duckdb.connect(":memory:", config=config) as connection:
            _read(connection, folder, part)
            connection.execute(f"create temp table verdict as {duckdb_sql()}")
            count = int(connection.sql("select count(*) from name").fetchall()[0][0])
            columns = join = ""
            if part != "refresh" and count:
                connection.register("series", _series(connection, count, part))
                columns, join = ", series.* exclude (row)", "left join series on series.row = name.kpi"
            connection.execute(WRITE.format(columns=columns, join=join, target=_quoted(target)))
            return count


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _read(connection: duckdb.DuckDBPyConnection, folder: Path, part: Part) -> None:
    files = {"observation": folder / "observation" / "*.parquet"}
    files |= {name: folder / f"{name}.parquet" for name in ("period", "kpi", "segment")}
    for name, path in files.items():
        connection.execute(f"create view {name}_file as from read_parquet('{_quoted(path)}')")
    grains = ", ".join(f"'{grain}'" for grain in GRAINS)
    only = ""
    if part == "refresh":
        numbers = [0, *(int(number) for (number,) in connection.sql(RECENT).fetchall())]
        only = f" and o.number in ({', '.join(map(str, numbers))})"
    connection.execute(READ.format(grains=grains, only=only))


def _series(connection: duckdb.DuckDBPyConnection, count: int, part: Part) -> pa.Table:
    """Run the kernels over all KPIs, some at a time."""
    tables = []
    for first in range(0, count, AT_ONCE):
        size = min(AT_ONCE, count - first)
        last = first + size - 1
        found = connection.sql(POINTS.format(first=first, last=last)).to_arrow_table()
        own = {
            name: connection.sql(f"from {name} where kpi between {first} and {last} order by kpi").to_arrow_table()
            for name in ("kpi", "segment")
        }
        points = _points(found, first)
        placed = {name: table.set_column(0, "kpi", pa.array(ints(table["kpi"]) - first)) for name, table in own.items()}
        columns = {"row": pa.array(np.arange(first, first + size, dtype=np.int32)), **_behaviour(points, placed, size)}
        if part == "full":
            columns |= _outlook(points, placed["kpi"], size)
        tables.append(pa.table(columns))
    return pa.concat_tables(tables)


def _points(found: pa.Table, first: int) -> Points:
    """Bring the points of a query into order; numpy does it in a third of the time that the engine takes."""
    order = np.argsort(ints(found["kpi"]) * WIDE + ints(found["number"]))
    row, number, last_day, prior, begins = (ints(found[name])[order] for name in ("kpi", "number", "last_day", "prior", "first"))
    value, denominator = (floats(found[name])[order] for name in ("value", "denominator"))
    return Points(row - first, number, last_day, prior, begins, value, denominator)


def _behaviour(points: Points, tables: dict[str, pa.Table], count: int) -> dict[str, pa.Array]:
    """Limits, signal and how long each condition that a trigger looks at has held, at the last point of every KPI."""
    none = np.zeros(0, np.int64)
    held = aims(points, tables)
    found = limits(points, (none, none), np.ones(len(points.row), dtype=np.bool_))
    signal = signals(points, found, np.full(len(points.row), RULE_SETS.index("wheeler"), dtype=np.int64))
    sense = ints(tables["kpi"]["sense"])[points.row]
    opens, last = breaks(points), points.last(count)
    known = last >= 0
    status_opens = opens | (np.diff(held.status, prepend=0) != 0)
    runs = {
        "status_periods": run_length(held.status != 0, status_opens),
        "worse_periods": run_length(moves(points, held.cost), opens),
        "missed_periods": run_length((held.status == RED) | (held.status == AMBER), opens),
        "beyond_periods": run_length(held.status == RED, opens),
        "against_periods": run_length((signal.way != 0) & (signal.way == -sense), opens),
        "signal": signal.way.astype(np.int64),
    }
    bounds = {"centre": found.centre, "lower": found.centre - found.reach, "upper": found.centre + found.reach}
    at = np.maximum(last, 0)
    if not len(points.row):
        return {name: pa.nulls(count, pa.int32()) for name in (*runs, "provisional")} | dict.fromkeys(bounds, _unknown(count))
    shown = {name: pa.array(column[at].astype(np.int32), mask=~known) for name, column in runs.items()}
    shown["provisional"] = pa.array((found.values[at] < FIRM).astype(np.int32), mask=~known)
    return shown | {name: _numbers(np.where(known, column[at], np.nan)) for name, column in bounds.items()}


def _outlook(points: Points, kpi: pa.Table, count: int) -> dict[str, pa.Array]:
    """Trend, forecast of the next period and shift of every KPI, those of one grain together."""
    grains = np.array(kpi["own"].to_pylist())
    parts = []
    for grain in np.unique(grains):
        rows = np.flatnonzero(grains == grain)
        matrix = _matrix(points, count, TERMS[grain].history)[rows]
        parts.append(_ahead(matrix, kpi.take(pa.array(rows)), TERMS[grain].season).append_column("row", pa.array(rows)))
    whole = pa.concat_tables(parts).sort_by("row").drop_columns("row")
    return {name: whole[name] for name in whole.column_names}


def _ahead(matrix: Floats, kpi: pa.Table, season: int) -> pa.Table:
    """`p_miss` is the probability that the next period misses the final target, or leaves the band."""
    sense, final = ints(kpi["sense"]), floats(kpi["final"])
    floor = np.where(sense == 1, final, np.where(sense == 0, floats(kpi["low"]), np.nan))
    ceiling = np.where(sense == -1, final, np.where(sense == 0, floats(kpi["high"]), np.nan))
    trend = trends(np.ascontiguousarray(matrix[:, -WINDOW:]))
    shift = shifts(matrix)
    ahead = forecasts(matrix, season, Question(np.ones(len(matrix), dtype=np.int64), floor, ceiling))
    columns = {
        "trend": _numbers(trend.sign),
        "trend_p": _numbers(trend.p),
        "slope": _numbers(trend.slope),
        "forecast_method": pa.array(np.array([*METHODS, ""])[ahead.method], mask=ahead.method < 0),
        "forecast": _numbers(ahead.next.value),
        "forecast_low": _numbers(ahead.next.low),
        "forecast_high": _numbers(ahead.next.high),
        "p_miss": _numbers(ahead.p_miss),
        "shift_periods": pa.array((matrix.shape[1] - shift.place).astype(np.int32), mask=~shift.holds),
        "shift_p": _numbers(shift.p),
    }
    return pa.table(columns)


def _matrix(points: Points, count: int, history: int) -> Floats:
    """Give [KPI, period] of the last periods, the last value of each KPI in the last column."""
    last = points.last(count)
    newest = np.where(last >= 0, points.number[np.maximum(last, 0)] if len(points.row) else 0, 0)
    back: Ints = newest[points.row] - points.number
    width = max(min(int(back.max(initial=0)) + 1, history), WINDOW)
    matrix = np.full((count, width), np.nan)
    inside = back < width
    matrix[points.row[inside], width - 1 - back[inside]] = points.value[inside]
    return matrix


def _numbers(column: Floats) -> pa.Array:
    return pa.array(column, mask=np.isnan(column))


def _unknown(count: int) -> pa.Array:
    return pa.nulls(count, pa.float64())
