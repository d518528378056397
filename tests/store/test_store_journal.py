"""The journal: what was changed is found, whoever writes at once; a person can be erased and the chain still holds."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, delete, select, update

from vitalfew.base.ref import Ref
from vitalfew.store.database import Store, place
from vitalfew.store.journal import Verified, append, entries, erase, verify
from vitalfew.store.tables import JOURNAL, PERSONAL

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


def write(store: Store, *people: str) -> list[str]:
    """Write an entry of each, and give their hashes."""
    hashes = []
    for number, by in enumerate(people):
        with store.writing() as transaction:
            subject = Ref("kpi", "churn")
            after = {"target": number, "name": "Größe"}
            hashes.append(append(transaction, by=by, at=NOON, verb="change", subject=subject, after=after).hash)
    return hashes


def look(store: Store, head: str | None = None) -> Verified:
    with store.reading() as transaction:
        return verify(transaction, head=head)


@contextmanager
def vandal(store: Store) -> Iterator[Connection]:
    engine = create_engine(store.place.url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_entries_say_who_did_what_when(store: Store) -> None:
    write(store, "ana", "ben")

    with store.reading() as transaction:
        first, second = entries(transaction)
        assert entries(transaction, last=1) == [second]
    assert (first.by, first.verb, first.subject, first.at) == ("ana", "change", Ref("kpi", "churn"), NOON)
    assert (second.number, second.by, second.before, second.after) == (2, "ben", None, {"target": 1, "name": "Größe"})


def test_an_untouched_journal_holds_and_gives_its_head(store: Store) -> None:
    assert look(store) == Verified(0, None, ())
    hashes = write(store, "ana", "ben", "ana")

    assert look(store) == Verified(3, hashes[-1], ())
    assert look(store, head=hashes[1]).faults == ()


def test_journals_of_two_workspaces_know_nothing_of_each_other(make_store: Any) -> None:
    mine, other = make_store(), make_store("other")
    write(mine, "ana")
    before = look(other).entries
    (theirs,) = write(other, "ana")

    assert (look(mine).entries, look(other).entries) == (1, before + 1)
    assert look(mine, head=theirs).faults[0].what.startswith("is not there")


def test_an_end_that_was_cut_off_is_found_by_the_head_alone(store: Store) -> None:
    hashes = write(store, "ana", "ben")
    with vandal(store) as connection:
        connection.execute(delete(PERSONAL).where(PERSONAL.c.workspace == store.place.workspace, PERSONAL.c.number == 2))
        connection.execute(delete(JOURNAL).where(JOURNAL.c.workspace == store.place.workspace, JOURNAL.c.number == 2))

    assert look(store).faults == ()
    (fault,) = look(store, head=hashes[1]).faults
    assert (fault.number, "cut off" in fault.what) == (2, True)


def test_an_entry_that_was_taken_out_is_named(store: Store) -> None:
    write(store, "ana", "ben", "ana")
    with vandal(store) as connection:
        connection.execute(delete(JOURNAL).where(JOURNAL.c.workspace == store.place.workspace, JOURNAL.c.number == 2))

    assert look(store).faults[0] == (2, "is missing")


def test_a_chain_that_was_written_anew_from_an_entry_on_is_found_by_the_head(store: Store) -> None:
    hashes = write(store, "ana", "ben")
    with vandal(store) as connection:
        for table in (PERSONAL, JOURNAL):
            connection.execute(delete(table).where(table.c.workspace == store.place.workspace))
    write(store, "eve", "eve")

    assert look(store).faults == ()
    assert look(store, head=hashes[-1]).faults != ()


def _columns() -> list[tuple[str, str]]:
    key = {"workspace"}
    return [(table.name, column.name) for table in (JOURNAL, PERSONAL) for column in table.columns if column.name not in key]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_byte_that_is_changed_in_any_entry_is_found(data: st.DataObject, tmp_path: Path) -> None:
    """Every column of both tables; the entry that is named is the one that was changed, or where its number was."""
    store = Store(place(tmp_path, {"VITALFEW_WORKSPACE": uuid4().hex}))
    people = data.draw(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), min_size=2, max_size=5)
    )
    head = write(store, *people)[-1]
    number = data.draw(st.integers(1, len(people)))
    table_name, column_name = data.draw(st.sampled_from(_columns()))
    table = {"journal": JOURNAL, "journal_personal": PERSONAL}[table_name]
    column = table.c[column_name]
    row = (table.c.workspace == store.place.workspace) & (table.c.number == number)
    with vandal(store) as connection:
        was = connection.execute(select(column).where(row)).scalar()
        connection.execute(update(table).where(row).values({column: _other(data, was)}))

    faults = look(store, head=head).faults
    assert number in {fault.number for fault in faults}


def _other(data: st.DataObject, was: object) -> object:
    if was is None:
        return "{}"
    if isinstance(was, int):
        return was + data.draw(st.sampled_from([7, 1000]))
    text = str(was)
    place_ = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(codec="ascii", exclude_characters=text[place_] + "\0"))
    return text[:place_] + letter + text[place_ + 1 :]


def test_whom_an_entry_names_cannot_be_taken_out_or_put_in_unseen(store: Store) -> None:
    write(store, "ana", "ben")
    mine = PERSONAL.c.workspace == store.place.workspace
    with vandal(store) as connection:
        connection.execute(delete(PERSONAL).where(mine, PERSONAL.c.number == 1))
        more = {"workspace": store.place.workspace, "number": 2, "field": "also", "person": "x", "salt": "", "value": "x"}
        connection.execute(PERSONAL.insert(), more)

    first, second = look(store).faults
    assert (first.number, "erased" in first.what) == (1, True)
    assert (second.number, "nobody wrote" in second.what) == (2, True)


def test_a_person_is_erased_and_the_chain_still_holds(store: Store) -> None:
    hashes = write(store, "ana", "ben", "ana")
    with store.writing() as transaction:
        assert erase(transaction, "ana", by="eva", at=NOON) == 2
        assert erase(transaction, "nobody", by="eva", at=NOON) == 0

    with store.reading() as transaction:
        found = entries(transaction)
    assert [entry.by for entry in found] == [None, "ben", None, "eva"]
    assert (found[3].verb, found[3].after) == ("erase", {"entries": [1, 3]})
    assert look(store, head=hashes[0]).faults == ()


def test_nothing_of_an_erased_person_is_left_in_the_files(tmp_path: Path) -> None:
    store = Store(place(tmp_path, {}))
    write(store, "Anastasia Unforgettable", "ben")
    with store.writing() as transaction:
        erase(transaction, "Anastasia Unforgettable", by="ben", at=NOON)
    store.forget()

    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"ben" in kept
    assert b"Unforgettable" not in kept


APPEND = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from vitalfew.base.ref import Ref
from vitalfew.store.database import Store, place
from vitalfew.store.journal import append
store = Store(place(Path(sys.argv[1])))
for number in range(int(sys.argv[3])):
    with store.writing() as transaction:
        append(transaction, by=sys.argv[2], at=datetime.now(UTC), verb="count", subject=Ref("kpi", "x"), after={"n": number})
    print(number, flush=True)
"""


