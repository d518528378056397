"""Make the files the next revision of the framework, with author and message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vitalfew.cli.author import author, plain, signed
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.change import named
from vitalfew.cli.findings import counted, styled
from vitalfew.cli.stream import write_json
from vitalfew.model.difference import counts_of

if TYPE_CHECKING:
    from vitalfew.rhythm.governed import Plan


@command_with("text", "json")
@click.option("-m", "message", metavar="TEXT", required=True, help="What was decided, and why.")
@signed
@click.option("--waive", metavar="REASON", help="Why the errors that stand against it may stand; it is recorded.")
def command(call: Call, *, message: str, by: str | None, waive: str | None) -> int:
    """Make the files the next revision, which is then live; it keeps the files as they are, and who decided it.

    Errors stand against it unless they are waived with a reason. Exits with 1 where they do, and writes nothing.
    """
    workspace = call.workspace()
    said, reason = plain(message), plain(waive or "")
    if not said:
        empty = "say what was decided: the message is empty"
        raise click.UsageError(empty)
    planned = workspace.plan()
    if planned.is_empty:
        return _unmade(planned, call.format)
    signed = author(workspace, by)
    if planned.whole and planned.errors and not reason:
        return _unmade(planned, call.format)
    made = workspace.apply(planned, by=signed, message=said, waived=reason or None)
    if call.format == "json":
        write_json({"version": 1, "made": True, "revision": made.as_json(), "errors": []})
        return 0
    click.echo(f"{click.style('✓', fg='green', bold=True)} revision {made.number} is live, by {made.by}: {made.message}")
    click.echo(f"  {counts_of(planned.difference)}")
    if made.waived:
        click.echo(f"  waived: {made.waived}")
    return 0


def _unmade(planned: Plan, format_: str) -> int:
    """Say why nothing was made: there is nothing to do, or errors stand against it."""
    present, errors = planned.live, () if planned.is_empty else planned.errors
    if format_ == "json":
        said = [finding.as_json() for finding in errors]
        write_json({"version": 1, "made": False, "revision": present.as_json() if present else None, "errors": said})
    elif not errors:
        click.echo(f"nothing to do: the files are those of {named(planned)}")
    else:
        click.echo("\n".join(map(styled, errors)))
        click.echo(f"\nnothing was made: {counted(len(errors), 'error')} in the files")
        click.echo(f"{click.style('help:', fg='cyan')} mend them, or say with `--waive REASON` why they may stand")
    return int(bool(errors))
