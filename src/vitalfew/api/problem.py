"""What is said where something is not done: RFC 9457, the words of the error, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import NamedTuple

from starlette.responses import JSONResponse

from vitalfew.base.errors import (
    AuthorUnknown,
    NotAllowed,
    NotLetIn,
    Overtaken,
    StoreUnusable,
    UnknownName,
    VitalfewError,
)

MEDIA = "application/problem+json"
STATUSES: tuple[tuple[type[VitalfewError], int], ...] = (
    (UnknownName, 404),
    (NotAllowed, 403),
    (AuthorUnknown, 403),
    (NotLetIn, 403),
    (Overtaken, 409),
    (StoreUnusable, 503),
)
"""The status of an error, by the first class that it is of; that of others is 422."""
TYPES = {
    400: "malformed",
    401: "sign-in",
    403: "not-allowed",
    404: "not-found",
    405: "no-such-method",
    409: "overtaken",
    412: "overtaken",
    413: "too-long",
    415: "not-json",
    422: "refused",
    429: "too-often",
    503: "unavailable",
}


class Fault(NamedTuple):
    """A field that is not as it should be."""

    field: str
    detail: str


class Problem(VitalfewError):
    """An answer that says why something is not done."""

    def __init__(self, status: int, detail: str, help_: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail)
        self.status, self.help, self.faults = status, help_, tuple(faults)


def status_of(error: VitalfewError) -> int:
    """Give the status of an error."""
    if isinstance(error, Problem):
        return error.status
    return next((status for kind, status in STATUSES if isinstance(error, kind)), 422)


def problem(status: int, detail: str, help_: str, faults: Sequence[Fault] = ()) -> JSONResponse:
    """Give a problem's answer."""
    said: dict[str, object] = {
        "type": f"urn:vitalfew:problem:{TYPES.get(status, 'other')}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "help": help_,
    }
    if faults:
        said["errors"] = [fault._asdict() for fault in faults]
    return JSONResponse(said, status, {"Cache-Control": "no-store"}, MEDIA)


def problem_of(error: VitalfewError) -> JSONResponse:
    """Give the answer to an error."""
    return problem(status_of(error), str(error), error.help, error.faults if isinstance(error, Problem) else ())
