"""The ownership map: who answers for what, how much that is for each, what nobody answers for, who stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.formats.document import Block, Callout, Cell, Column, Document, Prose, Section, Table, Text
from vitalfew.insight.coverage import unit_of
from vitalfew.model.kpi import Kpi
from vitalfew.model.organization import Person
from vitalfew.model.wording import mark
from vitalfew.reports.cited import count, counted, figured, gap, listed, named, person, standing, undeclared
from vitalfew.reports.facts import Facts
from vitalfew.reports.report import Report

TITLE = say("Ownership map")
PURPOSE = say("Shows who answers for what, how much that is for each person, what nobody answers for and who stands in.")

ALL = 12
"""How many names a gap lists."""


class Held(NamedTuple):
    """What a person has in hand."""

    owned: list[Ref]
    reviewed: list[Ref]
    entered: list[Ref]
    objectives: list[Ref]
    initiatives: list[Ref]
    led: list[Ref]


def build(facts: Facts) -> Document:
    """Build the report."""
    hands = _hands(facts)
    parts = (_units(facts), _load(facts, hands), _unowned(facts), _stand_ins(facts, hands), _shared(facts))
    missing = tuple(block for section in parts for block in section.blocks if isinstance(block, Callout))
    summary = _summary(facts, hands)
    return Document("ownership-map", TITLE, PURPOSE, facts.organisation, facts.made, summary, parts, missing)


def _hands(facts: Facts) -> dict[str, Held]:
    """Give what each person has in hand, by id; people who have nothing are in it too."""
    framework = facts.framework
    found = {each.id: Held([], [], [], [], [], []) for each in framework.people}

    def put(who: str | None, field: int, ref: Ref) -> None:
        if who in found:
            found[who][field].append(ref)

    for kpi in framework.current_kpis:
        for field, names in enumerate((kpi.owners, (kpi.reviewer,), (kpi.updater,))):
            for name in names:
                put(name, field, kpi.ref)
    for objective in framework.objectives:
        put(objective.owner, 3, objective.ref)
    for initiative in framework.initiatives:
        put(initiative.owner, 4, initiative.ref)
    for cadence in framework.cadences:
        put(cadence.chair, 5, cadence.ref)
    return found


def _summary(facts: Facts, hands: Mapping[str, Held]) -> tuple[Block, ...]:
    framework, texts = facts.framework, list[Text]()
    if loose := [ref for ref, _ in _loose(facts)]:
        names = listed(facts, loose)
        texts.append(
            counted(
                "Nobody who is here answers for {n} KPI, objective or initiative: {names}.",
                "Nobody who is here answers for {n} KPIs, objectives or initiatives: {names}.",
                loose,
                names=names,
            )
        )
    if shared := [kpi.ref for kpi in framework.current_kpis if len(kpi.owners) > 1]:
        names = listed(facts, shared)
        texts.append(
            counted(
                "{n} KPI has more than one owner: {names}.",
                "{n} KPIs have more than one owner: {names}.",
                shared,
                names=names,
            )
        )
    if alone := [each.ref for each in _answering(facts, hands) if not _deputy(facts, each)]:
        names = listed(facts, alone)
        texts.append(
            counted(
                "{n} owner has no deputy: {names}.",
                "{n} owners have no deputy: {names}.",
                alone,
                names=names,
            )
        )
    if away := [Ref("person", id_) for id_ in _away(facts)]:
        names = listed(facts, away)
        texts.append(counted("{n} person is away: {names}.", "{n} people are away: {names}.", away, names=names))
    if hands and (most := max(hands.values(), key=lambda held: len(held.owned))).owned:
        who = next(id_ for id_, held in hands.items() if held is most)
        texts.append(
            say("{who} answers for the most: {kpis}.", who=_name(facts, who), kpis=counted("{n} KPI", "{n} KPIs", most.owned))
        )
    owned = [kpi.ref for kpi in framework.current_kpis if len(kpi.owners) == 1 and _is_here(facts, kpi.owners[0])]
    texts.append(counted("{n} KPI has exactly one owner who is here.", "{n} KPIs have exactly one owner who is here.", owned))
    return (Section("summary", say("Executive summary"), (Prose(tuple(texts)),)),)


def _units(facts: Facts) -> Section:
    """Show unit by unit who answers for which objective and which KPI."""
    framework = facts.framework
    columns = (
        Column(say("What"), share=2.2),
        Column(say("Status"), share=1.4),
        Column(say("Owner"), share=1.4),
        Column(say("Reviewed by"), share=1.2),
        Column(say("Entered by"), share=1.2),
    )
    rows, groups, about = list[tuple[Cell, ...]](), dict[int, Text](), list[Ref]()
    by_unit: dict[str | None, list[Kpi]] = {}
    for kpi in framework.current_kpis:
        unit = unit_of(framework, kpi)
        by_unit.setdefault(unit if unit in framework.org_unit else None, []).append(kpi)
    for each in framework.org_units:
        group = say("{unit}, led by {head}", unit=each.name or each.id, head=_name(facts, each.head))
        part = [*_goals(facts, each.id), *(_kpi(facts, kpi) for kpi in by_unit.get(each.id, ()))]
        groups |= {len(rows): group} if part else {}
        rows += part
        about += [each.ref] if part else []
    if None in by_unit:
        groups[len(rows)] = say("No unit")
        rows += [_kpi(facts, kpi) for kpi in by_unit[None]]
    blocks: list[Block] = [
        Table(say("Who answers for what"), columns, tuple(rows), say("There is nothing to answer for yet."), groups)
    ]
    if not framework.org_units:
        blocks.append(gap(say("units"), say("Declare the parts of the organisation under `org_units`, each with its head.")))
    blocks += (
        gap(say("who leads {unit}", unit=each.name or each.id), say("Name one person under `head`."))
        for each in framework.org_units
        if each.head is None
    )
    return Section("units", say("Ownership by unit"), tuple(blocks), tuple(about))


def _goals(facts: Facts, unit: str) -> Iterator[tuple[Cell, ...]]:
    for each in facts.framework.objectives:
        if each.org_unit == unit:
            rollup = facts.rollups.get(each.id)
            stands = Cell("", mark(rollup) if rollup else None)
            what = Cell(say("Objective: {title}", title=each.title), None, each.ref)
            yield what, stands, person(facts, each.owner), Cell(""), Cell("")


def _kpi(facts: Facts, kpi: Kpi) -> tuple[Cell, ...]:
    owners = [*(person(facts, each).text for each in kpi.owners)]
    aside = [say("{name} beside", name=person(facts, each).text) for each in kpi.co_owners]
    return (
        named(facts, kpi.ref),
        Cell("", standing(facts, kpi.id).mark),
        Cell(several([*(owners or [say("nobody")]), *aside])),
        person(facts, kpi.reviewer) if kpi.reviewer else Cell(""),
        person(facts, kpi.updater) if kpi.updater else Cell(""),
    )


def _load(facts: Facts, hands: Mapping[str, Held]) -> Section:
    """Count what each person has in hand, the most first."""
    columns = (
        Column(say("Who"), share=2.4),
        *(
            Column(name, "number")
            for name in (
                say("KPIs owned"),
                say("Reviewed"),
                say("Entered"),
                say("Objectives"),
                say("Initiatives"),
                say("Reviews led"),
            )
        ),
    )
    busy = sorted((id_ for id_, held in hands.items() if any(held)), key=lambda id_: -len(hands[id_].owned))
    rows = tuple((person(facts, id_), *(Cell(say("{n}", n=count(refs))) for refs in hands[id_])) for id_ in busy)
    most = facts.framework.policy_number("kpis-per-owner")
    said = figured(most, "KPIs", None, "policy:kpis-per-owner#value")
    over = [Ref("person", id_) for id_ in busy if len(hands[id_].owned) > most]
    lead = (
        counted(
            "{n} person answers for more than the {most} that one can: {names}.",
            "{n} people answer for more than the {most} that one can: {names}.",
            over,
            most=said,
            names=listed(facts, over),
        )
        if over
        else say("Nobody answers for more than {most}.", most=said)
    )
    table = Table(say("What each person has in hand"), columns, rows, say("Nobody answers for anything yet."))
    idle = [Ref("person", id_) for id_ in busy]
    return Section("load", say("Workload by person"), (Prose((lead,)), table, *undeclared(facts, "people")), tuple(idle))


def _loose(facts: Facts) -> Iterator[tuple[Ref, Text]]:
    """Give what has no owner who is here, with why."""
    framework = facts.framework
    owning = [(kpi.ref, kpi.owners) for kpi in framework.current_kpis]
    owning += [(each.ref, (each.owner,) if each.owner else ()) for each in framework.objectives]
    owning += [(each.ref, (each.owner,) if each.owner else ()) for each in framework.initiatives]
    for ref, owners in owning:
        if not owners:
            yield ref, say("no owner is named")
        elif not any(_is_here(facts, owner) for owner in owners):
            yield ref, _why(facts, owners[0])


def _why(facts: Facts, owner: str) -> Text:
    known = facts.framework.person.get(owner)
    if known is None:
        return say("`{owner}` is not among the people", owner=owner)
    if known.left and known.left <= facts.made.as_of:
        return say("{name} left on {day:%-d %B %Y}", name=known.name or known.id, day=known.left)
    return say("the role {role} is still to be filled", role=known.role or known.id)


def _is_here(facts: Facts, id_: str) -> bool:
    known = facts.framework.person.get(id_)
    return bool(known and known.name and not _has_left(known, facts.made.as_of))


def _has_left(known: Person, today: date) -> bool:
    return bool(known.left and known.left <= today)


def _name(facts: Facts, id_: str | None) -> Text:
    return person(facts, id_).text


def _unowned(facts: Facts) -> Section:
    """List what nobody answers for."""
    found = list(_loose(facts))
    columns = (Column(say("What"), share=2), Column(say("Why"), share=2))
    rows = tuple((named(facts, ref), Cell(why)) for ref, why in found)
    table = Table(
        say("What nobody answers for"), columns, rows, say("Every KPI, objective and initiative has an owner who is here.")
    )
    what = say("an owner of {name}", name=listed(facts, (ref for ref, _ in found), ALL))
    gaps = [gap(what, say("Name one person who is here under `owner`."))] if found else []
    return Section(
        "unowned", say("Gaps in ownership"), (table, *gaps, *undeclared(facts, "current_kpis")), tuple(ref for ref, _ in found)
    )


def _answering(facts: Facts, hands: Mapping[str, Held]) -> list[Person]:
    """Give the people who are here and own something."""
    owning = {id_ for id_, held in hands.items() if held.owned or held.objectives}
    return [each for each in facts.framework.people if each.id in owning and _is_here(facts, each.id) and not each.group]


def _deputy(facts: Facts, held: Person) -> str | None:
    return held.deputy if held.deputy and _is_here(facts, held.deputy) else None


def _away(facts: Facts) -> dict[str, str | None]:
    """Give who is away today, each with the deputy named for it."""
    return {each.person: each.deputy for each in facts.absences if each.person and each.covers(facts.made.as_of)}


def _stand_ins(facts: Facts, hands: Mapping[str, Held]) -> Section:
    """Show who acts for whom while they are away."""
    away = _away(facts)
    columns = (Column(say("Who"), share=1.4), Column(say("Deputy"), share=1.4), Column(say("Today"), share=1.4))
    people, rows, alone = _answering(facts, hands), list[tuple[Cell, ...]](), list[Ref]()
    for each in people:
        deputy = away.get(each.id) or _deputy(facts, each)
        today = say("away") if each.id in away else say("here")
        rows.append((person(facts, each.id), person(facts, deputy), Cell(today)))
        if deputy is None:
            alone.append(each.ref)
    table = Table(say("Who stands in for whom"), columns, tuple(rows), say("Nobody answers for anything yet."))
    what = say("who stands in for {name}", name=listed(facts, alone, ALL))
    gaps = [gap(what, say("Name somebody under `deputy`; until then it goes to who is above."))] if alone else []
    return Section("stand-ins", say("Deputies"), (table, *gaps), tuple(each.ref for each in people))


def _shared(facts: Facts) -> Section:
    """Show the KPIs that several people answer for."""
    kpis = [kpi for kpi in facts.framework.current_kpis if len(kpi.owners) > 1 or kpi.co_owners]
    columns = (Column(say("KPI"), share=1.6), Column(say("Owners"), share=1.6), Column(say("Co-owners"), share=1.6))
    rows = tuple(
        (
            named(facts, kpi.ref),
            Cell(several((_name(facts, each) for each in kpi.owners), last=say(" and "))),
            Cell(several(_name(facts, each) for each in kpi.co_owners) if kpi.co_owners else say("nobody")),
        )
        for kpi in kpis
    )
    table = Table(
        say("KPIs that several people answer for"), columns, rows, say("Every KPI has one owner, and nobody beside them.")
    )
    doubled = [kpi.ref for kpi in kpis if len(kpi.owners) > 1]
    what = say("the one owner of {name}", name=listed(facts, doubled, ALL))
    gaps = [gap(what, say("Leave one person under `owner`, the others under `co_owners`."))] if doubled else []
    return Section("shared", say("Shared KPIs"), (table, *gaps), tuple(kpi.ref for kpi in kpis))


REPORT = Report("ownership-map", TITLE, PURPOSE, ("DEL-4", "DEF-5", "RHY-6"), build)
