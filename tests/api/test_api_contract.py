"""Every documented path answers as documented: to what is right, missing, malformed, oversized, or sent by nobody."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.api.conftest import Client

from vitalfew.api.app import routes
from vitalfew.api.openapi import document
from vitalfew.api.route import Read, Write

DUE = "2026-06-30"
REVIEW, LESSON = "weekly-2026-06-22", "2026-06-01.1"
PATHS = {"kind": "kpi", "id": "revenue", "number": "1", "code": "OWN001", "name": "kpi-definitions.md"}
IDS = {"reviews": REVIEW, "people": "eva", "calibrations": "2026-06-01", "lessons": LESSON, "reports": "kpi-definitions"}
IDS |= dict.fromkeys(("actions", "comments", "decisions", "editions", "escalations", "proposals"), "1")
BODIES: dict[str, dict[str, object]] = {
    "/actions": {"about": "kpi:revenue", "text": "Ask around", "due": DUE},
    "/actions/{id}/drop": {"reason": "It is done elsewhere"},
    "/actions/{id}/finish": {"note": "All asked"},
    "/actions/{id}/hand": {"owner": "max"},
    "/actions/{id}/postpone": {"due": "2026-07-15", "reason": "Ill"},
    "/comments": {"about": "kpi:revenue", "text": "Rain"},
    "/comments/{id}/withdraw": {},
    "/decisions/{id}/finish": {},
    "/decisions/{id}/reverse": {"reason": "It was wrong"},
    "/escalations/{id}/acknowledge": {},
    "/escalations/{id}/actions": {"text": "Look", "due": DUE},
    "/escalations/{id}/snooze": {"until": "2026-06-22", "reason": "Fair weather comes"},
    "/escalations/{id}/resolve": {"reason": "It was the fair"},
    "/lessons/{id}/accept": {"owner": "max", "due": DUE},
    "/lessons/{id}/dismiss": {"reason": "It opened in June"},
    "/reviews/{id}/actions": {"text": "Ask around", "due": DUE, "kpi": "visits"},
    "/reviews/{id}/attend": {"people": ["max"]},
    "/reviews/{id}/begin": {},
    "/reviews/{id}/cancel": {"reason": "A holiday"},
    "/reviews/{id}/close": {"none_needed": "All is well"},
    "/reviews/{id}/commentaries": {"kpi": "visits", "analysis": "Rain", "next_step": "Wait"},
    "/reviews/{id}/confirm": {"action": "1"},
    "/reviews/{id}/decisions": {"text": "Open on Sundays", "kpi": "visits", "owner": "max", "due": DUE},
    "/reviews/{id}/move": {"day": "2026-06-23", "time": "10:00"},
    "/reviews/{id}/notes": {"text": "It rained", "kpi": "visits"},
    "/reviews/{id}/restatements": {"kpi": "visits", "reason": "Counted anew", "analysis": "Rain"},
    "/kpis/{id}/observations": {"value": "120", "period": "2026-05"},
    "/proposals": {"title": "Fewer", "edits": [{"ref": "kpi:visits", "field": "threshold", "value": 70}]},
    "/proposals/{id}/approve": {"digest": "DIGEST", "text": "Good"},
    "/proposals/{id}/merge": {"waived": "It stood so before"},
    "/proposals/{id}/update": {"files": {"framework/more.yaml": "people: [{id: zoe, name: Zoe}]\n"}, "text": "And Zoe"},
    "/proposals/{id}/withdraw": {"reason": "Not now"},
    "/proposals/{id}/return": {"reason": "Too many"},
}
SESSION = {f"/reviews/{{id}}/{each}" for each in ("actions", "attend", "close", "confirm", "decisions", "notes", "restatements")}
"""What is done in a review that was begun."""
READS = [each for each in routes() if isinstance(each, Read)]
WRITES = [each for each in routes() if isinstance(each, Write)]
DOCUMENT = document(routes())


def url(path: str, **other: str) -> str:
    part = path.split("/")[1]
    parts = {**PATHS, "id": "visits" if path in BODIES and part == "kpis" else IDS.get(part, "revenue"), **other}
    return path.format(**parts)


def query(route: Read) -> dict[str, str]:
    return {"about": "kpi:revenue"} if route.path == "/comments" else {}


def prepared(eva: TestClient, route: Write) -> str:
    """Have what a step is about; gives where it is taken."""
    eva.post("/actions", json=BODIES["/actions"])
    eva.post("/comments", json=BODIES["/comments"])
    if route.path in SESSION or route.path.startswith("/decisions"):
        assert eva.post(f"/reviews/{REVIEW}/begin", json={}).status_code == 200
    if route.path.startswith("/decisions"):
        eva.post(f"/reviews/{REVIEW}/decisions", json=BODIES["/reviews/{id}/decisions"])
    if route.path in {"/proposals/{id}/merge", "/proposals/{id}/update", "/proposals/{id}/withdraw"}:
        assert eva.post("/proposals", json=BODIES["/proposals"]).json()["proposal"]["state"] == "approved"
        return url(route.path, id="2")
    return url(route.path)


def told(answer: Any, route: Read | Write) -> dict[str, Any]:
    """Give what was answered, once it is as documented."""
    said = DOCUMENT["paths"][route.path]["get" if isinstance(route, Read) else "post"]["responses"]
    assert str(answer.status_code) in said, answer.text
    body: dict[str, Any] = answer.json()
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "status", "detail", "help"} <= body.keys()
        assert body["status"] == answer.status_code
    else:
        assert answer.headers["content-type"] == "application/json"
        assert set(said[str(answer.status_code)]["content"]["application/json"]["schema"]["required"]) <= body.keys()
    return body


def test_every_path_has_a_case_here() -> None:
    assert {each.path for each in WRITES} == set(BODIES)


def test_what_is_there_is_read_and_not_sent_twice(later: Client) -> None:
    eva = later("eva")
    assert eva.post(f"/reviews/{REVIEW}/begin", json={}).status_code == 200
    eva.post(f"/reviews/{REVIEW}/decisions", json=BODIES["/reviews/{id}/decisions"])
    eva.post("/actions", json=BODIES["/actions"])
    eva.post("/comments", json=BODIES["/comments"])
    eva.post("http://localhost/publish", data={"do": "publish", "report.kpi-definitions": "1", "format.markdown": "1"})
    for route in READS:
        first = eva.get(url(route.path), params=query(route))
        assert first.status_code == 200, first.text
        assert told(first, route)["version"] == 1
        again = eva.get(url(route.path), params=query(route), headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_what_is_not_there_or_cannot_be_asked_for_is_a_problem(client: Client) -> None:
    eva = client("eva")
    for route in READS:
        assert told(eva.get(url(route.path), params={"whatever": "1"}), route)["status"] == 422
        assert told(eva.get(url(route.path), params={**query(route), "whatever": "\0"}), route)["status"] == 422
        if "{" in route.path:
            for odd in ("nothing", "x" * 300, "%00", "..%2F..%2Fetc", "' or 1=1 --"):
                answer = eva.get(url(route.path, id=odd, kind=odd, number=odd, code=odd))
                assert told(answer, route)["status"] == 404
        if route.listed:
            for wrong in ({"limit": "0"}, {"limit": "201"}, {"limit": "x"}, {"cursor": "x"}, {"cursor": "W10"}, {"cursor": "ü"}):
                assert told(eva.get(url(route.path), params={**query(route), **wrong}), route)["status"] == 422


@pytest.mark.parametrize("route", WRITES, ids=lambda route: route.path)
def test_a_step_is_taken_and_what_is_no_step_is_refused(client: Client, later: Client, route: Write) -> None:
    by = later if route.path.split("/")[1] in {"reviews", "decisions"} else client
    eva = by("eva")
    digest = eva.get("/proposals/1").json()["proposal"]["digest"]
    good = {name: digest if value == "DIGEST" else value for name, value in BODIES[route.path].items()}
    there, json = prepared(eva, route), {"content-type": "application/json"}
    wrong: list[tuple[int, dict[str, Any]]] = [
        (415, {"content": b"{}"}),
        (415, {"data": {"text": "form"}}),
        (400, {"content": b"{", "headers": json}),
        (400, {"content": b"\xff\xfe", "headers": json}),
        (413, {"content": b" " * (route.longest + 1), "headers": json}),
        (422, {"json": []}),
        (422, {"json": {**good, "more": 1}}),
        (422, {"json": {name: ["?"] for name in (*good, "version")}}),
        (422, {"json": dict.fromkeys(good, "a\0b") | {"more": 1}}),
        (422, {"json": good, "headers": {"idempotency-key": "a b"}}),
        (412, {"json": good, "headers": {"if-match": '"of something else"'}}),
        (403, {"json": good, "headers": {"origin": "http://elsewhere.example"}}),
    ]
    for status, sent in wrong:
        assert told(eva.post(there, **sent), route)["status"] == status, sent
    assert told(by("").post(there, json=good), route)["status"] == 403
    if "{" in route.path:
        assert told(eva.post(url(route.path, id="nothing"), json=good), route)["status"] == 404
    answer = eva.post(there, json=good)
    assert told(answer, route)["version"] == 1, answer.text
    assert answer.status_code == route.status
    if route.path in {"/reviews/{id}/close", "/proposals/{id}/merge", "/lessons/{id}/accept"}:
        assert told(eva.post(there, json=good), route)["status"] == 422, "it is over"


def test_the_document_is_whole_and_says_what_the_routes_say(client: Client) -> None:
    found = client("").get("/openapi.json").json()
    assert found["openapi"] == "3.1.0"
    assert found["paths"] == DOCUMENT["paths"]
    names = [each["operationId"] for path in found["paths"].values() for each in path.values()]
    assert len(names) == len(set(names)) == len(routes())
    assert set(found["components"]["schemas"]) >= {each.body.__name__ for each in WRITES} | {"Problem"}


def test_a_method_that_is_not_there_says_which_are(client: Client) -> None:
    answer = client("eva").delete("/comments")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_whoever_is_named_must_be_somebody(client: Client) -> None:
    assert client("evva").get("/scorecard").status_code == 422
