"""The pack of a review that recurs: as it was frozen where one is about to be held, else as things are, beside the last one.

A pack says which of both it shows, of which revision and day, and with which head of the journal it was printed, so that a
change of what was decided before can be found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from vitalfew.base.ref import Ref
from vitalfew.base.said import Figure, say
from vitalfew.formats.document import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Document,
    Made,
    Prose,
    Section,
    Table,
    Terms,
    Text,
    cite,
)
from vitalfew.model.difference import is_on
from vitalfew.model.rhythm import Frequency
from vitalfew.model.verdict import Verdict
from vitalfew.model.wording import NOTHING, mark, trend, value
from vitalfew.reports.cited import count, counted, gap, judged, listed, named, person, standing, whole
from vitalfew.reports.decided import analyses, day_of, escalated, open_escalations, promises, resolutions
from vitalfew.reports.facts import Facts
from vitalfew.reports.moved import movements, unmoved
from vitalfew.reports.outlooks import forecast, likely_misses
from vitalfew.reports.proof import news, signals
from vitalfew.reports.trends import WORST, exception_table, exceptions, inputs_first, sheet, unheard
from vitalfew.rhythm.decided import Pack

HELD = ("locked", "in-session")


class Cycle(NamedTuple):
    """A kind of pack: its report, how often it is, how many days it looks back, and the parts that it alone has."""

    name: str
    title: Text
    purpose: Text
    frequency: Frequency
    days: int
    lacks: tuple[Text, Text]
    more: tuple[Callable[[Facts], Section], ...] = ()


def pack(live: Facts, cycle: Cycle) -> Document:
    """Build the pack of a cycle."""
    now, then = _packs(live, cycle)
    facts = as_reported(live, now) if now else live
    seen = seen_in(facts, cycle)
    found = exceptions(seen)
    since = day_of(facts, then.at) if then else facts.made.as_of - timedelta(days=cycle.days)
    reds = [each for each in found if each.status == "red" or each.last_status == "red"]
    sections = (
        _scorecard(facts, seen),
        _exceptions(facts, found),
        analyses(facts, reds, cycle.days),
        _changes(facts, seen, then, since),
        _initiatives(facts),
        signals(facts, refs_of(seen), since),
        escalated(facts),
        promises(facts),
        resolutions(facts, since),
        forecast(facts, seen),
        *(part(facts) for part in cycle.more),
        _unmeasured(facts, seen),
        _basis(facts, now, then),
    )
    missing = (*_lacks(facts, cycle), *(each for section in sections for each in section.blocks if isinstance(each, Callout)))
    summary = (Section("summary", say("Executive summary"), (Prose(tuple(_news(facts, seen, since))), _worst(facts, found))),)
    return Document(cycle.name, cycle.title, cycle.purpose, facts.organisation, facts.made, summary, sections, missing)


def _packs(facts: Facts, cycle: Cycle) -> tuple[Pack | None, Pack | None]:
    """Give the frozen pack of the review that is about to be held, and the last one before it."""
    found = [each for each in facts.decided.packs.values() if each.review.frequency == cycle.frequency]
    now = next((each for each in reversed(found) if each.review.state in HELD), None)
    before = [each for each in found if each.review.state not in HELD and (now is None or each.at < now.at)]
    return now, before[-1] if before else None


def as_reported(facts: Facts, frozen: Pack) -> Facts:
    """Give facts whose verdicts are those of a pack, where it has them and they are not closed to whoever reads."""
    verdicts = tuple(
        each if each.ref.id in facts.unseen else frozen.verdicts.get(each.ref.id, each) for each in facts.scorecard.verdicts
    )
    same = facts.made.revision == frozen.revision
    made = Made(frozen.revision, facts.made.digest if same else "", facts.made.measured_at, frozen.as_of)
    return replace(facts, scorecard=replace(facts.scorecard, verdicts=verdicts), made=made)


def seen_in(facts: Facts, cycle: Cycle) -> list[Verdict]:
    """Give the KPIs of tier 1, and those that the reviews of a cycle look at."""
    cadences = [each for each in facts.framework.cadences if each.frequency == cycle.frequency]
    kpis = facts.framework.kpi
    known = [each for each in facts.scorecard.verdicts if each.ref.id in kpis and kpis[each.ref.id].kind == "kpi"]
    return [
        each
        for each in known
        if each.tier == 1 or any(is_on(cadence, kpis[each.ref.id], facts.framework) for cadence in cadences)
    ]


def _lacks(facts: Facts, cycle: Cycle) -> Iterator[Callout]:
    if not any(each.frequency == cycle.frequency for each in facts.framework.cadences):
        yield gap(*cycle.lacks)


def refs_of(found: Sequence[Verdict]) -> list[Ref]:
    """Give the addresses of KPIs."""
    return [each.ref for each in found]


def _news(facts: Facts, seen: Sequence[Verdict], since: date) -> Iterator[Text]:
    """Say the worst first: what is red, what turned, what is late, what is likely to be missed, and what holds."""

    def those(status: str) -> list[Ref]:
        return [each.ref for each in seen if each.status == status]

    if red := those("red"):
        names = listed(facts, red)
        yield counted("{n} KPI is off track: {names}.", "{n} KPIs are off track: {names}.", red, names=names)
    if turned := [each.ref for each in seen if each.status == "red" and each.status_since and each.status_since >= since]:
        names = listed(facts, turned)
        yield counted("New among them is {names}.", "New among them are {names}.", turned, names=names)
    if amber := those("amber"):
        names = listed(facts, amber)
        yield counted("{n} KPI is at risk: {names}.", "{n} KPIs are at risk: {names}.", amber, names=names)
    if open_ := open_escalations(facts):
        yield counted("{n} escalation is open.", "{n} escalations are open.", [each.ref for each in open_])
    if late := [each for each in facts.decided.actions if each.state == "open" and each.due < facts.made.as_of]:
        yield counted("{n} action is overdue.", "{n} actions are overdue.", [each.ref for each in late])
    yield from unmoved(facts)
    yield from news(facts, refs_of(seen))
    if missed := [each.verdict.ref for each in likely_misses(seen)]:
        yield counted(
            "{n} target is likely to be missed: {names}.",
            "{n} targets are likely to be missed: {names}.",
            missed,
            names=listed(facts, missed),
        )
    green = those("green")
    yield counted("{n} of {all} KPIs is on track.", "{n} of {all} KPIs are on track.", green, all=count(refs_of(seen)))


def _worst(facts: Facts, found: Sequence[Verdict]) -> Block:
    return exception_table(facts, found[:5], say("The gravest exceptions"))


def _scorecard(facts: Facts, seen: Sequence[Verdict]) -> Section:
    """List all KPIs of the review: inputs, outputs, finance."""
    columns = (
        Column(say("KPI"), share=1.8),
        Column(say("Value"), share=1.6),
        Column(say("Target now")),
        Column(say("Trend")),
        Column(say("Owner"), share=1.3),
    )
    rows, groups = list[tuple[Cell, ...]](), dict[int, Text]()
    for _, title, found in inputs_first(facts, seen):
        if found:
            groups[len(rows)] = title
        rows += [
            (
                named(facts, each.ref),
                standing(facts, each.ref.id),
                Cell(judged(each, "target_now")),
                Cell(trend(each).text),
                person(facts, each.owner),
            )
            for each in found
        ]
    table = Table(say("KPIs of this review"), columns, tuple(rows), say("No KPI is looked at in this review."), groups)
    lacks = () if rows else (gap(say("KPIs of this review"), say("Name it under `review` of KPIs, or give it `tiers`.")),)
    return Section("scorecard", say("Scorecard"), (table, *lacks), tuple(refs_of(seen)))


def _exceptions(facts: Facts, found: Sequence[Verdict]) -> Section:
    """Show each exception with its evidence: what it asks for, its course, and why the judge says so."""
    open_ = [each for each in found if each.ref.id not in facts.unseen]
    sheets = tuple(sheet(facts, each, (Bullets(each.reasons),) if each.reasons else ()) for each in open_)
    table = exception_table(facts, found, say("Exceptions, the worst first"))
    return Section("exceptions", say("Exceptions"), (table, *sheets), tuple(refs_of(found)))


def _changes(facts: Facts, seen: Sequence[Verdict], then: Pack | None, since: date) -> Section:
    """Say what stands otherwise than in the last pack; without one, what changed its status since."""
    columns = (
        Column(say("KPI"), share=1.8),
        Column(say("As reported"), share=1.5),
        Column(say("Now"), share=1.5),
        Column(say("Since")),
    )
    pairs = [(each, then.verdicts.get(each.ref.id) if then else None) for each in seen]
    turned = [(now, was) for now, was in pairs if _is_other(now, was, since, is_compared=then is not None)]
    rows = tuple(
        (
            named(facts, now.ref),
            _reported(then, was) if then and was else Cell(NOTHING),
            standing(facts, now.ref.id),
            Cell(say("{day:%-d %b %Y}", day=now.status_since) if now.status_since else NOTHING),
        )
        for now, was in sorted(turned, key=lambda pair: WORST.index(pair[0].status))
    )
    caption = say("KPIs with another status than on {day:%-d %B %Y}", day=since)
    table = Table(caption, columns, rows, say("No KPI has another status than before."))
    lacks = (
        ()
        if then
        else (gap(say("a pack to compare with"), say("Hold reviews in Vitalfew: their figures are frozen as reported.")),)
    )
    return Section("changes", say("Changes since the last pack"), (table, *lacks), tuple(now.ref for now, _ in turned))


def _is_other(now: Verdict, was: Verdict | None, since: date, *, is_compared: bool) -> bool:
    if was is not None:
        return (was.status, was.state) != (now.status, now.state)
    return not is_compared and now.status_since is not None and now.status_since >= since


def _reported(then: Pack, was: Verdict) -> Cell:
    text = value(was)
    cited = cite(text, f"{then.review.ref}#verdicts.{was.ref.id}.value") if isinstance(text, Figure) else text
    return Cell(cited, mark(was), was.ref)


def _initiatives(facts: Facts) -> Section:
    """Say whether work moves what it was to move."""
    found = facts.framework.initiatives
    is_bare = not found and "initiatives" not in facts.elsewhere
    lacks = (
        (gap(say("initiatives"), say("Declare `initiatives`: what is done, and which KPI it is to move.")),) if is_bare else ()
    )
    told = tuple(Prose((each,)) for each in unmoved(facts))
    blocks = (*told, movements(facts), *lacks)
    return Section("initiatives", say("Initiatives and their effect"), blocks, tuple(each.ref for each in found))


def _unmeasured(facts: Facts, seen: Sequence[Verdict]) -> Section:
    """Say what this review cannot see."""
    lines = [*unheard(facts, seen)]
    drafts = [each.ref for each in facts.framework.current_kpis if each.lifecycle == "draft"]
    if drafts:
        names = listed(facts, drafts)
        lines.append(counted("{n} KPI is a draft: {names}.", "{n} KPIs are drafts: {names}.", drafts, names=names))
    told = {each.ref.id for each in facts.scorecard.objectives if each.status}
    blind = [each.ref for each in facts.framework.objectives if each.id not in told]
    if blind:
        names = listed(facts, blind)
        lines.append(
            counted("{n} objective has no status: {names}.", "{n} objectives have no status: {names}.", blind, names=names)
        )
    block: Block = Bullets(tuple(lines)) if lines else Prose((say("All that this review looks at is measured."),))
    return Section("unmeasured", say("Gaps in measurement"), (block,), ())


def _basis(facts: Facts, now: Pack | None, then: Pack | None) -> Section:
    """Say what the numbers are of: frozen or live, revision, day, and the head of the journal."""
    shown = now.review.name if now else ""
    held = (
        say(
            "as reported for {review}, frozen on {day:%-d %B %Y}; what this review does not look at is live",
            review=shown,
            day=day_of(facts, now.at),
        )
        if now
        else say("live, as they were measured last; no review of this kind is locked")
    )
    revision: Text = say("the files as they are, no revision yet")
    if facts.made.revision is not None:
        at = f"review:{now.review.id}#revision" if now else "made:revision#revision"
        revision = say("{number}", number=whole(facts.made.revision, at))
    rows = [
        (say("Figures"), Cell(held)),
        (say("Revision of the framework"), Cell(revision)),
        (say("Day of the figures"), Cell(say("{day:%-d %B %Y}", day=facts.made.as_of))),
        (
            say("Head of the journal"),
            Cell(say("`{hash}`", hash=facts.decided.head) if facts.decided.head else say("nothing decided yet")),
        ),
    ]
    if now and now.head:
        rows.append((say("Head of the journal at the lock"), Cell(say("`{hash}`", hash=now.head))))
    if then:
        day = say("{review} on {day:%-d %B %Y}", review=then.review.name, day=then.as_of)
        rows.append((say("Compared with"), Cell(day)))
    check = Prose(
        (say("`vitalfew journal verify --head HASH` shows whether anything that was decided before was changed since."),)
    )
    return Section("basis", say("Basis of this pack"), (Terms(tuple(rows)), check), ())
