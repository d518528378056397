"""A script that is stored in any text field, or sent in any parameter, is text wherever it is shown, told or sent on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from starlette.testclient import TestClient
from tests.web.attacks.conftest import STARTS, Place, opened
from tests.web.attacks.poison import LINES, LINK, MARK, SCRIPT, live, poisoned
from tests.web.attacks.shop import KPI, PERSON, REVIEW
from tests.web.attacks.walker import Form, forms, parameters, shape, walk

from vitalfew import Workspace
from vitalfew.api.app import routes
from vitalfew.api.openapi import document
from vitalfew.load.read import load_texts
from vitalfew.rhythm.feed import calendar
from vitalfew.store.outbox import messages
from vitalfew.store.revisions import live as live_one
from vitalfew.store.revisions import make_revision
from vitalfew.web.published import POLICY as DOCUMENT

TEXTS = (LINES, LINK)
KEPT = frozenset({"/login", "/logout", "/password", "/setup", "/language"})
"""Pages whose forms keep no text."""


@pytest.fixture(scope="module")
def spoilt(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, list[tuple[str, int]]]]:
    """A copy whose framework says it in every text, and where it was sent with every form and every step."""
    for place in opened(shop, tmp_path_factory.mktemp("spoilt") / "own"):
        texts, taken = poisoned({str(path.relative_to(place.own.root)): path.read_bytes() for path in _files(place.own)})
        assert {"name", "mission", "definition", "because", "role", "description", "plan"} <= taken
        with place.own.store.writing() as transaction:
            at, on, framework = datetime.now(UTC), live_one(transaction), load_texts(texts).framework
            make_revision(transaction, texts, framework, on=on, by=PERSON, at=at, message=SCRIPT, waived=SCRIPT)
        yield place, [*_fill(place.browser), *_step(place.browser)]


def _files(own: Workspace) -> list[Path]:
    return sorted((own.root / "framework").rglob("*.yaml"))


def _fill(browser: TestClient) -> Iterator[tuple[str, int]]:
    """Send each form with each text in its fields."""
    filled = [each for each in forms(walk(browser, starts=STARTS, of_each=1)) if each.method == "post" and each.free]
    for text, some in ((LINES, filled), (LINK, filled[::2])):
        for form in some:
            if shape(form.action) not in KEPT:
                answer = browser.post(form.action, data=_filled(form, text))
                assert live(answer.text) == [], form.name
                yield form.name, answer.status_code


def _filled(form: Form, text: str) -> dict[str, str]:
    return {name: text if name in form.free else value for name, value in form.fields.items()}


def _step(browser: TestClient) -> Iterator[tuple[str, int]]:
    """Take each step of the API with a text in its fields, about something that is there."""
    said = document(routes())
    for path, methods in said["paths"].items():
        name = methods.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        if name:
            fields = said["components"]["schemas"][name["$ref"].rpartition("/")[2]]["properties"]
            for text in TEXTS:
                answer = browser.post(
                    f"/api/v1{path.format(id=_id(path))}", json={key: _value(key, each, text) for key, each in fields.items()}
                )
                assert answer.headers["content-type"].partition(";")[0] in {"application/json", "application/problem+json"}
                yield path, answer.status_code


def _id(path: str) -> str:
    return {"reviews": REVIEW, "kpis": "visits"}.get(path.split("/")[1], "1")


def _value(name: str, said: dict[str, object], text: str) -> object:
    kinds = [said, *said.get("anyOf", ())]  # type: ignore[misc]  # a list, by its schema
    if any(each.get("format") in {"date", "time"} for each in kinds):
        return {"date": "2026-07-20", "time": "14:00:00"}[next(str(each["format"]) for each in kinds if "format" in each)]
    if name in {"version", "edits", "files"}:
        return {"edits": [{"ref": str(KPI), "field": "because", "value": text}], "files": {}}.get(name)
    return {"about": str(KPI), "owner": "max", "kpi": "visits", "people": ["max"]}.get(name, text)


def test_every_form_and_step_was_sent_and_many_were_taken(spoilt: tuple[Place, list[tuple[str, int]]]) -> None:
    """It would prove nothing if all were refused."""
    _, sent = spoilt
    assert [each for each in sent if each[1] >= 500] == []
    assert len({name for name, status in sent if status < 400}) >= 14


def test_no_page_has_anything_of_it_that_acts(spoilt: tuple[Place, list[tuple[str, int]]]) -> None:
    place, _ = spoilt
    walked = walk(place.browser, starts=STARTS, of_each=4)
    found = {url: each for url, each in walked.items() if "content-disposition" not in each.headers}  # a file to keep is no page
    documents = {url: each for url, each in found.items() if each.headers["content-security-policy"] == DOCUMENT}
    assert documents
    acting = {
        url: [each for each in live(answer.text) if url not in documents or not _is_look(each)] for url, answer in found.items()
    }
    assert {url: each for url, each in acting.items() if each} == {}
    said = {shape(url) for url, answer in found.items() if MARK in answer.text}
    assert len(said) >= 20, "it stands on nearly every page, as text"
    assert {found[url].headers["content-security-policy"] for url in found.keys() - documents} == {_policy(place)}


def _is_look(part: str) -> bool:
    """Tell whether a part of a document says how it looks: its policy lets nothing run, and nothing be asked for."""
    return part == "<style>" or bool(re.match(r"\w+ style=[^;:]*:[\w.%# -]*;?$", part))


def _policy(place: Place) -> str:
    said = place.browser.get("/no-such-page").headers["content-security-policy"]
    assert "unsafe" not in said
    assert re.search(r"script-src 'self'(;|$)", said)
    assert "script-src" not in DOCUMENT
    assert DOCUMENT.startswith("default-src 'none';")
    assert DOCUMENT.endswith("; sandbox")
    return said


def test_no_parameter_comes_back_as_anything_that_acts(spoilt: tuple[Place, list[tuple[str, int]]]) -> None:
    place, _ = spoilt
    found = walk(place.browser, starts=STARTS, of_each=1)
    known = parameters(found)
    urls = {shape(url): urlsplit(url).path for url in found}
    for page, names in known.items():
        for text in TEXTS:
            answer = place.browser.get(f"{urls.get(page, page)}?{urlencode(dict.fromkeys(names, text))}")
            assert (answer.status_code < 500, live(answer.text)) == (True, []), (page, names)
            assert f"X-{MARK}".lower() not in answer.headers, page
        if "{" in page:
            answer = place.browser.get(re.sub(r"{\w+}", "%22%3E%3Cscript%3Ezq9()%3C%2Fscript%3E", page))
            assert (answer.status_code < 500, live(answer.text)) == (True, []), page
    assert sum(map(len, known.values())) >= 8


def test_calendars_and_mails_have_no_line_of_it(spoilt: tuple[Place, list[tuple[str, int]]]) -> None:
    place, _ = spoilt
    with place.own.reading() as desk:
        told = calendar(desk, PERSON).decode()
        mails = messages(desk.transaction)
    lines = re.sub(r"\r\n[ \t]", "", told).split("\r\n")
    assert [line for line in lines if line.startswith((f"X-{MARK}", "<", MARK))] == []
    assert told.count("BEGIN:VEVENT") == told.count("\r\nUID:") or told.count("BEGIN:VEVENT") == 0
    assert mails
    for each in mails:
        assert not re.search(r"[\r\n]", f"{each.subject}{each.person}{each.address}"), each


def test_what_answers_as_json_is_never_read_as_a_page(spoilt: tuple[Place, list[tuple[str, int]]]) -> None:
    place, _ = spoilt
    for path in (
        "/comments?about=kpi:revenue",
        "/proposals",
        "/actions",
        f"/kpis/{SCRIPT.replace('/', '')}",
        "/framework/kpi",
    ):
        answer = place.browser.get(f"/api/v1{path}")
        assert answer.headers["content-type"].partition(";")[0] in {"application/json", "application/problem+json"}
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script>" in place.browser.get("/api/v1/comments?about=kpi:revenue").json()["comments"][-2]["text"]


def test_the_check_itself_sees_what_acts() -> None:
    for text in (
        SCRIPT,
        f'<a href=" java\nscript:{MARK}()">',
        '<p onclick="x">',
        "<base href=//evil>",
        '<a href="//evil.example">x</a>',
    ):
        assert live(f"<p>{text}</p>") or "//evil.example" in text
    assert live('<a href="/kpi/x">x</a><script src="/static/app.js"></script>') == []
