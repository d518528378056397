"""A digest says what waits for a person, the worst first; what is private is in nobody's, and nothing is no digest (CAS-5)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.rhythm.clockwork import utc

from vitalfew.base.ref import Ref
from vitalfew.rhythm.actions import add_action
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.digest import send_digests
from vitalfew.rhythm.reviews import plan_reviews
from vitalfew.rhythm.sweep import sweep
from vitalfew.store.journal import verify
from vitalfew.store.outbox import Message, messages
from vitalfew.workspace import Workspace

MONDAY, TUESDAY = date(2026, 6, 1), date(2026, 6, 2)
MAIN = """\
calendar: {timezone: Europe/Berlin}
people:
  - {id: eva, name: Eva, email: eva@example.org}
  - {id: max, name: Max, email: max@example.org}
  - {id: ida, name: Ida, email: ida@example.org}
objectives:
  - {id: loved, statement: People come back for bread every week}
sources:
  - {id: till, kind: files, path: data/sales.csv}
measures:
  - {id: takings, source: till, date: day, value: sum(amount), unit: EUR}
cadences:
  - {id: look, name: The weekly look, rhythm: weekly on wednesday 10:00, tiers: [1], minutes: 20, chair: max,
     audience: [max, eva]}
kpis:
  - {id: revenue, name: Revenue, objectives: [loved], level: executive, unit: EUR, formula: takings, every: month, direction: up,
     target: {at_least: 100}, threshold: 90, owner: eva, reviewer: max, lifecycle: live, escalate: [missed 1 in a row]}
  - {id: own, name: Takings of Max, formula: takings, every: month, direction: up, target: {at_least: 100}, threshold: 90,
     owner: max, subject: max, visibility: line, lifecycle: live}
"""


@pytest.fixture
def workspace(environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "framework").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(MAIN, encoding="utf-8")
    sell(tmp_path, 60)
    return Workspace.open(tmp_path)


def sell(root: Path, may: int) -> None:
    """Sell twice a month, for 60 each time but in May."""
    days = ("2026-03-01", "2026-03-31", "2026-04-01", "2026-04-30", "2026-05-01", "2026-05-31")
    text = "\n".join(["day,amount", *(f"{day},{may if '-05-' in day else 60}" for day in days), ""])
    (root / "data" / "sales.csv").write_text(text, encoding="utf-8")


@contextmanager
def morning(workspace: Workspace, day: date) -> Iterator[Desk]:
    with workspace.writing(by="eva") as desk:
        yield replace(desk, at=utc(f"{day}T07:00"))


def send(workspace: Workspace, day: date) -> dict[str, Message]:
    """Measure, judge and write the digests of a day; gives those by person."""
    live = workspace.governed(day)
    live.measure()
    with morning(workspace, day) as desk:
        send_digests(desk, live.judged())
        return {each.person: each for each in messages(desk.transaction) if each.key.startswith(f"digest/{day}")}


def test_where_nothing_waits_there_is_no_digest(workspace: Workspace) -> None:
    assert send(workspace, MONDAY) == {}
    assert send(workspace, TUESDAY) == {}


def test_the_first_working_day_looks_at_the_week_and_others_at_the_day(workspace: Workspace) -> None:
    with morning(workspace, MONDAY) as desk:
        add_action(desk, about=Ref("kpi", "revenue"), text="Bake more rye", owner="eva", due=date(2026, 6, 4))
        plan_reviews(desk)

    monday, tuesday = send(workspace, MONDAY), send(workspace, TUESDAY)
    assert monday["eva"].subject == "Vitalfew: 1 due, 1 review"
    assert monday["eva"].body == (
        "Due soon\n- Bake more rye (action 1, due 2026-06-04)\n\nReviews\n- Wed 3 June, 10:00 The weekly look"
    )
    assert monday["max"].body == "Reviews\n- Wed 3 June, 10:00 The weekly look, which you chair"
    assert (tuesday, set(monday)) == ({}, {"eva", "max"})
    assert send(workspace, date(2026, 6, 3))["max"].subject == "Vitalfew: 1 review"


def test_what_turned_is_told_once_to_owner_and_reviewer_and_what_is_private_to_nobody(workspace: Workspace) -> None:
    send(workspace, MONDAY)
    sell(workspace.root, 20)
    found = send(workspace, TUESDAY)

    assert set(found) == {"eva", "max"}
    assert found["max"].body == "Turned\n- Revenue: on track → ■ off track, €40 (target €100)"
    assert (found["eva"].subject, found["eva"].body) == ("Vitalfew: 1 turned", found["max"].body)
    assert send(workspace, date(2026, 6, 3)) == {}


def test_the_worst_comes_first(workspace: Workspace) -> None:
    with morning(workspace, date(2026, 5, 1)) as desk:
        add_action(desk, about=Ref("kpi", "revenue"), text="Bake more rye", owner="eva", due=date(2026, 5, 29))
    send(workspace, MONDAY)
    sell(workspace.root, 20)
    live = workspace.governed(TUESDAY)
    live.measure()
    with morning(workspace, TUESDAY) as desk:
        assert sweep(desk, live.judged()).opened == ["1", "2"]
    sent = send(workspace, TUESDAY)
    found = sent["eva"]

    assert found.subject == "Vitalfew: 1 escalation, 1 overdue, 1 turned"
    assert sent["max"].body.startswith("Escalations that wait for you\n- 2, a private KPI, acknowledge it by ")
    first, second, _ = found.body.split("\n\n")
    assert first.startswith("Escalations that wait for you\n- 1, Revenue: ■ off track, €40 (target €100), acknowledge it by ")
    assert second == "Overdue\n- Bake more rye (action 1, due 2026-05-29, 4 days late)"


def test_what_somebody_promised_about_private_figures_is_in_no_digest(workspace: Workspace) -> None:
    with morning(workspace, MONDAY) as desk:
        add_action(desk, about=Ref("kpi", "own"), text="Sell more rye", owner="max", due=date(2026, 6, 4))

    assert send(workspace, MONDAY) == {}


def test_a_second_digest_of_a_day_is_not_written_and_the_journal_holds(workspace: Workspace) -> None:
    with morning(workspace, MONDAY) as desk:
        add_action(desk, about=Ref("kpi", "revenue"), text="Bake more rye", owner="eva", due=date(2026, 6, 4))
    live = workspace.governed(MONDAY)
    live.measure()
    with morning(workspace, MONDAY) as desk:
        assert (send_digests(desk, live.judged()), send_digests(desk, live.judged())) == (1, 0)
        assert verify(desk.transaction).faults == ()
