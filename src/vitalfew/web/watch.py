"""What stands around each request: its name, its line in the log, its place in the figures, its span.

A request is named by us, or by a proxy that we know of: a name that visitors chose could hold anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from time import perf_counter
from uuid import uuid4

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import BaseRoute, Mount, compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vitalfew.base.traced import traced
from vitalfew.web.log import Answered, note
from vitalfew.web.metrics import count

NAME = "X-Request-Id"
UNKNOWN = "unknown"
"""The page of a request that leads to none."""
LEFT = 499
"""The status of a request whose sender went away before it was answered, as nginx has it."""
_WELL_FORMED = re.compile(r"[0-9A-Fa-f][0-9A-Fa-f-]{14,62}[0-9A-Fa-f]")


@dataclass
class Standing:
    """What the server that answers is about to do; `is_leaving` when it is about to end."""

    proxies: Sequence[str] = ()
    is_leaving: bool = False

    def is_proxy(self, scope: Scope) -> bool:
        """Tell whether a request comes from a proxy that is known, by the address of the connection itself."""
        try:
            found = ip_address((scope.get("client") or ("",))[0])
        except ValueError:
            return False
        return any(found in ip_network(each, strict=False) for each in self.proxies)


class Watch:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, standing: Standing) -> None:
        self._app = app
        self._standing = standing
        self._places: Places | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, own = perf_counter(), scope.setdefault("state", {})
        self._places = self._places or Places(scope["app"])
        own["is_proxied"] = self._standing.is_proxy(scope)
        own["id"] = _name(scope) if own["is_proxied"] else uuid4().hex
        page, method, status, is_whole = self._places.template(scope["path"]), scope["method"], LEFT, False

        async def sending(message: Message) -> None:
            nonlocal status, is_whole
            is_whole = message["type"] == "http.response.body" and not message.get("more_body")
            if message["type"] == "http.response.start":
                status = message["status"]
                _mark(message, own["id"], is_last=self._standing.is_leaving)
            await send(message)

        error: BaseException | None = None
        with traced(f"{method} {page}", {"http.request.method": method, "http.route": page}) as span:
            try:
                await self._app(scope, receive, sending)
            except Exception as raised:  # the edge: whatever it is, the figures count it and the log tells where it happened
                error, status = raised, 500
                if not is_whole:
                    raise
            finally:
                if span:
                    span.set_attribute("http.response.status_code", status)
                answered = Answered(method, page, status, round((perf_counter() - start) * 1000, 1), own["id"])
                count(answered)
                note(answered, error or own.get("error"))


def _name(scope: Scope) -> str:
    given = Headers(scope=scope).get(NAME, "")
    return given if _WELL_FORMED.fullmatch(given) else uuid4().hex


def _mark(message: MutableMapping[str, object], name: str, *, is_last: bool) -> None:
    """Send the name of the request with the answer; where the server is about to leave, the connection ends with it."""
    headers = MutableHeaders(raw=message.setdefault("headers", []))  # type: ignore[arg-type]  # a list of pairs, by ASGI
    headers[NAME] = name
    if is_last:
        headers["Connection"] = "close"


class Places:
    """The templates of an application's paths."""

    def __init__(self, app: Starlette) -> None:
        found = dict(_places(app.routes, ""))
        self._plain = {template for template, pattern in found.items() if pattern is None}
        self._others = [(template, pattern) for template, pattern in found.items() if pattern]

    def template(self, path: str) -> str:
        """Give the template of a path; there are as many as places, whatever is asked for."""
        if path in self._plain:
            return path
        return next((template for template, pattern in self._others if pattern.fullmatch(path)), UNKNOWN)


def _places(routes: Sequence[BaseRoute], before: str) -> Iterator[tuple[str, re.Pattern[str] | None]]:
    for route in routes:
        within = getattr(getattr(route, "app", None), "routes", None) if isinstance(route, Mount) else None
        path = before + getattr(route, "path", "")
        if within:
            yield from _places(within, path)
        elif isinstance(route, Mount):
            yield path, re.compile(re.escape(path) + "/.*", re.DOTALL)
        else:
            yield path, compile_path(path)[0] if "{" in path else None
