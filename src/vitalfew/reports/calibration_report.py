"""The calibration report: what ninety days taught about the framework itself, and what is proposed (DEL-4, RHY-4, RHY-5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.formats.document import Block, Bullets, Callout, Cell, Column, Document, Prose, Section, Table, Terms, Text
from vitalfew.model.wording import NOTHING, Mark
from vitalfew.reports.cited import count, counted, figured, gap, listed, named, whole
from vitalfew.reports.facts import Facts
from vitalfew.reports.learned import OF_ALL, Taught
from vitalfew.reports.lessons import FIELDS, SUMMED, advised, becomes, seen
from vitalfew.reports.report import Report
from vitalfew.rhythm.calibration_report import MEASURES, TITLES, WORDS_FOR

TITLE = say("Calibration report")
PURPOSE = say("Judges the framework itself: what its first ninety days taught, and what is to be changed in it.")
ANSWERS: Mapping[str, Mark] = {
    "open": Mark("amber", say("to be answered")),
    "accepted": Mark("green", say("accepted")),
    "dismissed": Mark(None, say("dismissed")),
}
TONES: Mapping[bool | None, Mark] = {
    True: Mark("green", WORDS_FOR[True]),
    False: Mark("red", WORDS_FOR[False]),
    None: Mark(None, WORDS_FOR[None]),
}
UNTOLD: Mapping[str, Callable[[Sequence[Ref], Text], Text]] = {
    "never-reached": lambda refs, names: counted(
        "The target of {n} KPI has not stood for long enough to be judged: {names}.",
        "The targets of {n} KPIs have not stood for long enough to be judged: {names}.",
        refs,
        names=names,
    ),
    "uninformative": lambda refs, names: counted(
        "{n} KPI was on too few agendas to tell whether it informs decisions: {names}.",
        "{n} KPIs were on too few agendas to tell whether they inform decisions: {names}.",
        refs,
        names=names,
    ),
    "cry-wolf": lambda refs, names: counted(
        "The triggers of {n} KPI called too seldom to tell whether they cry wolf: {names}.",
        "The triggers of {n} KPIs called too seldom to tell whether they cry wolf: {names}.",
        refs,
        names=names,
    ),
}
"""What is said of KPIs that too little is known about."""


class Part(NamedTuple):
    """A part of the report: the kinds of lessons it holds, and what it says where there are none."""

    id: str
    title: str
    caption: str
    kinds: tuple[str, ...]
    empty: str


PARTS = (
    Part(
        "targets",
        say("Wrong targets"),
        say("Targets to change"),
        ("never-reached", "always-reached", "target-or-process"),
        say("No target proved out of reach, too easy, or missed again and again."),
    ),
    Part(
        "decisions",
        say("KPIs that informed no decision"),
        say("KPIs to demote or to retire"),
        ("uninformative",),
        say("Nothing shows that a KPI was looked at in vain."),
    ),
    Part(
        "triggers",
        say("False alarms and missed alarms"),
        say("Triggers to adjust"),
        ("cry-wolf", "slept"),
        say("No trigger is known to have called for nothing, or to have slept through a change."),
    ),
    Part(
        "owners",
        say("Participation"),
        say("Who did not take part"),
        ("phantom", "absent"),
        say("Nothing shows that an owner or somebody invited stayed away."),
    ),
    Part(
        "gaps",
        say("Gaps in data and reviews"),
        say("What has no data, or is not held"),
        ("gap",),
        say("Every objective has data, every live KPI a value, and no review is dead."),
    ),
    Part(
        "recall",
        say("Recall by leaders"),
        say("What leaders know from memory"),
        ("recall",),
        say("All leaders who were asked could name the KPIs at the top."),
    ),
    Part(
        "core",
        say("Stability of the core KPIs"),
        say("Core KPIs that come and go"),
        ("churn",),
        say("The core KPIs stayed as they were."),
    ),
)


def build(facts: Facts) -> Document:
    """Build the report."""
    sections = (_state(facts), _compared(facts), *(_part(facts, part) for part in PARTS), _proposed(facts))
    missing = tuple(block for section in sections for block in section.blocks if isinstance(block, Callout))
    return Document("calibration-report", TITLE, PURPOSE, facts.organisation, facts.made, _summary(facts), sections, missing)


def _summary(facts: Facts) -> tuple[Block, ...]:
    """Say whether it got better, then each kind of lesson with what it is about, in the order of the report."""
    known = facts.learned()
    told = []
    for kind, say_it in SUMMED.items():
        found = {f"lesson:{at}": each.lesson.about for at, each in enumerate(known.lessons) if each.lesson.kind == kind}
        told += [say_it([*found], listed(facts, found.values()))] if found else []
    blocks: list[Block] = [Prose((_stage(facts), _answer(facts), _number(facts)))]
    blocks += [Bullets(tuple(told))] if told else []
    open_ = [f"lesson:{at}" for at, each in enumerate(known.lessons) if each.answered and each.answered.state == "open"]
    if open_:
        blocks.append(Prose((counted("{n} lesson waits for an answer.", "{n} lessons wait for an answer.", open_),)))
    return (Section("summary", say("Executive summary"), tuple(blocks)),)


def _rank(each: Taught) -> tuple[int, str]:
    return [*TITLES].index(each.lesson.kind), str(each.lesson.about)


def _answer(facts: Facts) -> Text:
    match facts.learned().document.get("compared", {}).get("better"):
        case True:
            return say("The framework is better today than on its first day.")
        case False:
            return say("The framework is not better today than on its first day.")
    return say("Whether the framework is better today than on its first day cannot be told yet.")


def _number(facts: Facts) -> Text:
    known = facts.learned()
    refs = [f"lesson:{at}" for at in range(len(known.lessons))]
    if not refs:
        return say("Nothing that stands above chance was learned.")
    if known.is_frozen:
        return counted("{n} lesson was learned:", "{n} lessons were learned:", refs)
    return counted(
        "It teaches {n} lesson:",
        "It teaches {n} lessons:",
        refs,
    )


def _state(facts: Facts) -> Section:
    """Say which calibration this is, what it looks at, and what is to happen next."""
    known = facts.learned()
    blocks: list[Block] = []
    if known.document:
        looked = known.document["looked_at"]
        kpis, calls, reviews = (
            whole(looked[name], f"calibration:main#looked_at.{name}") for name in ("kpis", "calls", "reviews")
        )
        since, until = (date.fromisoformat(known.document[name]) for name in ("since", "until"))
        rows = (
            (say("Looks at"), say("{since:%-d %B %Y} to {until:%-d %B %Y}", since=since, until=until)),
            (say("KPIs with data"), say("{n}", n=kpis)),
            (say("Calls of triggers"), say("{n}", n=calls)),
            (say("Reviews"), say("{n}", n=reviews)),
        )
        blocks.append(Terms(tuple((name, Cell(said)) for name, said in rows)))
    if known.first is None:
        blocks.append(
            gap(say("the day of the launch"), say("Write it under `organization.launched`: the days are counted from there."))
        )
    elif not known.is_frozen and known.first <= facts.made.as_of:
        what = say("the calibration that is due since {day:%-d %B %Y}", day=known.held.due if known.held else known.first)
        blocks.append(gap(what, say("Look at what it finds, hold it with `vitalfew calibrate hold`, and answer each lesson.")))
    if known.hidden:
        others = [f"hidden:{at}" for at in range(known.hidden)]
        blocks.append(
            Prose(
                (
                    counted(
                        "{n} lesson about a person or a private KPI is left to those whom it concerns.",
                        "{n} lessons about people or private KPIs are left to those whom they concern.",
                        others,
                    ),
                )
            )
        )
    return Section("state", say("This calibration"), tuple(blocks))


def _stage(facts: Facts) -> Text:
    known = facts.learned()
    if known.held and known.held.until:
        when = {"day": known.held.until}
        if known.held.state == "closed":
            return say("The calibration was held on {day:%-d %B %Y} and is closed: every lesson has its answer.", **when)
        return say("The calibration was held on {day:%-d %B %Y}.", **when)
    if known.first is None:
        return say("No calibration has been held. This is what one would find today.")
    if known.first <= facts.made.as_of:
        return say("The calibration is due and has not been held. This is what it would find today.")
    return say(
        "No calibration has been held: the first is due on {day:%-d %B %Y}. This is what one would find today.",
        day=known.first,
    )


def _compared(facts: Facts) -> Section:
    """Hold day 1 against today."""
    rows = facts.learned().document.get("compared", {}).get("rows", ())
    columns = (
        Column(say("Measure"), share=2.2),
        Column(say("First day"), "number"),
        Column(say("Today"), "number"),
        Column(say("Judgement"), "mark"),
    )
    told = tuple(_row(each, f"calibration:main#compared.rows.{at}") for at, each in enumerate(rows))
    table = Table(say("Measures of the framework itself"), columns, told, say("There is nothing to compare yet."))
    silent = {each["id"] for each in rows if each["then"] is None or each["now"] is None}
    lacks = [
        gap(what, remedy)
        for ids, what, remedy in (
            ({"data", "green"}, say("figures of both days"), say("Measure what there is, and keep measuring.")),
            ({"reviews"}, say("reviews that were held"), say("Close each review with `vitalfew review close`, or on its page.")),
            (
                {"response"},
                say("how soon people answer"),
                say("Let the clock look at what is measured, and answer what it escalates; a median takes some answers."),
            ),
        )
        if ids & silent or not rows
    ]
    return Section("compared", say("The first day compared with today"), (table, *lacks))


def _row(each: Mapping[str, Any], at: str) -> tuple[Cell, ...]:
    unit = each["unit"] if each["unit"] in {"%", "hours"} else None
    then, now = (
        NOTHING if each[side] is None else figured(float(each[side]), unit, 1 if unit == "%" else None, f"{at}.{side}")
        for side in ("then", "now")
    )
    is_known = each["then"] is not None and each["now"] is not None
    stands = TONES[each["better"]] if is_known else Mark(None, say("not known"))
    return Cell(MEASURES[each["id"]][0]), Cell(then), Cell(now), Cell("", stands)


def _part(facts: Facts, part: Part) -> Section:
    """Show the lessons of some kinds: what was seen, what to do."""
    known = facts.learned()
    places = [at for at, each in enumerate(known.lessons) if each.lesson.kind in part.kinds]
    places.sort(key=lambda at: _rank(known.lessons[at]))
    columns = [Column(say("About"), share=1.3), Column(say("What was seen"), share=2.4), Column(say("What to do"), share=2.4)]
    columns += [Column(say("Answer"), "mark", share=1.1)] if known.is_frozen else []
    rows = tuple(_lesson(facts, at) for at in places)
    table = Table(part.caption, tuple(columns), rows, part.empty) if rows else Prose((part.empty,))
    about = tuple(dict.fromkeys(known.lessons[at].lesson.about for at in places))
    return Section(part.id, part.title, (table, *_unsaid(facts, part.kinds), *(() if places else _lacks(facts, part))), about)


def _lesson(facts: Facts, at: int) -> tuple[Cell, ...]:
    lesson, answered = facts.learned().lessons[at]
    stands = (Cell("", ANSWERS[answered.state]),) if answered else ()
    return (
        Cell(_name(facts, facts.learned().lessons[at]), None, lesson.about),
        Cell(seen(facts, at)),
        Cell(advised(lesson)),
        *stands,
    )


def _name(facts: Facts, each: Taught) -> Text:
    """Give what a lesson is about; what is about no noun is about the organisation."""
    kind = each.lesson.about.kind
    if kind in OF_ALL:
        return {"phantom": say("An owner"), "recall": say("The leaders")}.get(each.lesson.kind, say("The framework"))
    return facts.title(each.lesson.about)


def _unsaid(facts: Facts, kinds: Sequence[str]) -> Iterator[Block]:
    """Say what too little is known about."""
    texts = []
    for kind in kinds:
        refs = [Ref.parse(about) for about in dict.fromkeys(about for each, about in facts.learned().untold if each == kind)]
        if refs and kind in UNTOLD:
            texts.append(UNTOLD[kind](refs, listed(facts, refs)))
    if texts:
        yield Prose(tuple(texts))


def _lacks(facts: Facts, part: Part) -> Iterator[Callout]:
    """Say what a part had nothing to look at."""
    known = facts.learned()
    looked = known.document.get("looked_at", {})
    if part.id == "targets" and not any(kpi.target for kpi in facts.framework.current_kpis):
        yield gap(say("targets to judge"), say("Give each KPI a `target`."))
    if part.id == "decisions" and not looked.get("reviews"):
        yield gap(
            say("reviews in which a KPI could inform a decision"), say("Hold the reviews and close them with their decisions.")
        )
    if part.id == "triggers" and not looked.get("calls"):
        yield gap(say("calls of triggers to judge"), say("Let the clock run: `vitalfew worker`, or `vitalfew tick` on schedule."))
    if part.id == "owners" and not looked.get("reviews"):
        yield gap(say("who took part"), say("Note in each review who was there; enter values and answer escalations by name."))
    if part.id == "gaps" and not facts.framework.current_kpis:
        yield gap(say("KPIs"), say("Declare under `kpis` what says whether the strategy works."))
    if part.id == "recall" and not (known.recalls and facts.framework.current_kpis):
        yield gap(
            say("what leaders name from memory"), say("Ask each without looking, and note it with `vitalfew calibrate recall`.")
        )
    if part.id == "core" and not facts.framework.current_kpis:
        yield gap(say("core KPIs"), say("Put at tier 1 the three to seven that say whether the strategy works."))


def _proposed(facts: Facts) -> Section:
    """List each change that a lesson proposes, and what became of it."""
    known = facts.learned()
    columns = [
        Column(say("Noun"), share=1.6),
        Column(say("What changes"), share=1.2),
        Column(say("It becomes"), share=2),
    ]
    columns += [Column(say("Answer"), "mark", share=1.1), Column(say("Why not"), share=1.6)] if known.is_frozen else []
    rows = []
    for at, (lesson, answered) in enumerate(known.lessons):
        for place, edit in enumerate(lesson.edits):
            said = becomes(facts, edit, f"lesson:{at}#edits.{place}.value")
            row = [named(facts, edit.ref), Cell(FIELDS[edit.field]), Cell(said)]
            row += [Cell("", ANSWERS[answered.state]), Cell(answered.reason or "")] if answered else []
            rows.append(tuple(row))
    empty = say("No lesson proposes a change of the framework itself.")
    table = Table(say("Each change with its new value"), tuple(columns), tuple(rows), empty)
    lead = _led(known.lessons)
    return Section("proposed", say("Proposed changes"), (*lead, table), tuple(each.lesson.about for each in known.lessons))


def _led(lessons: Iterable[Taught]) -> tuple[Prose, ...]:
    """Count what follows, and what waits."""
    found = [each.answered for each in lessons if each.answered]
    if not found:
        return ()
    counts = {state: count(each.id for each in found if each.state == state) for state in ANSWERS}
    return (Prose((say("{accepted} accepted, {dismissed} dismissed, {open} to be answered.", **counts),)),)


REPORT = Report("calibration-report", TITLE, PURPOSE, ("DEL-4", "RHY-4", "RHY-5"), build)
