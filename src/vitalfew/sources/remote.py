"""Databases elsewhere: SQL in DuckDB's dialect is written anew in theirs, and only its result comes back.

Names are settled on the way: a table's name here to its schema and name there, and a column to the case in which it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from vitalfew.sources.engine import Database, Refusal

DIALECT = "duckdb"
Answered = tuple[pa.Table, Mapping[str, str]]
"""Rows, and the types of their columns in DuckDB's words."""


@dataclass(frozen=True)
class Held:
    """A table elsewhere: its schema, its name, its columns with their types in DuckDB's words."""

    schema: str | None
    name: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Remote(Database):
    """A database elsewhere, by the way it is asked."""

    dialect: str
    tables: Mapping[str, Held]
    ask: Callable[[str], Answered | Refusal]
    shut: Callable[[], None]

    def run(self, sql: str) -> pa.Table | Refusal:
        """Run one query; `DESCRIBE` gives columns and types as DuckDB does."""
        text = sql.removeprefix("DESCRIBE ")
        try:
            tree = sqlglot.parse_one(text, dialect=DIALECT)
            if text is not sql and isinstance(tree, exp.Query):
                tree = tree.limit(0)
            written = translate(tree, self.dialect, self.tables)
        except SqlglotError as error:
            return Refusal("parser", str(error))
        answer = self.ask(written)
        if isinstance(answer, Refusal) or text is sql:
            return answer if isinstance(answer, Refusal) else answer[0]
        return pa.table({"column_name": list(answer[1]), "column_type": list(answer[1].values())})

    def close(self) -> None:
        """End the connection."""
        self.shut()


def missing_column(name: str) -> Refusal:
    """Say in the embedded engine's words, which are read further on, that there is no such column."""
    return Refusal("binder", f'Referenced column "{name}" not found')


def missing_function(name: str) -> Refusal:
    """Say in the embedded engine's words that there is no such function."""
    return Refusal("catalog", f"Function with name {name} does not exist")


def wrong_types(text: str) -> Refusal:
    """Say in the embedded engine's words that a function does not take what it is given."""
    return Refusal("binder", f"No function matches: {text}")


def translate(tree: exp.Expr, dialect: str, tables: Mapping[str, Held]) -> str:
    """Write a query in another dialect, over the tables as they are called there; raises SqlglotError."""
    tree = tree.copy()
    used = _settle_tables(tree, tables)
    _settle_columns(tree, [name for each in used for name in each.columns])
    for place, each in enumerate(tree.find_all(exp.Subquery)):
        if isinstance(each.parent, exp.From | exp.Join) and not each.alias:
            each.set("alias", exp.TableAlias(this=exp.to_identifier(f"_rows{place}")))
    if dialect == "postgres":
        tree = tree.transform(_last_by_array)
    return str(tree.sql(dialect=dialect, comments=False))


def _settle_tables(tree: exp.Expr, tables: Mapping[str, Held]) -> list[Held]:
    own = {each.alias_or_name.casefold() for each in tree.find_all(exp.CTE)}
    used = []
    for table in [*tree.find_all(exp.Table)]:
        held = tables.get(table.name)
        if held is None or table.args.get("db") or table.name.casefold() in own:
            continue
        used.append(held)
        alias = table.alias or table.name
        table.set("this", exp.to_identifier(held.name, quoted=True))
        if held.schema:
            table.set("db", exp.to_identifier(held.schema, quoted=True))
        table.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=bool(not table.alias))))
    return used


def _settle_columns(tree: exp.Expr, names: list[str]) -> None:
    """Write columns in the case in which they are kept; names that the query makes itself stay as they are."""
    own = {each.alias.casefold() for each in tree.find_all(exp.Alias)}
    known = {name.casefold(): name for name in reversed(names)}
    for column in tree.find_all(exp.Column):
        kept = column.name if column.name in names else known.get(column.name.casefold())
        if kept and isinstance(column.this, exp.Identifier) and column.name.casefold() not in own:
            column.set("this", exp.to_identifier(kept, quoted=True))


def _last_by_array(node: exp.Expr) -> exp.Expr:
    """PostgreSQL has no `arg_max`: the first of an array in falling order is the same."""
    if not isinstance(node, exp.ArgMax):
        return node
    kept = exp.Where(this=exp.Not(this=exp.Is(this=node.this.copy(), expression=exp.Null())))
    order = exp.Order(this=node.this, expressions=[exp.Ordered(this=node.expression, desc=True, nulls_first=False)])
    array = exp.Filter(this=exp.ArrayAgg(this=order), expression=kept)
    return exp.Bracket(this=exp.Paren(this=array), expressions=[exp.Literal.number(1)], offset=1)
