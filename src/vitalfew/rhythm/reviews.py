"""Reviews: each one that a cadence gives is planned ahead, opens for reporting, is locked, held and closed (RHY-1, RHY-3).

    planned ─▶ open ─▶ locked ─▶ in-session ─▶ closed
        └───────┴────────┴─▶ missed (nobody held it in time), or cancelled with a reason

A review carries all that it was planned with, so that a later change of its cadence does not change one that has begun.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.rhythm import Cadence, Frequency
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import Machine, Move, advance, begin, seen
from vitalfew.rhythm.schedule import DAY, Occurrence, business_days_before, next_occurrence, occurrences
from vitalfew.store.matters import Matter, find_matters

BEFORE = ("planned", "open", "locked")
MACHINE = Machine(
    "review",
    ("planned",),
    {
        "change": Move(("planned",)),
        "move": Move(("planned", "open")),
        "open": Move(("planned",), "open"),
        "lock": Move(("planned", "open"), "locked"),
        "start": Move(("locked",), "in-session"),
        "attend": Move(("in-session",)),
        "confirm": Move(("in-session",)),
        "close": Move(("in-session",), "closed"),
        "miss": Move(BEFORE, "missed"),
        "cancel": Move(BEFORE, "cancelled"),
    },
    ("closed", "missed", "cancelled"),
)
AHEAD = timedelta(days=35)
"""How far ahead reviews are planned; the next one of each cadence always is."""
FIRST_DAYS = 7
"""Within how many days of the launch the first review is (RHY-3)."""
FIRST = "first-review"
LOOK_BACK = timedelta(days=800)
REPLANNED = "the cadence has it on another day by now"


class Stages(NamedTuple):
    """Reporting before a review: open for so many business days before it, due so many before, locked so many hours before."""

    opens: int
    due: int
    locks: timedelta
    frequency: str = ""


STAGES: Mapping[Frequency, Stages | None] = {
    "daily": None,  # a stand-up looks at the figures of the moment
    "weekly": Stages(2, 1, timedelta(hours=1)),
    "monthly": Stages(5, 1, timedelta(hours=4)),
    "quarterly": Stages(10, 3, timedelta(hours=24)),
    "yearly": Stages(15, 5, timedelta(hours=24)),
}


@dataclass(frozen=True, slots=True)
class Review:
    """One review. Moments are in UTC; `opens` and `due` are None where nothing is reported before it.

    `on` is the day that its cadence gives; `moved_from` the day that was meant where nobody works on that. `kpis`, `pack` (a
    content's hash) and `head` (of the journal) are what was frozen at the lock, `record` is the hash of the minutes' facts.
    """

    id: str
    version: int
    state: str
    cadence: str | None
    name: str
    on: date
    moved_from: date | None
    period: str
    frequency: str | None
    starts: datetime
    ends: datetime
    began: datetime | None
    opens: datetime | None
    due: datetime | None
    locks: datetime
    tiers: tuple[int, ...]
    org_units: tuple[str, ...]
    focus: str | None
    chair: str | None
    people: tuple[str, ...]
    present: tuple[str, ...]
    kpis: tuple[str, ...]
    confirmed: tuple[str, ...]
    pack: str | None
    head: str | None
    record: str | None
    by: str | None
    none_needed: str | None
    reason: str | None
    moved_at: datetime

    @property
    def ref(self) -> Ref:
        """Its address."""
        return Ref(MACHINE.kind, self.id)

    @property
    def minutes(self) -> int:
        """How long it is to take."""
        return int((self.ends - self.starts).total_seconds() // 60)

    @property
    def cadence_of(self) -> Cadence:
        """The cadence as it was when the review was planned."""
        return Cadence(id=self.cadence or FIRST, tiers=self.tiers, org_units=self.org_units)

    def as_json(self) -> dict[str, object]:
        """Give the review in the JSON contract's fields."""
        return {name: _plain(getattr(self, name)) for name in type(self).__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Planned:
    """What planning has brought: reviews that are new, that have other hours or people, and that are off."""

    made: tuple[Review, ...] = ()
    changed: tuple[Review, ...] = ()
    cancelled: tuple[Review, ...] = ()


def reviews(
    desk: Desk, *, cadence: str | None = None, states: Sequence[str] | None = None, since: datetime | None = None
) -> tuple[Review, ...]:
    """Give reviews in the order they begin: of a cadence, in some states, planned since a moment."""
    about = Ref(Cadence.kind_, cadence) if cadence else None
    found = map(review_of, find_matters(desk.transaction, MACHINE.kind, states=states, about=about, since=since))
    return tuple(sorted(found, key=_order))


def find_review(desk: Desk, name: str) -> Review:
    """Give a review by its id, or by its cadence: the one in session, else the next, else the last; raises UnknownName."""
    for state in ("in-session", *reversed(BEFORE), *MACHINE.over):
        found = reviews(desk, cadence=name, states=[state])
        if found:
            return found[0] if state in BEFORE else found[-1]
    if desk.framework.index.get(Ref(Cadence.kind_, name)):
        why = say("no review of `{name}` is planned yet", name=name)
        raise Refused(why, say("run `vitalfew review plan`, or leave it to `vitalfew worker`"))
    return review_of(seen(desk, MACHINE, name))


def plan_reviews(desk: Desk, until: date | None = None) -> Planned:
    """Plan what cadences give from now on before a day, 35 days ahead unless said, and at least the next of each.

    What is planned already is left, or brought to the hours and people that the cadence has by now; what it has no more, and
    has not yet opened, is off. Where no look at tier 1 is within seven days of the launch, one is planned (RHY-3).
    """
    before = until or desk.today + AHEAD
    wanted = {(cadence.id, each.day): (cadence, each) for cadence, each in _wanted(desk, before)}
    known: dict[tuple[str, date], Matter] = {}
    for matter in find_matters(desk.transaction, MACHINE.kind, since=desk.at - LOOK_BACK):
        is_replanned = matter.state == "cancelled" and matter.data["is_replanned"]
        if not is_replanned and matter.data["cadence"]:
            known[matter.data["cadence"], date.fromisoformat(matter.data["on"])] = matter
    made = [_make(desk, *wanted[key]) for key in wanted if key not in known]
    changed = [found for key in wanted if key in known and (found := _bring(desk, known[key], *wanted[key]))]
    off = [matter for key, matter in known.items() if _is_off(desk, matter, key, wanted, before)]
    cancelled = [advance(desk, MACHINE, each, "cancel", data={"reason": REPLANNED, "is_replanned": True}) for each in off]
    return Planned(*(tuple(map(review_of, each)) for each in (made, changed, cancelled)))


def _wanted(desk: Desk, before: date) -> Iterator[tuple[Cadence, Occurrence]]:
    """Give what is to be held from now on: what cadences give, and a first look where they give none in time."""
    found = [(cadence, each) for cadence in desk.framework.cadences for each in _of_cadence(desk, cadence, before)]
    yield from found
    first = _first(desk, found)
    if first:
        yield first


def _of_cadence(desk: Desk, cadence: Cadence, before: date) -> Iterator[Occurrence]:
    if cadence.rhythm is None:
        return
    coming = next_occurrence(cadence.rhythm, desk.hours, desk.today)
    if coming and coming.at <= desk.at:
        coming = next_occurrence(cadence.rhythm, desk.hours, coming.day + DAY)
    after = max(before, coming.day + DAY) if coming else before
    yield from (each for each in occurrences(cadence.rhythm, desk.hours, desk.today, after) if each.at > desk.at)


def _first(desk: Desk, found: Sequence[tuple[Cadence, Occurrence]]) -> tuple[Cadence, Occurrence] | None:
    """Give the first look that no cadence gives in time: on the last working day of the seven, of the best cadence there is."""
    launched = desk.framework.organization.launched
    if launched is None or desk.today > launched + DAY * FIRST_DAYS:
        return None
    last = launched + DAY * FIRST_DAYS
    if any(_is_first(cadence) and each.day <= last for cadence, each in found) or _was_first(desk, launched):
        return None
    ahead = [max(launched, desk.today) + DAY * number for number in range((last - max(launched, desk.today)).days + 1)]
    days = [day for day in ahead if desk.hours.calendar.is_business_day(day) and desk.hours.at(day, desk.hours.opens) > desk.at]
    if not days:
        return None
    period = desk.hours.calendar.period("week", days[-1])
    occurrence = Occurrence(period, days[-1], days[-1], desk.hours.at(days[-1], desk.hours.opens))
    return min(filter(_is_first, desk.framework.cadences), key=_often, default=_of_nobody(desk.framework)), occurrence


def _is_first(cadence: Cadence) -> bool:
    return 1 in cadence.tiers or not cadence.tiers


def _often(cadence: Cadence) -> int:
    return list(STAGES).index(cadence.frequency) if cadence.frequency else len(STAGES)


def _was_first(desk: Desk, launched: date) -> bool:
    """Tell whether a look at tier 1 since the launch is planned or was held already."""
    found = (review_of(each) for each in find_matters(desk.transaction, MACHINE.kind, since=desk.at - LOOK_BACK))
    return any(
        _is_first(each.cadence_of) and launched <= each.on <= launched + DAY * FIRST_DAYS
        for each in found
        if each.state not in {"missed", "cancelled"} and each.starts <= desk.at
    )


def _of_nobody(framework: Framework) -> Cadence:
    """Give what stands in for a cadence where none is declared that looks at tier 1."""
    chair = framework.governance.structure_owner
    return Cadence(id=FIRST, name="First review", tiers=(1,), chair=chair, minutes=45)


def _make(desk: Desk, cadence: Cadence, occurrence: Occurrence) -> Matter:
    name = f"{cadence.id}-{occurrence.day}"
    taken = {each.id for each in find_matters(desk.transaction, MACHINE.kind, about=cadence.ref)}
    names = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
    free = next(each for each in names if each not in taken)
    started: dict[str, Any] = {
        "present": [],
        "kpis": [],
        "confirmed": [],
        "pack": None,
        "head": None,
        "record": None,
        "by": None,
        "began": None,
    }
    data = {**_settings(desk, cadence, occurrence), **started, "none_needed": None, "reason": None, "is_replanned": False}
    return begin(desk, MACHINE, about=cadence.ref, data=data, id_=free, due_at=_wakes(data), verb="plan")


def _settings(desk: Desk, cadence: Cadence, occurrence: Occurrence) -> dict[str, Any]:
    """Give what a review takes from its cadence."""
    frequency = cadence.frequency or "weekly"
    minutes = cadence.minutes or int(desk.framework.policy_number(f"{frequency}-review-minutes"))
    starts = occurrence.at
    people = dict.fromkeys(each for each in (cadence.chair, *cadence.audience) if each)
    return {
        "cadence": cadence.id,
        "name": cadence.name or cadence.id.replace("-", " ").capitalize(),
        "on": occurrence.day.isoformat(),
        "moved_from": occurrence.meant.isoformat() if occurrence.is_moved else None,
        "period": desk.hours.calendar.label(occurrence.period),
        "frequency": frequency,
        **stages(desk, frequency, starts, starts + timedelta(minutes=minutes)),
        "tiers": list(cadence.tiers),
        "org_units": list(cadence.org_units),
        "focus": cadence.focus,
        "chair": cadence.chair,
        "people": list(people),
    }


def stages(desk: Desk, frequency: Frequency, starts: datetime, ends: datetime) -> dict[str, str | None]:
    """Give the moments around a review that begins at one: reporting opens, is due, is locked; each no later than the next."""
    held, of = {"starts": starts.isoformat(), "ends": ends.isoformat()}, STAGES[frequency]
    if of is None:
        return {**held, "opens": None, "due": None, "locks": starts.isoformat()}
    hours, day = desk.hours, desk.hours.day(starts)
    locks = starts - of.locks
    due = min(hours.at(business_days_before(hours.calendar, day, of.due), hours.closes), locks)
    opens = min(hours.at(business_days_before(hours.calendar, day, of.opens), hours.opens), due)
    return {**held, "opens": opens.isoformat(), "due": due.isoformat(), "locks": locks.isoformat()}


def _wakes(data: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(data["opens"] or data["locks"])


def _bring(desk: Desk, matter: Matter, cadence: Cadence, occurrence: Occurrence) -> Matter | None:
    """Bring a review that is only planned to what its cadence says by now; None where it says the same."""
    now = _settings(desk, cadence, occurrence)
    kept = {"starts", "ends", "opens", "due", "locks"} if matter.data.get("was_moved") else set()
    other = {name: value for name, value in now.items() if name not in kept and matter.data[name] != value}
    if matter.state != "planned" or not other:
        return None
    return advance(desk, MACHINE, matter, "change", data=other, due_at=_wakes({**matter.data, **other}))


def _is_off(desk: Desk, matter: Matter, key: tuple[str, date], wanted: Mapping[tuple[str, date], object], before: date) -> bool:
    """Tell whether a planned review is given by no cadence any more; one beyond what was looked at is left."""
    if matter.data.get("was_moved") or matter.state != "planned" or key in wanted:
        return False
    if datetime.fromisoformat(matter.data["starts"]) <= desk.at:
        return False
    cadence = desk.framework.index.get(Ref(Cadence.kind_, key[0]))
    if not isinstance(cadence, Cadence) or cadence.rhythm is None:
        return True
    return key[1] < before or key[1] not in {each.day for each in _of_cadence(desk, cadence, key[1] + DAY)}


def _order(review: Review) -> tuple[datetime, str]:
    return review.starts, review.id


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def review_of(matter: Matter) -> Review:
    """Read a review off its matter."""
    data = matter.data
    lists = ("tiers", "org_units", "people", "present", "kpis", "confirmed")
    same = ("cadence", "name", "period", "frequency", "focus", "chair", "pack", "head", "record", "by", "none_needed", "reason")
    read: dict[str, Any] = {
        **{name: datetime.fromisoformat(data[name]) for name in ("starts", "ends", "locks")},
        **{name: datetime.fromisoformat(data[name]) if data[name] else None for name in ("opens", "due", "began")},
        **{name: tuple(data[name] or ()) for name in lists},
        **{name: data[name] for name in same},
        "on": date.fromisoformat(data["on"]),
        "moved_from": date.fromisoformat(data["moved_from"]) if data["moved_from"] else None,
    }
    return Review(id=matter.id, version=matter.version, state=matter.state, moved_at=matter.moved_at, **read)
