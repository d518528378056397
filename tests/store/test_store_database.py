"""One database, many workspaces strictly apart; migrations keep what is there; nothing secret is said."""

from __future__ import annotations

import ast
import gc
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import ColumnElement, Engine, create_engine, exists, or_, select, text, true

from vitalfew.base.errors import BadOption, StoreUnusable
from vitalfew.store.database import Store, place
from vitalfew.store.migration import steps
from vitalfew.store.tables import CONTENT, FILE, HEAD, JOURNAL, METADATA, REVISION, WORKSPACE

CONDITIONS = {f"sqlalchemy.{name}" for name in ("ColumnElement", "and_", "or_", "not_", "true")}
"""What a module may import to word conditions, which a transaction holds against the columns of its table."""
SOURCE = Path(__file__).parents[2] / "src" / "vitalfew"


def put(store: Store, name: str, *, content: bytes = b"x") -> None:
    with store.writing() as transaction:
        transaction.add(CONTENT, {"sha256": name, "bytes": content})


def names(store: Store, *where: ColumnElement[bool]) -> list[str]:
    with store.reading() as transaction:
        return [row["sha256"] for row in transaction.find(CONTENT, *where, order=[CONTENT.c.sha256])]


@contextmanager
def engine_of(store: Store) -> Iterator[Engine]:
    """Reach the database past the store, as a vandal or an older program does."""
    engine = create_engine(store.place.url)
    yield engine
    engine.dispose()


def test_a_workspace_sees_and_drops_its_own_rows_alone(make_store: object) -> None:
    mine, other = make_store(), make_store("other")  # type: ignore[operator]  # a fixture's type is not checked
    put(mine, "a")
    put(other, "b")

    assert (names(mine), names(other)) == (["a"], ["b"])
    assert names(mine, or_(true(), CONTENT.c.workspace == "other")) == ["a"]
    with mine.writing() as transaction:
        assert transaction.drop(CONTENT, or_(true(), CONTENT.c.sha256 == "b")) == 1
    assert (names(mine), names(other)) == ([], ["b"])
    with other.writing() as transaction:
        transaction.drop(CONTENT)


@pytest.mark.parametrize(
    "where",
    [
        REVISION.c.workspace == "other",
        text("1 = 1"),
        exists().where(WORKSPACE.c.id == "other"),
        CONTENT.c.sha256.in_(select(CONTENT.c.sha256)),
        CONTENT.alias().c.workspace == "other",
    ],
    ids=["another table", "text", "a query", "a query of the same table", "the table by another name"],
)
def test_a_condition_cannot_reach_beyond_the_rows_of_the_workspace(where: ColumnElement[bool], tmp_path: Path) -> None:
    store = Store(place(tmp_path, {}))

    with store.reading() as transaction, pytest.raises(ValueError, match="reaches beyond it"):
        transaction.find(CONTENT, where)
    with store.writing() as transaction, pytest.raises(ValueError, match="reaches beyond it"):
        transaction.drop(CONTENT, where)


def test_a_row_cannot_be_written_for_another_workspace(tmp_path: Path) -> None:
    with Store(place(tmp_path, {})).writing() as transaction, pytest.raises(ValueError, match="belongs to the workspace"):
        transaction.add(CONTENT, {"workspace": "other", "sha256": "a", "bytes": b""})


def _imported(node: ast.ImportFrom | ast.Import) -> set[str]:
    """Give what is imported of the database's libraries."""
    if isinstance(node, ast.Import):
        return {name.name for name in node.names if name.name.startswith(("sqlalchemy", "alembic"))}
    is_ours = (node.module or "").partition(".")[0] in {"sqlalchemy", "alembic"}
    return {f"{node.module}.{name.name}" for name in node.names if is_ours}


def test_every_table_is_keyed_by_workspace_and_no_module_speaks_to_the_database_past_the_store() -> None:
    """With the three tests above: a query without a workspace cannot be written through our functions."""
    keyed = {table.name for table in METADATA.sorted_tables if next(iter(table.primary_key.columns)).name == "workspace"}
    assert keyed == set(METADATA.tables) - {"workspace"}

    speaking = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom | ast.Import) and not _imported(node) <= CONDITIONS
    }
    reaching = {path.name for path in (SOURCE / "store").glob("*.py") if "._connection" in path.read_text(encoding="utf-8")}
    allowed = {f"store/{name}.py" for name in ("bulk", "database", "engine", "migration", "tables")}
    assert {name for name in speaking if not name.startswith("store/migrations/")} == allowed
    assert reaching == {"bulk.py", "database.py"}


def test_a_store_is_made_at_first_use_with_the_tables_of_this_release(store: Store) -> None:
    put(store, "a")

    with engine_of(store) as engine, engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    assert steps().get_current_head() == HEAD


@pytest.mark.parametrize("version", ["base", "0001"])
def test_migrations_down_and_up_keep_what_is_there(store: Store, version: str) -> None:
    put(store, "kept", content=b"\x00\xff")
    store.migrate(version)

    assert names(store) == ["kept"]
    with store.reading() as transaction:
        assert transaction.find(CONTENT)[0]["bytes"] == b"\x00\xff"


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    with suppress(KeyError), store.writing() as transaction:
        transaction.add(CONTENT, {"sha256": "a", "bytes": b""})
        raise KeyError

    assert names(store) == []


