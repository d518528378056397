"""What pages of the demo organisation show is said: where said texts vanish, only what people wrote is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient
from tests.language.pseudo import WORD, spoken

from vitalfew import Workspace
from vitalfew.web.app import make_app
from vitalfew.web.page import pages

IDS = frozenset({"/settings", "/start"})
"""What shows ids of the file format: of numbers, and of presets."""
PATHS = [
    *(each.path for each in pages() if "{" not in each.path and each.template >= "j" and each.path not in IDS),
    "/kpi/recurring-revenue",
    "/objective/protect-margin",
    "/order/kpi",
    "/sight?objective=grow-recurring-revenue",
]
CUT = re.compile(r"<(script|style|code|kbd|datalist)\b.*?</\1>|<(\w+)[^>]* lang=\"en\".*?</\2>", re.DOTALL)
READ = re.compile(r'\s(?:title|aria-label|placeholder|alt|data-th)="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
OWN = frozenset({"KPI", "FY", "Vitalfew", "Deutsch"})
"""Names, of languages too."""


def texts(page: str) -> Iterator[str]:
    """Give what is read on a page, piece by piece."""
    kept = CUT.sub(" ", page.partition("<body>")[2])
    for text in [*TAG.split(kept), *(found for tag in TAG.findall(kept) for found in READ.findall(tag))]:
        yield " ".join(unescape(text).split())


def leaves(node: object) -> Iterator[str]:
    """Give every text of a document."""
    if isinstance(node, dict):
        yield from (text for each in node.items() for part in each for text in leaves(part))
    elif isinstance(node, list):
        yield from (text for each in node for text in leaves(each))
    elif node is not None:
        yield " ".join(str(node).split())


@pytest.fixture(scope="module")
def written(workspace: Workspace) -> re.Pattern[str]:
    """Whatever people wrote into the files, longest first."""
    found = set(leaves(workspace.framework.model_dump(mode="json")))
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in sorted(found, key=len, reverse=True) if text))


@pytest.fixture(scope="module")
def visitor(workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(make_app(workspace), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
def test_what_a_page_shows_is_said(path: str, visitor: TestClient, written: re.Pattern[str]) -> None:
    with spoken():
        answer = visitor.get(path, headers={"accept-language": "de", "cookie": "person=rui"})
    assert answer.status_code == 200
    rests = ((text, written.sub(" ", text)) for text in texts(answer.text))
    assert {text for text, rest in rests if not OWN.issuperset(WORD.findall(rest))} == set()
