"""The engine finds the objectives of public plans as often as its page says, and clearly more often than shared words do."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bench.text import COMPARED, FOLDER, PAGE, Figures, band_rows, orphans, plans, row, scorers, total
from vitalfew.text.engine import engine

NEAR = 0.03
"""How far a figure may lie from the page: processors round the model differently, and the catalogue grows."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Figures]]:
    opened = {name: engine(name, tmp_path_factory.mktemp("kept")) for name in COMPARED[1:]}
    rows = {name: [row(name, plan, score) for plan in plans()] for name, score in scorers(opened).items()}
    return {name: {"all": total(name, each), **{one["plan"]: one for one in each}} for name, each in rows.items()}


def test_pairs_are_of_public_plans_each_with_its_source() -> None:
    with (FOLDER / "plans.csv").open(encoding="utf-8", newline="") as file:
        sources = list(csv.DictReader(file))
    assert len(sources) >= 5
    assert sum(len(serves) for plan in plans() for _, serves in plan.kpis) >= 300
    assert all(each["title"] and each["body"] and each["url"].startswith("https://") for each in sources)
    assert all(each["year"] or "no date" in each["note"] for each in sources)
    assert len(orphans()) >= 50


def test_meaning_finds_what_words_do_not(found: dict[str, dict[str, Figures]]) -> None:
    words, both = found["tf-idf"]["all"], found["blended"]["all"]
    assert both["recall_1"] > words["recall_1"] + 0.15
    assert both["mrr"] > words["mrr"] + 0.15
    assert both["orphan_auc"] > max(words["orphan_auc"] + 0.1, 0.85)
    assert both["mrr"] >= found["lexical"]["all"]["mrr"] + 0.15


def test_bands_are_worth_what_is_said_of_them(tmp_path: Path) -> None:
    of = {each["match"]: each for each in band_rows("blended", engine("blended", tmp_path))}
    rights = [of[band]["right"] for band in ("strong", "plausible", "weak", "none")]
    assert rights == sorted(rights, reverse=True)
    assert rights[0] > 0.7 > rights[1] > 0.5
    assert of["strong"]["orphans"] < 0.02
    assert of["none"]["orphans"] > 5 * of["none"]["kpis"]
    assert of["not decided"]["right"] < of["decided"]["right"] - 0.1


def test_the_page_says_what_is_reached(found: dict[str, dict[str, Figures]]) -> None:
    said = page_rows(PAGE)
    assert said.keys() == {(plan, name) for name in COMPARED for plan in found[name]}
    for (plan, name), values in said.items():
        reached = [found[name][plan][key] for key in ("recall_1", "recall_5", "mrr", "orphan_auc")]
        few = 1 / found[name][plan]["kpis"]
        assert values == pytest.approx(reached, abs=NEAR + few), (plan, name)


def page_rows(page: Path) -> dict[tuple[str, str], list[float]]:
    """Read the table of figures."""
    table = page.read_text(encoding="utf-8").split("<!-- figures:")[1].split("<!-- end -->")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {(row[0], row[4]): [float(cell) for cell in row[5:]] for row in cells if len(row) == 9 and row[4] in COMPARED}
