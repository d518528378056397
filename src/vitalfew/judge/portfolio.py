"""Judge a portfolio of hundreds of thousands of KPIs: Parquet in, Parquet out, no Python object per KPI, memory bounded.

A folder holds `observation/*.parquet`, `period.parquet`, `kpi.parquet`, `segment.parquet` and `trigger.parquet`, with the columns
of `judge.sql.schema`. Observations become matrices of numbers once, a pass of KPIs at a time where memory asks for it; then some
thousand KPIs go through the kernels of every other verdict at once, on all processors.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, NamedTuple, cast

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from vitalfew.base.period import GRAINS, Grain
from vitalfew.judge.dense.behave import behaviour, triggers
from vitalfew.judge.dense.block import NO_PERIODS, THREADS, Block, Periods, Source, Span, among, block, periods, quoted
from vitalfew.judge.dense.column import held, table
from vitalfew.judge.dense.latest import judged, latest
from vitalfew.judge.dense.name import Names, names
from vitalfew.judge.dense.outlook import outlook
from vitalfew.judge.dense.part import Part, part
from vitalfew.judge.history import Terms, tell
from vitalfew.judge.series.aim import aims
from vitalfew.judge.series.point import Ints, Points, bools, ints
from vitalfew.judge.series.season import SEASON
from vitalfew.judge.series.signal import RULE_SETS
from vitalfew.judge.trigger import COUNTED, Declared

Work = Literal["refresh", "status", "full"]
# KPIs that the kernels take together: what they make of three years of months stays near the processor.
AT_ONCE: dict[Work, int] = {"refresh": 20_000, "status": 5_000, "full": 5_000}
PASS = 3 << 29  # bytes of matrices that are held at once
CELL = 18  # bytes of an observation in them, at most: value, denominator and state

KPI = "select *, hash(kpi) as hash from read_parquet('{path}')"
ROLES = "create type role as enum ('target', 'threshold', 'chart')"
SEGMENT = "select hash(kpi) as hash, * exclude (kpi) replace (try_cast(role as role) as role) from read_parquet('{path}')"
TRIGGER = "select hash(kpi) as hash, * exclude (kpi) from read_parquet('{path}') where {wanted}"
REASON = """
create type reason as enum (
  select distinct missing from read_parquet('{path}') where missing is not null{only} union select 'partial' order by 1)
"""
# A KPI with a status is judged at a period that is due or newer; a refresh needs those, the ones before, and a year earlier.
RECENT = """
with newest as (
  select grain, max(number) as number, max(first) as first from read_parquet('{period}') where end_day <= today group by grain),
due as (select own as grain, min(due) as number, bool_or(to_date) as to_date from read_parquet('{kpi}') group by own),
recent as (
  select p.number, p.prior from read_parquet('{period}') p join newest n on p.grain = n.grain left join due d on p.grain = d.grain
  where p.number >= least(n.number, d.number) - 1 or p.number >= n.first and d.to_date)
select number from recent union select prior from recent
"""


class Portfolio(NamedTuple):
    """What a framework says of all KPIs, in the order of their ids; segments and triggers in the order of their KPIs' rows."""

    kpi: pa.Table
    own: np.ndarray[tuple[int], np.dtype[np.str_]]
    rules: Ints
    segment: pa.Table
    segment_row: Ints
    declared: Declared
    periods: dict[str, Periods]
    reasons: tuple[str, ...]


def judge_portfolio(folder: Path, target: Path, *, part: Work = "full") -> int:
    """Judge the portfolio of a folder into a Parquet file and give its number of KPIs.

    `refresh` gives the statuses of the newest period with what they are compared with; `status` those of the whole history with
    limits, signals and triggers; `full` adds trend, forecast and shift.
    """
    with duckdb.connect(":memory:", config={"preserve_insertion_order": False}) as connection:
        said, source = _read(connection, folder, part)
        tables = [_pass(said, source, span, part) for span in _passes(said)]
        whole = pa.concat_tables(tables)
        words = [name for name in whole.column_names if pa.types.is_dictionary(whole[name].type)]
        pq.write_table(whole, target, compression="zstd", compression_level=1, use_dictionary=words)
        return int(whole.num_rows)


def _read(connection: duckdb.DuckDBPyConnection, folder: Path, part: Work) -> tuple[Portfolio, Source]:
    path = {name: quoted(folder / f"{name}.parquet") for name in ("kpi", "period", "segment", "trigger")}
    kpi = connection.sql(KPI.format(path=path["kpi"])).to_arrow_table()
    if len(kpi) > 1 and not pc.all(pc.less(kpi["kpi"][:-1], kpi["kpi"][1:])).as_py():
        kpi = kpi.take(pc.sort_indices(kpi["kpi"]))
    found = names(kpi["hash"].to_numpy())
    files = tuple(sorted((folder / "observation").glob("*.parquet")))
    numbers = None
    if part == "refresh":
        numbers = tuple(int(number) for (number,) in connection.sql(RECENT.format(**path)).fetchall())
    connection.execute(REASON.format(path=quoted(folder / "observation" / "*.parquet"), only=among(numbers)))
    reasons = tuple(str(word) for (word,) in connection.sql("select unnest(enum_range(null::reason))").fetchall())
    connection.execute(ROLES)
    segment, segment_row = _of_rows(connection.sql(SEGMENT.format(path=path["segment"])), found)
    trigger, trigger_row = _of_rows(connection.sql(TRIGGER.format(path=path["trigger"], wanted=part != "refresh")), found)
    own = np.array(GRAINS)[_codes(kpi["own"], GRAINS) if len(kpi) else [0]]
    said = Portfolio(
        kpi,
        own,
        _codes(kpi["rules"], RULE_SETS, absent=RULE_SETS.index("wheeler")),
        segment,
        segment_row,
        Declared(trigger_row, _codes(trigger["pattern"], COUNTED), ints(trigger["times"]), ints(trigger["periods"])),
        dict.fromkeys(np.unique(own).tolist(), NO_PERIODS) | periods(pq.read_table(folder / "period.parquet"), numbers),
        reasons,
    )
    return said, Source(connection, files, found, numbers, weighted=bool(bools(kpi["to_date"]).any()))


