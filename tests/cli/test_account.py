"""Accounts on the command line: passwords are asked for and never options, and nothing secret is shown twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result

from vitalfew import Workspace
from vitalfew.cli.app import app
from vitalfew.rhythm import password as passwords
from vitalfew.rhythm.password import fits
from vitalfew.store.accounts import known_account
from vitalfew.store.sessions import token_of

WORDS = "tall green teapot seven"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in a millisecond: what is tested is not how long it takes."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setenv("VITALFEW_PERSON", "ana")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(
        "people: [{id: ana, name: Ana, email: ana@home.example}]\norg_units: [{id: retail, name: Retail, head: ana}]\n",
        encoding="utf-8",
    )
    return tmp_path


def run(folder: Path, *words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, ["-C", str(folder), "account", *words], input=given)


def said(folder: Path, *words: str, given: str | None = None) -> dict[str, Any]:
    found = run(folder, *words, "--format", "json", given=given)
    assert found.exit_code == 0, found.output
    made: dict[str, Any] = json.loads(found.stdout)
    return made


def test_the_first_account_is_an_administrators(folder: Path) -> None:
    assert "nobody signs in yet" in run(folder).output
    refused = run(folder, "add", "ben", "--role", "owner", given=f"{WORDS}\n")
    assert (refused.exit_code, "nobody would be administrator" in refused.output) == (2, True)
    added = run(folder, "add", "Ana@home.example", "--role", "administrator", given=f"{WORDS}\n")
    assert added.exit_code == 0, added.output
    assert "ana@home.example  administrator · is ana" in added.output
    assert WORDS not in added.output
    with Workspace.open(folder).store.reading() as transaction:
        assert fits(known_account(transaction, "ana@home.example").password, WORDS)


def test_a_weak_password_or_none_lets_nobody_in(folder: Path) -> None:
    for given in ("short\n", "\n", ""):
        assert run(folder, "add", "ana", "--role", "administrator", given=given).exit_code == 2
    assert "nobody signs in yet" in run(folder).output


def test_accounts_are_given_roles_and_links_and_are_ended(folder: Path) -> None:
    said(folder, "add", "ana", "--role", "administrator", given=f"{WORDS}\n")
    invited = said(folder, "add", "ben", "--role", "owner@retail", "--role", "viewer", "--invite")
    assert invited["ticket"]
    assert invited["account"]["roles"] == [{"role": "viewer", "unit": ""}, {"role": "owner", "unit": "retail"}]
    assert said(folder, "role", "ben", "--role", "editor")["account"]["roles"] == [{"role": "editor", "unit": ""}]
    assert said(folder, "disable", "ben")["account"]["state"] == "disabled"
    assert said(folder, "enable", "ben")["account"]["state"] == "active"
    again = said(folder, "reset", "ana", "--second-factor")
    assert (again["account"]["has_password"], again["account"]["has_second_factor"]) == (False, False)
    assert [each["login"] for each in said(folder)["accounts"]] == ["ana", "ben"]
    for words in (("role", "ben", "--role", "king"), ("role", "nobody", "--role", "viewer"), ("disable", "ana")):
        assert run(folder, *words).exit_code == 2


def test_who_signs_in_is_for_administrators_as_on_the_page(folder: Path) -> None:
    """Whoever holds the files may where nobody else can, or a workspace whose administrator has left would stay closed."""
    ana = ("--author", "ana")
    said(folder, "add", "ana", "--role", "administrator", *ana, given=f"{WORDS}\n")
    said(folder, "add", "ben", "--role", "owner", "--role", "viewer@retail", "--org-unit", "retail", *ana, "--invite")
    for words in (("role", "ben", "--role", "administrator"), ("disable", "ana"), ("token", "ana"), ("list",)):
        refused = run(folder, *words, "--author", "ben")
        assert (refused.exit_code, "do not let them say who signs in" in refused.output) == (2, True), refused.output
    assert said(folder, "token", "ben", "--author", "ben")["tokens"] == []
    assert [(each["role"], each["unit"]) for each in said(folder, *ana)["accounts"][1]["roles"]] == [
        ("owner", "retail"),
        ("viewer", "retail"),
    ]
    main = folder / "framework" / "main.yaml"
    main.write_text(main.read_text(encoding="utf-8").replace("name: Ana,", "name: Ana, left: 2026-01-01,"), encoding="utf-8")
    assert run(folder, "role", "ben", "--role", "administrator", "--author", "ben").exit_code == 0


def test_a_token_is_shown_once_and_revoked(folder: Path) -> None:
    said(folder, "add", "ana", "--role", "administrator", given=f"{WORDS}\n")
    secret = said(folder, "token", "ana", "nightly", "--scope", "all")["secret"]
    (made,) = said(folder, "token", "ana")["tokens"]
    assert (made["name"], made["scope"], secret in run(folder, "token", "ana").output) == ("nightly", "all", False)
    assert said(folder, "token", "ana", "--revoke", made["id"])["tokens"] == []
    with Workspace.open(folder).store.reading() as transaction:
        assert token_of(transaction, secret) is None


def test_no_step_takes_a_password_as_an_option() -> None:
    """It would stay in the shell's history, and every user of the machine could read it."""
    from vitalfew.cli.account import command

    assert [name for step in command.commands.values() for each in step.params for name in each.opts if "pass" in name] == []
