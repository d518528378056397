"""Answers are compressed, but for what another site has a browser ask for; what has not changed is not sent again."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.web.app import make_app, static
from vitalfew.web.server import _listen

PACKED = {"accept-encoding": "gzip"}


@pytest.fixture(scope="module")
def client(workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(make_app(workspace), base_url="http://localhost", headers=PACKED) as made:
        yield made
    workspace.store.close()


@pytest.mark.parametrize("path", ["/", "/map", "/api/v1/kpis"])
def test_pages_are_packed(client: TestClient, path: str) -> None:
    with client.stream("GET", path) as answer:
        sent = sum(map(len, answer.iter_raw()))
    assert answer.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert sent == int(answer.headers["content-length"])
    assert sent < 0.4 * len(client.get(path).content)
    plain = client.get(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == client.get(path).content


@pytest.mark.parametrize(
    ("site", "is_packed"), [("same-origin", True), ("none", True), ("same-site", False), ("cross-site", False), ("", False)]
)
def test_what_another_site_asks_for_is_not_packed(client: TestClient, site: str, is_packed: bool) -> None:  # noqa: FBT001  # a row of the table
    """What it cannot read it could measure (BREACH)."""
    answer = client.get("/search?q=margin", headers={"sec-fetch-site": site})
    assert ("content-encoding" in answer.headers) == is_packed
    style = client.get(static("style.css"), headers={"sec-fetch-site": site})
    assert style.headers["content-encoding"] == "gzip"


def test_static_files_are_packed_and_not_sent_again(client: TestClient) -> None:
    answer = client.get(static("style.css", bare=True))
    assert answer.headers["content-encoding"] == "gzip"
    again = client.get(static("style.css", bare=True), headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    font = client.get(static("vendor/inter-latin-wght-normal.woff2", bare=True))
    assert "content-encoding" not in font.headers
    assert "immutable" in client.get(static("style.css")).headers["cache-control"]


def test_small_and_empty_answers_stay_as_they_are(client: TestClient) -> None:
    answer = client.post(
        "/me", data={"do": "choose", "person": "ana"}, headers={"origin": "http://localhost"}, follow_redirects=False
    )
    assert (answer.status_code, answer.content) == (303, b"")
    assert "content-encoding" not in answer.headers


def test_the_server_sends_at_once() -> None:
    """Nagle's algorithm would hold the end of each answer back until its beginning is acknowledged, 40 ms later."""

    async def is_at_once() -> bool:
        found = asyncio.get_running_loop().create_future()

        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked: socket.socket = writer.get_extra_info("socket")
            found.set_result(bool(asked.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
            writer.close()

        listening = _listen("127.0.0.1", 0)
        async with await asyncio.start_server(answer, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            writer.close()
            return bool(await found)

    with ThreadPoolExecutor(1) as aside:  # where another test of this process has left a loop running
        assert aside.submit(asyncio.run, is_at_once()).result()
