"""The audit report: what stands between the KPIs and the strategy, question by question, worst first (DEL-4, AUD-1 to AUD-13)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vitalfew.base.finding import SEVERITIES, Finding, Severity, Smell
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.formats.document import Block, Callout, Cell, Column, Document, Prose, Section, Table, Text
from vitalfew.load.smells import SMELLS
from vitalfew.measure import smells as measuring
from vitalfew.model.wording import Mark
from vitalfew.reports.cited import count, counted, gap, listed, named
from vitalfew.reports.facts import Facts
from vitalfew.reports.report import Report
from vitalfew.rules.engine import smells
from vitalfew.store import smells as keeping

TITLE = say("Audit report")
PURPOSE = say("Tells what stands between the KPIs and the strategy, what to do about each fault, and where to mend it.")
MARKS: Mapping[Severity, Mark] = {
    "error": Mark("red", say("error")),
    "warning": Mark("amber", say("warning")),
    "info": Mark(None, say("note{of_finding}", of_finding="")),
}
COUNTS: Mapping[Severity, Callable[[Sequence[str]], Text]] = {
    "error": lambda refs: counted("{n} error", "{n} errors", refs),
    "warning": lambda refs: counted("{n} warning", "{n} warnings", refs),
    "info": lambda refs: counted("{n} note", "{n} notes", refs),
}
FIRST = 3
"""How many of the worst findings the summary tells."""


class Question(NamedTuple):
    """A question of the audit: the findings of some families answer it."""

    id: str
    title: str
    text: str
    families: tuple[str, ...]
    passed: str


QUESTIONS = (
    Question(
        "strategy", say("Strategy"), say("Is the strategy clear enough to be measured?"), ("STR",), say("The strategy is clear.")
    ),
    Question(
        "line-of-sight",
        say("Alignment"),
        say("Does every KPI lead to the strategy?"),
        ("ALN",),
        say("A line leads up from every KPI."),
    ),
    Question(
        "balance", say("Balance"), say("Are the KPIs balanced, and few enough?"), ("BAL",), say("The KPIs are few, and balanced.")
    ),
    Question(
        "definitions",
        say("Definitions"),
        say("Can every KPI be calculated as it is defined?"),
        ("DEF",),
        say("Every definition is complete."),
    ),
    Question(
        "targets",
        say("Targets and thresholds"),
        say("Does every KPI say where it is to be?"),
        ("TGT",),
        say("All have baseline, target and threshold."),
    ),
    Question(
        "ownership",
        say("Ownership"),
        say("Does one person answer for each KPI?"),
        ("OWN",),
        say("Each KPI has one owner who is here."),
    ),
    Question(
        "cascade", say("Cascade"), say("Do the levels carry each other?"), ("CAS",), say("Each level carries the one above.")
    ),
    Question(
        "cadence",
        say("Review cadence"),
        say("Is every KPI looked at in a review?"),
        ("CAD",),
        say("No KPI goes without a review."),
    ),
    Question(
        "initiatives", say("Initiatives"), say("Does work move what it is to move?"), ("INI",), say("Work names what it moves.")
    ),
    Question(
        "evidence", say("Evidence"), say("Do the figures bear the framework out?"), ("EVD",), say("No figure speaks against it.")
    ),
    Question("data", say("Data quality"), say("Can the figures be trusted?"), ("DAT",), say("Nothing casts doubt on them.")),
    Question(
        "change",
        say("Change control"),
        say("Are changes made as agreed?"),
        ("CHG",),
        say("Nothing was changed past what is agreed."),
    ),
    Question("files", say("Files"), say("Can the files be read?"), ("FIL", "DEL"), say("All files can be read.")),
)


def build(facts: Facts) -> Document:
    """Build the report."""
    ranked = sorted(QUESTIONS, key=lambda each: _weight(_asked(facts, each)))
    found = (_question(facts, each) for each in ranked if _asked(facts, each))
    sections = (_totals(facts), *found, _passed(facts), _waived(facts), _unchecked(facts))
    missing = tuple(block for section in sections for block in section.blocks if isinstance(block, Callout))
    return Document("audit-report", TITLE, PURPOSE, facts.organisation, facts.made, _summary(facts), sections, missing)


def _asked(facts: Facts, question: Question) -> list[Finding]:
    """Give the findings that answer a question, the worst first."""
    found = [each for each in facts.findings if each.code[:3] in question.families]
    return sorted(found, key=lambda each: SEVERITIES.index(each.severity))


def _weight(found: Sequence[Finding]) -> tuple[int, ...]:
    """Rank by errors, then warnings, then notes; what has more comes first."""
    return tuple(-sum(each.severity == severity for each in found) for severity in SEVERITIES)


def _refs(found: Sequence[Finding], severity: Severity | None = None) -> list[str]:
    """Tell findings apart by their code, noun and field, as they are counted."""
    kept = (each for each in found if severity in {None, each.severity})
    return [f"finding:{each.code}.{each.ref}.{each.field}.{place}" for place, each in enumerate(kept)]


def _summary(facts: Facts) -> tuple[Block, ...]:
    """Say how much there is, where most of it lies, and the worst."""
    found = sorted(facts.findings, key=lambda each: SEVERITIES.index(each.severity))
    if not found:
        return (Section("summary", say("Executive summary"), (Prose((say("The audit finds nothing."), *_silent(facts))),)),)
    told = (COUNTS[each](_refs(found, each)) for each in SEVERITIES if _refs(found, each))
    worst = min(QUESTIONS, key=lambda each: _weight(_asked(facts, each)))
    texts = [
        say("The audit finds {counts}.", counts=several(told, last=say(" and "))),
        say("The gravest findings are about: {area}.", area=worst.title),
        *_silent(facts),
    ]
    columns = (
        Column(say("About"), share=1.2),
        Column(say("Finding"), share=2.6),
        Column(say("What to do"), share=2.6),
    )
    rows = tuple(
        (Cell(facts.title(each.ref), MARKS[each.severity], each.ref), Cell(each.message), Cell(each.help))
        for each in found[:FIRST]
    )
    table = Table(say("The gravest findings"), columns, rows, say("Nothing was found."))
    return (Section("summary", say("Executive summary"), (Prose(tuple(texts)), table)),)


def _silent(facts: Facts) -> Iterator[Text]:
    if facts.checked.silences:
        refs = [str(each.place) for each in facts.checked.silences]
        yield counted("{n} comment in the files silences findings.", "{n} comments in the files silence findings.", refs)


def _totals(facts: Facts) -> Section:
    """Count findings by question and severity."""
    columns = (
        Column(say("Area"), share=1.4),
        Column(say("Question"), share=3),
        Column(say("Errors"), "number"),
        Column(say("Warnings"), "number"),
        Column(say("Notes"), "number"),
    )
    asked = [(each, _asked(facts, each)) for each in sorted(QUESTIONS, key=lambda each: _weight(_asked(facts, each)))]
    rows = [
        (
            Cell(question.title),
            Cell(question.text),
            *(Cell(say("{n}", n=count(_refs(found, each)))) for each in SEVERITIES),
        )
        for question, found in asked
        if found
    ]
    if rows:
        rows.append(
            (Cell(say("All")), Cell(""), *(Cell(say("{n}", n=count(_refs(facts.findings, each)))) for each in SEVERITIES))
        )
    table = Table(say("Findings by area"), columns, tuple(rows), say("The audit finds nothing."))
    return Section("totals", say("Findings at a glance"), (table,))


def _question(facts: Facts, question: Question) -> Section:
    """List what answers a question: what is, what to do, and where."""
    found = _asked(facts, question)
    columns = (
        Column(say("About"), share=1.3),
        Column(say("Finding"), share=2.7),
        Column(say("What to do"), share=2.7),
        Column(say("Where"), share=1.8),
    )
    rows = tuple(
        (Cell(facts.title(each.ref), MARKS[each.severity], each.ref), Cell(each.message), Cell(each.help), Cell(_place(each)))
        for each in found
    )
    table = Table(question.text, columns, rows, question.passed)
    return Section(question.id, question.title, (table,), tuple(dict.fromkeys(each.ref for each in found)))


def _place(finding: Finding) -> Text:
    where = str(finding.place) if finding.place else say("nowhere in the files")
    return several((where, f"{finding.code} {finding.rule}"), "; ")


def _passed(facts: Facts) -> Section:
    """Name the questions that nothing was found for, with how many rules asked them."""
    asking = {question.id: [each.code for each in _rules() if each.code[:3] in question.families] for question in QUESTIONS}
    columns = (Column(say("Area"), share=1.4), Column(say("Answer"), share=2.8), Column(say("Rules that ask"), "number"))
    rows = tuple(
        (Cell(each.title), Cell(each.passed), Cell(say("{n}", n=count(f"rule:{code}" for code in asking[each.id]))))
        for each in QUESTIONS
        if not _asked(facts, each) and (_is_measured(facts) or each.id not in {"evidence", "data"})
    )
    table = Table(say("Areas without a finding"), columns, rows, say("Every area has findings."))
    return Section("passed", say("What is in order"), (table,))


def _is_measured(facts: Facts) -> bool:
    return facts.made.measured_at is not None and facts.checked.has_evidence


def _rules() -> tuple[Smell, ...]:
    """Give every kind of finding."""
    return (*smells(), *SMELLS, *measuring.SMELLS, *keeping.SMELLS)


def _waived(facts: Facts) -> Section:
    """List what somebody decided not to be told, with the reason."""
    columns = (
        Column(say("Rule"), share=1.5),
        Column(say("About"), share=1.3),
        Column(say("Reason"), share=2.4),
        Column(say("Where"), share=1.6),
    )
    rows = [
        (
            Cell(several(each.rules) if each.rules else each.said),
            named(facts, each.ref) if each.ref else Cell(say("the line below")),
            Cell(each.reason or say("no reason is given")),
            Cell(str(each.place)),
        )
        for each in facts.checked.silences
    ]
    rows += [
        (Cell(rule), Cell(say("everywhere")), Cell(SETTINGS[setting]), Cell(say("`severity` of the framework")))
        for rule, setting in facts.framework.severity.items()
    ]
    rows += [
        (Cell(several(held.ignore)), Cell(path), Cell(say("not shown for these files")), Cell(say("`per_path` of the framework")))
        for path, held in facts.framework.per_path.items()
        if held.ignore
    ]
    table = Table(
        say("Rules silenced or set otherwise"), columns, tuple(rows), say("Nothing is silenced: every rule speaks as it is.")
    )
    mute = [each for each in facts.checked.silences if not each.reason]
    lacks = [
        gap(say("the reason of the silence at {place}", place=str(each.place)), say("Write it behind the rule.")) for each in mute
    ]
    refs = tuple(dict.fromkeys(each.ref for each in facts.checked.silences if each.ref))
    return Section("waived", say("Silenced findings"), (table, *lacks), refs)


SETTINGS: Mapping[str, Text] = {
    "off": say("not shown at all"),
    "error": say("told as an error"),
    "warning": say("told as a warning"),
    "info": say("told as a note"),
}


def _unchecked(facts: Facts) -> Section:
    """Say what the audit did not look at, and why."""
    blocks: list[Block] = []
    if not _is_measured(facts):
        codes = [each.code for each in _rules() if each.code[:3] in {"EVD", "DAT"}]
        why = counted(
            "{n} rule holds the framework against figures, and there are none.",
            "{n} rules hold the framework against figures, and there are none.",
            codes,
        )
        blocks += [Prose((why,)), gap(say("figures to hold the framework against"), say("Run `vitalfew measure`."))]
    faulted = [each for each in facts.findings if each.code.startswith("FIL")]
    if not facts.checked.is_whole:
        what = say("a file, or a part of one, that can be read")
        blocks.append(gap(what, say("Mend the faults of reading first: what stands in it was not judged.")))
    told: list[Text] = []
    if faulted:
        told.append(
            counted(
                "{n} fault of reading hides what stands at its place from all other rules.",
                "{n} faults of reading hide what stands at their places from all other rules.",
                _refs(faulted),
            )
        )
    current = {kpi.id for kpi in facts.framework.current_kpis}
    retired = [kpi.ref for kpi in facts.framework.kpis if kpi.id not in current]
    if retired:
        names = listed(facts, retired)
        told.append(
            counted(
                "{n} KPI is retired, and no rule looks at it: {names}.",
                "{n} KPIs are retired, and no rule looks at them: {names}.",
                retired,
                names=names,
            )
        )
    unseen = [Ref("kpi", each) for each in sorted(facts.unseen)]
    if unseen:
        told.append(
            counted(
                "Figures of {n} KPI are private: what is found in them is told to those alone who may see it ({names}).",
                "Figures of {n} KPIs are private: what is found in them is told to those alone who may see it ({names}).",
                unseen,
                names=listed(facts, unseen),
            )
        )
    if not blocks and not told:
        told.append(say("Nothing was left out."))
    told.append(say("No rule judges whether the strategy itself is right, or whether a figure means what its name says."))
    return Section("unchecked", say("Limits of this audit"), (*blocks, Prose(tuple(told))))


REPORT = Report("audit-report", TITLE, PURPOSE, ("DEL-4", "AUD-1", "AUD-4", "AUD-12", "AUD-13"), build)
