"""PostgreSQL: every query runs there, in one read-only snapshot with a limit of time; nothing of the login is ever shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyarrow as pa

from vitalfew.model.source import DatabaseSource, Source
from vitalfew.sources.engine import Refusal
from vitalfew.sources.environment import expand
from vitalfew.sources.fault import Fault
from vitalfew.sources.opened import Opened, Table, plain_name
from vitalfew.sources.remote import Answered, Held, Remote, missing_column, missing_function, wrong_types

if TYPE_CHECKING:
    import psycopg

KINDS = ("postgres",)
SECONDS = 600
CONNECT_SECONDS = 10
# By the server's type numbers: the type in DuckDB's words, and in Arrow; all else is text.
_TYPES: dict[int, tuple[str, pa.DataType]] = {
    16: ("BOOLEAN", pa.bool_()),
    20: ("BIGINT", pa.int64()),
    21: ("BIGINT", pa.int64()),
    23: ("BIGINT", pa.int64()),
    700: ("DOUBLE", pa.float64()),
    701: ("DOUBLE", pa.float64()),
    1700: ("DOUBLE", pa.float64()),
    1082: ("DATE", pa.date32()),
    1114: ("TIMESTAMP", pa.timestamp("us")),
    1184: ("TIMESTAMP WITH TIME ZONE", pa.timestamp("us", "UTC")),
}
_CATALOG = """
SELECT n.nspname, c.relname, a.attname, a.atttypid::int, coalesce(nullif(t.typbasetype, 0), t.oid)::int
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
JOIN pg_type t ON t.oid = a.atttypid
WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
AND n.nspname NOT LIKE 'pg\\_%' AND a.attnum > 0 AND NOT a.attisdropped
AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1, 2, a.attnum
"""
# By the class of the server's answer (SQLSTATE) to a login.
_LOGIN = {"28P01": "refuses the login", "28000": "refuses the login", "3D000": "has no database of that name"}


def open_source(source: Source, root: Path, zone: str) -> Opened:  # noqa: ARG001  # what all kinds are opened with
    """Connect and list the tables that the login may read."""
    assert isinstance(source, DatabaseSource)  # noqa: S101  # what `KINDS` says
    url = address(source)
    if isinstance(url, Fault):
        return Opened(None, faults=(url,))
    try:
        import psycopg  # noqa: PLC0415  # an extra
    except ImportError:
        return Opened(None, faults=(missing_extra("reading PostgreSQL", "postgres"),))
    try:
        connection = _connect(url, zone)
    except psycopg.Error as error:
        return Opened(None, faults=(_refused(error),))
    held = _held(connection)
    if not held:
        connection.close()
        fault = Fault("empty-data", "the login may read no table of the database", "grant it SELECT on the tables", field="url")
        return Opened(None, faults=(fault,))
    database = Remote("postgres", held, partial(_ask, connection), connection.close)
    return Opened(database, {name: Table(name, each.columns) for name, each in held.items()})


def address(source: DatabaseSource) -> str | Fault:
    """Give the address of a database out of the environment; one that holds a password in the file itself is refused."""
    if source.url is None:
        return Fault("unreachable-source", f"a source of kind `{source.kind}` needs a `url`", "say `url: ${NAME}`", field="kind")
    if re.search(r"://[^/@]*:[^/@$]+@", source.url):
        return Fault("written-secret", "the `url` of the source holds a password", field="url")
    return expand(source.url, field="url")


def missing_extra(what: str, extra: str) -> Fault:
    """Say which packages to install."""
    return Fault(
        "missing-extra",
        f"{what} needs packages that are not installed",
        f"install them with `pip install 'vitalfew[{extra}]'`",
        field="kind",
    )


def _connect(url: str, zone: str) -> psycopg.Connection[tuple[object, ...]]:
    import psycopg  # noqa: PLC0415  # an extra

    if urlsplit(url).scheme not in {"postgres", "postgresql"}:
        msg = "no address of a PostgreSQL server"
        raise psycopg.ProgrammingError(msg)
    options = f"-c statement_timeout={SECONDS * 1000} -c default_transaction_read_only=on -c TimeZone={zone}"
    connection = psycopg.connect(url, connect_timeout=CONNECT_SECONDS, options=options, application_name="vitalfew")
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    connection.prepare_threshold = None
    connection.execute("SELECT 1")  # begins the transaction whose snapshot all queries share
    return connection


def _refused(error: psycopg.Error) -> Fault:
    """Word a failed login without a word of the server's, which may hold names."""
    if "no address" in str(error) or "missing" in str(error):
        return Fault("unreachable-source", "the `url` is no address such as `postgresql://user@host/database`", field="url")
    text = str(error)
    state = next((code for code, mark in _MARKS if mark in text), error.sqlstate or "")
    return Fault("unreachable-source", f"the database server {_LOGIN.get(state, 'does not answer')}", field="url")


