"""Everything that a person answers for changes hands in one step (RHY-8)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.load.read import Loaded, load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.noun import Refers
from vitalfew.model.reference import references
from vitalfew.rhythm.absence import absences, add_absence
from vitalfew.rhythm.actions import actions, add_action, finish_action
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.handover import Handover, Heirs, hand_over, matters_of, plan_handover
from vitalfew.rhythm.naming import named, parts
from vitalfew.store.database import Store
from vitalfew.store.journal import entries, verify
from vitalfew.store.revisions import files, live, make_revision, revisions
from vitalfew.store.tables import OUTBOX
from vitalfew.workspace import audit

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
LEFT = date(2026, 6, 30)
MAIN = "framework/main.yaml"
TEXT = """\
# who answers for what
org_units:
  - {id: top, head: rui}
  - {id: sales, parent: top, head: ana} # for now
people:
  - {id: rui, name: Rui, org_unit: top}
  - {id: ana, name: Ana, org_unit: sales, manager: rui, deputy: ben}
  - {id: ben, name: Ben, org_unit: sales, manager: ana, deputy: ana}
  - {id: eva, name: Eva, org_unit: sales, manager: ana, deputy: ana}
objectives:
  - {id: loved, statement: Customers stay, owner: ana}
cycles: [{id: 2026-q2}]
key_results: [{id: stay, objective: loved, owner: ana}]
kpis:
  - id: churn
    owner: ana # since May
    updater: ana
    reviewer: ben
    co_owners: [ben, ana]
  - {id: shared, owner: [ana, eva], reviewer: ana}
  - {id: calls, owner: ana, subject: ana}
  - {id: net, owner: eva, reviewer: ana, co_owners: ana}
  - {id: asked, owner: eva, tests: {effort_only: {answer: true, why: "So", by: ana, on: 2026-01-05}}}
sources:
  - {id: hand, kind: manual, steward: ana}
  - {id: table, kind: files, path: "*.csv", steward: ana}
  - {id: web, kind: http, url: "https://example.org/x.csv", steward: ana}
  - {id: base, kind: duckdb, path: x.db, steward: ana}
initiatives: [{id: portal, owner: ana}]
cadences:
  - id: weekly
    chair: ana
    audience:
      - ana # first
      - ben
      - eva
  - {id: monthly, chair: ben, audience: [ana, eva]}
publications: [{id: figures, reports: [audit-report], after: weekly, people: [ana, ben]}]
ladders: [{id: usual, steps: [{to: owner, within: 1 day}, {to: ana, within: 2 days}]}]
governance:
  structure_owner: ana
  approvals: {target: [ana, ben], structure: [ana]}
"""


def checked(loaded: Loaded) -> list[Finding]:
    return audit(loaded, today=date(2026, 6, 15))


@contextmanager
def desk(store: Store, text: str | None = None) -> Iterator[Desk]:
    """Give a desk on the live framework, which is first made of a text where one is given."""
    with store.writing() as transaction:
        present = live(transaction)
        if text is not None:
            made = {MAIN: text.encode()}
            loaded = load_texts(made)
            assert loaded.findings == ()
            make_revision(transaction, made, loaded.framework, on=present, by="rui", at=NOON, message="Begin", waived="Test")
        texts = files(transaction, revisions(transaction, last=1)[0].number)
        yield Desk(transaction, load_texts(texts).framework, NOON, "rui")


def people_fields() -> set[str]:
    """Give every field of every model that refers to people, found by its type alone."""

    def marks(annotation: Any) -> Iterator[Any]:
        yield annotation
        for each in (*get_args(annotation), *getattr(annotation, "__metadata__", ())):
            yield from marks(each)

    def walk(model: type[BaseModel]) -> Iterator[str]:
        for name, field in model.model_fields.items():
            for mark in (*marks(field.annotation), *field.metadata):
                if isinstance(mark, Refers) and mark.kind == "person":
                    yield f"{model.__name__}.{name}"
                if isinstance(mark, type) and issubclass(mark, BaseModel):
                    yield from walk(mark)

    return set(walk(Framework))


def said_of(part: BaseModel, person: str) -> Iterator[str]:
    """Give the fields of a part and of the records in it that name a person."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        inner = value if isinstance(value, tuple) else [*value.values()] if isinstance(value, dict) else (value,)
        flat = [one for each in inner for one in (each if isinstance(each, tuple) else (each,))]
        if person in [each for each in flat if isinstance(each, str)]:
            yield f"{type(part).__name__}.{name}"
        for each in flat:
            if isinstance(each, BaseModel):
                yield from said_of(each, person)


