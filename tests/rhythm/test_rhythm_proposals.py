"""Proposals (RHY-6): asked for, approved by those whose it is, returned, brought up to date, merged as a revision."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from vitalfew.base.errors import Overtaken, Refused, UnknownName
from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.load.read import Loaded, load_texts
from vitalfew.rhythm.absence import add_absence
from vitalfew.rhythm.agreements import accords, agreements
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.merging import merge
from vitalfew.rhythm.proposals import (
    Edit,
    approve,
    proposal,
    proposals,
    propose,
    propose_edits,
    remind_proposals,
    send_back,
    update,
    withdraw,
)
from vitalfew.store.database import Store, Transaction
from vitalfew.store.journal import entries, verify
from vitalfew.store.revisions import files, live, make_revision, verify_revisions
from vitalfew.store.tables import JOURNAL, OUTBOX
from vitalfew.workspace import audit

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)  # a Monday
PATH, KPIS = "framework/main.yaml", "framework/kpis.yaml"
MAIN = """\
levels: [{id: company, tier: 1}, {id: unit, tier: 2}]
org_units: # who we are
  - {id: all, level: company, head: rui}
  - {id: online, level: unit, parent: all, head: ana}
people:
  - {id: rui, name: Rui}
  - {id: ana, name: Ana, deputy: dev}
  - {id: ben, name: Ben}
  - {id: cyd, name: Cyd, manager: rui}
  - {id: dev, name: Dev}
governance: {structure_owner: rui}
"""
REVENUE = "{id: revenue, org_unit: all, owner: ben, reviewer: cyd, target: {at_least: 100}, threshold: 80}"
KPI_FILE = f"""\
kpis:
  - {REVENUE} # what we live on


  # the department's
  - {{id: churn, org_unit: online, owner: ben, reviewer: cyd, definition: Who left, target: {{at_most: 10}}, threshold: 20}}
