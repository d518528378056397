"""Remedies are written for a shell; on a page they lead to pages and fields instead."""

from __future__ import annotations

import pytest

from vitalfew.web.linked import ONE, PLACES, linked
from vitalfew.web.page import pages


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("name one under `owner`", "name one under <code>owner</code>"),
        ("see `vitalfew history`", 'see <a href="/history">History</a>'),
        ("`vitalfew proposals show 1` says why", '<a href="/proposal/1">Proposals</a> says why'),
        ("see `vitalfew explain missing-owner`", 'see <a href="/rule/missing-owner">Help</a>'),
        ("ask each: `vitalfew calibrate recall PERSON NAME …`", 'ask each: <a href="/calibration">Calibration</a>'),
        ("mend them, or say with `--waive REASON` why", "mend them, or say with “Why what stands against it may stand” why"),
        ("`vitalfew worker` does it", "<code>vitalfew worker</code> does it"),
        ("<b>`<i>`</b>", "&lt;b&gt;<code>&lt;i&gt;</code>&lt;/b&gt;"),
    ],
)
def test_commands_lead_to_pages_and_options_to_fields(text: str, shown: str) -> None:
    assert linked(text) == shown


def test_every_place_is_a_page() -> None:
    paths = {page.path for page in pages()}
    assert {path for path, _ in PLACES.values()} <= paths
    assert {f"/{one}/{{id_}}" for one in ONE.values() if one != "rule"} <= paths
