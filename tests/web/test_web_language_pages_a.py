"""What the pages from the account to initiatives show is said, as it is of the others."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient
from tests.language.pseudo import WORD, spoken
from tests.web.test_web_language_pages import OWN as SHARED
from tests.web.test_web_language_pages import texts, visitor, written

from vitalfew.catalog.read import catalogue
from vitalfew.draft.context import NAMES
from vitalfew.web.page import pages
from vitalfew.workspace import smells

__all__ = ["visitor", "written"]
OWN = SHARED | {"Deutsch"}
CATALOGUE = [each.statement for each in catalogue().patterns] + [str(each) for each in NAMES.values()]
"""What a draft takes into a framework as it stands in the catalogue."""
CODE = re.compile(
    r"[A-Z]{3}\d{3}|"
    + "|".join(rf"(?<![\w-]){each.slug}(?![\w-])" for each in smells())
    + "|"
    + "|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in CATALOGUE)
)
KEPT = {
    "/history": {"vitalfew", "The files as they were when the rhythm began", "they stood in the files before the first revision"},
    "/cascade": {"Greta LindInês Duarte"},
    "/edit/initiative/onboarding": {"initiative``. .", "initiative . ."},
}
"""What is stored in English, and what vanishing words leave glued together."""
PATHS = [
    *(each.path for each in pages() if "{" not in each.path and each.template < "j" and each.path != "/help"),
    "/edit/kpi/churn",
    "/edit/initiative/onboarding",
    "/data?kpi=churn",
    "/actions?show=late",
    "/nowhere",
]


@pytest.mark.parametrize("path", PATHS)
def test_what_a_page_shows_is_said(path: str, visitor: TestClient, written: re.Pattern[str]) -> None:
    with spoken():
        answer = visitor.get(path, headers={"accept-language": "de", "cookie": "person=rui"})
    rests = ((text, written.sub(" ", CODE.sub(" ", text))) for text in texts(answer.text))
    assert {text for text, rest in rests if not OWN.issuperset(WORD.findall(rest))} - KEPT.get(path, set()) == set()
