"""What visits share is read and made once, by however many at once; and whoever has written something sees it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Barrier, Event

import pytest
from pyarrow import Table

from vitalfew import Workspace
from vitalfew.base.errors import StoreUnusable
from vitalfew.judge.series.remembered import MOST, REMEMBERED
from vitalfew.model.verdict import Scorecard
from vitalfew.rhythm import governed
from vitalfew.store.database import Store
from vitalfew.web import state as of_state
from vitalfew.web.state import Kept, State
from vitalfew.web.visit import Held

AT_ONCE = 6


def _together(held: Held) -> list[State]:
    start = Barrier(AT_ONCE)

    def look() -> State:
        start.wait()
        return held.now()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [each.result() for each in [pool.submit(look) for _ in range(AT_ONCE)]]


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were judged."""
    found: list[Path] = []
    judge = Workspace.judged

    def noted(workspace: Workspace, latest: Table) -> Scorecard:
        found.append(workspace.root)
        return judge(workspace, latest)

    monkeypatch.setattr(Workspace, "judged", noted)
    return found


def test_what_changed_is_read_once_by_however_many_who_come_at_once(own: Workspace, judged: list[Path]) -> None:
    held = Held(own)
    states = _together(held)
    assert all(each is states[0] for each in states)
    assert judged == [own.root]
    (own.root / "framework" / "new.yaml").write_text("people: [{id: new, name: New}]\n")
    assert _together(held)[0].unapplied == ("framework/new.yaml",)
    own.measure([own.framework.current_kpis[0].id])
    assert _together(held)[0].workspace is states[0].workspace
    assert judged == [own.root] * 2


def test_who_wrote_before_asking_sees_it_though_another_reads_meanwhile(own: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state that began to be read before somebody wrote is not given to them after it."""
    held, reads, go = Held(own), Event(), Event()
    reading = governed.unapplied

    def slow(store: Store, root: Path) -> tuple[str, ...]:
        found = reading(store, root)
        reads.set()
        go.wait(20)
        return found

    monkeypatch.setattr(of_state, "unapplied", slow)
    with ThreadPoolExecutor(2) as pool:
        early = pool.submit(held.now)
        assert reads.wait(20)
        (own.root / "framework" / "new.yaml").write_text("people: [{id: new, name: New}]\n")
        late = pool.submit(held.now)
        go.set()
        assert early.result().unapplied == ()
        assert late.result().unapplied == ("framework/new.yaml",)


def test_what_is_read_ahead_is_not_read_again_for_who_comes_first(own: Workspace, judged: list[Path]) -> None:
    held = Held(own)
    held.warm()
    assert _together(held)[0].workspace.framework.kpis
    assert judged == [own.root]


def test_what_cannot_be_read_ahead_is_told_to_who_comes(own: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Workspace) -> Workspace:
        raise StoreUnusable("there", "it is gone")

    held = Held(own)
    monkeypatch.setattr(Workspace, "governed", broken)
    held.warm()
    with pytest.raises(StoreUnusable):
        held.now()


def test_people_share_what_was_read_and_what_they_may_see(workspace: Workspace) -> None:
    held = Held(workspace)
    people = [each.id for each in workspace.framework.people if each.name and not each.group]
    visits = [held.visit({}, person=each) for each in people]
    assert len({id(visit.workspace.framework) for visit in visits}) == 1
    assert len({id(visit.workspace.store) for visit in visits}) == 1
    by_closed = {visit.workspace.unseen: visit for visit in visits}
    for visit in visits:
        assert visit.findings is by_closed[visit.workspace.unseen].findings
        assert visit.sight is by_closed[visit.workspace.unseen].sight


def test_a_value_is_made_once_by_however_many() -> None:
    kept, start, numbers = Kept(), Barrier(AT_ONCE), count(1)

    def ask() -> int:
        start.wait()
        return kept.once("number", lambda: next(numbers))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert {each.result() for each in [pool.submit(ask) for _ in range(AT_ONCE)]} == {1}
    assert kept.once("number", lambda: next(numbers), of="another") == 2
    assert kept.once("number", lambda: next(numbers), of="another") == 2


def test_what_is_remembered_of_series_changes_no_verdict(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(REMEMBERED, "most", 0)
    plain = workspace.judged()
    Held(workspace)
    assert REMEMBERED.most == MOST
    assert [workspace.judged() for _ in range(2)] == [plain, plain]
