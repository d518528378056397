"""The SQL that authors write in measures: each snippet is parsed alone, and what runs is what was parsed.

`value` is one aggregate expression, `where` one condition, `sql` one SELECT over tables of the source.
Nothing else passes: no second statement, no file function, no command. The engine's lock is the second wall.
"""

from __future__ import annotations

from collections.abc import Callable

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

DIALECT = "duckdb"
ROW_MAKERS = frozenset({"range", "generate_series", "unnest"})
_COMMANDS = (exp.DDL, exp.DML, exp.Command, exp.Copy, exp.Attach, exp.Detach, exp.Set, exp.Pragma, exp.Use, exp.Into, exp.Drop)
FindTable = Callable[[str], str | None]


class SnippetFault(ValueError):
    """What a snippet cannot say, in words for its author."""


class UnknownTable(SnippetFault):
    """A table that the source does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no table `{name}`")
        self.name = name


def to_sql(tree: exp.Expr) -> str:
    """Write a tree as SQL without the author's comments."""
    return str(tree.sql(dialect=DIALECT, comments=False))


def read_value(text: str, find: FindTable) -> exp.Expr:
    """Read one aggregate expression; raises SnippetFault."""
    tree = _expression(text, find)
    if isinstance(tree, exp.Alias) or tree.find(exp.Window):
        msg = f"`{text}` is more than an aggregate: leave out names and windows"
        raise SnippetFault(msg)
    if not tree.find(exp.AggFunc, exp.Anonymous):
        msg = f"`{text}` is no aggregate such as `sum({text})` or `count(*)`"
        raise SnippetFault(msg)
    return tree


def read_where(text: str, find: FindTable) -> exp.Expr:
    """Read one condition; raises SnippetFault."""
    tree = _expression(text, find)
    if isinstance(tree, exp.Alias) or any(not each.find_ancestor(exp.Query) for each in tree.find_all(exp.AggFunc)):
        msg = f"`{text}` is no condition on a row"
        raise SnippetFault(msg)
    return tree


def read_query(text: str, find: FindTable) -> exp.Query:
    """Read one SELECT; raises SnippetFault."""
    tree = _single(text)
    if not isinstance(tree, exp.Query):
        msg = f"`{_short(text)}` is no SELECT"
        raise SnippetFault(msg)
    _guard(tree, text, find)
    return tree


def _expression(text: str, find: FindTable) -> exp.Expr:
    tree = _single(text)
    if isinstance(tree, (exp.Query, *_COMMANDS)) or not isinstance(tree, (exp.Condition, exp.Filter, exp.WithinGroup)):
        msg = f"`{_short(text)}` is a statement, not an expression"
        raise SnippetFault(msg)
    _guard(tree, text, find)
    return tree


def _single(text: str) -> exp.Expr:
    try:
        trees = [each for each in sqlglot.parse(text, dialect=DIALECT) if each is not None]
    except (SqlglotError, RecursionError):
        msg = f"`{_short(text)}` cannot be read as SQL"
        raise SnippetFault(msg) from None
    if len(trees) != 1:
        msg = f"`{_short(text)}` holds {len(trees)} statements"
        raise SnippetFault(msg)
    return trees[0]


def _guard(tree: exp.Expr, text: str, find: FindTable) -> None:
    """Let through only reads of the source's own tables, under the names that the engine knows them by."""
    if tree.find(*_COMMANDS):
        msg = f"`{_short(text)}` does more than read"
        raise SnippetFault(msg)
    own = {each.alias_or_name.casefold() for each in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier):
            _guard_maker(table.this)
        elif table.args.get("db") or table.name.casefold() not in own:
            _settle(table, find)


def _guard_maker(made: exp.Expr) -> None:
    name = made.name if isinstance(made, exp.Anonymous) else made.key
    if name.lower().replace("generateseries", "generate_series") not in ROW_MAKERS:
        msg = f"`{to_sql(made)[:60]}` does not read a table of the source"
        raise SnippetFault(msg)


def _settle(table: exp.Table, find: FindTable) -> None:
    known = None if table.args.get("db") else find(table.name)
    if known is None:
        raise UnknownTable(to_sql(exp.Table(this=table.this, db=table.args.get("db"), catalog=table.args.get("catalog"))))
    if known != table.name:
        alias = table.alias or table.name
        table.set("this", exp.to_identifier(known, quoted=True))
        table.set("alias", exp.TableAlias(this=exp.to_identifier(alias)))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}…"


def filtered(value: exp.Expr, where: exp.Expr) -> exp.Expr | None:
    """Put a condition on every aggregate of an expression; None where it is not known which functions aggregate."""
    if value.find(exp.Anonymous, exp.WithinGroup, exp.Query):
        return None
    copy = value.copy()
    holder = exp.Paren(this=copy)
    for each in [*copy.find_all(exp.AggFunc)]:
        if each.find_ancestor(exp.AggFunc) is None:
            _put(each, where)
    return holder.this


def _put(aggregate: exp.Expr, where: exp.Expr) -> None:
    parent = aggregate.parent
    while isinstance(parent, exp.AggFunc | exp.IgnoreNulls | exp.RespectNulls | exp.Order):
        aggregate, parent = parent, parent.parent
    if isinstance(parent, exp.Filter):
        both = exp.and_(parent.expression.this, where.copy(), dialect=DIALECT)
        parent.set("expression", exp.Where(this=both))
    elif _is_plain(aggregate):
        counted = isinstance(aggregate.this, exp.Star)
        kept = exp.Case(ifs=[exp.If(this=where.copy(), true=exp.Literal.number(1) if counted else aggregate.this.copy())])
        aggregate.set("this", kept)
    else:
        aggregate.replace(exp.Filter(this=aggregate.copy(), expression=exp.Where(this=where.copy())))


def _is_plain(aggregate: exp.Expr) -> bool:
    """Tell whether an aggregate is of one value that may as well be null where a condition does not hold."""
    plain = isinstance(aggregate, (exp.Sum, exp.Count, exp.Avg, exp.Min, exp.Max)) and not aggregate.expressions
    return plain and aggregate.this is not None and not isinstance(aggregate.this, (exp.Distinct, exp.Order, exp.Limit))


def columns(tree: exp.Expr) -> tuple[str, ...]:
    """Give the columns that a tree names, each once."""
    return tuple(dict.fromkeys(each.name for each in tree.find_all(exp.Column)))


def equality(where: exp.Expr | None) -> tuple[str, str] | None:
    """Give column and text of a condition `column = 'text'`."""
    match where:
        case exp.EQ(this=exp.Column() as column, expression=exp.Literal(is_string=True) as text) if not column.table:
            return column.name, text.name
    return None
