"""See all of it at once on a coffee roaster: framework, data, audit, scorecard."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from vitalfew.cli.call import Call, command_with
from vitalfew.cli.findings import tally
from vitalfew.cli.measure import run
from vitalfew.cli.progress import shown
from vitalfew.cli.serve import open_pages
from vitalfew.cli.status import write
from vitalfew.cli.stream import note, quoted
from vitalfew.workspace import FOLDER, Workspace

DEFAULT = Path("vitalfew-demo")


@command_with("text", "json")
@click.argument("folder_", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@click.option("--no-serve", is_flag=True, help="Keep it from opening the web application.")
def command(call: Call, *, folder_: Path | None, no_serve: bool) -> None:
    """Write the demo organisation into DIR (vitalfew-demo where none is named), measure, audit and show it.

    A folder that holds it already is used as it stands, so that a second run starts at once.
    In a terminal it ends with the pages open in the browser, until Ctrl-C.
    """
    from vitalfew.demo.organisation import write_demo

    target = folder_ or call.folder or DEFAULT
    if not (target / FOLDER).is_dir():
        note(f"writing the demo organisation into {target}")
    with shown() as progress:
        write_demo(target, progress=progress)
    workspace = Workspace.open(target, as_of=call.as_of)
    if workspace.is_outdated:
        note("measuring two years of its data")
        run(workspace)
    findings = workspace.check()
    write(workspace.status(), workspace, format=call.format)
    note(f"\nthe audit finds {tally(findings)}; some flaws are planted: vitalfew -C {quoted(target)} check")
    if not no_serve and call.format == "text" and sys.stdout.isatty():
        open_pages(workspace, port=0)
