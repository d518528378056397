"""The two addresses of single sign-on: the one that leads to the provider, and the one that it sends browsers back to.

Both are followed as links are: a form of ours may lead to no other host. What is refused stands above the page to sign in.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, unquote

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from vitalfew.base.errors import NotLetIn
from vitalfew.rhythm.linking import come_by
from vitalfew.rhythm.provider import ATTEMPT_LASTS, BACK, Provider, new_attempt, provider
from vitalfew.rhythm.signin import TOO_OLD, Entered
from vitalfew.store.sessions import end_session
from vitalfew.web.gate import SIGN_ON, Who, cookie, hold, safe_path
from vitalfew.web.visit import Held

Show = Callable[[Request, dict[str, str], NotLetIn | None, str], str]
"""Shows the page to sign in, with what a form of it said, why somebody is refused, and the ticket that a code is asked for by."""


def add_sign_on(app: FastAPI, show: Show) -> None:
    """Answer the addresses of single sign-on; raises BadOption, ExtraMissing where its settings cannot be used."""
    provider()

    def begin(request: Request) -> Response:
        return _begin(request, show)

    def back(request: Request) -> Response:
        return _back(request, show)

    app.add_api_route(SIGN_ON, begin, methods=["GET"], include_in_schema=False)
    app.add_api_route(BACK, back, methods=["GET"], include_in_schema=False)


def _begin(request: Request, show: Show) -> Response:
    """Lead to the provider, with a secret of this attempt in the browser."""
    came: Who = request.state.who
    attempt, next_ = new_attempt(came.at), safe_path(request.query_params.get("next", "/"))
    try:
        response = RedirectResponse(_known().begin(attempt, came.base, at=came.at), 303)
    except NotLetIn as error:
        return HTMLResponse(show(request, {}, error, ""), 403)
    lasts = int(ATTEMPT_LASTS.total_seconds())
    hold(response, request, f"{attempt}/{quote(next_, safe='')}", name=_name(request), lasts=lasts)
    return response


def _back(request: Request, show: Show) -> Response:
    """Sign in whom the provider sends back, and go on to where they wanted to."""
    came: Who = request.state.who
    attempt, _, next_ = request.cookies.get(_name(request), "").partition("/")
    path = safe_path(unquote(next_))
    try:
        entered = _entered(request, came, attempt)
    except NotLetIn as error:
        response: Response = HTMLResponse(show(request, {}, error, ""), 403)
    else:
        if entered.session is None:
            response = HTMLResponse(show(request, {"next": path}, None, entered.ticket or ""))
        else:
            response = RedirectResponse(path, 303)
            hold(response, request, entered.session)
    hold(response, request, "", name=_name(request), lasts=0)
    return response


def _entered(request: Request, came: Who, attempt: str) -> Entered:
    known, held = _known(), request.app.state.held
    assert isinstance(held, Held)  # noqa: S101  # for the types: the application's state has none
    if not attempt:
        raise NotLetIn(*TOO_OLD)
    person = known.finish(attempt, dict(request.query_params), came.base, at=came.at)
    workspace = held.visit({}, who=came).workspace
    entered = come_by(
        workspace.store,
        workspace.framework,
        person,
        known.settings.join,
        came.caller,
        attempt=attempt,
        today=workspace.today,
        at=came.at,
    )
    if came.session and came.account:  # whoever signs in again holds nothing of before
        with workspace.store.writing() as transaction:
            end_session(transaction, came.session.hash, account=came.account.id)
    return entered


def _known() -> Provider:
    found = provider()
    if found is None:
        raise HTTPException(404)
    return found


def _name(request: Request) -> str:
    return f"{cookie(request)}-sso"