def test_processes_that_append_at_once_make_one_chain(store: Store, environ: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-c", APPEND, str(tmp_path / ".vitalfew")]
    started = [
        subprocess.Popen([*command, f"p{number}", "25"], env={**os.environ, **environ}, stdout=subprocess.DEVNULL)
        for number in range(3)
    ]

    assert [each.wait() for each in started] == [0] * 3
    with store.reading() as transaction:
        found = entries(transaction)
    assert look(store).faults == ()
    by = {name: [(entry.after or {})["n"] for entry in found if entry.by == name] for name in ("p0", "p1", "p2")}
    assert by == {name: list(range(25)) for name in by}


def test_what_was_told_as_written_survives_a_kill(store: Store, environ: dict[str, str], tmp_path: Path) -> None:
    """A writer is killed at an arbitrary moment, three times over: each entry it told of is there, and the chain holds."""
    command = [sys.executable, "-c", APPEND, str(tmp_path / ".vitalfew")]
    for number in range(3):
        writer = subprocess.Popen(
            [*command, f"k{number}", "100000"], env={**os.environ, **environ}, stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(20)]
        writer.kill()
        told += writer.stdout.readlines()
        writer.wait()
        writer.stdout.close()
        with store.reading() as transaction:
            kept = {str((entry.after or {})["n"]) for entry in entries(transaction) if entry.by == f"k{number}"}
        assert {line.strip() for line in told if line.endswith("\n")} <= kept
        assert look(store).faults == ()
