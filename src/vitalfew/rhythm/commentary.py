"""What an owner says of a KPI before a review: an *analysis* and a *next step*, both of them where it is red (RHY-2).

    asked ─▶ given ─▶ kept (as it was when the review was locked)
      └────────────▶ lapsed (nothing was said), or dropped with the review

A red one is not given until both are there; one that turns red later is asked for anew where something lacks. Words that are
those of the last review are taken, and it is noted that they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.kpi import Kpi
from vitalfew.model.visibility import may_see, reason
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import Machine, Move, advance, begin, seen
from vitalfew.rhythm.reviews import MACHINE as REVIEWS
from vitalfew.rhythm.reviews import Review
from vitalfew.store.matters import Matter, find_matters

MACHINE = Machine(
    "commentary",
    ("asked",),
    {
        "give": Move(("asked", "given"), "given"),
        "ask-again": Move(("asked", "given"), "asked"),
        "keep": Move(("given",), "kept"),
        "lapse": Move(("asked",), "lapsed"),
        "drop": Move(("asked", "given"), "dropped"),
    },
    ("kept", "lapsed", "dropped"),
)


@dataclass(frozen=True, slots=True)
class Commentary:
    """What was asked and said; `forced` where both fields are needed, `late` where it came after it was due.

    `copied` says that the words are those of the last review, `by` who gave them, where it was not the owner too.
    """

    id: str
    version: int
    state: str
    review: str
    kpi: str
    owner: str | None
    by: str | None
    forced: bool
    analysis: str | None
    next_step: str | None
    due: datetime
    asked_at: datetime
    given_at: datetime | None
    late: bool
    copied: bool

    def as_json(self) -> dict[str, object]:
        """Give the commentary in the JSON contract's fields."""
        values = {name: getattr(self, name) for name in type(self).__dataclass_fields__}
        return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def commentaries(desk: Desk, review: str | None = None, *, kpi: str | None = None) -> tuple[Commentary, ...]:
    """Give what was asked and said, of a review or of a KPI, in the order it was asked for; raises UnknownName."""
    since = seen(desk, REVIEWS, review).opened_at if review else None  # nobody is asked before the review is planned
    found = find_matters(desk.transaction, MACHINE.kind, about=Ref(Kpi.kind_, kpi) if kpi else None, since=since)
    return tuple(commentary_of(each) for each in found if review in {None, each.data["review"]})


def asked(desk: Desk, review: Review) -> dict[str, Matter]:
    """Give what is asked for a review that is open, by KPI."""
    return {each.data["kpi"]: each for each in _alive(desk, review)}


def ask(desk: Desk, review: Review, kpi: Kpi, found: Matter | None, *, forced: bool) -> Commentary | None:
    """Ask the owner for a commentary, or anew where the KPI has turned red and something lacks; None where nothing is new.

    `found` is what was asked of the KPI already.
    """
    if found is None:
        owner = kpi.owners[0] if kpi.owners else None
        said = {"analysis": None, "next_step": None, "by": None, "given_at": None, "late": False, "copied": False}
        due = (review.due or review.locks).isoformat()
        data = {"review": review.id, "cadence": review.cadence, "kpi": kpi.id, "owner": owner, "forced": forced, "due": due}
        id_ = f"{review.id}.{kpi.id}"
        made = begin(desk, MACHINE, about=kpi.ref, data={**data, **said}, id_=id_, due_at=review.due, verb="ask")
        return commentary_of(made)
    if not forced or found.data["forced"]:
        return None
    lacks = not (found.data["analysis"] and found.data["next_step"])
    verb = "ask-again" if lacks else "give"
    return commentary_of(advance(desk, MACHINE, found, verb, data={"forced": True}, due_at=found.due_at))


