"""The API as an application: resources found by walking, every failure a problem, and each step taken at most once.

Who asks is found out before it, where the API is mounted; what comes from another site does not reach it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from importlib import import_module
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import State
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as Place

from vitalfew.api.cut import cut
from vitalfew.api.look import Look
from vitalfew.api.openapi import BASE, document
from vitalfew.api.problem import Problem, problem, problem_of
from vitalfew.api.route import Ask, Read, Route, Write
from vitalfew.api.sent import key_of, path_of, query_of, read_body, seen_of, understood
from vitalfew.base.errors import Overtaken, VitalfewError
from vitalfew.rhythm.desk import Desk
from vitalfew.store.answers import Answered, answered, keep_answer

RESOURCES = Path(__file__).parent / "resources"
HEADERS = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie, X-Vitalfew-Person"}
"""Kept by nobody else, and asked for anew each time: with the tag, what has not changed is not sent again."""
SAID = {
    403: ("nothing says that this was sent from here", "bring a token, or send `Origin` as the pages do"),
    404: ("there is nothing here", f"see {BASE}/openapi.json for what there is"),
    405: ("that cannot be done here", "see `Allow` for what can"),
    429: (
        "too many tokens that open nothing came from there",
        "see `Retry-After` for how many seconds to wait, and bring one that was not revoked",
    ),
}
Looks = Callable[[Request], Look]


def make_api(looks: Looks, state: State) -> Starlette:
    """Give the application; `looks` says who looks at what, by a request and the `state` of what it is mounted in."""
    places: dict[str, dict[str, Route]] = defaultdict(dict)
    for route in routes():
        places[route.path]["POST" if isinstance(route, Write) else "GET"] = route
    found = [Place(path, _answer(looks, each), methods=[*each]) for path, each in places.items()]
    app = Starlette(
        routes=[Place("/openapi.json", _document, methods=["GET"]), *found],
        exception_handlers={HTTPException: failed, Exception: broken},
    )
    app.state = state
    return app


@cache
def routes() -> tuple[Route, ...]:
    """Give all that can be read and done, resource by resource."""
    names = sorted(path.stem for path in RESOURCES.glob("[!_]*.py"))
    return tuple(route for name in names for route in import_module(f"vitalfew.api.resources.{name}").ROUTES)


def _document(request: Request) -> Response:
    return _tagged(request, json.dumps({**document(routes()), "servers": [{"url": BASE}]}).encode(), "")


def failed(_: Request, error: Exception) -> Response:
    """Give the problem of what went wrong on the way to a resource."""
    if isinstance(error, VitalfewError):
        return problem_of(error)
    status, detail, headers = 500, "", None
    if isinstance(error, HTTPException):
        status, detail, headers = error.status_code, error.detail, error.headers
    said, help_ = SAID.get(status, ("the request could not be answered", "look at what was sent"))
    answer = problem(status, said if detail == HTTPStatus(status).phrase else detail, help_)
    answer.headers.update(headers or {})
    return answer


def broken(request: Request, _: Exception) -> Response:
    """Give the problem of what nobody had foreseen, with the name by which the log tells of it."""
    return problem(500, "something went wrong here", f"tell an administrator of the request `{request.state.id}`")


def _answer(looks: Looks, by_method: Mapping[str, Route]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        route = by_method["GET" if request.method == "HEAD" else request.method]
        try:
            if isinstance(route, Read):
                return await run_in_threadpool(_read, request, route, looks)
            sent = await read_body(request, route.longest)
            return await run_in_threadpool(_write, request, route, looks, sent)
        except VitalfewError as error:
            return problem_of(error)

    return answer


def _ask(request: Request, route: Route, looks: Looks) -> Ask:
    look = looks(request)
    named = request.headers.get("x-vitalfew-person")
    if named is not None and named != look.person:
        raise Problem(
            422, "`X-Vitalfew-Person` names nobody who may be named here", "name a person of the framework by id, or sign in"
        )
    return Ask(look, path_of(request), query_of(request, route))


def _read(request: Request, route: Read, looks: Looks) -> Response:
    """Read something, a page of it where it is a list; what the one who asks has already is not sent again."""
    ask = _ask(request, route, looks)
    said = dict(route.answer(ask))
    if route.listed:
        of = sha256(repr((request.url.path, sorted(_filters(ask).items()))).encode()).hexdigest()[:12]
        limit, cursor = ask.query.get("limit"), ask.query.get("cursor")
        shown, following = cut(said[route.listed], of=of, key=route.key, limit=limit, cursor=cursor)  # type: ignore[arg-type]  # a list, by the route
        said |= {route.listed: shown, "next": following}
    numbered = said.get(route.numbered)
    version = f"{numbered['version']}." if isinstance(numbered, Mapping) else ""
    return _tagged(request, _written(said), version)


def _filters(ask: Ask) -> dict[str, str]:
    return {name: value for name, value in ask.query.items() if name not in {"limit", "cursor"}}


def _tagged(request: Request, body: bytes, version: str) -> Response:
    """Answer with a tag of the bytes themselves, before it the version that a step may name; 304 where they are known."""
    tag = f'"{version}{sha256(body).hexdigest()[:24]}"'
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if tag in known or "*" in known:
        return Response(None, 304, {**HEADERS, "ETag": tag})
    return Response(body, 200, {**HEADERS, "ETag": tag}, "application/json")


def _written(said: Mapping[str, object]) -> bytes:
    return json.dumps({"version": 1, **said}, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def _write(request: Request, route: Write, looks: Looks, sent: bytes) -> Response:
    """Take a step, or give the answer that was given when it was asked for first."""
    ask, key, held = _ask(request, route, looks), key_of(request), seen_of(request, route)
    if not ask.look.person:
        raise Problem(403, "nobody says who does this", "bring the token of an account that is linked to a person, or sign in")
    body = understood(route.body, sent)
    digest, at = sha256(repr((request.url.path, held, sent)).encode()).hexdigest(), datetime.now(UTC)
    try:
        with _desk(ask.look, route) as desk:
            before = answered(desk.transaction, desk.by, key, at=at) if key else None
            if before:
                return _again(before, digest)
            said = route.act(desk, ask, body, getattr(body, "version", None) if held is None else held)
            done = Answered(digest, route.status, _written(said).decode())
            if key:
                keep_answer(desk.transaction, desk.by, key, done, at=at)
    except Overtaken as error:
        raise error if held is None else Problem(412, str(error), error.help) from error
    if route.then:
        route.then(ask, body)
    return _given(done)


def _again(before: Answered, digest: str) -> Response:
    """Give the same answer to the same request; raises Problem where it is another one."""
    if before.request != digest:
        raise Problem(422, "the key was used for another request", "take a new `Idempotency-Key` for each step")
    return _given(before)


def _given(answer: Answered) -> Response:
    return Response(answer.body, answer.status, {"Cache-Control": "no-store"}, "application/json")


@contextmanager
def _desk(look: Look, route: Write) -> Iterator[Desk]:
    """Give the desk of a step; where it founds nothing the files stay without a revision if they have none."""
    if route.founds:
        with look.writing() as desk:
            yield desk
        return
    with look.reading() as seen:
        pass
    with look.workspace.store.writing() as transaction:
        yield replace(seen, transaction=transaction)
