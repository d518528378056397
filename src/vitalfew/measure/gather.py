"""Open sources, ask them for every measure of a plan, and collect the series and what failed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from vitalfew.base.period import GRAINS, Grain
from vitalfew.base.ref import Ref
from vitalfew.measure.coverage import Coverage, coverage
from vitalfew.measure.failure import Failure, of_fault, of_refusal
from vitalfew.measure.fold import MOST_CELLS, MOST_DAYS, folds
from vitalfew.measure.frame import Frame, Windows
from vitalfew.measure.look import Look, days_sql, slices_of
from vitalfew.measure.plan import Plan
from vitalfew.measure.prepare import Basis, Part, Prepared, prepare
from vitalfew.measure.query import MOST_SLICES, ask, ask_once, blank
from vitalfew.measure.series import Series
from vitalfew.measure.smells import SMELL
from vitalfew.measure.snippet import to_sql
from vitalfew.model.measure import Measure
from vitalfew.model.seen import Seen
from vitalfew.model.source import Source
from vitalfew.sources.engine import Database, Refusal, quoted
from vitalfew.sources.open import open_source
from vitalfew.sources.opened import Opened

Progress = Callable[[str, int, int], None]


@dataclass
class Gathered:
    """Series by key, grain and slice; the blank series of a key and grain; how measures were prepared; what failed.

    `slices` are those of all days, where a run looks at some of them.
    `settled` are the measures that were asked for or failed so far, `read` is the number of rows that this took.
    """

    series: dict[tuple[str, Grain], dict[str, Series]] = field(default_factory=dict)
    blanks: dict[tuple[str, Grain], Series] = field(default_factory=dict)
    prepared: dict[str, Prepared] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    slices: dict[Basis, Sequence[str]] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    read: int = 0

    @property
    def failed(self) -> frozenset[str]:
        """The measures without values."""
        return frozenset(measure for failure in self.failures for measure in failure.measures)


@dataclass(frozen=True)
class Bench:
    """What all steps of gathering share; where there are `windows` they are measured, under the grain of a day.

    `look` says from which day on rows are asked for; all are where it is left out.
    """

    plan: Plan
    root: Path
    today: date
    zone: str
    progress: Progress
    windows: Windows = ()
    opener: Callable[[Source, Path, str], Opened] = open_source
    look: Look | None = None


def gather(bench: Bench) -> Gathered:
    """Measure what a plan needs, source by source."""
    gathered = Gathered()
    for _ in gathering(bench, gathered):
        pass
    return gathered


def gathering(bench: Bench, gathered: Gathered) -> Iterator[None]:
    """Measure what a plan needs into `gathered`, and pause after each group of measures that share rows."""
    measures: dict[str, dict[str, Measure]] = defaultdict(dict)
    for name in bench.plan.needs:
        measure = bench.plan.framework.measure[name]
        measures[measure.source or ""][name] = measure
    sources = [source for source in bench.plan.framework.sources if source.id in measures]
    for place, source in enumerate(sources):
        bench.progress("sources", place, len(sources))
        bench.progress(f"source {source.id}", 0, 1)
        yield from _from_source(bench, gathered, source, measures[source.id])
        gathered.settled.update(measures[source.id])
        yield
    bench.progress("sources", len(sources), len(sources))


def _from_source(bench: Bench, gathered: Gathered, source: Source, measures: Mapping[str, Measure]) -> Iterator[None]:
    opened = bench.opener(source, bench.root, bench.zone)
    tables = {name: _tables(measure, opened) for name, measure in measures.items()}
    for fault in opened.faults:
        hit = [name for name, used in tables.items() if fault.table is None or used is None or fault.table in used]
        gathered.failures.append(of_fault(fault, source.ref, hit))
    if opened.database is None:
        return
    lost = gathered.failed
    try:
        asked = [each for id_, each in measures.items() if id_ not in lost]
        yield from _ask_source(bench, gathered, opened, opened.database, asked)
    finally:
        opened.database.close()


def _tables(measure: Measure, opened: Opened) -> frozenset[str] | None:
    """Give the tables that a measure reads; None where that is not known, so that any fault touches it."""
    if measure.sql is not None:
        text = measure.sql.casefold()
        return frozenset(each for each in {*opened.tables, *(name for name in opened.spoiled if name)} if each in text)
    name = opened.find(measure.table)
    return frozenset({name} if name else ())


def _ask_source(bench: Bench, gathered: Gathered, opened: Opened, database: Database, measures: list[Measure]) -> Iterator[None]:
    bases: dict[Basis, list[Part]] = defaultdict(list)
    for measure in measures:
        prepared = prepare(measure, opened, set(bench.plan.needs[measure.id]), bench.zone)
        if isinstance(prepared, Failure):
            gathered.failures.append(prepared)
            continue
        gathered.prepared[measure.id] = prepared
        for part in prepared.parts:
            bases[part.basis].append(part)
    for place, (basis, parts) in enumerate(bases.items()):
        bench.progress(basis.table or parts[0].measure.id, place, len(bases))
        _ask_basis(bench, gathered, opened, database, basis, parts)
        gathered.settled.update(part.measure.id for part in parts)
        yield


def _ask_basis(bench: Bench, gathered: Gathered, opened: Opened, database: Database, basis: Basis, parts: list[Part]) -> None:
    ids = frozenset(part.measure.id for part in parts)
    found = database.run(days_sql(database, basis, summed=bench.look is not None))
    if isinstance(found, Refusal):
        table = opened.tables.get(basis.table or "")
        failure = of_refusal(found, parts[0].measure, table, database, {})
        gathered.failures.append(Failure(failure.finding, ids))
        return
    days, counts = found["/day"].to_pylist(), found["/c"].to_pylist()
    undated = counts.pop() if days and days[-1] is None else 0
    days = days[: len(counts)]
    missed = _missed(database, basis, parts) if undated and days else undated
    if missed or not days:
        gathered.failures.append(_undated(basis, parts, missed, sum(counts) + undated - missed))
    if not days:
        return
    held = opened.tables.get(basis.table or "")
    grain = held.grain if held else None
    slices = gathered.slices[basis] = slices_of(database, basis, bench.today) if bench.look and basis.by else ()
    seen = bench.look.see(basis, found, grain, slices) if bench.look else Seen("", tuple(days), tuple(counts), ())
    days, counts = [*seen.days], [*seen.rows]
    cover = coverage(bench.plan.framework.calendar.calendar, days, counts, grain=grain)
    start = bench.look.start(basis, parts, seen, cover, grain) if bench.look else None
    gathered.read += sum(count for day, count in zip(days, counts, strict=True) if start is None or day >= start)
    frames = [*_frames(bench, cover, days[0], start)]
    by_day = _day_by_day(bench, cover, days[0])
    together = [part for part in parts if by_day.count <= MOST_DAYS and _is_folded(bench, part)]
    if basis.by and together and not _few_slices(database, basis, by_day):
        together = []
    at_once = {part.key for part in together}
    for looks_back, start_frame in ((False, frames[0]), (True, by_day)):
        alike = [part for part in together if looks_back is _looks_back(bench, part)]
        _ask_together(bench, gathered, opened, database, start_frame, frames, alike)
    for frame in frames:
        asked = [part for part in parts if part.key not in at_once and _is_needed(bench, part, frame)]
        for over in dict.fromkeys(part.measure.over for part in asked):
            own = frame if over is None else frame.looking_back(over)
            _ask_grain(gathered, opened, database, basis, own, [part for part in asked if part.measure.over == over])


def _is_folded(bench: Bench, part: Part) -> bool:
    return (_looks_back(bench, part) or len(bench.plan.grains_of(part.measure.id)) > 1) and folds(part)


def _looks_back(bench: Bench, part: Part) -> bool:
    return bool(bench.windows) or part.measure.over is not None


def _day_by_day(bench: Bench, cover: Coverage, first_day: date) -> Frame:
    first = cover.calendar.period("day", first_day).number
    count = max(0, cover.calendar.period("day", bench.today).number - first + 1)
    return Frame(cover.calendar, "day", first, count, bench.today, cover)


def _few_slices(database: Database, basis: Basis, by_day: Frame) -> bool:
    """Tell whether there are so few slices that their days are soon told."""
    names = ", ".join(quoted(each) for each in basis.by)
    found = database.run(f'SELECT count(*) AS "/c" FROM (SELECT {names} FROM {basis.rows} GROUP BY {names})')
    return not isinstance(found, Refusal) and found["/c"][0].as_py() * by_day.count <= MOST_CELLS


def _is_needed(bench: Bench, part: Part, frame: Frame) -> bool:
    return bool(bench.windows) or frame.grain in bench.plan.grains_of(part.measure.id)


def _frames(bench: Bench, cover: Coverage, first_day: date, start: date | None) -> Iterator[Frame]:
    if bench.windows:
        yield Frame(cover.calendar, "day", 0, len(bench.windows), bench.today, cover, bench.windows)
        return
    for grain in GRAINS:
        first = cover.calendar.period(grain, max(first_day, start or first_day)).number
        count = max(0, cover.calendar.period(grain, bench.today).number - first + 1)
        yield Frame(cover.calendar, grain, first, count, bench.today, cover, cut=start is not None and count > 0)


def _missed(database: Database, basis: Basis, parts: list[Part]) -> int:
    """Count the rows without a day that a measure would count; one that its condition leaves out is not due yet."""
    conditions = {to_sql(part.where) if part.where is not None else "TRUE" for part in parts}
    passing = "TRUE" if "TRUE" in conditions else " OR ".join(f"({each})" for each in sorted(conditions))
    for condition in (passing, "TRUE"):  # a condition that the engine refuses is told with its measure
        found = database.run(f'SELECT count(*) AS "/c" FROM {basis.rows} WHERE ({basis.day}) IS NULL AND ({condition})')
        if not isinstance(found, Refusal):
            return int(found["/c"][0].as_py())
    return 0


def _undated(basis: Basis, parts: list[Part], undated: int, dated: int) -> Failure:
    where = f"table `{basis.table}`" if basis.table else f"the query of measure `{parts[0].measure.id}`"
    ref = Ref("source", basis.source) if basis.table else parts[0].measure.ref
    if dated:
        message = f"{undated:,} of {undated + dated:,} rows of {where} have no date in `{basis.column}` and are left out"
        return Failure(SMELL["undated-rows"].at(ref, message))
    ids = frozenset(part.measure.id for part in parts)
    if not undated:
        return Failure(SMELL["empty-data"].at(ref, f"{where} holds no rows"), ids)
    message = f"none of the {undated:,} rows of {where} has a date in `{basis.column}`"
    return Failure(SMELL["undated-rows"].at(ref, message, severity="error"), ids)


def _ask_grain(gathered: Gathered, opened: Opened, database: Database, basis: Basis, frame: Frame, parts: list[Part]) -> None:
    table = opened.tables.get(basis.table or "")
    lost = gathered.failed
    asked = [part for part in parts if part.measure.id not in lost]
    for part, answer in ask(database, basis, frame, asked, table):
        if isinstance(answer, Refusal):
            gathered.failures.append(of_refusal(answer, part.measure, table, database, part.used))
            continue
        _keep(gathered, frame, part, answer)


def _keep(gathered: Gathered, frame: Frame, part: Part, answer: dict[str, Series]) -> None:
    gathered.series[part.key, frame.grain] = answer
    if not part.basis.by:
        return
    empty = gathered.blanks[part.key, frame.grain] = blank(frame, part)
    slices = gathered.slices.get(part.basis, ())
    if 0 < len(slices) < MOST_SLICES:  # those that do not occur where a run looks stay slices all the same
        gathered.series[part.key, frame.grain] = {**dict.fromkeys(slices, empty), **answer}
        return
    many = _too_many(part)
    if len(answer) == 1 and (answer[""].reason == 0).any() and many not in gathered.failures:
        gathered.failures.append(many)


def _ask_together(
    bench: Bench,
    gathered: Gathered,
    opened: Opened,
    database: Database,
    by_day: Frame,
    frames: list[Frame],
    parts: list[Part],
) -> None:
    """Ask once for parts whose longer periods come of their days."""
    if not parts:
        return
    table = opened.tables.get(parts[0].basis.table or "")
    for part, frame, answer in ask_once(database, parts[0].basis, by_day, frames, parts, table):
        if isinstance(answer, Refusal):
            gathered.failures.append(of_refusal(answer, part.measure, table, database, part.used))
        elif _is_needed(bench, part, frame):
            _keep(gathered, frame, part, answer)


def _too_many(part: Part) -> Failure:
    names = ", ".join(f"`{each}`" for each in part.basis.by)
    message = f"`{part.measure.id}` falls into more than {MOST_SLICES:,} slices by {names}; only the whole is measured"
    return Failure(SMELL["too-many-slices"].at(part.measure.ref, message, field="by"))
