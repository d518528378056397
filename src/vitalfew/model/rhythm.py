"""The operating rhythm as declared: initiatives, cadences, ladders, governance, roadmap."""

import re
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, Strict

from vitalfew.base.said import say
from vitalfew.model.noun import (
    Count,
    DurationText,
    Flag,
    KpiId,
    Listed,
    Noun,
    Number,
    ObjectiveId,
    OrgUnitId,
    PersonId,
    Record,
    Text,
    refers,
)

Frequency = Literal["daily", "weekly", "monthly", "quarterly", "yearly"]
_DAY = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_RHYTHM = re.compile(
    rf"^(daily|weekly|monthly|quarterly|yearly)"
    rf"( on ((first|second|third|fourth|last) )?({_DAY}|business day|day ([1-9]|[12]\d|3[01])))?( ([01]?\d|2[0-3]):[0-5]\d)?$"
)


def _rhythm(text: str) -> str:
    if not _RHYTHM.match(text.strip().lower()):
        msg = say("`{text}` is not a rhythm such as `weekly on monday 09:00` or `monthly on first tuesday 14:00`", text=text)
        raise ValueError(msg)
    return text


RhythmText = Annotated[str, Strict(), AfterValidator(_rhythm)]


class Milestone(Record):
    """Something done by a day."""

    name: Text
    on: date | None = None
    done: Flag = False


class Move(Record):
    """The movement of a KPI that an initiative is expected to bring (INI-1).

    `compared_with` is a KPI that the initiative does not touch and that else goes the same ways, another region's, say (INI-3).
    """

    kpi: KpiId
    by: Number | None = None
    in_: Literal["points", "percent", "units"] = Field("units", alias="in")
    from_: date | None = Field(None, alias="from")
    until: date | None = None
    compared_with: KpiId | None = None


class Initiative(Noun):
    """Work that is to move KPIs."""

    kind_: ClassVar[str] = "initiative"

    name: Text | None = None
    description: Text | None = None
    objective: ObjectiveId | None = None
    owner: PersonId | None = None
    starts: date | None = None
    ends: date | None = None
    status: Literal["planned", "running", "done", "stopped"] | None = None
    verdict: Text | None = None
    budget: Number | None = None
    milestones: tuple[Milestone, ...] = ()
    moves: tuple[Move, ...] = ()


class Cadence(Noun):
    """A review that recurs: which tiers and units, who chairs, who attends (RHY-1)."""

    kind_: ClassVar[str] = "cadence"

    name: Text | None = None
    rhythm: RhythmText | None = None
    tiers: Annotated[tuple[Annotated[int, Strict(), Field(ge=1, le=3)], ...], Listed] = ()
    org_units: Annotated[tuple[OrgUnitId, ...], Listed] = ()
    minutes: Count | None = None
    focus: Text | None = None
    chair: PersonId | None = None
    audience: Annotated[tuple[PersonId, ...], Listed] = ()

    @property
    def frequency(self) -> Frequency | None:
        """How often it recurs."""
        return self.rhythm.split()[0].lower() if self.rhythm else None  # type: ignore[return-value]  # _rhythm checked it


class Step(Record):
    """To whom an escalation goes, and how long they have to acknowledge it."""

    to: Annotated[str, refers("person", "owner", "reviewer")]
    within: DurationText | None = None


class Ladder(Noun):
    """The way an escalation climbs (DEF-5)."""

    kind_: ClassVar[str] = "ladder"

    steps: tuple[Step, ...] = ()


class Governance(Record):
    """Who decides what (RHY-6)."""

    structure_owner: PersonId | None = None
    definitions: Literal["org-unit-head", "structure-owner"] = "org-unit-head"
    approvals: dict[
        Literal["definition", "target", "threshold", "owner", "formula", "objective", "structure"],
        tuple[Annotated[str, refers("person", "owner", "reviewer", "org-unit-head", "structure-owner")], ...],
    ] = Field(default_factory=dict)
    calibration: DurationText = "90 days"


class Checkpoint(Record):
    """A question to decide on a day."""

    question: Text
    decide: date | None = None


class Phase(Noun):
    """A phase of the roadmap (RHY-9)."""

    kind_: ClassVar[str] = "phase"

    phase: Text | None = None
    starts: date | None = None
    ends: date | None = None
    milestones: Annotated[tuple[Text, ...], Listed] = ()
    checkpoint: Checkpoint | None = None
