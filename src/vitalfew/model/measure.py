"""A measure: one aggregate over one table, or one query, that KPI formulas are made of."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from vitalfew.model.noun import Listed, MeasureId, Noun, Record, Text, refers


class By(Record):
    """A column that splits a measure; `as: org_unit` says that its values are ids of organisation units."""

    column: Text
    as_: Literal["org_unit", "dimension"] = Field("dimension", alias="as")


def _by(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


class Measure(Noun):
    """One SQL aggregate (`value`) per period of `date`, or one query (`sql`).

    `sql` gives the columns `date` and `value`, or `date`, `numerator` and `denominator`.
    `empty` says what a complete period without rows means: zero, or missing.
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

    @model_validator(mode="after")
    def _one_form(self) -> Measure:
        if self.sql is not None and (self.value or self.where or self.table or self.date):
            msg = "a measure is either `sql`, or `value` with `table`, `date` and `where`"
            raise ValueError(msg)
        if self.sql is None and not (self.value and self.date):
            msg = "a measure needs `value` and `date`, or `sql`"
            raise ValueError(msg)
        return self
