"""What a draft on a page is made of: the answers, kept by their hash so that every step has an address, and what comes of them.

Nobody finds answers but by their address, which is as long as a secret. What takes seconds is worked out once for the same
answers, one at a time, and by each visitor only so often.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from vitalfew.base.errors import Refused
from vitalfew.base.said import say
from vitalfew.draft.answers import Answered, brief_of
from vitalfew.draft.brief import Brief
from vitalfew.store.attempts import Limit, attempt
from vitalfew.store.contents import keep, kept
from vitalfew.web.visit import Visit
from vitalfew.workspace import STORE

if TYPE_CHECKING:
    from vitalfew.draft.choice import Candidates
    from vitalfew.draft.draft import Draft
    from vitalfew.text.engine import Engine

T = TypeVar("T")
MARK = "draft"
"""The key that says that a content which is kept belongs here."""
OFTEN, WITHIN = 240, timedelta(minutes=10)
"""How often a visitor may have something worked out, and in how long."""
LONGEST = 100_000
"""How many letters of an answer are looked at; long before, it is said to be too long."""
ROOM = 8
"""How many may wait for a draft at once: each holds a thread that pages are answered by."""
POLICY, MEANT, OF = "policy.", "meant.", "goal."


class Lately(Generic[T]):
    """What was worked out lately, by name: one at a time, so that drafting leaves the rest of the server its share."""

    def __init__(self, most: int) -> None:
        self._most, self._lock, self._room = most, Lock(), BoundedSemaphore(ROOM)
        self._made: dict[str, T] = {}

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Give what was worked out under a name, or work it out; raises Refused where too many wait for theirs."""
        found = self._made.get(name)
        if found is not None:
            return found
        if not self._room.acquire(blocking=False):
            raise Refused(say("many are drafting just now"), say("go on in a few minutes; what was written stays"))
        try:
            with self._lock:
                return self._kept(name, make)
        finally:
            self._room.release()

    def _kept(self, name: str, make: Callable[[], T]) -> T:
        if name not in self._made:
            self._made[name] = make()
            if len(self._made) > self._most:
                del self._made[next(iter(self._made))]
        return self._made[name]


UNDERSTOOD: Lately[Candidates] = Lately(64)
DRAFTED: Lately[Draft] = Lately(24)
ASKED: Lately[object] = Lately(64)


def written(form: Mapping[str, str]) -> dict[str, str]:
    """Give the answers of a form as they were written."""
    names = (*Brief.model_fields, *(name for name in form if name.startswith((POLICY, MEANT, OF))))
    return {name: form[name][:LONGEST] for name in names if form.get(name)}


def answered(texts: Mapping[str, str]) -> Answered:
    """Read answers as a brief, with what is wrong with each."""
    given: dict[str, Any] = {name: text for name, text in texts.items() if name in Brief.model_fields}
    policy = {name.removeprefix(POLICY): _most(text) for name, text in texts.items() if name.startswith(POLICY)}
    meant = {texts.get(OF + name.removeprefix(MEANT), ""): id_ for name, id_ in texts.items() if name.startswith(MEANT)}
    meant.pop("", None)
    return brief_of({**given, "policy": policy, "meant": meant}, "", lambda _: None)


def _most(text: str) -> dict[str, Any]:
    return {"max": int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else text}


def keep_one(visit: Visit, what: Mapping[str, Any]) -> str:
    """Keep answers, or what was found in a paper; gives its address."""
    content = json.dumps({MARK: what}, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    with visit.workspace.store.writing() as transaction:
        return keep(transaction, content)[0]


def kept_one(visit: Visit, name: str) -> dict[str, Any] | None:
    """Give what is kept at an address; None where nothing of a draft is."""
    with visit.workspace.store.reading() as transaction:
        content = kept(transaction, [name]).get(name) if name else None
    try:
        found = json.loads(content) if content else None
    except ValueError:
        return None
    what = found.get(MARK) if isinstance(found, dict) else None
    return what if isinstance(what, dict) else None


def understand(visit: Visit, brief: Brief) -> Candidates:
    """Give what a brief is taken for, and what could be chosen; raises Refused where somebody asked too often."""
    from vitalfew.draft.context import context_of  # noqa: PLC0415  # the text engine loads late
    from vitalfew.draft.gather import gather  # noqa: PLC0415  # with it

    def make() -> Candidates:
        see_seldom(visit)
        return gather(context_of(brief), _engine(visit.workspace.root / STORE))

    return UNDERSTOOD.once(brief.model_dump_json(), make)


def drafted(visit: Visit, brief: Brief) -> Draft:
    """Give the draft of a brief; raises Infeasible, and Refused where somebody asked too often."""
    from vitalfew.draft.draft import draft  # noqa: PLC0415  # the solver loads late

    today, data = visit.workspace.today, visit.workspace.root / "data"

    def make() -> Draft:
        see_seldom(visit)
        return draft(brief, today=today, engine=_engine(visit.workspace.root / STORE), sources=data if data.is_dir() else None)

    return DRAFTED.once(f"{today} {brief.model_dump_json()}", make)


def worked_out(visit: Visit, name: str, make: Callable[[], T]) -> T:
    """Give what else is asked about a draft, by a name; raises Refused where somebody asked too often."""

    def made() -> object:
        see_seldom(visit)
        return make()

    return cast("T", ASKED.once(name, made))


@cache
def _engine(folder: Path) -> Engine:
    from vitalfew.text.engine import best_engine  # noqa: PLC0415  # the model loads late

    return best_engine(folder).engine


def see_seldom(visit: Visit) -> None:
    """Count what takes a while; raises Refused where the visitor asked for it too often."""
    who = visit.who.account.id if visit.who.account else visit.who.caller.address
    with visit.workspace.store.writing() as transaction:
        if not attempt(transaction, [Limit(f"draft by {who}", OFTEN, WITHIN)], at=visit.who.at):
            raise Refused(say("that was asked for very often"), say("go on in a few minutes; what was written stays"))
