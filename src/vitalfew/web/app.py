"""The application: pages found by walking, static files, and headers that let nothing foreign in.

Nothing is loaded from another host. Scripts and styles are files of ours, none stands in a page, and every page can be read
without them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from vitalfew.api.app import broken, failed, make_api
from vitalfew.api.openapi import BASE
from vitalfew.base.errors import NotLetIn, Overtaken, StoreUnusable, UnknownName, VitalfewError
from vitalfew.base.said import say, say_count
from vitalfew.base.traced import traced
from vitalfew.language.tongue import languages, name_of, spoken, told
from vitalfew.rhythm.feed import PAGE as FEED
from vitalfew.rhythm.feed import calendar, reader
from vitalfew.rhythm.rights import Rights
from vitalfew.rhythm.signin import Caller
from vitalfew.web.gate import API, ASSETS, OPEN, OWN, PRIVATE, PROBES, SAFE, Who, hold, is_from_here, see_own, who
from vitalfew.web.linked import linked
from vitalfew.web.metrics import REFUSED
from vitalfew.web.packed import LEAST, LEVEL, Packed
from vitalfew.web.page import Leave, Page, pages
from vitalfew.web.pages._importing import TO_FILL_IN, to_fill_in
from vitalfew.web.pages._manual import help_of
from vitalfew.web.probe import add_probes
from vitalfew.web.published import add_documents
from vitalfew.web.speech import COOKIE as LANGUAGE
from vitalfew.web.speech import spoken_to
from vitalfew.web.sso import add_sign_on
from vitalfew.web.visit import Held, Visit
from vitalfew.web.watch import Standing, Watch
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
PERSON = "person"
"""The cookie, and the field of a form, that says who is looking where nobody signs in yet."""
LONGEST, FIELDS = 64 * 1024, 600
"""How long a form may be, in bytes and in fields."""
PART = "x-part"
"""The header of scripts that want a part of a page alone."""
YEAR = 365 * 24 * 3600
LOOPBACK = ["localhost", "127.0.0.1", "[::1]", "testserver"]


def make_app(workspace: Workspace, *, hosts: list[str] | None = None, standing: Standing | None = None) -> FastAPI:
    """Give the web application of a workspace; `hosts` are the names it answers to, those of this machine where none are said.

    `standing` is what the server says of itself: the proxies whose headers are believed, and whether it is about to end.
    """
    app = FastAPI(title="Vitalfew", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.held = Held(workspace)
    app.state.standing = standing = standing or Standing()
    app.add_middleware(Packed, minimum_size=LEAST, compresslevel=LEVEL)
    app.add_middleware(_LetIn)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts or LOOPBACK)
    app.add_middleware(_Guarded)
    if standing.proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(standing.proxies))
    app.add_middleware(Watch, standing=standing)
    app.add_exception_handler(HTTPException, _failed)
    app.add_exception_handler(VitalfewError, _failed)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for page in pages():
        app.add_api_route(
            page.path,
            _route(page),
            methods=["GET", "POST"] if page.act else ["GET"],
            response_class=HTMLResponse,
            include_in_schema=False,
        )
    app.mount(BASE, make_api(lambda request: _visit(request, {}), app.state))
    add_sign_on(app, _door)
    app.add_api_route(FEED, _calendar, methods=["GET"], include_in_schema=False)
    app.add_api_route(TO_FILL_IN, _to_fill_in, methods=["GET"], include_in_schema=False)
    add_documents(app, lambda request: _visit(request, {}))
    add_probes(app)
    return app


def _calendar(request: Request, token: str) -> Response:
    """Answer a private address with the reviews of its person; whoever has the address needs nothing else."""
    with _visit(request, {}).workspace.reading() as desk:
        person = reader(desk, token)
        if person is None:
            raise HTTPException(404)
        return Response(calendar(desk, person), media_type="text/calendar", headers={"Cache-Control": "private, no-store"})


def _to_fill_in(request: Request, kind: str) -> Response:
    """Answer with what stands there now as a workbook to fill in and import."""
    content = to_fill_in(_visit(request, {}), kind)
    said = {"Content-Disposition": f'attachment; filename="{kind}.xlsx"', "Cache-Control": "private, no-store"}
    return Response(content, media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", headers=said)


class _LetIn:
    """Answers whoever may come in; sends others to sign in. What changes something comes from our own pages, or with a token."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        turned = await _turned(Request(scope, receive)) if scope["type"] == "http" else None
        await (self._app if turned is None else turned)(scope, receive, send)


async def _turned(request: Request) -> Response | None:
    """Note who it is that asks; give what is said to whoever may not."""
    request.state.who = Who(Caller("", ""), datetime.now(UTC), rights=Rights(), is_open=False)
    if request.url.path.startswith(ASSETS) or request.url.path in PROBES:
        return None
    try:
        see_own(request)
        request.state.who = await run_in_threadpool(who, request, request.app.state.held.workspace)
    except (HTTPException, VitalfewError) as error:
        return await run_in_threadpool(_failed, request, error)
    return await run_in_threadpool(_turned_away, request, request.state.who)


