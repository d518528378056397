"""A page does as much for a hundred KPIs as for ten, and shows of a long list what can be read (MON-2)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from bench.frameworks import HEAD, TODAY, framework_texts, observations
from vitalfew import Workspace
from vitalfew.base.ref import Ref
from vitalfew.rhythm.actions import add_action
from vitalfew.rhythm.comments import add_comment
from vitalfew.rhythm.reviews import plan_reviews
from vitalfew.rhythm.sweep import sweep
from vitalfew.store.change import Run
from vitalfew.store.observations import Observations
from vitalfew.store.revisions import live, make_revision
from vitalfew.web.app import make_app
from vitalfew.web.page import pages
from vitalfew.workspace import STORE

HOME = "http://localhost"
FEW, MANY = 12, 120


class Counter:
    """Counts what is asked of databases, and the files that are opened in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self.is_on = False
        self.found: list[str] = []
        sys.addaudithook(self._opened)

    def statement(self, _: object, __: object, statement: str, *___: Any) -> None:
        """Note what is asked."""
        if self.is_on:
            self.found.append(statement)

    def _opened(self, name: str, arguments: tuple[object, ...]) -> None:
        if self.is_on and name == "open" and str(arguments[0]).startswith(self.root):
            self.found.append(str(arguments[0]))


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    made = Counter(tmp_path_factory.getbasetemp())
    event.listen(Engine, "before_cursor_execute", made.statement)
    yield made
    event.remove(Engine, "before_cursor_execute", made.statement)
    made.is_on = False


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> dict[int, TestClient]:
    root = tmp_path_factory.mktemp("large")
    return {kpis: TestClient(make_app(_workspace(root / str(kpis), kpis)), base_url=HOME) for kpis in (FEW, MANY)}


def _workspace(root: Path, kpis: int) -> Workspace:
    """As many actions and comments as KPIs, and a tenth as many proposals; escalations as the figures have it."""
    for path, text in framework_texts(kpis).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text)
    at = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    Observations(root / STORE).record(observations(kpis, 20), Run("bench", at, TODAY), findings=(), kpis=())
    made = Workspace.open(root)
    with made.writing(by="rui") as desk:
        plan_reviews(desk)
        sweep(desk, made.judged())
        for n in range(kpis):
            add_action(desk, about=Ref("kpi", "kpi-0"), text=f"Do {n}", owner="ana", due=date(2026, 7, 20))
            add_comment(desk, Ref("kpi", "kpi-0"), f"Said {n}")
    with made.store.writing() as transaction:
        for n in range(kpis):
            texts = {"framework/main.yaml": f"{HEAD}# {n}\n".encode()}
            make_revision(transaction, texts, made.framework, on=live(transaction), by="ana", at=at, message=f"Note {n}")
        last = {path: (root / path).read_bytes() for path in made.files}
        make_revision(transaction, last, made.framework, on=live(transaction), by="ana", at=at, message="As it is")
    return made


def test_no_page_does_more_for_more_kpis(clients: dict[int, TestClient], counter: Counter) -> None:
    """What a page asks the database and opens of files, and it may be much the first time, does not grow with the framework."""
    done: dict[int, dict[str, list[str]]] = {}
    for kpis, client in clients.items():
        done[kpis] = {path: _asked(client, path, counter) for path in _paths(client)}
    few, many = done.values()
    assert len(few) == len(many)
    grown = {
        path: (len(before), len(after))
        for (path, before), after in zip(few.items(), many.values(), strict=True)
        if len(after) > len(before)
    }
    assert not grown
    assert max(map(len, many.values())) < 30


def _paths(client: TestClient) -> Iterator[str]:
    """Give an address for every page: its own, or the first that another page leads to."""
    plain = [page.path for page in pages() if "{" not in page.path]
    links = [link for path in plain for link in re.findall(r'href="(/[^"#?]*)', client.get(path).text)]
    links += ["/objective/objective-0", "/kpi/kpi-0"]
    yield from plain
    for page in pages():
        fits = re.compile(re.sub(r"{\w+(:path)?}", "[^/]+", page.path)).fullmatch
        if "{" in page.path:
            yield from sorted(filter(fits, links))[:1]


