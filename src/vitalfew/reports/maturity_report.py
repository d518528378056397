"""The maturity report: five dimensions, the qualities of the whole, what is covered, and what raises it (DEL-4, AUD-15)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.formats.document import Block, Bullets, Callout, Cell, Column, Document, Prose, Section, Table, Text
from vitalfew.insight.coverage import Matrix
from vitalfew.insight.maturity import LAGGING, LAGGING_DEVELOPING, LEAST_ANSWERS, TIER_1, TIER_1_DEVELOPING, Dimension, Stage
from vitalfew.insight.quality import Held, Quality
from vitalfew.model.wording import Mark
from vitalfew.reports.cited import count, counted, figured, gap, listed, whole
from vitalfew.reports.facts import Facts
from vitalfew.reports.report import Report

TITLE = say("Maturity report")
PURPOSE = say("Shows how mature the framework is, what that rests on, and which step raises it most.")
STAGES: Mapping[Stage | None, Mark] = {
    "undeveloped": Mark("red", say("undeveloped")),
    "developing": Mark("amber", say("developing")),
    "mature": Mark("green", say("mature")),
    None: Mark(None, say("not enough data")),
}
"""The worst first."""
HELD: Mapping[Held, Mark] = {
    "no": Mark("red", say("no")),
    "partly": Mark("amber", say("partly")),
    "yes": Mark("green", say("yes")),
}
REMEDIES: Mapping[str, tuple[Text, Text]] = {
    "lead-lag": (say("the timing of the KPIs at the top"), say("Say under `timing` of each whether it leads or lags.")),
    "ownership": (say("KPIs to own"), say("Declare KPIs, each with one person under `owner`.")),
    "response-time": (
        say("enough answers to escalations"),
        say("Let the clock look at what is measured, and answer what it escalates: a median of few answers would say nothing."),
    ),
}
"""What a dimension lacks that has no stage."""
FAILING = 4
"""How many nouns that fail are named beside a question."""


def build(facts: Facts) -> Document:
    """Build the report."""
    sections = (_dimensions(facts), _steps(facts), _response(facts), _qualities(facts), _coverage(facts))
    missing = tuple(block for section in sections for block in section.blocks if isinstance(block, Callout))
    return Document("maturity-report", TITLE, PURPOSE, facts.organisation, facts.made, _summary(facts), sections, missing)


def _bands() -> Mapping[str, Text]:
    """Say what each stage takes, by dimension."""
    few, many, more = (
        whole(number, f"maturity:main#{place}")
        for number, place in ((TIER_1[0], "TIER_1.0"), (TIER_1[1], "TIER_1.1"), (TIER_1_DEVELOPING, "TIER_1_DEVELOPING"))
    )
    band = figured(LAGGING, "%", 0, "maturity:main#LAGGING")
    most = figured(LAGGING_DEVELOPING, "%", 0, "maturity:main#LAGGING_DEVELOPING")
    return {
        "tier-1": say(
            "Mature with {few} to {many} KPIs at the top, each owned and with others below; developing with up to {more}.",
            few=few,
            many=many,
            more=more,
        ),
        "lead-lag": say(
            "Mature where {band} of the KPIs at the top are lagging; undeveloped beyond {most}.", band=band, most=most
        ),
        "cadence": say("Mature with a weekly, a monthly and a quarterly review; developing while one of the latter is missing."),
        "ownership": say("Mature where each KPI has one owner, by name, and a trigger; developing with more than half owned."),
        "response-time": say("Mature within a week, where most triggers fire before the target is missed; undeveloped in weeks."),
    }


def _ranked(facts: Facts) -> list[Dimension]:
    """Give the dimensions, the least developed first, those without a stage last."""
    return sorted(facts.score.maturity, key=lambda each: [*STAGES].index(each.stage))


def _summary(facts: Facts) -> tuple[Block, ...]:
    """Say the stages from the worst, what fails as a whole, and the first step."""
    texts: list[Text] = []
    for stage, say_it in SUMMED.items():
        found = [each for each in facts.score.maturity if each.stage == stage]
        if found:
            texts.append(say_it([f"dimension:{each.id}" for each in found], several(each.name for each in found)))
    failing = [each for each in facts.score.qualities if each.held == "no"]
    if failing:
        names = several(each.name for each in failing)
        refs = [f"quality:{each.id}" for each in failing]
        texts.append(
            counted(
                "{n} quality is not there at all: {names}.", "{n} qualities are not there at all: {names}.", refs, names=names
            )
        )
    holes = [f"gap:{each.id}.{at}" for each in facts.score.coverage for at in range(len(each.gaps))]
    texts.append(
        counted("{n} place is covered by no KPI.", "{n} places are covered by no KPI.", holes)
        if holes
        else say("Objectives, perspectives, stakeholders and units are all covered.")
    )
    step = next((each for each in _ranked(facts) if each.next_step), None)
    if step:
        texts.append(say("The next step ({dimension}): {step}.", dimension=step.name, step=step.next_step))
    return (Section("summary", say("Executive summary"), (Prose(tuple(texts)),)),)


SUMMED: Mapping[Stage | None, Callable[[Sequence[str], Text], Text]] = {
    "undeveloped": lambda refs, names: counted(
        "{n} of the five dimensions is undeveloped: {names}.",
        "{n} of the five dimensions are undeveloped: {names}.",
        refs,
        names=names,
    ),
    "developing": lambda refs, names: counted(
        "{n} dimension is developing: {names}.", "{n} dimensions are developing: {names}.", refs, names=names
    ),
    None: lambda _, names: say("Not enough data to judge: {names}.", names=names),
    "mature": lambda _, names: say("Mature already: {names}.", names=names),
}


def _dimensions(facts: Facts) -> Section:
    """Show the stage of each dimension, what it rests on and what the stages take."""
    columns = (
        Column(say("Dimension"), share=1.4),
        Column(say("Maturity"), "mark", share=1.2),
        Column(say("Evidence"), share=2),
        Column(say("Criteria"), share=2.6),
    )
    bands = _bands()
    rows = tuple(
        (Cell(each.name), Cell("", STAGES[each.stage]), Cell(each.evidence), Cell(bands[each.id])) for each in _ranked(facts)
    )
    table = Table(say("Five dimensions"), columns, rows, say("Nothing is judged yet."))
    silent = (each.id for each in facts.score.maturity if each.stage is None)
    lacks = [gap(*REMEDIES[id_]) for id_ in silent if id_ != "response-time"]  # which has a section of its own
    return Section("dimensions", say("Maturity"), (table, *lacks))


def _steps(facts: Facts) -> Section:
    """Say what raises each dimension by a stage, the least developed first."""
    columns = (
        Column(say("Dimension"), share=1.3),
        Column(say("Maturity"), "mark", share=1.2),
        Column(say("Next step"), share=3.4),
    )
    steps = [(each, each.next_step) for each in _ranked(facts) if each.next_step]
    rows = tuple((Cell(each.name), Cell("", STAGES[each.stage]), Cell(step)) for each, step in steps)
    table = Table(say("Next steps"), columns, rows, say("Every dimension is mature: keep it so."))
    return Section("steps", say("What raises it"), (table,))


def _response(facts: Facts) -> Section:
    """Say how soon people answer, or that this is not known."""
    found = next(each for each in facts.score.maturity if each.id == "response-time")
    blocks: list[Block] = [Prose((say("{evidence}.", evidence=found.evidence),))]
    if found.stage is None:
        least = whole(LEAST_ANSWERS, "maturity:main#LEAST_ANSWERS")
        why = say("Below {least} answers no stage is given: a guess would look like knowledge.", least=least)
        blocks = [
            Prose((say("How soon people answer an escalation is not known yet."), why)),
            gap(*REMEDIES["response-time"]),
        ]
    return Section("response-time", say("Response time"), tuple(blocks))


def _qualities(facts: Facts) -> Section:
    """Show the qualities of the whole, question by question, those that fail first."""
    columns = (
        Column(say("Met"), "number", share=0.8),
        Column(say("Question"), share=2.4),
        Column(say("Who or what fails"), share=2.6),
    )
    rows, groups, about = list[tuple[Cell, ...]](), dict[int, Text](), list[Ref]()
    for quality in sorted(facts.score.qualities, key=lambda each: [*HELD].index(each.held)):
        groups[len(rows)] = say("{quality}: {held}", quality=quality.name, held=HELD[quality.held].word)
        rows += _questions(facts, quality)
        about += [Ref.parse(each) for each in quality.failing]
    lead = Prose((say("A quality is there where each of its questions is met by all that it asks about."),))
    table = Table(say("Questions by quality"), columns, tuple(rows), say("There is nothing to ask about yet."), groups)
    lacks = [
        gap(say("what {quality} asks about", quality=quality.name), say("Declare it: a question about nothing is not met."))
        for quality in facts.score.qualities
        if not all(each.of for each in quality.questions)
    ]
    return Section("qualities", say("Qualities of the framework"), (lead, table, *lacks), tuple(dict.fromkeys(about)))


def _questions(facts: Facts, quality: Quality) -> list[tuple[Cell, ...]]:
    rows = list[tuple[Cell, ...]]()
    for at, each in enumerate(quality.questions):
        place = f"quality:{quality.id}#questions.{at}"
        met = say("{passing} of {of}", passing=whole(each.passing, f"{place}.passing"), of=whole(each.of, f"{place}.of"))
        mark = Mark("green", "") if each.of and not each.failing else Mark("amber" if each.passing else "red", "")
        names = listed(facts, map(Ref.parse, each.failing), FAILING) if each.failing else ""
        rows.append((Cell(met), Cell(each.text, mark), Cell(names)))
    return rows


def _coverage(facts: Facts) -> Section:
    """Show what the KPIs cover, and name each place that they leave out."""
    columns = (
        Column(say("Matrix"), share=2),
        Column(say("Rows"), "number"),
        Column(say("Columns"), "number"),
        Column(say("Places with KPIs"), "number", share=1.2),
        Column(say("Gaps"), "number"),
    )
    rows = tuple(_matrix(each) for each in facts.score.coverage)
    blocks: list[Block] = [Table(say("Matrices and their gaps"), columns, rows, say("There is nothing to cover yet."))]
    for each in facts.score.coverage:
        if each.gaps:
            blocks += [Prose((each.name,)), Bullets(tuple(each.gaps))]
        if not (each.rows and each.columns):
            blocks.append(gap(say("what {matrix} takes", matrix=each.name), say("Declare both sides, so that gaps show.")))
    refs = (Ref.parse(head.id) for each in facts.score.coverage for head in each.rows if head.id.startswith("objective:"))
    return Section("coverage", say("Coverage"), tuple(blocks), tuple(dict.fromkeys(refs)))


def _matrix(each: Matrix) -> tuple[Cell, ...]:
    heads = (head.id for head in each.rows), (head.id for head in each.columns)
    filled = (f"{row}/{column}" for row, column in each.cells)
    holes = (f"gap:{each.id}.{at}" for at in range(len(each.gaps)))
    return Cell(each.name), *(Cell(say("{n}", n=count(refs))) for refs in (*heads, filled, holes))


REPORT = Report("maturity-report", TITLE, PURPOSE, ("DEL-4", "AUD-13", "AUD-15", "AUD-16"), build)
