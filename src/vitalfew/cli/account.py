"""Show who signs in with which roles; let somebody in, give roles, end what is open, make tokens."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import Refused
from vitalfew.cli.author import author, signed
from vitalfew.cli.call import Call, group_with
from vitalfew.cli.stream import write_json

if TYPE_CHECKING:
    from vitalfew.rhythm.desk import Desk
    from vitalfew.store.accounts import Account, Grant
    from vitalfew.store.database import Transaction
    from vitalfew.workspace import Workspace

ROLE = "viewer, contributor, owner, editor, approver or administrator; `owner@retail` in a unit and those below. Repeatable."
UNIT = "The organisation unit, and those below it, in which the roles hold that name none."


@group_with("list")
def command() -> None:
    """Show who signs in with which roles; let somebody in, give roles, end what is open, make tokens.

    It takes the role of administrator, as the page of accounts does. Passwords are asked for, and are no options.
    """


@command.step("text", "json")
@signed
def list_(call: Call, *, by: str | None) -> None:
    """List who can sign in."""
    from vitalfew.store.accounts import accounts

    with _looking(call.workspace(), by) as desk:
        found = accounts(desk.transaction)
        if found:
            desk.see_may("administer")
    if call.format == "json":
        write_json({"version": 1, "accounts": [each.as_json() for each in found]})
    elif found:
        click.echo("\n".join(map(_line, found)))
    else:
        click.echo("nobody signs in yet: `vitalfew account add LOGIN --role administrator` begins it")


@command.step("text", "json")
@click.argument("login")
@click.option("--role", "roles", metavar="ROLE[@UNIT]", multiple=True, required=True, help=ROLE)
@click.option("--org-unit", "unit", metavar="UNIT", help=UNIT)
@click.option(
    "--person", metavar="PERSON", help="Who it is in the framework; else the one whose id, name or address the login is."
)
@click.option("--invite", "by_link", is_flag=True, help="Give a link to choose a password with, instead of asking for one.")
@signed
def add(
    call: Call, *, login: str, roles: tuple[str, ...], unit: str | None, person: str | None, by_link: bool, by: str | None
) -> None:
    """Let somebody in: asks for a password, or gives a link. The first one is administrator."""
    from vitalfew.rhythm.membership import invite
    from vitalfew.rhythm.password import see_strong
    from vitalfew.rhythm.signin import choose_password

    workspace = call.workspace()
    password = None if by_link else _asked()
    if password is not None:
        see_strong(password, login)
    with _deciding(workspace, by) as desk:
        ticket = invite(desk, login, person=person, grants=_grants(roles, unit))
    if password is not None:
        choose_password(workspace.store, ticket, password, at=datetime.now(UTC))
    _done(call, workspace, login, f"{login} can sign in" if password else "invited", ticket=None if password else ticket)


@command.step("text", "json")
@click.argument("login")
@click.option("--role", "roles", metavar="ROLE[@UNIT]", multiple=True, required=True, help=ROLE)
@click.option("--org-unit", "unit", metavar="UNIT", help=UNIT)
@signed
def role(call: Call, *, login: str, roles: tuple[str, ...], unit: str | None, by: str | None) -> None:
    """Give an account these roles and no others."""
    from vitalfew.rhythm.membership import give_roles

    workspace = call.workspace()
    with _deciding(workspace, by) as desk:
        give_roles(desk, login, _grants(roles, unit))
    _done(call, workspace, login, "its roles are these now")


@command.step("text", "json")
@click.argument("login")
@signed
def disable(call: Call, *, login: str, by: str | None) -> None:
    """Let an account open nothing any more: its sessions end, its tokens are revoked."""
    from vitalfew.rhythm.membership import disable as step

    workspace = call.workspace()
    with _deciding(workspace, by) as desk:
        step(desk, login)
    _done(call, workspace, login, "it opens nothing any more")


@command.step("text", "json")
@click.argument("login")
@signed
def enable(call: Call, *, login: str, by: str | None) -> None:
    """Let an account be used again, by its password."""
    from vitalfew.rhythm.membership import enable as step

    workspace = call.workspace()
    with _deciding(workspace, by) as desk:
        step(desk, login)
    _done(call, workspace, login, "it can be used again")


@command.step("text", "json")
@click.argument("login")
@click.option("--second-factor", is_flag=True, help="Take the second factor away too.")
@signed
def reset(call: Call, *, login: str, second_factor: bool, by: str | None) -> None:
    """Take a password away, end all sessions and tokens, and give a link to choose another with."""
    from vitalfew.rhythm.membership import reset as step

    workspace = call.workspace()
    with _deciding(workspace, by) as desk:
        ticket = step(desk, login, second_factor=second_factor)
    _done(call, workspace, login, "its password is no more", ticket=ticket)


@command.step("text", "json")
@click.argument("login")
@signed
def unlink(call: Call, *, login: str, by: str | None) -> None:
    """Let the provider of single sign-on open an account no more, until it names its address anew."""
    from vitalfew.rhythm.membership import unlink as step

    workspace = call.workspace()
    with _deciding(workspace, by) as desk:
        step(desk, login)
    _done(call, workspace, login, "its provider opens it no more")


@command.step("text", "json")
@click.argument("login")
@click.argument("name", required=False)
@click.option("--scope", type=click.Choice(["read", "all"]), default="read", show_default=True, help="Looks only, or all it may.")
@click.option("--revoke", metavar="ID", help="Let the token of this id open nothing any more.")
@signed
def token(call: Call, *, login: str, name: str | None, scope: str, revoke: str | None, by: str | None) -> None:
    """List the tokens of an account, one's own or as administrator; make one where a NAME is given; revoke one."""
    from vitalfew.rhythm.credentials import add_token, drop_token
    from vitalfew.store.accounts import known_account
    from vitalfew.store.sessions import tokens

    workspace, now = call.workspace(), datetime.now(UTC)
    store = workspace.store
    with _looking(workspace, by) as desk:
        account = known_account(desk.transaction, login)
        if desk.by not in {account.person, account.login}:
            desk.see_may("administer")
    if revoke:
        drop_token(store, account, revoke, at=now)
    made = add_token(store, account, name, "all" if scope == "all" else "read", at=now) if name else None
    with store.reading() as transaction:
        found = tokens(transaction, account.id)
    if call.format == "json":
        write_json({"version": 1, "tokens": [each.as_json() for each in found], "secret": made[1] if made else None})
        return
    for each in found:
        used = f"last used {each.used_at:%Y-%m-%d %H:%M}" if each.used_at else "never used"
        click.echo(f"{click.style(each.id, bold=True)}  {each.name} · {each.scope} · {used}")
    if made:
        click.echo(f"{made[1]}\nshown this once: a program sends it as `Authorization: Bearer`")
    elif not found:
        click.echo("there are no tokens: `vitalfew account token LOGIN NAME` makes one")


