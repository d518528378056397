"""In which language a request is answered: as its cookie says, else as the browser asks, else in English."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from starlette.requests import Request

from vitalfew.language.tongue import languages, preferred, speaking

COOKIE = "language"
P = ParamSpec("P")
T = TypeVar("T")


def language_of(request: Request) -> str:
    """Give the language that a request is answered in."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in languages() else preferred(request.headers.get("accept-language", ""))


def spoken_to(answer: Callable[Concatenate[Request, P], T]) -> Callable[Concatenate[Request, P], T]:
    """Let an answer be given in the language of its request."""

    @wraps(answer)
    def told(request: Request, *args: P.args, **facts: P.kwargs) -> T:
        with speaking(language_of(request)):
            return answer(request, *args, **facts)

    return told  # type: ignore[return-value]  # what `wraps` gives names its first argument, and Concatenate does not
