"""Every documented path answers as documented: to what is right, missing, malformed, oversized, or sent by nobody."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.conftest import Client

from vitalfew.api.app import routes
from vitalfew.api.openapi import document
from vitalfew.api.route import Read, Write

DUE = "2026-06-30"
PATHS = {"kind": "kpi", "id": "revenue", "number": "1"}
IDS = {"actions": "1", "escalations": "1", "reviews": "weekly-2026-06-22", "proposals": "1", "people": "eva"}
BODIES: dict[str, dict[str, object]] = {
    "/actions": {"about": "kpi:revenue", "text": "Ask around", "due": DUE},
    "/actions/{id}/drop": {"reason": "It is done elsewhere"},
    "/actions/{id}/finish": {"note": "All asked"},
    "/actions/{id}/hand": {"owner": "max"},
    "/actions/{id}/postpone": {"due": "2026-07-15", "reason": "Ill"},
    "/comments": {"about": "kpi:revenue", "text": "Rain"},
    "/escalations/{id}/acknowledge": {},
    "/escalations/{id}/actions": {"text": "Look", "due": DUE},
    "/escalations/{id}/snooze": {"until": "2026-06-22", "reason": "Fair weather comes"},
    "/kpis/{id}/observations": {"value": "120", "period": "2026-05"},
    "/proposals/{id}/approve": {"digest": "DIGEST", "text": "Good"},
    "/proposals/{id}/return": {"reason": "Too many"},
}
READS = [each for each in routes() if isinstance(each, Read)]
WRITES = [each for each in routes() if isinstance(each, Write)]
DOCUMENT = document(routes())


def url(path: str, **other: str) -> str:
    part = path.split("/")[1]
    parts = {**PATHS, "id": "visits" if path in BODIES and part == "kpis" else IDS.get(part, "revenue"), **other}
    return path.format(**parts)


def query(route: Read) -> dict[str, str]:
    return {"about": "kpi:revenue"} if route.path == "/comments" else {}


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


def test_what_is_there_is_read_and_not_sent_twice(client: Client) -> None:
    eva = client("eva")
    eva.post("/actions", json=BODIES["/actions"])
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
                answer = eva.get(url(route.path, id=odd, kind=odd, number=odd))
                assert told(answer, route)["status"] == 404
        if route.listed:
            for wrong in ({"limit": "0"}, {"limit": "201"}, {"limit": "x"}, {"cursor": "x"}, {"cursor": "W10"}, {"cursor": "ü"}):
                assert told(eva.get(url(route.path), params={**query(route), **wrong}), route)["status"] == 422


@pytest.mark.parametrize("route", WRITES, ids=lambda route: route.path)
def test_a_step_is_taken_and_what_is_no_step_is_refused(client: Client, route: Write) -> None:
    eva = client("eva")
    digest = eva.get("/proposals/1").json()["proposal"]["digest"]
    eva.post("/actions", json=BODIES["/actions"])
    good = {name: digest if value == "DIGEST" else value for name, value in BODIES[route.path].items()}
    there, json = url(route.path), {"content-type": "application/json"}
    wrong: list[tuple[int, dict[str, Any]]] = [
        (415, {"content": b"{}"}),
        (415, {"data": {"text": "form"}}),
        (400, {"content": b"{", "headers": json}),
        (400, {"content": b"\xff\xfe", "headers": json}),
        (413, {"content": b'"' + b"x" * 70_000 + b'"', "headers": json}),
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
    assert told(client("").post(there, json=good), route)["status"] == 403
    if "{" in route.path:
        assert told(eva.post(url(route.path, id="nothing"), json=good), route)["status"] == 404
    answer = eva.post(there, json=good)
    assert told(answer, route)["version"] == 1, answer.text
    assert answer.status_code == route.status


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