def left_of(framework: Framework, person: str) -> list[str]:
    return [f"{ref} {each.field}" for ref, part in parts(framework) for each in references(part) if each.id == person]


def test_every_field_that_names_people_is_in_this_test_and_names_the_leaver_no_more(store: Store) -> None:
    before = load_texts({MAIN: TEXT}).framework
    exercised = {field for _, part in parts(before) for field in said_of(part, "ana")} - {"Person.id"}
    assert exercised == people_fields()

    with desk(store, TEXT) as at:
        done = hand_over(at, "ana", Heirs("ben"), checked, left=LEFT)
    with desk(store) as at:
        assert left_of(at.framework, "ana") == ["kpi:calls subject", "kpi:asked tests.effort_only.by"]
        assert named(at.framework, "ana") == ()
        assert at.framework.kpi["calls"].lifecycle == "retired"
        assert at.framework.person["ana"].left == LEFT
    assert done.revision is not None
    assert (done.revision.number, done.revision.by, done.revision.message) == (2, "rui", "Hand over what ana answers for")


def test_whoever_takes_over_answers_for_all_and_nobody_reviews_replaces_or_leads_themselves(store: Store) -> None:
    with desk(store, TEXT) as at:
        hand_over(at, "ana", Heirs("ben"), checked, left=LEFT)
    with desk(store) as at:
        now = at.framework
    churn, shared, calls, net = (now.kpi[name] for name in ("churn", "shared", "calls", "net"))
    assert (churn.owner, churn.updater, churn.reviewer, churn.co_owners) == ("ben", "ben", "rui", ())
    assert (shared.owner, shared.reviewer) == (("ben", "eva"), "rui")
    assert (calls.owner, calls.subject) == ("rui", "ana")
    assert (net.owner, net.reviewer, net.co_owners) == ("eva", "ben", ("ben",))
    assert (now.person["ben"].manager, now.person["ben"].deputy) == ("rui", None)
    assert (now.person["eva"].manager, now.person["eva"].deputy) == ("ben", "ben")
    assert [each.audience for each in now.cadences] == [("ben", "eva"), ("eva",)]
    assert [each.chair for each in now.cadences] == ["ben", "ben"]
    assert now.governance.approvals == {"target": ("ben",), "structure": ("ben",)}


def test_the_files_keep_their_comments(store: Store) -> None:
    with desk(store, TEXT) as at:
        planned = plan_handover(at, "ana", Heirs("ben"), checked, left=LEFT)
    after = planned.texts[MAIN].decode()

    assert "    owner: ben # since May\n" in after
    assert "head: ben} # for now\n" in after
    assert "{id: ana, name: Ana, org_unit: sales, manager: rui, deputy: ben, left: 2026-06-30}\n" in after


def test_a_plan_writes_nothing(store: Store) -> None:
    with desk(store, TEXT) as at:
        add_action(at, about=Ref("kpi", "churn"), text="Call them", owner="ana", due=LEFT)
        planned = plan_handover(at, "ana", Heirs("ben"), checked)
        assert not planned.is_empty
    with desk(store) as at:
        assert [each.owner for each in actions(at)] == ["ana"]
        assert len(revisions(at.transaction)) == 1


def test_different_things_go_to_different_people(store: Store) -> None:
    with desk(store, TEXT) as at:
        heirs = Heirs("ben", {"kpi:churn": "eva", "cadence": "rui", "person": "rui"})
        hand_over(at, "ana", heirs, checked)
    with desk(store) as at:
        now = at.framework
    assert (now.kpi["churn"].owner, now.kpi["net"].reviewer) == ("eva", "ben")
    assert [each.chair for each in now.cadences] == ["rui", "ben"]
    assert (now.person["eva"].manager, now.person["ana"].left, now.kpi["calls"].lifecycle) == ("rui", None, "live")


