"""The database of what is decided: SQLite beside the framework, or PostgreSQL by `VITALFEW_DATABASE_URL`.

A `Store` is bound to one workspace, and a `Transaction` of it reads and writes the rows of that workspace alone:
it takes tables and conditions on their columns, adds the workspace itself, and hands out no connection.
Writers of one workspace go one after the other; a write is one transaction, which happens whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from weakref import finalize

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    FromClause,
    SelectBase,
    Table,
    TextClause,
    UnaryExpression,
    and_,
    delete,
    func,
    insert,
    inspect,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.sql.visitors import iterate

from vitalfew.base.errors import BadOption, StoreUnusable
from vitalfew.base.said import say
from vitalfew.base.traced import traced
from vitalfew.store.engine import PATIENCE, Mark, file_of, is_file, mark, open_engine
from vitalfew.store.tables import APPENDED, HEAD, WORKSPACE
from vitalfew.store.variable import NAME_VARIABLE, URL_VARIABLE

FILE = "store.db"
MAIN = "main"
AT_ONCE = 20
"""Rows that are held at once, where they are read one by one."""
_MIGRATING, _ADDING = 7_114_302, 7_114_303  # any numbers that no other program of the database locks


class Place(NamedTuple):
    """A database, and the workspace in it."""

    url: URL
    workspace: str

    @property
    def name(self) -> str:
        """The address without its password."""
        return (
            str(self.url.database) if is_file(self.url) else self.url.render_as_string(hide_password=True).replace("+psycopg", "")
        )


def place(folder: Path, environ: Mapping[str, str] = os.environ) -> Place:
    """Say where a workspace keeps its decisions: `folder` is its `.vitalfew`. Raises BadOption, never with a password.

    In a database that several workspaces share, each is named by `VITALFEW_WORKSPACE`.
    """
    given, name = environ.get(URL_VARIABLE), environ.get(NAME_VARIABLE)
    if not given:
        return Place(URL.create("sqlite", database=str(folder / FILE)), name or MAIN)
    wanted = say("write `postgresql://user:password@host/database`")
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        raise BadOption(URL_VARIABLE, "…", wanted) from None  # the text may hold a password
    if url.drivername not in {"postgresql", "postgres", "postgresql+psycopg"}:
        raise BadOption(URL_VARIABLE, f"{url.drivername}:…", wanted)
    if not name:
        raise BadOption(NAME_VARIABLE, "", say("name this workspace: the database may hold those of others too"))
    return Place(url.set(drivername="postgresql+psycopg"), name)


class Transaction:
    """Reads and writes of one workspace that happen together."""

    def __init__(self, connection: Connection, workspace: str) -> None:
        self._connection = connection
        self.workspace = workspace

    def find(
        self,
        table: Table,
        *where: ColumnElement[bool],
        order: Sequence[ColumnElement[Any] | UnaryExpression[Any]] = (),
        most: int | None = None,
    ) -> list[dict[str, Any]]:
        """Give the workspace's rows of a table that meet all conditions on its columns."""
        own(table, *where, *order)
        query = select(table).where(self._mine(table), *where).order_by(*order).limit(most)
        return [dict(row) for row in self._connection.execute(query).mappings()]

    def each(
        self, table: Table, *where: ColumnElement[bool], order: Sequence[ColumnElement[Any]] = ()
    ) -> Iterator[dict[str, Any]]:
        """Give the workspace's rows that meet all conditions one by one, however many there are."""
        own(table, *where, *order)
        query = select(table).where(self._mine(table), *where).order_by(*order).execution_options(yield_per=AT_ONCE)
        with self._connection.execute(query) as found:
            yield from map(dict, found.mappings())

    def count(self, table: Table, *where: ColumnElement[bool]) -> int:
        """Say how many rows of the workspace meet all conditions."""
        own(table, *where)
        query = select(func.count()).select_from(table).where(self._mine(table), *where)
        return int(self._connection.execute(query).scalar_one())

    def add(self, table: Table, *rows: Mapping[str, object]) -> None:
        """Write new rows of the workspace."""
        _unkeyed(*rows)
        if rows:
            self._connection.execute(insert(table), [{"workspace": self.workspace, **row} for row in rows])

    def change(self, table: Table, values: Mapping[str, object], *where: ColumnElement[bool]) -> int:
        """Give the workspace's rows that meet all conditions other values, and say how many there were."""
        own(table, *where)
        _unkeyed(values)
        _unsettled(table)
        return self._connection.execute(update(table).where(self._mine(table), *where).values(values)).rowcount

    def drop(self, table: Table, *where: ColumnElement[bool]) -> int:
        """Take away the workspace's rows that meet all conditions, and say how many there were."""
        own(table, *where)
        _unsettled(table)
        return self._connection.execute(delete(table).where(self._mine(table), *where)).rowcount

    def _mine(self, table: Table) -> ColumnElement[bool]:
        return and_(table.c.workspace == self.workspace)


