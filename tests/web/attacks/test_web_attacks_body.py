"""Bodies and requests that are too long, broken or lie, against the application and, where it is HTTP itself, a real server."""

from __future__ import annotations

import gzip
import re
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.testclient import TestClient
from tests.web.attacks.conftest import Place
from tests.web.attacks.shop import REVIEW
from tests.web.attacks.test_web_attacks_site import kept

from vitalfew.api.app import routes
from vitalfew.api.openapi import BASE
from vitalfew.api.route import Write
from vitalfew.web.page import pages

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
SHARE = 7
"""Every how many forms and steps a body is sent to; all are read by the same few lines."""
REFUSED = {400, 403, 404, 405, 411, 413, 415, 422}
DEEP = b"[" * 30_000 + b"]" * 30_000
BODIES: dict[str, tuple[bytes, str]] = {
    "long": (b"text=" + b"x" * 2_000_000, FORM),
    "many fields": (b"&".join(b"f%d=1" % number for number in range(5_000)), FORM),
    "no utf-8": (b"do=none&text=\xff\xfe\xc0\xaf&%ff=%c0%af", FORM),
    "nul": (b"do=%00comment&text=%00", FORM),
    "surrogates": (b"do=none&text=%ed%a0%80", FORM),
    "no boundary": (b"--x\r\n\r\n", "multipart/form-data"),
    "broken parts": (b'--x\r\nContent-Disposition: form-data; name="do"\r\n\r\ncom', "multipart/form-data; boundary=x"),
    "a file": (
        b'--x\r\nContent-Disposition: form-data; name="do"; filename="../../x.py"\r\n\r\nx\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    "json for a form": (b'{"do": "comment"}', JSON),
    "xml": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "text/xml"),
    "nothing": (b"", FORM),
    "no type": (b"do=comment", ""),
    "odd type": (b"do=comment", "application/x-www-form-urlencoded; charset=utf-7"),
    "deep": (DEEP, JSON),
    "deep objects": (b'{"a":' * 12_000 + b"1" + b"}" * 12_000, JSON),
    "many keys": (b"{" + b",".join(b'"k%d":1' % number for number in range(5_000)) + b"}", JSON),
    "big numbers": (b'{"version": ' + b"9" * 5_000 + b', "text": "x", "reason": "x"}', JSON),
    "no number": (b'{"version": NaN, "text": "x"}', JSON),
    "half a pair": (b'{"text": "\\ud800", "about": "kpi:revenue", "reason": "\\udfff"}', JSON),
    "two of a key": (b'{"text": "a", "text": ["b"], "about": "kpi:revenue"}', JSON),
    "a bomb": (gzip.compress(b"x" * 1_000_000), JSON),
}


@pytest.mark.parametrize("name", BODIES)
def test_no_body_is_too_much(place: Place, name: str) -> None:
    """It is refused in words, and nothing is kept of it; each form and step gets a share of the bodies."""
    before, browser = kept(place.own), place.browser
    content, kind = BODIES[name]
    headers = {"content-type": kind} if kind else {}
    headers |= {"content-encoding": "gzip"} if name == "a bomb" else {}
    place_ = [*BODIES].index(name)
    short = {page.path for page in pages() if not page.longest}
    acting = [page.path for page in pages() if page.act and page.path not in {"/logout", "/language"}]
    for path in acting[place_ % SHARE :: SHARE]:
        answer = browser.post(re.sub(r"{\w+}", "1", path), content=content, headers=headers)
        assert answer.status_code in ({403, 413} if name == "long" and path in short else REFUSED), (path, answer.status_code)
    steps = [route.path for route in routes() if isinstance(route, Write) and "/begin" not in route.path]
    for path in steps[place_ % SHARE :: SHARE]:
        answer = browser.post(f"{BASE}{path.replace('{id}', '1')}", content=content, headers=headers)
        assert answer.status_code in REFUSED, (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
    assert kept(place.own) == before


def test_a_length_that_is_none_or_not_said_is_refused(place: Place) -> None:
    for length in ("-1", "abc", "1e3", "9" * 30, ""):
        answer = place.browser.post("/me", content=b"do=x", headers={"content-type": FORM, "content-length": length})
        assert answer.status_code in REFUSED, length
    answer = place.browser.post("/me", content=iter([b"do=", b"x" * 100_000]), headers={"content-type": FORM})
    assert answer.status_code in REFUSED


@pytest.fixture(scope="module")
def address(place: Place) -> Iterator[tuple[str, int]]:
    """A real server of the application."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(place.browser.app, log_level="critical", server_header=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield listening.getsockname()[:2]
    server.should_exit = True
    thread.join()


HEAD = b"Host: localhost\r\nOrigin: http://localhost\r\nConnection: close\r\n"
RAW: dict[str, bytes] = {
    "two lengths": b"POST /me HTTP/1.1\r\n" + HEAD + b"Content-Length: 4\r\nContent-Length: 40\r\n\r\ndo=x",
    "length and chunks": b"POST /me HTTP/1.1\r\n"
    + HEAD
    + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
    "a length below none": b"POST /me HTTP/1.1\r\n" + HEAD + b"Content-Length: -5\r\n\r\n",
    "a length that is no number": b"POST /me HTTP/1.1\r\n" + HEAD + b"Content-Length: five\r\n\r\n",
    "chunks of lies": b"POST /me HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
    "no method": b"\r\n\r\n \r\n",
    "no http": b"GET / HTP/9\r\n\r\n",
    "huge header": b"GET / HTTP/1.1\r\n" + HEAD + b"X-A: " + b"a" * 200_000 + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\n" + HEAD + b"".join(b"X-%d: a\r\n" % number for number in range(20_000)) + b"\r\n",
    "huge path": b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n",
    "a line in a header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: a\rb\x00c\r\n\r\n",
    "another scheme": b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "bytes in a path": b"GET /kpi/\xff\xfe%00%ff HTTP/1.1\r\n" + HEAD + b"\r\n",
    "trace": b"TRACE / HTTP/1.1\r\n" + HEAD + b"\r\n",
    "connect": b"CONNECT evil.example:443 HTTP/1.1\r\n" + HEAD + b"\r\n",
}


@pytest.mark.parametrize("name", RAW)
def test_no_request_breaks_the_server(place: Place, address: tuple[str, int], name: str) -> None:
    """It is refused or not answered, and whoever comes next is served."""
    before = kept(place.own)
    said = ask(address, RAW[name])
    status = int(said.split()[1]) if said.startswith(b"HTTP/1.1 ") else 0
    assert status in {0, 303, 400, 403, 404, 405, 411, 413, 414, 422, 431}, said[:200]
    assert said.count(b"HTTP/1.1 ") <= 1, "one request is one"
    assert ask(address, b"GET /login HTTP/1.1\r\n" + HEAD + b"\r\n").startswith(b"HTTP/1.1 200")
    assert kept(place.own) == before


def ask(address: tuple[str, int], sent: bytes) -> bytes:
    """Send bytes and read until the other side is silent."""
    found = b""
    with socket.create_connection(address, timeout=0.5) as there:
        try:
            there.sendall(sent)
            while part := there.recv(65_536):
                found += part
        except (ConnectionError, TimeoutError):
            pass
    return found


def test_a_review_is_still_as_it_was(place: Place) -> None:
    assert place.browser.get(f"/review/{REVIEW}").status_code == 200
    assert TestClient(place.browser.app, base_url="http://localhost", follow_redirects=False).get("/").status_code == 303