# A failed connection carries no SQLSTATE, only words.
_MARKS = (("28P01", "authentication failed"), ("28000", "pg_hba.conf"), ("28000", 'role "'), ("3D000", 'database "'))


def _held(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, Held]:
    columns: dict[tuple[str, str], dict[str, str]] = {}
    for schema, table, column, oid, base in connection.execute(_CATALOG.encode()):
        kind = _TYPES.get(int(str(oid)), _TYPES.get(int(str(base)), ("VARCHAR", None)))[0]
        columns.setdefault((str(schema), str(table)), {})[str(column)] = kind
    found: dict[str, Held] = {}
    for (schema, table), each in sorted(columns.items(), key=lambda item: item[0][0] != "public"):
        found.setdefault(plain_name(table if schema == "public" else f"{schema}_{table}"), Held(schema, table, each))
    return found


def _ask(connection: psycopg.Connection[tuple[object, ...]], sql: str) -> Answered | Refusal:
    import psycopg  # noqa: PLC0415  # an extra

    try:
        with connection.transaction():
            cursor = connection.execute(sql.encode())
            rows = cursor.fetchall()
    except psycopg.Error as error:
        return _refusal(error)
    described = cursor.description or []
    columns: Sequence[Sequence[object]] = list(zip(*rows, strict=True)) if rows else [()] * len(described)
    names = [each.name for each in described]
    kinds = [_TYPES.get(each.type_code, ("VARCHAR", pa.string())) for each in described]
    arrays = [_array(values, type_) for values, (_, type_) in zip(columns, kinds, strict=True)]
    return pa.table(arrays, names=names), dict(zip(names, (kind for kind, _ in kinds), strict=True))


def _array(values: Sequence[object], type_: pa.DataType) -> pa.Array:
    if pa.types.is_floating(type_):
        return pa.array([None if each is None else float(str(each)) for each in values], type_)
    if pa.types.is_string(type_):
        return pa.array([None if each is None else str(each) for each in values], type_)
    return pa.array(values, type_)


_WORDS: tuple[tuple[str, re.Pattern[str], Callable[[str], Refusal]], ...] = (
    ("42703", re.compile(r'column "?(?:\w+\.)?([^"]+?)"? does not exist'), missing_column),
    ("42883", re.compile(r"function (?:sum|avg|min|max)\((.*)\) does not exist"), wrong_types),
    ("42883", re.compile(r"function (\w+)\(.*\) does not exist"), missing_function),
    ("42883", re.compile(r"(operator does not exist.*)"), wrong_types),
)


def _refusal(error: psycopg.Error) -> Refusal:
    """Word what the server refused as the embedded engine would."""
    text, state = (error.diag.message_primary or "the connection broke"), error.sqlstate or ""
    for known, pattern, made in _WORDS:
        found = pattern.search(text) if state == known else None
        if found:
            return made(found[1])
    if state == "57014":
        return Refusal("interrupt", f"the query took longer than {SECONDS // 60} minutes")
    kind = {"22P02": "conversion", "22007": "conversion", "22008": "conversion", "42501": "permission"}.get(state, "remote")
    return Refusal(kind, text)