def test_what_is_open_goes_along_and_what_was_stays(store: Store) -> None:
    with desk(store, TEXT) as at:
        for text in ("Call them", "Write to them"):
            add_action(at, about=Ref("kpi", "churn"), text=text, owner="ana", due=LEFT)
        finish_action(at, "1")
        add_absence(at, "eva", since=at.today, until=LEFT, deputy="ana")
        add_absence(at, "ben", since=LEFT, until=LEFT, deputy="ana")
        add_absence(at, "ana", since=LEFT, until=None)
    with desk(store) as at:
        done = hand_over(at, "ana", Heirs("ben"), checked, left=LEFT)
        assert [str(each.matter.ref) for each in done.plan.matters] == ["absence:1", "absence:2", "action:2"]
        assert matters_of(at, "ana") == ()
    with desk(store) as at:
        assert [(each.owner, each.state) for each in actions(at, states=("open", "done"))] == [("ana", "done"), ("ben", "open")]
        assert [(each.person, each.deputy) for each in absences(at)] == [("eva", "ben"), ("ben", None), ("ana", None)]
        assert [entry.verb for entry in entries(at.transaction)][-4:] == ["hand-over", "hand", "hand", "hand"]
        assert verify(at.transaction).faults == ()
        sent = [row for row in at.transaction.find(OUTBOX) if row["key"].startswith("hand-over")]
    assert [row["person"] for row in sent] == ["ben"]
    assert "- kpi:churn: owner" in sent[0]["body"]
    assert "- action:2, about kpi:churn" in sent[0]["body"]


def test_two_at_once_cannot_both_hand_over(store: Store) -> None:
    with desk(store, TEXT) as at:
        hand_over(at, "ana", Heirs("ben"), checked, left=LEFT)
    with pytest.raises(Refused, match="`ana` answers for nothing"), desk(store) as at:
        hand_over(at, "ana", Heirs("eva"), checked, left=LEFT)


@pytest.mark.parametrize(
    ("person", "heirs", "error", "said"),
    [
        ("ana", Heirs("ghost"), UnknownName, "no person `ghost`"),
        ("ana", Heirs("ana"), Refused, "take over from themselves"),
        ("ana", Heirs("ben", {"kpi:nps": "eva"}), UnknownName, "no thing to hand over `kpi:nps`"),
        ("ghost", Heirs("ben"), UnknownName, "no person `ghost`"),
    ],
)
def test_who_cannot_take_over_is_refused(store: Store, person: str, heirs: Heirs, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said), desk(store, TEXT) as at:
        hand_over(at, person, heirs, checked, left=LEFT)


def test_new_errors_stand_against_it_until_they_are_waived(store: Store) -> None:
    def strict(loaded: Loaded) -> list[Finding]:
        return [each if each.rule != "owner-of-many" else each._replace(severity="error") for each in checked(loaded)]

    kpis = "".join(f"  - {{id: more-{number}, owner: ben}}\n" for number in range(6))
    text = TEXT.replace("kpis:\n", f"kpis:\n{kpis}")
    with pytest.raises(Refused, match="brings 1 error"), desk(store, text) as at:
        hand_over(at, "ana", Heirs("ben"), strict)
    with desk(store, text) as at:
        done = hand_over(at, "ana", Heirs("ben"), strict, waived="Until the autumn")
    assert done.revision is not None
    assert done.revision.waived == "Until the autumn"


def test_somebody_whom_the_files_name_without_declaring_them_is_handed_over_as_well(store: Store) -> None:
    with store.writing() as transaction:
        texts = {MAIN: b"people: [{id: ben, name: Ben}]\nkpis: [{id: churn, owner: ana}]\n"}
        make_revision(transaction, texts, load_texts(texts).framework, on=None, by="x", at=NOON, message="Begin", waived="Test")
    with desk(store) as at:
        planned: Handover = hand_over(at, "ana", Heirs("ben"), checked).plan
        assert planned.as_json()["framework"] == [{"ref": "kpi:churn", "field": "owner", "to": "ben", "note": None}]
        assert "unknown-reference" in {finding.rule for finding in planned.fixed}


@pytest.mark.parametrize(("by", "may"), [("ana", True), ("rui", True), ("eva", False), ("vitalfew", False)])
def test_where_approvals_are_named_a_hand_over_is_for_the_person_and_their_line(store: Store, *, by: str, may: bool) -> None:
    with desk(store, TEXT.replace("structure_owner: ana", "structure_owner: rui")) as at:
        if may:
            assert hand_over(at.signed(by), "ana", Heirs("ben"), checked).revision is not None
        else:
            with pytest.raises(Refused, match="does not hand over what `ana` answers for"):
                hand_over(at.signed(by), "ana", Heirs("ben"), checked)


def test_where_no_approvals_are_named_anybody_may_hand_over(store: Store) -> None:
    with desk(store, TEXT.replace("  approvals: {target: [ana, ben], structure: [ana]}\n", "")) as at:
        assert hand_over(at.signed("eva"), "ana", Heirs("ben"), checked).revision is not None
