"""Who decides what, when it is looked at, and where it goes when nobody answers (RHY-1, RHY-6, DEF-5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vitalfew.base.said import say, several
from vitalfew.base.word import duration
from vitalfew.formats.document import Block, Callout, Cell, Column, Prose, Section, Table, Terms, Text
from vitalfew.model.rhythm import Cadence
from vitalfew.reports import declared
from vitalfew.reports.cited import figured, gap, named, person, whole
from vitalfew.reports.facts import Facts
from vitalfew.rhythm.approval import ROLES

QUESTIONS: Mapping[str, Text] = {
    "definition": say("what a KPI means"),
    "formula": say("how it is calculated"),
    "target": say("its target"),
    "threshold": say("its threshold and its escalation"),
    "owner": say("who owns it"),
    "objective": say("which objective it serves"),
    "structure": say("which KPIs and objectives there are"),
    "agreement": say("that a department's KPI goes live"),
}
HOLDERS: Mapping[str, Text] = {
    "owner": say("the owner"),
    "reviewer": say("the reviewer"),
    "org-unit-head": say("the unit's head"),
    "structure-owner": say("the structure's owner"),
}


def governance(facts: Facts) -> Section:
    """Say who decides what, in which reviews, and how an escalation climbs."""
    framework = facts.framework
    blocks: tuple[Block, ...] = (
        _rules(facts),
        _approvals(facts),
        *_change(facts),
        _cadences(facts),
        _ladders(facts),
        *_lacks(facts),
    )
    about = (*(each.ref for each in framework.cadences), *(each.ref for each in framework.ladders))
    return Section("governance", say("Governance"), blocks, about)


def _rules(facts: Facts) -> Terms:
    held = facts.framework.governance
    decides = say("the head of each unit") if held.definitions == "org-unit-head" else say("the structure's owner")
    rows = (
        (say("Owner of the structure"), person(facts, held.structure_owner)),
        (say("Definitions are decided by"), Cell(decides)),
        (say("Calibration"), Cell(say("within {time} of the launch", time=duration(held.calibration)))),
    )
    return Terms(rows)


def _approvals(facts: Facts) -> Table:
    """Show who approves each kind of change: as the framework says, else as it is by itself."""
    held = facts.framework.governance
    columns = (Column(say("Change"), share=1.4), Column(say("Approved by"), share=1.6), Column(say("Basis")))
    rows = []
    for question, unsaid in ROLES.items():
        said = held.approvals.get(question, ()) if question != "agreement" else ()  # agreements are always of both
        top = question in {"definition", "formula"} and held.definitions == "structure-owner"
        roles = said or (("structure-owner",) if top else unsaid)
        who = several((HOLDERS.get(role) or person(facts, role).text for role in roles), last=say(" and "))
        why = say("declared") if said else say("by default")
        rows.append((Cell(QUESTIONS[question]), Cell(who), Cell(why)))
    return Table(say("Who decides what"), columns, tuple(rows), say("Nobody has to approve anything."))


def _change(facts: Facts) -> Iterator[Prose]:
    share = figured(facts.framework.policy_number("unasked-change"), "%", None, "policy:unasked-change#value")
    asked = say("How far may a target or threshold change?")
    yield Prose((asked, say("Above {share}, the structure's owner agrees too.", share=share)))


def _cadences(facts: Facts) -> Table:
    columns = (
        Column(say("Review"), share=1.5),
        Column(say("When"), share=1.6),
        Column(say("Looks at"), share=1.3),
        Column(say("Led by"), share=1.1),
        Column(say("Time")),
    )
    rows = tuple(_cadence(facts, each) for each in facts.framework.cadences)
    return Table(say("Reviews"), columns, rows, say("No review is declared yet."))


def _cadence(facts: Facts, cadence: Cadence) -> tuple[Cell, ...]:
    tiers = [say("tier {tier}", tier=whole(tier, f"{cadence.ref}#tiers.{at}")) for at, tier in enumerate(cadence.tiers)]
    minutes = figured(cadence.minutes, "min", 0, f"{cadence.ref}#minutes") if cadence.minutes else say("not said")
    return (
        named(facts, cadence.ref),
        Cell(declared.when(cadence.rhythm) or say("not said")),
        Cell(several(tiers) if tiers else say("not said")),
        person(facts, cadence.chair),
        Cell(minutes),
    )


def _ladders(facts: Facts) -> Table:
    framework = facts.framework
    columns = (Column(say("Ladder")), Column(say("An escalation goes to"), share=4))
    rows = tuple(
        (Cell(each.id, None, each.ref), Cell(several(declared.steps(framework, each), say(", then "))))
        for each in framework.ladders
    )
    empty = say("None is declared: owner, reviewer and the heads above are told in turn.")
    return Table(say("Escalation ladders"), columns, rows, empty)


def _lacks(facts: Facts) -> Iterator[Callout]:
    framework = facts.framework
    if framework.governance.structure_owner is None:
        yield gap(say("who decides which KPIs there are"), say("Name one person under `governance.structure_owner`."))
    if not framework.governance.approvals:
        yield gap(say("approvals of the organisation's own"), say("Say under `governance.approvals` who approves which change."))
    if not framework.cadences:
        yield gap(say("reviews"), say("Declare under `cadences` when which KPIs are looked at, and who leads."))
    for cadence in framework.cadences:
        if cadence.chair is None:
            what = say("who leads {review}", review=facts.title(cadence.ref))
            yield gap(what, say("Name one person under `chair`."))
    if not framework.ladders:
        yield gap(say("a ladder of escalation"), say("Declare under `ladders` who is told next when nobody answers."))
