"""Matrices of insight as blocks of a document, the same in every report."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.formats.document import Block, Bullets, Cell, Head, Matrix
from vitalfew.insight import coverage
from vitalfew.insight.alignment import names_it
from vitalfew.reports.cited import standing
from vitalfew.reports.facts import Facts


def serving(facts: Facts, found: coverage.Matrix) -> Matrix:
    """Show which KPI serves which objective, and how it stands."""
    direct, aside = say("named"), say("through another")

    def cell(id_: str, objective: str) -> Cell:
        how = direct if names_it(facts.framework, id_, Ref.parse(objective)) else aside
        return Cell(how, standing(facts, id_).mark, Ref("kpi", id_))

    legend = say(
        "“{direct}”: the KPI names the objective itself; “{aside}”: another KPI leads it there.", direct=direct, aside=aside
    )
    return matrix_of(found, say("KPI by objective"), say("KPI"), legend, cell)


def matrix_of(found: coverage.Matrix, caption: str, corner: str, legend: str, cell: Callable[[str, str], Cell]) -> Matrix:
    """Put a matrix of KPIs into a block: what `cell` says of each KPI where a row meets a column."""
    at = {each.id: place for place, each in enumerate(found.rows)}
    to = {each.id: place for place, each in enumerate(found.columns)}
    full = {place: kpis for place, kpis in found.cells.items() if kpis}
    cells = {(at[row], to[column]): tuple(cell(id_, column) for id_ in kpis) for (row, column), kpis in full.items()}
    held, filled = {row for row, _ in full}, {column for _, column in full}
    rows = tuple(Head(each.name, None, each.id not in held) for each in found.rows)
    columns = tuple(Head(each.name, None, each.id not in filled) for each in found.columns)
    return Matrix(caption, corner, rows, columns, cells, legend, say("Nothing to hold against each other yet."))


def holes(facts: Facts, found: coverage.Matrix) -> Iterator[Block]:
    """Name what a matrix lacks."""
    if gaps := tuple(each for each in found.gaps if str(each) not in facts.elsewhere):
        yield Bullets(gaps)


def refs_of(found: coverage.Matrix) -> tuple[Ref, ...]:
    """Give the nouns that rows and columns stand for."""
    heads = (each.id for each in (*found.rows, *found.columns) if each.id.count(".") == 0)
    return tuple(Ref.parse(each) for each in heads)
