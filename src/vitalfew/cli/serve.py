"""Open the workspace in the browser: scorecard, strategy map, objectives, KPIs."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Literal

import click

from vitalfew.cli.call import Call, command_with
from vitalfew.cli.measure import run
from vitalfew.cli.stream import note
from vitalfew.cli.worker import at_work
from vitalfew.store.variable import is_shared

if TYPE_CHECKING:
    from vitalfew.web.server import Manner
    from vitalfew.workspace import Workspace

PORT = 8787


@command_with("text")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address of this machine to answer at.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="The port; 0 takes a free one.")
@click.option("--name", "names", metavar="HOST", multiple=True, help="A name by which others reach it, such as kpi.example.org.")
@click.option("--no-open", is_flag=True, help="Keep it from opening the browser.")
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="How many processes answer.")
@click.option("--proxy", "proxies", metavar="ADDRESS", multiple=True, help="A proxy whose `X-Forwarded-` headers are believed.")
@click.option("--log", type=click.Choice(["json", "text", "off"]), help="A line for each request; text in a terminal, else json.")
@click.option(
    "--drain", type=click.IntRange(0, 300), default=0, metavar="SECONDS", help="How long to go on, not ready, on SIGTERM."
)
@click.option("--worker", is_flag=True, help="Run what is due by the clock meanwhile, as `vitalfew worker` does.")
def command(  # noqa: PLR0913  # as many as there are options
    call: Call,
    *,
    host: str,
    port: int,
    names: tuple[str, ...],
    no_open: bool,
    processes: int,
    proxies: tuple[str, ...],
    log: Literal["json", "text", "off"] | None,
    drain: int,
    worker: bool,
) -> None:
    """Open the workspace in the browser, and answer until it is stopped with Ctrl-C.

    What is shown is read anew when files or data change. It answers to this machine alone, and to others once there is an
    administrator: see `vitalfew account`. On SIGTERM it ends the requests in hand and takes no more.
    """
    from vitalfew.web.server import Manner

    workspace = call.workspace()
    if not workspace.is_measured:
        note("nothing is measured yet, so that comes first")
        run(workspace)
    if processes > 1 and not is_shared():
        note("the database is a file, which has one writer at a time: several processes gain most on PostgreSQL")
    manner = Manner(processes, proxies, log, drain)
    with at_work(workspace) if worker else nullcontext():
        open_pages(workspace, host=host, port=port, names=names, browser=not no_open, manner=manner)


def open_pages(
    workspace: Workspace,
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    names: tuple[str, ...] = (),
    browser: bool = True,
    manner: Manner | None = None,
) -> None:
    """Serve the pages until interrupted, and show them in the browser."""
    from vitalfew.web.server import Manner, serve, show

    def ready(address: str) -> None:
        note(f"open {address} · Ctrl-C stops it")
        if browser:
            show(address)

    serve(workspace, host=host, port=port, names=names, manner=manner or Manner(), ready=ready)
