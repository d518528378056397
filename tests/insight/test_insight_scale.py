"""All steps of insight go through on a framework that the bench makes, and all its pages answer; `make prove` does it in full."""

from __future__ import annotations

from pathlib import Path

from bench.insight import LINKS, TOP, linked, page_rows, rows


def test_each_kpi_below_the_top_leads_to_some_that_are_nearer_to_it() -> None:
    found = linked(1_000)
    assert sum(map(len, found.values())) == LINKS * (1_000 - TOP)
    assert all(each < kpi for kpi, ahead in found.items() for each in ahead)


def test_the_whole_insight_goes_through_and_its_pages_answer(tmp_path: Path) -> None:
    found = {each["step"]: each for each in rows(2 * TOP, tmp_path)}
    assert {"links", "leads", "reach", "tornado", "levers", "effects", "conflicts", "scores", "gaps", "whole"} <= found.keys()
    assert found["whole"]["links"] == LINKS * TOP
    assert {each["status"] for each in page_rows(2 * TOP, tmp_path)} == {200}
