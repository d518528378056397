"""See all of it at once on a coffee roaster: framework, data, audit, scorecard."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from vitalfew.base.errors import TargetExists
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.findings import tally
from vitalfew.cli.measure import run
from vitalfew.cli.status import write
from vitalfew.cli.stream import note
from vitalfew.workspace import FOLDER, Workspace

DEFAULT = Path("vitalfew-demo")


@command_with("text", "json")
@click.argument("folder_", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@click.option("--no-serve", is_flag=True, help="Keep it from opening the web application.")
def command(call: Call, *, folder_: Path | None, no_serve: bool) -> None:  # noqa: ARG001  # no web application yet
    """Write the demo organisation into DIR (vitalfew-demo where none is named), measure, audit and show it.

    A folder that holds it already is used as it stands, so that a second run starts at once.
    """
    target = folder_ or call.folder or DEFAULT
    ready(target)
    workspace = Workspace.open(target, as_of=call.as_of)
    if not workspace.is_measured:
        note("measuring two years of its data")
        run(workspace)
    findings = workspace.check()
    write(workspace.status(), workspace, format=call.format)
    note(f"\nthe audit finds {tally(findings)}; some flaws are planted: vitalfew -C {target} check")


def ready(target: Path) -> None:
    """Write the demo unless the folder holds a workspace; raises TargetExists where it holds anything else."""
    if (target / FOLDER).is_dir():
        return
    if target.exists() and (target.is_file() or any(target.iterdir())):
        raise TargetExists(target)
    from vitalfew.cli.progress import shown
    from vitalfew.demo.organisation import write_demo

    note(f"writing the demo organisation into {target}")
    part = target.with_name(f".{target.name}.part")  # renamed when whole, so that an interrupted run leaves no half demo
    shutil.rmtree(part, ignore_errors=True)
    with shown() as progress:
        write_demo(part, progress=progress)
    if target.exists():
        target.rmdir()
    part.rename(target)
