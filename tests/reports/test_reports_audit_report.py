"""The audit report tells each finding under its question, the worst first, and what was not looked at (DEL-4, AUD-12)."""

from __future__ import annotations

from dataclasses import replace

from tests.reports.trace import texts

from vitalfew.base.finding import SEVERITIES
from vitalfew.formats.document import Callout, Document, Section, Table
from vitalfew.reports.audit_report import QUESTIONS, build
from vitalfew.reports.facts import Facts
from vitalfew.reports.learned import Checked
from vitalfew.workspace import smells


def part(document: Document, id_: str) -> tuple[Section, Table]:
    """Give a section with its table."""
    section = next(each for each in document.sections if each.id == id_)
    return section, next(each for each in section.blocks if isinstance(each, Table))


def gaps(document: Document, id_: str) -> list[str]:
    """Give what a section lacks."""
    section = next(each for each in document.sections if each.id == id_)
    return [each.title for each in section.blocks if isinstance(each, Callout)]


def test_each_finding_is_told_with_reason_remedy_and_place(facts: Facts) -> None:
    document = build(facts)
    said = set(texts(document.sections))
    assert {each.message for each in facts.findings} | {each.help for each in facts.findings} <= said
    assert {str(each.place) for each in facts.findings} <= said


def test_every_kind_of_finding_answers_one_question() -> None:
    families = [family for each in QUESTIONS for family in each.families]
    assert sorted(families) == sorted({each.code[:3] for each in smells()})


def test_the_worst_come_first(facts: Facts) -> None:
    document = build(facts)
    _, totals = part(document, "totals")
    counts = [tuple(-int(cell.text) for cell in row[2:]) for row in totals.rows[:-1]]
    assert counts == sorted(counts)
    assert [cell.text for cell in totals.rows[-1]] == [
        "All",
        "",
        *(str(sum(each.severity == severity for each in facts.findings)) for severity in SEVERITIES),
    ]
    asked = [each.title for each in document.sections if each.id in {question.id for question in QUESTIONS}]
    assert asked == [row[0].text for row in totals.rows[:-1]]
    assert "The audit finds 5 errors, 12 warnings and 1 note." in set(texts(document.summary))


def test_what_is_in_order_is_said_with_the_rules_that_ask(facts: Facts) -> None:
    _, table = part(build(facts), "passed")
    assert ["The KPIs are few, and balanced.", "13"] in [[cell.text for cell in row[1:]] for row in table.rows]


def test_what_was_silenced_is_said_with_its_reason(facts: Facts) -> None:
    section, table = part(build(facts), "waived")
    assert [cell.text for cell in table.rows[0]] == [
        "missing-threshold",
        "Certified roasters",
        "the first full year of courses sets it, until 2027-01-31",
        "framework/kpis-people.yaml:63:3",
    ]
    assert section.about == (facts.framework.kpi["certified-roasters"].ref,)
    (held,) = facts.checked.silences
    framework = facts.framework.model_copy(update={"severity": {"OWN": "off"}})
    mute = build(replace(facts, framework=framework, checked=Checked((held._replace(reason=""),))))
    assert gaps(mute, "waived") == [f"Missing: the reason of the silence at {held.place}"]
    assert ["OWN", "everywhere", "not shown at all"] in [[cell.text for cell in row[:3]] for row in part(mute, "waived")[1].rows]


def test_what_was_not_checked_is_said(facts: Facts) -> None:
    said = set(texts(build(facts).sections[-1]))
    assert "1 KPI is retired, and no rule looks at it: Cold brew revenue." in said
    assert any(each.startswith("Figures of 3 KPIs are private") for each in said)
    blind = build(replace(facts, checked=Checked((), is_whole=False, has_evidence=False)))
    assert gaps(blind, "unchecked") == [
        "Missing: figures to hold the framework against",
        "Missing: a file, or a part of one, that can be read",
    ]
    assert all(row[0].text != "Can the figures be trusted?" for row in part(blind, "passed")[1].rows)


def test_nothing_found_is_said(facts: Facts) -> None:
    clean = build(replace(facts, findings=()))
    assert "The audit finds nothing." in set(texts(clean.summary))
    assert part(clean, "totals")[1].rows == ()
    assert len(part(clean, "passed")[1].rows) == len(QUESTIONS)
