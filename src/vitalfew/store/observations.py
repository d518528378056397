"""Observations of a workspace: append-only, each row with the time it was recorded, behind one interface.

What a run changes and what is current is decided here, once; where runs and rows are kept is `store.observed`'s: Parquet segments
and a file per run in the folder, or tables in the database that a team shares. Either way a run is seen whole or not at all.
A run may keep parts of itself before it ends, each in the same way; they stand if it never ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.model.observation import Recorded
from vitalfew.model.seen import Before, Sight
from vitalfew.store.change import SCHEMA, Run, change, newest, recipes_of, standing
from vitalfew.store.compact import covers, read_compact, stamps, write_compact
from vitalfew.store.ledger import RunEntry
from vitalfew.store.observed import Files, Runs, only
from vitalfew.store.outdated import outdated
from vitalfew.store.sight import as_file, before, unneeded
from vitalfew.store.smells import DAMAGED

NOTHING = Sight()


@dataclass(frozen=True)
class Kept:
    """What a run changed, and what was found about the history in doing so."""

    recorded: Recorded
    findings: tuple[Finding, ...]


def together(parts: Sequence[Kept]) -> Recorded:
    """Count what the parts of a run changed."""
    return Recorded(*(sum(counts) for counts in zip(*(each.recorded for each in parts), strict=True)))


@dataclass(frozen=True)
class Observations:
    """What has been measured in a workspace; `folder` is its `.vitalfew`.

    `shared` is where a team keeps runs and rows; the folder itself does where there is none.
    `held` are the newest rows of the runs that were there at the last look, where they are to be kept for the next.
    """

    folder: Path
    shared: Runs | None = None
    held: dict[tuple[str, ...], pa.Table] | None = field(default=None, compare=False, repr=False)

    def holding(self) -> Observations:
        """Give the same for the length of a run, which reads what is known once."""
        return replace(self, held={})

    @property
    def runs(self) -> Runs:
        """Where runs and rows are kept."""
        return self.shared or Files(self.folder)

    def record(
        self,
        table: pa.Table,
        run: Run,
        sight: Sight = NOTHING,
        *,
        findings: Sequence[Finding],
        kpis: Sequence[str],
        part: int | None = None,
    ) -> Kept:
        """Keep the rows that say something new, and the run itself (AUD-1); see `store.change` for what is taken.

        `kpis` are the KPIs that the run was asked for, empty for all of them; `sight` is what the next run may build upon.
        A `part` is kept before its run ends, and stands if it never does.
        """
        rows = table.select(SCHEMA.names).cast(SCHEMA)
        with self.runs.adding() as add:
            entries = self.runs.entries()
            about = recipes_of(rows)
            known = self._known(entries, about["kpi"].to_pylist() if part is not None else None)
            made = change(known, _days(entries, known), rows, run)
            after = newest(pa.concat_tables([known, made.rows])) if made.rows.num_rows else known
            found = (*outdated(after, about), *self._damaged(entries))
            entry = RunEntry(
                run.run, run.recorded_at, tuple(kpis), None, (*findings, *found), run.today, _earliest(run), run.restate
            )
            forms = {key: each.form for key, each in sight.seen.items()}
            entry = replace(entry, part=part, recipes=sight.recipes, forms=forms)
            entry = add(entry, made.rows, as_file(sight.seen) if forms else None)
        if part is None:
            self._hold([*entries, entry], after)
            self._tidy([*entries, entry], after, fresh=entry.segment is not None and (len(entries) > 0 or self.runs.is_shared))
        return Kept(made.recorded, found)

    def _tidy(self, entries: Sequence[RunEntry], after: pa.Table, *, fresh: bool) -> None:
        """Make reading quick, where anything is new, and remove what no run looks at any more."""
        if fresh and not self.runs.lost(entries):
            write_compact(self.folder, entries, after)
        self.runs.drop_seen(unneeded(entries))

    def before(self, recipes: Mapping[str, str]) -> dict[str, Before]:
        """Give the last run of each KPI and what it saw, where a run may build upon it.

        It may not where that run had another recipe than here, where older rows wait to be restated, or where any are lost.
        """
        entries = self.runs.entries()
        found = before(self.runs.seen, entries, recipes)
        if not found or self.runs.lost(_since_full(entries)):
            return {}
        known = self._known(entries).group_by(["kpi", "recipe"]).aggregate([])
        pairs = zip(*(known[name].to_pylist() for name in ("kpi", "recipe")), strict=True)
        other = {kpi for kpi, recipe in pairs if recipes.get(kpi) != recipe}
        return {kpi: each for kpi, each in found.items() if kpi not in other}

    def latest(self) -> pa.Table:
        """Give the newest row of every KPI, grain, period and slice; an empty table where nothing was measured."""
        return self._known(self.runs.entries())

    def _known(self, entries: Sequence[RunEntry], kpis: Sequence[str] | None = None) -> pa.Table:
        """Give the newest rows of some runs, of some KPIs or all: what is held or compacted, and the rows of later runs."""
        covered, first = self._first(entries)
        later = self.runs.rows([entry for entry in entries[covered:] if entry.segment and _is_about(entry, kpis)], kpis)
        found = newest(pa.concat_tables([only(first, kpis), *later]).combine_chunks()) if later else only(first, kpis)
        if kpis is None and covered < len(entries):
            self._hold(entries, found)
        return found

    def _first(self, entries: Sequence[RunEntry]) -> tuple[int, pa.Table]:
        """Give the number of runs, from the first, whose newest rows are at hand, and these rows."""
        for runs, rows in (self.held or {}).items():
            if covers(runs, entries):
                return len(runs), rows
        covered, compact = read_compact(self.folder, entries)
        rows = SCHEMA.empty_table() if compact is None else standing(compact.cast(SCHEMA))
        self._hold(entries[:covered], rows)
        return covered, rows

    def _hold(self, entries: Sequence[RunEntry], rows: pa.Table) -> None:
        if self.held is not None:
            self.held.clear()
            self.held[stamps(entries)] = rows

    def history(self, kpi: str) -> pa.Table:
        """Give every row that was ever recorded of a KPI, oldest run first; the withdrawing ones too."""
        parts = self.runs.rows(self.runs.entries(), [kpi])
        return pa.concat_tables(parts).combine_chunks() if parts else SCHEMA.empty_table()

    def as_reported(self, kpi: str, at: datetime | None = None) -> pa.Table:
        """Give what was known of a KPI at a time in UTC (none: now), whatever its definition was."""
        rows = self.history(kpi)
        return newest(rows if at is None else rows.filter(pc.less_equal(rows["recorded_at"], pa.scalar(at, pa.timestamp("us")))))

    def as_defined(self, kpi: str, recipe: str) -> pa.Table:
        """Give what is known of a KPI by one definition alone; a period not measured by it is not there."""
        rows = self.history(kpi)
        return newest(rows.filter(pc.equal(rows["recipe"], recipe)))

    def findings(self) -> tuple[Finding, ...]:
        """Give what the last run over all KPIs found; a later run over some renews what concerns them.

        What such a run no longer finds about other nouns stays until the next run over all.
        """
        entries = self.runs.entries()
        found: dict[object, Finding] = {}
        for entry in _from_last(entries, lambda entry: not entry.kpis):
            own = {Ref("kpi", kpi) for kpi in entry.kpis}
            found = {key: finding for key, finding in found.items() if finding.ref not in own}
            found |= {(each.code, each.ref, each.field, each.message): each for each in entry.findings}
        told = set(found.values())
        return (*found.values(), *(each for each in self._damaged(entries) if each not in told))

    def _damaged(self, entries: Sequence[RunEntry]) -> list[Finding]:
        """Word the segments that cannot be read, since the last run that measured all anew and so made up for older ones."""
        recent = _since_full(entries)
        return [
            DAMAGED.at(
                Ref("file", f"observations/{each.name}"),
                f"`observations/{each.name}` with {each.rows:,} observations is not what was written",
            )
            for each in self.runs.lost(recent)
        ]

    def measured_at(self) -> datetime | None:
        """Give the time of the last run, in UTC; None before the first."""
        entries = self.runs.entries()
        return entries[-1].recorded_at if entries else None


def _is_about(entry: RunEntry, kpis: Sequence[str] | None) -> bool:
    """Tell whether a run may have rows of some KPIs."""
    if kpis is None or entry.part is None or entry.recipes is None:
        return True
    return not entry.recipes.keys().isdisjoint(kpis)


def _earliest(run: Run) -> date | None:
    return min(run.since.values(), default=None)


def _since_full(entries: Sequence[RunEntry]) -> Sequence[RunEntry]:
    """Give the parts and ends of runs from the last one on that measured all."""
    recent = _from_last(entries, lambda entry: entry.part is None and not entry.kpis and entry.since is None)
    return [entry for entry in entries if recent and (entry in recent or entry.run == recent[0].run)]


def _days(entries: Sequence[RunEntry], known: pa.Table) -> pa.ChunkedArray:
    """Give for each row the day as of which it was measured; null where its run does not say."""
    runs = pa.array([entry.run for entry in entries], pa.string())
    days = pa.array([entry.today for entry in entries], pa.date32())
    return pa.chunked_array([days]).take(pc.index_in(known["run"], value_set=runs))


def _from_last(entries: Sequence[RunEntry], is_start: Callable[[RunEntry], bool]) -> Sequence[RunEntry]:
    """Give the runs from the last of a sort on; all where there is none."""
    return entries[max((place for place, entry in enumerate(entries) if is_start(entry)), default=0) :]
