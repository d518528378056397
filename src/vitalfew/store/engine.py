"""Connections to a database: kept open between transactions, set up once each, and never shared with a forked process.

Opening SQLite's file costs more than writing to it: closing the last connection copies the log of writes into the file.
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from weakref import WeakSet

from sqlalchemy import URL, Connection, Engine, Pool, QueuePool, create_engine, event

from vitalfew.base.errors import ExtraMissing

PATIENCE = 30
"""Seconds that a writer waits for another one."""
KEPT = 5
"""Connections that stay open; SQLite's may be more at once, those of a server up to ten more."""
Mark = tuple[int, int]
_PRAGMAS = ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON")
_ENGINES: WeakSet[Engine] = WeakSet()
_PARENTS: list[Pool] = []
"""What a process was forked with: never used and never closed here, since the locks belong to the parent."""


def open_engine(url: URL) -> Engine:
    """Give the way to a database; nothing is opened yet."""
    engine = _file(url) if is_file(url) else _server(url)
    _ENGINES.add(engine)
    return engine


def is_file(url: URL) -> bool:
    """Tell whether the database is a file of SQLite."""
    return url.get_backend_name() == "sqlite"


def file_of(url: URL) -> Path:
    """Give the file of SQLite."""
    return Path(str(url.database))


def mark(url: URL) -> Mark | None:
    """Tell one file from another at the same place; None where there is none, the same for every server."""
    if not is_file(url):
        return 0, 0
    try:
        found = file_of(url).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _server(url: URL) -> Engine:
    settings = {"connect_timeout": 10}
    try:
        return create_engine(
            url, pool_pre_ping=True, pool_size=KEPT, pool_timeout=PATIENCE, hide_parameters=True, connect_args=settings
        )
    except ModuleNotFoundError as error:
        raise ExtraMissing("a store in PostgreSQL", "postgres") from error


def _file(url: URL) -> Engine:
    settings = {"timeout": PATIENCE, "check_same_thread": False}  # the pool gives a connection to one thread at a time
    engine = create_engine(url, poolclass=QueuePool, pool_size=KEPT, max_overflow=-1, hide_parameters=True, connect_args=settings)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _: object) -> None:
    """Let SQLAlchemy say where a transaction begins, which Python's own driver guesses at, and set how the file is kept."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    _into_wal(connection)


def _into_wal(connection: sqlite3.Connection) -> None:
    """Switch a new file to write-ahead logging; SQLite does not wait for others here, so this does."""
    until = time.monotonic() + PATIENCE
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _forked() -> None:
    """Begin a child process with no connection."""
    for engine in list(_ENGINES):
        _PARENTS.append(engine.pool)
        engine.dispose(close=False)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
