"""Which job ran for which moment: each slot is claimed by one holder at a time, and ends once, as done, failed or skipped.

A claim is a lease. A holder that is gone loses it when the lease ends, and whoever takes the slot over counts one try more, so
that the earlier holder, should it come back, can end nothing: `finish` raises Overtaken, and what was written with it is undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement

from vitalfew.base.errors import Overtaken
from vitalfew.base.said import say
from vitalfew.store.database import Transaction
from vitalfew.store.tables import SLOT, moment

CLAIMED, WAITING, DONE, FAILED, SKIPPED = "claimed", "waiting", "done", "failed", "skipped"
ENDED = (DONE, FAILED, SKIPPED)
"""States that no slot leaves."""
OLDER = "a later slot of the job was due"


class Claim(NamedTuple):
    """The right to run a job for a moment; `tries` tells it from the claims before."""

    job: str
    at: datetime
    holder: str
    tries: int


@dataclass(frozen=True, slots=True)
class Slot:
    """What became of a job for a moment. `leased_until` is the end of the claim, or of the wait before the next try."""

    job: str
    at: datetime
    state: str
    holder: str
    leased_until: datetime
    tries: int
    done_at: datetime | None
    said: str | None

    def is_open(self, now: datetime) -> bool:
        """Tell whether somebody may come to it: nobody holds it, and it has not ended.

        A slot that a clock ahead of now has skipped never ran, and is open again.
        """
        if self.state == SKIPPED and self.done_at:
            return self.done_at > now
        return self.state not in ENDED and self.leased_until <= now

    def as_json(self) -> dict[str, object]:
        """Give the slot in the JSON contract's fields."""
        done = self.done_at.isoformat() if self.done_at else None
        return {
            "job": self.job,
            "at": self.at.isoformat(),
            "state": self.state,
            "tries": self.tries,
            "done_at": done,
            "said": self.said,
        }


def claim(transaction: Transaction, job: str, at: datetime, *, holder: str, now: datetime, lease: timedelta) -> Claim | None:
    """Take a slot, where it is new, waits for its next try, or was left by a holder whose lease has ended.

    None where it has ended, or somebody else holds it or an earlier slot of the job: a job runs once at a time.
    """
    rows = transaction.find(SLOT, *_where(job, at))
    known = _of(rows[0]) if rows else None
    if known is not None and not known.is_open(now):
        return None
    if transaction.count(SLOT, *_earlier(job, at), SLOT.c.state == CLAIMED, SLOT.c.leased_until > moment(now)):
        return None
    made = Claim(job, at, holder, known.tries + 1 if known else 1)
    row = {
        "state": CLAIMED,
        "holder": holder,
        "leased_until": moment(now + lease),
        "tries": made.tries,
        "done_at": None,
        "said": None,
    }
    if known is None:
        transaction.add(SLOT, {"job": job, "at": moment(at), **row})
    else:
        transaction.change(SLOT, row, *_where(job, at))
    return made


def skip(
    transaction: Transaction, job: str, slots: Sequence[datetime], *, before: datetime, now: datetime, why: str
) -> list[Slot]:
    """End slots that nobody came to as skipped, and what is left open before a moment: as skipped, or failed where it had.

    Gives them as they are now. Only for the holder of a later slot of the job: then nobody else is at them.
    """
    left = [_of(row) for row in transaction.find(SLOT, *_earlier(job, before), SLOT.c.state.in_([CLAIMED, WAITING]))]
    for slot in left:
        end = {"state": SKIPPED, "said": OLDER} if slot.state == CLAIMED else {"state": FAILED}
        transaction.change(SLOT, {"done_at": moment(now), **end}, *_where(job, slot.at))
    row = {
        "job": job,
        "state": SKIPPED,
        "holder": "",
        "leased_until": moment(now),
        "tries": 0,
        "done_at": moment(now),
        "said": why,
    }
    transaction.add(SLOT, *({**row, "at": moment(at)} for at in slots))
    ended = {*slots, *(slot.at for slot in left)}
    if not ended:
        return []
    found = transaction.find(
        SLOT, SLOT.c.job == job, SLOT.c.at >= moment(min(ended)), SLOT.c.at < moment(before), order=[SLOT.c.at]
    )
    return [slot for slot in map(_of, found) if slot.at in ended]


def renew(transaction: Transaction, held: Claim, *, now: datetime, lease: timedelta) -> None:
    """Hold a slot for longer; raises Overtaken where it was taken over."""
    _end(transaction, held, {"leased_until": moment(now + lease)})


def finish(transaction: Transaction, held: Claim, *, now: datetime, said: str = "") -> None:
    """End a slot as done, in the transaction of what the job did; raises Overtaken where it was taken over."""
    _end(transaction, held, {"state": DONE, "done_at": moment(now), "said": said or None})


def fail(transaction: Transaction, held: Claim, *, now: datetime, said: str, again: datetime | None) -> None:
    """Let a slot wait for its next try, or end it as failed where there is none; raises Overtaken where it was taken over."""
    wait = {"state": WAITING, "leased_until": moment(again)} if again else {"state": FAILED, "done_at": moment(now)}
    _end(transaction, held, {**wait, "said": said})


def find_slot(transaction: Transaction, job: str, at: datetime) -> Slot | None:
    """Give what became of a slot; None where nobody came to it yet."""
    rows = transaction.find(SLOT, *_where(job, at))
    return _of(rows[0]) if rows else None


def last_slot(transaction: Transaction, job: str, *, before: datetime) -> Slot | None:
    """Give the job's latest slot before a moment that is known of."""
    rows = transaction.find(SLOT, *_earlier(job, before), order=[SLOT.c.at.desc()], most=1)
    return _of(rows[0]) if rows else None


def slots(transaction: Transaction, job: str | None = None, *, last: int | None = None) -> list[Slot]:
    """Give the slots of a job, or of all, by moment; or the last few of them."""
    where = [] if job is None else [SLOT.c.job == job]
    rows = transaction.find(SLOT, *where, order=[SLOT.c.at.desc(), SLOT.c.job.desc()], most=last)
    return [_of(row) for row in rows[::-1]]


def forget(transaction: Transaction, *, before: datetime) -> int:
    """Take away what ended and lies before a moment; gives how many slots there were."""
    return transaction.drop(SLOT, SLOT.c.at < moment(before), SLOT.c.state.in_(list(ENDED)))


def _end(transaction: Transaction, held: Claim, values: Mapping[str, object]) -> None:
    mine = (SLOT.c.state == CLAIMED, SLOT.c.holder == held.holder, SLOT.c.tries == held.tries)
    if not transaction.change(SLOT, values, *_where(held.job, held.at), *mine):
        now = say("the job `{job}` of {at:%Y-%m-%d %H:%M} was taken over", job=held.job, at=held.at)
        raise Overtaken(now, say("what it did"), say("nothing is to be done, whoever took it over runs it"))


def _where(job: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return SLOT.c.job == job, SLOT.c.at == moment(at)


def _earlier(job: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return SLOT.c.job == job, SLOT.c.at < moment(at)


def _of(row: Mapping[str, Any]) -> Slot:
    leased, done = datetime.fromisoformat(row["leased_until"]), row["done_at"]
    at, done_at = datetime.fromisoformat(row["at"]), datetime.fromisoformat(done) if done else None
    return Slot(row["job"], at, row["state"], row["holder"], leased, row["tries"], done_at, row["said"])
