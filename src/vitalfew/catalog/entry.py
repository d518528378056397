"""What the catalogue knows of a KPI, and what the measures of its formula count.

An entry is no KPI of anybody: nobody owns it, it has no target, and money has no currency yet (`MONEY`).
`Entry.kpi` makes the draft of one. What an entry drives gets better when the entry does, each in its own good direction.
`guards` names the KPIs that give gaming away: they get worse, or do not follow, when the entry is pushed at any price.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from vitalfew.base.period import Grain
from vitalfew.model.formula import Node, parse
from vitalfew.model.kpi import Direction, Drive, Kpi, Lag
from vitalfew.model.noun import Flag, Id, KpiId, Listed, MeasureId, Number, Record, Text

MONEY = "money"
"""The unit of an amount whose currency the organisation decides."""

Function = Literal[
    "sales", "marketing", "service", "operations", "supply-chain", "manufacturing", "product-engineering", "it-security",
    "hr", "finance", "compliance-risk", "sustainability", "projects", "governance",
]  # fmt: skip
Industry = Literal[
    "software-subscription", "e-commerce", "retail", "manufacturing", "logistics", "health-care", "education",
    "public-sector", "non-profit", "banking", "insurance", "hospitality", "construction", "energy",
    "professional-services", "media",
]  # fmt: skip
Perspective = Literal["financial", "customer", "internal-process", "learning-and-growth"]
Grade = Literal["identity", "well-supported", "common-practice", "plausible"]
"""How sure an effect is: true by arithmetic; found again by independent studies; what most practitioners go by; a good guess."""


def _ingredient(value: Any) -> Any:
    """Read `[unit, what it counts, "table: column, column; table: column"]`, with `level` as a fourth item, as a measure."""
    if not isinstance(value, list) or not 3 <= len(value) <= 4:
        return value
    tables = {}
    for text in str(value[2]).split(";"):
        table, _, columns = text.partition(":")
        tables[table.strip()] = [column.strip() for column in columns.split(",") if column.strip()]
    return {"unit": value[0], "counts": value[1], "tables": tables, "level": value[3:] == ["level"]}


class Ingredient(Record):
    """A named measure in plain words: what it counts, in which unit, and the columns it is usually read from, by table.

    `level` says that it is a state at the end of the period, such as open tickets, and never summed over time.
    """

    unit: Text
    counts: Text
    tables: Annotated[dict[Text, Annotated[tuple[Text, ...], Field(min_length=1)]], Field(min_length=1)]
    level: Flag = False


class Reference(Record):
    """A range that others reach or must keep, with where it is written; nothing is said without a source."""

    low: Number | None = None
    high: Number | None = None
    kind: Literal["observed", "required"]
    about: Text
    source: Text
    year: Annotated[int, Field(strict=True, ge=1990, le=2100)]

    @model_validator(mode="after")
    def _bounded(self) -> "Reference":
        if self.low is None and self.high is None:
            msg = "a reference range has a lower or an upper end"
            raise ValueError(msg)
        return self


class Serving(Record):
    """What serves the `industries` that it names, or all of them but `not_in`."""

    id: Id
    industries: Annotated[tuple[Industry, ...], Listed] = ()
    not_in: Annotated[tuple[Industry, ...], Listed] = ()

    @model_validator(mode="after")
    def _either(self) -> Self:
        if self.industries and self.not_in:
            msg = f"`{self.id}` names the industries that it serves, or those that it does not"
            raise ValueError(msg)
        return self

    def serves(self, industry: Industry) -> bool:
        """Tell whether it makes sense in an industry."""
        return industry in self.industries if self.industries else industry not in self.not_in


class Entry(Serving):
    """A KPI as the catalogue defines it: recipe, place in a framework, what it drives, how it is gamed and what guards it.

    `lead` is the usual time until a leading KPI shows in what it drives; `tier` the level where it is usually reviewed.
    `vanity` names numbers that look like it and decide nothing.
    """

    name: Text
    synonyms: Annotated[tuple[Text, ...], Listed] = ()
    definition: Text
    excludes: Text | None = None
    formula: Text
    unit: Text
    direction: Direction
    timing: Literal["leading", "lagging"]
    lead: Lag | None = None
    stage: Literal["input", "process", "output", "outcome"]
    perspective: Perspective
    tier: Annotated[int, Field(strict=True, ge=1, le=3)]
    every: Grain
    drives: dict[KpiId, Grade] = Field(default_factory=dict)
    gamed: Text
    guards: Annotated[tuple[KpiId, ...], Field(min_length=1), Listed]
    vanity: Annotated[tuple[Text, ...], Field(min_length=1), Listed]
    reference: Reference | None = None
    functions: Annotated[tuple[Function, ...], Field(min_length=1), Listed]

    @model_validator(mode="after")
    def _whole(self) -> "Entry":
        if (self.timing == "leading") != (self.lead is not None):
            msg = f"`{self.id}` needs a `lead` where it is leading, and none where it is lagging"
            raise ValueError(msg)
        parse(self.formula)  # raises what a formula cannot say
        return self

    @property
    def tree(self) -> Node:
        """The formula, read."""
        return parse(self.formula)

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the synonyms."""
        return (self.name, *self.synonyms)

    def kpi(self, currency: str) -> Kpi:
        """Give the draft of a KPI: without owner, baseline, target and links, which an organisation decides.

        Effects are declared as `expert`: only a formula makes an identity in a framework, and only data make an estimate.
        """
        return Kpi(
            id=self.id,
            name=self.name,
            lifecycle="draft",
            definition=self.definition,
            excludes=self.excludes,
            category=self.perspective,
            timing=self.timing,
            stage=self.stage,
            unit=currency if self.unit == MONEY else self.unit.replace(f"{MONEY} ", f"{currency} "),
            formula=self.formula,
            every=self.every,
            direction=self.direction,
            drives=tuple(Drive(kpi=kpi, after=self.lead, evidence="expert") for kpi in self.drives),
            guards=self.guards,
        )


class Part(Record):
    """A file of the catalogue: the measures and entries of one function, or of one industry."""

    function: Function | None = None
    industry: Industry | None = None
    title: Text
    about: Text
    measures: dict[MeasureId, Annotated[Ingredient, BeforeValidator(_ingredient)]] = Field(default_factory=dict)
    kpis: tuple[Entry, ...]

    @model_validator(mode="before")
    @classmethod
    def _placed(cls, value: Any) -> Any:
        """Write the file's function or industry into entries that name none."""
        own = {key: [value[one]] for key, one in (("functions", "function"), ("industries", "industry")) if value.get(one)}
        return value | {"kpis": [own | entry for entry in value.get("kpis") or ()]}

    @model_validator(mode="after")
    def _one(self) -> "Part":
        if (self.function is None) == (self.industry is None):
            msg = f"“{self.title}” is of one function or of one industry"
            raise ValueError(msg)
        return self

    @property
    def id(self) -> str:
        """The name of its file without the ending: `function-sales`, `industry-banking`."""
        return f"function-{self.function}" if self.function else f"industry-{self.industry}"
