"""The maturity report tells how mature the framework is, on what that rests, and what raises it (DEL-4, AUD-15, AUD-16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.reports.pared import emptied
from tests.reports.trace import texts, untraced

from vitalfew.base.ref import Ref
from vitalfew.formats.document import Callout, Document, Section, Table
from vitalfew.insight.maturity import Response
from vitalfew.insight.score import score
from vitalfew.reports.facts import Facts
from vitalfew.reports.maturity_report import build


def part(document: Document, id_: str) -> tuple[Section, list[list[str]]]:
    """Give a section with what stands in its table."""
    section = next(each for each in document.sections if each.id == id_)
    rows = (row for table in section.blocks if isinstance(table, Table) for row in table.rows)
    return section, [[cell.text or (cell.mark.word if cell.mark else "") for cell in row] for row in rows]


def gaps(document: Document, id_: str) -> list[str]:
    """Give what a section lacks."""
    return [each.title for each in part(document, id_)[0].blocks if isinstance(each, Callout)]


def test_each_dimension_is_told_with_what_it_rests_on_and_what_raises_it(facts: Facts) -> None:
    """DEL-4: maturity report."""
    document = build(facts)
    _, rows = part(document, "dimensions")
    assert [row[1] for row in rows] == ["developing", "developing", "mature", "mature", "not enough data"]
    assert {row[2] for row in rows} == {each.evidence for each in facts.score.maturity}
    _, steps = part(document, "steps")
    wanted = {each.name: each.next_step for each in facts.score.maturity if each.next_step}
    assert [(row[0], row[-1]) for row in steps] == [(row[0], wanted[row[0]]) for row in rows if row[0] in wanted]
    assert "2 dimensions are developing: Leading and lagging, Ownership." in set(texts(document.summary))


def test_too_few_answers_are_said_to_be_too_few(facts: Facts) -> None:
    """AUD-15: no stage is guessed for response time."""
    assert gaps(build(facts), "response-time") == ["Missing: enough answers to escalations"]
    day = facts.made.as_of
    quick = [Response(day - timedelta(days=9), day - timedelta(days=7), None)] * 5
    known = score(facts.framework, facts.lines, today=day, responses=quick)
    document = build(replace(facts, score=known))
    assert gaps(document, "response-time") == []
    assert "2 days in the middle from trigger to first action; 100 % fired before the target was missed." in set(
        texts(document.sections)
    )
    assert untraced(document, replace(facts, score=known)) == []


def test_each_quality_is_told_question_by_question(facts: Facts) -> None:
    """AUD-16."""
    section, rows = part(build(facts), "qualities")
    assert {row[1] for row in rows} == {each.text for quality in facts.score.qualities for each in quality.questions}
    assert ["6 of 7", "reviews have a chair", "Care stand-up"] in rows
    assert Ref("cadence", "care-stand-up") in section.about


def test_what_is_left_out_is_said(facts: Facts) -> None:
    """AUD-13: coverage gaps."""
    bare = build(emptied(facts))
    assert gaps(bare, "coverage")[0] == "Missing: what Objective by timing takes"
    assert gaps(bare, "dimensions") == ["Missing: the timing of the KPIs at the top", "Missing: KPIs to own"]
    assert "Missing: what Aligned asks about" in gaps(bare, "qualities")
    some = build(replace(facts, score=score(facts.framework, facts.lines, today=facts.made.as_of)))
    assert gaps(some, "coverage") == []
