"""What other sites send, names that are not ours, paths that lead out, answers that others could frame or keep (every route)."""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import quote, urlencode, urlsplit

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.web.attacks.conftest import LOGIN, Place
from tests.web.attacks.walker import forms, parameters, routes, shape, unseen
from tests.web.comers import HOME, WORDS

from vitalfew import Workspace
from vitalfew.api.openapi import BASE
from vitalfew.store.tables import METADATA
from vitalfew.web.page import pages
from vitalfew.web.published import POLICY as DOCUMENT

NOTED = frozenset({"attempt", "session", "token"})
"""Tables that tell when somebody was here."""
KEPT = [table for table in METADATA.sorted_tables if "workspace" in table.c and table.name not in NOTED]
FOREIGN: tuple[dict[str, str | None], ...] = (
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://localhost.evil.example"},
    {"origin": "http://localhost:81"},
    {"origin": "https://localhost"},
    {"origin": None},
    {"origin": None, "referer": "http://localhost/"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
)
OUT: tuple[str, ...] = (
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "..%252f..%252fetc%252fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
)
OUT += (
    "....//....//etc/passwd",
    "..\\..\\etc\\passwd",
    "..%5c..%5cetc%5cpasswd",
    "%00",
    "style.css%00.txt",
    "/etc/passwd",
    "%c0%ae%c0%ae/",
)
OUT += (
    "../app.py",
    "..%2fapp.py",
    "%2e%2e%2fapp.py",
    "../templates/base.html",
    "con",
    "a" * 3000,
    "%ff",
    "%ed%a0%80",
    "%0d%0aX-A:%201",
)
FILES = ("/static/", "/", "/help/", "/data/")
"""Below which there are files, or texts that were files; elsewhere a share of it is tried."""


def kept(own: Workspace) -> str:
    """Give a digest of all that is decided, entered and declared."""
    with own.store.reading() as transaction:
        found = [sorted(map(repr, transaction.find(table))) for table in KEPT]
    files = [path.read_bytes() for path in sorted(own.root.glob("framework/**/*.yaml"))]
    return sha256(repr((found, files)).encode()).hexdigest()


def test_every_page_is_walked(found: dict[str, Response]) -> None:
    """What is attacked below is all there is, but for what is closed once somebody signs in."""
    assert unseen(found) <= {"/logout", "/start"}
    assert {each.action for each in forms(found) if each.method == "post"}
    doing = {(shape(form.action), form.fields.get("do", "").partition(":")[0]) for form in forms(found)}
    assert len(doing) >= 90, "one of each sort"


def test_no_form_of_another_site_does_anything(place: Place, found: dict[str, Response]) -> None:
    """Each form with one of what other sites send, by turns, and the first few with each."""
    before = kept(place.own)
    sent = [(form.action, form.fields) for form in forms(found) if form.method == "post"]
    sent += [(page.path, {"do": "x"}) for page in pages() if page.act and "{" not in page.path]
    for number, headers in enumerate(FOREIGN):
        with Without(place.browser, [name for name, value in headers.items() if value is None]) as browser:
            for url, fields in [*sent[:3], *sent[number :: len(FOREIGN)]]:
                answer = browser.post(url, data=fields, headers=_named(headers))
                assert (answer.status_code, "set-cookie" in answer.headers) == (403, False), (url, headers)
    assert kept(place.own) == before


def test_no_step_of_another_site_is_taken(place: Place) -> None:
    before = kept(place.own)
    paths = [path for path in routes(place.browser.app) if path.startswith("/api/")]  # type: ignore[arg-type]  # it is FastAPI
    assert len(paths) > 40
    for number, headers in enumerate(FOREIGN):
        with Without(place.browser, [name for name, value in headers.items() if value is None]) as browser:
            for path in [f"{BASE}/comments", *paths[number % 3 :: 3]]:
                answer = browser.post(path.replace("{id}", "1"), json={}, headers=_named(headers))
                assert answer.status_code in {403, 405}, (path, headers)
    assert kept(place.own) == before


def _named(headers: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if value is not None}


class Without:
    """A browser that leaves out some headers for a while."""

    def __init__(self, browser: TestClient, names: list[str]) -> None:
        self.browser, self.names = browser, names

    def __enter__(self) -> TestClient:
        self.held = {name: self.browser.headers.pop(name) for name in self.names if name in self.browser.headers}
        return self.browser

    def __exit__(self, *_: object) -> None:
        self.browser.headers.update(self.held)


def test_no_link_changes_anything(place: Place, found: dict[str, Response]) -> None:
    """A GET with all that the forms of a page would send, and every other method that asks."""
    before = kept(place.own)
    fields: dict[str, dict[str, dict[str, None]]] = {}
    for form in forms(found):
        for name, value in form.fields.items():
            fields.setdefault(urlsplit(form.action).path, {}).setdefault(name, {})[value] = None
    for path, said in fields.items():
        if path != "/logout":
            sent = urlencode({name: [*values][:40] for name, values in said.items()}, doseq=True)
            assert place.browser.get(f"{path}?{sent}").status_code < 500
    for url in {shape(url): url for url in found}.values():
        assert place.browser.head(url).status_code in {200, 405}, url
        assert place.browser.put(url, data={"do": "x"}).status_code in {405, 403}, url
        assert place.browser.delete(url).status_code == 405, url
    assert kept(place.own) == before


def test_every_answer_is_closed_to_frames_and_kept_by_nobody(place: Place, found: dict[str, Response]) -> None:
    browser = place.browser
    answers = {**found}
    answers |= {
        path: browser.get(path) for path in ("/no-such-page", "/api/v1/nothing", "/api/v1/actions", "/kpi/nothing", "/static/x")
    }
    answers |= {
        f"post {path}": browser.post(path, data={}) for path in ("/", "/me", "/proposal/1", "/kpi/nothing", "/static/style.css")
    }
    answers["foreign"] = browser.post("/me", data={}, headers={"origin": "null"})
    answers["too long"] = browser.post("/me", data={"do": "x" * 70_000})
    answers["rebound"] = browser.get("/", headers={"host": "evil.example"})
    answers["stranger"] = TestClient(browser.app, base_url=str(browser.base_url), follow_redirects=False).get("/map")
    answers["strange program"] = TestClient(browser.app, base_url=str(browser.base_url)).get("/api/v1/kpis")
    assert {answer.status_code for answer in answers.values()} >= {200, 303, 400, 401, 403, 404, 405, 413, 422}
    for name, answer in answers.items():
        said = answer.headers
        policy = said["content-security-policy"]
        assert "frame-ancestors 'none'" in policy, name
        assert "default-src 'none'" in policy, name
        assert policy == DOCUMENT or not re.search(r"unsafe-|\*|https?:|data:", policy), name
        assert (said["x-content-type-options"], said["referrer-policy"]) == ("nosniff", "same-origin"), name
        assert "public" not in said.get("cache-control", ""), name
        if "static" not in name:
            assert said["cache-control"] in {"no-store", "private, no-store", "private, no-cache"}, name
        assert not {"server", "x-powered-by", "access-control-allow-origin"} & set(said), name
        assert "traceback" not in answer.text.lower(), name


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:8787", "[::2]", ""]
)
def test_a_name_that_is_not_ours_leads_nowhere(place: Place, host: str) -> None:
    for path in ("/", "/api/v1/kpis", "/login", "/static/style.css", "/no-such-page"):
        answer = place.browser.get(path, headers={"host": host})
        assert answer.status_code == 400, path
        assert "Bakery" not in answer.text
    assert place.browser.post("/me", data={"do": "x"}, headers={"host": host, "origin": f"http://{host}"}).status_code == 400
    said = place.browser.get("/", headers={"x-forwarded-host": host or "evil.example"})
    assert "evil.example" not in said.text


