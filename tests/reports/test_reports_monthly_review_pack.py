"""Review packs tell what was frozen, what changed since, what is open and what is to be expected, and each number is a fact."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.reports.held import ANALYSIS, DECISION, NEXT, TASK, live
from tests.reports.pared import altered, emptied
from tests.reports.trace import texts, untraced

from vitalfew.formats.document import Actions, Callout, Document, Section, Table, Terms, walk
from vitalfew.language.tongue import speaking, told
from vitalfew.model.verdict import plain, read_verdict
from vitalfew.reports.facts import Facts
from vitalfew.reports.monthly_review_pack import build
from vitalfew.reports.packs import as_reported
from vitalfew.reports.quarterly_review_pack import build as build_quarterly
from vitalfew.rhythm.decided import Decided
from vitalfew.workspace import Workspace

PARTS = ["scorecard", "exceptions", "analyses", "changes", "initiatives", "signals", "escalations", "actions", "decisions"]
PARTS += ["forecast"]


@pytest.fixture(scope="module")
def lived(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> tuple[Facts, Facts]:
    """Give the facts while the review of June is locked, and after it."""
    return live(demo, tmp_path_factory.mktemp("held") / "demo")


def part(document: Document, id_: str) -> Section:
    """Give a section."""
    return next(each for each in document.sections if each.id == id_)


def said(section: Section) -> str:
    """Give all texts of a section."""
    return "\n".join(texts(section.blocks))


def test_a_verdict_is_read_as_it_was_written(facts: Facts) -> None:
    for verdict in facts.scorecard.verdicts:
        assert read_verdict(json.loads(json.dumps(plain(verdict)))) == verdict


def test_packs_have_the_parts_that_are_asked_for(facts: Facts) -> None:
    """DEL-4: review packs."""
    assert [each.id for each in build(facts).sections] == [*PARTS, "unmeasured", "basis"]
    assert [each.id for each in build_quarterly(facts).sections] == [
        *PARTS,
        "strategy-test",
        "assumptions",
        "unmeasured",
        "basis",
    ]


@pytest.mark.parametrize("build_", [build, build_quarterly])
def test_every_number_is_a_fact(facts: Facts, lived: tuple[Facts, Facts], build_: type) -> None:
    assert untraced(build_(facts), facts) == []
    assert untraced(build_(lived[1]), lived[1]) == []


def test_a_locked_pack_shows_what_was_frozen(lived: tuple[Facts, Facts]) -> None:
    """RHY-1: as reported."""
    locked, after = lived
    (pack,) = (each for each in locked.decided.packs.values() if each.review.frequency == "monthly")
    document = build(locked)
    assert document.made.as_of == pack.as_of
    assert "as reported for Monthly leadership review" in said(part(document, "basis"))
    assert untraced(document, as_reported(locked, pack)) == []
    shown = next(each for each in part(document, "scorecard").blocks if isinstance(each, Table))
    assert pack.verdicts["repeat-visit-share"].value != after.verdicts["repeat-visit-share"].value
    (row,) = (row for row in shown.rows if row[0].text == "Returning cards")
    assert getattr(row[1].text, "value", None) == pack.verdicts["repeat-visit-share"].value
    assert "live, as they were measured last" in said(part(build(after), "basis"))


def test_the_head_of_the_journal_is_printed(lived: tuple[Facts, Facts]) -> None:
    """RHY-6."""
    (terms,) = (each for each in part(build(lived[1]), "basis").blocks if isinstance(each, Terms))
    assert f"`{lived[1].decided.head}`" in {cell.text for _, cell in terms.rows}


def test_what_stands_otherwise_than_in_the_last_pack_is_named(lived: tuple[Facts, Facts]) -> None:
    after = lived[1]
    ((id_, pack),) = ((id_, each) for id_, each in after.decided.packs.items() if each.review.frequency == "monthly")
    other = {kpi: replace(each, status="red") for kpi, each in pack.verdicts.items() if each.status == "green"}
    packs = {**after.decided.packs, id_: replace(pack, verdicts=dict(pack.verdicts) | other)}
    changed = build(replace(after, decided=replace(after.decided, packs=packs)))
    assert set(other) <= {ref.id for ref in part(changed, "changes").about}


def test_what_was_said_promised_and_decided_is_told(lived: tuple[Facts, Facts]) -> None:
    """RHY-2, RHY-9."""
    document = build(lived[1])
    assert {ANALYSIS, NEXT} <= set(texts(part(document, "analyses").blocks))
    assert DECISION in said(part(document, "decisions"))
    assert "Publish the list" in said(part(document, "decisions"))
    (due,) = (each for each in part(document, "actions").blocks if isinstance(each, Actions))
    assert [(each.state, each.owner) for each in due.items] == [("15 days late", "Greta Lind")]
    assert TASK in due.items[0].what
    assert "32 days" in said(part(document, "escalations"))


def test_what_is_private_is_left_out(lived: tuple[Facts, Facts]) -> None:
    """CAS-5."""
    held = lived[1].decided
    hidden = lived[1].unseen
    assert hidden
    said_of = [each.kpi for each in held.actions] + [each.kpi for each in held.decisions]
    said_of += [each.kpi for each in held.escalations] + [each.kpi for each in held.commentaries]
    assert not hidden & {*said_of}
    assert not any(hidden & pack.verdicts.keys() for pack in held.packs.values())


@pytest.mark.parametrize(
    ("id_", "what"),
    [
        ("changes", "a pack to compare with"),
        ("actions", "actions"),
        ("initiatives", "initiatives"),
        ("strategy-test", "objectives"),
        ("assumptions", "assumptions"),
    ],
)
def test_what_is_not_there_is_said_to_be_missing(facts: Facts, id_: str, what: str) -> None:
    bare = replace(emptied(facts), decided=Decided(), scorecard=replace(facts.scorecard, objectives=()))
    found = [each for each, _ in walk(part(build_quarterly(bare), id_).blocks) if isinstance(each, Callout)]
    assert f"Missing: {what}" in {each.title for each in found}


def test_a_review_that_no_cadence_gives_is_missed(facts: Facts) -> None:
    bare = altered(facts, cadences=())
    assert "Missing: a monthly review" in {each.title for each in build(bare).missing}
    assert {each.id for each in part(build(bare), "scorecard").about} == {
        each.ref.id for each in facts.scorecard.verdicts if each.tier == 1
    }


def test_the_chain_of_an_objective_is_read(facts: Facts) -> None:
    """STR-8: drivers that hold while results do not."""
    one = replace(facts.scorecard.objectives[0], drivers=9.0, results=1.0)
    broken = replace(facts, scorecard=replace(facts.scorecard, objectives=(one,)))
    (table, _) = (each for each in part(build_quarterly(broken), "strategy-test").blocks if isinstance(each, Table))
    assert [row[3].mark.word for row in table.rows if row[3].mark] == ["drivers hold, results do not"]


def test_it_is_told_in_german(facts: Facts) -> None:
    with speaking("de"):
        document = build(facts)
        titles = [str(told(each.title)) for each in document.sections]
    assert titles[1:3] == ["Ausnahmen", "Verfehlt: Analyse und nächste Schritte"]
