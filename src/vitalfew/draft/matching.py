"""Which columns that are there seem to hold those that are needed: by words, meaning and kind, one to one within a table.

A score is no probability. Its bands are this matching's own and were set on labelled columns (tests/draft/columns.yaml).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vitalfew.draft.columns import Column
from vitalfew.draft.naming import FITS, alike, name_score, tokens, wanted
from vitalfew.text.engine import Band, Bands, Engine, compare

if TYPE_CHECKING:
    from vitalfew.text.engine import Matrix

BANDS = Bands(strong=0.78, plausible=0.6, weak=0.45, apart=0.05)
MEANING = 0.3
"""What the meaning of names weighs beside their words."""
TABLE = 0.35
"""What weighs that the table, too, seems to be the one that is needed."""
ENOUGH = 3
"""Columns that have to be alike before they tell that a table of another name is the one that is needed."""
ONLY_DAY = 0.9
"""How well the only date of a table tells when that happened which the table is about, if the tables are called alike."""
AWAY = 0.66
"""What is left of a score where a column stands in another table than most of its neighbours: `opened on` says little alone."""
ENGINE = "columns-1"


@dataclass(frozen=True)
class ColumnMatch:
    """A needed column and the one that seems to hold it, None where none does; `nearest` is the second best.

    `decided` is False where the second best scores so much alike that a person has to choose.
    """

    table: str
    column: str
    found: Column | None
    score: float
    band: Band
    nearest: Column | None
    decided: bool
    engine: str


def match_columns(needs: Mapping[str, Sequence[str]], columns: Sequence[Column], engine: Engine) -> tuple[ColumnMatch, ...]:
    """Match the columns of each needed table, all at once; a column is taken at most once for each needed table."""
    pairs = [(table, column) for table, names in needs.items() for column in names]
    if not pairs:
        return ()
    scores = _scores(pairs, columns, engine)
    matches: list[ColumnMatch] = []
    start = 0
    for table, names in needs.items():
        rows = scores[start : start + len(names)]
        matches += _assigned(table, names, rows, columns, f"{ENGINE}+{engine.id}")
        start += len(names)
    return tuple(matches)


def _scores(pairs: Sequence[tuple[str, str]], columns: Sequence[Column], engine: Engine) -> list[list[float]]:
    """Score each needed column with each that is there, before tables are looked at."""
    if not columns:
        return [[] for _ in pairs]
    meanings = _meanings(pairs, columns, engine)
    days = Counter((have.place, have.table) for have in columns if have.kind == "date")
    rows = []
    for number, (table, column) in enumerate(pairs):
        fits = FITS[wanted(column)]
        row = []
        for place, have in enumerate(columns):
            words = name_score(column, table, have.name, have.table)
            meaning = min(1.0, max(0.0, float(meanings[number, place]) / engine.bands.strong / 1.4))
            blend = max(words * (1 - MEANING) + meaning * MEANING, 0.94 * words)
            is_day = have.kind == "date" == wanted(column) and days[have.place, have.table] == 1
            if is_day and tokens(column) <= tokens(table):
                blend = max(blend, ONLY_DAY * alike(tokens(table), tokens(have.table)))
            row.append(fits[have.kind] * blend)
        rows.append(row)
    return rows


def _meanings(pairs: Sequence[tuple[str, str]], columns: Sequence[Column], engine: Engine) -> Matrix:
    spoken = [" ".join(sorted(tokens(have.name)) + sorted(tokens(have.table))) for have in columns]
    asked = [" ".join(sorted(tokens(column)) + sorted(tokens(table))) for table, column in pairs]
    return compare(engine, asked, spoken)


def _assigned(
    table: str, names: Sequence[str], rows: Sequence[Sequence[float]], columns: Sequence[Column], engine: str
) -> list[ColumnMatch]:
    home, fit = _home(table, rows, columns)
    settled = [
        [
            score * (1 - TABLE + TABLE * fit[(have.place, have.table)]) * (1 if (have.place, have.table) == home else AWAY)
            for score, have in zip(row, columns, strict=True)
        ]
        for row in rows
    ]
    taken: dict[int, int] = {}
    for _, need, place in sorted((-score, need, place) for need, row in enumerate(settled) for place, score in enumerate(row)):
        if need not in taken and place not in taken.values() and settled[need][place] >= BANDS.weak:
            taken[need] = place
    return [_match(table, name, settled[need], taken.get(need), columns, engine) for need, name in enumerate(names)]


def _home(
    table: str, rows: Sequence[Sequence[float]], columns: Sequence[Column]
) -> tuple[tuple[str, str] | None, dict[tuple[str, str], float]]:
    """Give the table that holds most of what is needed, and how well each table fits: by its name, or by its columns."""
    groups: dict[tuple[str, str], list[int]] = {}
    for place, have in enumerate(columns):
        groups.setdefault((have.place, have.table), []).append(place)
    fit = {}
    for group, places in groups.items():
        best = [max(row[place] for place in places) for row in rows]
        told = min(1.0, sum(score >= BANDS.plausible for score in best) / ENOUGH)
        fit[group] = max(alike(tokens(table), tokens(group[1])), told * sum(best) / max(1, len(rows)))
    return max(fit, key=lambda group: (fit[group], group), default=None), fit


def _match(table: str, name: str, row: Sequence[float], place: int | None, columns: Sequence[Column], engine: str) -> ColumnMatch:
    order = sorted(range(len(row)), key=lambda each: (-row[each], each))
    if place is None:
        near = columns[order[0]] if order and row[order[0]] >= BANDS.weak else None
        return ColumnMatch(table, name, None, row[order[0]] if order else 0.0, "none", near, decided=False, engine=engine)
    score = min(1.0, row[place])
    other = next((each for each in order if each != place), None)
    nearest = columns[other] if other is not None and row[other] >= BANDS.weak else None
    apart = other is None or row[place] - row[other] >= BANDS.apart
    return ColumnMatch(table, name, columns[place], score, BANDS.of(score), nearest, apart, engine)
