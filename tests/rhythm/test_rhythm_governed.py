"""From files to a revision and back: what is planned, refused, waived, reverted, exported."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from vitalfew.base.errors import Overtaken, Refused, TargetExists
from vitalfew.rhythm import governed
from vitalfew.rhythm.governed import Plan, apply, export, found, plan, revert
from vitalfew.store.database import Store, place
from vitalfew.store.journal import entries
from vitalfew.store.revisions import Revision, make_revision, revisions
from vitalfew.workspace import audit

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
MAIN = """\
# the bakery's strategy
preset: small-business
people: [{id: eva, name: Eva}] # our boss
objectives: [{id: loved, statement: People come back for bread every week, owner: eva}]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_bytes(MAIN.encode())
    return tmp_path


@pytest.fixture
def store(root: Path) -> Store:
    return Store(place(root / ".vitalfew", {}))


def planned(store: Store, root: Path) -> Plan:
    return plan(store, root, lambda loaded: audit(loaded, today=date(2026, 6, 15)))


def decide(store: Store, root: Path, *, waived: str | None = "For the test") -> Revision:
    return apply(store, planned(store, root), by="eva", at=NOON, message="Because", waived=waived)


def edit(root: Path, old: str, new: str) -> None:
    path = root / "framework" / "main.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_first_plan_is_against_nothing_and_a_second_against_what_is_live(store: Store, root: Path) -> None:
    first = planned(store, root)
    made = decide(store, root)
    again = planned(store, root)

    assert (first.live, first.is_empty, first.changed_files) == (None, False, ("framework/main.yaml",))
    assert (again.live, again.is_empty, again.new, again.fixed, again.difference.changes) == (made, True, (), (), ())


def test_a_comment_is_a_change_that_means_nothing_and_can_be_kept(store: Store, root: Path) -> None:
    decide(store, root)
    edit(root, "our boss", "our founder")
    found = planned(store, root)

    assert (found.is_empty, found.difference.changes, found.changed_files) == (False, (), ("framework/main.yaml",))
    assert decide(store, root).number == 2


def test_findings_are_told_as_new_and_fixed(store: Store, root: Path) -> None:
    decide(store, root)
    edit(root, ", owner: eva}", "}")
    found = planned(store, root)

    assert [finding.rule for finding in found.new] == ["missing-objective-owner"]
    decide(store, root)
    edit(root, "every week}", "every week, owner: eva}")
    assert [finding.rule for finding in planned(store, root).fixed] == ["missing-objective-owner"]


def test_errors_stand_against_it_unless_they_are_waived_with_a_reason(store: Store, root: Path) -> None:
    assert planned(store, root).errors
    with pytest.raises(Refused, match="error"):
        decide(store, root, waived=None)
    with store.reading() as transaction:
        assert entries(transaction) == []

    assert decide(store, root, waived="Until July").waived == "Until July"


def test_a_reason_is_not_recorded_where_nothing_had_to_be_waived(store: Store, root: Path) -> None:
    clean = planned(store, root)
    without = Plan(**{**vars(clean), "new": (), "same": ()})

    assert apply(store, without, by="eva", at=NOON, message="x", waived="Needless").waived is None


def test_a_file_that_cannot_be_read_is_never_waived(store: Store, root: Path) -> None:
    edit(root, "people: [", "people: [[")

    with pytest.raises(Refused, match="cannot be read as a whole"):
        decide(store, root, waived="Whatever")


def test_nothing_to_do_is_refused(store: Store, root: Path) -> None:
    decide(store, root)

    with pytest.raises(Refused, match="those of the live revision"):
        decide(store, root)


def test_of_two_who_planned_at_once_one_wins_and_the_other_is_told(store: Store, root: Path) -> None:
    decide(store, root)
    edit(root, "our boss", "one")
    mine = planned(store, root)
    edit(root, "one", "other")
    theirs = planned(store, root)
    apply(store, theirs, by="max", at=NOON, message="x", waived="x")

    with pytest.raises(Overtaken):
        apply(store, mine, by="eva", at=NOON, message="x", waived="x")


