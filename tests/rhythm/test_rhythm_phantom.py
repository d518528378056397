"""Who answers for KPIs on paper and takes no part is found, with reasons, and brought before their line alone (AUD-10, CAS-5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.base.errors import Refused
from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.load.read import load_texts
from vitalfew.model.entry import Entry
from vitalfew.rhythm.absence import add_absence
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.duty import Duty, copied, duties
from vitalfew.rhythm.phantom import (
    Owning,
    answer_phantom,
    dismiss_phantom,
    escalate_phantoms,
    judge,
    open_phantoms,
    owners,
    phantoms,
    share_of_phantoms,
    wilson,
)
from vitalfew.store.database import Store
from vitalfew.store.journal import verify
from vitalfew.store.matters import Act, open_matter
from vitalfew.store.revisions import live, make_revision
from vitalfew.store.tables import JOURNAL, OUTBOX

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
SINCE, UNTIL = date(2026, 1, 1), date(2026, 7, 1)
TEXT = """\
people:
  - {id: rui, name: Rui}
  - {id: mia, name: Mia, manager: rui}
  - {id: ana, name: Ana, manager: mia, deputy: ben}
  - {id: ben, name: Ben, manager: mia}
  - {id: eva, name: Eva, manager: mia}
sources: [{id: by-hand, kind: manual}]
measures:
  - {id: price_entered, source: by-hand, table: price, date: date, value: sum(value)}
kpis:
  - {id: price, owner: ana, formula: price_entered, every: month, due: 5 days, since: 2026-01-01}
  - {id: churn, owner: eva, every: month}
