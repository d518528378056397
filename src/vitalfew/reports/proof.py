"""What insight found, as blocks of documents: the line of sight, leads, conflicts and alignment, each with its evidence.

A number has its interval and its grade, and one goes with another: an estimate is never said to cause. What rests on figures
that are private to others is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.formats.document import Block, Bullets, Cell, Column, Head, Matrix, Prose, Section, Table, Text
from vitalfew.insight.conflict import Conflict
from vitalfew.insight.fit import Aligned, Alignment
from vitalfew.insight.heading import Bodes, Told
from vitalfew.insight.initiative import SAID, Effect
from vitalfew.insight.lead import Said
from vitalfew.insight.missed import WORDS, Missed
from vitalfew.insight.parts import PARTS, PartName
from vitalfew.insight.remedy import remedies
from vitalfew.insight.sentence import CLARITIES, GRADES, amount, interval, share_of, weeks
from vitalfew.insight.sight import Reach
from vitalfew.insight.told import data_of
from vitalfew.insight.told_effect import EFFECTS
from vitalfew.insight.told_effect import seen as effect_seen
from vitalfew.insight.told_lead import BODES, LEADS, NEXT, moved, now, sureness, verdict
from vitalfew.insight.told_missed import proposed, stands
from vitalfew.model.verdict import Status
from vitalfew.model.wording import NOTHING, Mark
from vitalfew.reports.cited import count, counted, figured, listed, named, person
from vitalfew.reports.facts import Facts

FIRST = 3
"""How many KPIs are named at first of those that move an objective."""
ALL = 100
"""How many rows a long table has at most."""
LEADING: Mapping[Said, Status] = {"stopped": "red", "leads": "green", "coincides": "amber", "lags": "amber"}
SIGNS: Mapping[Bodes, Status | None] = {"warns": "red", "well": "green", "quiet": None}
BANDS: Mapping[Aligned, Mark] = {
    "strong": Mark("green", say("strong{of_score}", of_score="")),
    "fair": Mark("amber", say("fair")),
    "weak": Mark("red", say("weak")),
}
UNMEASURED = say("Nothing is measured: what moves objectives is open.")


def levers(facts: Facts) -> dict[str, list[Reach]]:
    """Give what moves each objective of the top with a number, the most first, of those that are told of."""
    kpis, found = facts.framework.kpi, facts.proved.levers if facts.proved else {}
    return {
        objective: [each for each in some if each.kpi in kpis and each.headline in kpis]
        for objective, some in found.items()
        if objective in facts.framework.objective
    }


def every_line(facts: Facts) -> Section:
    """Say what each KPI does to each objective of the top."""
    return line_of_sight(facts, ALL)


def line_of_sight(facts: Facts, first: int = FIRST) -> Section:
    """Say what a 10 % better KPI does to each objective of the top: the few that move it most, with interval and evidence."""
    columns = (
        Column(say("A tenth better"), share=1.6),
        Column(say("Moves the headline by"), share=1.5),
        Column(say("Interval"), share=1.7),
        Column(say("Which is"), share=1.8),
        Column(say("It takes")),
        Column(say("Evidence"), share=1.3),
        Column(say("Verdict"), share=1),
    )
    found = levers(facts)
    rows, groups = list[tuple[Cell, ...]](), dict[int, Text]()
    for objective, some in found.items():
        groups |= {len(rows): facts.framework.objective[objective].title} if some else {}
        rows += [_reach(facts, each) for each in some[:first]]
    bare = [Ref("objective", id_) for id_, some in found.items() if not some]
    blocks: list[Block] = [Prose(tuple(_reached(facts, found, bare)))]
    if rows:
        blocks.append(Table(say("What moves the objectives"), columns, tuple(rows[:ALL]), say("nothing"), groups))
    about = tuple(Ref("objective", id_) for id_ in found)
    return Section("line-of-sight", say("Line of sight"), tuple(blocks), about)


def _reached(facts: Facts, found: Mapping[str, Sequence[Reach]], bare: Sequence[Ref]) -> Iterator[Text]:
    if facts.proved is None or facts.proved.sight is None:
        yield UNMEASURED
        return
    moving = {Ref("kpi", each.kpi) for some in found.values() for each in some}
    if not moving:
        yield say("No KPI moves an objective by a number: declare under `drives` what moves what, and by how much.")
        return
    clear = {Ref("kpi", each.kpi) for some in found.values() for each in some if each.clarity == "clear"}
    yield say(
        "Objectives are reached with a number by {kpis}, clearly by {clear}. What is estimated is no proof of cause.",
        kpis=counted("{n} KPI", "{n} KPIs", moving),
        clear=count(clear),
    )
    if bare:
        yield counted(
            "Nothing is known to move {n} objective: {names}.",
            "Nothing is known to move {n} objectives: {names}.",
            bare,
            names=listed(facts, bare),
        )


def _reach(facts: Facts, each: Reach) -> tuple[Cell, ...]:
    framework = facts.framework
    return (
        named(facts, Ref("kpi", each.kpi)),
        Cell(amount(each, framework)),
        Cell(interval(each, framework)),
        Cell(share_of(each) or NOTHING),
        Cell((weeks(each.days) if each.days else "") or say("at once")),
        Cell(GRADES[each.grade or "none"]),
        Cell(CLARITIES[each.clarity]),
    )


def early(facts: Facts) -> Section:
    """Say which KPIs warn early, those alone that the data show; the others are counted."""
    return leads(facts, short=True)


def leads(facts: Facts, *, short: bool = False) -> Section:
    """Say which KPIs warn early: what stopped first, then what warns; a `short` one only counts what the data do not show."""
    columns = (
        Column(say("KPI"), share=1.5),
        Column(say("Said to lead"), share=1.5),
        Column(say("In the data"), share=1.4),
        Column(say("How sure"), share=2.4),
        Column(say("A usual improvement"), share=1.5),
        Column(say("Goes with, later"), share=2.2),
        Column(say("What it says now"), share=2.2),
    )
    found = told_of(facts)
    shown = [each for each in found if each.lead.said in {"stopped", "leads"}] if short else found
    rows = tuple(_lead(facts, each) for each in shown[:ALL])
    table = Table(say("Leading KPIs, what stopped leading and what warns first"), columns, rows, say("None is seen to lead."))
    lines = (*asks(found), *_unseen(found, shown)) if found else (_no_leads(facts),)
    about = tuple(dict.fromkeys(Ref("kpi", each.lead.kpi) for each in found))
    blocks: list[Block] = [Prose(lines)] if lines else []
    blocks += [table] if found else []
    return Section("leads", say("Leads: which KPIs warn early"), tuple(blocks), about)


def told_of(facts: Facts) -> list[Told]:
    """Give the leads between KPIs that are told of."""
    kpis = facts.framework.kpi
    return [each for each in (facts.proved.leads if facts.proved else ()) if each.lead.kpi in kpis and each.lead.drives in kpis]


def _no_leads(facts: Facts) -> Text:
    if any(each.timing == "leading" and each.drives for each in facts.framework.current_kpis):
        return UNMEASURED
    return say("No KPI is declared to lead another: mark it `timing: leading`, and say under `drives` what follows.")


def news(facts: Facts, seen: Iterable[Ref] | None = None) -> Iterator[Text]:
    """Say which leading KPIs stopped leading, and which warn now, of those that a review looks at or of all."""
    here = None if seen is None else {each.id for each in seen}
    found = [each for each in told_of(facts) if here is None or here & {each.lead.kpi, each.lead.drives}]
    if stopped := [Ref("kpi", each.lead.kpi) for each in found if each.lead.said == "stopped"]:
        names = listed(facts, stopped)
        yield counted("{n} KPI stopped leading: {names}.", "{n} KPIs stopped leading: {names}.", stopped, names=names)
    if warning := [Ref("kpi", each.lead.kpi) for each in found if each.warns]:
        names = listed(facts, warning)
        yield counted("{n} leading KPI warns: {names}.", "{n} leading KPIs warn: {names}.", warning, names=names)


def asks(found: Sequence[Told]) -> Iterator[Text]:
    """Say what to do about leads that stopped."""
    if any(each.lead.said == "stopped" for each in found):
        yield NEXT["stopped"]


def _unseen(found: Sequence[Told], shown: Sequence[Told]) -> Iterator[Text]:
    left = [Ref("kpi", f"{each.lead.kpi}.{each.lead.drives}") for each in found if each not in shown]
    if left:
        yield counted(
            "{n} declared lead more is not seen in the data, or cannot be told yet.",
            "{n} declared leads more are not seen in the data, or cannot be told yet.",
            left,
        )


def _lead(facts: Facts, told: Told) -> tuple[Cell, ...]:
    lead = told.lead
    usual, effect, ahead = moved(told, facts.framework)
    heading = Mark(SIGNS[told.heading.bodes], BODES[told.heading.bodes]) if told.heading else None
    return (
        named(facts, Ref("kpi", lead.kpi)),
        named(facts, Ref("kpi", lead.drives)),
        Cell("", Mark(LEADING.get(lead.said), LEADS[lead.said])),
        Cell(several(filter(None, (verdict(lead, facts.unseen), sureness(lead))), "; ")),
        Cell(usual or NOTHING),
        Cell(effect or NOTHING),
        Cell(ahead or NOTHING, heading),
    )


def conflicts(facts: Facts) -> Section:
    """Name the conflicts that nothing settles, with both owners, what the data say, and what would settle them."""
    columns = (
        Column(say("KPIs"), share=1.6),
        Column(say("Owners"), share=1.5),
        Column(say("Why"), share=2.2),
        Column(say("Data"), share=2.6),
        Column(say("What would settle it"), share=2.6),
    )
    found = pulls(facts)
    rows = tuple(_conflict(facts, each) for each in found[:ALL])
    table = Table(say("Conflicts that nothing settles"), columns, rows, say("No conflict between owners is known."))
    about = tuple(dict.fromkeys(Ref("kpi", id_) for each in found for id_ in (each.one, each.other)))
    return Section("conflicts", say("Conflicts between owners"), (table,), about)


def pulls(facts: Facts) -> list[Conflict]:
    """Give the conflicts that are claimed and that nothing settles, between KPIs that are told of."""
    kpis = facts.framework.kpi
    found = facts.proved.conflicts if facts.proved else ()
    return [each for each in found if not each.settled and not each.is_question and {each.one, each.other} <= kpis.keys()]


def _conflict(facts: Facts, each: Conflict) -> tuple[Cell, ...]:
    one, other = (facts.title(Ref("kpi", id_)) for id_ in (each.one, each.other))
    return (
        Cell(say("{one} against {other}", one=one, other=other), None, Ref("kpi", each.one)),
        Cell(several((person(facts, owner).text for owner in each.owners), last=say(" and "))),
        Cell(each.mechanism),
        Cell(data_of(each, facts.framework)),
        Cell(remedy(facts, each)),
    )


def remedy(facts: Facts, each: Conflict) -> Text:
    """Say the best way to settle a conflict."""
    ways = remedies(facts.proved.framework, each) if facts.proved else ()
    return ways[0].what if ways else NOTHING


def by_evidence(facts: Facts) -> Section:
    """Show which KPI moves which objective, each cell by how far and on what evidence."""
    found = levers(facts)
    rows = list(dict.fromkeys(each.kpi for some in found.values() for each in some))[:ALL]
    columns = [id_ for id_, some in found.items() if some]
    cells = {
        (rows.index(each.kpi), place): (Cell(_short(facts, each), _mark(each), Ref("kpi", each.kpi)),)
        for place, id_ in enumerate(columns)
        for each in found[id_]
        if each.kpi in rows
    }
    matrix = Matrix(
        say("What a KPI moves that is a tenth better, by evidence"),
        say("KPI"),
        tuple(Head(facts.title(Ref("kpi", id_)), Ref("kpi", id_)) for id_ in rows),
        tuple(Head(facts.title(Ref("objective", id_)), Ref("objective", id_)) for id_ in columns),
        cells,
        say("How far the headline of the objective moves, and how that is known; full where the sign is clear."),
        say("No KPI moves an objective by a number."),
    )
    bare = [Ref("objective", id_) for id_, some in found.items() if not some]
    told: list[Block] = [Prose(tuple(_reached(facts, found, bare)))]
    told += [matrix] if cells else []
    return Section("evidence", say("How each line is known"), tuple(told), tuple(Ref("kpi", id_) for id_ in rows))


def _short(facts: Facts, each: Reach) -> Text:
    return say("{amount}, {grade}", amount=amount(each, facts.framework), grade=GRADES[each.grade or "none"])


def _mark(each: Reach) -> Mark:
    return Mark("green" if each.clarity == "clear" and (each.effect or 0.0) > 0 else None, CLARITIES[each.clarity])


def alignment(facts: Facts) -> Section:
    """Give the alignment score of each KPI, the weakest first, with its parts and what would raise it most."""
    parts: list[PartName] = [part for part in PARTS if part != "behaviour"]
    columns = (
        Column(say("KPI"), share=2),
        Column(say("Score"), "number", share=0.8),
        Column(say("Band"), "mark", share=1.1),
        *(Column(PARTS[part], "number") for part in parts),
        Column(say("What would raise it most"), share=3.4),
    )
    scored = [each for each in (facts.proved.scored if facts.proved else ()) if each.kpi in facts.framework.kpi]
    found = sorted(scored, key=lambda each: (each.score, each.kpi))
    rows = tuple(_aligned(facts, each, parts) for each in found[:ALL])
    table = Table(say("Alignment score of each KPI, the weakest first"), columns, rows, say("No KPI is declared yet."))
    note = Prose((say("From nought to a hundred points. What is not known yet is left out."),))
    about = tuple(Ref("kpi", each.kpi) for each in found)
    return Section("alignment-score", say("Alignment scores"), (note, table), about)


def _aligned(facts: Facts, each: Alignment, parts: Sequence[PartName]) -> tuple[Cell, ...]:
    at, order, band = f"alignment:{each.kpi}", list(PARTS), BANDS[each.band]
    points = (each.part(part) for part in parts)
    raises = each.raises[0].raises if each.raises else NOTHING
    return (
        named(facts, Ref("kpi", each.kpi)),
        Cell(figured(each.score, None, 1, f"{at}#score")),
        Cell("", band if each.decided else Mark(band.status, say("{band}, near the border", band=band.word))),
        *(
            Cell(figured(part.points, None, 1, f"{at}#parts.{order.index(part.id)}.points") if part.most else NOTHING)
            for part in points
        ),
        Cell(raises),
    )


def signals(facts: Facts, seen: Sequence[Ref], since: date) -> Section:
    """Say for a review what asks for a word of the KPIs that it looks at.

    Leads that stopped or warn, initiatives whose day has come since the last review, pulls, and targets missed again and again.
    """
    here = {each.id for each in seen}
    lines = [
        *(_signal(facts, each) for each in told_of(facts) if here & {each.lead.kpi, each.lead.drives} and is_told(each)),
        *(_effect(facts, each) for each in judged_since(facts, since) if each.kpi in here),
        *(_pull(facts, each) for each in pulls(facts) if here & {each.one, each.other}),
        *(_missed(facts, each) for each in (facts.proved.missed if facts.proved else ()) if each.kpi in here),
    ]
    quiet = say(
        "No leading KPI warns or stopped leading, no KPIs of different owners pull apart without a settlement, and none missed "
        "its target again and again."
    )
    block: Block = Bullets(tuple(lines)) if lines else Prose((quiet,))
    return Section("signals", say("Early warnings, pulls, and targets missed again and again"), (block,), ())


def _missed(facts: Facts, each: Missed) -> Text:
    told = {"kpi": facts.title(Ref("kpi", each.kpi)), "stands": stands(each, facts.framework)}
    told |= {"said": WORDS[each.said], "why": each.why}
    if target := proposed(each, facts.framework):
        return say("{kpi}, {stands}: {said}; {why}. What today's process reaches: {target}.", **told, target=target)
    return say("{kpi}, {stands}: {said}; {why}", **told)


def judged_since(facts: Facts, since: date) -> list[Effect]:
    """Give the effects of initiatives that can be told, and by a day since the last review or not yet, what asks most first."""
    found = [
        each
        for each in (facts.proved.effects if facts.proved else ())
        if each.effect is not None and each.said != "too-early" and each.kpi in facts.framework.kpi
    ]
    due = [
        each for each in found if each.initiative in facts.framework.initiative and (each.until is None or each.until >= since)
    ]
    return sorted(due, key=lambda each: SAID.index(each.said))


def _effect(facts: Facts, each: Effect) -> Text:
    name, kpi = facts.title(Ref("initiative", each.initiative)), facts.title(Ref("kpi", each.kpi))
    told = effect_seen(each, facts.framework)
    return say("{initiative} and {kpi}: {said}, {seen}", initiative=name, kpi=kpi, said=EFFECTS[each.said], seen=told)


def is_told(each: Told) -> bool:
    """Tell whether a lead is worth a word in a review."""
    return each.lead.said == "stopped" or (each.heading is not None and each.heading.bodes != "quiet")


def _signal(facts: Facts, told: Told) -> Text:
    leader, follower = (facts.title(Ref("kpi", id_)) for id_ in (told.lead.kpi, told.lead.drives))
    if told.lead.said == "stopped":
        facts_ = {"leader": leader, "follower": follower, "reason": verdict(told.lead, facts.unseen), "next": NEXT["stopped"]}
        return say("{leader} no longer leads {follower}: {reason}. {next}", **facts_)
    bodes = BODES[told.heading.bodes] if told.heading else ""
    return say("{leader}, {bodes}: {now}", leader=leader, bodes=bodes, now=now(told, facts.framework))


def _pull(facts: Facts, each: Conflict) -> Text:
    one, other = (facts.title(Ref("kpi", id_)) for id_ in (each.one, each.other))
    owners = several((person(facts, owner).text for owner in each.owners), last=say(" and "))
    return say(
        "{one} against {other} ({owners}): {mechanism}. To settle it: {remedy}",
        one=one,
        other=other,
        owners=owners,
        mechanism=each.mechanism,
        remedy=remedy(facts, each),
    )
