"""The weekly business review shows exceptions first, inputs before outputs, weeks and months, and words or their lack."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.reports.pared import altered
from tests.reports.trace import texts

from vitalfew.formats.document import Chart, Document, Prose, Section, Table, walk
from vitalfew.reports.facts import Facts
from vitalfew.reports.trends import SHOWN, is_exception
from vitalfew.reports.weekly_business_review import build
from vitalfew.rhythm.commentary import Commentary
from vitalfew.rhythm.decided import Decided


@pytest.fixture(scope="module")
def deck(facts: Facts) -> Document:
    """Give the report of the demo."""
    return build(facts)


def part(document: Document, id_: str) -> Section:
    """Give a section."""
    return next(each for each in document.sections if each.id == id_)


def test_exceptions_come_first_and_the_rest_is_passed_over(deck: Document, facts: Facts) -> None:
    """DEL-4, RHY-1."""
    (first,) = (each for each in deck.summary if isinstance(each, Section))
    (table,) = (each for each in first.blocks if isinstance(each, Table))
    marks = [row[1].mark.status for row in table.rows if row[1].mark]
    assert marks == sorted(marks, key=["red", "amber", None, "green"].index)
    assert {row[0].about for row in table.rows} <= {each.ref for each in facts.scorecard.verdicts if is_exception(each)}


def test_inputs_stand_before_outputs_and_finance_last(deck: Document, facts: Facts) -> None:
    ids = [each.id for each in deck.sections]
    assert ids.index("inputs") < ids.index("outputs") < ids.index("finance")
    timing = {id_: {facts.framework.kpi[ref.id].timing for ref in part(deck, id_).about} for id_ in ("inputs", "outputs")}
    assert timing == {"inputs": {"leading"}, "outputs": {"lagging"}}
    assert {facts.verdicts[ref.id].perspective for ref in part(deck, "finance").about} == {"financial"}


def test_what_drives_stands_before_what_it_drives(deck: Document, facts: Facts) -> None:
    order = [ref.id for id_ in ("inputs", "outputs", "finance") for ref in part(deck, id_).about]
    pairs = [(kpi.id, each.kpi) for kpi in facts.framework.kpis for each in kpi.drives if {kpi.id, each.kpi} <= {*order}]
    assert pairs
    assert sum(order.index(cause) < order.index(effect) for cause, effect in pairs) >= len(pairs) - 1


def test_each_kpi_has_its_weeks_and_months_beside_the_year_before(deck: Document, facts: Facts) -> None:
    charts = [each for each, _ in walk(deck.sections) if isinstance(each, Chart)]
    assert len(charts) == len({each.about for each in charts}) > 20
    for chart in charts:
        grain = facts.framework.kpi[chart.about.id].grain
        assert len(chart.courses) == len(SHOWN[grain])
        assert all(len(course.steps) <= most for course, (_, most) in zip(chart.courses, SHOWN[grain], strict=True))
        assert all(len(course.before) == len(course.steps) for course in chart.courses)


def test_the_year_before_is_the_same_period(facts: Facts) -> None:
    kpi = facts.framework.kpi["second-order"]
    long = facts.trail(kpi, "month", 24).steps
    near = facts.trail(kpi, "month", 12)
    known = {step.label: step.value for step in long}
    for step, before in zip(near.steps, near.before, strict=True):
        year, month = step.label.split("-")
        assert before == known.get(f"{int(year) - 1}-{month}")


def test_a_red_kpi_has_its_owners_words_or_the_lack_of_them(deck: Document, facts: Facts) -> None:
    """RHY-2."""
    assert "Missing: analysis and next step of Wholesale margin" in {each.title for each in deck.missing}
    at = datetime(2026, 6, 29, 8, tzinfo=UTC)
    words = ("Two large cafés were won at 32 %", "The floor holds from July")
    given = Commentary(
        "r.wm", 2, "given", "r", "wholesale-margin", "ines", "ines", True, *words, at, at, at, False, False
    )  # a record
    told = build(replace(facts, decided=Decided(commentaries=(given,))))
    assert set(words) <= set(texts(part(told, "analyses").blocks))
    assert "Missing: analysis and next step of Wholesale margin" not in {each.title for each in told.missing}
    old = replace(given, given_at=datetime(2026, 5, 1, tzinfo=UTC))
    assert "Missing: analysis and next step of Wholesale margin" in {
        each.title for each in build(replace(facts, decided=Decided(commentaries=(old,)))).missing
    }


def test_a_week_without_a_review_and_inputs_is_a_gap(facts: Facts) -> None:
    kpis = tuple(each.model_copy(update={"timing": "lagging"}) for each in facts.framework.kpis)
    bare = build(altered(facts, cadences=(), kpis=kpis))
    titles = {each.title for each in bare.missing}
    assert {"Missing: a weekly review", "Missing: an input that is looked at weekly"} <= titles


def test_what_is_private_is_named_and_not_shown(deck: Document, facts: Facts) -> None:
    """CAS-5."""
    drawn = {each.about.id for each, _ in walk(deck.sections) if isinstance(each, Chart)}
    assert facts.unseen
    assert not drawn & facts.unseen


def test_a_number_stands_on_each_page_of_a_kpi(deck: Document) -> None:
    for section in (each for each, _ in walk(deck.sections) if isinstance(each, Section) and each.id.startswith("kpi-")):
        assert isinstance(section.blocks[0], Chart)
        assert isinstance(section.blocks[1], Prose)
