"""Go back to an earlier revision, by a new one that is like it."""

from __future__ import annotations

import click

from vitalfew.cli.author import author, plain, signed
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json


@command_with("text", "json")
@click.argument("number", metavar="N", type=click.IntRange(1, 999_999_999))
@click.option("-m", "message", metavar="TEXT", help="Why; else it says what is reverted to.")
@signed
def command(call: Call, *, number: int, message: str | None, by: str | None) -> None:
    """Make a new revision that is like revision N, and write its files back; nothing is taken out of the history.

    Files with changes that are in no revision are not written over.
    """
    workspace = call.workspace()
    made = workspace.revert(number, by=author(workspace, by), message=plain(message or "") or None)
    if call.format == "json":
        write_json({"version": 1, "revision": made.as_json(), "like": number})
        return
    click.echo(
        f"{click.style('✓', fg='green', bold=True)} revision {made.number} is live and like revision {number}, by {made.by}"
    )
    click.echo("  the files are written back")
