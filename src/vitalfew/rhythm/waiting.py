"""What waits for a review, gathered into its agenda: figures, words, actions due, escalations and decisions that are open.

Before the lock the figures are those of now, after it those that were reported. What is about a KPI that the audience, or who
is at the desk, may not see is left out (CAS-5). What came out of the review itself stands in its minutes, and waits for the next.
"""

from __future__ import annotations

from collections.abc import Sequence

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count
from vitalfew.base.word import word
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Scorecard
from vitalfew.rhythm.actions import MACHINE as ACTIONS
from vitalfew.rhythm.actions import Action, actions
from vitalfew.rhythm.agenda import Agenda, Open, Waiting, agenda
from vitalfew.rhythm.commentary import Commentary, commentaries
from vitalfew.rhythm.decisions import MACHINE as DECISIONS
from vitalfew.rhythm.decisions import Decision, decisions
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import MACHINE as ESCALATIONS
from vitalfew.rhythm.pack import Figure, close_to, figures, frozen, pack
from vitalfew.rhythm.restatement import restatements
from vitalfew.rhythm.reviews import Review, reviews
from vitalfew.store.matters import Matter, find_matters

ERASED = "(erased)"
URGENT = ("open", "acknowledged", "snoozed")


def agenda_of(desk: Desk, review: Review, scorecard: Scorecard | None = None) -> Agenda:
    """Build the agenda of a review; `scorecard` is that of all KPIs, of no need once the review is locked."""
    found = _figures(desk, review, scorecard)
    shown = {each.id for each in found if not each.private}
    same = {each.ref for each in reviews(desk, cadence=review.cadence)}
    day = max(desk.hours.day(review.starts), desk.today)
    due = [each for each in actions(desk, states=ACTIONS.alive) if each.due <= day and each.about != review.ref]
    decided = [each for each in decisions(desk, states=DECISIONS.alive) if each.about != review.ref]
    waiting = Waiting(
        [_action(desk, each) for each in due if _concerns(each, same, shown, found)],
        [
            _escalation(desk, each)
            for each in find_matters(desk.transaction, ESCALATIONS.kind, states=URGENT)
            if _is_of(each, shown)
        ],
        [_decision(desk, each) for each in decided if _concerns(each, same, shown, found)],
        _words(desk, review, found),
    )
    return agenda(desk.framework, found, waiting, minutes=review.minutes)


def _figures(desk: Desk, review: Review, scorecard: Scorecard | None) -> Sequence[Figure]:
    if review.pack:
        held = frozen(desk, review.pack)
    elif scorecard:
        held = pack(desk, review, scorecard)
    else:
        return ()
    return close_to(figures(held), desk.framework, desk.by, review.people)


def _concerns(each: Action | Decision, same: set[Ref], shown: set[str], found: Sequence[Figure]) -> bool:
    """Tell whether something open is for this review: it came out of one of its cadence, or is about a KPI that is shown."""
    named = each.kpi or (each.about.id if each.about.kind == Kpi.kind_ else None)
    is_private = named in {figure.id for figure in found if figure.private}
    return not is_private and (each.about in same or named in shown)


def _is_of(matter: Matter, shown: set[str]) -> bool:
    return matter.about.kind == Kpi.kind_ and matter.about.id in shown


def _action(desk: Desk, each: Action) -> Open:
    facts = {"text": each.text or ERASED, "person": _person(desk, each.owner), "due": each.due}
    if each.days_late:
        late = say_count(
            "{text} ({person}, due {due}, a day late)", "{text} ({person}, due {due}, {n} days late)", each.days_late, **facts
        )
        return Open(each.ref, late, late=True)
    return Open(each.ref, say("{text} ({person}, due {due})", **facts))


def _escalation(desk: Desk, each: Matter) -> Open:
    kpi = desk.framework.kpi.get(each.about.id)
    name, day = kpi.title if kpi else each.about.id, desk.hours.day(each.opened_at)
    return Open(each.ref, say("{name}: {state} since {day}", name=name, state=word(each.state), day=day))


def _decision(desk: Desk, each: Decision) -> Open:
    facts = {"text": each.text or ERASED, "person": _person(desk, each.owner)}
    is_late = bool(each.due and each.due < desk.today)
    if each.owner and each.due:
        return Open(each.ref, say("{text} ({person}, due {due})", due=each.due, **facts), is_late)
    return Open(each.ref, say("{text} ({person})", **facts) if each.owner else each.text or ERASED, is_late)


def _words(desk: Desk, review: Review, found: Sequence[Figure]) -> dict[str, tuple[str, ...]]:
    """Give by KPI what its owner says, and what was restated since."""
    said = {each.kpi: each for each in commentaries(desk, review.id)}
    words = {each.id: _said(desk, each, said.get(each.id)) for each in found if not each.private}
    for again in restatements(desk, review):
        if again.kpi in words:
            texts = "; ".join(text for text in (again.analysis, again.next_step) if text)
            value = again.value if again.value is not None else say("no value")
            status = word(again.status) if again.status else say("no status")
            now = say("{value}, {status}", value=value, status=status) if again.is_figure else texts or ERASED
            words[again.kpi] += (say("restated: {now} ({reason})", now=now, reason=again.reason or ERASED),)
    return words


def _said(desk: Desk, figure: Figure, words: Commentary | None) -> tuple[str, ...]:
    if words is None or words.given_at is None:
        return (say("its owner has said nothing"),) if figure.is_red else ()
    texts = {word("analysis"): words.analysis, word("next step"): words.next_step}
    copied = (say("{person} said the same the last time", person=_person(desk, words.by)),) if words.copied else ()
    return (*(say("{name}: {text}", name=name, text=text) for name, text in texts.items() if text), *copied)


def _person(desk: Desk, person: str | None) -> str:
    known = desk.framework.person.get(person or "")
    return (known.name or known.id) if known else person or ERASED
