"""States of a kind of matter and the steps between them, as one table per kind; no other step can be taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from vitalfew.base.errors import Overtaken, Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.base.word import word
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.rights import needed
from vitalfew.store.matters import Act, Matter, find_matter, move, open_matter

STAYS = ""
"""The state that a step leads to where it changes none."""


class Move(NamedTuple):
    """A step: the states it may be taken in, and the one it leads to (STAYS: the same)."""

    states: tuple[str, ...]
    to: str = STAYS


class Machine(NamedTuple):
    """A kind of matter: the states it may begin in, its steps by verb, and the states in which it is over."""

    kind: str
    starts: tuple[str, ...]
    moves: Mapping[str, Move]
    over: tuple[str, ...]

    @property
    def alive(self) -> tuple[str, ...]:
        """The states in which something is still to be done."""
        states = dict.fromkeys((*self.starts, *(state for each in self.moves.values() for state in (*each.states, each.to))))
        return tuple(state for state in states if state and state not in self.over)


def begin(
    desk: Desk,
    machine: Machine,
    *,
    about: Ref,
    data: Mapping[str, object],
    state: str | None = None,
    id_: str | None = None,
    key: str | None = None,
    due_at: datetime | None = None,
    verb: str = "open",
) -> Matter:
    """Open a matter in its first state, or in another of those it may begin in; raises Refused without a role for it."""
    desk.see_may(needed(machine.kind, verb), about)
    first = state or machine.starts[0]
    if first not in machine.starts:
        msg = f"a {machine.kind} does not begin as {first}"
        raise ValueError(msg)
    return open_matter(
        desk.transaction,
        Act(desk.by, desk.at, verb),
        machine.kind,
        about=about,
        state=first,
        data=data,
        id_=id_,
        key=key,
        due_at=due_at,
    )


def seen(desk: Desk, machine: Machine, id_: str, version: int | None = None) -> Matter:
    """Give a matter to act on; raises UnknownName, and Overtaken where it is no more in the version that was seen."""
    found = find_matter(desk.transaction, machine.kind, id_)
    if version is not None and found.version != version:
        now = say("{ref} is {state} by now", ref=found.ref, state=word(found.state))
        raise Overtaken(now, say("its version {version}", version=version), say("look at it again"))
    return found


def advance(
    desk: Desk,
    machine: Machine,
    matter: Matter,
    verb: str,
    *,
    data: Mapping[str, object] = {},
    key: str | None = None,
    due_at: datetime | None = None,
) -> Matter:
    """Take a step; raises Refused where no role or the state does not allow it, Overtaken where the matter moved since.

    `key` and `due_at` are those of the new state, not those that were.
    """
    desk.see_may(needed(machine.kind, verb), matter.about)
    step = machine.moves[verb]
    if matter.state not in step.states:
        why = say(
            "{kind} `{id}` is {state}: `{verb}` is not possible any more",
            kind=word(machine.kind),
            id=matter.id,
            state=word(matter.state),
            verb=verb,
        )
        raise Refused(
            why, say("it is possible while it is {states}", states=several(map(word, step.states), say(" or "), say(" or ")))
        )
    act = Act(desk.by, desk.at, verb)
    return move(desk.transaction, act, matter, state=step.to or matter.state, data=data, key=key, due_at=due_at)
