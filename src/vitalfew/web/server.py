"""Runs the application, until it is stopped: for this machine alone, and for others once there is an administrator."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable, Sequence
from ipaddress import ip_address

import uvicorn

from vitalfew.base.errors import BadOption
from vitalfew.rhythm.membership import has_administrator
from vitalfew.web.app import LOOPBACK, make_app
from vitalfew.workspace import Workspace

LOCAL = "localhost"
EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104  # what is refused without a name


class Server(uvicorn.Server):
    """A server that says when it answers."""

    ready: Callable[[], object] = staticmethod(lambda: None)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets)
        self.ready()


def serve(workspace: Workspace, *, host: str, port: int, names: Sequence[str] = (), ready: Callable[[str], object]) -> None:
    """Answer at an address until interrupted; `ready` is told the address. Raises BadOption.

    It answers to the names of this machine, and to `names`, by which others reach it. Before somebody can administer it, it
    answers to this machine alone: whoever reaches it may do everything.
    """
    hosts = _hosts(workspace, host, names)
    listening = _listen(host, port)
    number = listening.getsockname()[1]
    server = Server(uvicorn.Config(make_app(workspace, hosts=hosts), log_level="warning", server_header=False))
    address = f"http://{f'[{host}]' if ':' in host else host}:{number}/"
    server.ready = lambda: ready(address)
    server.run(sockets=[listening])


def show(address: str) -> bool:
    """Open an address in the browser; tells whether there is one."""
    return webbrowser.open(address)


def _hosts(workspace: Workspace, host: str, names: Sequence[str]) -> list[str] | None:
    """Give the names to answer to beyond those of this machine; None where there are no others. Raises BadOption."""
    is_here = _is_loopback(host)
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


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise BadOption("--port", str(port), f"another program may be using it ({error.strerror}): name another one") from error
    return made
