"""The ownership map holds what DEL-4 asks for, each number is a fact, and what nobody answers for is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from tests.reports.pared import altered, emptied
from tests.reports.trace import texts

from vitalfew.formats.document import Callout, Document, Section, Table
from vitalfew.reports.facts import Facts
from vitalfew.reports.ownership_map import build
from vitalfew.rhythm.absence import Absence


@pytest.fixture(scope="module")
def document(facts: Facts) -> Document:
    """Give the map of the demo."""
    return build(facts)


def part(document: Document, id_: str) -> tuple[Section, Table]:
    """Give a section with its table."""
    section = next(each for each in document.sections if each.id == id_)
    return section, next(each for each in section.blocks if isinstance(each, Table))


def gaps(document: Document, id_: str) -> Iterator[str]:
    """Give what a section says is missing."""
    return (each.title for each in part(document, id_)[0].blocks if isinstance(each, Callout))


def test_each_unit_is_shown_with_who_answers_for_what(facts: Facts, document: Document) -> None:
    """DEL-4: ownership map; DEF-5."""
    _, table = part(document, "units")
    assert list(table.groups.values())[:2] == ["Meridian Roasters, led by Rui Sá", "Online and subscriptions, led by Ana Prado"]
    held = [row[0].about for row in table.rows]
    assert {kpi.ref for kpi in facts.framework.current_kpis} <= set(held)
    assert {each.ref for each in facts.framework.objectives} <= set(held)
    row = next(row for row in table.rows if row[0].text == "Net revenue")
    assert [cell.text for cell in row[2:]] == ["Inês Duarte", "Rui Sá", "Ben Okoye"]


def test_load_is_counted_for_each_person(facts: Facts, document: Document) -> None:
    """CAS-2."""
    section, table = part(document, "load")
    assert [cell.text for cell in table.rows[0]] == ["Ana Prado", "9", "4", "0", "1", "1", "0"]
    assert "1 person answers for more than the 7 KPIs that one can: Ana Prado." in set(texts(section.blocks))
    calm = build(altered(facts, policy={"kpis-per-owner": {"value": 9}}))
    assert "Nobody answers for more than 9 KPIs." in set(texts(part(calm, "load")[0].blocks))


def test_what_has_no_owner_is_said_with_why(facts: Facts, document: Document) -> None:
    _, table = part(document, "unowned")
    assert [tuple(cell.text for cell in row) for row in table.rows] == [("On time", "Kai Brandt left on 30 April 2026")]
    kpis = tuple(
        kpi.model_copy(
            update={"owner": {"net-revenue": None, "gross-margin": "data-lead", "second-order": "xenia"}.get(kpi.id, "ana")}
        )
        for kpi in facts.framework.kpis
    )
    _, table = part(other := build(altered(facts, kpis=kpis)), "unowned")
    assert [tuple(cell.text for cell in row) for row in table.rows] == [
        ("Net revenue", "no owner is named"),
        ("Gross margin", "the role Data lead is still to be filled"),
        ("Second order", "`xenia` is not among the people"),
    ]
    assert list(gaps(other, "unowned")) == ["Missing: an owner of Net revenue, Gross margin and Second order"]
    assert "Nobody who is here answers for 3 KPIs, objectives or initiatives: Net revenue, Gross margin and Second order." in set(
        texts(other.summary)
    )


def test_stand_ins_are_shown_and_who_has_none_is_named(facts: Facts, document: Document) -> None:
    _, table = part(document, "stand-ins")
    assert ("Greta Lind", "Sofia Reis", "here") in [tuple(cell.text for cell in row) for row in table.rows]
    assert list(gaps(document, "stand-ins")) == [
        "Missing: who stands in for Tomás Vidal, Léa Fontaine, Mara Quint, Dev Patel, Sofia Reis and Iris Novak"
    ]
    away = Absence("1", "agreed", 1, "tomas", date(2026, 6, 29), None, "ben", None)
    other = build(replace(facts, absences=(away,)))
    _, table = part(other, "stand-ins")
    assert ("Tomás Vidal", "Ben Okoye", "away") in [tuple(cell.text for cell in row) for row in table.rows]
    assert "1 person is away: Tomás Vidal." in set(texts(other.summary))


def test_kpis_of_several_owners_are_shown(document: Document) -> None:
    _, table = part(document, "shared")
    assert [tuple(cell.text for cell in row) for row in table.rows] == [
        ("Satisfied after contact", "Dev Patel and Ana Prado", "nobody")
    ]
    assert list(gaps(document, "shared")) == ["Missing: the one owner of Satisfied after contact"]


def test_a_framework_without_anything_says_so(facts: Facts) -> None:
    bare = build(emptied(facts))
    assert "Missing: units" in gaps(bare, "units")
    assert all(not part(bare, each.id)[1].rows for each in bare.sections)
