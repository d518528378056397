"""Write all that was decided, measured and entered to one file, and verify it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from vitalfew.cli.call import Call, command_with
from vitalfew.cli.findings import counted
from vitalfew.cli.stream import write_json


@command_with("text", "json")
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
def command(call: Call, *, target: Path) -> None:
    """Write all that was decided, measured and entered by hand to FILE, which must not exist, and read it back.

    Others may go on working meanwhile. Data that sources hold is not in it.
    """
    from vitalfew.store.backup import backup

    workspace = call.workspace()
    saved = backup(workspace.store, workspace.root, target, at=datetime.now(UTC))
    if call.format == "json":
        write_json({"version": 1, "file": str(target), **saved.as_json()})
        return
    held = f"{counted(saved.revisions, 'revision')}, {counted(saved.runs, 'run')}, {counted(saved.files, 'file')}"
    click.echo(f"{click.style('✓', fg='green', bold=True)} {target} holds {held}, and was read back")
    if saved.head:
        click.echo(f"head of the journal {saved.head}")
