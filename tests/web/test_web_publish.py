"""Documents are read, kept and published from the page, and had again as they were; what is private stays so (DEL-1 to DEL-4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient
from tests.web.attacks.shop import FIGURE, open_shop

from vitalfew import Workspace
from vitalfew.api import documents
from vitalfew.api.documents import Wanted
from vitalfew.formats.format import formats
from vitalfew.reports.report import reports
from vitalfew.rhythm import publishing
from vitalfew.rhythm.publishing import editions
from vitalfew.store.journal import entries, verify
from vitalfew.store.outbox import Attached
from vitalfew.web.app import HEADERS, make_app

HOME = "http://localhost"
OF_MAX = "€790"
"""A figure that Eva may see, and not everybody."""
ONE = {"do": "publish", "report.kpi-definitions": "1", "format.html": "1", "language": "en"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Workspace]]:
    workspace = open_shop(tmp_path_factory.mktemp("shop"))
    with TestClient(make_app(workspace), base_url=HOME, follow_redirects=False, headers={"origin": HOME}) as browser:
        browser.post("/me", data={"do": "choose", "person": "eva"})
        yield browser, workspace
    workspace.store.close()


def test_every_report_can_be_read_and_kept_in_every_format(shop: tuple[TestClient, Workspace]) -> None:
    page = shop[0].get("/publish?language=de").text

    for report in reports().values():
        assert f'href="/publish/{report.name}?language=de"' in page
        assert str(report.purpose) in unescape(page)
        for each in formats().values():
            assert f'href="/publish/{report.name}{each.suffix}?language=de"' in page


def test_a_document_may_do_less_than_a_page(shop: tuple[TestClient, Workspace]) -> None:
    answer = shop[0].get("/publish/alignment-matrix?language=en")
    policy = answer.headers["content-security-policy"]

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "sandbox" in policy.split("; ")
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert shop[0].get("/publish").headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/publish/nothing", 404),
        ("/publish/kpi-definitions.exe", 404),
        ("/publish/kpi-definitions?as_of=soon", 422),
        ("/publish/kpi-definitions?language=xx", 404),
        ("/publish/documents.zip", 422),
        ("/publish/editions/99/a.html", 404),
    ],
)
def test_what_is_not_there_is_said(shop: tuple[TestClient, Workspace], path: str, status: int) -> None:
    assert shop[0].get(path).status_code == status


def test_a_form_names_every_report_and_format_that_a_publication_may_hold(shop: tuple[TestClient, Workspace]) -> None:
    html = shop[0].get("/new/publication").text
    assert [name for name in (*reports(), *formats()) if f"<code>{name}</code>" not in html] == []


def test_documents_come_with_their_name_and_kind_and_several_in_one_file(shop: tuple[TestClient, Workspace]) -> None:
    one = shop[0].get("/publish/kpi-definitions.md?as_of=2026-06-15&language=de")
    several = shop[0].get(
        "/publish/documents.zip?report.kpi-definitions=1&report.ownership-map=1&format.markdown=1&format.xlsx=1"
    )

    assert one.headers["content-disposition"] == 'attachment; filename="kpi-definitions-2026-06-15.md"'
    assert one.headers["content-type"].startswith("text/markdown")
    assert "Stand 15. Juni 2026" in one.text
    names = ZipFile(BytesIO(several.content)).namelist()
    assert sorted(names) == ["kpi-definitions.md", "kpi-definitions.xlsx", "ownership-map.md", "ownership-map.xlsx"]


def test_a_document_is_written_once_for_the_same_facts(
    shop: tuple[TestClient, Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def write(_: Workspace, asked: Wanted, __: object) -> Attached:
        made.extend(asked.reports)
        return Attached("a.html", "text/html", b"a")

    monkeypatch.setattr(documents, "_written", write)
    for _ in range(3):
        assert shop[0].get("/publish/operating-calendar?as_of=2026-06-16").content == b"a"

    assert made == ["operating-calendar"]


def test_what_was_published_is_had_again_as_it_was_by_everybody_and_holds_nothing_private(
    shop: tuple[TestClient, Workspace],
) -> None:
    browser, workspace = shop
    own = browser.get("/publish/kpi-definitions?language=en").text
    answer = browser.post("/publish", data=ONE)
    assert answer.headers["location"] == "/publish#history"
    with workspace.reading() as desk:
        (edition,) = editions(desk)
        head = entries(desk.transaction, last=2)
        assert verify(desk.transaction).faults == ()

    page = browser.get("/publish").text
    (href,) = re.findall(rf'href="(/publish/editions/{edition.id}/[^"]+)"', page)
    first = browser.get(href)
    browser.post("/publish", data={**ONE, "language": "de"})
    again = browser.get(href)

    assert (first.content, first.headers["content-type"]) == (again.content, "text/html; charset=utf-8")
    assert (edition.by, edition.as_of, edition.reports, edition.head) == (
        "eva",
        workspace.today,
        ("kpi-definitions",),
        head[0].hash,
    )
    assert (head[1].verb, str(head[1].subject)) == ("publish", f"edition:{edition.id}")
    assert (FIGURE in workspace.unseen, OF_MAX in own, OF_MAX in first.text) == (True, True, False)


def test_publishing_takes_a_role_and_somebody_who_does_it(shop: tuple[TestClient, Workspace]) -> None:
    nothing = shop[0].post("/publish", data={"do": "publish"})
    unasked = shop[0].post("/publish", data={**ONE, "do": ""})

    assert (nothing.status_code, unasked.status_code) == (422, 422)
    assert "no document was chosen" in nothing.text


def test_the_oldest_editions_make_room_and_stay_written(
    shop: tuple[TestClient, Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, workspace = shop
    browser.post("/publish", data=ONE)
    with workspace.reading() as desk:
        size = editions(desk)[0].size
    monkeypatch.setattr(publishing, "ROOM", size * 3 // 2)
    browser.post("/publish", data={**ONE, "language": "de"})
    with workspace.reading() as desk:
        newest, *older = editions(desk)

    assert newest.is_kept
    assert older
    assert not any(each.is_kept for each in older)
    gone = browser.get(f"/publish/editions/{older[0].id}/{older[0].files[0].name}")
    assert gone.status_code == 422
    assert "when there was no more room" in browser.get("/publish").text.replace("\n", " ")
