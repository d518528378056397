"""Measure KPIs: open the sources, ask them once for all measures, compute the formulas, say what could not be measured.

A KPI of which a source or a measure failed gives no rows, only a finding for the cause; the others are measured.
What was measured before is measured again from the first day on that may have changed, see `measure.look`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from vitalfew.base.finding import Finding
from vitalfew.measure.compute import Computer
from vitalfew.measure.earlier import Earlier, cut_from
from vitalfew.measure.failure import Failure, worded
from vitalfew.measure.gather import Bench, Gathered, gathering
from vitalfew.measure.look import Look
from vitalfew.measure.plan import Plan, plan
from vitalfew.measure.remark import remarks
from vitalfew.measure.rows import SCHEMA, Block, as_table
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.leaves import Leaves
from vitalfew.model.observation import Recorded
from vitalfew.model.recipe import recipe
from vitalfew.model.seen import Before, Sight

Progress = Callable[[str, int, int], None]
NOTHING = Recorded()
WHOLE = "KPIs"
"""The word of progress on the whole; other words tell of its parts."""
WORTH = 50_000
"""The rows of sources after which what is measured so far is worth a part of its own."""
MOST = 500_000
"""The observations after which a part ends, so that comparing and recording them takes bounded memory."""


@dataclass(frozen=True)
class Batch:
    """Some KPIs measured: their rows, what is worth a remark, the days from which on they were measured, and from what."""

    table: pa.Table
    findings: tuple[Finding, ...]
    since: Mapping[str, date]
    sight: Sight


EMPTY = Batch(SCHEMA.empty_table(), (), {}, Sight())


@dataclass(frozen=True)
class Measured:
    """Observations in the columns of `model.observation.COLUMNS`, and what could not be measured or is worth a remark.

    `since` says from which day on a KPI was measured again; one that it does not name was measured in full.
    `recorded` counts what the observations changed in the store, once they are recorded; `rest` is what was not kept on the way.
    `leaves` are what the formulas of KPIs were computed from, where their last complete period was measured again.
    """

    table: pa.Table
    findings: tuple[Finding, ...]
    recorded: Recorded = NOTHING
    since: Mapping[str, date] = field(default_factory=dict)
    rest: Batch | None = None
    leaves: Mapping[str, Leaves] = field(default_factory=dict)


Keep = Callable[[Batch], None]


@dataclass(frozen=True)
class Memory:
    """What a run may build upon: the last run of each KPI, and the rows that are known (none: measure all anew)."""

    before: Mapping[str, Before] = field(default_factory=dict)
    known: pa.Table | None = None


@dataclass
class _Work:
    """What is measured so far and not yet kept, and all that was."""

    plan: Plan
    recipes: Mapping[str, str]
    earlier: Earlier
    stamp: tuple[str, datetime]
    today: date
    keep: Keep
    tell: Progress
    tables: list[pa.Table] = field(default_factory=list)
    held: Batch | None = None
    done: set[str] = field(default_factory=set)
    since: dict[str, date] = field(default_factory=dict)
    remarks: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    read: int = 0
    leaves: dict[str, Leaves] = field(default_factory=dict)

    def take(self, gathered: Gathered, look: Look, *, last: bool) -> None:
        """Compute what is ready; keep it where it is worth it, or where nothing follows."""
        settled = len(self.done | {kpi for kpi, measures in look.measures.items() if measures <= gathered.settled})
        if settled < len(self.plan.wanted):
            self.tell(WHOLE, settled, len(self.plan.wanted))
        usable = gathered.settled - gathered.failed
        asked = (kpi for kpi in look.plan.wanted if kpi.id not in self.done)
        ready = [kpi for kpi in asked if look.measures[kpi.id] <= usable and look.is_wide(kpi.id)]
        if not ready or not (last or gathered.read - self.read >= WORTH):
            return
        self.read = gathered.read
        computer = Computer(self.plan, gathered, self.today)
        waiting: list[Kpi] = []
        blocks: list[Block] = []
        rows = 0
        for kpi in ready:
            own = [*_blocks(computer, kpi, self.recipes[kpi.id], look.since_of(kpi.id))]
            waiting.append(kpi)
            blocks.extend(own)
            rows += sum(len(block.result.series) for block in own)
            if rows >= MOST:
                self._batch(computer, look, waiting, blocks, last=False)
                computer, waiting, blocks, rows = Computer(self.plan, gathered, self.today), [], [], 0
        if waiting:
            self._batch(computer, look, waiting, blocks, last=last)

    def let_go(self) -> None:
        """Keep what was taken for the last, since more follows."""
        if self.held:
            self.keep(self.held)
        self.held = None

    def _batch(self, computer: Computer, look: Look, kpis: list[Kpi], blocks: list[Block], *, last: bool) -> None:
        since = {kpi.id: day for kpi in kpis if (day := look.since_of(kpi.id)) is not None}
        series = {kpi.id: self.earlier.joined(kpi, computer.result(kpi, kpi.grain).series, since.get(kpi.id)) for kpi in kpis}
        held = ((kpi.id, computer.leaves(kpi, self.recipes[kpi.id], since.get(kpi.id))) for kpi in kpis)
        self.leaves |= {kpi: leaves for kpi, leaves in held if leaves}
        for finding in remarks(series, self.plan.framework):
            self.remarks[finding.ref.id] = (*self.remarks.get(finding.ref.id, ()), finding)
        table = as_table(blocks, computer.calendar, run=self.stamp[0], recorded_at=self.stamp[1])
        ids = [kpi.id for kpi in kpis]
        found = tuple(finding for id_ in ids for finding in self.remarks.get(id_, ()))
        keys = {key for id_ in ids for key in look.since[id_]}
        sight = Sight({id_: self.recipes[id_] for id_ in ids}, {key: look.seen[key] for key in sorted(keys)})
        batch = Batch(table, found, since, sight)
        if last:
            self.held = batch
        else:
            self.keep(batch)
        self.tables.append(table)
        self.since |= since
        self.done.update(ids)


def measure(
    framework: Framework,
    root: Path,
    *,
    today: date,
    run: str,
    recorded_at: datetime,
    kpis: Sequence[str] = (),
    progress: Progress | None = None,
    memory: Memory | None = None,
    keep: Keep | None = None,
) -> Measured:
    """Measure the named KPIs, or all that are not retired, at their own grain and every coarser one (MON-1).

    Periods run from the first with data to the one that holds `today`, which is not over; with a `memory`, from the first that
    may be other than it remembers. `keep` is told of KPIs as soon as they are measured.
    """
    made, memory = plan(framework, kpis), memory or Memory()
    tell = progress or silent
    earlier = Earlier(framework.calendar.calendar, memory.known)
    recipes = {kpi.id: recipe(kpi, framework) for kpi in made.wanted}
    tell(WHOLE, 0, len(made.wanted))
    work = _Work(made, recipes, earlier, (run, recorded_at), today, keep or _forget, tell)
    failures = list(_measured(work, Bench(made, root, today, zone_of(framework), tell), memory.before))
    failed = frozenset[str]().union(*(each.measures for each in failures))
    short = [kpi.id for kpi in made.wanted if kpi.id not in work.done and not made.measures_of(kpi.id) & failed]
    if short:  # made of rows that changed in different years
        work.let_go()
        failures.extend(_measured(work, Bench(plan(framework, short), root, today, zone_of(framework), tell), {}))
    tell(WHOLE, len(made.wanted), len(made.wanted))
    users = _users(made)
    causes = [worded(each, _hit(each, users)) for each in dict.fromkeys(failures)]
    found = [finding for kpi in made.wanted for finding in work.remarks.get(kpi.id, ())]
    table = pa.concat_tables(work.tables) if work.tables else SCHEMA.empty_table()
    return Measured(table, (*made.findings, *causes, *found), since=work.since, rest=work.held, leaves=work.leaves)


def _measured(work: _Work, bench: Bench, before: Mapping[str, Before]) -> list[Failure]:
    """Gather, compute and keep; give what failed."""
    gathered, work.read = Gathered(), 0
    look = Look(bench.plan, before, bench.zone, bench.today)
    for _ in gathering(replace(bench, look=look), gathered):
        work.take(gathered, look, last=False)
    work.take(gathered, look, last=True)
    return gathered.failures


def _forget(batch: Batch) -> None:
    """Keep nothing."""


def zone_of(framework: Framework) -> str:
    """Give the organisation's time zone, UTC where it names none that exists."""
    return framework.calendar.zone.key


def silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


def _users(made: Plan) -> Mapping[str, Mapping[str, int]]:
    """Give the KPIs that each measure serves, with their places among all."""
    users: dict[str, dict[str, int]] = defaultdict(dict)
    for place, kpi in enumerate(made.wanted):
        for measure in made.measures_of(kpi.id):
            users[measure][kpi.id] = place
    return users


def _hit(failure: Failure, users: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Give the KPIs that a failure leaves without values, in their order."""
    hit = {kpi: place for measure in failure.measures for kpi, place in users.get(measure, {}).items()}
    return sorted(hit, key=hit.__getitem__)


def _blocks(computer: Computer, kpi: Kpi, hash_: str, since: date | None) -> Iterator[Block]:
    for grain in computer.plan.grains(kpi):
        first = computer.calendar.period(grain, since).number if since else None
        for slice_ in ("", *computer.slices(kpi, grain)):
            yield Block(kpi.id, hash_, grain, slice_, cut_from(computer.result(kpi, grain, slice_), first))