def _of_rows(said: duckdb.DuckDBPyRelation, found: Names) -> tuple[pa.Table, Ints]:
    """Give the rows of a table that are a KPI's, in the order of the KPIs, and whose they are."""
    rows = said.to_arrow_table()
    row = found.find(rows["hash"].to_numpy()).astype(np.int64)
    order = np.argsort(row, kind="stable")[np.count_nonzero(row < 0) :]
    return rows.take(pa.array(order)), row[order]


def _codes(column: pa.ChunkedArray, words: tuple[str, ...], absent: int = -1) -> Ints:
    return ints(pc.fill_null(pc.index_in(column, value_set=pa.array(words)), absent))


def _passes(said: Portfolio) -> Iterator[Span]:
    """Cut the KPIs into as few passes as the memory allows."""
    count = len(said.kpi)
    width = sum(len(of.known) for of in said.periods.values())
    size = max(PASS // (CELL * max(width, 1)), 1)
    yield from (Span(start, min(start + size, count)) for start in range(0, max(count, 1), size))


def _pass(said: Portfolio, source: Source, span: Span, part: Work) -> pa.Table:
    """Judge the KPIs of a pass, those of one grain some thousand at a time."""
    blocks = {grain: block(source, grain, of, span) for grain, of in said.periods.items()}
    own = said.own[span.start : span.stop] if len(said.kpi) else said.own[:0]
    chunks = [
        (str(grain), rows[at : at + AT_ONCE[part]])
        for grain in np.unique(said.own)
        for rows in (np.flatnonzero(own == grain),)
        for at in range(0, max(len(rows), 1), AT_ONCE[part])
    ]
    with ThreadPoolExecutor(THREADS) as pool:
        tables = list(pool.map(lambda chunk: _judge(said, blocks, span, chunk, part), chunks))
    whole = pa.concat_tables(tables)
    order = np.concatenate([rows for _, rows in chunks])
    return whole if (np.diff(order) > 0).all() else whole.take(pa.array(np.argsort(order)))


def _judge(said: Portfolio, blocks: dict[str, Block], span: Span, chunk: tuple[str, Ints], work: Work) -> pa.Table:
    """Judge some KPIs of one own grain."""
    grain, rows = chunk
    parts = {name: part(blocks[name], rows) for name in blocks if name in {grain, "week", "month"}}
    own, mine = parts[grain], rows + span.start
    kpi = _taken(said.kpi, mine)
    numbered = kpi.set_column(0, "kpi", pa.array(np.arange(len(rows))))
    segment, of = _among(said.segment_row, mine)
    segments = said.segment.take(pa.array(segment)).append_column("kpi", pa.array(of))
    points = _points(own, kpi, work)
    held_against = aims(points, {"kpi": numbered, "segment": segments})
    found = judged(own, held_against, points.last(len(rows)))
    columns = latest(parts, grain, kpi, found, said.reasons.index("partial") + 1)
    if work == "refresh":
        return table(kpi["kpi"], columns, said.reasons)
    charts = np.flatnonzero(pc.equal(segments["role"], "chart").to_numpy())
    declared, whose = _among(said.declared.row, mine)
    season = np.full(len(rows), SEASON.get(cast("Grain", grain), 0))
    known = tell(points, held_against, kpi, Terms(season, said.rules[mine], (of[charts], ints(segments["from_day"])[charts])))
    columns |= behaviour(known, said.rules[mine])
    if work == "full":
        columns |= outlook(own, found.place, kpi, grain)
    theirs = Declared(whose, *(column[declared] for column in said.declared[1:]))
    standing = triggers(known, theirs, ints(kpi["due"]), bools(kpi["paused"]))
    return table(kpi["kpi"], columns, said.reasons).append_column("triggers", held(standing, len(rows)))


def _points(own: Part, kpi: pa.Table, work: Work) -> Points:
    """Give the points that the work needs: for a refresh the last ones, unless sums or the year before are asked for."""
    more = work != "refresh" or bools(kpi["to_date"]).any() or bools(kpi["prior_path"]).any()
    return own.points() if more else own.newest()


def _taken(whole: pa.Table, rows: Ints) -> pa.Table:
    if len(rows) and rows[-1] - rows[0] + 1 == len(rows):
        return whole.slice(rows[0], len(rows))
    return whole.take(pa.array(rows))


def _among(owners: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Give the places whose owner is one of these rows, and that owner's place among them; both are in order."""
    if not len(rows):
        return rows, rows
    start, stop = np.searchsorted(owners, rows[0]), np.searchsorted(owners, rows[-1], side="right")
    of = np.searchsorted(rows, owners[start:stop])
    mine = np.flatnonzero(rows[of] == owners[start:stop])
    return mine + start, of[mine]
