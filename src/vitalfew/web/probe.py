"""What watches the server asks it: whether it lives, whether it can answer, and its figures."""

from __future__ import annotations

import os
from secrets import compare_digest

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vitalfew.base.errors import StoreUnusable, VitalfewError
from vitalfew.web.gate import bearer, is_from_here, who
from vitalfew.web.metrics import MEDIA, written
from vitalfew.web.visit import Held

LIVES, READY, FIGURES = "/healthz", "/readyz", "/metrics"
TOKEN_VARIABLE = "VITALFEW_METRICS_TOKEN"  # noqa: S105  # its name, not what it holds
LEAVING = "the process is ending"
NO_STORE = "the database cannot be reached, or is not of this release"
NO_FRAMEWORK = "the framework cannot be read"


def add_probes(app: FastAPI) -> None:
    """Let an application answer them."""
    for path, answer in ((LIVES, _lives), (READY, _ready), (FIGURES, _figures)):
        app.add_api_route(path, answer, methods=["GET", "HEAD"], include_in_schema=False)


async def _lives(_: Request) -> Response:
    """Say that the process answers; nothing else is looked at."""
    return JSONResponse({"status": "alive"})


async def _ready(request: Request) -> Response:
    """Say whether pages can be shown; if not, why, in words that name no address."""
    why = LEAVING if request.app.state.standing.is_leaving else await run_in_threadpool(_stands_in_the_way, request)
    return JSONResponse({"status": "not ready", "reason": why}, 503) if why else JSONResponse({"status": "ready"})


def _stands_in_the_way(request: Request) -> str:
    held: Held = request.app.state.held
    try:
        with held.workspace.store.reading():
            pass
        held.visit({})
    except StoreUnusable:
        return NO_STORE
    except (VitalfewError, OSError):
        return NO_FRAMEWORK
    return ""


async def _figures(request: Request) -> Response:
    """Give the figures to whoever may have them; others are not told that there are any."""
    if not await run_in_threadpool(_may, request):
        raise HTTPException(404)
    workspace = request.app.state.held.workspace
    return Response(await run_in_threadpool(lambda: written(workspace.store, workspace.now)), media_type=MEDIA)


def _may(request: Request) -> bool:
    """Tell whether somebody may see the figures: by the token, as an administrator, or at this machine where no proxy is."""
    wanted = os.environ.get(TOKEN_VARIABLE, "")
    if wanted and compare_digest(bearer(request).encode("utf-8", "surrogatepass"), wanted.encode()):
        return True
    if not request.app.state.standing.proxies and is_from_here(request):
        return True
    try:
        came = who(request, request.app.state.held.workspace)
    except VitalfewError:
        return False
    return came.account is not None and came.rights.anywhere("administer")
