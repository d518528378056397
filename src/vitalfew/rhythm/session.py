"""A review as it is held: begun, written down live, and closed with an action or the reason why none is needed (RHY-2).

Whoever writes something down in a review is at the desk; what they write stands beside the review, so that several can write at
once. A review is closed by its chair, by who stands in for them, or by anybody else, and the minutes say by whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import Scorecard
from vitalfew.rhythm.absence import stand_in
from vitalfew.rhythm.actions import MACHINE as ACTIONS
from vitalfew.rhythm.actions import Action, actions, add_action
from vitalfew.rhythm.commentary import drop
from vitalfew.rhythm.cycle import lock_review, unclosed_at
from vitalfew.rhythm.decisions import Decision, Note, add_decision, add_note, see_words
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import advance, seen
from vitalfew.rhythm.minutes import Closing, facts
from vitalfew.rhythm.pack import freeze
from vitalfew.rhythm.reviews import BEFORE, MACHINE, Review, review_of, stages
from vitalfew.store.matters import Matter


def start_review(desk: Desk, id_: str, scorecard: Scorecard, *, version: int | None = None) -> Review:
    """Begin a review; what is not locked yet is locked now. Raises UnknownName, Refused, Overtaken.

    Whoever begins it is present. It does not begin before its day: `move_review` gives it another one.
    """
    matter = seen(desk, MACHINE, id_, version)
    review = review_of(matter)
    if review.state in BEFORE and desk.today < desk.hours.day(review.starts):
        why = say("review `{id}` is on {day}", id=id_, day=desk.hours.day(review.starts))
        raise Refused(why, say("begin it on its day, or move it: `vitalfew review move`"))
    if review.state in {"planned", "open"}:
        review = lock_review(desk, review, scorecard)
        matter = seen(desk, MACHINE, id_)
    here = [desk.by] if desk.by in desk.framework.person else []
    moved = advance(
        desk, MACHINE, matter, "start", data={"present": here, "began": desk.at.isoformat()}, due_at=unclosed_at(desk, review)
    )
    return review_of(moved)


def attend(desk: Desk, id_: str, people: Sequence[str], *, version: int | None = None) -> Review:
    """Write down who is present, besides those who are already; raises UnknownName, Refused, Overtaken."""
    matter = _in_session(desk, id_, version)
    for person in people:
        if person not in desk.framework.person:
            raise UnknownName("person", person, desk.framework.person)
    present = [*dict.fromkeys((*matter.data["present"], *people))]
    if present == matter.data["present"]:
        return review_of(matter)
    return review_of(advance(desk, MACHINE, matter, "attend", data={"present": present}, due_at=matter.due_at))


def note(desk: Desk, id_: str, text: str, *, kpi: str | None = None, item: int | None = None) -> Note:
    """Write down what was said; raises UnknownName, Refused."""
    return add_note(desk, about=_in_session(desk, id_).ref, text=text, kpi=kpi, item=item)


def decide(
    desk: Desk, id_: str, text: str, *, kpi: str | None = None, owner: str | None = None, due: date | None = None
) -> Decision:
    """Write down what was decided; raises UnknownName, Refused."""
    return add_decision(desk, about=_in_session(desk, id_).ref, text=text, kpi=kpi, owner=owner, due=due)


def act(desk: Desk, id_: str, text: str, *, owner: str, due: date, kpi: str | None = None) -> Action:
    """Promise something in a review; raises UnknownName, Refused."""
    return add_action(desk, about=_in_session(desk, id_).ref, text=text, owner=owner, due=due, kpi=kpi)


def confirm(desk: Desk, id_: str, action: str, *, version: int | None = None) -> Review:
    """Stand by an action from before: open, with an owner and a day that is not over. Raises UnknownName, Refused, Overtaken."""
    matter = _in_session(desk, id_, version)
    found = seen(desk, ACTIONS, action)
    if not _is_promise(desk, found):
        why = (
            say("action `{action}` is {state}", action=action, state=word(found.state))
            if found.state in ACTIONS.over
            else say("action `{action}` is overdue or nobody's", action=action)
        )
        raise Refused(why, say("promise a new one, or postpone it first: `vitalfew actions`"))
    confirmed = [*dict.fromkeys((*matter.data["confirmed"], action))]
    return review_of(advance(desk, MACHINE, matter, "confirm", data={"confirmed": confirmed}, due_at=matter.due_at))


def close_review(desk: Desk, id_: str, *, none_needed: str | None = None, version: int | None = None) -> Review:
    """Close a review and freeze its minutes; raises UnknownName, Refused, Overtaken.

    It ends with at least one action that has an owner and a deadline, made or confirmed in it, or with the reason why none is.
    """
    matter = _in_session(desk, id_, version)
    review, why = review_of(matter), (none_needed or "").strip()
    promised = promises(desk, review)
    if not promised and not why:
        nothing = say("review `{id}` has no action with an owner and a deadline yet", id=id_)
        raise Refused(nothing, say("promise one, or say why none is needed (`--none-needed REASON`)"))
    closing = Closing(desk.at, closed_as(desk, review))
    record = freeze(desk, facts(desk, review, closing))
    said = {"record": record, "by": desk.by, "none_needed": None if promised else why}
    return review_of(advance(desk, MACHINE, matter, "close", data=said))


def promises(desk: Desk, review: Review) -> tuple[Action, ...]:
    """Give what was promised in a review and not dropped in it again, and what it has confirmed."""
    made = [each for each in actions(desk, about=review.ref) if each.state != "dropped" and each.owner]
    stood_by = {each for each in review.confirmed if _is_promise(desk, seen(desk, ACTIONS, each))}
    return (*made, *(each for each in actions(desk) if each.id in stood_by))


def cancel_review(desk: Desk, id_: str, reason: str, *, version: int | None = None) -> Review:
    """Take a review off that is not held, with the reason; it is not planned anew. Raises UnknownName, Refused, Overtaken."""
    see_words(reason, say("say why it is not held"))
    review = review_of(advance(desk, MACHINE, seen(desk, MACHINE, id_, version), "cancel", data={"reason": reason.strip()}))
    drop(desk, review)
    return review


def move_review(desk: Desk, id_: str, starts: datetime, *, version: int | None = None) -> Review:
    """Hold a review at another time, which a change of its cadence's hours leaves; raises UnknownName, Refused, Overtaken."""
    matter = seen(desk, MACHINE, id_, version)
    review = review_of(matter)
    if starts <= desk.at:
        raise Refused(say("that moment is over"), say("name one to come"))
    times = stages(desk, review.frequency, starts, starts + (review.ends - review.starts))  # type: ignore[arg-type]  # as planned
    wakes = datetime.fromisoformat(times["opens"] or times["locks"] or times["starts"] or "")
    return review_of(advance(desk, MACHINE, matter, "move", data={**times, "was_moved": True}, due_at=wakes))


def closed_as(desk: Desk, review: Review) -> str:
    """Say as what somebody closes a review: as its chair, in the chair's place, or as neither."""
    if desk.by == review.chair:
        return "chair"
    stands = review.chair and desk.by in {stand_in(desk, review.chair), _deputy(desk.framework, review.chair)}
    return "deputy" if stands else "other"


def _deputy(framework: Framework, person: str) -> str | None:
    known = framework.person.get(person)
    return known.deputy if known else None


def _is_promise(desk: Desk, matter: Matter) -> bool:
    is_open = matter.state not in ACTIONS.over
    return is_open and bool(matter.data["owner"]) and date.fromisoformat(matter.data["due"]) >= desk.today


def _in_session(desk: Desk, id_: str, version: int | None = None) -> Matter:
    matter = seen(desk, MACHINE, id_, version)
    if matter.state != "in-session":
        why = say("review `{id}` is {state}", id=id_, state=word(matter.state))
        raise Refused(why, say("begin it with `vitalfew review start`") if matter.state in BEFORE else say("it is over"))
    return matter
