"""What all nouns share: frozen, exact about keys, addressed by a Ref; and the field types they are made of.

Modules of records do without `from __future__ import annotations`: pydantic would compile each annotation anew at every start.
A field that holds the id of another noun is typed with `refers(kind)`, which the loader reads to find dead references.
"""

from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict
from pydantic_core.core_schema import CoreSchema, bool_schema, float_schema, int_schema, str_schema

from vitalfew.base.quantity import Duration
from vitalfew.base.ref import Ref


class Plain:
    """Marks a field with its finished schema, before any other mark: pydantic would make one of several marks at every start."""

    def __init__(self, schema: CoreSchema) -> None:
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        """Give the schema."""
        return self.schema


class Refers(NamedTuple):
    """Marks a string field, before any other mark, as holding the id of a noun of `kind`; words in `also` mean something else."""

    kind: str
    also: frozenset[str] = frozenset()

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        """Give the schema of any id."""
        return str_schema(strict=True)


def refers(kind: str, *also: str) -> Refers:
    """Mark a string field as a reference."""
    return Refers(kind, frozenset(also))


Number = Annotated[float, Plain(float_schema(strict=True, allow_inf_nan=False))]
Count = Annotated[int, Plain(int_schema(strict=True, ge=1))]
Flag = Annotated[bool, Plain(bool_schema(strict=True))]
Text = Annotated[str, Plain(str_schema(strict=True, strip_whitespace=True, min_length=1))]
Id = Annotated[str, Plain(str_schema(strict=True, pattern=r"^[a-z][a-z0-9-]*$", max_length=80))]
MeasureId = Annotated[str, Plain(str_schema(strict=True, pattern=r"^[a-z][a-z0-9_]*$", max_length=80))]

PersonId = Annotated[str, refers("person")]
KpiId = Annotated[str, refers("kpi")]
ObjectiveId = Annotated[str, refers("objective")]
OrgUnitId = Annotated[str, refers("org_unit")]
LevelId = Annotated[str, refers("level")]
CadenceId = Annotated[str, refers("cadence")]


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str | dict) else value


Listed = BeforeValidator(_as_tuple)
"""Lets one item stand for a list of one."""


def _duration(text: str) -> str:
    Duration.parse(text)
    return text


DurationText = Annotated[str, Strict(), AfterValidator(_duration)]
"""A duration kept as it was written; `Duration.parse` reads it."""


class Record(BaseModel):
    """A part of a noun: frozen, and a key it does not know is an error."""

    # Building late means that each noun is built once, as a part of the framework.
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Noun(Record):
    """A record with an address. `kind` is the singular of its key in the file."""

    kind_: ClassVar[str] = ""

    id: Id

    @property
    def ref(self) -> Ref:
        """The noun's address."""
        return Ref(self.kind_, self.id)


def _link(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


class ObjectiveLink(Record):
    """A link to an objective with its weight; a bare id stands for weight 1."""

    id: ObjectiveId
    weight: Annotated[Number, Field(gt=0)] = 1.0


class KpiLink(Record):
    """A link to a KPI with its weight; a bare id stands for weight 1."""

    id: KpiId
    weight: Annotated[Number, Field(gt=0)] = 1.0


ObjectiveLinks = Annotated[tuple[Annotated[ObjectiveLink, BeforeValidator(_link)], ...], Listed]
KpiLinks = Annotated[tuple[Annotated[KpiLink, BeforeValidator(_link)], ...], Listed]
