"""Rows from a real server on this machine: pages, bounds, retries, redirects; no address and no token in what is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from vitalfew.model.source import HttpSource, Source
from vitalfew.sources import http
from vitalfew.sources.opened import Opened

Row = tuple[str, str, int | None, float | None, bool]
Open = Callable[[Source, Path], Opened]
NAMES = ("day", "region", "pieces", "price", "first")
BEYOND = "the address redirects too often, or to what is no web address"
Answer = tuple[int, dict[str, str], bytes]


class Site(ThreadingHTTPServer):
    """A server whose answers a test writes: by path, a list of answers that are given in turn, the last one for good."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        """Where it stands."""
        return f"http://127.0.0.1:{self.server_port}"

    def put(self, path: str, body: object, status: int = 200, **headers: str) -> None:
        """Add an answer."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers.setdefault(path, []).append((status, headers, content))


class Page(BaseHTTPRequestHandler):
    """Gives the answers of its site."""

    server: Site

    def do_GET(self) -> None:  # the name that the library calls
        """Answer by the path with its query, else without."""
        self.server.asked.append((self.path, dict(self.headers)))
        answers = self.server.answers.get(self.path) or self.server.answers.get(urlsplit(self.path).path, [(404, {}, b"")])
        status, headers, body = answers.pop(0) if len(answers) > 1 else answers[0]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Run a server in a thread; waits between tries take no time."""
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr("vitalfew.sources.web.time.sleep", lambda _: None)
    with Site() as running:
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setenv("SHOP", running.url)
        yield running
        running.shutdown()
        thread.join()


def _objects(rows: tuple[Row, ...]) -> list[dict[str, object]]:
    return [dict(zip(NAMES, row, strict=True)) for row in rows]


def _source(kind: str = "http", path: str = "/orders", **more: Any) -> HttpSource:
    return HttpSource.model_validate({"id": "orders", "kind": kind, "url": "${SHOP}" + path, **more})


def _conform(conform: Callable[..., None], root: Path, source: str) -> None:
    conform(root, "{id: shop, " + source.replace("@", "'${SHOP}/orders'") + "}", table="rows")


def test_one_page_of_json_gives_the_same_numbers(site: Site, tmp_path: Path, rows: tuple[Row, ...], conform: Any) -> None:
    site.put("/orders", _objects(rows))
    _conform(conform, tmp_path, "kind: http, url: @, name: orders")


def test_pages_by_link_give_the_same_numbers(site: Site, tmp_path: Path, rows: tuple[Row, ...], conform: Any) -> None:
    parts = [_objects(rows)[:2], _objects(rows)[2:3], _objects(rows)[3:]]
    site.put("/orders", {"data": {"items": parts[0]}, "links": {"next": "/orders?after=2"}})
    site.put("/orders?after=2", {"data": {"items": parts[1]}, "links": {"next": f"{site.url}/orders?after=3"}})
    site.put("/orders?after=3", {"data": {"items": parts[2]}, "links": {"next": None}})
    _conform(conform, tmp_path, "kind: http, url: @, rows: data.items, next: links.next")


def test_pages_by_number_give_the_same_numbers(site: Site, tmp_path: Path, rows: tuple[Row, ...], conform: Any) -> None:
    for number in range(1, 7):
        site.put(f"/orders?page={number}", _objects(rows)[number - 1 : number])
    _conform(conform, tmp_path, "kind: http, url: @, page: page")
    assert [parse_qs(urlsplit(path).query)["page"] for path, _ in site.asked] == [[str(number)] for number in range(1, 7)]


def test_a_sheet_gives_the_same_numbers(site: Site, tmp_path: Path, rows: tuple[Row, ...], conform: Any) -> None:
    def field(value: object) -> str:
        if value is None:
            return ""
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return '"' + text.replace('"', '""') + '"'

    lines = [",".join(field(value) for value in row) for row in [NAMES, *rows]]
    site.put("/orders", "\n".join(lines).encode())
    _conform(conform, tmp_path, "kind: sheet, url: @")


def test_a_busy_server_is_asked_again(site: Site, tmp_path: Path, open_one: Open) -> None:
    site.put("/orders", {}, 503)
    site.put("/orders", {}, 429, Retry_After="2")
    site.put("/orders", [{"day": "2026-01-01", "n": 1}])
    opened = open_one(_source(), tmp_path)
    assert opened.faults == ()
    assert opened.tables["rows"].columns == {"day": "DATE", "n": "BIGINT"}
    assert opened.find("orders") == "rows"


@pytest.mark.parametrize(
    ("status", "body", "slug", "message", "tries"),
    [
        (503, {}, "unreachable-source", "the address answers with status 503, tried 4 times", 4),
        (401, {}, "unreachable-source", "the address answers with status 401", 1),
        (200, b"<html>", "unreachable-source", "the address answers with what is not JSON", 1),
        (200, {"items": []}, "unreachable-source", "there is no list of rows in the answer; name its key under `rows`", 1),
        (200, [], "empty-data", "the address answers with no rows", 1),
        (200, [1, 2], "unreachable-source", "a row of the answer is no object", 1),
    ],
)
def test_an_answer_without_rows_is_named(
    site: Site, tmp_path: Path, open_one: Open, status: int, body: object, slug: str, message: str, tries: int
) -> None:
    site.put("/orders", body, status)
    assert [(fault.slug, fault.message) for fault in open_one(_source(), tmp_path).faults] == [(slug, message)]
    assert len(site.asked) == tries


@pytest.mark.parametrize(
    ("pages", "following", "message"),
    [
        (2, "/orders?after={n}", "the address has more than 2 pages; raise `pages` to read them all"),
        (9, "/orders", "page 2 leads back to a page that was read"),
        (9, "http://elsewhere.example/orders", "the `next` of a page leads to another host"),
        (9, 7, "the `next` of a page is no link"),
    ],
)
def test_pages_have_an_end_and_a_part_is_no_whole(
    site: Site, tmp_path: Path, open_one: Open, pages: int, following: object, message: str
) -> None:
    for number in range(4):
        link = following.format(n=number + 1) if isinstance(following, str) else following
        site.put(f"/orders?after={number}" if number else "/orders", {"rows": [{"n": 1}], "next": link})
    opened = open_one(_source(rows="rows", next="next", pages=pages), tmp_path)
    assert [fault.message for fault in opened.faults] == [message]
    assert opened.database is None


def test_answers_have_a_bound_over_all_pages(site: Site, tmp_path: Path, open_one: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MOST_BYTES", 1000)
    site.put("/orders", [{"text": "x" * 400}])
    opened = open_one(_source(page="page"), tmp_path)
    assert [fault.message.partition(" than ")[0] for fault in opened.faults] == ["the answers are longer"]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("file:///etc/passwd", BEYOND),
        ("ftp://127.0.0.1/x", "the address redirects to `ftp`"),
        ("/orders", BEYOND),
    ],
)
def test_redirects_are_bounded(site: Site, tmp_path: Path, open_one: Open, target: str, message: str) -> None:
    site.put("/orders", b"", 302, Location=target)
    assert [fault.message for fault in open_one(_source(), tmp_path).faults] == [message]


def test_a_token_is_sent_and_not_handed_on_to_another_host(
    site: Site, tmp_path: Path, open_one: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "sesame")
    site.put("/orders", b"", 302, Location=f"http://localhost:{site.server_port}/moved")
    site.put("/moved", [{"n": 1}])
    assert open_one(_source(headers={"Authorization": "Bearer ${TOKEN}"}), tmp_path).faults == ()
    assert [headers.get("Authorization") for _, headers in site.asked] == ["Bearer sesame", None]


@pytest.mark.parametrize(
    ("more", "field", "slug"),
    [
        ({"headers": {"Authorization": "Bearer sesame"}}, "headers", "written-secret"),
        ({"url": "https://bob:sesame@example.org/x"}, "url", "written-secret"),
        ({"headers": {"X-Api-Key": "${NOT_SET_HERE}"}}, "headers", "unset-variable"),
        ({"url": "file:///etc/passwd"}, "url", "unreachable-source"),
        ({"url": "https://"}, "url", "unreachable-source"),
    ],
)
def test_secrets_and_schemes_are_checked_before_anything_is_asked(
    site: Site, tmp_path: Path, open_one: Open, more: dict[str, Any], field: str, slug: str
) -> None:
    (fault,) = open_one(_source(**more), tmp_path).faults
    assert (fault.field, fault.slug, "sesame" in fault.message, site.asked) == (field, slug, False, [])


def test_a_login_page_instead_of_a_sheet_is_named(site: Site, tmp_path: Path, open_one: Open) -> None:
    site.put("/orders", b"\n<!doctype html><title>Sign in</title>")
    (fault,) = open_one(_source("sheet"), tmp_path).faults
    assert (fault.slug, fault.message) == ("unreadable-data", "the address answers with a web page, not with CSV")


def test_nobody_there_is_named(site: Site, tmp_path: Path, open_one: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP", "http://127.0.0.1:1")
    (fault,) = open_one(_source(), tmp_path).faults
    assert fault.message == "the address does not answer, tried 4 times"
    assert site.asked == []
