"""What the server says of itself: whether it lives and is ready, its figures, its log, its spans; and what it keeps to itself."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from http.cookiejar import CookieJar
from io import StringIO
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.store.database import Store, place
from vitalfew.web import log
from vitalfew.web.app import make_app
from vitalfew.web.page import pages
from vitalfew.web.watch import Places, Standing

HOME = "http://localhost"
PROXY = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https", "origin": "https://localhost"}


@pytest.fixture
def said() -> Iterator[StringIO]:
    """What is logged, as JSON."""
    root, level = logging.getLogger(), log.LOGGER.level
    before, written = root.handlers[:], StringIO()
    log.begin("json")
    root.handlers[0].setStream(written)  # type: ignore[attr-defined]  # a stream's handler, made a line above
    yield written
    root.handlers[:] = before
    log.LOGGER.setLevel(level)


def lines(said: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in said.getvalue().splitlines()]


def behind_a_proxy(own: Workspace, peer: str = "127.0.0.1") -> TestClient:
    """A browser that comes by a proxy on this machine, which is named."""
    app = make_app(own, hosts=["localhost"], standing=Standing(("127.0.0.1", "10.0.0.0/8")))
    return TestClient(app, base_url=HOME, follow_redirects=False, client=(peer, 50000), headers=PROXY, cookies=CookieJar())


def test_that_it_lives_needs_nothing_and_that_it_is_ready_needs_the_database(own: Workspace) -> None:
    with TestClient(make_app(own), base_url=HOME) as client:
        assert client.get("/readyz").json() == {"status": "ready"}
        own.store.close()
        store = own.root / ".vitalfew" / "store.db"
        store.write_bytes(b"no database at all, " * 50)
        for beside in store.parent.glob("store.db-*"):
            beside.unlink()
        alive, ready, page = client.get("/healthz"), client.get("/readyz"), client.get("/map")
    assert (alive.status_code, alive.json()) == (200, {"status": "alive"})
    assert (ready.status_code, ready.json()["status"]) == (503, "not ready")
    assert (page.status_code, "Try again in a minute" in page.text) == (503, True)
    assert not [each for each in (ready.text, page.text) if str(own.root) in each or "store.db" in each]


def test_a_process_that_ends_is_not_ready_and_keeps_no_connection(own: Workspace) -> None:
    standing = Standing()
    with TestClient(make_app(own, standing=standing), base_url=HOME) as client:
        assert "connection" not in client.get("/healthz").headers
        standing.is_leaving = True
        ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["reason"]) == (503, "the process is ending")
    assert ready.headers["connection"] == "close"


def test_a_store_of_a_later_release_is_not_ready(own: Workspace) -> None:
    import sqlite3

    with TestClient(make_app(own), base_url=HOME) as client:
        client.get("/readyz")
        own.store.close()
        with sqlite3.connect(own.root / ".vitalfew" / "store.db") as database:
            database.execute("update alembic_version set version_num = '9999'")
        with TestClient(make_app(Workspace.open(own.root)), base_url=HOME) as anew:
            assert anew.get("/readyz").status_code == 503


def test_figures_name_pages_by_their_templates_and_count_each_request_once(own: Workspace) -> None:
    with TestClient(make_app(own), base_url=HOME) as client:
        before = figures(client)
        for path in ("/kpi/churn", "/kpi/ltv-cac", "/kpi/there-is-none", "/nowhere/to/be/found", "/static/style.css"):
            client.get(path)
        client.request("BREW", "/map")
        after = figures(client)
    counted = {key: value - before.get(key, 0) for key, value in after.items() if value != before.get(key, 0)}
    asked = {key: value for key, value in counted.items() if key.startswith("vitalfew_requests_total") and "/metrics" not in key}
    assert sum(value for key, value in asked.items() if 'page="/kpi/{' in key) == 3
    assert sum(value for key, value in asked.items() if 'page="unknown"' in key) == 1
    assert sum(value for key, value in asked.items() if 'method="other"' in key) == 1
    assert not [key for key in after if "churn" in key or "nowhere" in key or "BREW" in key]
    assert after["vitalfew_database_up"] == 1
    assert after["vitalfew_escalations_open"] > 0
    assert after["vitalfew_outbox_waiting"] >= 0


def figures(client: TestClient, **headers: str) -> dict[str, float]:
    text = client.get("/metrics", headers=headers).text
    return {(parts := line.rsplit(" ", 1))[0]: float(parts[1]) for line in text.splitlines() if not line.startswith("#")}


def test_every_page_has_a_template_of_its_own(own: Workspace) -> None:
    places = Places(make_app(own))
    paths = {page.path for page in pages()}
    assert {places.template(path.replace("{id}", "x/../y").replace("{", "").replace("}", "")) for path in paths} - {"unknown"}
    assert places.template("/api/v1/kpis/churn").startswith("/api/v1/kpis/{")
    assert places.template("/feed/a-secret.ics").startswith("/feed/{")
    assert places.template("/static/vendor/../x") == "/static"
    assert places.template("/kpi/a\nb") in {"unknown", "/kpi/{id_}"}


def test_figures_are_for_this_machine_for_the_token_and_for_administrators(
    own: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(make_app(own), base_url=HOME) as here:
        assert here.get("/metrics").status_code == 200
        assert here.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404
    with behind_a_proxy(own) as client:
        token = {"authorization": "Bearer of figures"}
        assert client.get("/metrics").status_code == 404
        assert client.get("/metrics", headers=token).status_code == 404
        monkeypatch.setenv("VITALFEW_METRICS_TOKEN", "of figures")
        assert client.get("/metrics", headers=token).status_code == 200
        assert client.get("/metrics", headers={"authorization": "Bearer of none"}).status_code == 404


def test_what_a_proxy_says_is_believed_of_those_that_are_named_alone(own: Workspace) -> None:
    words = "tall green teapot seven"
    form = {"login": "greta@meridian.example", "password": words, "again": words, "person": "greta"}
    with TestClient(make_app(own), base_url=HOME, headers={"origin": HOME}, follow_redirects=False) as client:
        assert client.post("/setup", data=form).status_code == 303
    signing = {"do": "password", "login": "greta@meridian.example", "password": words}
    name = "00000000-aaaa-bbbb-cccc-123456789abc"
    for peer, cookie, status in (("10.1.2.3", "__Host-vitalfew=", 303), ("192.0.2.7", "", 403)):
        with behind_a_proxy(own, peer) as client:
            answer = client.post("/login", data=signing, headers={"x-request-id": name})
            assert (answer.status_code, answer.headers.get("set-cookie", "")[: len(cookie)]) == (status, cookie)
            assert (answer.headers["x-request-id"] == name) == bool(cookie)
            odd = client.get("/healthz", headers={"x-request-id": "anna.smith@example.org"})
            assert "anna" not in odd.headers["x-request-id"]


SECRET = "zx81secret"  # noqa: S105  # it opens nothing


def test_no_log_holds_what_came_with_a_request(own: Workspace, said: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets are sent in every place there is; each request leaves one line, and none of them holds one."""
    sent = [
        ("GET", f"/kpi/{SECRET}?q={SECRET}", {}, None),
        ("GET", f"/search?q={SECRET}", {"user-agent": SECRET, "referer": f"http://{SECRET}/"}, None),
        ("GET", f"/feed/{SECRET}", {"authorization": f"Bearer {SECRET}", "x-request-id": SECRET}, None),
        ("GET", f"/{SECRET}", {"cookie": f"vitalfew={SECRET}", "host": SECRET}, None),
        ("GET", "/api/v1/kpis/x", {"x-vitalfew-person": SECRET, "idempotency-key": SECRET}, None),
        ("POST", "/login", {"origin": HOME}, {"do": "password", "login": SECRET, "password": SECRET}),
        ("POST", "/kpi/churn", {"origin": f"http://{SECRET}"}, {"text": SECRET}),
        ("GET", "/map", {"x-forwarded-for": SECRET, "forwarded": SECRET}, None),
    ]

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(SECRET) from ValueError(SECRET)

    with TestClient(make_app(own), base_url=HOME, raise_server_exceptions=False) as client:
        for method, path, headers, form in sent:
            client.request(method, path, headers=headers, data=form)
        monkeypatch.setattr("vitalfew.web.app._render", broken)
        failed = client.get(f"/kpi/{SECRET}")
        problem = client.get(f"/kpi/{SECRET}", headers={"accept": "text/html"})
    found = lines(said)
    assert len(found) == len(sent) + 2
    assert SECRET not in said.getvalue()
    assert {"time", "level", "method", "page", "status", "ms", "id", "process"} <= found[0].keys()
    last = found[-1]
    assert (failed.status_code, last["level"], last["error"]) == (500, "error", "builtins.RuntimeError")
    assert any("broken" in frame for frame in last["traceback"])  # type: ignore[attr-defined]  # a list of texts
    assert (str(last["id"]) in problem.text, SECRET in problem.text) == (True, False)
    assert problem.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_fault_of_the_api_is_a_problem_that_names_the_request(own: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("vitalfew.api.app._read", broken)
    with TestClient(make_app(own), base_url=HOME, raise_server_exceptions=False) as client:
        answer = client.get("/api/v1/kpis")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert answer.headers["x-request-id"] in answer.json()["help"]
    assert SECRET not in answer.text


def test_text_says_a_request_in_a_few_words_and_leaves_out_what_is_asked_all_the_time() -> None:
    def record(page: str, status: int) -> logging.LogRecord:
        made = logging.LogRecord("vitalfew.web", logging.INFO, "", 0, "request", None, None)
        made.answered = log.Answered("GET", page, status, 12.3, "ab12")
        return made

    assert log.Text().format(record("/kpi/{id}", 200))[9:] == "200 GET /kpi/{id} 12 ms"
    said = [log._is_said(record(*each)) for each in (("/static", 200), ("/readyz", 503), ("/map", 404))]  # noqa: SLF001  # the one place where it is decided
    assert said == [False, True, True]


def test_a_store_that_cannot_be_reached_hides_its_address(tmp_path: Path) -> None:
    """The reason is for whoever asks; the address and the password are not."""
    address = {"VITALFEW_DATABASE_URL": "postgresql://ana:zx81secret@127.0.0.1:9/hidden", "VITALFEW_WORKSPACE": "x"}
    store = Store(place(tmp_path, address))
    with pytest.raises(Exception, match="cannot be used") as refused, store.reading():
        pass
    assert SECRET not in str(refused.value)
