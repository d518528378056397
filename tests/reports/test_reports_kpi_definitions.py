"""KPI definition sheets say of every KPI what DEL-4 asks for, each number is a fact, and what is missing is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.reports.trace import texts, untraced

from vitalfew.formats.document import Callout, Chart, Document, PageBreak, Section, Terms, walk
from vitalfew.judge.private import without as closed
from vitalfew.model.course import Course
from vitalfew.model.graph import Lines
from vitalfew.reports.facts import Facts
from vitalfew.reports.kpi_definitions import build


@pytest.fixture(scope="module")
def document(facts: Facts) -> Document:
    """Give the sheets of the demo."""
    return build(facts)


def sheet(document: Document, id_: str) -> Section:
    """Give the sheet of a KPI."""
    return next(each for each in document.sections if each.id == f"kpi-{id_}")


def rows(section: Section) -> dict[str, str]:
    """Give its rows by name."""
    terms = (each for each, _ in walk(section.blocks) if isinstance(each, Terms))
    return {name: cell.text for each in terms for name, cell in each.rows}


def with_kpi(facts: Facts, id_: str, **changed: object) -> Facts:
    """Give the facts of a framework of one KPI, which is declared otherwise and was never measured."""
    kpi = facts.framework.kpi[id_].model_copy(update=changed)
    framework = facts.framework.model_copy(update={"kpis": (kpi,)})
    framework = type(framework).model_validate(framework.model_dump(by_alias=True, exclude_unset=True))
    return replace(facts, framework=framework, lines=Lines(framework), scorecard=replace(facts.scorecard, verdicts=()))


def test_a_sheet_for_every_kpi_that_is_not_retired(facts: Facts, document: Document) -> None:
    """DEL-4: KPI definition documents."""
    held = [each.about for each in document.sections if each.id.startswith("kpi-")]
    assert sorted(held) == sorted((kpi.ref,) for kpi in facts.framework.current_kpis)


def test_a_sheet_holds_all_that_a_definition_is_made_of(facts: Facts, document: Document) -> None:
    """DEF-1, DEF-2, DEF-3, DEF-5, DEF-6."""
    found = rows(sheet(document, "second-order"))
    assert found["Formula"] == "first boxes followed divided by first boxes"
    assert found["Source"] == "Web shop"
    assert found["Measured in"] == "%; more is better"
    assert found["Measured every"] == "week, within 3 business days of its end"
    assert found["Owner"] == "Ana Prado"
    assert found["Reviewed by"] == "Rui Sá, in Executive look and Weekly business review"
    assert found["Target"] == "reach 28.0 % by 31 December 2026"
    assert found["Path"] == "on a straight line from 22.5 % on 1 February 2026; 30.0 % would be a stretch"
    assert found["Threshold"] == "20.0 %"
    assert found["Guarded by"] == "Gross margin"
    assert found["Life cycle"] == "live since 2 February 2026"
    assert found["Escalated when"].startswith("it got worse 3 times in a row; ")
    assert found["Goes to"] == "owner within 1 business day, then reviewer within 2 business days, then Rui Sá within 1 week"
    assert found["Line up"].endswith(f" → {facts.framework.strategy.mission}")
    assert "Fresh on delivery" in found["Driven by"]


def test_formulas_are_said_with_the_order_they_are_calculated_in(document: Document) -> None:
    found = rows(sheet(document, "gross-margin"))["Formula"]
    assert found.startswith("(the KPI Net revenue less subscription cost less")
    assert found.endswith(") divided by the KPI Net revenue")
    assert rows(sheet(document, "staff-turnover"))["Formula"].endswith("divided by (staff months divided by 12)")


def test_the_chart_says_in_words_what_it_shows(document: Document) -> None:
    (drawn,) = (each for each in sheet(document, "gross-margin").blocks if isinstance(each, Chart))
    assert drawn.alt == (
        "60.4 % in 2026-05, at risk for a target of 61.0 %. Trend: ↓ worse. "
        "Signal: worse by more than chance (3 of 4 nearer a limit than the centre)."
    )


def test_each_sheet_ends_its_page(document: Document) -> None:
    assert all(isinstance(each.blocks[-1], PageBreak) for each in document.sections if each.id != "retired")


def test_a_chart_of_other_values_is_found(facts: Facts, document: Document) -> None:
    (drawn,) = (each for each in sheet(document, "gross-margin").blocks if isinstance(each, Chart))
    other = replace(drawn, course=Course(drawn.course.steps[1:], None))
    section = Section("one", "one", (other,))
    assert untraced(replace(document, sections=(section,)), facts) == ["chart of kpi:gross-margin"]


def gaps(section: Section) -> Iterator[str]:
    """Give what a sheet says is missing."""
    return (each.title for each in section.blocks if isinstance(each, Callout) and each.tone == "gap")


def test_what_is_taken_out_of_a_definition_is_said_to_be_missing(facts: Facts, document: Document) -> None:
    empty = {"owner": None, "target": None, "threshold": None, "formula": None, "definition": None}
    bare = build(with_kpi(facts, "second-order", **empty, reviewer=None, because=None))
    found = list(gaps(sheet(bare, "second-order")))
    assert [each.title for each in bare.missing] == found
    assert found == [
        "Missing: an owner of Second order",
        "Missing: what Second order means",
        "Missing: how Second order is calculated",
        "Missing: a target for Second order",
        "Missing: a threshold for Second order",
        "Missing: a reviewer of Second order",
        "Missing: why Second order matters",
    ]
    assert not list(gaps(sheet(document, "second-order")))


def test_figures_that_are_private_are_closed_and_the_definition_stands(facts: Facts, document: Document) -> None:
    assert "account-discount" in facts.unseen
    section = sheet(document, "account-discount")
    assert not [each for each in section.blocks if isinstance(each, Chart)]
    found = rows(section)
    assert not {"Value", "Target", "Threshold", "Baseline"} & found.keys()
    assert {"Formula", "Owner"} <= found.keys()
    kpi = facts.framework.kpi["account-discount"]
    assert kpi.target is not None
    assert not any(str(kpi.target.final) in text for text in texts(section))


def test_a_viewer_for_whom_more_is_closed_gets_less(facts: Facts) -> None:
    unseen = frozenset({"gross-margin"})
    scorecard = closed(facts.scorecard, facts.framework, unseen)
    less = replace(with_kpi(facts, "gross-margin"), unseen=unseen, scorecard=scorecard)
    section = sheet(build(less), "gross-margin")
    assert "Its figures are closed to you." in [each.title for each in section.blocks if isinstance(each, Callout)]
    assert "60.4 %" not in set(texts(section))
