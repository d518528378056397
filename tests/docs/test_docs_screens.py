"""Every page has its pictures, which stay small; `make screenshots` takes them."""

from __future__ import annotations

import re
from pathlib import Path

from bench.scenes import SCENES
from vitalfew.web.page import pages

DOCS = Path(__file__).parents[2] / "docs"
LOOKS = ("light", "dark", "phone")
MOST = 5_000_000
"""How many bytes all pictures may have."""


def test_every_page_is_pictured_in_each_look() -> None:
    listed = set(re.findall(r"\(screens/([\w.-]+)\)", (DOCS / "screens.md").read_text(encoding="utf-8")))
    names = {page.template.removesuffix(".html") for page in pages()} | {scene.name for scene in SCENES}
    assert {f"{name}-{look}.webp" for name in names for look in LOOKS} <= listed
    assert {each.name for each in (DOCS / "screens").iterdir()} == listed
    assert sum(each.stat().st_size for each in (DOCS / "screens").iterdir()) < MOST
