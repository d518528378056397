"""Where the organisation wants to go: strategy, objectives, key results, and what stands around them."""

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, Strict

from vitalfew.model.answer import Answer
from vitalfew.model.noun import (
    Count,
    Id,
    KpiId,
    Listed,
    Noun,
    Number,
    ObjectiveId,
    ObjectiveLinks,
    OrgUnitId,
    PersonId,
    Record,
    Text,
    refers,
)


class Horizon(Record):
    """From a day to a day, both included."""

    from_: date | None = Field(None, alias="from")
    to: date | None = None


class Strategy(Record):
    """Mission, vision, approach and the three-year destination (STR-2)."""

    mission: Text | None = None
    vision: Text | None = None
    approach: Text | None = None
    destination: Text | None = None
    horizon: Horizon | None = None


class Theme(Noun):
    """A thread that runs through perspectives."""

    kind_: ClassVar[str] = "theme"

    name: Text | None = None


PERSPECTIVE_SYNONYMS = {
    "finance": "financial",
    "customers": "customer",
    "process": "internal-process",
    "internal": "internal-process",
    "internal-processes": "internal-process",
    "learning": "learning-and-growth",
    "growth": "learning-and-growth",
    "learning-growth": "learning-and-growth",
    "people": "learning-and-growth",
}


def _perspective(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    slug = re.sub(r"[^a-z0-9]+", "-", value.lower().replace("&", "and")).strip("-")
    return PERSPECTIVE_SYNONYMS.get(slug, slug)


class ObjectiveTests(Record):
    """The recorded answers to the questions that decide whether a statement is an objective."""

    is_outcome: Answer | None = None


class Objective(Noun):
    """What must be true for the strategy to work: an outcome, never an activity (STR-3)."""

    kind_: ClassVar[str] = "objective"

    statement: Text | None = None
    description: Text | None = None
    perspective: Annotated[str, refers("perspective"), BeforeValidator(_perspective)] | None = None
    themes: Annotated[tuple[Annotated[str, refers("theme")], ...], Listed] = ()
    org_unit: OrgUnitId | None = None
    owner: PersonId | None = None
    horizon: date | None = None
    headline: KpiId | None = None
    priority: Count | None = None
    weight: Annotated[Number, Field(gt=0)] = 1.0
    supports: ObjectiveLinks = ()
    drives: ObjectiveLinks = ()
    roll_up: Literal["mean-capped", "mean", "worst", "share-green"] = "mean-capped"
    tests: ObjectiveTests = ObjectiveTests()

    @property
    def title(self) -> str:
        """The statement, or the id made readable."""
        return self.statement or self.id.replace("-", " ").capitalize()


class Cycle(Noun):
    """A stretch of time that key results belong to."""

    kind_: ClassVar[str] = "cycle"

    id: Annotated[str, Strict(), Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]  # a cycle is often named by its year
    from_: date | None = Field(None, alias="from")
    to: date | None = None


class KeyResult(Noun):
    """A movement of a KPI that a cycle is to bring (STR-10)."""

    kind_: ClassVar[str] = "key_result"

    name: Text | None = None
    objective: ObjectiveId | None = None
    cycle: Annotated[str, refers("cycle")] | None = None
    kpi: KpiId | None = None
    from_: Number | None = Field(None, alias="from")
    to: Number | None = None
    owner: PersonId | None = None
    confidence: Annotated[Number, Field(ge=0, le=1)] | None = None


class Stage(Record):
    """A stage of a value stream with its measures of flow."""

    id: Id
    name: Text | None = None
    kpis: Annotated[tuple[KpiId, ...], Listed] = ()


class ValueStream(Noun):
    """Stages from a need to its fulfilment (STR-9)."""

    kind_: ClassVar[str] = "value_stream"

    name: Text | None = None
    stages: tuple[Stage, ...] = ()


class Driver(Noun):
    """What creates value, and the objectives that rest on it (STR-6)."""

    kind_: ClassVar[str] = "driver"

    text: Text | None = None
    objectives: Annotated[tuple[ObjectiveId, ...], Listed] = ()


class SuccessFactor(Noun):
    """What must go right, and the objectives that depend on it (STR-6)."""

    kind_: ClassVar[str] = "success_factor"

    text: Text | None = None
    objectives: Annotated[tuple[ObjectiveId, ...], Listed] = ()


class Breach(Record):
    """The values at which an assumption no longer holds."""

    above: Number | None = None
    below: Number | None = None


class Assumption(Noun):
    """A belief about market, competitor or rule that the strategy rests on (FUT-3)."""

    kind_: ClassVar[str] = "assumption"

    about: Literal["market", "competition", "regulation", "technology", "people", "finance"] | None = None
    text: Text | None = None
    kpi: KpiId | None = None
    breaks_when: Breach | None = None
    affects: Annotated[tuple[ObjectiveId, ...], Listed] = ()
