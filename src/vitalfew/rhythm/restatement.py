"""What turned out otherwise after a review was locked: the pack stays as reported, and beside it stands what is said by now.

Words are restated by a person, with a reason. Figures are restated by the clock, where a period that was reported has another
value by now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.verdict import Scorecard
from vitalfew.model.visibility import may_see, reason
from vitalfew.rhythm.decisions import see_words
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.machine import Machine, begin, seen
from vitalfew.rhythm.pack import Figure, figures, frozen, pack
from vitalfew.rhythm.reviews import MACHINE as REVIEWS
from vitalfew.rhythm.reviews import Review, review_of
from vitalfew.store.matters import Matter, find_matters

MACHINE = Machine("restatement", ("stated",), {}, ("stated",))
OTHER_DATA = "The period has another value by now"


@dataclass(frozen=True, slots=True)
class Restatement:
    """What is said of a KPI by now. `value` and `status` are new ones beside those reported; None where words alone are new."""

    id: str
    review: str
    kpi: str
    at: datetime
    by: str | None
    reason: str | None
    analysis: str | None
    next_step: str | None
    is_figure: bool
    reported: float | None
    value: float | None
    reported_status: str | None
    status: str | None

    def as_json(self) -> dict[str, object]:
        """Give the restatement in the JSON contract's fields."""
        values = {name: getattr(self, name) for name in type(self).__dataclass_fields__}
        return {**values, "at": self.at.isoformat()}


def restate(
    desk: Desk, review: str, kpi: str, *, reason: str, analysis: str | None = None, next_step: str | None = None
) -> Restatement:
    """Say openly, after the lock, what should have been said; raises UnknownName, Refused."""
    see_words(reason, say("say why it is restated"))
    see_words(f"{analysis or ''}{next_step or ''}", say("give the analysis or the next step as it should have been"))
    found = review_of(seen(desk, REVIEWS, review))
    if found.pack is None:
        why = say("review `{id}` is {state}: nothing is reported yet", id=found.id, state=word(found.state))
        raise Refused(why, say("give the commentary itself: `vitalfew review comment`"))
    if kpi not in found.kpis:
        raise UnknownName("KPI of the review", kpi, found.kpis)
    _see_open(desk, kpi)
    said = {"analysis": analysis, "next_step": next_step, "reason": reason.strip(), "by": desk.by}
    return _of(_add(desk, found, kpi, {**said, **_figures(None, None)}))


def restate_figures(desk: Desk, review: Review, scorecard: Scorecard) -> tuple[Restatement, ...]:
    """Say which figures of a locked review have another value by now for the period that was reported; each value once."""
    if review.pack is None:
        return ()
    now = {each.id: each for each in figures(pack(desk, review, scorecard))}
    last = {each.kpi: each for each in restatements(desk, review) if each.is_figure}
    found = []
    for was in figures(frozen(desk, review.pack)):
        other = now.get(was.id)
        if other and _is_other(was, other, last.get(was.id)):
            said = {"analysis": None, "next_step": None, "reason": OTHER_DATA, "by": None}
            found.append(_of(_add(desk.signed(CLOCKWORK), review, was.id, {**said, **_figures(was, other)})))
    return tuple(found)


def restatements(desk: Desk, review: Review) -> tuple[Restatement, ...]:
    """Give what was restated of a review, in order."""
    return tuple(map(_of, find_matters(desk.transaction, MACHINE.kind, about=review.ref)))


def _is_other(was: Figure, now: Figure, last: Restatement | None) -> bool:
    if was.private or now.private or was.period is None or was.period != now.period:
        return False
    known = (last.value, last.status) if last else (was.value, was.status)
    return known != (now.value, now.status)


def _figures(was: Figure | None, now: Figure | None) -> dict[str, Any]:
    values = (was.value, was.status) if was else (None, None)
    others = (now.value, now.status) if now else (None, None)
    return {"is_figure": was is not None, "reported": values[0], "value": others[0]} | {
        "reported_status": values[1],
        "status": others[1],
    }


def _see_open(desk: Desk, kpi: str) -> None:
    noun = desk.framework.kpi.get(kpi)
    if noun and not may_see(desk.framework, noun, desk.by):
        why = say("the figures of `{kpi}` are {reason}", kpi=kpi, reason=reason(desk.framework, noun))
        raise Refused(why, say("leave it to who may see them"))


def _add(desk: Desk, review: Review, kpi: str, data: dict[str, Any]) -> Matter:
    said = {"review": review.id, "kpi": kpi, **data}
    return begin(desk, MACHINE, about=review.ref, data=said, verb="restate")


def _of(matter: Matter) -> Restatement:
    data = matter.data
    said = {name: data[name] for name in ("review", "kpi", "by", "reason", "analysis", "next_step", "is_figure")}
    held = {name: data[name] for name in ("reported", "value", "reported_status", "status")}
    return Restatement(id=matter.id, at=matter.opened_at, **said, **held)
