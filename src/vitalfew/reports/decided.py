"""What people said, promised and decided, as it stands in review documents: each open thing with its age and its person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count, several
from vitalfew.base.word import word
from vitalfew.formats.document import Actions, Block, Cell, Column, Promise, Section, Table, Text
from vitalfew.model.verdict import Verdict
from vitalfew.model.wording import NOTHING
from vitalfew.reports.cited import gap, named, person, standing, whole
from vitalfew.reports.facts import Facts
from vitalfew.rhythm.actions import Action
from vitalfew.rhythm.commentary import Commentary
from vitalfew.rhythm.escalations import Escalation

ERASED = say("(erased)")
CAUSES: Mapping[str, Text] = {
    "worse_in_a_row": say("worse several times in a row"),
    "missed": say("target missed"),
    "beyond_threshold": say("beyond the threshold"),
    "signal_against": say("worse by more than chance"),
    "likely_miss": say("likely to miss its target"),
    "stale": say("no new value"),
    "guard_broken": say("a guard is broken"),
}
"""What opened an escalation, where its trigger holds no more."""
OVER = ("resolved",)
SOON = timedelta(days=7)


def day_of(facts: Facts, at: datetime) -> date:
    """Give the organisation's day of a moment."""
    return facts.framework.calendar.hours.day(at)


def words_on(facts: Facts, kpi: str, days: int) -> Commentary | None:
    """Give what was said last of a KPI, where that is not older than so many days."""
    since = facts.made.as_of - timedelta(days=days)
    found = [each for each in facts.decided.commentaries if each.kpi == kpi and each.given_at]
    last = max(found, key=lambda each: each.given_at or each.asked_at, default=None)
    return last if last and last.given_at and day_of(facts, last.given_at) >= since else None


def analyses(facts: Facts, reds: Sequence[Verdict], days: int) -> Section:
    """Give what owners say of their red KPIs, or that nothing is said (RHY-2)."""
    columns = (
        Column(say("KPI"), share=1.4),
        Column(say("Analysis"), share=2.6),
        Column(say("Next step"), share=2.2),
        Column(say("Said by"), share=1.3),
    )
    rows, lacks = list[tuple[Cell, ...]](), list[Block]()
    for each in reds:
        said = words_on(facts, each.ref.id, days)
        rows.append((named(facts, each.ref), *_words(facts, said)))
        if said is None:
            name, who = facts.title(each.ref), person(facts, each.owner).text
            remedy = say("{who} says both with `vitalfew review comment`, or on the page of the review.", who=who)
            nobody = say("Name an owner, who says both with `vitalfew review comment`.")
            lacks.append(gap(say("analysis and next step of {kpi}", kpi=name), remedy if each.owner else nobody))
    table = Table(say("What the owners say"), columns, tuple(rows), say("No KPI is off track."))
    return Section("analyses", say("Off track: analysis and next steps"), (table, *lacks), tuple(each.ref for each in reds))


def _words(facts: Facts, said: Commentary | None) -> tuple[Cell, Cell, Cell]:
    if said is None or said.given_at is None:
        return Cell(say("nothing is said yet")), Cell(NOTHING), Cell(NOTHING)
    day = day_of(facts, said.given_at)
    by = say("{who}, {day:%-d %B}", who=person(facts, said.by).text if said.by else ERASED, day=day)
    if said.copied:
        by = say("{by}, in the words of the time before", by=by)
    return Cell(said.analysis or NOTHING), Cell(said.next_step or NOTHING), Cell(by)


def promises(facts: Facts, *, until: date | None = None) -> Section:
    """List what is to be done, overdue first; what is due later than a day is left out where one is given."""
    found = [each for each in facts.decided.actions if each.state == "open" and (until is None or each.due <= until)]
    items = tuple(_promise(facts, each) for each in sorted(found, key=lambda each: (each.due, each.id)))
    caption = say("Actions due by {day:%-d %B %Y}", day=until) if until else say("Open actions")
    lacks = () if facts.decided.actions else (_no_action(),)
    return Section("actions", say("Actions"), (Actions(caption, items, say("No action is due.")), *lacks), _about(found))


def _no_action() -> Block:
    return gap(say("actions"), say("End each review with an action that has an owner and a day: `vitalfew review act`."))


def _about(found: Iterable[Action | Escalation]) -> tuple[Ref, ...]:
    return tuple(dict.fromkeys(Ref("kpi", each.kpi) for each in found if each.kpi))


