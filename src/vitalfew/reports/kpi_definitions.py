"""KPI definition sheets: what each KPI means, how it is calculated, who answers for it, where it is to be, what it serves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from vitalfew.base.ref import Ref
from vitalfew.base.said import Said, say, several
from vitalfew.base.word import duration, word
from vitalfew.formats.document import (
    Block,
    Callout,
    Cell,
    Chart,
    Column,
    Document,
    PageBreak,
    Prose,
    Section,
    Table,
    Terms,
    Text,
)
from vitalfew.model.answer import Answer
from vitalfew.model.graph import MISSION
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Verdict
from vitalfew.model.visibility import reason
from vitalfew.model.wording import STATUSES, goal, trend, triggers
from vitalfew.reports import declared
from vitalfew.reports.cited import aim, counted, gap, judged, listed, measured, named, person, standing, undeclared
from vitalfew.reports.facts import Facts
from vitalfew.reports.report import Report

TITLE = say("KPI definitions")
PURPOSE = say(
    "Says for each KPI what it means, how it is calculated, who answers for it, which target it has and what it serves."
)
PERIODS = 24
"""How many periods a chart shows."""
GOOD = {"up": say("more is better"), "down": say("less is better"), "within": say("it is to stay between two bounds")}
NOT_SAID = say("not declared")
Row = tuple[Text, Cell]
Given = tuple[Text, Cell | Text | None]


class Lack(NamedTuple):
    """Something that a definition wants: whether a KPI is without it, how that is counted, said and mended."""

    is_lacking: Callable[[Kpi], bool]
    counted: Callable[[list[Ref], Text], Said]
    what: Callable[[str], Said]
    remedy: Text


LACKS = (
    Lack(
        lambda kpi: not kpi.owners,
        lambda refs, names: counted("{n} KPI has no owner: {names}.", "{n} KPIs have no owner: {names}.", refs, names=names),
        lambda name: say("an owner of {name}", name=name),
        say("Name one person under `owner`."),
    ),
    Lack(
        lambda kpi: not kpi.definition,
        lambda refs, names: counted(
            "{n} KPI has no definition in words: {names}.", "{n} KPIs have no definition in words: {names}.", refs, names=names
        ),
        lambda name: say("what {name} means", name=name),
        say("Say under `definition` what is counted, of whom and when."),
    ),
    Lack(
        lambda kpi: not kpi.formula,
        lambda refs, names: counted("{n} KPI has no formula: {names}.", "{n} KPIs have no formula: {names}.", refs, names=names),
        lambda name: say("how {name} is calculated", name=name),
        say("Write the `formula` over measures; until then its values are entered by hand."),
    ),
    Lack(
        lambda kpi: not kpi.target,
        lambda refs, names: counted("{n} KPI has no target: {names}.", "{n} KPIs have no target: {names}.", refs, names=names),
        lambda name: say("a target for {name}", name=name),
        say("Say under `target` where it is to be, and by when."),
    ),
    Lack(
        lambda kpi: kpi.threshold is None and kpi.kind == "kpi",
        lambda refs, names: counted(
            "{n} KPI has no threshold: {names}.", "{n} KPIs have no threshold: {names}.", refs, names=names
        ),
        lambda name: say("a threshold for {name}", name=name),
        say("Say under `threshold` beyond which value somebody has to act."),
    ),
    Lack(
        lambda kpi: not kpi.reviewer and kpi.kind == "kpi",
        lambda refs, names: counted(
            "{n} KPI has no reviewer: {names}.", "{n} KPIs have no reviewer: {names}.", refs, names=names
        ),
        lambda name: say("a reviewer of {name}", name=name),
        say("Name under `reviewer` who looks at it besides its owner."),
    ),
    Lack(
        lambda kpi: not kpi.because and kpi.kind == "kpi",
        lambda refs, names: counted(
            "{n} KPI does not say why it matters: {names}.", "{n} KPIs do not say why they matter: {names}.", refs, names=names
        ),
        lambda name: say("why {name} matters", name=name),
        say("Say under `because` what it tells about its objective."),
    ),
)


def build(facts: Facts) -> Document:
    """Build the report: a sheet for each KPI that is not retired, by level and unit."""
    sheets = tuple(_sheet(facts, kpi) for kpi in _ordered(facts))
    retired = tuple(_retired(facts))
    missing = tuple(each for sheet in sheets for each in sheet.blocks if isinstance(each, Callout) and each.tone == "gap")
    sections = (_index(facts), *sheets, *retired)
    return Document("kpi-definitions", TITLE, PURPOSE, facts.organisation, facts.made, _summary(facts), sections, missing)


def _ordered(facts: Facts) -> list[Kpi]:
    """Give the KPIs by tier, level and unit; operational metrics come last."""
    framework = facts.framework
    levels, units = [level.id for level in framework.all_levels], [unit.id for unit in framework.org_units]

    def place(kpi: Kpi) -> tuple[bool, int, int, int]:
        level, unit = framework.level_of(kpi), kpi.org_unit
        at = (level.tier, levels.index(level.id)) if level else (9, 0)
        return (kpi.kind == "metric", *at, units.index(unit) if unit in units else -1)

    return sorted(framework.current_kpis, key=place)


def _summary(facts: Facts) -> tuple[Block, ...]:
    kpis = facts.framework.current_kpis
    lacking = {lack: [kpi.ref for kpi in kpis if lack.is_lacking(kpi)] for lack in LACKS}
    held = [lack.counted(refs, listed(facts, refs)) for lack, refs in lacking.items() if refs]
    whole = [kpi.ref for kpi in kpis if not any(lack.is_lacking(kpi) for lack in LACKS)]
    held.append(
        counted(
            "{n} KPI is defined without a gap: words, formula, target, threshold and people.",
            "{n} KPIs are defined without a gap: words, formula, target, threshold and people.",
            whole,
        )
    )
    closed = [kpi.ref for kpi in kpis if kpi.id in facts.unseen]
    if closed:
        held.append(counted("The figures of {n} KPI are closed to you.", "The figures of {n} KPIs are closed to you.", closed))
    return (Section("summary", say("Executive summary"), (Prose(tuple(held)),)),)


def _index(facts: Facts) -> Section:
    """List all KPIs, so that each is found and seen beside the others."""
    columns = (
        Column(say("KPI"), share=2.2),
        Column(say("Value"), share=1.6),
        Column(say("Target"), share=2),
        Column(say("Owner"), share=1.3),
    )
    rows: list[tuple[Cell, ...]] = []
    groups: dict[int, Text] = {}
    before = ""
    for kpi in _ordered(facts):
        level = facts.framework.level_of(kpi)
        group = say("Operational metrics") if kpi.kind == "metric" else (level.name or level.id) if level else say("No level")
        if group != before:
            before = groups[len(rows)] = group
        who = several(person(facts, each).text for each in kpi.owners) if kpi.owners else say("nobody")
        rows.append((named(facts, kpi.ref), standing(facts, kpi.id), Cell(aim(facts, kpi)), Cell(who)))
    table = Table(say("KPIs by level"), columns, tuple(rows), say("No KPI is declared yet."), groups)
    return Section(
        "all",
        say("All KPIs"),
        (table, *undeclared(facts, "current_kpis"), PageBreak()),
        tuple(kpi.ref for kpi in facts.framework.current_kpis),
    )


def _sheet(facts: Facts, kpi: Kpi) -> Section:
    """Write the sheet of a KPI, on a page of its own."""
    is_open = kpi.id not in facts.unseen
    closed = Callout("note", say("Its figures are closed to you."), reason(facts.framework, kpi))
    parts: tuple[Block | None, ...] = (
        Prose((kpi.definition,)) if kpi.definition else None,
        _rows(_standing(facts, kpi)) if is_open else closed,
        _chart(facts, kpi) if is_open else None,
        _part(kpi, "meaning", say("Definition and source"), (*_meaning(facts, kpi), *_life(facts, kpi))),
        _part(kpi, "aim", say("Baseline, target and threshold"), _aim(facts, kpi)) if is_open else None,
        _part(kpi, "people", say("Ownership and escalation"), (*_people(facts, kpi), *_calls(facts, kpi))),
        _part(kpi, "line", say("Alignment and guards"), _line(facts, kpi)),
    )
    holes = (gap(lack.what(kpi.title), lack.remedy) for lack in LACKS if lack.is_lacking(kpi))
    blocks = (*(part for part in parts if part is not None), *holes, PageBreak())
    return Section(f"kpi-{kpi.id}", kpi.title, blocks, (kpi.ref,))


def _rows(rows: Iterable[Given]) -> Terms:
    """Put what is known into rows; what nobody has said is left out."""
    return Terms(tuple((name, said if isinstance(said, Cell) else Cell(said)) for name, said in rows if said))


def _part(kpi: Kpi, id_: str, title: Text, rows: Iterable[Given]) -> Section:
    return Section(f"kpi-{kpi.id}-{id_}", title, (_rows(rows),))


def _standing(facts: Facts, kpi: Kpi) -> Iterator[Given]:
    """Say how it stands; the words of the chart say the rest."""
    verdict = facts.verdicts.get(kpi.id)
    yield say("Value"), standing(facts, kpi.id)
    yield say("Calls for attention"), triggers(verdict) if verdict else None


def _chart(facts: Facts, kpi: Kpi) -> Chart | None:
    verdict = facts.verdicts.get(kpi.id)
    if verdict is None:
        return None
    course = facts.course(kpi, PERIODS)
    caption = say("Course of {name}", name=kpi.title)
    return Chart(caption, _told(verdict), kpi.ref, course, kpi.unit, kpi.decimals)


def _told(verdict: Verdict) -> Text:
    """Say in words what the chart shows: value, target, trend, signal."""
    if verdict.value is None or verdict.period is None:
        return say("No value is known yet.")
    value, period = measured(verdict), verdict.period.label
    texts: list[Text] = [say("{value} in {period}.", value=value, period=period)]
    if verdict.target_now is not None:
        target = judged(verdict, "target_now")
        status = STATUSES.get(verdict.status) if verdict.status else None
        texts = [
            say(
                "{value} in {period}, {status} for a target of {target}.",
                value=value,
                period=period,
                status=status,
                target=target,
            )
            if status
            else say("{value} in {period}, for a target of {target}.", value=value, period=period, target=target)
        ]
    if verdict.trend.word != "unknown":
        texts.append(say("Trend: {trend}.", trend=trend(verdict).text))
    signal = declared.signal(verdict)
    if signal:
        texts.append(say("Signal: {signal}.", signal=signal))
    return several(texts, " ")


def _meaning(facts: Facts, kpi: Kpi) -> Iterator[Given]:
    framework = facts.framework
    sources = declared.sources_of(framework, kpi)
    yield say("Why it matters"), kpi.because
    yield say("What it leaves out"), kpi.excludes
    yield say("Formula"), declared.calculation(framework, kpi)
    yield say("Measured in"), say("{unit}; {good}", unit=kpi.unit, good=GOOD[kpi.good]) if kpi.unit else GOOD[kpi.good]
    yield say("Source"), several((each.system or each.id for each in sources), "; ") if sources else None
    yield say("Measured every"), _frequency(kpi)
    kinds = [word(each) for each in (kpi.timing, kpi.stage, kpi.category) if each]
    yield say("Kind"), several(kinds) if kinds else None
    yield say("Stands in for"), _proxy(kpi)


def _frequency(kpi: Kpi) -> Text:
    if not kpi.due:
        return word(kpi.grain)
    return say("{grain}, within {time} of its end", grain=word(kpi.grain), time=duration(kpi.due))


def _proxy(kpi: Kpi) -> Text | None:
    proxy = kpi.proxy
    if proxy is None:
        return None
    if proxy.for_ and proxy.until and proxy.plan:
        what, day, plan = proxy.for_, proxy.until, proxy.plan
        return say("{what}, until {day:%-d %B %Y}. Plan: {plan}", what=what, day=day, plan=plan)
    return proxy.for_ or proxy.plan


def _aim(facts: Facts, kpi: Kpi) -> Iterator[Given]:
    verdict = facts.verdicts.get(kpi.id)
    yield say("Baseline"), declared.baseline(kpi)
    yield say("Target"), goal(kpi) or NOT_SAID
    yield say("Path"), declared.way(kpi)
    yield say("Threshold"), declared.threshold(kpi) or (NOT_SAID if kpi.kind == "kpi" else None)
    yield say("Natural limits"), declared.limits(verdict) if verdict else None
    rules = facts.framework.signals_of(kpi).rules
    yield (
        say("Judged by"),
        say("its progress since the baseline; told from noise by `{rules}`", rules=rules)
        if kpi.method == "progress"
        else say("target and threshold; told from noise by `{rules}`", rules=rules),
    )


def _people(facts: Facts, kpi: Kpi) -> Iterator[Given]:
    several_ = [person(facts, each).text for each in kpi.owners]
    yield say("Owner"), several(several_, last=say(" and ")) if several_ else NOT_SAID
    yield say("Co-owners"), several(person(facts, each).text for each in kpi.co_owners) if kpi.co_owners else None
    yield say("Entered by"), person(facts, kpi.updater) if kpi.updater else None
    yield say("Reviewed by"), _review(facts, kpi) or (NOT_SAID if kpi.kind == "kpi" else None)
    level = facts.framework.level_of(kpi)
    at = [named(facts, Ref("org_unit", kpi.org_unit)).text] if kpi.org_unit else []
    at += [level.name or level.id] if level else []
    yield say("Unit and level"), several(at) if at else None


def _review(facts: Facts, kpi: Kpi) -> Text | None:
    reviews = several((named(facts, Ref("cadence", each)).text for each in kpi.review), last=say(" and "))
    if kpi.reviewer and kpi.review:
        return say("{who}, in {reviews}", who=person(facts, kpi.reviewer).text, reviews=reviews)
    return person(facts, kpi.reviewer).text if kpi.reviewer else reviews or None


def _line(facts: Facts, kpi: Kpi) -> Iterator[Given]:
    line = facts.lines.line(kpi.ref)
    ups = [facts.framework.strategy.mission if edge.to == MISSION else facts.title(edge.to) for edge in line.steps]
    metric = say("none: an operational metric, which leadership sees on a breach alone") if kpi.kind == "metric" else None
    yield say("Line up"), several(filter(None, ups), " → ") if ups else metric
    yield say("Where the line breaks"), line.broken if kpi.kind == "kpi" else None
    titles = [facts.title(Ref("kpi", drive.kpi)) for drive in kpi.drives]
    yield say("Drives"), several(titles) if titles else None
    drivers = [each.title for each in facts.framework.current_kpis if kpi.id in {drive.kpi for drive in each.drives}]
    yield say("Driven by"), several(drivers) if drivers else None
    below = [each.title for each in facts.framework.current_kpis if kpi.id in {link.id for link in each.contributes_to}]
    yield say("Carried by"), several(below) if below else None
    work = [each.name or each.id for each in facts.framework.initiatives if kpi.id in {move.kpi for move in each.moves}]
    yield say("Moved by"), several(work) if work else None
    yield from _guards(facts, kpi) if kpi.kind == "kpi" else ()


def _guards(facts: Facts, kpi: Kpi) -> Iterator[Given]:
    titles = [facts.title(Ref("kpi", each)) for each in kpi.guards]
    yield (
        say("Guarded by"),
        several(titles) if titles else say("no KPI: nothing would show that it was bought at the cost of another"),
    )
    guarded = [each.title for each in facts.framework.current_kpis if kpi.id in each.guards]
    yield say("Guards"), several(guarded) if guarded else None
    yield say("Better by effort alone"), _answer(facts, kpi.tests.effort_only) or say("nobody has said yet")


def _answer(facts: Facts, answer: Answer | None) -> Text | None:
    if answer is None or answer.answer is None:
        return None
    said = say("yes") if answer.answer else say("no")
    told = say("{answer}: {why}", answer=said, why=answer.why) if answer.why else said
    if not (answer.by and answer.on):
        return told
    return say("{told} ({who}, {day:%-d %B %Y})", told=told, who=person(facts, answer.by).text, day=answer.on)


def _life(facts: Facts, kpi: Kpi) -> Iterator[Given]:
    state, since = word(kpi.lifecycle), kpi.since
    yield say("Life cycle"), say("{state} since {day:%-d %B %Y}", state=state, day=since) if since else state
    yield say("Takes the place of"), facts.title(Ref("kpi", kpi.replaces)) if kpi.replaces else None


def _calls(facts: Facts, kpi: Kpi) -> Iterator[Given]:
    calls = declared.calls(kpi)
    yield say("Escalated when"), several(calls, "; ") if calls else say("never: no pattern calls for attention")
    ladder = declared.ladder_of(facts.framework, kpi) if calls else None
    yield say("Goes to"), several(declared.steps(facts.framework, ladder), say(", then ")) if ladder else None


def _retired(facts: Facts) -> Iterator[Section]:
    """List what was retired, so that the past can still be read."""
    kpis = [kpi for kpi in facts.framework.kpis if kpi.lifecycle == "retired"]
    if not kpis:
        return
    after = {kpi.replaces: kpi.title for kpi in facts.framework.current_kpis if kpi.replaces}
    columns = (Column(say("KPI")), Column(say("What it meant"), share=3), Column(say("In its place")))
    rows = tuple(
        (Cell(kpi.title, None, kpi.ref), Cell(kpi.definition or NOT_SAID), Cell(after.get(kpi.id, say("nothing"))))
        for kpi in kpis
    )
    table = Table(say("What they meant"), columns, rows, say("No KPI was retired."))
    yield Section("retired", say("Retired KPIs"), (table,), tuple(kpi.ref for kpi in kpis))


REPORT = Report("kpi-definitions", TITLE, PURPOSE, ("DEL-4", "DEF-1", "DEF-2", "DEF-3"), build)
