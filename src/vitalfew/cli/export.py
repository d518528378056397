"""Write the live revision's files, comments and all, or all that the workspace holds."""

from __future__ import annotations

from pathlib import Path

import click

from vitalfew.cli.call import Call, command_with
from vitalfew.cli.findings import counted
from vitalfew.cli.stream import write_json


@command_with("text", "json")
@click.argument("target", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@click.option("--all", "everything", is_flag=True, help="All that was decided, measured and entered, in open formats.")
@click.option(
    "--revision", "number", metavar="N", type=click.IntRange(1, 999_999_999), help="Another revision than the live one."
)
def command(call: Call, *, target: Path | None, number: int | None, everything: bool) -> None:
    """Write the live revision's files to DIR, which must be empty; without DIR, over the workspace's own.

    Files of the workspace with changes that are in no revision are not written over.
    With --all, DIR gets everything as JSON lines, CSV, Parquet and YAML, without figures that are private to others.
    """
    if everything and (target is None or number is not None):
        msg = "--all wants a DIR, and no --revision: it holds every one"
        raise click.UsageError(msg)
    workspace = call.workspace()
    written = workspace.export_all(target) if everything and target else workspace.export(target, number=number)
    where = workspace.root if target is None else target
    if call.format == "json":
        write_json({"version": 1, "folder": str(where), "files": list(written)})
        return
    click.echo(f"{click.style('✓', fg='green', bold=True)} {counted(len(written), 'file')} in {where}")