def _promise(facts: Facts, action: Action) -> Promise:
    late = (facts.made.as_of - action.due).days
    state: Text = say("due") if action.due <= facts.made.as_of + SOON else say("open")
    if late > 0:
        state = say_count("{n} day late", "{n} days late", whole(late, f"{action.ref}#late"))
    what = action.text or ERASED
    if action.kpi:
        what = say("{kpi}: {what}", kpi=facts.title(Ref("kpi", action.kpi)), what=what)
    return Promise(what, person(facts, action.owner).text, action.due, state, Ref("kpi", action.kpi) if action.kpi else None)


def open_escalations(facts: Facts) -> list[Escalation]:
    """Give escalations that are not over, the oldest first."""
    return sorted((each for each in facts.decided.escalations if each.state not in OVER), key=lambda each: each.opened_at)


def escalated(facts: Facts) -> Section:
    """List open escalations with their ages, who has them, and which day they climb on."""
    columns = (
        Column(say("KPI"), share=1.5),
        Column(say("Value"), share=1.4),
        Column(say("Cause"), share=2),
        Column(say("Open for")),
        Column(say("State")),
        Column(say("With"), share=1.2),
    )
    found = open_escalations(facts)
    rows = tuple(
        (
            named(facts, each.about),
            standing(facts, each.kpi),
            Cell(several(_causes(facts, each), "; ")),
            Cell(say_count("{n} day", "{n} days", whole(_age(facts, each), f"{each.ref}#age"))),
            Cell(word(each.state)),
            person(facts, each.person or each.to),
        )
        for each in found
    )
    table = Table(say("Open escalations, the oldest first"), columns, rows, say("No escalation is open."))
    return Section("escalations", say("Escalations"), (table, *_unraised(facts)), _about(found))


def _age(facts: Facts, each: Escalation) -> int:
    return (facts.made.as_of - day_of(facts, each.opened_at)).days


def _causes(facts: Facts, each: Escalation) -> list[Text]:
    verdict = facts.verdicts.get(each.kpi)
    known: dict[str, Text] = {fired.trigger: fired.text for fired in verdict.triggers} if verdict else {}
    return [known.get(name, CAUSES.get(name, name)) for name in each.triggers]


def _unraised(facts: Facts) -> tuple[Block, ...]:
    """Say where a trigger holds that nobody was told of."""
    known = {each.kpi for each in open_escalations(facts)}
    fired = [each for each in facts.scorecard.verdicts if any(one.opens == "escalation" for one in each.triggers)]
    loose = [each.ref for each in fired if each.ref.id not in known]
    if not loose:
        return ()
    what = say("escalations of what fired: {names}", names=several(facts.title(each) for each in loose))
    return (gap(what, say("Leave it to `vitalfew worker`, or run `vitalfew escalations sweep`.")),)


def resolutions(facts: Facts, since: date) -> Section:
    """List what was decided and done since a day."""
    columns = (
        Column(say("Decision"), share=3),
        Column(say("Taken on")),
        Column(say("Who sees to it"), share=1.3),
        Column(say("By")),
    )
    taken = [each for each in facts.decided.decisions if day_of(facts, each.opened_at) >= since and each.state != "reversed"]
    rows = tuple(
        (
            Cell(each.text or ERASED, None, Ref("kpi", each.kpi) if each.kpi else None),
            Cell(say("{day:%-d %B %Y}", day=day_of(facts, each.opened_at))),
            person(facts, each.owner) if each.owner else Cell(NOTHING),
            Cell(say("{day:%-d %B %Y}", day=each.due) if each.due else NOTHING),
        )
        for each in taken
    )
    caption = say("Decisions since {day:%-d %B %Y}", day=since)
    table = Table(caption, columns, rows, say("Nothing was decided since {day:%-d %B %Y}.", day=since))
    done = [each for each in facts.decided.actions if each.over_at and day_of(facts, each.over_at) >= since]
    kinds: Mapping[str, Text] = {"done": say("done"), "dropped": say("dropped")}
    items = tuple(
        Promise(each.text or ERASED, person(facts, each.owner).text, each.due, kinds.get(each.state, each.state)) for each in done
    )
    ended = Actions(say("Actions ended since then"), items, say("No action was ended."))
    return Section("decisions", say("Decisions and actions taken"), (table, ended), ())
