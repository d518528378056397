"""What a page is built from: the framework and the scorecard as they stand, as the visitor may see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from threading import Lock

from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.insight.score import Score
from vitalfew.judge.private import for_viewer
from vitalfew.model.course import Course
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Rollup, Scorecard, Verdict
from vitalfew.model.wording import people
from vitalfew.rhythm.desk import Desk
from vitalfew.workspace import Workspace


@dataclass(frozen=True)
class Visit:
    """One look at one page: with which query, over which state of the workspace.

    `scorecard` is what the visitor may see; `judged` is all of it, for what is built of it and closed to others by itself.
    """

    workspace: Workspace
    scorecard: Scorecard
    judged: Scorecard
    query: Mapping[str, str]

    @property
    def framework(self) -> Framework:
        """The framework that is shown."""
        return self.workspace.framework

    @property
    def organisation(self) -> str:
        """What the organisation is called."""
        return self.framework.organization.name or "Vitalfew"

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of people by id."""
        return people(self.framework)

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        """Verdicts by the id of the KPI."""
        return {verdict.ref.id: verdict for verdict in self.scorecard.verdicts}

    @cached_property
    def rollups(self) -> Mapping[str, Rollup]:
        """Judgements of objectives by id."""
        return {rollup.ref.id: rollup for rollup in self.scorecard.objectives}

    def course(self, kpi: Kpi, *, most: int) -> Course:
        """Give the last periods of a KPI that has a verdict."""
        from vitalfew.judge.course import course  # noqa: PLC0415  # the data engine loads late

        seen = self.workspace.shown(self.workspace.observations.latest())
        return course(self.framework, kpi, seen, self.verdicts[kpi.id], today=self.workspace.today, most=most)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the audit finds."""
        return self.workspace.check()

    @cached_property
    def score(self) -> Score:
        """Maturity, qualities and coverage."""
        return self.workspace.score()

    @contextmanager
    def reading(self) -> Iterator[Desk]:
        """Look at what was decided, as the visitor may."""
        with self.workspace.reading(by=self.workspace.viewer or "") as desk:
            yield desk

    def title(self, ref: Ref) -> str:
        """Give what a noun is called."""
        noun = self.framework.index.get(ref)
        return str(getattr(noun, "title", None) or getattr(noun, "name", None) or ref.id)

    def local(self, at: datetime) -> datetime:
        """Give a moment by the organisation's clock."""
        return at.astimezone(self.framework.calendar.hours.zone)

    def day(self, at: datetime) -> date:
        """Give the organisation's day."""
        return self.framework.calendar.hours.day(at)

    @property
    def footing(self) -> str:
        """As of when this is, in one line."""
        return f"As of {self.scorecard.as_of:%-d %B %Y}. A missing number is shown as missing, never as zero."


class Held:
    """The state of a workspace that pages are built from, read anew when files, data or the day have changed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = Lock()
        self._stamp: tuple[object, ...] = ()
        self._state: tuple[Workspace, Scorecard, Scorecard] | None = None

    def visit(self, query: Mapping[str, str]) -> Visit:
        """Give a look at the workspace as it is now."""
        with self._lock:
            stamp = self._stamp_now()
            if self._state is None or stamp != self._stamp:
                fresh = Workspace(self._workspace.root, self._workspace.as_of, self._workspace.viewer)
                judged = fresh.judged()
                self._state, self._stamp = (fresh, for_viewer(judged, fresh.framework, fresh.viewer), judged), stamp
            workspace, scorecard, judged = self._state
        return Visit(workspace, scorecard, judged, query)

    def _stamp_now(self) -> tuple[object, ...]:
        root = self._workspace.root
        folders = (root / "framework", root / "data" / "manual", root / "judgements")
        files = sorted((str(path), path.stat().st_mtime_ns) for folder in folders for path in folder.rglob("*") if path.is_file())
        measured: datetime | None = self._workspace.observations.measured_at()
        return (*files, measured, self._workspace.today)
