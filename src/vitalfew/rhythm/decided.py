"""What people said, promised and decided, and the last packs as they were reported, as one may see it who reads a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from vitalfew.model.verdict import Verdict, read_verdict
from vitalfew.rhythm.actions import Action, actions
from vitalfew.rhythm.commentary import Commentary, commentaries
from vitalfew.rhythm.decisions import Decision, decisions
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import Escalation, escalations
from vitalfew.rhythm.pack import frozen
from vitalfew.rhythm.reviews import Review, reviews
from vitalfew.store.journal import entries

KEPT = 2
"""Of each cadence so many packs are read, the last ones."""


@dataclass(frozen=True, slots=True)
class Pack:
    """The figures of a review as they were frozen at its lock; `head` is that of the journal then."""

    review: Review
    at: datetime
    as_of: date
    revision: int | None
    head: str | None
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class Decided:
    """What is about KPIs whose figures are closed is left out; `packs` are by the review's id, the oldest first."""

    actions: tuple[Action, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    decisions: tuple[Decision, ...] = ()
    commentaries: tuple[Commentary, ...] = ()
    packs: Mapping[str, Pack] = field(default_factory=dict)
    head: str | None = None


def decided(desk: Desk, closed: frozenset[str]) -> Decided:
    """Give what was decided up to the desk's day; `closed` are the KPIs whose figures whoever asks may not see."""

    def is_known(at: datetime) -> bool:
        return desk.hours.day(at) <= desk.today

    last = entries(desk.transaction, last=1)
    return Decided(
        tuple(each for each in actions(desk) if each.kpi not in closed and is_known(each.opened_at)),
        tuple(each for each in escalations(desk, states=None) if each.kpi not in closed and is_known(each.opened_at)),
        tuple(each for each in decisions(desk) if each.kpi not in closed and is_known(each.opened_at)),
        tuple(each for each in commentaries(desk) if each.kpi not in closed and is_known(each.asked_at)),
        _packs(desk, closed, is_known),
        last[-1].hash if last else None,
    )


def _packs(desk: Desk, closed: frozenset[str], is_known: Callable[[datetime], bool]) -> dict[str, Pack]:
    by_cadence: dict[str | None, list[Review]] = defaultdict(list)
    for each in reviews(desk):
        if each.pack and is_known(each.locks):
            by_cadence[each.cadence].append(each)
    chosen = [each for found in by_cadence.values() for each in found[-KEPT:]]
    return {each.id: _pack(desk, each, closed) for each in sorted(chosen, key=lambda each: each.starts)}


def _pack(desk: Desk, review: Review, closed: frozenset[str]) -> Pack:
    found: Mapping[str, Any] = frozen(desk, review.pack or "")
    kpis = {each["id"]: each["verdict"] for each in found["kpis"] if each["verdict"] and each["id"] not in closed}
    return Pack(
        review,
        datetime.fromisoformat(found["at"]),
        date.fromisoformat(found["as_of"]),
        found["revision"],
        found["head"],
        {id_: _verdict(desk, id_, plain) for id_, plain in kpis.items()},
    )


def _verdict(desk: Desk, kpi: str, plain: Mapping[str, Any]) -> Verdict:
    """Read a verdict of a pack, which holds no names; the owner is today's."""
    noun = desk.framework.kpi.get(kpi)
    return replace(read_verdict({**plain, "own_judgement": None}), owner=noun.owners[0] if noun and noun.owners else None)
