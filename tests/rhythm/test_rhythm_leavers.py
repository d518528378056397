"""Who is gone and still answers for something is found, and told of once (RHY-8)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from vitalfew.base.ref import Ref
from vitalfew.load.read import load_texts
from vitalfew.rhythm.absence import add_absence
from vitalfew.rhythm.actions import add_action, finish_action
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.leavers import find_leavers, tell_of_leavers
from vitalfew.store.database import Store, Transaction
from vitalfew.store.tables import OUTBOX

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
PEOPLE = """\
people:
  - {id: rui, name: Rui}
  - {id: mia, name: Mia, manager: rui, left: 2026-06-01}
  - {id: ana, name: Ana, manager: mia, left: 2026-06-15}
  - {id: ben, name: Ben, manager: rui, deputy: ana}
  - {id: tom, name: Tom, manager: rui, left: 2026-06-16}
  - {id: old, name: Old, manager: rui, left: 2020-01-01}
"""
TEXT = f"""\
{PEOPLE}
kpis:
  - {{id: churn, owner: ana}}
  - {{id: gone, owner: old, lifecycle: retired}}
  - {{id: calls, owner: tom, subject: old}}
initiatives: [{{id: portal, owner: old, status: done}}]
governance: {{structure_owner: rui}}
"""


def desk(transaction: Transaction, *, days: int = 0, text: str = TEXT) -> Desk:
    return Desk(transaction, load_texts({"framework/main.yaml": text}).framework, NOON + timedelta(days=days), "rui")


def test_leavers_are_those_who_left_by_today_and_are_still_named(store: Store) -> None:
    with store.writing() as transaction:
        today, tomorrow = (find_leavers(desk(transaction, days=days)) for days in (0, 1))
    assert [(each.person, each.left, [str(place.ref) for place in each.named], each.to) for each in today] == [
        ("mia", date(2026, 6, 1), ["person:ana"], "rui"),
        ("ana", date(2026, 6, 15), ["person:ben", "kpi:churn"], "rui"),
    ]
    assert [each.person for each in tomorrow] == ["mia", "ana", "tom"]


def test_what_is_open_counts_until_it_is_over_and_so_does_who_vanished_from_the_framework(store: Store) -> None:
    before = TEXT.replace("left: 2020-01-01", "role: Guest")
    with store.writing() as transaction:
        there = desk(transaction, text=before)
        add_action(there, about=Ref("kpi", "churn"), text="Call", owner="old", due=date(2026, 7, 1))
        add_absence(there, "ben", since=date(2026, 7, 1), until=None, deputy="old")
        after = desk(transaction, text=TEXT.replace(PEOPLE.splitlines()[-1], ""))
        found = {each.person: each for each in find_leavers(after)}
        assert [str(ref) for ref in found["old"].matters] == ["absence:1", "action:1"]
        assert (found["old"].left, found["old"].to, found["old"].named) == (None, "rui", ())
        finish_action(there, "1")
        assert [str(ref) for ref in find_leavers(after)[-1].matters] == ["absence:1"]


def test_each_is_told_of_once_to_whoever_is_above_them_and_there(store: Store) -> None:
    with store.writing() as transaction:
        assert tell_of_leavers(desk(transaction)) == 2
    with store.writing() as transaction:
        assert [tell_of_leavers(desk(transaction, days=days)) for days in (0, 1, 9)] == [0, 1, 0]
        sent = transaction.find(OUTBOX)
    assert {row["person"] for row in sent} == {"rui"}
    body = next(row["body"] for row in sent if row["key"].startswith("leaver/ana"))
    assert "left on 2026-06-15 and still answers for 2 things:\n\n- person:ben: deputy\n- kpi:churn: owner\n" in body
    assert "vitalfew people handover ana --to PERSON" in body


def test_a_framework_without_leavers_has_none(store: Store) -> None:
    with store.writing() as transaction:
        text = "people: [{id: ana, name: Ana}]\nkpis: [{id: churn, owner: ana}]"
        assert find_leavers(desk(transaction, text=text)) == ()
