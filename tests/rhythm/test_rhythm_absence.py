"""Who is away, who stands in for them, and whom a notice reaches meanwhile (RHY-8)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.base.errors import Overtaken, Refused, UnknownName
from vitalfew.base.said import say
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.publishing import Publishing
from vitalfew.rhythm.absence import absences, add_absence, end_absence, hand_absence, is_away, stand_in, turn_absences
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.notice import tell
from vitalfew.store.database import Store, Transaction
from vitalfew.store.journal import entries, verify
from vitalfew.store.tables import JOURNAL, OUTBOX

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
TODAY = date(2026, 6, 15)
TEXT = """\
org_units:
  - {id: top, head: rui}
  - {id: sales, parent: top, head: mia}
people:
  - {id: ana, name: Ana, org_unit: sales, deputy: ben, manager: mia}
  - {id: ben, name: Ben, org_unit: sales, deputy: ana}
  - {id: eva, name: Eva, org_unit: sales}
  - {id: mia, name: Mia, org_unit: sales, manager: rui}
  - {id: rui, name: Rui, org_unit: top}
  - {id: tom, name: Tom, org_unit: sales, manager: mia, left: 2026-05-31}
  - {id: lead, org_unit: sales}
  - {id: team, name: Team, group: true, deputy: ben}
