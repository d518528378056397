"""Types for columns that are read as text: the first kind that every value of the column fits, else text.

Nothing is guessed from a sample: a kind is proposed by a column's first value and confirmed over all of them,
so one stray word makes the whole column text and can be named later.
Numbers with a leading zero are codes and stay text. Where a source declares `date_format`, that alone says what a date is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vitalfew.sources.engine import Database, literal, quoted

_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_TIME = rf"{_DAY}[ T]\d{{1,2}}:\d{{2}}(:\d{{2}}(\.\d+)?)?"
_ZONE = r"([zZ]| ?[+-]\d{2}(:?\d{2})?)"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: SQL that tells whether a text fits it, and SQL that reads the text; `@` stands for the column."""

    fits: str
    read: str

    def fit(self, text: str) -> str:
        """Write the test for an SQL expression."""
        return self.fits.replace("@", text)


def _number(point: str) -> str:
    return rf"regexp_full_match(@, '[+-]?((0|[1-9]\d*)?{point}\d+|(0|[1-9]\d*){point}?)([eE][+-]?\d{{1,3}})?')"


NUMBERS: dict[str, tuple[Kind, ...]] = {
    decimal: (
        Kind("lower(@) IN ('true', 'false')", "CAST(@ AS BOOLEAN)"),
        Kind(r"regexp_full_match(@, '[+-]?(0|[1-9]\d{0,17})')", "CAST(@ AS BIGINT)"),
        Kind(_number(f"[{decimal}]"), f"CAST(replace(@, '{decimal}', '.') AS DOUBLE)"),
    )
    for decimal in (".", ",")
}
DATES = tuple(
    Kind(f"(regexp_full_match(@, '{pattern}') AND TRY_CAST(@ AS {type_}) IS NOT NULL)", f"CAST(@ AS {type_})")
    for pattern, type_ in ((_DAY, "DATE"), (_TIME, "TIMESTAMP"), (_TIME + _ZONE, "TIMESTAMPTZ"))
)


def dates_of(date_format: str | None) -> tuple[Kind, ...]:
    """Give the kinds of dates: ISO ones, or the declared form."""
    if date_format is None:
        return DATES
    read = f"try_strptime(@, {literal(date_format)})"
    return (Kind(f"{read} IS NOT NULL", read),)


def typed_select(database: Database, table: str, columns: Sequence[str], kinds: Sequence[Kind]) -> str:
    """Give the select list that turns the text columns of a table into what all their values are; raises EngineFailed."""
    chosen: dict[str, Kind] = {}
    open_kinds = _candidates(database, table, columns, kinds)
    while proposed := {name: each[0] for name, each in open_kinds.items() if each}:
        fitting = _fitting(database, table, proposed)
        chosen |= {name: kind for name, kind in proposed.items() if name in fitting}
        open_kinds = {name: open_kinds[name][1:] for name in proposed if name not in fitting}
    return ", ".join(_item(name, chosen.get(name)) for name in columns)


def _item(name: str, kind: Kind | None) -> str:
    column = quoted(name)
    return column if kind is None else f"{kind.read.replace('@', f'trim({column})')} AS {column}"


def _candidates(database: Database, table: str, columns: Sequence[str], kinds: Sequence[Kind]) -> dict[str, tuple[Kind, ...]]:
    """Give the kinds that the first value of each column fits; none where it holds no value."""
    firsts = database.row(f"SELECT {', '.join(f'any_value({quoted(name)})' for name in columns)} FROM {quoted(table)}")
    found: dict[str, tuple[Kind, ...]] = {}
    for name, first in zip(columns, firsts, strict=True):
        if first is not None:
            fits = database.row(f"SELECT {', '.join(kind.fit(literal(str(first).strip())) for kind in kinds)}")
            found[name] = tuple(kind for kind, fit in zip(kinds, fits, strict=True) if fit)
    return found


def _fitting(database: Database, table: str, proposed: Mapping[str, Kind]) -> frozenset[str]:
    tests = ", ".join(f"bool_and({kind.fit(f'trim({quoted(name)})')})" for name, kind in proposed.items())
    fits = database.row(f"SELECT {tests} FROM {quoted(table)}")
    return frozenset(name for name, fit in zip(proposed, fits, strict=True) if fit)


def typed(database: Database, table: str, columns: Sequence[str], kinds: Sequence[Kind]) -> dict[str, str]:
    """Make a table out of its texts in `<table>/text`; give its columns with their types. Raises EngineFailed."""
    text = f"{table}/text"
    select = typed_select(database, text, columns, kinds)
    database.fetch(f"CREATE TABLE {quoted(table)} AS SELECT {select} FROM {quoted(text)}")
    return columns_of(database, table)


def dated(database: Database, table: str, kinds: Sequence[Kind]) -> dict[str, str]:
    """Make a table of what stands in `<table>/text`, where text that holds dates alone becomes dates.

    Gives its columns with their types. Raises EngineFailed.
    """
    raw = f"{table}/text"
    columns = columns_of(database, raw)
    texts = [name for name, type_ in columns.items() if type_ == "VARCHAR"]
    others = [_signed(database, raw, name, type_) for name, type_ in columns.items() if name not in texts]
    items = ", ".join([*others, typed_select(database, raw, texts, kinds)] if texts else others)
    database.fetch(f"CREATE TABLE {quoted(table)} AS SELECT {items} FROM {quoted(raw)}")
    return columns_of(database, table)


def _signed(database: Database, table: str, name: str, type_: str) -> str:
    """Read whole numbers of JSON, which come unsigned, as signed ones where they fit: a difference may be below zero."""
    column = quoted(name)
    fits = type_ == "UBIGINT" and database.row(f"SELECT max({column}) <= {2**63 - 1} FROM {quoted(table)}")[0] is not False
    return f"CAST({column} AS BIGINT) AS {column}" if fits else column


def columns_of(database: Database, table: str) -> dict[str, str]:
    """Give the columns of a table with their types; raises EngineFailed."""
    described = database.fetch(f"DESCRIBE {quoted(table)}")
    return dict(zip(described["column_name"].to_pylist(), described["column_type"].to_pylist(), strict=True))
