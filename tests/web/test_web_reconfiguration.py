"""What has happened and what it asks of the KPIs, on its page: entered, picked from, and proposed (FUT-3, AUD-8)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.attacks.shop import open_shop

from vitalfew import Workspace
from vitalfew.rhythm.proposals import proposals, texts_of
from vitalfew.web.app import make_app
from vitalfew.web.pages import reconfiguration
from vitalfew.web.pages.reconfiguration import View
from vitalfew.web.visit import Visit

HOME = "http://localhost"
LAW = "/reconfiguration?assume=A law asks for answers to data requests and notice of data breaches in time&rests.loved=1"
TAKEN = re.compile(r'name="(take\.[^"]+)"')


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    own = open_shop(tmp_path_factory.mktemp("shop") / "own")
    made = Path(os.environ["XDG_CACHE_HOME"]) / "vitalfew" / "vectors.db"
    made.parent.mkdir(parents=True, exist_ok=True)
    (own.root / ".vitalfew" / made.name).symlink_to(made)  # of texts of the catalogue once for all tests
    return own


def test_the_demo_shows_its_events_each_tried_and_what_is_left_to_people(
    workspace: Workspace, look: Callable[..., Visit]
) -> None:
    view = reconfiguration.build(look(workspace))
    assert isinstance(view, View)
    kinds = {each.id.partition(":")[0] for each in view.cases}
    assert {"regime", "target"} <= kinds
    moved = next(each for each in view.cases if each.id == "regime:second-order")
    assert [each.id for each in moved.changes] == ["declare:second-order:segments"]
    assert [(each.owners, each.kpi.name) for each in moved.touched] == [("Ana Prado", "Second order")]
    assert moved.opened[0].path == "/kpi/second-order"


def test_a_law_is_entered_and_what_is_ticked_of_it_is_proposed(shop: Workspace) -> None:
    with TestClient(make_app(shop), base_url=HOME, follow_redirects=False, headers={"origin": HOME}) as browser:
        assert "write what is new" in browser.get("/reconfiguration?assume=A law").text
        page = browser.get(LAW).text
        named = TAKEN.findall(page)
        assert len(named) == 2
        assert browser.post("/me", data={"do": "choose", "person": "eva"}).status_code == 303
        event = re.findall(r'name="event" value="([^"]+)"', page)[0]
        assert browser.post(LAW, data={"event": "regime:gone", "do": "propose"}).status_code == 422
        asked = browser.post(LAW, data={"event": event, "do": "propose", named[0]: "1"})
        assert asked.status_code == 303
    with shop.reading() as desk:
        made = proposals(desk)[-1]
        _, texts = texts_of(desk, made.id)
    assert asked.headers["location"] == f"/proposal/{made.id}"
    (added,) = (
        line.strip() for text in texts.values() if text for line in text.decode().splitlines() if named[0].split(":")[1] in line
    )
    assert named[0].split(":")[1] in added
    assert named[1].split(":")[1] not in "".join(text.decode() for text in texts.values() if text)
    assert any(b"A law asks for answers" in text for text in texts.values() if text)


def test_where_nothing_happened_the_page_says_so(tmp_path: Path, look: Callable[..., Visit]) -> None:
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text("objectives: [{id: one, statement: Bread is fresh}]\n", encoding="utf-8")
    own = Workspace.open(tmp_path)
    view = reconfiguration.build(look(own))
    own.store.close()
    assert (view.cases, view.is_measured) == ((), False)
    assert str(view.subtitle) == "0 events ask for another look at the KPIs"
