"""What a page is built from: the framework and the scorecard as they stand, as the visitor may see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from vitalfew.base.errors import Refused
from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.insight.score import Score
from vitalfew.judge.private import for_viewer
from vitalfew.model.course import Course
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Rollup, Scorecard, Verdict
from vitalfew.model.wording import people
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.governed import unapplied
from vitalfew.rhythm.rights import Capability, unit_of
from vitalfew.store.revisions import live
from vitalfew.web.gate import HERE, Who
from vitalfew.workspace import Workspace

if TYPE_CHECKING:
    from pyarrow import Table


@dataclass(frozen=True)
class Visit:
    """One look at one page, or one form sent from it, over which state of the workspace.

    `person` is who is looking, empty for nobody in particular; `who` is how they came in, and what they may do. `scorecard` is
    what they may see; `judged` is all of it, for what is built of it and closed to others by itself. `unapplied` are files that
    are not as the live revision has them, `told` what is shown this once.
    """

    workspace: Workspace
    scorecard: Scorecard
    judged: Scorecard
    person: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    who: Who
    unapplied: tuple[str, ...] = ()
    told: str = ""

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

    @cached_property
    def observed(self) -> Table:
        """What was measured and may be seen, read once in a visit."""
        return self.workspace.shown(self.workspace.observations.latest())

    def course(self, kpi: Kpi, *, most: int) -> Course:
        """Give the last periods of a KPI that has a verdict."""
        from vitalfew.judge.course import course  # noqa: PLC0415  # the data engine loads late

        return course(self.framework, kpi, self.observed, self.verdicts[kpi.id], today=self.workspace.today, most=most)

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
        with self.workspace.reading(by=self.person) as desk:
            yield replace(desk, rights=self.who.rights)

    @contextmanager
    def writing(self) -> Iterator[Desk]:
        """Decide something, as the visitor; raises Refused where nobody says who they are."""
        if not self.person:
            wanted = (
                "say on your page who you are" if self.who.is_open else "ask an administrator to link your account to a person"
            )
            raise Refused("nobody says who decides this", wanted)
        with self.workspace.writing(by=self.person) as desk:
            yield replace(desk, rights=self.who.rights)

    def may(self, what: Capability, about: Ref | None = None) -> bool:
        """Tell whether the visitor's roles let them do something, in the unit that a noun belongs to."""
        return self.who.rights.may(self.framework, what, unit_of(self.framework, about) if about else None)

    def said(self, name: str, wanted: str) -> str:
        """Give a field of the form; raises Refused where it is empty."""
        if not self.form.get(name):
            why = f"`{name.replace('_', ' ')}` is empty"
            raise Refused(why, wanted)
        return self.form[name]

    def said_day(self, name: str, wanted: str) -> date:
        """Give a day of the form; raises Refused where it is none."""
        try:
            return date.fromisoformat(self.said(name, wanted))
        except ValueError:
            why = f"`{self.form[name]}` is no day"
            raise Refused(why, wanted) from None

    def seen(self) -> int:
        """Give the version that a form was made for; raises Refused where it says none."""
        said = self.form.get("version", "")
        if not (said.isascii() and said.isdecimal() and len(said) < 10):
            raise Refused("the form does not say which version it is about", "load the page again")
        return int(said)

    @property
    def everybody(self) -> Sequence[tuple[str, str]]:
        """Who can be given something to do: ids and names."""
        here = (each for each in self.framework.people if each.name and not each.group and not each.left)
        return [(each.id, each.name or "") for each in here]

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
        return say("As of {day:%-d %B %Y}. A missing number is shown as missing, never as zero.", day=self.scorecard.as_of)


class State(NamedTuple):
    """What all visits share until something changes: the live workspace, its scorecard, and files that are not applied."""

    workspace: Workspace
    judged: Scorecard
    unapplied: tuple[str, ...]


class Held:
    """The state of a workspace that pages are built from, read anew when the live revision, files, data or the day have changed.

    What is live is shown; where nothing is live yet, the files as they are.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = Lock()
        self._stamp: tuple[object, ...] = ()
        self._state: State | None = None
        self._seen: dict[str, tuple[Workspace, Scorecard]] = {}

    @property
    def workspace(self) -> Workspace:
        """The workspace as it was last looked at."""
        return self._state[0] if self._state else self._workspace

    def visit(
        self, query: Mapping[str, str], *, person: str = "", form: Mapping[str, str] = {}, who: Who = HERE, told: str = ""
    ) -> Visit:
        """Give a look at the workspace as it is now, by a person of the framework.

        Where nobody signs in yet it is by whom the workspace is opened for, unless they say who they are.
        """
        with self._lock:
            stamp = self._stamp_now()
            if self._state is None or stamp != self._stamp:
                self._state, self._stamp, self._seen = self._read(), stamp, {}
            live, judged, unapplied = self._state
            usual = (self._workspace.viewer or "") if who.is_open else ""
            seer = person if person in live.framework.person else usual
            if seer not in self._seen:
                self._seen[seer] = (replace(live, viewer=seer or None), for_viewer(judged, live.framework, seer or None))
            own, scorecard = self._seen[seer]
        return Visit(own, scorecard, judged, seer, query, form, who, unapplied, told)

    def _read(self) -> State:
        fresh = Workspace(self._workspace.root, self._workspace.as_of).governed()
        return State(fresh, fresh.judged(), unapplied(fresh.store, fresh.root))

    def _stamp_now(self) -> tuple[object, ...]:
        root = self._workspace.root
        folders = (root / "framework", root / "data" / "manual", root / "judgements")
        files = sorted((str(path), path.stat().st_mtime_ns) for folder in folders for path in folder.rglob("*") if path.is_file())
        measured: datetime | None = self._workspace.observations.measured_at()
        with self._workspace.store.reading() as transaction:
            present = live(transaction)
        return (*files, measured, self._workspace.today, present.number if present else 0)
