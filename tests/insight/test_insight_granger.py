"""Beside statsmodels' Granger test on the same series: fewer false calls, and those within the period too (AUD-4)."""

from __future__ import annotations

from typing import Any

import pytest

from bench.granger import NULL, REPLY, figures


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, Any]]:
    """What each calls real, by kind of pair; twelve of each."""
    return {row["of"]: row for row in figures(0.04)["rows"]}


def test_where_nothing_leads_we_call_less_real_than_the_test_does(rows: dict[str, dict[str, Any]]) -> None:
    ours, levels, changes = (sum(rows[kind][who] for kind in NULL) / len(NULL) for who in ("ours", "levels", "changes"))
    assert ours <= 0.05
    assert ours <= changes < levels


def test_a_reply_within_the_period_is_seen_where_the_test_sees_none(rows: dict[str, dict[str, Any]]) -> None:
    later, at_once = (rows[kind] for kind in REPLY)
    assert at_once["ours"] > at_once["changes"] + 0.2
    assert later["ours"] > 0.3


def test_on_the_economy_both_agree_on_half_of_the_links(rows: dict[str, dict[str, Any]]) -> None:
    """They differ on parts of the product, which move it within the quarter, and on what moves with the cycle."""
    assert rows["economy"]["links"] == 19
    assert 0.4 < rows["economy"]["agree"] < 0.7
