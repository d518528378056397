"""List the revisions of the framework: who decided what, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json

if TYPE_CHECKING:
    from vitalfew.store.revisions import Revision

ERASED = "(erased)"


@command_with("text", "json", "markdown")
@click.option("--last", metavar="N", type=click.IntRange(min=1), help="The latest N alone.")
def command(call: Call, *, last: int | None) -> None:
    """List the revisions of the framework, the latest first: who decided what, when and why."""
    from vitalfew.store.revisions import revisions

    with call.workspace().store.reading() as transaction:
        found = revisions(transaction, last=last)[::-1]
    if call.format == "json":
        write_json({"version": 1, "revisions": [each.as_json() for each in found]})
    elif not found:
        click.echo("there is no revision yet\nrun `vitalfew apply -m MESSAGE` to make the first of the files as they are")
    elif call.format == "markdown":
        click.echo("| revision | day | by | message |\n|---|---|---|---|")
        for each in found:
            message = f"{each.message}; waived: {each.waived}" if each.waived else each.message
            click.echo(f"| {each.number} | {each.at:%Y-%m-%d} | {_cell(each.by or ERASED)} | {_cell(message)} |")
    else:
        for each in found:
            _write(each)


def _write(each: Revision) -> None:
    number = click.style(f"revision {each.number}", fg="yellow", bold=True)
    click.echo(f"{number}  {each.at:%Y-%m-%d %H:%M} UTC  {each.by or ERASED}  {each.digest[:12]}\n    {each.message}")
    if each.waived:
        click.echo(f"    waived: {each.waived}")


def _cell(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").split())