def test_what_a_later_release_wrote_is_refused(tmp_path: Path) -> None:
    store = Store(place(tmp_path, {}))
    put(store, "a")
    with engine_of(store) as engine, engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))

    with pytest.raises(StoreUnusable, match="later release"):
        names(Store(store.place))


def test_rows_of_an_unknown_workspace_are_refused_by_the_database_itself(store: Store) -> None:
    put(store, "a")
    with engine_of(store) as engine, engine.connect() as connection:
        if store.place.url.get_backend_name() == "sqlite":
            connection.execute(text("pragma foreign_keys = on"))
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            connection.execute(FILE.insert(), {"workspace": "nobody", "revision": 1, "path": "a", "sha256": "b"})


def test_a_file_that_is_no_database_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"not a database at all" * 100)

    with pytest.raises(StoreUnusable, match="file is not a database"):
        names(Store(place(tmp_path, {})))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://ana:s3cret@127.0.0.1:1/kpis", "connection"),
        ("mysql://ana:s3cret@host/kpis", "cannot be"),
        ("postgresql://ana:s3cret@host:port/kpis", "cannot be"),
        ("ana:s3cret", "cannot be"),
    ],
)
def test_a_password_is_never_said(url: str, said: str, tmp_path: Path) -> None:
    with pytest.raises((StoreUnusable, BadOption), match=said) as told:
        names(Store(place(tmp_path, {"VITALFEW_DATABASE_URL": url, "VITALFEW_WORKSPACE": "mine"})))

    assert "s3cret" not in f"{told.value} {told.value.help} {told.value!r}"


def test_a_shared_database_wants_the_name_of_the_workspace(tmp_path: Path) -> None:
    with pytest.raises(BadOption) as told:
        place(tmp_path, {"VITALFEW_DATABASE_URL": "postgresql://host/kpis"})

    assert told.value.help == "name this workspace: the database may hold those of others too"


OPEN_AND_WRITE = """
import os, sys
from pathlib import Path
from vitalfew.store.database import Store, place
from vitalfew.store.tables import CONTENT
with Store(place(Path(sys.argv[1]))).writing() as transaction:
    transaction.add(CONTENT, {"sha256": sys.argv[2], "bytes": b""})
"""


def test_processes_that_open_a_new_store_at_once_all_succeed(store: Store, environ: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPEN_AND_WRITE, str(tmp_path / ".vitalfew")]
    started = [subprocess.Popen([*command, f"p{number}"], env={**os.environ, **environ}) for number in range(4)]

    assert [each.wait() for each in started] == [0] * 4
    assert names(store) == ["p0", "p1", "p2", "p3"]


def test_many_threads_share_a_store(store: Store) -> None:
    def write(thread: int) -> None:
        for number in range(5):
            put(store, f"{thread}-{number}")
            assert f"{thread}-{number}" in names(store)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(write, range(20)))
    assert len(names(store)) == 100


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_process_opens_connections_of_its_own(store: Store) -> None:
    """SQLite's locks and PostgreSQL's stream of answers belong to the process that opened them."""
    put(store, "parent")
    child = os.fork()
    if child == 0:
        put(store, "child")
        os._exit(0 if {"child", "parent"} <= {*names(store)} else 1)
    put(store, "after")

    assert os.waitpid(child, 0)[1] == 0
    assert names(store) == ["after", "child", "parent"]


def test_sqlite_is_opened_once_for_many_writes(tmp_path: Path) -> None:
    """Closing the last connection copies the log of writes into the file; that is dearer than the write."""
    store = Store(place(tmp_path, {}))
    put(store, "a")
    log = tmp_path / "store.db-wal"
    put(store, "b")
    kept = log.stat().st_ino

    put(store, "c")
    assert log.stat().st_ino == kept
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["store.db"]
    assert names(store) == ["a", "b", "c"]


def test_a_store_that_nobody_needs_any_more_is_closed(tmp_path: Path) -> None:
    put(Store(place(tmp_path, {})), "a")
    gc.collect()

    assert [path.name for path in tmp_path.iterdir()] == ["store.db"]


def test_a_file_that_was_taken_away_is_made_anew_and_not_written_to_in_the_dark(tmp_path: Path) -> None:
    store = Store(place(tmp_path / "mine", {}))
    put(store, "a")
    other = Store(place(tmp_path / "other", {}))
    put(other, "b")
    other.close()

    (tmp_path / "other" / "store.db").replace(tmp_path / "mine" / "store.db")
    for rest in ("store.db-wal", "store.db-shm"):
        (tmp_path / "mine" / rest).unlink()
    assert names(store) == ["b"]
    shutil.rmtree(tmp_path / "mine")
    put(store, "c")
    assert names(Store(store.place)) == ["c"]


def test_sqlite_writes_ahead_and_waits_for_others(tmp_path: Path) -> None:
    store = Store(place(tmp_path, {}))
    put(store, "a")

    connection = sqlite3.connect(tmp_path / "store.db")
    assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
    connection.close()
    assert JOURNAL.name in METADATA.tables
