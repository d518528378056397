"""What the catalogue knows of an objective: what is to be true, which KPIs tell it, and what it brings about.

A pattern is no objective of anybody: it has no owner, no number and no day. `Pattern.objective` makes the draft of one.
"""

from typing import Annotated, Any

from pydantic import Field, model_validator

from vitalfew.catalog.entry import Grade, Industry, Perspective, Serving
from vitalfew.model.kpi import Lag
from vitalfew.model.noun import KpiId, Listed, ObjectiveId, ObjectiveLink, Record, Text
from vitalfew.model.strategy import Objective


class Pattern(Serving):
    """An outcome that many organisations aim at.

    `focus` holds words in which such a goal is usually stated. `headline` carries its number; the `lagging` KPIs confirm that
    it is reached, the `leading` ones move before; each serves at least one of its industries. `horizon` is the time that it
    usually takes. `conflicts` says what it costs another pattern, or is cost by it, when the two are pursued at once.
    """

    statement: Text
    perspective: Perspective
    focus: Annotated[tuple[Text, ...], Field(min_length=3), Listed]
    headline: KpiId
    lagging: Annotated[tuple[KpiId, ...], Field(min_length=1), Listed]
    leading: Annotated[tuple[KpiId, ...], Field(min_length=1), Listed]
    drives: dict[ObjectiveId, Grade] = Field(default_factory=dict)
    conflicts: dict[ObjectiveId, Text] = Field(default_factory=dict)
    horizon: Lag

    @property
    def kpis(self) -> tuple[str, ...]:
        """All its KPIs, the headline first."""
        return tuple(dict.fromkeys((self.headline, *self.lagging, *self.leading)))

    def objective(self) -> Objective:
        """Give the draft of an objective: without owner, number and day, which an organisation decides."""
        return Objective(
            id=self.id,
            statement=self.statement,
            perspective=self.perspective,
            headline=self.headline,
            drives=tuple(ObjectiveLink(id=id) for id in self.drives),
        )


class Patterns(Record):
    """A file of patterns: the general ones, or those of one industry."""

    industry: Industry | None = None
    patterns: tuple[Pattern, ...]

    @model_validator(mode="before")
    @classmethod
    def _placed(cls, value: Any) -> Any:
        """Write the file's industry into patterns that name none."""
        own = {"industries": [value["industry"]]} if value.get("industry") else {}
        return value | {"patterns": [own | pattern for pattern in value.get("patterns") or ()]}
