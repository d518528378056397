"""Open the workspace in the browser: scorecard, strategy map, objectives, KPIs."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from vitalfew.cli.call import Call, command_with
from vitalfew.cli.measure import run
from vitalfew.cli.stream import note
from vitalfew.cli.worker import at_work

if TYPE_CHECKING:
    from vitalfew.workspace import Workspace

PORT = 8787


@command_with("text")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address of this machine to answer at.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="The port; 0 takes a free one.")
@click.option("--name", "names", metavar="HOST", multiple=True, help="A name by which others reach it, such as kpi.example.org.")
@click.option("--no-open", is_flag=True, help="Keep it from opening the browser.")
@click.option("--worker", is_flag=True, help="Run what is due by the clock meanwhile, as `vitalfew worker` does.")
def command(call: Call, *, host: str, port: int, names: tuple[str, ...], no_open: bool, worker: bool) -> None:
    """Open the workspace in the browser, and answer until it is stopped with Ctrl-C.

    What is shown is read anew when files or data change. It answers to this machine alone, and to others once there is an
    administrator: see `vitalfew account`.
    """
    workspace = call.workspace()
    if not workspace.is_measured:
        note("nothing is measured yet, so that comes first")
        run(workspace)
    with at_work(workspace) if worker else nullcontext():
        open_pages(workspace, host=host, port=port, names=names, browser=not no_open)


def open_pages(
    workspace: Workspace,
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    names: tuple[str, ...] = (),
    browser: bool = True,
) -> None:
    """Serve the pages until interrupted, and show them in the browser."""
    from vitalfew.web.server import serve, show

    def ready(address: str) -> None:
        note(f"open {address} · Ctrl-C stops it")
        if browser:
            show(address)

    serve(workspace, host=host, port=port, names=names, ready=ready)