def own(table: Table, *clauses: ColumnElement[Any]) -> None:
    """Refuse conditions that reach beyond the columns of the table: texts, other tables, queries."""
    for clause in clauses:
        for part in iterate(clause):
            is_foreign = isinstance(part, FromClause | SelectBase) and part is not table
            if isinstance(part, TextClause) or is_foreign or getattr(part, "table", table) is not table:
                msg = f"a condition on `{table.name}` reaches beyond it"
                raise ValueError(msg)


def _unkeyed(*rows: Mapping[str, object]) -> None:
    if any("workspace" in row for row in rows):
        msg = "a row belongs to the workspace of its transaction"
        raise ValueError(msg)


def _unsettled(table: Table) -> None:
    if table.name in APPENDED:
        msg = f"rows of `{table.name}` are only ever added"
        raise ValueError(msg)


class Store:
    """What one workspace keeps of decisions. Made and brought up to date when first used."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._engine = open_engine(place.url)
        finalize(self, self._engine.dispose)
        self._ready: Mark | None = None

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read one state of the store; raises StoreUnusable."""
        self._prepare()
        with traced("read the database"), _told(self.place), self._engine.connect() as connection:
            if not self._is_file:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield Transaction(connection, self.place.workspace)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Read and write as one step, alone among the writers of the workspace; raises StoreUnusable."""
        self._prepare()
        with traced("write to the database"), _told(self.place), self._locked() as connection:
            _claim(connection, self.place.workspace, is_file=self._is_file)
            yield Transaction(connection, self.place.workspace)

    @contextmanager
    def adding(self) -> Iterator[Transaction]:
        """Add much as one step, alone among those who do so in the workspace; decisions go on meanwhile. For PostgreSQL."""
        self._prepare()
        with _told(self.place), self._engine.begin() as connection:
            _make(connection, self.place.workspace)  # and settled: others wait for a row that is not
        with _told(self.place), self._engine.begin() as connection:
            connection.execute(text(f"set local lock_timeout = '{20 * PATIENCE}s'"))
            terms = {"what": _ADDING, "workspace": self.place.workspace}
            connection.execute(text("select pg_advisory_xact_lock(:what, hashtext(:workspace))"), terms)
            yield Transaction(connection, self.place.workspace)

    def migrate(self, version: str = HEAD) -> None:
        """Bring the tables up or down to a version."""
        from vitalfew.store.migration import migrate  # noqa: PLC0415  # Alembic is needed once in the life of a store

        with _told(self.place), self._locked() as connection:
            if not self._is_file:
                connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
            _see(self.place, _version(connection))
            migrate(connection, version)
        self._ready = mark(self.place.url) if version == HEAD else None

    def forget(self) -> None:
        """Bring what was taken away out of the files too: SQLite's log of writes still holds it."""
        if self._is_file:
            with _told(self.place), self._engine.connect().execution_options(begin="SELECT 1") as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the database; the next use opens it again."""
        self._engine.dispose()

    @property
    def _is_file(self) -> bool:
        return is_file(self.place.url)

    @contextmanager
    def _locked(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection, connection.begin():
            if not self._is_file:
                connection.execute(text(f"set local lock_timeout = '{PATIENCE}s'"))
            yield connection

    def _prepare(self) -> None:
        if self._ready is not None and self._ready == mark(self.place.url):
            return
        if self._ready is not None:
            self._engine.dispose()  # connections to a file that was taken away or replaced would write to nowhere
        if self._is_file:
            file_of(self.place.url).parent.mkdir(parents=True, exist_ok=True)
        with _told(self.place), self._engine.connect() as connection:
            version = _version(connection)
        _see(self.place, version)
        if version != HEAD:
            self.migrate()
        self._ready = mark(self.place.url)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("select version_num from alembic_version")).scalar()
    return found


def _see(place: Place, version: str | None) -> None:
    """Refuse what a later release has written."""
    if version is not None and version > HEAD:
        raise StoreUnusable(place.name, say("was written by a later release of Vitalfew"), say("update Vitalfew"))


def _claim(connection: Connection, workspace: str, *, is_file: bool) -> None:
    """Make sure that the workspace has its row, and lock it; SQLite has one writer at a time anyway."""
    if is_file and connection.execute(select(WORKSPACE.c.id).where(WORKSPACE.c.id == workspace)).first():
        return
    _make(connection, workspace)
    if not is_file:
        mine = select(WORKSPACE.c.id).where(WORKSPACE.c.id == workspace)
        connection.execute(mine.with_for_update(key_share=True))  # rows that rest on it may be added meanwhile


def _make(connection: Connection, workspace: str) -> None:
    made = text("insert into workspace (id, created_at) values (:id, :at) on conflict do nothing")
    connection.execute(made, {"id": workspace, "at": datetime.now(UTC).isoformat(timespec="seconds")})


@contextmanager
def _told(place: Place) -> Iterator[None]:
    """Turn what a database refuses into one sentence without secrets; what only our own fault can cause stays as it is."""
    try:
        yield
    except (IntegrityError, ProgrammingError):
        raise
    except NoneFree as error:
        raise StoreUnusable(place.name, say("cannot be used: all connections to it are busy")) from error
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines() or ["gives no reason"]
        why = said[0].replace(str(place.url.password), "***") if place.url.password else said[0]
        raise StoreUnusable(place.name, say("cannot be used: {why}", why=why)) from error
