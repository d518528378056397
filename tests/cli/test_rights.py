"""What a command may do in a workspace that people sign in to: as much as the account of whoever it says acts, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from tests.cli.conftest import FRAMEWORK

from vitalfew import Workspace
from vitalfew.cli.app import app
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.membership import give_roles, grants_of, invite
from vitalfew.store.journal import entries

Run = Callable[..., Result]


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace that Eva administers and Max may look at; its decisions are in its folder, or on a server that many share."""
    if request.param == "postgresql":
        monkeypatch.setenv("VITALFEW_DATABASE_URL", request.getfixturevalue("postgres_database"))
        monkeypatch.setenv("VITALFEW_WORKSPACE", f"w{uuid4().hex[:12]}")
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(FRAMEWORK, encoding="utf-8")
    made = Workspace.open(tmp_path)
    with made.writing(by="eva") as desk:
        assert desk.rights.may(desk.framework, "administer"), "nobody signs in yet"
    let_in(made, "eva", "administrator")
    let_in(made, "max", "viewer")
    yield made
    made.store.close()


def let_in(workspace: Workspace, login: str, roles: str) -> None:
    with workspace.store.writing() as transaction:
        invite(Desk(transaction, workspace.framework, datetime.now(UTC)), login, person=None, grants=grants_of(roles))


def run(workspace: Workspace, *words: str, by: str = "max") -> Result:
    option = "--by" if words[0] == "record" else "--author"
    return CliRunner().invoke(app, ["-C", str(workspace.root), *words, option, by])


def verbs(workspace: Workspace) -> list[str]:
    with workspace.store.reading() as transaction:
        return [each.verb for each in entries(transaction)]


def change(workspace: Workspace, mission: str) -> None:
    main = workspace.root / "framework" / "main.yaml"
    main.write_text(main.read_text(encoding="utf-8").replace("Bread that people walk for", mission), encoding="utf-8")


def test_whoever_may_only_look_changes_nothing_by_any_command(served: Workspace) -> None:
    before = verbs(served)
    change(served, "Cake")
    (served.root / "data" / "manual").mkdir(parents=True)
    steps: tuple[tuple[Any, ...], ...] = (
        ("apply", "-m", "Mine", "--waive", "so"),
        ("propose", "-m", "Mine"),
        ("actions", "add", "Bake more", "--about", "kpi:revenue", "--owner", "max", "--due", "2026-06-20"),
    )
    for step in steps:
        answer = run(served, *step)
        assert (answer.exit_code, "the roles of `max` do not let them" in answer.output) == (2, True), (step, answer.output)
    for nobody in ("ida", "vitalfew-"):
        answer = run(served, "apply", "-m", "Mine", "--waive", "so", by=nobody)
        assert (answer.exit_code, "do not let them change the framework" in answer.output) == (2, True), answer.output
    assert verbs(served) == before


def test_whoever_has_the_role_does_it_and_takes_it_back(served: Workspace) -> None:
    change(served, "Cake")
    assert run(served, "apply", "-m", "Ours", "--waive", "so", by="eva").exit_code == 0
    refused = run(served, "revert", "1")
    assert (refused.exit_code, "do not let them change the framework" in refused.output) == (2, True), refused.output
    reverted = run(served, "revert", "1", by="eva")
    assert reverted.exit_code == 0, reverted.output
    assert "Bread" in (served.root / "framework" / "main.yaml").read_text(encoding="utf-8")


def test_values_are_entered_by_whoever_may_in_their_unit(served: Workspace) -> None:
    answer = run(served, "record", "revenue", "5", "--for", "2026-05")
    assert (answer.exit_code, "do not let them enter values here" in answer.output) == (2, True), answer.output
    assert not (served.root / "data" / "manual").exists()
    with served.store.writing() as transaction:
        desk = Desk(transaction, served.framework, datetime.now(UTC))
        give_roles(desk, "max", grants_of("contributor@shop"))
    assert "do not let them" in run(served, "record", "revenue", "5", "--for", "2026-05").output
    assert "do not let them" not in run(served, "record", "basket", "5", "--for", "2026-05").output
