"""A measure: one aggregate over one table, or one query, that KPI formulas are made of."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from vitalfew.base.said import say
from vitalfew.model.noun import Count, Listed, MeasureId, Noun, Record, Text, refers


class By(Record):
    """A column that splits a measure; `as: org_unit` says that its values are ids of organisation units."""

    column: Text
    as_: Literal["org_unit", "dimension"] = Field("dimension", alias="as")


def _by(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


class Span(Record):
    """A number of days, weeks or months back from the end of a period."""

    days: Count | None = None
    weeks: Count | None = None
    months: Count | None = None

    @model_validator(mode="after")
    def _one(self) -> "Span":
        if sum(each is not None for each in (self.days, self.weeks, self.months)) != 1:
            msg = say("a window names one of days, weeks or months")
            raise ValueError(msg)
        return self


Over = Literal["week", "month", "quarter", "year", "all"] | Span


class Within(Record):
    """A later event that counts if `column` lies at most so many days after the row's own date."""

    column: Text
    days: Count


class Measure(Noun):
    """One SQL aggregate (`value`) per period of `date`, or one query (`sql`); neither where nobody knows yet where it is read.

    `sql` gives the columns `date` and `value`, or `date`, `numerator` and `denominator`.
    `empty` says what a complete period without rows means: zero, or missing.
    `over` lets a period look back from its end: over some days, weeks or months, to the start of the `week`, `month`, `quarter`
    or `year`, or over `all` there is.
    `balance` says that rows are levels: in a period the newest row counts, of each value of the columns named, or of all.
    `within` counts rows only where a later event follows in time; a period is complete when that time is over.
    One that has no more than a name and a unit is planned: nothing is measured of it until it says where from.
    """

    kind_: ClassVar[str] = "measure"

    id: MeasureId
    name: Text | None = None
    source: Annotated[str, refers("source")] | None = None
    table: Text | None = None
    date: Text | None = None
    value: Text | None = None
    where: Text | None = None
    sql: Text | None = None
    by: Annotated[tuple[Annotated[By, BeforeValidator(_by)], ...], Listed] = ()
    unit: Text | None = None
    empty: Literal["zero", "missing"] = "missing"
    over: Over | None = None
    balance: Literal[True] | Annotated[tuple[Text, ...], Field(min_length=1), Listed] | None = None
    within: Within | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "Measure":
        if self.sql is not None and (self.value or self.where or self.table or self.date):
            msg = say("a measure is either `sql`, or `value` with `table`, `date` and `where`")
            raise ValueError(msg)
        if self.sql is not None and (self.balance or self.within):
            msg = say("`balance` and `within` go with `value`; a query of `sql` says both itself")
            raise ValueError(msg)
        if self.sql is None and not (self.value and self.date) and not self.is_planned:
            msg = say("a measure needs `value` and `date`, or `sql`")
            raise ValueError(msg)
        return self

    @property
    def is_planned(self) -> bool:
        """Whether it is no more than named yet: what it counts is said, and not where from (DEF-7)."""
        return not (self.source or self.table or self.date or self.value or self.where or self.sql or self.balance or self.within)
