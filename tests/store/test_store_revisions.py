"""Revisions are kept byte for byte, one after the other; of two at once one wins; what was changed past the store is found."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete, update

from vitalfew.base.errors import Overtaken, UnknownName
from vitalfew.load.read import load_texts
from vitalfew.store.database import Store
from vitalfew.store.journal import entries, erase, verify
from vitalfew.store.revisions import (
    Revision,
    canonical,
    files,
    holding,
    live,
    make_revision,
    revision,
    revisions,
    verify_revisions,
)
from vitalfew.store.tables import CONTENT, FILE, REVISION

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


def texts(mission: str, comment: str = "") -> dict[str, bytes]:
    return {
        "framework/main.yaml": f"strategy: {{mission: {mission}}} # {comment}\n".encode(),
        "framework/people.yaml": b"people: [{id: ana, name: Ana}]\r\n",
    }


def make(store: Store, given: dict[str, bytes], *, on: Revision | None, by: str = "ana") -> Revision:
    with store.writing() as transaction:
        framework = load_texts(given).framework
        return make_revision(transaction, given, framework, on=on, by=by, at=NOON, message="Because", waived=None)


def make_two(store: Store) -> tuple[Revision, Revision]:
    first = make(store, texts("Bread"), on=None)
    return first, make(store, texts("Cake"), on=first, by="ben")


def test_revisions_follow_one_another_and_keep_every_byte(store: Store) -> None:
    first, second = make_two(store)

    with store.reading() as transaction:
        assert revisions(transaction) == [first, second]
        assert revisions(transaction, last=1) == [second]
        assert live(transaction) == second
        assert revision(transaction, 1) == first
        assert files(transaction, 1) == texts("Bread")
        assert files(transaction, 2) == texts("Cake")
        assert [row["bytes"] for row in transaction.find(CONTENT)].count(texts("")["framework/people.yaml"]) == 1
        assert holding(transaction, texts("Bread")) == 1
        assert holding(transaction, texts("Bread", "mine")) is None
        said = [(entry.by, entry.verb, str(entry.subject)) for entry in entries(transaction)]
    assert said == [("ana", "apply", "revision:1"), ("ben", "apply", "revision:2")]
    assert (first.number, first.parent, second.parent, second.by) == (1, "none", first.digest, "ben")


def test_revisions_of_two_workspaces_know_nothing_of_each_other(store: Store, environ: dict[str, str]) -> None:
    other = Store(store.place._replace(workspace=f"{environ['VITALFEW_WORKSPACE']}-other"))
    make_two(store)
    first = make(other, texts("Tea"), on=None)

    with other.reading() as transaction:
        assert revisions(transaction) == [first]
        with pytest.raises(UnknownName):
            revision(transaction, 2)
    other.close()


def test_who_was_overtaken_is_told_and_nothing_is_written(store: Store) -> None:
    first, _ = make_two(store)

    with pytest.raises(Overtaken, match="the live revision is revision 2, and this was to change revision 1"):
        make(store, texts("Tea"), on=first)
    with store.reading() as transaction:
        assert len(revisions(transaction)) == len(entries(transaction)) == 2
        assert len(transaction.find(FILE)) == 4


def test_a_canonical_form_is_the_same_whatever_the_layout() -> None:
    spread = b"# a comment\nstrategy:\n  mission: Bread\n"
    flow = b"strategy: {mission: 'Bread'}"

    one, other = (canonical(load_texts({"framework/a.yaml": text}).framework) for text in (spread, flow))
    assert one == other == b'{"strategy":{"mission":"Bread"}}'


@pytest.mark.parametrize(
    ("table", "values"),
    [(REVISION, {"message": "For another reason"}), (REVISION, {"waived": "x"}), (FILE, {"path": "framework/x.yaml"})],
    ids=["message", "waiver", "path"],
)
def test_a_revision_that_was_changed_past_the_store_is_named(store: Store, table: object, values: dict[str, str]) -> None:
    make_two(store)
    engine = create_engine(store.place.url)
    column = REVISION.c.number if table is REVISION else FILE.c.revision
    chosen = REVISION if table is REVISION else FILE
    where = (chosen.c.workspace == store.place.workspace) & (column == 1)
    if table is FILE:
        where &= FILE.c.path == "framework/main.yaml"
    with engine.begin() as connection:
        connection.execute(update(chosen).where(where).values(values))
    engine.dispose()

    with store.reading() as transaction:
        assert verify_revisions(transaction) == [(1, "was changed")]


def test_content_that_was_changed_and_a_revision_that_was_taken_out_are_named(store: Store) -> None:
    make_two(store)
    engine = create_engine(store.place.url)
    with store.reading() as transaction:
        assert verify_revisions(transaction) == []
        sha = next(row["sha256"] for row in transaction.find(CONTENT) if b"Bread}" in row["bytes"])
    with engine.begin() as connection:
        mine = store.place.workspace
        connection.execute(update(CONTENT).where(CONTENT.c.workspace == mine, CONTENT.c.sha256 == sha).values(bytes=b"x"))
        connection.execute(delete(REVISION).where(REVISION.c.workspace == mine, REVISION.c.number == 2))
    engine.dispose()

    with store.reading() as transaction:
        assert verify_revisions(transaction) == [(1, "holds a file that was changed"), (2, "is missing")]


def test_erasing_an_author_leaves_the_revision_and_the_chain_whole(store: Store) -> None:
    make_two(store)
    with store.writing() as transaction:
        erase(transaction, "ana", by="ben", at=NOON)

    with store.reading() as transaction:
        assert [each.by for each in revisions(transaction)] == [None, "ben"]
        assert (verify(transaction).faults, verify_revisions(transaction)) == ((), [])


APPLY = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from vitalfew.base.errors import Overtaken
from vitalfew.load.read import load_texts
from vitalfew.store.database import Store, place
from vitalfew.store.revisions import live, make_revision
store = Store(place(Path(sys.argv[1])))
won = 0
while won < 5:
    with store.reading() as transaction:
        present = live(transaction)
    texts = {"framework/a.yaml": f"strategy: {{mission: {sys.argv[2]} {won}}}".encode()}
    try:
        with store.writing() as transaction:
            framework = load_texts(texts).framework
            make_revision(transaction, texts, framework, on=present, by=sys.argv[2], at=datetime.now(UTC), message="x")
        won += 1
    except Overtaken:
        pass
"""


def test_of_processes_that_apply_at_once_each_builds_on_(store: Store, environ: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-c", APPLY, str(tmp_path / ".vitalfew")]
    started = [subprocess.Popen([*command, f"p{number}"], env={**os.environ, **environ}) for number in range(3)]

    assert [each.wait() for each in started] == [0] * 3
    with store.reading() as transaction:
        found = revisions(transaction)
        assert (verify(transaction).faults, verify_revisions(transaction)) == ((), [])
    assert [each.number for each in found] == list(range(1, 16))
    assert [each.parent for each in found[1:]] == [each.digest for each in found[:-1]]
