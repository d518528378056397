"""The facade: a folder with a framework, its data and its store. What CLI, web and notebooks call; it alone wires rooms together.

Rooms that need the data engine are imported where they are first used, so that `check` feels instant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from os import urandom
from pathlib import Path
from typing import TYPE_CHECKING

from vitalfew.base.errors import UnknownName, WorkspaceMissing
from vitalfew.base.finding import Finding, Smell, by_place
from vitalfew.base.ref import Ref
from vitalfew.load import smells as load_smells
from vitalfew.load.read import Loaded, load, load_texts
from vitalfew.load.settings import settled
from vitalfew.load.silence import silence
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Line, Lines
from vitalfew.model.recipe import recipe
from vitalfew.model.visibility import hidden, recognised, told_to
from vitalfew.rules.engine import check
from vitalfew.rules.engine import smells as rule_smells
from vitalfew.store.variable import is_shared

if TYPE_CHECKING:
    from pyarrow import Table

    from vitalfew.insight.maturity import Response
    from vitalfew.insight.score import Score
    from vitalfew.measure.rehearsal import Rehearsal
    from vitalfew.measure.run import Measured
    from vitalfew.measure.todate import Boxes
    from vitalfew.model.difference import Difference
    from vitalfew.model.evidence import Evidence
    from vitalfew.model.seen import Before
    from vitalfew.model.verdict import Scorecard
    from vitalfew.rhythm.desk import Desk
    from vitalfew.rhythm.governed import Plan
    from vitalfew.store.database import Store, Transaction
    from vitalfew.store.observations import Observations
    from vitalfew.store.revisions import Revision

FOLDER = "framework"
STORE = ".vitalfew"
Progress = Callable[[str, int, int], None]
"""Told of long work: what is done, how many of how many."""


def smells() -> tuple[Smell, ...]:
    """Give every kind of finding there is, by code: of rules, of reading files, of measuring, of what is kept."""
    from vitalfew.measure import smells as measuring  # noqa: PLC0415  # `check` has no need of it
    from vitalfew.store import smells as keeping  # noqa: PLC0415  # `check` has no need of it

    found = (*rule_smells(), *load_smells.SMELLS, *measuring.SMELLS, *keeping.SMELLS)
    return tuple(sorted(found, key=lambda smell: smell.code))


def audit(loaded: Loaded, *, today: date, evidence: Evidence | None = None) -> list[Finding]:
    """Give every finding about a framework as read, sorted by place: silenced ones left out, severities as it sets them."""
    found = map(loaded.spans.place, check(loaded.framework, today=today, faulted=loaded.is_faulted, evidence=evidence))
    heard = silence([*loaded.findings, *found], loaded.silences, today=today)
    return sorted(settled(heard, loaded.framework), key=by_place)


@dataclass(frozen=True)
class Workspace:
    """A folder that holds `framework/`, perhaps data, and `.vitalfew/`.

    >>> from vitalfew import Workspace
    >>> workspace = Workspace.open("examples/meridian")  # doctest: +SKIP
    """

    root: Path
    as_of: date | None = None
    viewer: str | None = None
    texts: Mapping[str, bytes] | None = field(default=None, repr=False, compare=False)
    """The framework's files by path, where they are not those in the folder."""
    revision: int | None = field(default=None, repr=False, compare=False)
    """Which revision those files are of."""
    _lived: dict[int, Framework] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def open(cls, path: str | Path = ".", *, as_of: date | None = None, viewer: str | None = None) -> Workspace:
        """Open the workspace at a folder for a person; raises WorkspaceMissing where it has no framework files."""
        root = Path(path)
        if not (root / FOLDER).is_dir():
            raise WorkspaceMissing(root, above=False)
        return cls(root, as_of, viewer)

    @classmethod
    def find(cls, start: str | Path = ".", *, as_of: date | None = None, viewer: str | None = None) -> Workspace:
        """Open the nearest workspace at a folder or above it; raises WorkspaceMissing where there is none."""
        start = Path(start).resolve()
        for folder in (start, *start.parents):
            if (folder / FOLDER).is_dir():
                return cls(folder, as_of, viewer)
        raise WorkspaceMissing(start)

    @cached_property
    def loaded(self) -> Loaded:
        """The framework as read, with places and the faults of reading."""
        return load(self.root) if self.texts is None else load_texts(self.texts)

    @property
    def framework(self) -> Framework:
        """The framework; what could not be read of it is left out and among the findings of `check`."""
        return self.loaded.framework

    @property
    def files(self) -> tuple[str, ...]:
        """The framework's files, those that could not be read included; paths are relative to the folder."""
        faulty = {finding.place.file for finding in self.loaded.findings if finding.place}
        return tuple(sorted(faulty | {file for file, _ in self.loaded.spans.tops}))

    @property
    def today(self) -> date:
        """The one clock: `as_of`, else the calendar's `today`, else the day in the organisation's zone."""
        settings = self.framework.calendar
        if self.as_of or settings.today:
            return self.as_of or settings.today or date.min
        return datetime.now(settings.zone).date()

    @property
    def now(self) -> datetime:
        """The moment of the one clock, in UTC: the present one, on the day of `today` where that is fixed."""
        now = datetime.now(UTC)
        if not (self.as_of or self.framework.calendar.today):
            return now
        hours = self.framework.calendar.hours
        return hours.at(self.today, now.astimezone(hours.zone).time())

    @cached_property
    def unseen(self) -> frozenset[str]:
        """The KPIs whose figures `viewer` (an id, a name, an address) may not see; who is unknown or gone sees what is public."""
        person = self.framework.person.get(recognised(self.framework, self.viewer) or "")
        gone = person is None or bool(person.left and person.left <= self.today)
        return hidden(self.framework, None if gone or person is None else person.id)

    def shown(self, observations: Table) -> Table:
        """Give observations without the figures that the viewer may not see."""
        from vitalfew.judge.private import rows_without  # noqa: PLC0415  # the data engine loads late

        return rows_without(observations, self.unseen)

    @cached_property
    def lines(self) -> Lines:
        """The lines from KPIs up to the mission."""
        return Lines(self.framework)

    def check(self) -> list[Finding]:
        """Give every finding about the framework, sorted by place, silenced ones left out."""
        return audit(self.loaded, today=self.today, evidence=self.evidence)

    @property
    def evidence(self) -> Evidence | None:
        """What rules about evidence read and the viewer may see, as `measure` left it; None where nothing was measured."""
        if not (self.root / STORE).is_dir():
            return None
        from vitalfew.store.evidence import read_evidence  # noqa: PLC0415  # needs no data engine, and few have need of it

        found = read_evidence(self.root / STORE)
        return found and found.without(self.unseen)

    @cached_property
    def observations(self) -> Observations:
        """What has been measured: kept in the folder, or where `VITALFEW_DATABASE_URL` names a server; raises BadOption."""
        from vitalfew.store.observations import Observations  # noqa: PLC0415  # the data engine loads late

        if not is_shared():
            return Observations(self.root / STORE)
        from vitalfew.store.observed_rows import Rows  # noqa: PLC0415  # the database loads late

        return Observations(self.root / STORE, Rows(self.store))

    @property
    def is_measured(self) -> bool:
        """Tell whether anything was ever measured; needs no data engine where nothing was."""
        return (is_shared() or (self.root / STORE).is_dir()) and self.observations.measured_at() is not None

    @property
    def is_outdated(self) -> bool:
        """Tell whether a file under `framework/` or `data/` is newer than the last run of `measure`."""
        measured_at = self.observations.measured_at() if self.is_measured else None
        if measured_at is None:
            return True
        last = measured_at.replace(tzinfo=UTC).timestamp()
        files = (path for folder in (FOLDER, "data") for path in (self.root / folder).rglob("*"))
        return any(path.stat().st_mtime > last for path in files if path.is_file())

    def measure(
        self, kpis: Sequence[str] = (), *, full: bool = False, restate: bool = False, progress: Progress | None = None
    ) -> Measured:
        """Measure all KPIs (or some, by id) from the sources and record what is new; raises UnknownName.

        Periods are measured again from the first day on that may be other than the last run saw it; all of them where `full`.
        `restate` is full, and replaces complete values of an earlier definition too; else they stay, and a finding says so.
        """
        self._known(kpis)
        from vitalfew.insight.facts import keep_summary  # noqa: PLC0415  # the data engine loads late
        from vitalfew.measure.run import EMPTY, Batch, Memory, measure  # noqa: PLC0415  # as above
        from vitalfew.store.change import Run  # noqa: PLC0415  # as above
        from vitalfew.store.observations import Kept, together  # noqa: PLC0415  # as above

        now = datetime.now(UTC).replace(tzinfo=None)
        run = Run(f"{now:%Y%m%dT%H%M%S}-{urandom(3).hex()}", now, self.today, restate=restate)
        store = self.observations.holding()
        before = {} if full or restate else self._before(store)
        parts: list[Kept] = []

        def keep(batch: Batch) -> None:
            own, found = replace(run, since=batch.since), tuple(map(self.loaded.spans.place, batch.findings))
            ids = tuple(batch.sight.recipes)
            parts.append(store.record(batch.table, own, batch.sight, findings=found, kpis=ids, part=len(parts) + 1))

        measured = measure(
            self.framework,
            self.root,
            today=self.today,
            run=run.run,
            recorded_at=now,
            kpis=tuple(kpis),
            progress=progress,
            memory=Memory(before, store.latest() if before else None),
            keep=keep,
        )
        about = dict.fromkeys(finding for each in parts for finding in each.findings)
        findings = tuple(self.loaded.spans.place(finding) for finding in (*measured.findings, *about))
        rest = measured.rest or EMPTY
        own = replace(run, since=measured.since)
        parts.append(store.record(rest.table, own, rest.sight, findings=findings, kpis=tuple(kpis)))
        last = tuple(self.loaded.spans.place(finding) for finding in parts[-1].findings if finding not in about)
        keep_summary(self.framework, self.root, self.root / STORE, store.latest(), self.today, measured.leaves)
        said = told_to((*findings, *last), self.framework, self.unseen)
        return replace(measured, table=self.shown(measured.table), findings=said, recorded=together(parts), rest=None)

    def _before(self, store: Observations) -> Mapping[str, Before]:
        """Give the last run of each KPI that a run may build upon."""
        if not self.is_measured:
            return {}
        return store.before({kpi.id: recipe(kpi, self.framework) for kpi in self.framework.current_kpis})

    def boxes(self, kpis: Sequence[str] = ()) -> Boxes:
        """Measure all KPIs (or some, by id) to date as of yesterday, beside the year before; raises UnknownName.

        Nothing is recorded. `as_of` of the workspace is today, so the day before it is the last that counts.
        """
        self._known(kpis)
        from vitalfew.measure.todate import to_date  # noqa: PLC0415  # the data engine loads late

        found = to_date(self.framework, self.root, as_of=self.today - timedelta(days=1), kpis=tuple(kpis))
        placed = map(self.loaded.spans.place, found.findings)
        kpis_ = tuple(each.without_figures() if each.kpi in self.unseen else each for each in found.kpis)
        return replace(found, kpis=kpis_, findings=told_to(placed, self.framework, self.unseen))

    def _known(self, kpis: Sequence[str]) -> None:
        for id_ in kpis:
            if id_ not in self.framework.kpi:
                raise UnknownName("KPI", id_, self.framework.kpi)

    def rehearse(self, kpis: Sequence[str] = (), *, full: bool = False, progress: Progress | None = None) -> Rehearsal:
        """Give the queries that `measure` would put to the sources, and measure nothing; raises UnknownName."""
        self._known(kpis)
        from vitalfew.measure.rehearsal import rehearse  # noqa: PLC0415  # the data engine loads late
        from vitalfew.measure.run import silent, zone_of  # noqa: PLC0415  # as above

        before, zone = {} if full else self._before(self.observations), zone_of(self.framework)
        found = rehearse(
            self.framework, self.root, today=self.today, zone=zone, kpis=kpis, progress=progress or silent, before=before
        )
        return replace(found, findings=tuple(map(self.loaded.spans.place, found.findings)))

    def status(self) -> Scorecard:
        """Judge the latest observations of every KPI that is live or paused, and give what the viewer may see of it."""
        from vitalfew.judge.private import without  # noqa: PLC0415  # the data engine loads late

        return without(self.judged(), self.framework, self.unseen)

    def judged(self, latest: Table | None = None) -> Scorecard:
        """Judge the latest observations, read before perhaps, for nobody: `judge.private.for_viewer` closes private ones."""
        from vitalfew.judge.run import judge  # noqa: PLC0415  # the data engine loads late
        from vitalfew.store.judgement import judgements  # noqa: PLC0415  # as above

        seen, failed = self.observations.latest() if latest is None else latest, self.observations.findings()
        held = judgements(self.root, self.framework.kpi)
        said = (*failed, *held.findings)
        return judge(self.framework, seen, today=self.today, incomplete=said, own=held.judgements)

    def score(self, responses: Sequence[Response] | None = None) -> Score:
        """Score the framework as a whole (AUD-15, AUD-16, AUD-13); needs no data. `responses`, where they were read before."""
        from vitalfew.insight.score import score  # noqa: PLC0415  # `check` has no need of it

        return score(self.framework, self.lines, today=self.today, responses=self.responses() if responses is None else responses)

    def responses(self) -> tuple[Response, ...]:
        """Give how the escalations of a year were met; none where nothing was ever decided."""
        if not (is_shared() or (self.root / STORE / "store.db").is_file()):
            return ()
        from vitalfew.rhythm.response import met  # noqa: PLC0415  # the database loads late

        with self.reading() as desk:
            return met(desk, self.now - timedelta(days=365))

    def trace(self, ref: Ref) -> Line:
        """Give the line from a KPI or objective up to the mission, and what breaks it; raises UnknownName."""
        if ref not in self.lines.edges:
            raise UnknownName(ref.kind, ref.id, [each.id for each in self.lines.edges if each.kind == ref.kind])
        return self.lines.line(ref)

    @cached_property
    def store(self) -> Store:
        """Where decisions are kept: `.vitalfew/store.db`, or what `VITALFEW_DATABASE_URL` names; raises BadOption."""
        from vitalfew.store.database import Store, place  # noqa: PLC0415  # the database loads late

        return Store(place(self.root / STORE))

    def plan(self) -> Plan:
        """Give the difference between the files and the live revision; raises StoreUnusable."""
        from vitalfew.rhythm.governed import plan  # noqa: PLC0415  # the database loads late

        return plan(self.store, self.root, lambda loaded: audit(loaded, today=self.today, evidence=self.evidence))

    def apply(self, plan: Plan, *, by: str, message: str, waived: str | None = None) -> Revision:
        """Make what was planned the live revision; raises Refused on errors that are not waived, Overtaken."""
        from vitalfew.rhythm.governed import apply  # noqa: PLC0415  # the database loads late

        return apply(self.store, plan, by=by, at=datetime.now(UTC), message=message, waived=waived)

    def difference(self, before: int | None, after: int | None) -> Difference:
        """Compare two revisions, None being the files; raises UnknownName."""
        from vitalfew.model.difference import difference  # noqa: PLC0415  # few have need of it
        from vitalfew.rhythm.governed import framework_of  # noqa: PLC0415  # the database loads late

        was, now = (self.framework if each is None else framework_of(self.store, each) for each in (before, after))
        return difference(was, now)

    def revert(self, number: int, *, by: str, message: str | None = None) -> Revision:
        """Make a revision like an earlier one and write its files back; raises UnknownName, Refused, Overtaken."""
        from vitalfew.rhythm.governed import revert  # noqa: PLC0415  # the database loads late

        return revert(self.store, self.root, number, by=by, at=datetime.now(UTC), message=message)

    def export(self, target: Path | None = None, *, number: int | None = None) -> tuple[str, ...]:
        """Write the live revision's files (or another's) to an empty folder, else over the workspace's own.

        Gives their paths; raises UnknownName, TargetExists, Refused.
        """
        from vitalfew.rhythm.governed import export  # noqa: PLC0415  # the database loads late

        return export(self.store, self.root, target, number=number)

    def export_all(self, target: Path) -> tuple[str, ...]:
        """Write all that was decided, measured and entered and the viewer may see to an empty folder; raises TargetExists.

        Gives the paths of the files: open formats, with a README and a manifest.
        """
        from vitalfew.store.export import Eyes, export_all  # noqa: PLC0415  # the data engine loads late

        eyes = Eyes(self.viewer, self.unseen, self.shown, self.evidence)
        return export_all(self.store, self.root, self.observations, target, eyes, at=datetime.now(UTC))

    def governed(self, today: date | None = None) -> Workspace:
        """Give the workspace with the live revision instead of the files in the folder, on a day; as it is where none is live."""
        from vitalfew.rhythm.governed import live_files  # noqa: PLC0415  # the database loads late

        number, texts = live_files(self.store)
        return replace(self, as_of=today or self.as_of, texts=texts or self.texts, revision=number)

    @contextmanager
    def reading(self, *, by: str = "") -> Iterator[Desk]:
        """Look at what was decided, in one state of the store, with the live framework; the files' own where none is live."""
        with self.store.reading() as transaction:
            yield self._desk(transaction, by)

    @contextmanager
    def writing(self, *, by: str) -> Iterator[Desk]:
        """Decide something as one step that happens whole or not at all, with the live framework; raises Refused, StoreUnusable.

        Where nothing is live yet the files become the first revision. Whoever `by` names may do what their account may.
        """
        from vitalfew.rhythm.governed import found, seat  # noqa: PLC0415  # the database loads late

        found(self.store, self.root, lambda loaded: audit(loaded, today=self.today, evidence=self.evidence), at=self.now)
        with self.store.writing() as transaction:
            yield seat(self._desk(transaction, by))

    def _desk(self, transaction: Transaction, by: str) -> Desk:
        from vitalfew.rhythm.desk import Desk  # noqa: PLC0415  # the database loads late
        from vitalfew.rhythm.governed import live_framework  # noqa: PLC0415  # the database loads late

        if self.revision is not None:
            self._lived.setdefault(self.revision, self.framework)
        return Desk(transaction, live_framework(transaction, self._lived) or self.framework, self.now, by)
