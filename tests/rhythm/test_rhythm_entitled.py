"""Who may apply a change directly, and who proposes it (RHY-6)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from vitalfew.base.errors import Refused
from vitalfew.rhythm.agreements import agreements, record_agreement
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.governed import apply, framework_of, plan, revert
from vitalfew.store.database import Store
from vitalfew.store.revisions import Revision

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
MAIN = """\
levels: [{id: company, tier: 1}, {id: unit, tier: 2}]
org_units:
  - {id: all, level: company, head: rui}
  - {id: online, level: unit, parent: all, head: ana}
people: [{id: rui, name: Rui}, {id: ana, name: Ana}, {id: ben, name: Ben}, {id: cyd, name: Cyd}]
kpis:
  - {id: revenue, org_unit: all, owner: ben, reviewer: cyd, target: {at_least: 100}, threshold: 80}
  - {id: churn, org_unit: online, lifecycle: draft, owner: ben, reviewer: cyd, target: {at_most: 10}, threshold: 20}
  - {id: old, org_unit: online, owner: ben, reviewer: cyd, target: {at_most: 10}, threshold: 20}
"""
GOVERNANCE = "governance: {structure_owner: rui, approvals: {target: [reviewer]}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(MAIN, encoding="utf-8")
    return tmp_path


def edit(root: Path, old: str, new: str) -> None:
    path = root / "framework" / "main.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def decide(store: Store, root: Path, by: str, waived: str | None = None) -> Revision:
    return apply(store, plan(store, root, lambda _: []), by=by, at=NOON, message="Because", waived=waived)


def test_without_named_approvals_everybody_may_change_what_is_live(store: Store, root: Path) -> None:
    decide(store, root, "ben")
    edit(root, "at_least: 100", "at_least: 300")
    edit(root, "id: old,", "id: old, name: Old,")

    assert decide(store, root, "ben").waived is None


def test_with_named_approvals_only_who_holds_every_role_may(store: Store, root: Path) -> None:
    edit(root, "levels:", f"{GOVERNANCE}levels:")
    decide(store, root, "ben")
    edit(root, "at_least: 100", "at_least: 101")

    with pytest.raises(
        Refused, match=r"`ben` does not decide this alone: .* `cyd` \(target of kpi:revenue, as reviewer\)"
    ) as told:
        decide(store, root, "ben", waived="In a hurry")
    assert "vitalfew propose" in told.value.help
    assert decide(store, root, "cyd").number == 2


def test_a_revert_is_a_change_like_any_other(store: Store, root: Path) -> None:
    edit(root, "levels:", f"{GOVERNANCE}levels:")
    decide(store, root, "ben")
    edit(root, "at_least: 100", "at_least: 101")
    decide(store, root, "cyd")

    with pytest.raises(Refused, match="does not decide this alone") as told:
        revert(store, root, 1, by="ben", at=NOON)
    assert "propose --revert 1" in told.value.help
    assert revert(store, root, 1, by="cyd", at=NOON).number == 3


def test_a_department_s_kpi_goes_live_only_with_a_recorded_agreement(store: Store, root: Path) -> None:
    decide(store, root, "ben")
    edit(root, "lifecycle: draft, ", "")
    with pytest.raises(Refused, match=r"no agreement of `ben` .* `ana` \(agreement of kpi:churn, as head\)") as told:
        decide(store, root, "rui")
    assert "vitalfew agree record" in told.value.help

    with store.writing() as transaction:
        record_agreement(Desk(transaction, framework_of(store, 1), NOON, "rui"), "churn", text="In the weekly")
    assert decide(store, root, "rui").waived is None


def test_an_agreement_is_on_exactly_these_terms(store: Store, root: Path) -> None:
    decide(store, root, "ben")
    with store.writing() as transaction:
        record_agreement(Desk(transaction, framework_of(store, 1), NOON, "rui"), "churn", on=date(2026, 6, 12))
    edit(root, "lifecycle: draft, owner: ben, reviewer: cyd, target: {at_most: 10}", "owner: ben, target: {at_most: 11}")

    with pytest.raises(Refused, match="no agreement"):
        decide(store, root, "rui")
    assert decide(store, root, "rui", waived="Agreed by telephone").waived == "Agreed by telephone"


def test_who_is_owner_and_head_agrees_by_deciding(store: Store, root: Path) -> None:
    edit(root, "lifecycle: draft, owner: ben", "lifecycle: draft, owner: ana")
    decide(store, root, "ben")
    edit(root, "lifecycle: draft, ", "")

    assert decide(store, root, "ana").waived is None
    with store.reading() as transaction:
        assert [(each.kpi, each.owner, each.head, each.by) for each in agreements(transaction)] == [
            ("churn", "ana", "ana", "ana")
        ]