@contextmanager
def _deciding(workspace: Workspace, by: str | None) -> Iterator[Desk]:
    """Decide about accounts as one step; nothing of the framework becomes live by it."""
    with workspace.store.writing() as transaction:
        yield _desk(transaction, workspace, by)


@contextmanager
def _looking(workspace: Workspace, by: str | None) -> Iterator[Desk]:
    with workspace.store.reading() as transaction:
        yield _desk(transaction, workspace, by)


def _desk(transaction: Transaction, workspace: Workspace, by: str | None) -> Desk:
    from vitalfew.rhythm.desk import Desk
    from vitalfew.rhythm.membership import administering

    return administering(Desk(transaction, workspace.framework, datetime.now(UTC), author(workspace, by)))


def _grants(roles: tuple[str, ...], unit: str | None) -> list[Grant]:
    from vitalfew.rhythm.membership import grants_of

    return [each if each.unit else each._replace(unit=unit or "") for each in grants_of(" ".join(roles))]


def _asked() -> str:
    """Ask for a password twice; from a pipe it is the first line. Raises Refused where there is none."""
    said = str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)) if sys.stdin.isatty() else _piped()
    if not said:
        raise Refused("there is no password", "type one, or ask for a link with `--invite`")
    return said


def _piped() -> str:
    return sys.stdin.readline().strip()


def _done(call: Call, workspace: Workspace, login: str, said: str, *, ticket: str | None = None) -> None:
    from vitalfew.store.accounts import known_account

    with workspace.store.reading() as transaction:
        found = known_account(transaction, login)
    if call.format == "json":
        write_json({"version": 1, "account": found.as_json(), "ticket": ticket})
        return
    click.echo(f"{click.style('✓', fg='green', bold=True)} {said}\n{_line(found)}")
    if ticket:
        click.echo(f"the link, good once and for seven days: /password?ticket={ticket}")


def _line(account: Account) -> str:
    roles = ", ".join(f"{each.role}@{each.unit}" if each.unit else each.role for each in account.grants) or "no role"
    notes = [f"is {account.person}"] if account.person else []
    notes += [] if account.is_active else ["disabled"]
    notes += [] if account.password else ["has no password yet"]
    notes += ["second factor"] if account.totp else []
    return f"{click.style(account.login, bold=True)}  {' · '.join([roles, *notes])}"
