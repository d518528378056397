"""The alignment matrix: what KPIs serve, whom they answer, what is done for them, which unit hangs on which (AUD-13, INI-1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.base.word import word
from vitalfew.insight.alignment import Dependency, alignments, dependencies, names_it
from vitalfew.insight.coverage import Head, Matrix, unit_of
from vitalfew.model.framework import Framework
from vitalfew.model.wording import Mark, mark
from vitalfew.web.page import Page
from vitalfew.web.pages._narrow import Choice, Wanted, choices, wanted
from vitalfew.web.part import Part, part, window
from vitalfew.web.visit import Visit

PATHS = {"kpi": "/kpi/", "objective": "/objective/", "initiative": "/initiatives#initiative-", "org_unit": "/cascade#unit-"}
LEADS = {
    "kpi-objective": say("A full shape names the objective itself; a small one leads to it through another KPI."),
    "stakeholder-kpi": say("What each stakeholder wants, and the KPIs that say whether they get it."),
    "objective-initiative": say("Which initiative is to move which KPI of an objective."),
    "unit-unit": say("KPIs of the unit on the left carry KPIs of the unit above: whoever misses on the left is felt there."),
}
NAMED = "objective-initiative"
NO_UNIT = say("No unit")
LEVEL = 12
"""How many columns have room for a head that is not turned."""
LINKS = {
    "objectives": say("serves"),
    "contributes_to": say("contributes to"),
    "formula": say("is part of"),
    "supports": say("supports"),
    "drives": say("drives"),
    "mission": say("for the mission"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A KPI where a row meets a column; one that is not `direct` leads there through another."""

    name: str
    path: str
    mark: Mark
    direct: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a row meets a column; `note` is what is said where something is amiss."""

    column: str
    items: tuple[Item, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row; lit where it has nothing at all."""

    name: str
    path: str
    mark: Mark | None
    cells: tuple[Cell, ...]
    lacks: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column; lit where it has nothing at all."""

    name: str
    path: str
    lacks: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix with its rows in groups, its gaps in words.

    `is_named` writes the KPIs out, else they are shapes; `is_turned` where so many columns only fit with their heads turned.
    Of a large one it shows a `part`, and `note` says which columns.
    """

    id: str
    name: str
    lead: str
    columns: tuple[Column, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    gaps: tuple[str, ...]
    is_named: bool
    is_turned: bool
    part: Part
    note: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A KPI of one unit that carries one of another."""

    cause: Item
    cause_unit: str
    link: str
    effect: Item
    effect_unit: str
    aside: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page; `choices` narrow it, where it is long or narrowed."""

    subtitle: str
    choices: tuple[Choice, ...]
    grids: tuple[Grid, ...]
    ties: tuple[Tie, ...]
    part: Part
    empty: str


def build(visit: Visit) -> View:
    """Build the page."""
    laid = visit.once("matrices", lambda: tuple(_laid(visit)))
    gaps = sum(len(each.matrix.gaps) for each in laid)
    only = wanted(visit)
    grids = tuple(_grid(each, only, visit) for each in laid)
    ties, which = part(visit.once("ties", lambda: _ties(visit)), visit.query, "ties")
    is_long = any(each.part.text or each.note for each in grids) or any(only)
    return View(
        say("{n} gaps where lines are missing", n=gaps) if gaps else say("No line is missing"),
        choices(visit) if is_long else (),
        grids,
        tuple(_tie(each, visit) for each in ties),
        which,
        say("Nothing can be held against each other yet: it takes an objective and a KPI."),
    )


class Laid(NamedTuple):
    """A matrix with its rows in the order of their groups; `held` are those that hold anything, `filled` such columns."""

    matrix: Matrix
    rows: tuple[Head, ...]
    groups: Mapping[str, str]
    held: frozenset[str]
    filled: frozenset[str]


def _laid(visit: Visit) -> Iterator[Laid]:
    framework = visit.framework
    serving, working, owing = alignments(framework, visit.workspace.lines)
    wanting = next(each for each in visit.coverage if each.id == "stakeholder-kpi")
    order = _in_order(framework)
    for each in (serving, wanting, working, owing):
        if each.rows and each.columns:
            groups = {row.id: _group(each, row, framework) for row in each.rows}
            rows = tuple(sorted(each.rows, key=lambda row: order(groups[row.id])))  # sorted at once
            held, filled = (frozenset(at[side] for at, kpis in each.cells.items() if kpis) for side in (0, 1))
            yield Laid(each, rows, groups, held, filled)


def _ties(visit: Visit) -> Sequence[Dependency]:
    return sorted(dependencies(visit.framework, visit.workspace.lines), key=lambda each: not each.aside)


def _grid(laid: Laid, only: Wanted, visit: Visit) -> Grid:
    matrix, filled = laid.matrix, laid.filled
    rows, columns = ([each for each in heads if only.holds(each, visit.framework)] for heads in (laid.rows, matrix.columns))
    seen = window(matrix, rows, columns, visit.query)
    grouped = groupby(seen.rows, key=lambda row: laid.groups[row.id])
    return Grid(
        matrix.id,
        matrix.name,
        LEADS[matrix.id],
        tuple(Column(each.name, _path(each), each.id not in filled) for each in seen.columns),
        tuple((name, tuple(_row(laid, row, seen.columns, visit) for row in group)) for name, group in grouped),
        matrix.gaps,
        matrix.id == NAMED,
        matrix.id != NAMED and len(seen.columns) > LEVEL,
        seen.part,
        seen.note,
    )


def _group(matrix: Matrix, row: Head, framework: Framework) -> str:
    """Give the unit that a KPI is grouped under; other rows stand in one group."""
    kpi = framework.kpi.get(row.id.removeprefix("kpi:")) if matrix.id == "kpi-objective" else None
    if kpi is None:
        return ""
    unit = framework.org_unit.get(unit_of(framework, kpi) or "")
    return (unit.name or unit.id) if unit else NO_UNIT


def _in_order(framework: Framework) -> Callable[[str], int]:
    order = {unit.name or unit.id: place for place, unit in reversed([*enumerate(framework.org_units)])}
    return lambda name: order.get(name, len(order))


def _row(laid: Laid, row: Head, columns: Sequence[Head], visit: Visit) -> Row:
    cells = tuple(_cell(laid.matrix, row, column, visit) for column in columns)
    ref = Ref.parse(row.id) if row.id.count(".") == 0 else None
    return Row(row.name, _path(row), _mark(ref, visit), cells, row.id not in laid.held)


def _cell(matrix: Matrix, row: Head, column: Head, visit: Visit) -> Cell:
    ids = matrix.cells.get((row.id, column.id))
    items = tuple(item_of(id_, visit, direct=_is_direct(matrix, id_, column, visit.framework)) for id_ in ids or ())
    return Cell(column.name, items, say("is for it and moves none of its KPIs") if ids == () else "")


def _is_direct(matrix: Matrix, kpi: str, column: Head, framework: Framework) -> bool:
    return matrix.id != "kpi-objective" or names_it(framework, kpi, Ref.parse(column.id))


def item_of(id_: str, visit: Visit, *, direct: bool = True) -> Item:
    """Give a KPI as it stands."""
    return Item(visit.title(Ref("kpi", id_)), f"/kpi/{id_}", mark_of(id_, visit), direct)


def mark_of(id_: str, visit: Visit) -> Mark:
    """Give how a KPI stands, or where its life stands, for one that is not judged."""
    verdict, kpi = visit.verdicts.get(id_), visit.framework.kpi.get(id_)
    return mark(verdict) if verdict else Mark(None, word(kpi.lifecycle) if kpi else say("not declared"))


def _mark(ref: Ref | None, visit: Visit) -> Mark | None:
    rollup = visit.rollups.get(ref.id) if ref and ref.kind == "objective" else None
    return mark(rollup) if rollup else None


def _path(head: Head) -> str:
    kind, _, id_ = head.id.partition(":")
    return f"{PATHS[kind]}{id_}" if kind in PATHS else ""


def _tie(each: Dependency, visit: Visit) -> Tie:
    return Tie(
        item_of(each.cause.id, visit),
        visit.title(Ref("org_unit", each.cause_unit)),
        _links(each.links),
        item_of(each.effect.id, visit),
        visit.title(Ref("org_unit", each.effect_unit)),
        each.aside,
    )


def _links(links: Iterable[str]) -> str:
    return several(LINKS[link] for link in links)


PAGE = Page("/matrix", say("Matrix"), build, nav=9)
