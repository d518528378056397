"""From a measure as written to what a query needs: rows, a day for each, one aggregate and perhaps a condition."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlglot
from sqlglot import exp

from vitalfew.measure.failure import Failure, of_refusal, of_snippet, unknown_column, unknown_table
from vitalfew.measure.smells import SMELL
from vitalfew.measure.snippet import DIALECT, SnippetFault, columns, read_query, read_value, read_where, to_sql
from vitalfew.model.measure import Measure, Within
from vitalfew.sources.engine import Database, Refusal, literal, quoted
from vitalfew.sources.opened import Opened, Table

# How a query's values are brought together in a period, by the KPI's `over_time`.
TOGETHER: dict[str, str] = {
    "recompute": "sum(value)",
    "sum": "sum(value)",
    "mean": "avg(value)",
    "last": "arg_max(value, date)",
    "max": "max(value)",
    "min": "min(value)",
}
_DAYS: tuple[tuple[str, str], ...] = (
    ("TIMESTAMP WITH TIME ZONE", "CAST((@ AT TIME ZONE {zone}) AS DATE)"),
    ("TIMESTAMP", "CAST(@ AS DATE)"),
    ("DATE", "@"),
)


@dataclass(frozen=True, slots=True)
class Basis:
    """Rows that measures share: a table or query of a source, the day of each row, the columns that split them.

    Where `levels` are given, the newest row in a stretch counts, of each value of these columns.
    """

    source: str
    rows: str
    day: str
    column: str
    by: tuple[str, ...] = ()
    table: str | None = None
    levels: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One aggregate to be queried; `key` names its series."""

    key: str
    measure: Measure
    basis: Basis
    value: exp.Expr
    where: exp.Expr | None = None

    @property
    def used(self) -> dict[str, tuple[str, ...]]:
        """The columns that each field names."""
        return {"value": columns(self.value), "where": columns(self.where) if self.where is not None else ()}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A measure ready to be queried: one part, or numerator and denominator, per way of bringing values together."""

    parts: tuple[Part, ...]

    def keys(self, over_time: str) -> tuple[str, ...]:
        """Give the keys of its series for a KPI: one, or those of numerator and denominator."""
        measure = self.parts[0].measure
        if measure.sql is None:
            return (measure.id,)
        if len(self.parts) == 2 and self.parts[0].key.endswith("/numerator"):
            return (self.parts[0].key, self.parts[1].key)
        return (f"{measure.id}/{TOGETHER[over_time]}",)


def prepare(measure: Measure, opened: Opened, over_times: set[str], zone: str) -> Prepared | Failure:
    """Read a measure's SQL and find its columns; what is wrong with it comes back as a failure."""
    if opened.database is None:
        msg = "a source without a database has no measure to prepare"
        raise ValueError(msg)
    if measure.sql is not None:
        return _query(measure, measure.sql, opened, opened.database, over_times, zone)
    name = opened.find(measure.table)
    if name is None or name not in opened.tables:
        return unknown_table(measure, measure.table, "table", opened)
    return _aggregate(measure, opened.tables[name], opened, zone)


def _aggregate(measure: Measure, table: Table, opened: Opened, zone: str) -> Prepared | Failure:
    field = "value"
    try:
        value = read_value(measure.value or "", opened.find)
        field = "where"
        where = read_where(measure.where, opened.find) if measure.where else None
    except SnippetFault as error:
        return of_snippet(error, measure, field, opened)
    basis = _basis(measure, table, quoted(table.name), measure.date or "", zone)
    if isinstance(basis, Failure):
        return basis
    if measure.within:
        later = _later(measure, measure.within, table, basis, zone)
        if isinstance(later, Failure):
            return later
        where = later if where is None else exp.and_(where, later, dialect=DIALECT)
    if measure.balance is None:
        return Prepared((Part(measure.id, measure, basis, value, where),))
    basis = _of_levels(measure, table, basis, where)
    return basis if isinstance(basis, Failure) else Prepared((Part(measure.id, measure, basis, value),))


