"""Who may do what where: the table of roles, and that each step of each kind goes through it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from vitalfew.base.errors import Refused
from vitalfew.base.ref import FRAMEWORK as WHOLE
from vitalfew.base.ref import Ref
from vitalfew.load.read import load_texts
from vitalfew.rhythm.actions import add_action, finish_action
from vitalfew.rhythm.comments import add_comment
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.governed import apply, plan, revert
from vitalfew.rhythm.kinds import machines
from vitalfew.rhythm.machine import Machine, advance, begin
from vitalfew.rhythm.rights import EVERY, EVERYTHING, ROLES, SAID, STEPS, Capability, Rights, needed, roles_with
from vitalfew.store.accounts import Grant
from vitalfew.store.database import Store
from vitalfew.store.journal import entries
from vitalfew.store.matters import Matter

AT = datetime(2026, 6, 15, 9, tzinfo=UTC)
FRAMEWORK = load_texts(
    {
        "framework/main.yaml": """
preset: small-business
people: [{id: eva, name: Eva}, {id: tom, name: Tom}]
org_units:
- {id: sales, name: Sales, head: eva}
- {id: shops, name: Shops, parent: sales, head: eva}
- {id: works, name: Works, head: tom}
kpis:
- {id: footfall, name: Footfall, org_unit: shops, owner: eva}
- {id: scrap, name: Scrap, org_unit: works, owner: tom}
- {id: margin, name: Margin, owner: eva}
"""
    }
).framework
FOOTFALL, SCRAP, MARGIN = (Ref("kpi", id_) for id_ in ("footfall", "scrap", "margin"))


def rights(*grants: tuple[str, str]) -> Rights:
    return Rights(tuple(Grant(*each) for each in grants))


def kind(machine: Machine) -> str:
    return machine.kind


def test_every_kind_of_matter_is_in_the_table() -> None:
    assert set(STEPS) == {each.kind for each in machines()}


def test_every_verb_of_the_table_is_a_step_of_its_kind() -> None:
    for machine in machines():
        said = STEPS[machine.kind]
        known = {*machine.moves, "", "propose"}
        assert isinstance(said, str) or set(said) <= known


def test_roles_are_what_the_docs_say() -> None:
    """Each line of the table in docs/accounts.md is a capability with the roles that have it."""
    page = (Path(__file__).parents[2] / "docs" / "accounts.md").read_text(encoding="utf-8")
    for what in EVERY:
        cells = " | ".join("✓" if what in ROLES[role] else "" for role in ROLES)
        assert f"| {what} | {cells} |".replace("|  |", "| |").replace("|  |", "| |") in page


def test_administrators_may_do_everything_and_viewers_see() -> None:
    assert (ROLES["administrator"], set(ROLES["viewer"])) == (EVERY, {"see"})
    assert all(roles_with(what)[-1] == "administrator" for what in EVERY)
    assert set(SAID) == EVERY
    assert not rights(("viewer", "")).is_acting
    assert all(rights((role, "shops")).is_acting for role in ROLES if role != "viewer")


@pytest.mark.parametrize(
    ("granted", "unit", "expected"),
    [
        ("", "shops", True),
        ("", None, True),
        ("sales", "sales", True),
        ("sales", "shops", True),
        ("shops", "sales", False),
        ("sales", "works", False),
        ("sales", None, False),
        ("sales", "nowhere", False),
        ("nowhere", "nowhere", False),
    ],
)
def test_a_role_holds_in_its_unit_and_those_below(granted: str, unit: str | None, *, expected: bool) -> None:
    assert rights(("owner", granted)).may(FRAMEWORK, "lead", unit) is expected


def test_roles_add_up_and_one_that_is_unknown_is_nothing() -> None:
    mine = rights(("viewer", ""), ("editor", "works"), ("king", ""))
    assert [mine.may(FRAMEWORK, "enter", unit) for unit in ("works", "shops", None)] == [True, False, False]
    assert [mine.anywhere(what) for what in ("see", "change", "agree")] == [True, True, False]


def test_a_limit_takes_away_and_adds_nothing() -> None:
    limited = rights(("administrator", "")).seeing_alone()
    assert [what for what in sorted(EVERY) if limited.may(FRAMEWORK, what)] == ["see"]
    assert Rights().seeing_alone().anywhere("see") is False


@pytest.mark.parametrize("machine", machines(), ids=kind)
def test_whoever_only_sees_begins_nothing_and_moves_nothing(machine: Machine, store: Store) -> None:
    """The two functions that every step goes through refuse it, whatever the kind and the verb; viewers have their own feed."""
    verbs = [verb for verb in machine.moves if needed(machine.kind, verb) != "see"]
    with store.writing() as transaction:
        desk = Desk(transaction, FRAMEWORK, AT, "eva", rights(("viewer", "")))
        for verb in verbs:
            matter = Matter(machine.kind, "1", machine.moves[verb].states[0], 1, FOOTFALL, None, None, AT, AT, {})
            with pytest.raises(Refused, match="the roles of `eva` do not let them"):
                advance(desk, machine, matter, verb)
        if needed(machine.kind, "open") != "see":
            with pytest.raises(Refused, match="the roles of `eva` do not let them"):
                begin(desk, machine, about=FOOTFALL, data={})
        assert entries(transaction) == []


def test_a_contributor_of_a_unit_takes_part_there_and_nowhere_else(store: Store) -> None:
    with store.writing() as transaction:
        eva = Desk(transaction, FRAMEWORK, AT, "eva", rights(("contributor", "sales")))
        said = add_comment(eva, FOOTFALL, "Rain")
        made = add_action(eva, about=FOOTFALL, text="Call", owner="tom", due=AT.date())
        for about in (SCRAP, MARGIN, WHOLE, Ref("action", "99")):
            with pytest.raises(Refused):
                begin(eva, Machine("comment", ("said",), {}, ()), about=about, data={})
        assert begin(eva, Machine("comment", ("said",), {}, ()), about=Ref("action", made.id), data={}).about.id == made.id
        assert said.by == "eva"
        tom = Desk(transaction, FRAMEWORK, AT, "tom", rights(("contributor", "works")))
        with pytest.raises(Refused):
            finish_action(tom, made.id)
        finish_action(eva, made.id)


MATRIX: list[tuple[Capability, str, str]] = [
    ("take part", "escalation", "acknowledge"),
    ("take part", "commentary", "give"),
    ("lead", "review", "close"),
    ("lead", "calibration", "hold"),
    ("propose", "proposal", "propose"),
    ("agree", "proposal", "return"),
    ("agree", "approval", "approve"),
    ("merge", "proposal", "merge"),
    ("enter", "restatement", "restate"),
    ("administer", "something new", "open"),
]


@pytest.mark.parametrize(("what", "kind", "verb"), MATRIX)
def test_what_steps_take(what: Capability, kind: str, verb: str) -> None:
    assert needed(kind, verb) == what


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_those_who_may_change_the_framework_without_a_proposal(role: str, store: Store, tmp_path: Path) -> None:
    main = tmp_path / "framework" / "main.yaml"
    main.parent.mkdir()
    for number, mission in enumerate(("Bread", "Cake"), 1):
        main.write_text(f"strategy: {{mission: {mission}}}\n", encoding="utf-8")
        planned = plan(store, tmp_path, lambda _: [])
        if "change" not in ROLES[role]:
            with pytest.raises(Refused, match="change the framework without a proposal"):
                apply(store, planned, by="eva", at=AT, message="Ours", rights=rights((role, "")))
            with pytest.raises(Refused, match="without a proposal"):
                apply(store, planned, by="eva", at=AT, message="Ours", rights=rights(("editor", "sales")))
        assert apply(store, planned, by="eva", at=AT, message="Ours").number == number
    mine = rights((role, ""))
    if "change" in ROLES[role]:
        assert revert(store, tmp_path, 1, by="eva", at=AT, rights=mine).number == 3
    else:
        with pytest.raises(Refused, match="without a proposal"):
            revert(store, tmp_path, 1, by="eva", at=AT, rights=mine)


def test_the_clock_may_do_everything() -> None:
    assert all(EVERYTHING.may(FRAMEWORK, what) for what in EVERY)