cadences: [{id: monthly}]
"""


@contextmanager
def desk(store: Store, text: str = TEXT, *, by: str = "mia", days: int = 0) -> Iterator[Desk]:
    with store.writing() as transaction:
        loaded = load_texts({"framework/main.yaml": text})
        assert loaded.findings == ()
        yield Desk(transaction, loaded.framework, NOW + timedelta(days=days), by)


def entry(month: int, value: float, *, by: str = "ana", late: int = 0, note: str = "") -> Entry:
    first = date(2026, month, 1)
    at = datetime(2026, month + 1, 3, 9, tzinfo=UTC) + timedelta(days=late)
    return Entry("month", f"2026-{month:02}", first, value, by, at, note)


def price(at: Desk, entries: Sequence[Entry]) -> list[Duty]:
    return [each for each in duties(at, {"price": entries}, SINCE, UNTIL) if each.kind == "update"]


def test_an_update_is_made_where_it_is_in_time_and_by_whom_it_is_due_from(store: Store) -> None:
    entries = [entry(1, 5.1), entry(2, 5.2, late=4), entry(3, 5.3, by="eva"), entry(4, 5.4, by="ben"), entry(5, 5.5, by="login")]
    with desk(store) as at:
        found = price(at, entries)
    assert [(each.person, each.day.isoformat(), each.done) for each in found] == [
        ("ana", "2026-02-06", True),
        ("ana", "2026-03-06", False),
        ("ana", "2026-04-06", False),
        ("ana", "2026-05-06", True),
        ("ana", "2026-06-06", True),
    ]


def test_what_fell_due_while_somebody_was_away_is_left_out_unless_the_deputy_did_it(store: Store) -> None:
    with desk(store) as at:
        add_absence(at, "ana", since=date(2026, 3, 1), until=date(2026, 4, 30))
        found = price(at, [entry(1, 5.1), entry(2, 5.2, late=9), entry(3, 5.3, by="ben"), entry(4, 5.4)])
    assert [(each.day.month, each.done) for each in found] == [(2, True), (4, True), (5, True), (6, False)]


def test_what_was_due_before_somebody_took_over_is_not_theirs(store: Store) -> None:
    with store.writing() as transaction:
        for day, text in (
            (date(2026, 1, 2), TEXT),
            (date(2026, 4, 15), TEXT.replace("id: price, owner: ana", "id: price, owner: eva")),
        ):
            texts = {"framework/main.yaml": text.encode()}
            at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
            framework = load_texts(texts).framework
            make_revision(transaction, texts, framework, on=live(transaction), by="x", at=at, message="So", waived="Test")
        found = price(Desk(transaction, framework, NOW, "mia"), [])
    assert [(each.person, each.day.month) for each in found] == [("ana", 2), ("ana", 3), ("ana", 4), ("eva", 5), ("eva", 6)]


def test_a_value_that_a_source_did_not_bring_is_nobodys_failing(store: Store) -> None:
    with desk(store) as at:
        found = phantoms(at, {"price": [entry(month, month + 0.5) for month in range(1, 6)]}, since=SINCE)
    assert [(each.person, each.verdict, each.share) for each in found] == [
        ("ana", "active", 1.0),
        ("eva", "not-enough-data", None),
    ]


@pytest.mark.parametrize(
    ("values", "notes", "again"),
    [
        ([5.1, 5.1, 5.1, 5.1], [""] * 4, 3),
        ([5.1, 5.1, 5.1, 5.2], [""] * 4, 0),
        ([5.0] * 5, [""] * 5, 0),
        ([5.0] * 6, [""] * 6, 5),
        ([0.0] * 6, [""] * 6, 0),
        ([5.1, 5.2, 5.3, 5.4], ["as before", "As  before", "as before", "as before"], 3),
        ([5.1, 5.2, 5.3, 5.4], ["", "", "", ""], 0),
    ],
)
def test_updates_that_repeat_the_one_before_too_often_are_copies(values: list[float], notes: list[str], again: int) -> None:
    kpi = load_texts({"framework/main.yaml": TEXT}).framework.kpi["price"]
    entries = [entry(month, value, note=note) for month, (value, note) in enumerate(zip(values, notes, strict=True), 1)]

    assert len(copied(kpi, entries)) == again


def test_copies_are_no_updates(store: Store) -> None:
    with desk(store) as at:
        found = phantoms(at, {"price": [entry(month, 5.5) for month in range(1, 6)]}, since=date(2026, 2, 1))
    assert (found[0].verdict, found[0].share) == ("at-risk", 0.2)
    assert found[0].reasons[0] == "made 5 of 5 updates in time, 4 of them a repetition of the one before"


def said(**given: object) -> dict[str, object]:
    return {
        "analysis": None,
        "next_step": None,
        "by": None,
        "given_at": None,
        "late": False,
        "copied": False,
        "forced": True,
        **given,
    }


def review(at: Desk, number: int, *, present: list[str], state: str = "closed", words: dict[str, object] | None = None) -> None:
    """Keep a review of churn that was held in a week, and what was said of it before."""
    on = date(2026, 3, 2) + timedelta(weeks=number)
    moment = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    empty = dict.fromkeys(
        ("name", "period", "frequency", "focus", "chair", "pack", "head", "record", "by", "none_needed", "reason")
    )
    times = {"starts": moment.isoformat(), "ends": moment.isoformat(), "locks": moment.isoformat(), "on": on.isoformat()}
    none = dict.fromkeys(("opens", "due", "began", "moved_from", "tiers", "org_units", "confirmed"))
    data = {**empty, **none, **times, "cadence": "monthly", "people": ["eva", "ben"], "present": present, "kpis": ["churn"]}
    open_matter(at.transaction, Act("x", moment), "review", about=Ref("cadence", "monthly"), state=state, data=data)
    if words is not None:
        about = {"review": f"r{number}", "cadence": "monthly", "kpi": "churn", "owner": "eva", "due": moment.isoformat()}
        open_matter(
            at.transaction,
            Act("x", moment),
            "commentary",
            about=Ref("kpi", "churn"),
            state="lapsed" if not words["given_at"] else "kept",
            data={**about, **words},
        )


def escalation(at: Desk, day: date, **given: object) -> None:
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    empty = dict.fromkeys(("to", "person", "answered_at", "group", "common", "reason", "resolution", "proof", "tier"))
    data = {
        "kpi": "churn",
        "cause": "missed",
        "triggers": [],
        "since": "2026-01-01",
        "as_of": "2026-01-01",
        "step": 0,
        "passed": [],
        "returns": 0,
    }
    data |= {**empty, "rung_at": moment.isoformat(), "evidence": "", **given}
    open_matter(at.transaction, Act("x", moment), "escalation", about=Ref("kpi", "churn"), state="open", data=data)


def test_where_values_come_by_themselves_answers_words_and_presence_count(store: Store) -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC).isoformat()
    with desk(store) as at:
        review(at, 0, present=["ben"], words=said())
        review(at, 1, present=["eva"], words=said(given_at=moment, by="eva", late=True, analysis="Fewer", next_step="Call"))
        review(at, 2, present=["eva"], words=said(given_at=moment, by="eva", copied=True))
        review(at, 3, present=["ben"], words=said(given_at=moment, by="ben"))
        review(at, 4, present=["ben"], state="missed")
        review(at, 5, present=["ben"], words=said(forced=False))
        escalation(at, date(2026, 3, 3), step=1)
        escalation(at, date(2026, 3, 4), person="eva", answered_at=moment)
        escalation(at, date(2026, 3, 5), person="mia", answered_at=moment)
        escalation(at, date(2026, 3, 6))
        escalation(at, date(2026, 3, 7), step=2, group="1")
        found = next(each for each in phantoms(at, {}, since=SINCE) if each.person == "eva")
    assert [(each.kind, each.due, each.done, each.copied) for each in found.parts] == [
        ("answer", 2, 1, 0),
        ("words", 4, 2, 1),
        ("presence", 5, 2, 0),
    ]
    assert (found.weeks, found.share, found.verdict) == (5, 4 / 11, "at-risk")
    assert found.reasons[1] == "said something of 2 of 4 red KPIs before a review, 1 of them a repetition of the one before"


def week(number: int, kind: str = "update", *, done: bool) -> Duty:
    return Duty("ana", kind, "price", SINCE + timedelta(weeks=number), done)  # type: ignore[arg-type]  # one of the kinds


@pytest.mark.parametrize(
    ("done", "verdict"),
    [
        ([False] * 3, "not-enough-data"),
        ([False] * 4, "phantom"),
        ([False] * 4 + [True], "at-risk"),
        ([False] * 10 + [True, True], "phantom"),
        ([True, False] * 4, "active"),
        ([True] * 9, "active"),
    ],
)
def test_the_verdict_needs_enough_weeks_and_to_be_sure(done: list[bool], verdict: str) -> None:
    assert (
        judge("ana", ("price",), [week(number, done=each) for number, each in enumerate(done)], SINCE, UNTIL).verdict == verdict
    )


def test_many_duties_of_one_bad_week_do_not_make_a_phantom() -> None:
    bad = [week(0, done=False) for _ in range(40)]

    assert judge("ana", ("price",), bad, SINCE, UNTIL).verdict == "not-enough-data"


def test_one_kind_that_is_let_slide_is_a_risk_even_where_the_rest_is_done() -> None:
    theirs = [week(number, done=True) for number in range(9)] + [week(number, "words", done=False) for number in range(4)]

    assert judge("ana", ("price",), theirs, SINCE, UNTIL).verdict == "at-risk"


@given(st.lists(st.tuples(st.integers(0, 25), st.booleans()), min_size=1, max_size=60))
def test_doing_more_never_makes_a_verdict_worse(duties_: list[tuple[int, bool]]) -> None:
    rank = {"not-enough-data": 0, "phantom": 0, "at-risk": 1, "active": 2}
    before = judge("ana", (), [week(number, done=done) for number, done in duties_], SINCE, UNTIL)
    after = judge("ana", (), [week(number, done=True) for number, done in duties_], SINCE, UNTIL)

    assert rank[before.verdict] <= rank[after.verdict]
    assert before.low is not None
    assert before.high is not None
    assert before.share is not None
    assert 0 <= before.low <= before.share <= before.high <= 1


def test_the_interval_is_the_one_of_the_source() -> None:
    """Newcombe (1998), table I, method 3: 81 of 263 gives 0.2553 to 0.3662, and 0 of 20 gives 0 to 0.1611."""
    assert [round(each, 4) for each in wilson(81 / 263, 263)] == [0.2553, 0.3662]
    assert [round(each, 4) for each in wilson(0, 20)] == [0.0, 0.1611]


def owning(person: str, verdict: str) -> Owning:
    return Owning(person, verdict, SINCE, UNTIL, ("price",), (), 6, 0.0, 0.0, 0.3)  # type: ignore[arg-type]  # one of the verdicts


def test_a_phantom_is_brought_before_the_line_once_climbs_and_ends_where_they_take_part(store: Store) -> None:
    ana = [owning("ana", "phantom"), owning("eva", "at-risk")]
    with desk(store) as at:
        first = escalate_phantoms(at, ana)
        assert escalate_phantoms(at, ana) == ()
    assert [(each.person, each.to, each.state) for each in first] == [("ana", "mia", "open")]
    with desk(store, days=8) as at:
        assert escalate_phantoms(at, ana) == ()
        assert escalate_phantoms(at, ana) == ()
        assert [each.to for each in open_phantoms(at)] == ["rui"]
    with desk(store, days=40) as at:
        escalate_phantoms(at, ana)
        escalate_phantoms(at, [owning("ana", "active")])
        assert open_phantoms(at) == ()
        assert len(escalate_phantoms(at, ana)) == 1
        sent = {row["key"]: row["person"] for row in at.transaction.find(OUTBOX)}
    assert sent == {"phantom/1/1/mia": "mia", "phantom/1/2/rui": "rui", "phantom/2/1/mia": "mia"}


def test_the_line_answers_or_dismisses_and_what_was_dismissed_rests_for_a_window(store: Store) -> None:
    ana = [owning("ana", "phantom")]
    with desk(store) as at:
        (made,) = escalate_phantoms(at, ana)
        for other in ("ana", "ben", "login"):
            with pytest.raises(Refused, match="does not stand above"):
                answer_phantom(at.signed(other), made.id, "No")
        assert [len(open_phantoms(at.signed(who))) for who in ("ana", "mia", "rui", "ben", "eva")] == [1, 1, 1, 0, 0]
        assert answer_phantom(at, made.id, "Ben takes over in May").state == "answered"
        assert dismiss_phantom(at.signed("rui"), made.id, "On loan to the shop").state == "dismissed"
    with desk(store, days=9) as at:
        assert escalate_phantoms(at, ana) == ()


def test_nobody_is_named_in_the_chain_or_ranked_and_few_are_not_counted(store: Store) -> None:
    found = [owning(f"p{number}", "phantom" if number < 2 else "active") for number in range(5)]
    with desk(store) as at:
        escalate_phantoms(at, [owning("ana", "phantom")])
        chain = str([{**row, "personal": None} for row in at.transaction.find(JOURNAL)])
        assert verify(at.transaction).faults == ()
    assert ("ana" in chain, "mia" in chain, str(FRAMEWORK) in chain) == (False, False, True)
    assert (share_of_phantoms(found), share_of_phantoms(found[:4])) == ((2, 5), None)
    assert list(owners(load_texts({"framework/main.yaml": TEXT}).framework)) == ["ana", "eva"]