def _turned_away(request: Request, came: Who) -> Response | None:
    """Give what is said to whoever may not do this; None where they may."""
    path, is_safe = request.url.path, request.method in SAFE
    if came.is_open:
        return None if is_from_here(request) else _failed(request, HTTPException(403, "nobody can sign in yet"))
    if path in OPEN or path.startswith(PRIVATE):  # whoever has the private address of a calendar needs nothing else
        return None
    if came.account is None and path.startswith(API):
        problem = {"type": "about:blank", "title": "Sign in", "status": 401, "detail": "a token or a session is needed"}
        return JSONResponse(problem, 401, {"WWW-Authenticate": "Bearer"}, "application/problem+json")
    if came.account is None:
        next_ = f"?{urlencode({'next': f'{path}?{request.url.query}'.rstrip('?')})}" if is_safe and path != "/" else ""
        return RedirectResponse(f"/login{next_}", 303)
    may = came.is_in if is_safe else came.rights.is_acting
    return None if may or path in OWN else _failed(request, HTTPException(403, "your roles do not let you do this"))


class _Guarded:
    """Sends what keeps foreign parts out with every answer; a fault of ours is answered too, and told in the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request, is_begun = Request(scope, receive), False

        async def sending(message: Message) -> None:
            nonlocal is_begun
            if message["type"] == "http.response.start":
                is_begun = True
                _guard(request, MutableHeaders(scope=message))
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:  # the edge: whoever asked gets a page, and the log where it happened
            request.state.error = error
            if is_begun:
                raise
            await _broken(request, error)(scope, receive, sending)


def _guard(request: Request, headers: MutableHeaders) -> None:
    """Say what keeps foreign parts out, and how long an answer may be kept."""
    for name, value in HEADERS.items():  # a document brings a policy of its own, by which it may do less
        headers.setdefault(name, value)
    if request.url.path.startswith(ASSETS) and request.query_params.get("v"):
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif not request.url.path.startswith(ASSETS):
        headers.setdefault("Cache-Control", "no-store")


SAID = {
    "nobody can sign in yet": say("Nobody can sign in yet, so it answers to its own machine alone. Make an administrator there."),
    "your roles do not let you do this": say("Your roles do not let you do this. Ask an administrator."),
}
"""What is said to whoever is refused, by the detail of the refusal."""


class Problem(NamedTuple):
    """What the page of a failure says."""

    title: str
    text: str


@spoken_to
def _failed(request: Request, error: Exception) -> Response:
    """Answer what could not be shown by a page that says why."""
    if request.url.path.startswith(API):
        return failed(request, error)
    status = error.status_code if isinstance(error, HTTPException) else 500
    known = {
        403: Problem(say("Refused"), SAID.get(str(getattr(error, "detail", "")), say("This came from another site."))),
        404: Problem(say("Not found"), say("There is no such page.")),
        413: Problem(say("Too long"), say("That is more than fits here.")),
    }
    problem = known.get(status, Problem(say("That did not work"), say("The request could not be answered.")))
    if isinstance(error, StoreUnusable):
        return _bare(UNREACHED, 503)
    if isinstance(error, VitalfewError):
        is_unknown = isinstance(error, UnknownName)
        status, title = (404, say("Not found")) if is_unknown else (422, say("That did not work"))
        problem = Problem(title, _sentences(error))
    page = Page(request.url.path, problem.title, _failed)
    visit = _visit(request, {})
    held = {"page": page, "pages": pages(), "here": _here(request), "visit": visit, "view": problem, "problem": None}
    text = _templates().get_template("error.html").render(held)
    return HTMLResponse(text, status, getattr(error, "headers", None))


def _sentences(error: VitalfewError) -> str:
    """Write what is wrong and what to do as sentences, in the language that is spoken."""
    return " ".join(f"{text[:1].upper()}{text[1:]}." for text in (str(told(error.words)), str(told(error.help))) if text)


UNREACHED = Problem(say("Not now"), say("What is kept of this workspace cannot be reached. Try again in a minute."))


@spoken_to
def _broken(request: Request, error: Exception) -> Response:
    """Answer what nobody had foreseen, with the name by which the log tells of it."""
    if request.url.path.startswith(API):
        return broken(request, error)
    text = say("Something went wrong here. Tell an administrator of the request `{name}`.", name=request.state.id)
    return _bare(Problem(say("That did not work"), text), 500)


def _bare(problem: Problem, status: int) -> Response:
    """Answer by a page that is built of nothing that may be broken."""
    return HTMLResponse(_templates().get_template("broken.html").render(view=problem), status)


def _route(page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if request.method == "POST":
            form = await _form(request, page)
            if page.check and form.get("do", "").partition(":")[0] == "check":
                part = page.check if PART in request.headers else ""
                return HTMLResponse(await run_in_threadpool(_render, request, page, form, part=part))
            return await run_in_threadpool(_acted, request, page, form)
        return HTMLResponse(await run_in_threadpool(_render, request, page, {}))

    return answer


def _visit(request: Request, form: Mapping[str, str], told: str = "") -> Visit:
    held: Held = request.app.state.held
    came: Who = request.state.who
    named = request.headers.get("x-vitalfew-person") or request.cookies.get(PERSON, "")  # a program names itself by the header
    person = named if came.is_open else (came.account.person or "") if came.account else ""
    return held.visit(dict(request.query_params), person=person, form=form, who=came, told=told)


@spoken_to
def _render(
    request: Request, page: Page, form: Mapping[str, str], problem: VitalfewError | None = None, told: str = "", part: str = ""
) -> str:
    """Build the page; `problem` is why its form was refused, whose words stay in the fields, `told` what is shown once.

    Of a page that is wanted in parts, one block of its template is written, as it stands in the whole.
    """
    visit = _visit(request, form, told)
    with traced("build the page"):
        view = page.build(visit, **request.path_params)
    with traced("write the page"):
        held = {"page": page, "pages": pages(), "here": _here(request), "visit": visit, "view": view, "problem": problem}
        template = _templates().get_template(page.template)
        return "".join(template.blocks[part](template.new_context(held))) if part else template.render(held)


def _here(request: Request) -> str:
    """Give the address that was asked for, to come back to."""
    return f"{request.url.path}?{request.url.query}".rstrip("?")


def _door(request: Request, form: Mapping[str, str], problem: VitalfewError | None, told: str) -> str:
    """Show the page to sign in, wherever somebody comes from."""
    (page,) = (each for each in pages() if each.path == "/login")
    return _render(request, page, form, problem, told)


async def _form(request: Request, page: Page) -> Mapping[str, str]:
    """Read a form; where it comes from was looked at before it was let in. A file is given as the letters of its bytes."""
    most = page.longest or LONGEST
    said = request.headers.get("content-length", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 10 and int(said) <= most):
        raise HTTPException(413)
    edges = "\r\n " if page.longest else None  # a pasted table may begin with a tab
    sent: dict[str, str] = {}
    async with request.form(max_files=1 if page.longest else 0, max_fields=FIELDS, max_part_size=most) as form:
        for name, value in form.items():
            if isinstance(value, str):
                sent[name] = value.replace("\0", "").strip(edges)
            elif value.filename:
                sent |= {name: (await value.read()).decode("latin-1"), f"{name}_name": value.filename}
    return sent


@spoken_to
def _acted(request: Request, page: Page, form: Mapping[str, str]) -> Response:
    """Do what a form asks for and go on; where it is refused, show the page again and say why."""
    assert page.act is not None  # noqa: S101  # the route is there for no other
    visit = _visit(request, form)
    try:
        done = page.act(visit, **request.path_params)
    except UnknownName:
        raise
    except VitalfewError as error:
        REFUSED.inc(isinstance(error, NotLetIn))
        return HTMLResponse(_render(request, page, form, error), _status(error))
    leave = done if isinstance(done, Leave) else Leave(done)
    if leave.told or leave.stays:
        return HTMLResponse(_render(request, page, form if leave.stays else {}, told=leave.told))
    response = RedirectResponse(leave.path, 303)
    if leave.session is None and not leave.is_midway:  # for the script that says once that it is done
        response.set_cookie("saved", "1", max_age=10, samesite="strict")
    if visit.who.is_open and PERSON in form:
        response.set_cookie(PERSON, form[PERSON], httponly=True, samesite="strict", max_age=YEAR)
    if leave.language:
        is_secure = request.url.scheme == "https"
        response.set_cookie(LANGUAGE, leave.language, httponly=True, samesite="lax", secure=is_secure, max_age=YEAR)
    if leave.session is not None:
        hold(response, request, leave.session)
    return response


def _status(error: VitalfewError) -> int:
    """Give the status of a form that was refused."""
    return 409 if isinstance(error, Overtaken) else 403 if isinstance(error, NotLetIn) else 422


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=told,
    )
    made.globals |= {"static": static, "_": say, "say_count": say_count, "told": told, "linked": linked}
    made.globals |= {"languages": languages, "name_of": name_of, "spoken": spoken, "help_of": help_of}
    return made


@cache
def static(name: str, *, bare: bool = False) -> str:
    """Give the address of a static file, with its hash so that browsers keep it for good; `bare` without."""
    digest = sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}" if bare else f"/static/{name}?v={digest}"
