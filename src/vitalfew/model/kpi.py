"""A KPI: a formula over measures that one person answers for, with a target."""

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, Strict, model_validator

from vitalfew.base.period import Grain
from vitalfew.base.said import say, several
from vitalfew.model.answer import Answer
from vitalfew.model.noun import (
    CadenceId,
    Count,
    DurationText,
    Flag,
    KpiId,
    KpiLinks,
    LevelId,
    Listed,
    Noun,
    Number,
    ObjectiveLinks,
    OrgUnitId,
    PersonId,
    Record,
    Text,
    refers,
)
from vitalfew.model.target import Baseline, Target, Threshold

Whole = Annotated[int, Strict(), Field(ge=0)]
Lifecycle = Literal["draft", "live", "paused", "retired"]
Direction = Literal["up", "down", "within"]
Scale = Literal["number", "yes-no", "rating", "text"]
RuleSet = Literal["wheeler", "pump", "nhs", "western-electric"]


class Natural(Record):
    """The values that the KPI cannot leave."""

    min: Number | None = None
    max: Number | None = None


DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "quarter": 91.31, "year": 365.25}
"""How long a period of each grain is, to count a lag that is given in another unit."""


class Lag(Record):
    """A number of periods of one grain, or a window `[least, most]` of them."""

    days: Whole | tuple[Whole, Whole] | None = None
    weeks: Whole | tuple[Whole, Whole] | None = None
    months: Whole | tuple[Whole, Whole] | None = None
    quarters: Whole | tuple[Whole, Whole] | None = None

    def periods(self, grain: Grain) -> tuple[float, float]:
        """Give the least and the most of it in periods of a grain, a month of 30.44 days; 0 and 1 where it says none."""
        given = [(unit, said) for unit in ("days", "weeks", "months", "quarters") if (said := getattr(self, unit)) is not None]
        bounds = [
            each * DAYS[unit[:-1]] / DAYS[grain]
            for unit, said in given
            for each in (said if isinstance(said, tuple) else (said,))
        ]
        return (min(bounds), max(bounds)) if bounds else (0.0, 1.0)


class Drive(Record):
    """A declared effect on another KPI: as elasticity, or as units per unit (`effect`), after a lag."""

    kpi: KpiId
    elasticity: Number | None = None
    effect: Number | None = None
    after: Lag | None = None
    evidence: Literal["identity", "estimated", "expert", "none"] | None = None
    source: Text | None = None


def _drive(value: Any) -> Any:
    return {"kpi": value} if isinstance(value, str) else value


class Trigger(Record):
    """A pattern that calls for attention (MON-4); each entry holds one."""

    worse_in_a_row: Count | None = None
    missed: Count | tuple[Count, Count] | None = None
    beyond_threshold: Flag | None = None
    signal_against: Flag | None = None
    likely_miss: Annotated[Number, Field(gt=0, lt=1)] | None = None
    stale: Count | None = None
    guard_broken: Flag | None = None

    @model_validator(mode="after")
    def _one(self) -> "Trigger":
        named = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(named) != 1:
            msg = say(
                "a trigger names exactly one pattern; this one names {named}",
                named=several(named, say(" and "), say(" and ")) or say("none"),
            )
            raise ValueError(msg)
        return self


class Signals(Record):
    """How a KPI is told from noise: by which named rules, and on which days its process was declared to be another one.

    Declared for all KPIs at once, each of the two can be said otherwise by a KPI.
    """

    rules: RuleSet = "wheeler"
    segments: Annotated[tuple[date, ...], Listed] = ()


class Proxy(Record):
    """A stand-in for what cannot be measured yet, and the plan that ends it (DEF-7)."""

    for_: Text | None = Field(None, alias="for")
    until: date | None = None
    plan: Text | None = None