def _asked(client: TestClient, path: str, counter: Counter) -> list[str]:
    assert client.get(path).status_code == 200, path
    counter.found, counter.is_on = [], True
    client.get(path)
    counter.is_on = False
    return counter.found


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_a_long_list_is_read_in_parts(clients: dict[int, TestClient]) -> None:
    client = clients[MANY]
    first = client.get("/audit?severity=warning").text
    of = int(re.findall(r">(\d+) warnings<", first)[0])
    assert of > 100
    assert first.count('<li class="panel finding') == 50
    assert f"1 to 50 of {of}" in words(first)
    assert unescape(re.findall(r'rel="next" href="([^"]+)"', first)[0]) == "?severity=warning&page=2"
    last = client.get("/audit?severity=warning&page=900000").text
    assert f"to {of} of {of}" in words(last)
    assert 'rel="next"' not in last
    for said in ("0", "-3", "two", "9" * 50, "²"):
        assert f"1 to 50 of {of}" in words(client.get("/audit", params={"severity": "warning", "page": said}).text), said


def test_a_large_matrix_is_narrowed_and_read_in_parts(clients: dict[int, TestClient]) -> None:
    client = clients[MANY]
    html = client.get("/matrix").text
    assert "1 to 25 of 120" in words(html)
    assert 'href="?kpi-objective=2#kpi-objective"' in html
    assert "Of 40 columns, the 25 that these rows meet" in words(html)
    assert "has none" not in words(html).partition("KPI by objective")[2].partition("What units owe each other")[0]
    narrowed = client.get("/matrix?unit=unit-3").text
    assert set(re.findall(r'<tr><th scope="row"[^>]*><a href="/kpi/kpi-(\d+)"', narrowed)) == {str(n) for n in range(3, MANY, 12)}
    assert '<option value="unit-3" selected>' in narrowed
    assert "<select" not in clients[FEW].get("/matrix").text.partition("<main")[2]


def test_a_large_cascade_shows_one_unit_at_a_time(clients: dict[int, TestClient]) -> None:
    client = clients[MANY]
    assert 'href="/kpi/' not in client.get("/cascade").text
    html = client.get("/cascade?unit=unit-3").text
    assert len(re.findall(r'<tr><td><a href="/kpi/', html)) == 10
    assert '<details id="unit-unit-3" open>' in html


def test_who_answers_for_much_has_a_page_of_it(clients: dict[int, TestClient]) -> None:
    client = clients[MANY]
    html = client.get("/people").text
    assert len(re.findall(r'href="/kpi/', html)) == 12
    assert len(re.findall(r'href="/kpi/', client.get("/people?person=ana").text)) == MANY
    assert 'href="/people?person=ana"' in html


def test_a_large_map_shows_some_of_each_perspective(clients: dict[int, TestClient]) -> None:
    client = clients[MANY]
    html = client.get("/map").text
    assert html.count('<li class="box') == 12
    assert f"12 of {MANY // 3} objectives are shown" in words(html)
    seen = [client.get(f"/map?lane-customer={n}").text for n in range(1, 5)]
    found = [id_ for page in seen for id_ in re.findall(r'id="objective-(objective-\d+)"', page)]
    assert sorted(found) == sorted(f"objective-{n}" for n in range(MANY // 3))
    assert "?lane-customer=2#lane-customer" in html
    assert "objectives are shown" not in clients[FEW].get("/map").text


@pytest.mark.parametrize(
    ("path", "of", "one", "query"),
    [
        ("/actions", MANY, '<li class="panel finding', "?page=2"),
        ("/framework", MANY, 'href="/edit/kpi/', "?kpi=2#kpi"),
        ("/history", MANY + 2, 'href="/history?revision=', "?page=2"),
    ],
)
def test_lists_are_read_in_parts(clients: dict[int, TestClient], path: str, of: int, one: str, query: str) -> None:
    first = clients[MANY].get(path).text
    assert first.count(one) == 50
    assert f"1 to 50 of {of}" in words(first)
    rest = clients[MANY].get(path + query.partition("#")[0]).text
    assert f"51 to {min(of, 100)} of {of}" in words(rest)
    assert f'rel="next" href="{query}"' in first
