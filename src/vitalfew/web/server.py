"""Runs the application on this machine, until it is stopped."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from ipaddress import ip_address

import uvicorn

from vitalfew.base.errors import BadOption
from vitalfew.web.app import make_app
from vitalfew.workspace import Workspace

LOCAL = "localhost"


class Server(uvicorn.Server):
    """A server that says when it answers."""

    ready: Callable[[], object] = staticmethod(lambda: None)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets)
        self.ready()


def serve(workspace: Workspace, *, host: str, port: int, ready: Callable[[str], object]) -> None:
    """Answer at an address of this machine until interrupted; `ready` is told the address. Raises BadOption.

    Nobody signs in yet, so it answers to this machine alone.
    """
    if not _is_loopback(host):
        raise BadOption("--host", host, "nobody signs in yet, so it answers to this machine alone: use 127.0.0.1 or ::1")
    listening = _listen(host, port)
    number = listening.getsockname()[1]
    server = Server(uvicorn.Config(make_app(workspace), log_level="warning", server_header=False))
    address = f"http://{f'[{host}]' if ':' in host else host}:{number}/"
    server.ready = lambda: ready(address)
    server.run(sockets=[listening])


def show(address: str) -> bool:
    """Open an address in the browser; tells whether there is one."""
    return webbrowser.open(address)


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
