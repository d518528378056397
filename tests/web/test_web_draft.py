"""Eight answers become a framework: understood, shown with reasons, and taken on by whoever may (STR-1, DEF-4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from itertools import count
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.base.errors import NotAllowed, Refused
from vitalfew.load.read import contents, load_texts
from vitalfew.rhythm.adoption import adopt, beside
from vitalfew.rhythm.proposals import proposals
from vitalfew.rhythm.rights import Rights
from vitalfew.web.app import make_app
from vitalfew.web.pages import _drafting

HOME = "http://localhost"
GOALS = ("Customers come back without being asked", "Deliver in two days", "Earn more on each order")
ANSWERS = {"name": "Lindqvist Bikes", "industry": "online shop for bicycles", "size": "120", "goals": "\n".join(GOALS)}
PAPER = b"""\
# Strategy of Lindqvist Bikes

## Mission

Bikes that are ridden every day.

## Goals

- Keep our customers
- <b>Deliver</b> in two days
"""
POISON = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Path]]:
    """A workspace in which nothing is declared, and a browser at it."""
    root = tmp_path_factory.mktemp("bare")
    (root / "framework").mkdir()
    yield from served(root)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[TestClient, Path]]:
    """A workspace with a framework of its own, and the browser of Eva, who is one of its people."""
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(
        "# the people\npeople: [{id: eva, name: Eva Moreno}]\norganization: {name: Old Bikes}\n"
        "objectives: [{id: loved, statement: People come back, owner: eva}]\n"
        "sources: [{id: hand, kind: manual}] # by hand\npreset: small-business\n",
        encoding="utf-8",
    )
    yield from served(tmp_path)


def served(root: Path) -> Iterator[tuple[TestClient, Path]]:
    workspace = Workspace.open(root)
    with TestClient(make_app(workspace), base_url=HOME, follow_redirects=False, headers={"origin": HOME}) as browser:
        yield browser, root
    workspace.store.close()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def send(browser: TestClient, do: str, **fields: str) -> Response:
    return browser.post("/draft", data={"do": do, **fields})


def go_on(answer: Response) -> str:
    assert answer.status_code == 303, words(answer.text)
    assert "saved" not in answer.cookies
    return str(answer.headers["location"])


def of(path: str) -> str:
    found = re.search(r"of=(\w{64})", path)
    assert found
    return found[1]


def test_each_question_has_an_example_and_works_without_scripts(bare: tuple[TestClient, Path]) -> None:
    for start in ("/", "/map"):
        assert bare[0].get(start).text.count('href="/draft">') == 3
    html = bare[0].get("/draft").text
    names = ("name", "industry", "size", "goals", "focus", "scope", "stakeholders", "reporting")
    for name in names:
        assert f'name="{name}"' in html
        assert f'id="help-{name}"' in html
    assert html.count("Such as:") >= len(names)
    assert 'value="check:all"' in html
    assert 'aria-invalid="true"' not in html


def test_what_answers_are_taken_for_stands_beside_them(bare: tuple[TestClient, Path]) -> None:
    browser, root = bare
    part = browser.post("/draft", data={"do": "check", **ANSWERS}, headers={"x-part": "form"}).text
    assert "<h1>" not in part
    said = words(part)
    assert "e-commerce" in said
    assert "executive" in said
    for goal in GOALS:
        assert f"{goal}" in said
    assert "Which do you mean?" in said
    assert "What would be drafted" not in said
    whole = send(browser, "check:all", **ANSWERS).text
    assert "What would be drafted" in words(whole)
    assert contents(root)[0] == {}


def test_a_goal_that_may_mean_two_things_is_decided_by_a_person(bare: tuple[TestClient, Path]) -> None:
    browser, _ = bare
    html = send(browser, "check", **ANSWERS).text
    number, chosen = re.findall(r'name="meant\.(\d+)" id="[^"]*" value="([^"]+)"', html)[-1]
    goal = re.search(rf'name="goal\.{number}" value="([^"]*)"', html)
    assert goal
    told = {**ANSWERS, f"meant.{number}": chosen, f"goal.{number}": unescape(goal[1])}
    again = send(browser, "check", **told).text
    assert f'value="{chosen}" checked' in again
    assert "you chose" in words(again)
    path = go_on(send(browser, "show", **told))
    assert f"objective-{chosen}" in browser.get(path).text


def test_what_is_missing_or_wrong_is_said_at_its_field_and_no_word_is_lost(bare: tuple[TestClient, Path]) -> None:
    browser, _ = bare
    long = "Grow " * 500
    answer = send(browser, "show", **{**ANSWERS, "name": "", "size": "quite many", "goals": long})
    assert answer.status_code == 422
    said = words(answer.text)
    assert "3 answers are missing or wrong" in said
    for name, note in (("name", "this answer is needed"), ("size", "quite many"), ("goals", "more than 2,000")):
        notes = re.search(rf'id="notes-{name}"[^>]*>(.*?)</div>', answer.text, re.DOTALL)
        assert notes
        assert note in words(notes[1])
        assert re.search(rf'id="f-{name}"[^>]*aria-invalid="true"', answer.text)
    assert long.strip() in said.replace("  ", " ")


def test_a_draft_is_shown_with_reasons_then_taken_on_once(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    for browser, root in served(tmp_path):
        path = go_on(send(browser, "show", **ANSWERS))
        html = browser.get(path).text
        said = words(html)
        for goal in GOALS:
            assert f"Answers your goal “{goal}”" in said
        assert "does not fit" not in said
        assert "0 errors" in said
        assert browser.get(path).text == html
        back = browser.get(f"/draft?of={of(path)}").text
        assert all(unescape(back).count(text) for text in ANSWERS.values())
        asked = re.search(r'href="(/draft\?[^"#]*why=kpi:[^"#]*)', html)
        assert asked
        assert "without it" in words(browser.get(unescape(asked[1])).text)
        left = re.search(r'<option value="(kpi:[^"]+)"', html)
        assert left
        reason = words(browser.get(f"{path}&why={left[1]}").text)
        assert "with it" in reason or "without it" in reason or "others are more relevant" in reason
        assert contents(root)[0] == {}
        wanted = {"of": of(path), "step": "framework"}
        nobody = send(browser, "adopt", **wanted)
        assert nobody.status_code == 422
        assert "say who takes it on" in words(nobody.text).lower()
        assert send(browser, "adopt", **wanted, by="Ada Berg").status_code == 303
        texts = contents(root)[0]
        assert "framework/strategy.yaml" in texts
        shown = browser.get(f"/draft?of={of(path)}&step=next").text
        assert re.search(r'href="/edit/kpi/[a-z0-9-]+"', shown)
        assert re.search(r'href="/edit/person/[a-z0-9-]+"', shown)
        assert 'href="/publish"' in shown
        assert "The first two weeks" in words(shown)
        history = words(browser.get("/history").text)
        assert "Ada Berg" in history
        assert "drafted from eight answers" in history
        browser.post("/me", data={"do": "choose", "person": next(iter(load_texts(texts).framework.person))})
        twice = send(browser, "adopt", **wanted)
        assert twice.headers["location"].endswith("step=next")
        assert contents(root)[0] == texts


def test_over_a_live_framework_it_is_a_proposal_in_its_place(shop: tuple[TestClient, Path]) -> None:
    browser, root = shop
    before = contents(root)[0]
    assert 'value="Old Bikes"' in browser.get("/draft").text
    path = go_on(send(browser, "show", **ANSWERS))
    browser.post("/me", data={"do": "choose", "person": "eva"})
    first, second = (send(browser, "adopt", of=of(path), step="framework") for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert first.headers["location"].startswith("/proposal/")
    assert "Lindqvist Bikes" in words(browser.get(first.headers["location"]).text)
    workspace = Workspace.open(root)
    with workspace.reading() as desk:
        assert len(proposals(desk)) == 1
    workspace.store.close()
    assert contents(root)[0] == before


def test_people_and_sources_stay_with_their_comments(shop: tuple[TestClient, Path]) -> None:
    before = contents(shop[1])[0]
    drafted = {
        "framework/main.yaml": b"people:\n  - {id: eva, role: Head}\n  - {id: head, role: Head}\nobjectives: []\n",
    }
    texts = beside(before, drafted)
    framework = load_texts(texts).framework
    assert [each.id for each in framework.sources] == ["hand"]
    assert framework.person["eva"].name == "Eva Moreno"
    assert "head" in framework.person
    assert not framework.objectives
    assert b"# by hand" in b"".join(texts.values())
    assert beside(texts, texts) == texts


def test_who_may_not_change_the_framework_takes_nothing_on(tmp_path: Path, shop: tuple[TestClient, Path]) -> None:
    texts, at = {"framework/main.yaml": b"organization: {name: Own}\n"}, datetime(2026, 6, 1, tzinfo=UTC)
    (tmp_path / "own" / "framework").mkdir(parents=True)
    workspace = Workspace.open(tmp_path / "own")
    with pytest.raises(NotAllowed):
        adopt(workspace.store, workspace.root, texts, by="ada", at=at, message="Draft", rights=Rights())
    assert contents(workspace.root)[0] == {}
    workspace.store.close()
    live = Workspace.open(shop[1])
    with pytest.raises(Refused, match="stands here by now"):
        adopt(live.store, live.root, texts, by="ada", at=at, message="Draft")
    live.store.close()


def test_a_paper_is_shown_with_places_and_taken_over_as_it_was_edited(bare: tuple[TestClient, Path]) -> None:
    browser, _ = bare
    typed = {"do": "read", "name": "Typed", "size": "40"}
    answer = browser.post("/draft", data=typed, files={"file": ("../<i>plan</i>.md", PAPER)})
    html = browser.get(go_on(answer)).text
    assert "Bikes that are ridden every day." in words(html)
    assert "line 9" in words(html)
    assert "<i>plan" not in html
    assert "<b>Deliver" not in html
    address = re.search(r'name="paper" value="(\w+)"', html)
    assert address
    fields = dict(re.findall(r'name="(key\.\d+)" value="([^"]*)"', html))
    number = next(name.partition(".")[2] for name, key in fields.items() if key == "goals")
    nothing = send(browser, "take", paper=address[1], **fields)
    assert nothing.status_code == 422
    assert "nothing was ticked" in words(nothing.text).lower()
    taken = {**fields, f"take.{number}": "1", f"text.{number}": "Keep customers for years"}
    shown = browser.get(go_on(send(browser, "take", paper=address[1], **taken))).text
    assert "Keep customers for years" in shown
    assert 'value="Typed"' in shown
    assert 'value="40"' in shown
    assert "Bikes that are ridden" not in re.sub(r"<p class=\"help\".*?</p>", "", shown)


def test_a_brief_fills_the_fields_and_what_cannot_be_read_says_why(bare: tuple[TestClient, Path]) -> None:
    browser, _ = bare
    brief = b"name: Brief Ltd\nindustry: bakery\nsize: 12\ngoals: [Bake less, Sell more]\npolicy: {objectives: {max: 4}}\n"
    answer = browser.post("/draft", data={"do": "read"}, files={"file": ("brief.yaml", brief)})
    shown = browser.get(go_on(answer)).text
    assert "Bake less\nSell more" in shown
    assert 'name="policy.objectives"' in shown
    assert re.search(r'name="policy.objectives"[^>]*value="4"', shown)
    for name, content in (("plan.exe", b"MZ"), ("plan.pdf", b"no pdf"), ("plan.docx", b"PK"), ("empty.md", b" ")):
        refused = browser.post("/draft", data={"do": "read", **ANSWERS}, files={"file": (name, content)})
        assert refused.status_code == 422
        assert name in words(refused.text)
        assert "paper." not in refused.text
        assert "Lindqvist Bikes" in refused.text


def test_bounds_that_cannot_all_be_kept_are_named_at_their_fields(bare: tuple[TestClient, Path]) -> None:
    browser, _ = bare
    path = go_on(send(browser, "show", **ANSWERS, **{"policy.objectives": "3", "policy.in-all": "2"}))
    html = browser.get(path).text
    notes = re.search(r'id="notes-policy.objectives"[^>]*>(.*?)</div>', html, re.DOTALL)
    assert notes
    assert "Cannot be:" in words(notes[1])
    assert "No framework keeps all of these" in words(html)
    assert "Take it on" not in words(html)


def test_nothing_that_is_typed_becomes_part_of_the_page(bare: tuple[TestClient, Path]) -> None:
    browser, _ = bare
    fields = [name for name in re.findall(r'name="([\w.-]+)"', browser.get("/draft").text) if name not in {"do", "file"}]
    poisoned = dict.fromkeys(fields, POISON) | {"meant.0": POISON, "goal.0": POISON, "size": "50"}
    readable = {**ANSWERS, "name": POISON, "goals": f"Keep customers {POISON}\n{POISON}", "scope": POISON, "stakeholders": POISON}
    path = go_on(send(browser, "show", **readable))
    pages = [send(browser, do, **poisoned).text for do in ("check", "check:all", "show")]
    pages += [browser.get(each).text for each in (path, f"{path}&why=kpi:{POISON}", path.replace("framework", "next"))]
    for html in pages:
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "alert(1)" in html or "kpi" in html.lower()


def test_an_address_that_leads_nowhere_asks_anew(bare: tuple[TestClient, Path]) -> None:
    browser, _ = bare
    for query in ("of=nothing", f"of={'0' * 64}&step=framework", "paper=nothing", "of=%00&step=next", "step=framework"):
        answer = browser.get(f"/draft?{query}")
        assert answer.status_code == 200
        assert 'name="goals"' in answer.text
    assert send(browser, "adopt", of="nothing").status_code == 422
    assert send(browser, "else").status_code == 422


def test_what_was_worked_out_is_not_again_and_few_wait_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = _drafting.Lately[int](2)
    numbers = count(1)
    for name in ("a", "b", "a", "c", "a"):
        made.once(name, lambda: next(numbers))
    assert next(numbers) == 5
    monkeypatch.setattr(_drafting, "ROOM", 0)
    with pytest.raises(Refused, match="many are drafting"):
        _drafting.Lately[int](2).once("a", int)


def test_who_asks_very_often_waits(bare: tuple[TestClient, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    browser, _ = bare
    monkeypatch.setattr(_drafting, "OFTEN", 0)
    html = send(browser, "check", **{**ANSWERS, "name": "Somebody Else"}).text
    assert "asked for very often" in words(html)
    assert "Somebody Else" in html