def give_commentary(
    desk: Desk,
    review: str,
    kpi: str,
    *,
    analysis: str | None = None,
    next_step: str | None = None,
    version: int | None = None,
) -> Commentary:
    """Say what is behind a figure and what comes next; a field left out stays. Raises UnknownName, Refused, Overtaken.

    Of a red KPI both are needed. After the lock it is refused: what is said later is a restatement.
    """
    if kpi not in desk.framework.kpi:
        raise UnknownName("KPI", kpi, desk.framework.kpi)
    noun = desk.framework.kpi[kpi]
    if not may_see(desk.framework, noun, desk.by):
        why = say("the figures of `{kpi}` are {reason}", kpi=kpi, reason=reason(desk.framework, noun))
        raise Refused(why, say("leave it to who may see them"))
    found = seen(desk, MACHINE, f"{review}.{kpi}", version)
    if found.state in MACHINE.over:
        why = say("review `{review}` is locked: what was said of `{kpi}` stands as reported", review=review, kpi=kpi)
        raise Refused(why, say("restate it with a reason: `vitalfew review restate`"))
    said = {name: _words(given) or found.data[name] for name, given in (("analysis", analysis), ("next_step", next_step))}
    missing = [name.replace("_", " ") for name, value in said.items() if not value]
    if len(missing) == 2 or (missing and found.data["forced"]):
        why = (
            say("`{kpi}` is red and has no {missing} yet", kpi=kpi, missing=word(missing[0]))
            if found.data["forced"]
            else say("nothing is said of `{kpi}`", kpi=kpi)
        )
        raise Refused(why, say("give both an analysis and a next step"))
    data = {
        **said,
        "by": desk.by,
        "given_at": desk.at.isoformat(),
        "late": desk.at > datetime.fromisoformat(found.data["due"]),
        "copied": _is_copied(said, _last(desk, found)),
    }
    return commentary_of(advance(desk, MACHINE, found, "give", data=data, due_at=found.due_at))


def settle(desk: Desk, review: Review) -> tuple[Commentary, ...]:
    """Keep what was given as it is, and note where nothing was, as the lock does."""
    verbs = {"asked": "lapse", "given": "keep"}
    return tuple(_end(desk, each, verbs[each.state]) for each in _alive(desk, review))


def drop(desk: Desk, review: Review) -> None:
    """Ask no more for a review that is not held."""
    for each in _alive(desk, review):
        _end(desk, each, "drop")


def _alive(desk: Desk, review: Review) -> Sequence[Matter]:
    found = find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive)
    return [each for each in found if each.data["review"] == review.id]


def _end(desk: Desk, matter: Matter, verb: str) -> Commentary:
    return commentary_of(advance(desk, MACHINE, matter, verb))


def _words(text: str | None) -> str | None:
    return text.strip() or None if text else None


def _last(desk: Desk, matter: Matter) -> Mapping[str, Any] | None:
    """Give what was said of the KPI for the last review of the same cadence before this one."""
    earlier = [
        each.data
        for each in find_matters(desk.transaction, MACHINE.kind, about=matter.about)
        if each.id != matter.id and each.opened_at <= matter.opened_at and each.data["cadence"] == matter.data["cadence"]
    ]
    return next((each for each in reversed(earlier) if each["given_at"]), None)


def _is_copied(said: Mapping[str, str | None], last: Mapping[str, Any] | None) -> bool:
    """Tell whether all that is said was said the last time, however it is spaced and written."""
    if last is None:
        return False
    new, old = ({name: " ".join((each[name] or "").casefold().split()) for name in said} for each in (said, last))
    return all(new[name] == old[name] for name in new if new[name])


def commentary_of(matter: Matter) -> Commentary:
    """Read a commentary off its matter."""
    data = matter.data
    return Commentary(
        matter.id,
        matter.version,
        matter.state,
        data["review"],
        data["kpi"],
        data["owner"],
        data["by"],
        data["forced"],
        data["analysis"],
        data["next_step"],
        datetime.fromisoformat(data["due"]),
        matter.opened_at,
        datetime.fromisoformat(data["given_at"]) if data["given_at"] else None,
        data["late"],
        data["copied"],
    )