@pytest.mark.parametrize("is_planned", [False, True], ids=["before the other plans", "while the other plans"])
def test_of_two_who_begin_at_once_both_have_the_one_first_revision(
    store: Store, root: Path, monkeypatch: pytest.MonkeyPatch, *, is_planned: bool
) -> None:
    at, real = datetime(2026, 6, 30, tzinfo=UTC), governed.plan
    made: list[Revision] = []

    def interrupted(store: Store, root: Path, check: governed.Audit) -> Plan:
        monkeypatch.setattr(governed, "plan", real)
        own = real(store, root, check) if is_planned else None
        made.append(found(store, root, check, at=at))
        return own or real(store, root, check)

    monkeypatch.setattr(governed, "plan", interrupted)
    given = found(store, root, lambda loaded: audit(loaded, today=at.date()), at=at)
    with store.reading() as transaction:
        assert (given.number, len(made), len(revisions(transaction))) == (1, 1, 1)


def test_a_revert_makes_a_revision_and_writes_the_files_back_byte_by_byte(store: Store, root: Path) -> None:
    decide(store, root)
    edit(root, "Eva", "Ewa")
    (root / "framework" / "more.yaml").write_text("themes: [{id: growth}]\n", encoding="utf-8")
    (root / "framework" / "notes.txt").write_text("mine", encoding="utf-8")
    decide(store, root)
    made = revert(store, root, 1, by="eva", at=NOON)

    assert (made.number, made.message) == (3, "Revert to revision 1: Because")
    assert (root / "framework" / "main.yaml").read_bytes() == MAIN.encode()
    assert sorted(path.name for path in (root / "framework").iterdir()) == ["main.yaml", "notes.txt"]
    assert planned(store, root).is_empty
    with store.reading() as transaction:
        assert entries(transaction)[-1].verb == "revert"
    with pytest.raises(Refused, match="already like revision 1"):
        revert(store, root, 1, by="eva", at=NOON)


@pytest.mark.parametrize("act", ["revert", "export"])
def test_files_that_are_in_no_revision_are_not_written_over(act: str, store: Store, root: Path) -> None:
    decide(store, root)
    edit(root, "Eva", "Ewa")
    decide(store, root)
    edit(root, "Ewa", "Ava")

    with pytest.raises(Refused, match="in no revision"):
        revert(store, root, 1, by="eva", at=NOON) if act == "revert" else export(store, root, None)
    assert "Ava" in (root / "framework" / "main.yaml").read_text(encoding="utf-8")
    with store.reading() as transaction:
        assert len(revisions(transaction)) == 2


def test_an_export_writes_the_files_comments_and_all(store: Store, root: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no revision yet"):
        export(store, root, tmp_path / "out")
    decide(store, root)
    edit(root, "Eva", "Ewa")
    decide(store, root)

    assert export(store, root, tmp_path / "out", number=1) == ("framework/main.yaml",)
    assert (tmp_path / "out" / "framework" / "main.yaml").read_bytes() == MAIN.encode()
    with pytest.raises(TargetExists):
        export(store, root, tmp_path / "out")


def test_files_behind_the_live_revision_are_brought_up_by_an_export(store: Store, root: Path) -> None:
    """What a crash between the store and the files leaves, and what a colleague's apply leaves in another checkout."""
    decide(store, root)
    edit(root, "Eva", "Ewa")
    decide(store, root)
    edit(root, "Ewa", "Eva")

    export(store, root, None)
    assert planned(store, root).is_empty
    assert "Ewa" in (root / "framework" / "main.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["../outside.yaml", "framework/../../outside.yaml", "/outside.yaml", "framework\\..\\x.yaml"])
def test_a_revision_of_a_shared_database_writes_nowhere_else(path: str, store: Store, root: Path, tmp_path: Path) -> None:
    decide(store, root)
    with store.writing() as transaction:
        (present,) = revisions(transaction)
        framework = planned(store, root).framework
        make_revision(transaction, {path: b"x: 1\n"}, framework, on=present, by="eve", at=NOON, message="x")

    with pytest.raises(Refused, match="outside `framework/`"):
        export(store, root, tmp_path / "out")
    assert not (tmp_path / "out").exists()
