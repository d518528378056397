"""What the clock does about reviews: it plans, opens, asks, reminds, locks and freezes, and says what nobody held.

Each step is taken once, however often and late it is called. After a pause a review is brought straight to where it belongs by
now, without the reminders that have passed; those that nobody held meanwhile are told to each chair in one notice. No review is
closed by the clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from vitalfew.base.quantity import Duration
from vitalfew.base.said import say, say_count, several
from vitalfew.model.verdict import Scorecard
from vitalfew.rhythm.commentary import Commentary, ask, asked, commentaries, drop, settle
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.machine import advance, seen
from vitalfew.rhythm.notice import tell
from vitalfew.rhythm.pack import Figure, figures, freeze, pack
from vitalfew.rhythm.restatement import Restatement, restate_figures
from vitalfew.rhythm.reviews import LOOK_BACK, MACHINE, Planned, Review, plan_reviews, review_of, reviews
from vitalfew.rhythm.schedule import DAY
from vitalfew.store.matters import find_matters

GRACE: Mapping[str, int] = {"weekly": 1, "monthly": 3, "quarterly": 5, "yearly": 5}
"""For how many business days after its end a review can still be held; a daily one until its day is over."""
UNCLOSED = Duration(1, "business day")
SOON = timedelta(hours=4)
"""How much working time before it is due an owner is reminded."""
REPORTS: Mapping[str, Callable[[str], str]] = {
    "wanted": lambda review: say("{review}: your report is wanted", review=review),
    "soon due": lambda review: say("{review}: your report is soon due", review=review),
    "overdue": lambda review: say("{review}: your report is overdue", review=review),
}
LATE_FIGURES = timedelta(days=35)
"""For how long after a review its figures are compared with those of today."""


@dataclass
class Turned:
    """What one turn of the clock has done; `told` counts notices."""

    planned: Planned = field(default_factory=Planned)
    opened: list[Review] = field(default_factory=list)
    locked: list[Review] = field(default_factory=list)
    missed: list[Review] = field(default_factory=list)
    restated: list[Restatement] = field(default_factory=list)
    told: int = 0


def turn_reviews(desk: Desk, scorecard: Scorecard) -> Turned:
    """Do all that is due about reviews at this moment, by the figures of a scorecard of all KPIs."""
    clock, turned = desk.signed(CLOCKWORK), Turned()
    turned.planned = plan_reviews(clock)
    due = find_matters(clock.transaction, MACHINE.kind, states=MACHINE.alive, due=clock.at)
    for review in sorted(map(review_of, due), key=lambda each: (each.starts, each.id)):
        _turn(clock, review, scorecard, turned)
    _restate(clock, scorecard, turned)
    turned.told += _tell_missed(clock, turned.missed)
    return turned


def _turn(desk: Desk, review: Review, scorecard: Scorecard, turned: Turned) -> None:
    """Bring one review to where it belongs by now."""
    if review.state == "in-session":
        turned.told += _tell_unclosed(desk, review)
        return
    if desk.at >= held_until(desk, review):
        drop(desk, review)
        turned.missed.append(review_of(advance(desk, MACHINE, seen(desk, MACHINE, review.id), "miss")))
        return
    if review.state == "locked":
        return
    if desk.at >= review.locks:
        turned.locked.append(lock_review(desk, review, scorecard))
        turned.told += _tell_locked(desk, turned.locked[-1])
        return
    if review.state == "planned":
        review = _open(desk, review)
        turned.opened.append(review)
    turned.told += _tell_owners(desk, review, *_ask(desk, review, scorecard))


def open_review(desk: Desk, review: Review, scorecard: Scorecard) -> Review:
    """Open a review for reporting before its time, and ask its owners; raises Refused where it is open or over."""
    opened = _open(desk, review)
    _tell_owners(desk, opened, *_ask(desk, opened, scorecard))
    return opened


def lock_review(desk: Desk, review: Review, scorecard: Scorecard) -> Review:
    """Freeze the pack as reported, and what was said with it."""
    found = pack(desk, review, scorecard)
    settle(desk, review)
    data = {"kpis": [each["id"] for each in found["kpis"]], "pack": freeze(desk, found), "head": found["head"]}
    matter = seen(desk, MACHINE, review.id)
    return review_of(advance(desk, MACHINE, matter, "lock", data=data, due_at=held_until(desk, review)))


def held_until(desk: Desk, review: Review) -> datetime:
    """Give the moment from which a review counts as not held."""
    days = GRACE.get(review.frequency or "")
    if days is None:
        return desk.hours.at(desk.hours.day(review.ends) + DAY, time())
    return desk.hours.after(review.ends, Duration(days, "business day"))


def unclosed_at(desk: Desk, review: Review) -> datetime:
    """Give the moment from which a review that has begun should have been closed."""
    return desk.hours.after(max(review.ends, desk.at), UNCLOSED)


def _open(desk: Desk, review: Review) -> Review:
    return review_of(advance(desk, MACHINE, seen(desk, MACHINE, review.id), "open", due_at=review.opens))


def _ask(desk: Desk, review: Review, scorecard: Scorecard) -> tuple[Sequence[Figure], Sequence[Commentary]]:
    """Ask for what is not asked yet; gives the figures, and what is new of what must be said."""
    found = figures(pack(desk, review, scorecard))
    known, kpis = asked(desk, review), desk.framework.kpi
    new = [ask(desk, review, kpis[each.id], known.get(each.id), forced=each.is_red) for each in found if _is_asked(each)]
    return found, [each for each in new if each and each.forced]


def _is_asked(figure: Figure) -> bool:
    """Tell whether owners are asked about a figure: not where it is paused, nor where the audience may not see it."""
    return figure.private is None and figure.state != "paused"


def _tell_owners(desk: Desk, review: Review, found: Sequence[Figure], new: Sequence[Commentary]) -> int:
    """Tell owners what is needed of them: once when it is, once shortly before it is due, once after."""
    told, stage, red = 0, _stage(desk, review), {each.kpi for each in new}
    for person, lines in _wanted(desk, review, found).items():
        fresh = {kpi: line for kpi, line in lines.items() if kpi in red}
        if review.moved_at == desk.at:
            told += _tell(desk, review, person, "opened", "wanted", lines)
        elif fresh:
            told += _tell(desk, review, person, "-".join(("red", *sorted(fresh))), "wanted", fresh)
        elif stage:
            told += _tell(desk, review, person, stage.replace(" ", "-"), stage, lines)
    return told


def _stage(desk: Desk, review: Review) -> str | None:
    """Name the reminder that it is time for; none in the moment of opening."""
    if review.due is None or review.moved_at == desk.at:
        return None
    if desk.at >= review.due:
        return "overdue"
    return "soon due" if desk.hours.between(desk.at, review.due) <= SOON else None


def _wanted(desk: Desk, review: Review, found: Sequence[Figure]) -> dict[str, dict[str, str]]:
    """Give by person what is needed of them, by KPI: words on a red one, a value where there is none."""
    said = {each.kpi: each for each in commentaries(desk, review.id)}
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    for figure in filter(_is_asked, found):
        kpi, words = desk.framework.kpi[figure.id], said.get(figure.id)
        if words and words.forced and words.state == "asked" and words.owner:
            wanted[words.owner][figure.id] = say("{kpi}: it is red and needs an analysis and a next step", kpi=figure.name)
        elif figure.state in {"no-data", "stale"} and (loads := kpi.updater or next(iter(kpi.owners), None)):
            wanted[loads][figure.id] = say("{kpi}: there is no value yet", kpi=figure.name)
    return wanted


def _tell(desk: Desk, review: Review, person: str, step: str, stage: str, lines: Mapping[str, str]) -> bool:
    due, locks = _local(desk, review.due or review.locks), _local(desk, review.locks)
    until = say("It is due {due}; the review is locked {locks}.", due=due, locks=locks)
    body, subject = several((*lines.values(), "", until), "\n"), REPORTS[stage](_named(review))
    return tell(desk, person, key=f"review/{review.id}/{step}", subject=subject, body=body)


def _tell_locked(desk: Desk, review: Review) -> int:
    if review.due is None:
        return 0
    starts = _local(desk, review.starts)
    body = say(
        "The figures are frozen as reported. It begins {starts} and takes {minutes} minutes.",
        starts=starts,
        minutes=review.minutes,
    )
    subject = say("{review}: the agenda is there", review=_named(review))
    return sum(tell(desk, each, key=f"review/{review.id}/agenda", subject=subject, body=body) for each in review.people)


def _tell_unclosed(desk: Desk, review: Review) -> bool:
    body = say("It ends with at least one action that has an owner and a deadline, or with the reason why none is needed.")
    subject = say("{review} is not closed yet", review=_named(review))
    return tell(desk, _chair(desk, review), key=f"review/{review.id}/unclosed", subject=subject, body=body)


def _tell_missed(desk: Desk, missed: Sequence[Review]) -> int:
    """Tell each chair of what was not held, all of it at once."""
    by_chair: dict[str, list[Review]] = defaultdict(list)
    for review in missed:
        by_chair[_chair(desk, review) or ""].append(review)
    return sum(_tell_chair(desk, chair, found) for chair, found in by_chair.items())


def _tell_chair(desk: Desk, chair: str, found: Sequence[Review]) -> bool:
    subject = say_count("A review was not held", "{n} reviews were not held", len(found))
    body = "\n".join(f"{each.name}, {_local(desk, each.starts)}" for each in found)
    return tell(desk, chair, key=f"review/missed/{found[-1].id}", subject=subject, body=body)


def _chair(desk: Desk, review: Review) -> str | None:
    """Give who answers for a review: its chair, else who owns the structure."""
    return review.chair or desk.framework.governance.structure_owner


def _restate(desk: Desk, scorecard: Scorecard, turned: Turned) -> None:
    for review in _compared(desk):
        turned.restated += restate_figures(desk, review, scorecard)


def _compared(desk: Desk) -> Iterator[Review]:
    """Give the reviews whose figures are compared with those of today: of each cadence the last that was locked."""
    last: dict[str | None, Review] = {}
    for review in reviews(desk, states=["locked", "in-session", "closed"], since=desk.at - LOOK_BACK):
        if review.pack and review.starts >= desk.at - LATE_FIGURES:
            last[review.cadence] = review
    yield from last.values()


def _named(review: Review) -> str:
    return f"{review.name} {review.period}"


def _local(desk: Desk, at: datetime) -> str:
    return f"{at.astimezone(desk.hours.zone):%Y-%m-%d %H:%M}"
