"""One query for all measures that share rows and a grain, and the series that come of it.

Conditions go into the aggregates as `CASE`, which takes a third of the time of `FILTER`; where many measures differ only by
`column = 'text'`, one GROUP BY over that column stands for all of them (0.3 s for 200 of them over ten million rows).
A query that the engine refuses is halved until the guilty measures stand alone, and the rest are measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vitalfew.measure.counting import Integers
from vitalfew.measure.coverage import Floats
from vitalfew.measure.fold import Days, folded, pieces
from vitalfew.measure.frame import Frame
from vitalfew.measure.prepare import Basis, Part
from vitalfew.measure.series import REASON, Series, finished
from vitalfew.measure.snippet import equality, filtered, to_sql
from vitalfew.sources.engine import Database, Refusal, literal, quoted
from vitalfew.sources.opened import Table

CHUNK = 200
FAN = 8
MOST_SLICES = 1_000


@dataclass(frozen=True, slots=True)
class Answer:
    """Per part the number of rows and the value in each period (`numbers`) and slice."""

    numbers: Integers
    slices: Sequence[str] | None
    rows: Sequence[Integers]
    values: Sequence[Floats]


def ask(
    database: Database, basis: Basis, frame: Frame, parts: Sequence[Part], table: Table | None
) -> Iterator[tuple[Part, dict[str, Series] | Refusal]]:
    """Query parts that share a basis; give the series of each by slice (empty for the whole), or why there is none."""
    for part, answer, place in _answers(database, basis, frame, parts, table):
        yield part, answer if isinstance(answer, Refusal) else _series(frame, part, answer, place)


def ask_once(
    database: Database, basis: Basis, by_day: Frame, frames: Sequence[Frame], parts: Sequence[Part], table: Table | None
) -> Iterator[tuple[Part, Frame, dict[str, Series] | Refusal]]:
    """Query parts that fold by day, once, and give the series of each for every frame by slice, or why there is none."""
    asked = {part.key: pieces(part) for part in parts}
    every = [piece for own in asked.values() for piece in own]
    found = {piece.key: (answer, place) for piece, answer, place in _answers(database, basis, by_day, every, table)}
    for part in parts:
        answers = [(piece, *found[piece.key]) for piece in asked[part.key]]
        refused = next((answer for _, answer, _ in answers if isinstance(answer, Refusal)), None)
        if refused:
            yield part, by_day, refused
            continue
        days = [_by_slice(piece, answer, place) for piece, answer, place in answers if isinstance(answer, Answer)]
        for frame in frames:
            own, names = (frame if part.measure.over is None else frame.looking_back(part.measure.over)), days[0][1]
            yield part, frame, {name: _folded(own, part, [(piece, slices[name]) for piece, slices in days]) for name in names}


def _by_slice(piece: Part, answer: Answer, place: int) -> tuple[Part, dict[str, Days]]:
    rows, values = answer.rows[place], answer.values[place]
    if answer.slices is None:
        return piece, {"": (answer.numbers, rows, values)}
    slices = np.array(answer.slices, dtype=object)
    own = {each: slices == each for each in _named(answer.slices)}
    return piece, {each: (answer.numbers[at], rows[at], values[at]) for each, at in own.items()}


def _named(slices: Sequence[str]) -> list[str]:
    """Give the slices, the whole first; it alone where they are too many."""
    names = sorted({*slices, ""})
    return names if len(names) <= MOST_SLICES else [""]


def _folded(frame: Frame, part: Part, days: Sequence[tuple[Part, Days]]) -> Series:
    begins, ends = frame.begins, frame.ends
    found = [folded(piece, of_days, begins, ends) for piece, of_days in days]
    rows, values = found[0]
    if len(found) > 1:
        with np.errstate(invalid="ignore", divide="ignore"):
            values = values / found[1][1]
    return _dense(frame, part, np.arange(frame.first, frame.first + frame.count), rows, values)


def _answers(
    database: Database, basis: Basis, frame: Frame, parts: Sequence[Part], table: Table | None
) -> Iterator[tuple[Part, Answer | Refusal, int]]:
    for column, group in _fanned(basis, parts, table):
        for chunk in _chunks(group, fanned=column is not None):
            yield from _halving(database, basis, frame, chunk, column)


def _fanned(basis: Basis, parts: Sequence[Part], table: Table | None) -> Iterator[tuple[str | None, list[Part]]]:
    """Sort parts into those that one GROUP BY over a text column serves, and the rest (None)."""
    fans: dict[str | None, list[Part]] = defaultdict(list)
    for part in parts:
        pair = equality(part.where) if table and not basis.by else None
        column = table.column(pair[0]) if table and pair else None
        fans[column if table and column and table.columns[column] == "VARCHAR" else None].append(part)
    for column in [each for each, group in fans.items() if each is not None and len(group) < FAN]:
        fans[None].extend(fans.pop(column))
    yield from ((column, group) for column, group in fans.items() if group)


def _chunks(parts: Sequence[Part], *, fanned: bool) -> Iterator[list[Part]]:
    """Cut into queries of bearable size; a part whose condition cannot stand in FILTER goes alone."""
    together: list[Part] = []
    for part in parts:
        if fanned or part.where is None or filtered(part.value, part.where) is not None:
            together.append(part)
        else:
            yield [part]
    yield from (together[at : at + CHUNK] for at in range(0, len(together), CHUNK))


def _halving(
    database: Database, basis: Basis, frame: Frame, parts: list[Part], column: str | None
) -> Iterator[tuple[Part, Answer | Refusal, int]]:
    answer = _fan(database, basis, frame, parts, column) if column else _filter(database, basis, frame, parts)
    if not isinstance(answer, Refusal):
        for place, part in enumerate(parts):
            yield part, answer, place
    elif len(parts) == 1:
        yield parts[0], answer, 0
    else:
        half = len(parts) // 2
        yield from _halving(database, basis, frame, parts[:half], column)
        yield from _halving(database, basis, frame, parts[half:], column)


def _filter(database: Database, basis: Basis, frame: Frame, parts: Sequence[Part]) -> Answer | Refusal:
    conditions = {to_sql(part.where) if part.where is not None else "" for part in parts}
    counts = {where: place for place, where in enumerate(sorted(conditions))}
    outside = ""
    items = [f'count({f"CASE WHEN {where} THEN 1 END" if where else "*"}) AS "/c{place}"' for where, place in counts.items()]
    for place, part in enumerate(parts):
        value = part.value if part.where is None else filtered(part.value, part.where)
        if value is None:  # alone in its query, see `_chunks`
            value, outside = part.value, f" AND ({to_sql(part.where)})" if part.where is not None else ""
        items.append(f'CAST({to_sql(value)} AS DOUBLE) AS "/v{place}"')
    found = database.run(f'SELECT "/n"{_slice(basis)}, {", ".join(items)} {frame.rows(basis, outside)} GROUP BY {_groups(basis)}')
    if isinstance(found, Refusal):
        return found
    rows = [_ints(found[f"/c{counts[to_sql(part.where) if part.where is not None else '']}"]) for part in parts]
    values = [_floats(found[f"/v{place}"]) for place in range(len(parts))]
    return Answer(_ints(found["/n"]), found["/s"].to_pylist() if basis.by else None, rows, values)


def _slice(basis: Basis) -> str:
    if not basis.by:
        return ""
    names = ", ".join(quoted(each) for each in basis.by)
    return f", CASE WHEN GROUPING({names}) = 0 THEN {pairs(basis)} ELSE '' END AS \"/s\""


def pairs(basis: Basis) -> str:
    """Write the slice of a row: `column=value` for each column that splits the basis."""
    return " || ',' || ".join(
        f"{literal(each + '=')} || coalesce(CAST({quoted(each)} AS VARCHAR), '(none)')" for each in basis.by
    )


def _groups(basis: Basis) -> str:
    if not basis.by:
        return '"/n"'
    return f'GROUPING SETS (("/n"), ("/n", {", ".join(quoted(each) for each in basis.by)}))'


def _fan(database: Database, basis: Basis, frame: Frame, parts: Sequence[Part], column: str) -> Answer | Refusal:
    """Ask once for all texts of a column, then hand each part its own rows."""
    texts = [pair[1] for part in parts if (pair := equality(part.where))]
    wanted = list(dict.fromkeys(to_sql(part.value) for part in parts))
    items = [f'CAST({value} AS DOUBLE) AS "/v{place}"' for place, value in enumerate(wanted)]
    name = quoted(column)
    condition = f" AND {name} IN ({', '.join(literal(text) for text in dict.fromkeys(texts))})"
    found = database.run(
        f'SELECT "/n", {name} AS "/t", count(*) AS "/c", {", ".join(items)} {frame.rows(basis, condition)} GROUP BY "/n", {name}'
    )
    if isinstance(found, Refusal):
        return found
    return _handed_out(found, frame, parts, texts, wanted)


def _handed_out(found: pa.Table, frame: Frame, parts: Sequence[Part], texts: Sequence[str], wanted: Sequence[str]) -> Answer:
    known = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    codes = pc.index_in(found["/t"], value_set=pa.array(list(known), pa.string())).to_numpy().astype(np.int64)
    at = (codes, _ints(found["/n"]) - frame.first)
    shape = (len(known), frame.count)
    counts = np.zeros(shape, np.int64)
    counts[at] = _ints(found["/c"])
    values: dict[str, Floats] = {}
    for place, value in enumerate(wanted):
        values[value] = np.full(shape, np.nan)
        values[value][at] = _floats(found[f"/v{place}"])
    lines = [known[text] for text in texts]
    return Answer(
        np.arange(frame.first, frame.first + frame.count),
        None,
        [counts[line] for line in lines],
        [values[to_sql(part.value)][line] for part, line in zip(parts, lines, strict=True)],
    )


def _ints(column: pa.ChunkedArray) -> Integers:
    return np.asarray(column.cast(pa.int64()).to_numpy(), dtype=np.int64)


def _floats(column: pa.ChunkedArray) -> Floats:
    return np.asarray(column.cast(pa.float64()).to_numpy(), dtype=np.float64)


def _series(frame: Frame, part: Part, answer: Answer, place: int) -> dict[str, Series]:
    if answer.slices is None:
        return {"": _dense(frame, part, answer.numbers, answer.rows[place], answer.values[place])}
    slices = np.array(answer.slices, dtype=object)
    found: dict[str, Series] = {}
    for each in _named(answer.slices):
        own = slices == each
        found[each] = _dense(frame, part, answer.numbers[own], answer.rows[place][own], answer.values[place][own])
    return found


def blank(frame: Frame, part: Part) -> Series:
    """Give the series of a slice that never occurs."""
    none = np.zeros(0, np.int64)
    return _dense(frame, part, none, none, np.zeros(0))


def _dense(frame: Frame, part: Part, numbers: Integers, rows: Integers, values: Floats) -> Series:
    """Lay values out over all periods and give those without rows their reason, or zero where the measure says so."""
    zero = part.measure.empty == "zero"
    begins, ends = frame.begins, frame.ends
    within = part.measure.within  # a row is due when its later event has had its time
    due = frame.today - timedelta(days=within.days if within else 0)
    share, complete = frame.cover.shares(begins, ends, due, gapless=zero)
    value, held = np.full(frame.count, np.nan), np.zeros(frame.count, np.bool_)
    held[numbers - frame.first] = rows > 0
    value[numbers - frame.first] = np.where(rows > 0, values, np.nan)
    reason = np.full(frame.count, REASON["no-rows"], np.int8)
    reason[ends <= frame.cover.first] = REASON["before-data"]
    reason[(begins > frame.cover.last) | (begins >= frame.today.toordinal())] = REASON["no-data-yet"]
    zeros = ~held & zero & (share > 0)
    value[zeros] = 0.0
    return finished(Series(frame.first, value, np.where(held | zeros, 0, reason).astype(np.int8), complete, share))
