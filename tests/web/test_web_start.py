"""One's own workspace beside the demo: at the machine itself, whole or not at all, and nothing that exists is written over."""

from __future__ import annotations

from starlette.testclient import TestClient
from tests.web.comers import come_in, have_account, words

from vitalfew import Workspace
from vitalfew.exchange.template import write_template


def test_a_small_workspace_is_begun_and_its_command_is_told(browser: TestClient, own: Workspace) -> None:
    assert 'href="/start"' in browser.get("/").text
    answer = browser.post("/start", data={"name": "Élan & Sons: 1", "preset": "small-business"})
    assert answer.headers["location"] == "/start?made=lan-sons-1"
    made = own.root.parent / "lan-sons-1"
    assert f"vitalfew -C {made.resolve()} serve" in words(browser.get(answer.headers["location"]).text)
    begun = Workspace.open(made)
    assert begun.framework.organization.name == "Élan & Sons: 1"
    assert [each for each in begun.check() if each.severity == "error"] == []
    again = browser.post("/start", data={"name": "lan sons 1", "preset": "okr"})
    assert again.status_code == 422
    assert "exists and is not empty" in words(again.text)


def test_a_spreadsheet_begins_one_and_what_was_guessed_is_said(browser: TestClient, own: Workspace) -> None:
    book = own.root.parent / "book.xlsx"
    write_template(book)
    files = {"book": ("book.xlsx", book.read_bytes())}
    answer = browser.post("/start", data={"name": "Ours", "preset": "executive"}, files=files)
    assert answer.headers["location"] == "/start?made=ours"
    begun = Workspace.open(own.root.parent / "ours")
    assert begun.framework.organization.name == "Ours"
    assert begun.framework.kpis
    assert "What was guessed" in words(browser.get("/start?made=ours").text) or not (begun.root / "START.md").read_text(
        "utf-8"
    ).count("- ")


def test_what_is_no_spreadsheet_or_no_name_is_refused_and_leaves_nothing(browser: TestClient, own: Workspace) -> None:
    before = sorted(own.root.parent.iterdir())
    for name, preset, book in (
        ("Ours", "executive", "a.exe"),
        ("Ours", "executive", "a.xlsx"),
        ("Ours", "secret", ""),
        ("…", "okr", ""),
        ("", "okr", ""),
    ):
        files = {"book": (book, b"no workbook")} if book else None
        assert browser.post("/start", data={"name": name, "preset": preset}, files=files).status_code == 422, (name, preset, book)
    assert sorted(own.root.parent.iterdir()) == before
    assert "vitalfew -C" not in browser.get("/start", params={"made": "../.."}).text


def test_where_somebody_signs_in_nothing_is_begun(browser: TestClient, own: Workspace) -> None:
    have_account(own, "root@meridian.example", "administrator", "rui")
    come_in(browser, "root@meridian.example")
    assert browser.get("/start").status_code == 422
    assert browser.post("/start", data={"name": "Ours", "preset": "okr"}).status_code == 422
    assert 'href="/start"' not in browser.get("/").text