def _later(measure: Measure, within: Within, table: Table, basis: Basis, zone: str) -> exp.Expr | Failure:
    """Write the condition that a later event follows in time."""
    name = table.column(within.column)
    if name is None:
        return unknown_column(measure, within.column, "within", table.name, table.columns)
    day = _day(name, table.columns[name], table.date_format, zone)
    if day is None:
        return _no_date(measure, table, name, "within")
    return sqlglot.parse_one(f"({day}) BETWEEN ({basis.day}) AND ({basis.day}) + {within.days}", dialect=DIALECT)


def _of_levels(measure: Measure, table: Table, basis: Basis, where: exp.Expr | None) -> Basis | Failure:
    """Give the rows of balances: those that pass the condition, since a row that does not is not the newest of them."""
    names = measure.balance if isinstance(measure.balance, tuple) else ()
    found = [table.column(each) for each in names]
    for each, column in zip(names, found, strict=True):
        if column is None:
            return unknown_column(measure, each, "balance", table.name, table.columns)
    rows = basis.rows if where is None else f"(SELECT * FROM {basis.rows} WHERE {to_sql(where)})"
    return replace(basis, rows=rows, levels=(*(each for each in found if each), *basis.by))


def _query(measure: Measure, sql: str, opened: Opened, database: Database, over_times: set[str], zone: str) -> Prepared | Failure:
    try:
        rows = f"({to_sql(read_query(sql, opened.find))})"
    except SnippetFault as error:
        return of_snippet(error, measure, "sql", opened)
    described = database.run(f"DESCRIBE SELECT * FROM {rows}")
    if isinstance(described, Refusal):
        return of_refusal(described, measure, None, database, {})
    types = dict(zip(described["column_name"].to_pylist(), described["column_type"].to_pylist(), strict=True))
    table = Table("the query", types)
    wanted = ("numerator", "denominator") if table.column("numerator") else ("value",)
    for name in wanted:
        if table.column(name) is None:
            return unknown_column(measure, name, "sql", "the query", types)
    basis = _basis(measure, table, rows, "date", zone)
    if isinstance(basis, Failure):
        return basis
    if wanted == ("value",):
        together = {TOGETHER[each]: f"{measure.id}/{TOGETHER[each]}" for each in sorted(over_times)}
    else:
        together = {f"sum({name})": f"{measure.id}/{name}" for name in wanted}
    return Prepared(tuple(Part(key, measure, basis, sqlglot.parse_one(each, dialect=DIALECT)) for each, key in together.items()))


def _basis(measure: Measure, table: Table, rows: str, date: str, zone: str) -> Basis | Failure:
    name = table.column(date)
    field = "sql" if measure.sql else "date"
    if name is None:
        return unknown_column(measure, date, field, table.name, table.columns)
    day = _day(name, table.columns[name], table.date_format, zone)
    if day is None:
        return _no_date(measure, table, name, field)
    by = [table.column(each.column) for each in measure.by]
    for each, found in zip(measure.by, by, strict=True):
        if found is None:
            return unknown_column(measure, each.column, "by", table.name, table.columns)
    # The calendar of Python ends at the year 9999; a day beyond its reach counts as no day.
    day = f"CASE WHEN {day} BETWEEN DATE '0002-01-01' AND DATE '9990-01-01' THEN {day} END"
    own = None if measure.sql else table.name
    return Basis(measure.source or "", rows, day, name, tuple(each for each in by if each), own)


def _no_date(measure: Measure, table: Table, name: str, field: str) -> Failure:
    message = f"column `{name}` of `{table.name}` is {table.columns[name]}, not a date"
    finding = SMELL["wrong-type"].at(measure.ref, f"measure `{measure.id}`: {message}", field=field)
    return Failure(finding, frozenset({measure.id}))


def _day(name: str, type_: str, date_format: str | None, zone: str) -> str | None:
    """Write the day of a row; None where the column's type is no date."""
    column = quoted(name)
    for prefix, form in _DAYS:
        if type_.startswith(prefix):
            return form.replace("{zone}", literal(zone)).replace("@", column)
    if date_format and (type_ == "VARCHAR" or "INT" in type_):
        return f"CAST(try_strptime(CAST({column} AS VARCHAR), {literal(date_format)}) AS DATE)"
    return f"CAST(TRY_CAST({column} AS TIMESTAMP) AS DATE)" if type_ == "VARCHAR" else None