def test_no_path_leads_out(place: Place) -> None:
    """Below the static files, and in every part of every path."""
    below = {path.split("{")[0] for path in routes(place.browser.app) if "{" in path} - {*FILES}  # type: ignore[arg-type]  # it is FastAPI
    for number, start in enumerate([*FILES, *sorted(below)]):
        for out in OUT if start in FILES else OUT[number % 3 :: 3]:
            answer = place.browser.get(f"http://localhost{start}{out}")
            assert answer.status_code in {200, 303, 307, 404, 405, 422, 400}, (start, out)
            assert answer.headers.get("location", "/").startswith(("/", "http://localhost/")), (start, out)
            assert not re.search(r"root:x:|from __future__|{% |StrictUndefined", answer.text), (start, out)
            assert "x-a" not in answer.headers
    assert place.browser.get("/static/..%2fapp.py").status_code == 404


ELSEWHERE: tuple[str, ...] = (
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:zq9()",
    "/%09/evil.example",
    "\t//evil.example",
)
ELSEWHERE += (
    "/\t/evil.example",
    "http:evil.example",
    "///evil.example",
    "/a\r\nx-a: 1",
    "data:text/html,x",
    "\u2028//evil.example",
)
GOING = re.compile("next|back|to|return|item|url|go")


def test_no_parameter_leads_to_another_site(place: Place, found: dict[str, Response]) -> None:
    """Each parameter of each page; those, and the fields of forms, that say where to go on, with all there is to try."""
    for page, names in parameters(found).items():
        path = re.sub(r"{\w+}", "nothing", page)
        for to in ELSEWHERE[::2] if any(map(GOING.fullmatch, names)) else ELSEWHERE[: bool(names)]:
            _stays(place.browser.get(f"{path}?{urlencode(dict.fromkeys(names, to))}"))
    for number, form in enumerate(forms(found)):
        going = [name for name in form.fields if GOING.fullmatch(name)]
        for to in ELSEWHERE[number % 3 :: 3] if going and form.method == "post" else ():
            _stays(place.browser.post(form.action, data={**form.fields, **dict.fromkeys(going, to)}))
    login = TestClient(place.browser.app, base_url=HOME, follow_redirects=False, headers={"origin": HOME})
    for to in ELSEWHERE:
        answer = login.post(f"/login?next={quote(to)}", data={"do": "password", "login": LOGIN, "password": WORDS})
        assert answer.status_code == 303
        _stays(answer)


def _stays(answer: Response) -> None:
    assert answer.status_code < 500, answer.url
    if "location" in answer.headers:
        to = answer.headers["location"]
        assert re.match(r"/(?![/\\\s])[^\s\\]*$", to), to
    assert "x-a" not in answer.headers
