"""What a page is built from: the framework and the scorecard as they stand, as the visitor may see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from vitalfew.base.errors import Refused
from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.insight.coverage import Matrix, matrices
from vitalfew.insight.score import Score
from vitalfew.model.course import Course
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Rollup, Scorecard, Verdict
from vitalfew.model.wording import people
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.rights import Capability, unit_of
from vitalfew.web.gate import HERE, Who
from vitalfew.web.state import Sight, State, States
from vitalfew.workspace import Workspace

if TYPE_CHECKING:
    from pyarrow import Table

T = TypeVar("T")
LENSES: Mapping[str, str] = {
    "financial": say("Financial"),
    "customer": say("Customer"),
    "internal-process": say("Internal process"),
    "learning-and-growth": say("Learning and growth"),
}
"""What the perspectives are called that stand where an organisation has declared none."""


@dataclass(frozen=True)
class Visit:
    """One look at one page, or one form sent from it, over which state of the workspace.

    `workspace` is as they may see it, `person` is who is looking, empty for nobody in particular; `who` is how they came in,
    and what they may do. `told` is what is shown this once.
    """

    workspace: Workspace
    state: State
    sight: Sight
    person: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    who: Who
    told: str = ""

    @property
    def scorecard(self) -> Scorecard:
        """What the visitor may see."""
        return self.sight.scorecard

    @property
    def judged(self) -> Scorecard:
        """All of it, for what is built of it and closed to others by itself."""
        return self.state.judged

    @property
    def unapplied(self) -> tuple[str, ...]:
        """The files that are not as the live revision has them."""
        return self.state.unapplied

    def once(self, name: str, make: Callable[[], T], of: object = None) -> T:
        """Give what follows from the state and from what the visitor may see alone; it is made once for all who see the same."""
        return self.sight.kept.once(name, make, of)

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

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """Verdicts by the id of the KPI."""
        return self.once("verdicts", lambda: {verdict.ref.id: verdict for verdict in self.scorecard.verdicts})

    @property
    def rollups(self) -> Mapping[str, Rollup]:
        """Judgements of objectives by id."""
        return self.once("rollups", lambda: {rollup.ref.id: rollup for rollup in self.scorecard.objectives})

    @property
    def observed(self) -> Table:
        """What was measured and may be seen."""
        return self.once("observed", lambda: self.workspace.shown(self.state.observed))

    def course(self, kpi: Kpi, *, most: int) -> Course:
        """Give the last periods of a KPI that has a verdict."""
        from vitalfew.judge.course import course  # noqa: PLC0415  # the data engine loads late

        return course(self.framework, kpi, self.observed, self.verdicts[kpi.id], today=self.workspace.today, most=most)

    @property
    def findings(self) -> Sequence[Finding]:
        """What the audit finds."""
        return self.once("findings", lambda: tuple(self.workspace.check()))

    @property
    def score(self) -> Score:
        """Maturity, qualities and coverage; maturity follows from how escalations are met too."""
        responses = self.workspace.responses()
        return self.once("score", lambda: self.workspace.score(responses), of=responses)

    @property
    def coverage(self) -> Sequence[Matrix]:
        """What KPIs cover and leave out."""
        return self.once("coverage", lambda: matrices(self.framework, self.workspace.lines))

    @contextmanager
    def reading(self) -> Iterator[Desk]:
        """Look at what was decided, as the visitor may."""
        with self.workspace.reading(by=self.person) as desk:
            yield replace(desk, rights=self.who.rights)

    @contextmanager
    def writing(self) -> Iterator[Desk]:
        """Decide something, as the visitor; raises Refused where nobody says who they are."""
        if not self.person:
            alone = say("say on your page who you are")
            wanted = alone if self.who.is_open else say("ask an administrator to link your account to a person")
            raise Refused(say("nobody says who decides this"), wanted)
        with self.workspace.writing(by=self.person) as desk:
            yield replace(desk, rights=self.who.rights)

    def may(self, what: Capability, about: Ref | None = None) -> bool:
        """Tell whether the visitor's roles let them do something, in the unit that a noun belongs to."""
        return self.who.rights.may(self.framework, what, unit_of(self.framework, about) if about else None)

    def may_edit(self, kind: str, id_: str = "") -> bool:
        """Tell whether the visitor's roles let them ask for a change of a noun, or for a new one."""
        return self.may("propose", Ref(kind, id_))

    @cached_property
    def may_start(self) -> bool:
        """Tell whether to offer a workspace of one's own: over the demo or an empty one, at the machine itself."""
        from vitalfew.demo.organisation import holds_demo  # noqa: PLC0415  # the demo is aside

        return self.who.is_open and (not self.framework.objectives or holds_demo(self.workspace.root))

    @cached_property
    def collected(self) -> int:
        """How many changes the visitor has collected and not asked for yet."""
        from vitalfew.rhythm.drafts import draft  # noqa: PLC0415  # it reads what forms wrote

        if not self.person or not self.who.rights.anywhere("propose"):
            return 0
        with self.reading() as desk:
            own = draft(desk)
        return len(own.wanted) if own else 0

    def said(self, name: str, wanted: str) -> str:
        """Give a field of the form; raises Refused where it is empty."""
        if not self.form.get(name):
            raise Refused(say("`{field}` is empty", field=word(name.replace("_", " "))), wanted)
        return self.form[name]

    def said_day(self, name: str, wanted: str) -> date:
        """Give a day of the form; raises Refused where it is none."""
        try:
            return date.fromisoformat(self.said(name, wanted))
        except ValueError:
            raise Refused(say("`{text}` is no day", text=self.form[name]), wanted) from None

    def seen(self) -> int:
        """Give the version that a form was made for; raises Refused where it says none."""
        said = self.form.get("version", "")
        if not (said.isascii() and said.isdecimal() and len(said) < 10):
            raise Refused(say("the form does not say which version it is about"), say("load the page again"))
        return int(said)

    @property
    def everybody(self) -> Sequence[tuple[str, str]]:
        """Who can be given something to do: ids and names."""
        here = (each for each in self.framework.people if each.name and not each.group and not each.left)
        return [(each.id, each.name or "") for each in here]

    def title(self, ref: Ref) -> str:
        """Give what a noun is called."""
        if ref.kind == "perspective" and not self.framework.perspectives and ref.id in LENSES:
            return LENSES[ref.id]
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


class Held(States):
    """The state of a workspace, looked at by people."""

    def visit(
        self, query: Mapping[str, str], *, person: str = "", form: Mapping[str, str] = {}, who: Who = HERE, told: str = ""
    ) -> Visit:
        """Give a look at the workspace as it is now, by a person of the framework.

        Where nobody signs in yet it is by whom the workspace is opened for, unless they say who they are.
        """
        state = self.now()
        usual = (self.first.viewer or "") if who.is_open else ""
        seer = person if person in state.workspace.framework.person else usual
        own, sight = state.seen(seer or None)
        return Visit(own, state, sight, seer, query, form, who, told)
