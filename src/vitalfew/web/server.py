"""Runs the application, until it is stopped: for this machine alone, and for others once there is an administrator.

On SIGTERM it says that it is not ready any more, then takes no more connections, ends the requests in hand, and is gone. What
proxies say of visitors is believed of those that are named alone.
"""

from __future__ import annotations

import signal
import socket
import sys
import webbrowser
from collections.abc import Callable, Sequence
from ipaddress import ip_address, ip_network
from threading import Thread
from time import monotonic
from types import FrameType
from typing import NamedTuple

import uvicorn

from vitalfew.base.errors import BadOption
from vitalfew.base.garbage import collect_often
from vitalfew.rhythm.membership import has_administrator
from vitalfew.web import log
from vitalfew.web.app import LOOPBACK, make_app
from vitalfew.web.telemetry import telling
from vitalfew.web.watch import Standing
from vitalfew.workspace import Workspace

LOCAL = "localhost"
EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104  # what is refused without a name


GRACE = 25
"""Seconds that requests in hand are waited for, once no more are taken."""
KEPT_OPEN = 75
"""Seconds that a connection stays open in which nothing is asked: longer than proxies keep theirs, so that they end them."""


class Manner(NamedTuple):
    """How it is served: by how many processes, behind which proxies (addresses or networks), and what it logs.

    `drain` is for how many seconds it goes on after SIGTERM and says that it is not ready, so that a proxy leads nobody there.
    """

    processes: int = 1
    proxies: tuple[str, ...] = ()
    log: log.Kind | None = None
    drain: int = 0


ALONE = Manner()
"""One process, and nobody before it."""


class Server(uvicorn.Server):
    """A server that says when it answers, and that ends in order; where it is one of several, on SIGTERM alone."""

    def __init__(
        self, config: uvicorn.Config, standing: Standing, *, drain: int, ready: Callable[[], object], is_one: bool
    ) -> None:
        super().__init__(config)
        self._standing, self._drain, self._ready, self._is_one = standing, drain, ready, is_one
        self._ends_at: float | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets)
        self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end."""
        if sig == signal.SIGTERM and self._ends_at is None:
            self._standing.is_leaving = True
            self._ends_at = monotonic() + self._drain
        elif sig == signal.SIGTERM or not self._is_one:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Tell whether it is time to end."""
        if self._ends_at is not None and monotonic() >= self._ends_at:
            self.should_exit = True
        return await super().on_tick(counter)


def serve(
    workspace: Workspace,
    *,
    host: str,
    port: int,
    names: Sequence[str] = (),
    manner: Manner = ALONE,
    ready: Callable[[str], object],
) -> None:
    """Answer at an address until interrupted; `ready` is told the address. Raises BadOption, ExtraMissing.

    It answers to the names of this machine, and to `names`, by which others reach it. Before somebody can administer it, it
    answers to this machine alone: whoever reaches it may do everything.
    """
    hosts = _hosts(workspace, host, names, manner.proxies)
    listening = _listen(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"
    if manner.processes > 1:
        from vitalfew.web.processes import run_many  # noqa: PLC0415  # it starts what is above

        run_many(workspace, listening, hosts, manner, ready=lambda: ready(address))
    else:
        run(workspace, listening, hosts, manner, ready=lambda: ready(address))


def run(
    workspace: Workspace,
    listening: socket.socket,
    hosts: list[str] | None,
    manner: Manner,
    *,
    ready: Callable[[], object],
    is_one: bool = False,
) -> None:
    """Answer in this process what comes to a socket, until it is told to end; raises ExtraMissing."""
    log.begin(manner.log or ("text" if sys.stderr.isatty() else "json"))
    standing = Standing(manner.proxies)
    app = make_app(workspace, hosts=hosts, standing=standing)
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the application sees to it, which knows the proxies
        timeout_keep_alive=KEPT_OPEN,
        timeout_graceful_shutdown=GRACE,
    )
    collect_often()
    with telling():
        Thread(target=app.state.held.warm, name="warm").start()
        Server(config, standing, drain=manner.drain, ready=ready, is_one=is_one).run(sockets=[listening])


def show(address: str) -> bool:
    """Open an address in the browser; tells whether there is one."""
    return webbrowser.open(address)


def _hosts(workspace: Workspace, host: str, names: Sequence[str], proxies: Sequence[str] = ()) -> list[str] | None:
    """Give the names to answer to beyond those of this machine; None where there are no others. Raises BadOption."""
    is_here = _is_loopback(host)
    for each in proxies:
        _see_address(each)
        if not names:
            raise BadOption("--proxy", each, "say with `--name` by which name it is reached through the proxy")
    if is_here and not names:
        return None
    if not has_administrator(workspace.store):
        option, value = ("--name", names[0]) if is_here else ("--host", host)
        wanted = (
            "nobody can sign in yet, so it answers to this machine alone: first `vitalfew account add LOGIN --role administrator`"
        )
        raise BadOption(option, value, wanted)
    if host in EVERY_ADDRESS and not names:
        raise BadOption("--host", host, "say with `--name` by which name it is reached, so that a foreign one leads nowhere")
    return [*LOOPBACK, *names, *([] if is_here or host in EVERY_ADDRESS else [f"[{host}]" if ":" in host else host])]


def _is_loopback(host: str) -> bool:
    try:
        return host == LOCAL or ip_address(host).is_loopback
    except ValueError:
        return False


def _see_address(proxy: str) -> None:
    try:
        ip_network(proxy, strict=False)
    except ValueError:
        raise BadOption("--proxy", proxy, "name an address or a network, such as `10.0.0.5` or `172.16.0.0/12`") from None


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends at once (TCP_NODELAY) only where the protocol is named; else each answer waits 40 ms for an acknowledgement
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise BadOption("--port", str(port), f"another program may be using it ({error.strerror}): name another one") from error
    return made
