"""The application: pages found by walking, static files, and headers that let nothing foreign in.

Nothing is loaded from another host. Scripts and styles are files of ours, none stands in a page, and every page can be read
without them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from vitalfew.base.errors import UnknownName
from vitalfew.web.page import Page, pages
from vitalfew.web.visit import Held
from vitalfew.workspace import Workspace

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}
LOOPBACK = ["localhost", "127.0.0.1", "[::1]", "testserver"]


def make_app(workspace: Workspace, *, hosts: list[str] | None = None) -> FastAPI:
    """Give the web application of a workspace; `hosts` are the names it answers to, those of this machine where none are said."""
    app = FastAPI(title="Vitalfew", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.held = Held(workspace)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts or LOOPBACK)
    app.middleware("http")(_guarded)
    app.add_exception_handler(HTTPException, _failed)
    app.add_exception_handler(UnknownName, _failed)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for page in pages():
        app.add_api_route(page.path, _route(page), methods=["GET"], response_class=HTMLResponse, include_in_schema=False)
    return app


async def _guarded(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    """Send what keeps foreign parts out with every answer."""
    response = await answer(request)
    response.headers.update(HEADERS)
    if request.url.path.startswith("/static/") and request.query_params.get("v"):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


class Problem(NamedTuple):
    """What the page of a failure says."""

    title: str
    text: str


def _failed(request: Request, error: Exception) -> Response:
    """Answer what could not be shown by a page that says why."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    known = {404: Problem("Not found", "There is no such page.")}
    problem = known.get(status, Problem("That did not work", "The request could not be answered."))
    if isinstance(error, UnknownName):
        status, problem = 404, Problem("Not found", f"{error}. {error.help}.".capitalize())
    page = Page(request.url.path, problem.title, _failed)
    visit = request.app.state.held.visit({})
    text = _templates().get_template("error.html").render(page=page, pages=pages(), visit=visit, view=problem)
    return HTMLResponse(text, status)


def _route(page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return HTMLResponse(await run_in_threadpool(_render, request, page))

    return answer


def _render(request: Request, page: Page) -> str:
    visit = request.app.state.held.visit(dict(request.query_params))
    view = page.build(visit, **request.path_params)
    return _templates().get_template(page.template).render(page=page, pages=pages(), visit=visit, view=view)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = static
    return made


@cache
def static(name: str, *, bare: bool = False) -> str:
    """Give the address of a static file, with its hash so that browsers keep it for good; `bare` without."""
    digest = sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}" if bare else f"/static/{name}?v={digest}"