class Tests(Record):
    """The recorded answers to the alignment questions.

    `succeeds_at_50`: if it improves 50 %, does the strategy succeed? (AUD-2)
    `closer_after_90`: moving the right way for 90 days, does the objective come closer? (AUD-5)
    `moves_at_10`: if it improves 10 %, does a level-1 objective improve, and by how much? (AUD-4)
    `effort_only`: does it improve by more volume or effort alone? (AUD-3)
    """

    succeeds_at_50: Answer | None = None
    closer_after_90: Answer | None = None
    moves_at_10: Answer | None = None
    effort_only: Answer | None = None


_BETWEEN_PEOPLE = re.compile(r"\s*[,;/&+]\s*|\s+(?:and|or|und|oder)\s+")


def _people(value: Any) -> Any:
    """Read `ana and ben` as the two people it names, so that several owners are seen as such."""
    named = [name for name in _BETWEEN_PEOPLE.split(value) if name] if isinstance(value, str) else []
    return tuple(named) if len(named) > 1 else value


class Kpi(Noun):
    """A number that says whether an objective comes closer, with the one who answers for it.

    `kind: metric` is an operational metric: tier 3, no quota per objective (CAS-6).
    """

    kind_: ClassVar[str] = "kpi"

    name: Text | None = None
    kind: Literal["kpi", "metric"] = "kpi"
    lifecycle: Lifecycle = "live"
    since: date | None = None
    definition: Text | None = None
    excludes: Text | None = None
    because: Text | None = None
    objectives: ObjectiveLinks = ()
    contributes_to: KpiLinks = ()
    org_unit: OrgUnitId | None = None
    level: LevelId | None = None
    category: Text | None = None
    visibility: Literal["public", "unit", "line"] = "public"
    subject: PersonId | None = None
    timing: Literal["leading", "lagging"] | None = None
    stage: Literal["input", "process", "output", "outcome"] | None = None
    controllable: Flag | None = None
    horizon: Literal["short", "long"] | None = None
    unit: Text | None = None
    decimals: Annotated[int, Strict(), Field(ge=0, le=9)] | None = None
    natural: Natural | None = None
    scale: Scale = "number"
    formula: Text | None = None
    proxy: Proxy | None = None
    replaces: KpiId | None = None
    method: Literal["bands", "progress"] = "bands"
    every: Grain | None = None
    due: DurationText | None = None
    over_time: Literal["recompute", "sum", "mean", "last", "max", "min"] = "recompute"
    over_org_units: Literal["recompute", "sum", "mean", "weighted"] = "recompute"
    direction: Direction | None = None
    baseline: Baseline | None = None
    target: Target | None = None
    threshold: Threshold | None = None
    signals: Signals = Signals()
    owner: Annotated[PersonId | tuple[PersonId, ...] | None, BeforeValidator(_people)] = None
    updater: PersonId | None = None
    reviewer: PersonId | None = None
    co_owners: Annotated[tuple[PersonId, ...], Listed] = ()
    review: Annotated[tuple[CadenceId, ...], Listed] = ()
    escalate: Annotated[tuple[Trigger, ...], Listed] = ()
    ladder: Annotated[str, refers("ladder")] | None = None
    drives: Annotated[tuple[Annotated[Drive, BeforeValidator(_drive)], ...], Listed] = ()
    guards: Annotated[tuple[KpiId, ...], Listed] = ()
    tests: Tests = Tests()

    @property
    def title(self) -> str:
        """The name, or the id made readable."""
        return self.name or self.id.replace("-", " ").capitalize()

    @property
    def owners(self) -> tuple[str, ...]:
        """Whoever stands under `owner`: none, one, or wrongly several."""
        if self.owner is None:
            return ()
        return (self.owner,) if isinstance(self.owner, str) else self.owner

    @property
    def grain(self) -> Grain:
        """How often it is measured; a month where nothing is said."""
        return self.every or "month"

    @property
    def good(self) -> Direction:
        """The good direction: as declared, else as the target's kind implies, else up."""
        if self.direction:
            return self.direction
        if self.target and self.target.at_most is not None:
            return "down"
        return "within" if self.target and self.target.within else "up"
