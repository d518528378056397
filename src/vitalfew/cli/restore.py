"""Bring back what `vitalfew backup` wrote, into an empty folder."""

from __future__ import annotations

from pathlib import Path

import click

from vitalfew.cli.call import Call, command_with
from vitalfew.cli.findings import counted
from vitalfew.cli.stream import write_json


@command_with("text", "json")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
def command(call: Call, *, source: Path) -> None:
    """Bring back what `vitalfew backup` wrote, into the folder of -C or the current one, which holds no other workspace yet.

    Every hash, the journal and the revisions are verified before anything is written.
    """
    from vitalfew.store.backup import restore
    from vitalfew.workspace import Workspace

    workspace = Workspace(call.folder or Path(), call.as_of)
    saved = restore(workspace.store, workspace.root, source)
    if call.format == "json":
        write_json({"version": 1, "folder": str(workspace.root), **saved.as_json()})
        return
    held = f"{counted(saved.revisions, 'revision')}, {counted(saved.runs, 'run')}, {counted(saved.files, 'file')}"
    click.echo(f"{click.style('✓', fg='green', bold=True)} {workspace.root.resolve()} holds {held}")
