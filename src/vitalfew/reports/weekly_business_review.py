"""The weekly business review: exceptions, then each KPI by weeks and months, inputs before outputs, finance last (RHY-1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.formats.document import Block, Bullets, Callout, Document, Prose, Section, Text
from vitalfew.model.difference import is_on
from vitalfew.model.verdict import Verdict
from vitalfew.reports.cited import count, counted, gap, listed
from vitalfew.reports.decided import analyses, escalated, open_escalations, promises, words_on
from vitalfew.reports.facts import Facts
from vitalfew.reports.proof import news, signals
from vitalfew.reports.report import Report
from vitalfew.reports.trends import exception_table, exceptions, inputs_first, sheet, unheard

TITLE = say("Weekly business review")
PURPOSE = say("Shows in the time of a meeting what is an exception this week, why, what is done about it, and each KPI's course.")
RECENT = 14
"""For how many days the words of an owner hold in a weekly review."""
AHEAD = timedelta(days=7)
MOST = 9
"""How many exceptions stand on the first page; the others follow on the pages of their KPIs."""


def build(facts: Facts) -> Document:
    """Build the report."""
    seen = _seen(facts)
    found = exceptions(seen)
    reds = [each for each in found if each.status == "red" or each.last_status == "red"]
    sections = (
        analyses(facts, reds, RECENT),
        promises(facts, until=facts.made.as_of + AHEAD),
        escalated(facts),
        signals(facts, _refs(seen), facts.made.as_of - timedelta(days=RECENT)),
        *_groups(facts, seen),
        *_unheard(facts, seen),
    )
    missing = (*_lacks(facts), *(each for section in sections for each in section.blocks if isinstance(each, Callout)))
    summary = _summary(facts, seen, found, reds)
    return Document("weekly-business-review", TITLE, PURPOSE, facts.organisation, facts.made, summary, sections, missing)


def _seen(facts: Facts) -> list[Verdict]:
    """Give the KPIs that a weekly review looks at, and those of tier 1."""
    weekly = [each for each in facts.framework.cadences if each.frequency == "weekly"]
    kpis = facts.framework.kpi
    return [
        each
        for each in facts.scorecard.verdicts
        if each.ref.id in kpis
        and (each.tier == 1 or any(is_on(cadence, kpis[each.ref.id], facts.framework) for cadence in weekly))
        and kpis[each.ref.id].kind == "kpi"
    ]


def _lacks(facts: Facts) -> Iterator[Callout]:
    if not any(each.frequency == "weekly" for each in facts.framework.cadences):
        yield gap(say("a weekly review"), say("Declare under `cadences` one with a weekly `rhythm`."))


def _summary(facts: Facts, seen: Sequence[Verdict], found: Sequence[Verdict], reds: Sequence[Verdict]) -> tuple[Block, ...]:
    """Say how many exceptions there are, and show them."""
    news = list(_news(facts, seen, found, reds))
    table = exception_table(facts, found[:MOST], say("What to talk about"))
    more = (Prose((counted("{n} exception more follows.", "{n} exceptions more follow.", _refs(found[MOST:])),)),)
    return (Section("summary", say("Exceptions"), (Prose(tuple(news)), table, *(more if found[MOST:] else ()))),)


def _news(facts: Facts, seen: Sequence[Verdict], found: Sequence[Verdict], reds: Sequence[Verdict]) -> Iterator[Text]:
    if not seen:
        yield say("No KPI is looked at weekly.")
        return
    acute = [each for each in found if each.attention == "act-now"]
    if acute:
        names = listed(facts, _refs(acute))
        yield counted(
            "{n} KPI misses its target and got worse by more than chance: {names}.",
            "{n} KPIs miss their targets and got worse by more than chance: {names}.",
            _refs(acute),
            names=names,
        )
    if silent := [each for each in reds if words_on(facts, each.ref.id, RECENT) is None]:
        yield counted(
            "The owner of {n} KPI that is off track has not said why, and what comes next.",
            "The owners of {n} KPIs that are off track have not said why, and what comes next.",
            _refs(silent),
        )
    if late := [each for each in facts.decided.actions if each.state == "open" and each.due < facts.made.as_of]:
        yield counted("{n} action is overdue.", "{n} actions are overdue.", [each.ref for each in late])
    if open_ := open_escalations(facts):
        yield counted("{n} escalation is open.", "{n} escalations are open.", [each.ref for each in open_])
    yield from news(facts, _refs(seen))
    quiet = [each for each in seen if each not in found and each.status]
    yield counted(
        "{n} of {all} KPIs moved within its routine and is passed over.",
        "{n} of {all} KPIs moved within their routine and are passed over.",
        _refs(quiet),
        all=count(_refs(seen)),
    )


def _refs(found: Sequence[Verdict]) -> list[Ref]:
    return [each.ref for each in found]


def _is_shown(facts: Facts, verdict: Verdict) -> bool:
    return verdict.ref.id not in facts.unseen and verdict.state not in {"private", "no-data", "paused"}


def _groups(facts: Facts, seen: Sequence[Verdict]) -> Iterator[Section]:
    """Give each KPI a chart: inputs, outputs, finance."""
    for id_, title, found in inputs_first(facts, [each for each in seen if _is_shown(facts, each)]):
        sheets = tuple(sheet(facts, each, _beside(facts, each)) for each in found)
        lacks = {
            "inputs": gap(say("an input that is looked at weekly"), say("Mark KPIs that drive others `timing: leading`.")),
            "outputs": gap(say("an output that is looked at weekly"), say("Mark KPIs that tell of results `timing: lagging`.")),
            "finance": gap(say("a financial KPI that is looked at weekly"), say("Give an objective of money a KPI of tier 1.")),
        }
        yield Section(id_, title, sheets or (lacks[id_],), tuple(_refs(found)))


def _beside(facts: Facts, verdict: Verdict) -> tuple[Block, ...]:
    """Give what the owner says of it, where it is red."""
    said = words_on(facts, verdict.ref.id, RECENT)
    if said is None:
        return (Prose((say("Its owner has said nothing of it yet."),)),) if verdict.status == "red" else ()
    texts = (
        (say("Analysis: {text}", text=said.analysis), said.analysis),
        (say("Next: {text}", text=said.next_step), said.next_step),
    )
    return (Prose(tuple(text for text, words in texts if words)),)


def _unheard(facts: Facts, seen: Sequence[Verdict]) -> Iterator[Section]:
    """Name what is looked at and not shown."""
    if lines := unheard(facts, seen):
        yield Section("unheard", say("Not shown"), (Bullets(lines),))


REPORT = Report("weekly-business-review", TITLE, PURPOSE, ("DEL-4", "RHY-1", "RHY-2"), build)
