"""Show who did what when, verify that nothing of it was changed, or erase a person from it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from vitalfew.cli.author import author, plain
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json

if TYPE_CHECKING:
    from vitalfew.store.database import Store
    from vitalfew.store.journal import Entry

ERASED = "(erased)"


@command_with("text", "json")
@click.argument("what", metavar="show|verify|erase", type=click.Choice(["show", "verify", "erase"]), default="show")
@click.argument("person", metavar="[PERSON]", required=False)
@click.option("--last", metavar="N", type=click.IntRange(min=1), help="show: the latest N entries alone.")
@click.option("--head", metavar="HASH", help="verify: the hash of an entry that must be there, so that a cut end is found.")
@click.option(
    "--author", "by", metavar="NAME", help="erase: who does it. Else `VITALFEW_PERSON`, else the name git is configured with."
)
def command(call: Call, *, what: str, person: str | None, last: int | None, head: str | None, by: str | None) -> int:
    """Show who did what when; verify that nothing of it was changed; erase a person from it.

    `verify` names every entry and revision that was changed, taken out or put in, and exits with 1 where there is one.
    `erase PERSON` takes a person out of all entries, which the journal then says; the rest still verifies.
    """
    if (what == "erase") != (person is not None):
        msg = "`journal erase` takes the person to erase" if what == "erase" else f"`journal {what}` takes no person"
        raise click.UsageError(msg)
    workspace = call.workspace()
    if what == "verify":
        return _verify(workspace.store, head, call.format)
    if person is not None:
        return _erase(workspace.store, plain(person), author(workspace, by), call.format)
    return _show(workspace.store, last, call.format)


def _show(store: Store, last: int | None, format_: str) -> int:
    from vitalfew.store.journal import entries

    with store.reading() as transaction:
        found = entries(transaction, last=last)
    if format_ == "json":
        write_json({"version": 1, "entries": [entry.as_json() for entry in found]})
    elif not found:
        click.echo("nothing was decided yet\nrun `vitalfew apply -m MESSAGE` to make the first revision")
    else:
        click.echo("\n".join(map(_line, found)))
    return 0


def _line(entry: Entry) -> str:
    number = click.style(f"{entry.number:>5}", fg="yellow")
    said = json.dumps(entry.after, ensure_ascii=False) if entry.after else ""
    who = entry.by or ERASED
    return f"{number}  {entry.at:%Y-%m-%d %H:%M}  {who:<16}  {entry.verb} {entry.subject}  {entry.hash[:12]}  {said}".rstrip()


def _verify(store: Store, head: str | None, format_: str) -> int:
    from vitalfew.store.journal import verify
    from vitalfew.store.revisions import verify_revisions

    with store.reading() as transaction:
        found, others = verify(transaction, head=head), verify_revisions(transaction)
    faults = [*(("entry", *fault) for fault in found.faults), *(("revision", *fault) for fault in others)]
    if format_ == "json":
        said = [{"kind": kind, "number": number, "what": what} for kind, number, what in faults]
        write_json({"version": 1, "entries": found.entries, "head": found.head, "holds": not faults, "faults": said})
        return int(bool(faults))
    for kind, number, what in faults:
        click.echo(f"{click.style(f'{kind} {number}', fg='red', bold=True)} {what}")
    if not faults:
        click.echo(f"{click.style('✓', fg='green', bold=True)} the journal holds, entries: {found.entries:,}")
    if found.head:
        click.echo(f"head {found.head}")
    return int(bool(faults))


def _erase(store: Store, person: str, by: str, format_: str) -> int:
    from vitalfew.store.accounts import erase_accounts
    from vitalfew.store.answers import forget_answers
    from vitalfew.store.journal import erase
    from vitalfew.store.matters import erase_words
    from vitalfew.store.outbox import erase_messages

    with store.writing() as transaction:
        forget_answers(transaction)
        erase_accounts(transaction, person)
        erase_messages(transaction, person)
        erase_words(transaction, person)
        number = erase(transaction, person, by=by, at=datetime.now(UTC))
    store.forget()
    if format_ == "json":
        write_json({"version": 1, "entries": number})
    elif number:
        click.echo(f"{click.style('✓', fg='green', bold=True)} erased from {number:,} of the journal's entries")
    else:
        click.echo("the journal names nobody so: see `vitalfew journal show`")
    return int(number == 0)