"""


def framework(text: str = TEXT) -> Framework:
    loaded = load_texts({"framework/main.yaml": text})
    assert loaded.findings == ()
    return loaded.framework


@contextmanager
def desk(store: Store, *, days: int = 0, text: str = TEXT) -> Iterator[Desk]:
    with store.writing() as transaction:
        yield Desk(transaction, framework(text), NOON + timedelta(days=days), "rui")


def away(at: Desk, person: str, *, days: int | None = 4, deputy: str | None = None) -> str:
    until = None if days is None else at.today + timedelta(days=days)
    return add_absence(at, person, since=at.today, until=until, deputy=deputy, reason="Her wedding").id


def test_whoever_is_there_stands_in_for_themselves_and_nobody_for_an_unknown_name(store: Store) -> None:
    with desk(store) as at:
        assert [stand_in(at, name) for name in ("ana", "team", "ghost")] == ["ana", "team", None]
        assert not is_away(at, "ana")


def test_while_somebody_is_away_the_named_deputy_goes_before_the_usual_one_the_manager_and_the_heads(store: Store) -> None:
    with desk(store) as at:
        away(at, "ana", deputy="eva")
        assert (is_away(at, "ana"), stand_in(at, "ana")) == (True, "eva")
        away(at, "eva")
        assert stand_in(at, "ana") == "ben"
        away(at, "ben")
        assert stand_in(at, "ana") == "mia"
        away(at, "mia")
        assert stand_in(at, "ana") == "rui"
        away(at, "rui")
        assert stand_in(at, "ana") is None


def test_a_deputy_who_is_away_is_replaced_by_theirs_only_where_nobody_nearer_is_there(store: Store) -> None:
    text = "people: [{id: ana, name: Ana, deputy: ben}, {id: ben, name: Ben, deputy: eva}, {id: eva, name: Eva, deputy: ana}]"
    with desk(store, text=text) as at:
        away(at, "ana")
        away(at, "ben")
        assert stand_in(at, "ana") == "eva"
        away(at, "eva")
        assert stand_in(at, "ana") is None


def test_who_left_an_unfilled_role_and_a_group_are_passed_over(store: Store) -> None:
    text = TEXT.replace("{id: ana, name: Ana, org_unit: sales, deputy: ben", "{id: ana, name: Ana, deputy: team")
    with desk(store, text=text) as at:
        assert (stand_in(at, "tom"), stand_in(at, "lead")) == ("mia", "mia")
        away(at, "ana", deputy="lead")
        assert stand_in(at, "ana") == "mia"


def test_an_absence_counts_from_its_first_day_to_its_last(store: Store) -> None:
    with desk(store) as at:
        add_absence(at, "ana", since=date(2026, 6, 17), until=date(2026, 6, 18))
    seen = []
    for days in range(5):
        with desk(store, days=days) as at:
            seen.append(is_away(at, "ana"))
    assert seen == [False, False, True, True, False]


def test_an_absence_without_a_last_day_holds_until_they_are_back(store: Store) -> None:
    with desk(store) as at:
        id_ = away(at, "ana", days=None)
    with desk(store, days=200) as at:
        assert (turn_absences(at), is_away(at, "ana")) == ((), True)
        ended = end_absence(at, id_)
        assert (ended.state, ended.until, is_away(at, "ana")) == ("ended", date(2026, 12, 31), False)


def test_being_back_early_keeps_the_days_that_were_and_cancels_what_has_not_begun(store: Store) -> None:
    with desk(store) as at:
        id_ = away(at, "ana")
        later = add_absence(at, "ana", since=date(2026, 8, 3), until=date(2026, 8, 7))
    with desk(store, days=2) as at:
        assert end_absence(at, id_).until == date(2026, 6, 16)
        assert end_absence(at, later.id).state == "cancelled"
        assert [(each.until, each.state) for each in absences(at, "ana", past=True)] == [(date(2026, 6, 16), "ended")]
        assert absences(at) == ()


def test_the_clock_ends_what_is_over_once_and_late_as_well(store: Store) -> None:
    with desk(store) as at:
        away(at, "ana", days=1)
    with desk(store, days=1) as at:
        assert turn_absences(at) == ()
    with desk(store, days=9) as at:
        assert [(each.person, each.until) for each in turn_absences(at)] == [("ana", date(2026, 6, 16))]
        assert turn_absences(at) == ()


def test_days_turned_round_doubled_or_of_people_unknown_are_refused(store: Store) -> None:
    with desk(store) as at:
        away(at, "ana")
        with pytest.raises(Refused, match="away from 2026-06-15 until 2026-06-19"):
            add_absence(at, "ana", since=date(2026, 6, 19), until=None)
        with pytest.raises(Refused, match="cannot end"):
            add_absence(at, "ben", since=TODAY, until=TODAY - timedelta(days=1))
        with pytest.raises(Refused, match="themselves"):
            add_absence(at, "ben", since=TODAY, until=TODAY, deputy="ben")
        with pytest.raises(UnknownName, match="no person `bne`"):
            add_absence(at, "bne", since=TODAY, until=TODAY)
        with pytest.raises(UnknownName, match="no person `ghost`"):
            add_absence(at, "ben", since=TODAY, until=TODAY, deputy="ghost")


def test_another_deputy_is_named_once_by_whoever_saw_the_absence_as_it_is(store: Store) -> None:
    with desk(store) as at:
        id_ = away(at, "ana")
        assert hand_absence(at, id_, "eva", version=1).deputy == "eva"
        assert stand_in(at, "ana") == "eva"
        with pytest.raises(Overtaken):
            hand_absence(at, id_, "mia", version=1)
    with desk(store, days=9) as at:
        assert len(turn_absences(at)) == 1


def test_a_notice_reaches_whoever_stands_in_once_and_says_for_whom_it_is(store: Store) -> None:
    def told(at: Desk, person: str, key: str) -> bool:
        return tell(at, person, key=key, subject="Churn is red", body="Please look.")

    with desk(store) as at:
        away(at, "ana")
        away(at, "mia", days=None)
        assert [told(at, name, "one") for name in ("ana", "tom", "lead", "eva", "mia", "ghost")] == [True] * 5 + [False]
    with desk(store, days=9) as at:
        assert not told(at, "ana", "one")
        assert told(at, "ana", "two")
    with store.reading() as transaction:
        sent = {row["key"]: (row["person"], row["body"].partition("\n")[0]) for row in transaction.find(OUTBOX)}
    assert sent == {
        "one/ana": ("ben", "For Ana, who is away until 2026-06-19."),
        "one/tom": ("rui", "For Tom, who has left."),
        "one/lead": ("rui", "For the role `lead`, which nobody fills yet."),
        "one/eva": ("eva", "Please look."),
        "one/mia": ("rui", "For Mia, who is away until further notice."),
        "two/ana": ("ana", "Please look."),
    }


def test_a_notice_is_told_in_the_language_that_the_workspace_publishes_in(store: Store) -> None:
    with desk(store) as at:
        away(at, "ana")
        german = replace(at, framework=at.framework.model_copy(update={"publishing": Publishing(language="de")}))
        assert tell(german, "ana", key="one", subject=say("{kpi}: keep an eye on it", kpi="Churn"), body="It fell.")
        (row,) = at.transaction.find(OUTBOX)
    assert (row["subject"], row["body"]) == ("Churn: im Auge behalten", "Für Ana, abwesend bis 2026-06-19.\n\nIt fell.")


def test_neither_who_is_away_nor_why_stands_in_the_chain_or_the_contract(store: Store) -> None:
    with desk(store) as at:
        away(at, "ana", deputy="eva")
        said = str([each.as_json() for each in absences(at)])
    with store.reading() as transaction:
        chain = str([{**row, "personal": None} for row in transaction.find(JOURNAL)])
        assert [entry.verb for entry in entries(transaction)] == ["open"]
        assert verify(transaction).faults == ()
    assert [name for name in ("ana", "eva", "wedding") if name in chain] == []
    assert "wedding" not in said


NAMES = [f"p{number}" for number in range(6)]


@given(
    st.lists(st.tuples(*[st.sampled_from([*NAMES, None])] * 3, st.booleans()), min_size=6, max_size=6),
    st.sampled_from(NAMES),
)
def test_whatever_points_at_whom_the_search_ends_with_somebody_who_is_there(
    people: list[tuple[str | None, str | None, str | None, bool]], asked: str
) -> None:
    def line(name: str, deputy: str | None, manager: str | None, *, gone: bool) -> str:
        said = [
            f"deputy: {deputy}" if deputy else "",
            f"manager: {manager}" if manager else "",
            "left: 2026-01-01" if gone else "",
        ]
        return f"{{{', '.join([f'id: {name}, name: X', *filter(None, said)])}}}"

    lines = [line(name, deputy, manager, gone=gone) for name, (deputy, manager, _, gone) in zip(NAMES, people, strict=True)]
    heads = [f"{{id: u{place}, head: {head}}}" for place, (_, _, head, _) in enumerate(people) if head]
    known = framework(f"people: [{', '.join(lines)}]\norg_units: [{', '.join(heads)}]")
    found = stand_in(Desk(_Empty(), known, NOON), asked)

    there = {name for name, (*_, gone) in zip(NAMES, people, strict=True) if not gone}
    assert found is None or found in there
    assert (found == asked) == (asked in there)


class _Empty(Transaction):
    """A store in which nobody is noted as away."""

    def __init__(self) -> None:
        pass

    def find(self, *_: object, **__: object) -> list[dict[str, object]]:
        return []
