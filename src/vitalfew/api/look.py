"""Who looks at what: all that resources know of the door that a request came through."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypeVar

from vitalfew.base.finding import Finding
from vitalfew.insight.score import Score
from vitalfew.model.course import Course
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Rollup, Scorecard, Verdict
from vitalfew.rhythm.desk import Desk
from vitalfew.workspace import Workspace

if TYPE_CHECKING:
    from pyarrow import Table

T = TypeVar("T")


class Look(Protocol):
    """A look at the workspace by a person, empty where nobody says who looks.

    `scorecard` is what they may see; `judged` is all of it, for what closes itself to others.
    """

    @property
    def workspace(self) -> Workspace:
        """The workspace as it is live."""

    @property
    def scorecard(self) -> Scorecard:
        """What the person may see."""

    @property
    def judged(self) -> Scorecard:
        """All of it."""

    @property
    def person(self) -> str:
        """Who looks."""

    @property
    def framework(self) -> Framework:
        """The live framework."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What the audit finds."""

    @property
    def score(self) -> Score:
        """Maturity, qualities and coverage."""

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """Verdicts by the id of the KPI."""

    @property
    def rollups(self) -> Mapping[str, Rollup]:
        """Judgements of objectives by id."""

    @property
    def observed(self) -> Table:
        """What was measured and the person may see."""

    def course(self, kpi: Kpi, *, most: int) -> Course:
        """Give the last periods of a KPI that has a verdict."""

    def once(self, name: str, make: Callable[[], T], of: object = None) -> T:
        """Give what follows from the state and from what the person may see alone; it is made once for all who see the same."""

    def reading(self) -> AbstractContextManager[Desk]:
        """Look at what was decided."""

    def writing(self) -> AbstractContextManager[Desk]:
        """Decide something; raises Refused where nobody says who does."""
