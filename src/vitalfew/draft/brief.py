"""What an organisation says of itself: the eight inputs (STR-1) as they were given, and what it may add to them."""

from typing import Annotated

from pydantic import Field

from vitalfew.model.noun import Count, KpiId, Listed, ObjectiveId, Record, Text
from vitalfew.model.organization import PolicyRange
from vitalfew.model.preset import PresetName


class Brief(Record):
    """The eight inputs, all free text but `size`, which counts people; and what is taken over as it stands where it is given.

    `preset` is chosen by size where it is left out. KPIs that are `pinned` are in the framework, those `excluded` are not.
    `meant` says by the text of a goal the pattern that it means, where somebody chose; a text that is no goal says nothing.
    """

    name: Text
    industry: Text
    size: Count
    goals: Annotated[tuple[Text, ...], Listed, Field(min_length=1)]
    focus: Annotated[tuple[Text, ...], Listed] = ()
    scope: Text | None = None
    stakeholders: Annotated[tuple[Text, ...], Listed] = ()
    reporting: Text | None = None
    mission: Text | None = None
    vision: Text | None = None
    approach: Text | None = None
    destination: Text | None = None
    preset: PresetName | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    pinned: Annotated[tuple[KpiId, ...], Listed] = ()
    excluded: Annotated[tuple[KpiId, ...], Listed] = ()
    meant: dict[Text, ObjectiveId] = Field(default_factory=dict)
    policy: dict[Annotated[str, Field(strict=True)], PolicyRange] = Field(default_factory=dict)
