"""What insight found stands in the deliverables and the packs: by how much, how surely, and what to do (AUD-4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.reports.pared import emptied
from tests.reports.trace import texts

from vitalfew.formats.document import Bullets, Matrix, Prose, Section, Table
from vitalfew.insight.heading import Told
from vitalfew.reports.facts import Facts
from vitalfew.reports.proof import alignment, by_evidence, conflicts, early, leads, line_of_sight, news, signals
from vitalfew.reports.report import reports

DAY = date(2026, 6, 1)
HELD = {
    "strategic-kpi-document": {"line-of-sight", "leads", "conflicts"},
    "kpi-architecture-blueprint": {"line-of-sight", "leads", "conflicts"},
    "alignment-matrix": {"evidence", "conflicts", "alignment-score"},
    "weekly-business-review": {"signals"},
    "monthly-review-pack": {"signals"},
    "quarterly-review-pack": {"signals"},
}


def told(facts: Facts, leads_: tuple[Told, ...]) -> Facts:
    """Facts where other leads were found."""
    assert facts.proved
    other = replace(facts.proved)
    vars(other)["leads"] = leads_
    return replace(facts, proved=other)


def rows(section: Section) -> list[list[str]]:
    """What stands in the tables of a section."""
    tables = [each for each in section.blocks if isinstance(each, Table)]
    return [[str(cell.text or (cell.mark.word if cell.mark else "")) for cell in row] for each in tables for row in each.rows]


def said(section: Section) -> str:
    return " ".join(texts(section))


@pytest.mark.parametrize("report", HELD)
def test_each_has_its_sections(facts: Facts, report: str) -> None:
    assert HELD[report] <= {each.id for each in reports()[report].build(facts).sections}


def test_what_moves_an_objective_most_comes_first_with_interval_and_evidence(facts: Facts) -> None:
    first, *rest = rows(line_of_sight(facts))
    assert first[0] == "Second order"
    assert first[2].startswith("90 %: +€")
    assert first[3:] == ["14 % of the gap to its target", "8 weeks", "as people declared", "clear"]
    assert [row[0] for row in rest][:2] == ["Subscription churn", "Right first time"]
    (matrix,) = (each for each in by_evidence(facts).blocks if isinstance(each, Matrix))
    assert {cell.text.rsplit(", ")[-1] for cells in matrix.cells.values() for cell in cells} == {
        "as people declared",
        "by formula",
    }


def test_leads_that_are_seen_stand_in_the_strategy_all_in_the_architecture(facts: Facts) -> None:
    seen, every = rows(early(facts)), rows(leads(facts))
    assert [row[:3] for row in seen] == [
        ["Fresh on delivery", "Second order", "leads"],
        ["Qualified leads", "Wholesale revenue", "leads"],
    ]
    assert len(every) == 7
    assert "5 declared leads more are not seen in the data, or cannot be told yet." in said(early(facts))


def test_a_review_hears_of_what_warns_or_stopped_and_of_pulls(facts: Facts) -> None:
    assert facts.proved
    first, second, *_ = facts.proved.leads
    assert first.heading
    warning = replace(first, heading=replace(first.heading, bodes="warns"))
    stopped = replace(second, lead=replace(second.lead, said="stopped", stopped=date(2026, 1, 1)), heading=None)
    other = told(facts, (stopped, warning))
    seen = [each.ref for each in facts.framework.kpis]
    (bullets,) = signals(other, seen, DAY).blocks
    assert isinstance(bullets, Bullets)
    assert [each.split(":")[0] for each in bullets.items[:5]] == [
        "Qualified leads no longer leads Wholesale revenue",
        "Fresh on delivery, warning",
        "Volume offer for cafés and Wholesale volume",
        "Welcome box with three origins and Second order",
        "Wholesale margin against Wholesale volume (Inês Duarte and Greta Lind)",
    ]
    asked = [each for each in bullets.items[5:] if "missed" in each.split(":")[0]]
    assert [each.split(",")[0] for each in asked[:2]] == ["Returning cards", "Visits that buy"]
    assert asked[1] == (
        "Visits that buy, missed 21 times in a row, by 1.4 pt on average: change the target or the process; "
        "at today's process the target is out of reach, by 0.2 pt to 2.6 pt, and what would close that is not known: "
        "nothing is declared to drive it with a number. What today's process reaches: at least 58.6 %."
    )
    assert "moved less than expected, +367 kg (90 %: " in bullets.items[2]
    assert list(news(other, seen)) == ["1 KPI stopped leading: Qualified leads.", "1 leading KPI warns: Fresh on delivery."]
    assert [*news(other, ())] == []
    (quiet,) = signals(other, (), DAY).blocks
    assert isinstance(quiet, Prose)


def test_the_open_conflict_stands_with_both_owners_and_its_remedy(facts: Facts) -> None:
    ((names, owners, _, data, way),) = rows(conflicts(facts))
    assert (names, owners) == ("Wholesale margin against Wholesale volume", "Inês Duarte and Greta Lind")
    assert "90 %" in data
    assert "for which both answer" in way


def test_alignment_scores_stand_weakest_first_and_without_anybodys_behaviour(facts: Facts) -> None:
    found = rows(alignment(facts))
    assert found[0][0] == "Energy per kilo"
    assert [float(row[1]) for row in found] == sorted(float(row[1]) for row in found)
    assert facts.proved
    assert all(not each.part("behaviour").items for each in facts.proved.scored)


def test_what_is_empty_or_not_measured_takes_one_line(facts: Facts) -> None:
    bare, unmeasured = emptied(facts), replace(facts, proved=None)
    for section in (line_of_sight(unmeasured), leads(unmeasured)):
        assert said(section).endswith("Nothing is measured: what moves objectives is open.")
        assert len(section.blocks) == 1
    assert "No KPI is declared to lead another" in said(leads(bare))
    assert [len(each(bare).blocks) for each in (line_of_sight, by_evidence, leads, conflicts)] == [1, 1, 1, 1]
