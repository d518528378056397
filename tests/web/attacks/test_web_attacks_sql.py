"""What would be SQL, in every part of a path, parameter, header, cookie, cursor and field, is a text that names nothing."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from urllib.parse import quote, urlencode

from httpx2 import Response
from starlette.testclient import TestClient
from tests.web.attacks.conftest import Place
from tests.web.attacks.test_web_attacks_site import KEPT
from tests.web.attacks.walker import Form, forms, parameters, shape
from tests.web.comers import HOME

from vitalfew import Workspace
from vitalfew.api.app import routes
from vitalfew.api.openapi import BASE
from vitalfew.api.route import Read

PLAIN = "zq9"
SQL = (
    "zq9' OR '1'='1",
    'zq9" OR 1=1 --',
    "zq9'; DROP TABLE matter; --",
    "zq9' UNION SELECT null, secret FROM session --",
    "%",
    "_%\\",
    "1 OR 1=1",
    "zq9'||(SELECT 1)||'",
    "²",
    "99999999999999999999999",
    "-1",
)

SHARE = 3
"""Every how many of these a page, or a path of the API, is asked for; what takes them is the same few lines."""
ODD = ("zq9'; DROP TABLE matter; --", "²", "99999999999999999999999")


def rows(own: Workspace) -> dict[str, int]:
    with own.store.reading() as transaction:
        return {table.name: len(transaction.find(table)) for table in KEPT}


def plain(answer: Response, *texts: str) -> tuple[int, str]:
    """Give an answer without what it says again of what was asked, and of the nearest there is."""
    said = answer.text.lower()
    for text in (part.lower() for whole in texts for part in (whole, whole[:40])):  # a long day is shown cut
        for each in (
            quote(text),
            json.dumps(text)[1:-1],
            text.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&#34;"),
            text,
        ):
            said = said.replace(each, "…")
    return answer.status_code, re.sub(r"(?s)did you mean[^<\"]*|“[^”]*”|value=\"[^\"]*\"|[?&](amp;)?\w+=[^\"&]*", "", said)


def test_no_part_of_a_path_and_no_parameter_is_sql(place: Place, found: dict[str, Response]) -> None:
    """The answer is that to any other text that names nothing."""
    before, browser = rows(place.own), place.browser
    for number, (page, names) in enumerate(parameters(found).items()):
        some = SQL[number % SHARE :: SHARE]
        if "{" in page:
            for text in (*some, PLAIN):
                assert browser.get(re.sub(r"{\w+}", quote(text, safe=""), page)).status_code == 404, (page, text)
        path = re.sub(r"{\w+}", "revenue", page)
        usual = browser.get(f"{path}?{urlencode(dict.fromkeys(names, PLAIN))}")
        for text in some if names else ():
            answer = browser.get(f"{path}?{urlencode(dict.fromkeys(names, text))}")
            assert answer.status_code == usual.status_code < 500, (page, text)
            if page != "/search" and PLAIN in text:
                assert plain(answer, text) == plain(usual, PLAIN), (page, text)
    assert rows(place.own) == before


def test_no_part_of_the_api_is_sql(place: Place) -> None:
    before, browser = rows(place.own), place.browser
    reads = [route for route in routes() if isinstance(route, Read)]
    for number, route in enumerate(reads):
        names = [each.name for each in route.query if not each.choices] + ["cursor"] * bool(route.listed)
        for text in SQL[number % SHARE :: SHARE]:
            safe = quote(text, safe="")
            if "{" in route.path:
                answer = browser.get(BASE + re.sub(r"{\w+}", safe, route.path))
                assert answer.status_code == 404, (route.path, text)
                continue
            for name in names:
                answer = browser.get(f"{BASE}{route.path}?{name}={safe}")
                assert answer.status_code in {200, 422, 404}, (route.path, name, text)
                if answer.status_code == 200 and route.listed:
                    assert answer.json()[route.listed] == [], (route.path, name, text)
            if route.listed:
                cursor = urlsafe_b64encode(json.dumps([text, text, 0]).encode()).decode()
                assert browser.get(f"{BASE}{route.path}", params={"cursor": cursor}).status_code == 422
    assert rows(place.own) == before


def test_no_header_and_no_cookie_is_sql(place: Place) -> None:
    before, stranger = rows(place.own), TestClient(place.browser.app, base_url=HOME, follow_redirects=False)
    for text in (*(each for each in SQL if each.isascii()), "a" * 5000, "zq9;\tzq9=1"):
        for headers in (
            {"cookie": f"vitalfew={quote(text)}"},
            {"cookie": f"vitalfew={text}; person={text}"},
            {"authorization": f"Bearer {text}"},
        ):
            assert stranger.get("/map", headers=headers).status_code == 303, text
            assert stranger.get(f"{BASE}/kpis", headers=headers).status_code == 401, text
        more = {"if-none-match": text, "accept-language": text, "user-agent": text, "range": text, "accept": text}
        assert place.browser.get(f"{BASE}/kpis", headers=more).status_code == 200, text
        assert place.browser.get("/", headers=more).status_code == 200, text
        assert place.browser.get(f"{BASE}/kpis", headers={"x-vitalfew-person": text}).status_code == 422
        sent = {"if-match": text, "idempotency-key": text}
        assert place.browser.post(f"{BASE}/actions/1/finish", json={}, headers=sent).status_code in {412, 422}, text
    assert rows(place.own) == before


def test_no_field_of_a_form_is_sql(place: Place, found: dict[str, Response]) -> None:
    """In every field, those too that no person fills in: nothing is lost, and nothing breaks."""
    before = rows(place.own)
    fields = {_sort(form, name): (form, name) for form in forms(found) if form.method == "post" for name in form.fields}
    for number, (form, name) in enumerate(fields.values()):
        if form.action.rpartition("/")[2] not in {"logout", "setup"}:
            text = ODD[number % len(ODD)]
            answer = place.browser.post(form.action, data={**form.fields, name: text})
            assert answer.status_code < 500, (form.name, name, text)
    assert len(fields) >= 250
    after = rows(place.own)
    assert {name for name, number in before.items() if after[name] < number} <= {"ticket"}


def _sort(form: Form, name: str) -> tuple[str, str, str]:
    """Give what sort of field it is: of which step, and which of a list all alike."""
    return shape(form.action), form.fields.get("do", "").partition(":")[0], re.sub(r"\d+", "#", name)
