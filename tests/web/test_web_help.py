"""Help: every page of the navigation, every status, every rule, from the texts that are used everywhere else (AUD-12)."""

from __future__ import annotations

import re
from collections.abc import Callable

from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.model.wording import NEEDS, STATES, STATUSES
from vitalfew.web.app import make_app
from vitalfew.web.page import pages
from vitalfew.web.pages.help import build
from vitalfew.web.visit import Visit
from vitalfew.workspace import smells

Look = Callable[..., Visit]


def test_every_page_of_the_navigation_is_told_of_without_numbers(workspace: Workspace, look: Look) -> None:
    view = build(look(workspace))
    assert {page.path for page in pages() if page.nav} <= {each.path for each in view.places}
    for each in view.places:
        assert each.about
        assert not re.search(r"\b[A-Z]{3}-\d", each.about)


def test_every_status_and_word_is_explained(workspace: Workspace, look: Look) -> None:
    view = build(look(workspace))
    assert {each.mark.word for each in view.meanings} == {*STATUSES.values(), *STATES.values()} - {STATES["ok"]}
    assert set(view.needs) == set(NEEDS.values())


def test_every_rule_is_there_once_with_its_page(workspace: Workspace, look: Look) -> None:
    view = build(look(workspace))
    told = [topic.code for _, topics in view.families for topic in topics]
    assert sorted(told) == sorted(smell.code for smell in smells())
    with TestClient(make_app(workspace), base_url="http://localhost") as client:
        html = client.get("/help").text
    assert all(f'href="/rule/{smell.slug}"' in html for smell in smells())
