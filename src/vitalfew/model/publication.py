"""Publications: documents that are published again and again, by the clock or after a review (DEL-1 to DEL-4)."""

from pathlib import PurePosixPath
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, Strict

from vitalfew.base.said import say
from vitalfew.model.noun import CadenceId, Listed, Noun, OrgUnitId, PersonId, Text
from vitalfew.model.publishing import Language
from vitalfew.model.rhythm import RhythmText

ReportName = Literal[
    "alignment-matrix",
    "audit-report",
    "board-pack",
    "calibration-report",
    "implementation-roadmap",
    "kpi-architecture-blueprint",
    "kpi-definitions",
    "maturity-report",
    "monthly-review-pack",
    "operating-calendar",
    "ownership-map",
    "quarterly-review-pack",
    "strategic-kpi-document",
    "weekly-business-review",
]
"""The reports there are; each is a file of the room `reports`."""


def _folder(text: str) -> str:
    """Give a folder below the one for documents; refuses every other."""
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or "\\" in text or "\0" in text:
        msg = say("`{text}` leads out of the folder for documents", text=text[:80])
        raise ValueError(msg)
    return text


class Publication(Noun):
    """Reports that are published when its rhythm says or once a review of a cadence is locked: to people, into a folder."""

    kind_: ClassVar[str] = "publication"

    name: Text | None = None
    reports: Annotated[tuple[ReportName, ...], Listed, Field(min_length=1)]
    formats: Annotated[tuple[Literal["html", "pdf", "docx", "pptx", "xlsx", "markdown"], ...], Listed] = ("pdf",)
    rhythm: RhythmText | None = None
    after: CadenceId | None = None
    org_unit: OrgUnitId | None = None
    language: Language | None = None
    people: Annotated[tuple[PersonId, ...], Listed] = ()
    folder: Annotated[str, Strict(), AfterValidator(_folder)] | None = None
