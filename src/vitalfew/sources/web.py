"""Fetch from web addresses within bounds: http and https only, few redirects, a limit of bytes and of time, a few tries.

A header of the source's own, which may carry a token, is never handed on to another host, and no address is ever shown.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

MOST_BYTES = 200_000_000
MOST_REDIRECTS = 5
SECONDS = 30
TRIES = 4
BUSY = frozenset({429, 500, 502, 503, 504})
LONGEST_WAIT = 30.0


class WebFault(ValueError):
    """Why nothing came, in words without the address."""


class _Redirects(HTTPRedirectHandler):
    """Follow a few redirects, to http and https only, never from https to http, with headers for the first host alone."""

    max_redirections = MOST_REDIRECTS
    max_repeats = 2

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """Make the next request; raises WebFault where it must not be made."""
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if new.scheme not in {"http", "https"} or (old.scheme == "https" and new.scheme == "http"):
            msg = f"the address redirects to `{new.scheme}`"
            raise WebFault(msg)
        made = super().redirect_request(req, fp, code, msg, headers, newurl)
        if made is not None and (old.scheme, old.netloc) != (new.scheme, new.netloc):
            made.headers = {name: value for name, value in made.headers.items() if name in {"Accept", "User-agent"}}
        return made


def fetch(url: str, headers: Mapping[str, str], *, accept: str, most: int = MOST_BYTES, wait: float = 1.0) -> bytes:
    """Give what an address answers; raises WebFault. Tries again after `wait` seconds, doubled each time, where it is busy."""
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        msg = "the `url` is no address that begins with `https://` or `http://`"
        raise WebFault(msg)
    request = Request(url, headers={"User-Agent": "vitalfew", "Accept": accept, **headers})  # noqa: S310  # the scheme is checked above
    for attempt in range(1, TRIES + 1):
        answer = _once(_opener(), request, most)
        if isinstance(answer, bytes):
            return answer
        words, again, asked = answer
        if not again or attempt == TRIES:
            tried = f", tried {attempt} times" if attempt > 1 else ""
            msg = f"{words}{tried}"
            raise WebFault(msg)
        time.sleep(min(LONGEST_WAIT, max(asked, wait * 2 ** (attempt - 1))))
    raise AssertionError


def _opener() -> OpenerDirector:
    return build_opener(_Redirects())


def _once(opener: OpenerDirector, request: Request, most: int) -> bytes | tuple[str, bool, float]:
    """Give the body, or in words why there is none, whether to try again, and the seconds the server asks to wait."""
    try:
        with opener.open(request, timeout=SECONDS) as response:
            body: bytes = response.read(most + 1)
    except HTTPError as error:
        with error:
            asked = error.headers.get("Retry-After", "")
            beyond = "redirects too often, or to what is no web address"
            words = beyond if 300 <= error.code < 400 else f"answers with status {error.code}"
            return f"the address {words}", error.code in BUSY, float(asked) if asked.isdigit() else 0.0
    except TimeoutError:
        return f"the address does not answer within {SECONDS} seconds", True, 0.0
    except URLError as error:
        late = isinstance(error.reason, TimeoutError)
        return f"the address does not answer{f' within {SECONDS} seconds' if late else ''}", True, 0.0
    except (HTTPException, OSError):
        return "the connection breaks off", True, 0.0
    except ValueError as error:
        return (str(error) if isinstance(error, WebFault) else "the `url` cannot be read"), False, 0.0
    if len(body) > most:
        return f"the answers are longer than {most:,} bytes", False, 0.0
    return body
