"""Baseline, target and threshold of a KPI: the three numbers before it goes live (DEF-3)."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, Strict, model_validator

from vitalfew.base.said import say, several
from vitalfew.model.noun import Number, Record

TargetKind = Literal["reach", "at_least", "at_most", "within", "values"]
KINDS: tuple[TargetKind, ...] = ("reach", "at_least", "at_most", "within", "values")


def _month(text: str) -> str:
    try:
        date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    except ValueError:
        pass
    else:
        if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text):  # so that texts sort as days do
            return text
    msg = say("`{text}` is not a month such as 2026-01 or a day such as 2026-01-31", text=text)
    raise ValueError(msg)


def _pair(value: tuple[float, float]) -> tuple[float, float]:
    if value[0] >= value[1]:
        msg = say("the first bound {first:g} is not below the second {second:g}", first=value[0], second=value[1])
        raise ValueError(msg)
    return value


def _whole(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


Pair = Annotated[tuple[Number, Number], BeforeValidator(_whole), AfterValidator(_pair)]
Points = Annotated[dict[date, Number], Field(min_length=1)]
MonthText = Annotated[str, Strict(), AfterValidator(_month)]


class Baseline(Record):
    """Where the KPI stood: `on` a day, or `from` … `to`, both included."""

    value: Number
    on: date | None = None
    from_: date | None = Field(None, alias="from")
    to: date | None = None

    @property
    def day(self) -> date | None:
        """The day from which a path starts: `on`, else the last day of the stretch."""
        return self.on or self.to or self.from_


class Target(Record):
    """Where the KPI is to be. Its kind is written, never inferred.

    `reach` a value `by` a date, on a `path` from the baseline; stay `at_least` or `at_most` a value;
    stay `within` two bounds with `best` between them; or follow a table of `values` by month or day.
    """

    reach: Number | None = None
    by: date | None = None
    path: Literal["linear", "hold", "prior-year"] | Points = "linear"
    at_least: Number | None = None
    at_most: Number | None = None
    within: Pair | None = None
    best: Number | None = None
    values: Annotated[dict[MonthText, Number], Field(min_length=1)] | None = None
    applies_to: Literal["period", "to-date"] = "period"
    stretch: Number | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Target":
        kinds = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(kinds) != 1:
            said = several(kinds, say(" and "), say(" and ")) or say("none")
            msg = say("a target has exactly one of {kinds}; this one has {named}", kinds=", ".join(KINDS), named=said)
            raise ValueError(msg)
        if self.by is not None and self.reach is None:
            msg = say("`by` belongs to `reach`")
            raise ValueError(msg)
        return self

    @property
    def kind(self) -> TargetKind:
        """Which of the five this is."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def final(self) -> float | None:
        """The value that stands at the end; None for `within`."""
        if self.values:
            return self.values[max(self.values)]
        return next((value for value in (self.reach, self.at_least, self.at_most) if value is not None), None)


Threshold = Number | Pair | Points
