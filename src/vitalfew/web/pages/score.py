"""How mature the framework is, how good as a whole, and what its KPIs cover and leave out (AUD-13, AUD-15, AUD-16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.insight.coverage import Head, Matrix
from vitalfew.insight.maturity import STAGES
from vitalfew.web.page import Page
from vitalfew.web.part import Part, window
from vitalfew.web.visit import Visit

TONES: dict[str, str] = dict(zip(STAGES, ("red", "amber", "green"), strict=True))
NAMED = 12
"""How many KPIs of a cell are named."""
STAGE_WORDS: Mapping[str, str] = {
    "undeveloped": say("undeveloped"),
    "developing": say("developing"),
    "mature": say("mature"),
    "unknown": say("unknown"),
}
HELD_WORDS = {"yes": say("yes"), "partly": say("partly"), "no": say("no")}
HELD = {"yes": "green", "partly": "amber", "no": "red"}


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of maturity: its stage, what says so, and what would raise it."""

    name: str
    stage: str
    tone: str
    evidence: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Quality:
    """A quality of the whole."""

    name: str
    evidence: str
    held: str
    tone: str


@dataclass(frozen=True, slots=True)
class Cell:
    """KPIs where a row meets a column, and how many more there are; empty is a gap."""

    kpis: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix of coverage, with its gaps in words."""

    id: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    gaps: tuple[str, ...]
    part: Part
    note: str


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    subtitle: str
    dimensions: tuple[Dimension, ...]
    qualities: tuple[Quality, ...]
    grids: tuple[Grid, ...]


def build(visit: Visit) -> View:
    """Build the page."""
    found = visit.score
    stages = several(say("{n} {stage}", n=number, stage=STAGE_WORDS[stage]) for stage, number in found.stages.items() if number)
    return View(
        say("Maturity of five dimensions: {stages}", stages=stages),
        tuple(
            Dimension(
                each.name,
                STAGE_WORDS[each.stage] if each.stage else say("not enough data"),
                TONES.get(each.stage or "", "none"),
                each.evidence,
                each.next_step or "",
            )
            for each in found.maturity
        ),
        tuple(Quality(each.name, each.evidence, HELD_WORDS[each.held], HELD[each.held]) for each in found.qualities),
        tuple(_grid(each, visit) for each in found.coverage),
    )


def _name(head: Head, visit: Visit) -> str:
    """Give what a row is called; the usual perspectives are told in each language."""
    return visit.title(Ref.parse(head.id)) if head.id.startswith("perspective:") else head.name


def _grid(matrix: Matrix, visit: Visit) -> Grid:
    def cell(row: str, column: str) -> Cell:
        ids = matrix.cells.get((row, column), ())
        return Cell(tuple((id_, visit.framework.kpi[id_].title) for id_ in ids[:NAMED]), max(len(ids) - NAMED, 0))

    seen = window(matrix, matrix.rows, matrix.columns, visit.query)
    rows = tuple((_name(row, visit), tuple(cell(row.id, column.id) for column in seen.columns)) for row in seen.rows)
    return Grid(matrix.id, matrix.name, tuple(column.name for column in seen.columns), rows, matrix.gaps, seen.part, seen.note)


PAGE = Page("/score", say("Maturity"), build, nav=6)
