"""Drafts: what somebody has changed so far, theirs alone, proposed or made a revision as one; what others change stays."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from vitalfew.base.errors import Overtaken, Refused
from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.load.read import Loaded, load_texts
from vitalfew.load.wanted import Wanted
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.drafts import Draft, apply_draft, draft, drop, forget, look, propose_draft, settle, want
from vitalfew.rhythm.rights import Rights
from vitalfew.store.accounts import Grant
from vitalfew.store.database import Store, Transaction
from vitalfew.store.journal import verify
from vitalfew.store.revisions import files, live, make_revision
from vitalfew.workspace import audit

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
PATH = "framework/main.yaml"
TEXT = """\
people: [{id: ana, name: Ana}, {id: ben, name: Ben}]
org_units: [{id: shops, head: ana}, {id: works, head: ben}]
kpis:
  - {id: churn, name: Churn, org_unit: shops, owner: ana, target: {at_most: 9}} # ours
  - {id: scrap, name: Scrap, org_unit: works, owner: ben}
"""
CHURN, SCRAP = Ref("kpi", "churn"), Ref("kpi", "scrap")
LOWER = Wanted("set", CHURN, "target", {"at_most": 7}, {"at_most": 9})


def desk_of(transaction: Transaction, by: str = "ana", *grants: Grant) -> Desk:
    """Sit down at the live framework, which is made where there is none."""
    present = live(transaction)
    if present is None:
        make_revision(
            transaction, {PATH: TEXT.encode()}, load_texts({PATH: TEXT}).framework, on=None, by="ana", at=NOON, message="1"
        )
        present = live(transaction)
    assert present is not None
    framework = load_texts(files(transaction, present.number)).framework
    return Desk(transaction, framework, NOON, by, Rights(grants) if grants else Rights((Grant("administrator"),)))


def nothing(loaded: Loaded) -> list[Finding]:
    del loaded
    return []


def all_of_it(loaded: Loaded) -> list[Finding]:
    return audit(loaded, today=NOON.date())


def wanted(desk: Desk, *wants: Wanted) -> Draft:
    found = want(desk, wants)
    assert found is not None
    return found


def change(transaction: Transaction, before: str, after: str) -> None:
    """Have somebody else decide something."""
    present = live(transaction)
    assert present is not None
    texts = {path: text.replace(before.encode(), after.encode()) for path, text in files(transaction, present.number).items()}
    make_revision(transaction, texts, load_texts(texts).framework, on=present, by="ben", at=NOON, message="else")


def test_it_is_collected_and_proposed_as_one(store: Store) -> None:
    with store.writing() as transaction:
        desk = desk_of(transaction)
        wanted(desk, LOWER)
        found = wanted(desk, Wanted("set", SCRAP, "name", "Waste", "Scrap"))
        assert [each.ref.id for each in found.wanted] == ["churn", "scrap"]
        assert draft(desk.signed("ben")) is None
        seen = look(desk, found, all_of_it)
        assert [change.ref.id for change in seen.difference.changes] == ["churn", "scrap"]
        assert b"# ours" in seen.texts[PATH]
        made = propose_draft(desk, title="Lower", text="", version=found.version)
        assert (made.by, made.base, draft(desk)) == ("ana", 1, None)
    with store.reading() as transaction:
        assert not verify(transaction).faults


def test_it_is_made_a_revision_where_nothing_stands_against_it(store: Store) -> None:
    with store.writing() as transaction:
        desk = desk_of(transaction)
        found = wanted(desk, LOWER)
        with pytest.raises(Refused, match="would have"):
            apply_draft(desk, all_of_it, message="Lower", waived=None, version=found.version)
        made = apply_draft(desk, nothing, message="Lower", waived="They agreed", version=found.version)
        assert (made.number, made.message, draft(desk)) == (2, "Lower", None)
        assert desk_of(transaction).framework.kpi["churn"].target.at_most == 7  # type: ignore[union-attr]  # it has one


@pytest.mark.parametrize(("mine", "expected"), [(True, 7), (False, 5)])
def test_what_somebody_else_changed_is_settled_before_it_goes_on(store: Store, *, mine: bool, expected: int) -> None:
    with store.writing() as transaction:
        desk = desk_of(transaction)
        found = wanted(desk, LOWER, Wanted("set", SCRAP, "name", "Waste", "Scrap"))
        change(transaction, "at_most: 9", "at_most: 5")
        change(transaction, "owner: ben", "owner: ana")
        (clash,) = look(desk, found, nothing).clashes
        assert (clash.now, clash.wanted.value) == (5, 7)
        with pytest.raises(Refused, match="changed the same"):
            propose_draft(desk, title="Lower", text="", version=found.version)
        left = settle(desk, clash, mine=mine)
        assert left is not None
        after = look(desk, left, nothing)
        framework = after.loaded.framework
        assert (framework.kpi["churn"].target.at_most, after.clashes) == (expected, ())  # type: ignore[union-attr]  # it has one
        assert (framework.kpi["scrap"].name, framework.kpi["scrap"].owner) == ("Waste", "ana")


def test_parts_are_left_out_and_whoever_acts_on_another_version_is_told(store: Store) -> None:
    with store.writing() as transaction:
        desk = desk_of(transaction)
        first = wanted(desk, LOWER)
        second = wanted(desk, Wanted("set", SCRAP, "name", "Waste", "Scrap"))
        for step in (
            lambda: forget(desk, 0, version=first.version),
            lambda: drop(desk, version=first.version),
            lambda: propose_draft(desk, title="x", text="", version=first.version),
        ):
            with pytest.raises(Overtaken):
                step()
        with pytest.raises(Refused, match="no part"):
            forget(desk, 2, version=second.version)
        third = forget(desk, 0, version=second.version)
        assert third is not None
        assert [each.ref.id for each in third.wanted] == ["scrap"]
        assert want(desk, [Wanted("set", SCRAP, "name", "Scrap", "Waste")]) is None  # as it was: nothing is left
        with pytest.raises(Refused, match="nothing is changed"):
            want(desk, [Wanted("set", SCRAP, "name", "Scrap", "Scrap")])
        drop(desk, version=wanted(desk, LOWER).version)
        assert draft(desk) is None


def test_roles_hold_in_their_unit_and_applying_takes_more_than_proposing(store: Store) -> None:
    with store.writing() as transaction:
        desk = desk_of(transaction, "ana", Grant("owner", "shops"))
        found = wanted(desk, LOWER)
        with pytest.raises(Refused, match="do not let them propose"):
            want(desk, [Wanted("set", SCRAP, "name", "Waste", "Scrap")])
        with pytest.raises(Refused, match="without a proposal"):
            apply_draft(desk, nothing, message="x", waived="y", version=found.version)
        with pytest.raises(Refused, match="do not let them propose"):
            want(desk_of(transaction, "ben", Grant("contributor")), [LOWER])
        assert propose_draft(desk, title="Lower", text="", version=found.version).by == "ana"


def test_a_noun_that_somebody_else_added_first_is_told_and_left(store: Store) -> None:
    with store.writing() as transaction:
        desk = desk_of(transaction)
        found = wanted(desk, Wanted("add", Ref("kpi", "second"), "", {"name": "Second"}))
        change(transaction, "id: scrap", "id: second")
        (clash,) = look(desk, found, nothing).clashes
        assert settle(desk, clash, mine=False) is None
