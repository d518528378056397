"""The borders of the bands tell labels apart best, and hold on labels that they were not set by (AUD-14)."""

from __future__ import annotations

import re

from bench.bands import Case, borders, rows
from bench.fit import PAGE
from vitalfew.insight.fit import FAIR, STRONG


def some(score: float, serves: int, of: int) -> list[Case]:
    return [Case("mend", score, place < serves) for place in range(of)]


def test_borders_are_where_the_share_of_those_that_serve_changes() -> None:
    found = [*some(40, 2, 60), *some(55, 3, 60), *some(62, 30, 60), *some(75, 30, 60), *some(81, 50, 60), *some(90, 52, 60)]
    low, high = borders(found)
    assert 55 < low <= 62
    assert 75 < high <= 81


def test_rows_count_each_half_by_the_bands_of_the_score() -> None:
    found = [*some(FAIR - 1, 1, 4), *some(FAIR, 2, 4), Case("hold-out", STRONG, serves=True)]
    told = {(each["half"], each["band"]): (each["kpis"], each["serve"]) for each in rows(found, "engine")}
    assert told["mend", "weak"] == (4, "25%")
    assert told["mend", "fair"] == (4, "50%")
    assert told["hold-out", "strong"] == (1, "100%")
    assert told["hold-out", "weak"] == (0, "–")


def test_the_page_names_the_borders_and_they_hold_on_the_other_half() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert f"From {STRONG:g} points on a KPI is *strong*, from {FAIR:g} on *fair*" in text
    found = re.findall(r"^\| engine \| hold-out \| (\w+) \| \d+ \| (\d+)% \| (\d+)% to (\d+)% \|$", text, re.MULTILINE)
    worth = {band: (int(share), int(low), int(high)) for band, share, low, high in found}
    assert worth["weak"][2] < worth["fair"][1]
    assert worth["fair"][2] < worth["strong"][1]