"""
TEXTS = {PATH: MAIN.encode(), KPIS: KPI_FILE.encode()}


def sound(_: Loaded) -> list[Finding]:
    return []


def found(store: Store) -> None:
    with store.writing() as transaction:
        make_revision(transaction, TEXTS, load_texts(TEXTS).framework, on=None, by="rui", at=NOON, message="First")


def desk(transaction: Transaction, by: str, at: datetime = NOON) -> Desk:
    present = live(transaction)
    assert present is not None
    return Desk(transaction, load_texts(files(transaction, present.number)).framework, at, by)


def with_(old: str, new: str, texts: dict[str, bytes] = TEXTS) -> dict[str, bytes]:
    made = {path: text.replace(old.encode(), new.encode()) for path, text in texts.items()}
    assert made != texts
    return made


@pytest.fixture
def asked(store: Store) -> Store:
    """A store in which ben has proposed a larger target of revenue, which cyd and rui must approve."""
    found(store)
    with store.writing() as transaction:
        propose(desk(transaction, "ben"), with_("at_least: 100", "at_least: 120"), title="Aim higher", text="We can")
    return store


def test_a_proposal_asks_those_whose_it_is_and_becomes_a_revision_when_all_have_approved(asked: Store) -> None:
    with asked.writing() as transaction:
        made, how = proposal(desk(transaction, "ben"), "1")
        assert (made.state, made.people, made.about) == ("open", ("cyd", "rui"), Ref("kpi", "revenue"))
        assert [need.why for need in how.missing] == [
            "target of kpi:revenue, as reviewer",
            "target of kpi:revenue, as structure owner",
        ]
        with pytest.raises(Refused, match="still needs the approval of `cyd`"):
            merge(desk(transaction, "ben"), "1", sound)
        one = approve(desk(transaction, "cyd"), "1", digest=made.digest[:8], text="Yes")
        assert (one.state, one.people) == ("open", ("rui",))
        assert approve(desk(transaction, "rui"), "1").state == "approved"
        merged = merge(desk(transaction, "ben"), "1", sound)

    assert (merged.revision.number, merged.revision.by, merged.revision.message) == (2, "ben", "Proposal 1: Aim higher")
    assert (merged.proposal.state, merged.proposal.revision) == ("merged", 2)
    with asked.reading() as transaction:
        assert b"at_least: 120" in files(transaction, 2)[KPIS]
        said = [(each.by, each.verb, str(each.subject)) for each in entries(transaction)]
        assert said == [
            ("rui", "apply", "revision:1"),
            ("ben", "propose", "proposal:1"),
            ("ben", "ask", "proposal:1"),
            ("cyd", "approve", "approval:1.1"),
            ("cyd", "ask", "proposal:1"),
            ("rui", "approve", "approval:1.2"),
            ("rui", "pass", "proposal:1"),
            ("ben", "merge", "revision:2"),
            ("ben", "merge", "proposal:1"),
        ]
        assert (verify(transaction).faults, verify_revisions(transaction)) == ((), [])
        chain = " ".join(str(row["after"]) for row in transaction.find(JOURNAL))
        assert not any(f'"{name}"' in chain for name in ("ben", "cyd", "rui", "Aim higher", "We can"))
        told = [(row["person"], row["subject"]) for row in transaction.find(OUTBOX)]
        assert told == [
            ("cyd", "Proposal 1: your approval is asked for"),
            ("rui", "Proposal 1: your approval is asked for"),
            ("ben", "Proposal 1 is approved"),
        ]


def test_who_is_not_asked_cannot_approve_and_nobody_approves_twice(asked: Store) -> None:
    with asked.writing() as transaction:
        with pytest.raises(Refused, match="`dev` is not asked"):
            approve(desk(transaction, "dev"), "1")
        with pytest.raises(Refused, match="`ben` is not asked"):
            approve(desk(transaction, "ben"), "1")
        approve(desk(transaction, "cyd"), "1")
        with pytest.raises(Refused, match="or has given it"):
            approve(desk(transaction, "cyd"), "1")
        with pytest.raises(UnknownName, match="no proposal `7`"):
            approve(desk(transaction, "cyd"), "7")


def test_what_the_proposer_may_approve_themselves_is_approved_by_proposing(store: Store) -> None:
    found(store)
    with store.writing() as transaction:
        made = propose(desk(transaction, "cyd"), with_("at_least: 100", "at_least: 101"), title="A little more")
        _, how = proposal(desk(transaction, "cyd"), "1")

    assert (made.state, made.people) == ("approved", ())
    assert [(each.by, each.person) for each in how.approvals] == [("cyd", "cyd")]


def test_it_is_returned_with_a_comment_and_new_texts_are_asked_about_anew(asked: Store) -> None:
    with asked.writing() as transaction:
        approve(desk(transaction, "cyd"), "1")
        with pytest.raises(Refused, match="`dev` cannot return"):
            send_back(desk(transaction, "dev"), "1", reason="No")
        back = send_back(desk(transaction, "rui"), "1", reason="Rather 115")
        assert (back.state, back.reason, back.people) == ("returned", "Rather 115", ())
        with pytest.raises(Refused, match="is returned"):
            approve(desk(transaction, "rui"), "1")
        with pytest.raises(Refused, match="`cyd` cannot update"):
            update(desk(transaction, "cyd"), "1", TEXTS)
        again = update(desk(transaction, "ben"), "1", with_("at_least: 100", "at_least: 115"))
        assert (again.state, again.people, again.reason) == ("open", ("cyd", "rui"), None)
        with pytest.raises(Overtaken, match="other texts by now"):
            approve(desk(transaction, "cyd"), "1", digest=back.digest)


def test_it_is_withdrawn_by_whoever_made_it(asked: Store) -> None:
    with asked.writing() as transaction:
        with pytest.raises(Refused, match="`cyd` cannot withdraw"):
            withdraw(desk(transaction, "cyd"), "1")
        assert withdraw(desk(transaction, "ben"), "1", reason="Later").state == "withdrawn"
        assert proposals(desk(transaction, "ben")) == ()
        assert [each.id for each in proposals(desk(transaction, "ben"), past=True)] == ["1"]
        for step in (lambda: merge(desk(transaction, "ben"), "1", sound), lambda: withdraw(desk(transaction, "ben"), "1")):
            with pytest.raises(Refused, match="is withdrawn"):
                step()


def test_whoever_saw_an_older_version_is_told(asked: Store) -> None:
    with asked.writing() as transaction:
        seen = proposals(desk(transaction, "rui"), person="rui")[0].version
        approve(desk(transaction, "cyd"), "1")
        with pytest.raises(Overtaken):
            send_back(desk(transaction, "rui"), "1", reason="No", version=seen)


def test_the_deputy_of_who_is_away_approves_in_their_place(store: Store) -> None:
    """RHY-8: an absence stops no decision."""
    found(store)
    with store.writing() as transaction:
        add_absence(desk(transaction, "ana"), "ana", since=date(2026, 6, 15), until=date(2026, 6, 19))
        propose(desk(transaction, "ben"), with_("Who left", "Who went"), title="Say it better")
        assert [each.id for each in proposals(desk(transaction, "dev"), person="dev")] == ["1"]
        assert [row["person"] for row in transaction.find(OUTBOX)] == ["dev"]
        done = approve(desk(transaction, "dev"), "1")
        _, how = proposal(desk(transaction, "dev"), "1")

    assert done.state == "approved"
    assert {(each.by, each.person) for each in how.approvals} == {("ben", "ben"), ("dev", "ana")}


def test_approval_by_owner_and_head_is_their_agreement(store: Store) -> None:
    found(store)
    with store.writing() as transaction:
        (before,) = accords(desk(transaction, "ben"))
        assert (before.kpi, before.agreement) == ("churn", None)
        propose(desk(transaction, "ben"), with_("threshold: 20", "threshold: 19"), title="Look sooner")
        approve(desk(transaction, "cyd"), "1")
        with pytest.raises(Refused, match="no agreement of `ana`"):
            merge(desk(transaction, "ben"), "1", sound)
        approve(desk(transaction, "ana"), "1")
        merge(desk(transaction, "ben"), "1", sound)
        (agreed,) = agreements(transaction)
        (after,) = accords(desk(transaction, "ben"))

    assert (agreed.owner, agreed.head, agreed.kpi, agreed.proposal) == ("ben", "ana", "churn", "1")
    assert after.agreement == agreed


def test_a_missing_agreement_is_waived_with_a_reason_by_the_owner_of_the_structure_alone(store: Store) -> None:
    found(store)
    with store.writing() as transaction:
        propose(desk(transaction, "ben"), with_("threshold: 20", "threshold: 19"), title="Look sooner")
        approve(desk(transaction, "cyd"), "1")
        with pytest.raises(Refused, match="`ben` cannot waive"):
            merge(desk(transaction, "ben"), "1", sound, waived="It is late")
        made = merge(desk(transaction, "rui"), "1", sound, waived="It is late")
        assert made.revision.waived == "It is late"
        assert agreements(transaction) == ()


def test_an_approval_is_never_waived_and_errors_are(asked: Store) -> None:
    def faulty(loaded: Loaded) -> list[Finding]:
        return audit(loaded, today=date(2026, 6, 15))

    with asked.writing() as transaction:
        with pytest.raises(Refused, match="approval of `cyd`"):
            merge(desk(transaction, "rui"), "1", sound, waived="It is late")
        approve(desk(transaction, "cyd"), "1")
        approve(desk(transaction, "rui"), "1")
        with pytest.raises(Refused, match="the files would have"):
            merge(desk(transaction, "rui"), "1", faulty)
        assert merge(desk(transaction, "rui"), "1", faulty, waived="As before").revision.waived == "As before"


def test_two_changes_far_apart_both_become_live(asked: Store) -> None:
    with asked.writing() as transaction:
        propose(desk(transaction, "rui"), with_("threshold: 20", "threshold: 19.5"), title="Other")
        for who in ("cyd", "rui"):
            approve(desk(transaction, who), "1")
        for who in ("cyd", "ana", "ben"):
            approve(desk(transaction, who), "2")
        merge(desk(transaction, "ben"), "1", sound)
        merged = merge(desk(transaction, "rui"), "2", sound)

    assert b"at_least: 120" in merged.texts[KPIS]
    assert b"threshold: 19.5" in merged.texts[KPIS]
    assert b"# what we live on\n\n\n" in merged.texts[KPIS]


def test_two_changes_of_the_same_place_conflict_until_it_is_brought_up_to_date(asked: Store) -> None:
    with asked.writing() as transaction:
        propose(desk(transaction, "rui"), with_("at_least: 100", "at_least: 109"), title="Less")
        for number in ("1", "2"):
            approve(desk(transaction, "cyd"), number)
        approve(desk(transaction, "rui"), "1")
        merge(desk(transaction, "rui"), "2", sound)
        with pytest.raises(Refused, match=r"both changed `framework/kpis\.yaml` in the same place"):
            merge(desk(transaction, "ben"), "1", sound)
        again = update(desk(transaction, "ben"), "1", with_("at_least: 100", "at_least: 110"))
        assert (again.state, again.base, again.people) == ("open", 2, ("cyd",))
        approve(desk(transaction, "cyd"), "1")
        assert b"at_least: 110" in merge(desk(transaction, "ben"), "1", sound).texts[KPIS]


def test_what_would_change_nothing_is_no_proposal_and_is_not_merged(asked: Store) -> None:
    with asked.writing() as transaction:
        with pytest.raises(Refused, match="those of the live revision"):
            propose(desk(transaction, "ben"), TEXTS, title="Nothing")
        with pytest.raises(Refused, match="cannot be read as a whole"):
            propose(desk(transaction, "ben"), {PATH: b"people: [["}, title="Broken")
        with pytest.raises(Refused, match="has these texts already"):
            update(desk(transaction, "ben"), "1", with_("at_least: 100", "at_least: 120"))
        propose(desk(transaction, "ben"), with_("at_least: 100", "at_least: 120"), title="The same")
        for number in ("1", "2"):
            approve(desk(transaction, "cyd"), number)
            approve(desk(transaction, "rui"), number)
        merge(desk(transaction, "ben"), "1", sound)
        with pytest.raises(Refused, match="is like this already"):
            merge(desk(transaction, "ben"), "2", sound)


def test_nothing_is_proposed_where_nothing_is_live(store: Store) -> None:
    with store.writing() as transaction, pytest.raises(Refused, match="no revision yet"):
        propose(Desk(transaction, load_texts(TEXTS).framework, NOON, "ben"), TEXTS, title="First")


def test_values_are_proposed_by_address_with_comments_kept(store: Store) -> None:
    found(store)
    with store.writing() as transaction:
        edits = [Edit(Ref("kpi", "revenue"), "target.at_least", 105.0), Edit(Ref("kpi", "revenue"), "threshold", 79)]
        made = propose_edits(desk(transaction, "cyd"), edits, title="After 90 days")
        merged = merge(desk(transaction, "cyd"), made.id, sound)

    assert made.state == "approved"
    revenue = load_texts(merged.texts).framework.kpi["revenue"]
    assert (revenue.threshold, revenue.target and revenue.target.at_least) == (79, 105)
    assert b"# what we live on" in merged.texts[KPIS]


def test_reminders_come_after_some_business_days_ever_more_seldom_and_without_a_flood(asked: Store) -> None:
    def told() -> list[str]:
        with asked.reading() as transaction:
            return [row["person"] for row in transaction.find(OUTBOX) if "still" in row["subject"]]

    for days, expected in ((1, 0), (4, 2), (4, 2), (13, 2), (15, 4), (60, 6), (60, 6)):
        with asked.writing() as transaction:
            remind_proposals(desk(transaction, "ben", NOON + timedelta(days=days)))
        assert len(told()) == expected, days
    assert set(told()) == {"cyd", "rui"}


def test_who_proposed_is_reminded_to_merge(asked: Store) -> None:
    with asked.writing() as transaction:
        approve(desk(transaction, "cyd"), "1")
        approve(desk(transaction, "rui"), "1")
        (again,) = remind_proposals(desk(transaction, "ben", NOON + timedelta(days=4)))
        last = transaction.find(OUTBOX)[-1]

    assert (again.state, last["person"], last["subject"]) == ("approved", "ben", "Proposal 1 is still to be merged")
