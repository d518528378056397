"""Proposals: a change of the framework that is asked for, approved by those whose it is, and then made a revision (RHY-6).

    open ──▶ approved ──▶ merged
     ▲ └──▶ returned         an approval is of exactly these texts: new ones ask anew
     └──────────┘            withdrawn ends it at any time

Whoever proposes has approved what is theirs to approve. The last approval does not merge: that is a step of its own, since the
live revision may have moved, and errors may stand against it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from vitalfew.base.errors import Overtaken, Refused
from vitalfew.base.quantity import Duration
from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.load.amend import Amendment, edit_texts
from vitalfew.load.read import load_texts
from vitalfew.model.difference import difference
from vitalfew.rhythm.absence import stand_in
from vitalfew.rhythm.approval import Need
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.machine import Machine, Move, advance, begin, seen
from vitalfew.rhythm.notice import tell
from vitalfew.rhythm.standing import MACHINE as APPROVAL
from vitalfew.rhythm.standing import OVER, Standing, acting_for, approvals, is_top, proposed, standing, unmet
from vitalfew.store.contents import keep, sha
from vitalfew.store.matters import Matter, find_matter, find_matters
from vitalfew.store.revisions import files, live

MACHINE = Machine(
    "proposal",
    ("open",),
    {
        "ask": Move(("open", "approved"), "open"),
        "pass": Move(("open", "approved"), "approved"),
        "return": Move(("open", "approved"), "returned"),
        "update": Move(("open", "returned", "approved"), "open"),
        "withdraw": Move(("open", "returned", "approved"), "withdrawn"),
        "merge": Move(("open", "approved"), "merged"),
        "remind": Move(("open", "approved")),
    },
    OVER,
)
Edit = Amendment
"""A value that is to be another one, by the address of its noun and the path to it."""
LONGEST_WAIT = 8
"""By how much the wait between two reminders grows at most: it doubles each time."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that somebody asks for. `digest` is the hash of the texts that count, `people` who is still asked."""

    id: str
    state: str
    version: int
    about: Ref
    by: str | None
    title: str | None
    text: str | None
    reason: str | None
    base: int
    digest: str
    files: tuple[str, ...]
    people: tuple[str, ...]
    revision: int | None
    opened_at: datetime
    moved_at: datetime

    def as_json(self) -> dict[str, object]:
        """Give the proposal in the JSON contract's fields."""
        return {
            "id": self.id,
            "state": self.state,
            "version": self.version,
            "about": str(self.about),
            "by": self.by,
            "title": self.title,
            "text": self.text,
            "reason": self.reason,
            "base": self.base,
            "digest": self.digest,
            "files": list(self.files),
            "people": list(self.people),
            "revision": self.revision,
            "opened_at": self.opened_at.isoformat(),
            "moved_at": self.moved_at.isoformat(),
        }


def proposals(desk: Desk, *, past: bool = False, person: str | None = None) -> tuple[Proposal, ...]:
    """Give the proposals that are not over in the order they were made; `past` those too, `person` those that wait for them."""
    found = map(proposal_of, find_matters(desk.transaction, MACHINE.kind, states=None if past else MACHINE.alive))
    return tuple(each for each in found if person is None or person in _asked(desk, each))


def proposal(desk: Desk, id_: str) -> tuple[Proposal, Standing]:
    """Give a proposal and how it stands; raises UnknownName. One that is over is held against what was live."""
    matter = find_matter(desk.transaction, MACHINE.kind, id_)
    return proposal_of(matter), standing(desk, matter)


def texts_of(desk: Desk, id_: str) -> tuple[dict[str, bytes], dict[str, bytes | None]]:
    """Give all files of the revision that a proposal was made of, and those it changes; None for one that it takes away."""
    matter = find_matter(desk.transaction, MACHINE.kind, id_)
    return files(desk.transaction, matter.data["base"]), proposed(desk.transaction, matter)


def propose(desk: Desk, texts: Mapping[str, bytes], *, title: str, text: str = "") -> Proposal:
    """Ask for the framework to be as in some files, all of them; raises Refused where they change nothing or cannot be read."""
    changed, base, about = _changed(desk, texts)
    data: dict[str, object] = {
        "by": desk.by,
        "title": title,
        "text": text or None,
        "reason": None,
        "base": base,
        "files": changed,
        "digest": _digest(changed),
        "people": [],
        "round": 0,
        "revision": None,
    }
    return _ask(desk, begin(desk, MACHINE, about=about, data=data, verb="propose"))


def propose_edits(desk: Desk, edits: Sequence[Edit], *, title: str, text: str = "") -> Proposal:
    """Ask for some values of the live framework to be others, by address, with the files' comments kept; raises Refused."""
    present = live(desk.transaction)
    texts = files(desk.transaction, present.number) if present else {}
    return propose(desk, edit_texts(texts, edits), title=title, text=text)


def update(desk: Desk, id_: str, texts: Mapping[str, bytes], *, text: str | None = None, version: int | None = None) -> Proposal:
    """Give a proposal other texts, made against what is live now; approvals of the earlier ones do not count for these."""
    matter = seen(desk, MACHINE, id_, version)
    if desk.by != matter.data["by"]:
        raise _not_theirs(desk, "update", matter, say("whoever made it"))
    changed, base, _ = _changed(desk, texts)
    if changed == matter.data["files"] and base == matter.data["base"] and matter.state != "returned":
        msg = say("proposal `{id}` has these texts already", id=id_)
        raise Refused(msg, say("edit the files first"))
    data = {"files": changed, "digest": _digest(changed), "base": base, "reason": None, "round": 0}
    said = {"text": text} if text else {}
    return _ask(desk, advance(desk, MACHINE, matter, "update", data={**data, **said}))


def approve(desk: Desk, id_: str, *, digest: str | None = None, text: str | None = None) -> Proposal:
    """Say yes to a proposal in all that one is asked for; raises Refused where one is not.

    `digest` is that of the texts that were looked at, or its beginning: raises Overtaken where it has others by now. Two who
    approve at once both count.
    """
    matter = seen(desk, MACHINE, id_)
    if matter.state not in {"open", "approved"}:
        msg = say("proposal `{id}` is {state}", id=id_, state=word(matter.state))
        raise Refused(msg, say("it can be approved while it is open"))
    if digest is not None and not matter.data["digest"].startswith(digest):
        msg = say("proposal `{id}` has other texts by now", id=id_)
        raise Overtaken(msg, say("those you saw"), say("look at it again"))
    found = standing(desk, matter)
    mine = _mine(desk, matter, found)
    if not mine:
        names = ", ".join(f"`{each}`" for each in _people(found.missing)) or "nobody"
        why = say("`{by}` is not asked for an approval of proposal `{id}`, or has given it", by=desk.by, id=id_)
        raise Refused(why, say("still asked: {names}", names=names))
    return _ask(desk, matter, text=text)


def send_back(desk: Desk, id_: str, *, reason: str, version: int | None = None) -> Proposal:
    """Return a proposal to whoever made it, with what is to be different; for those who are asked to approve it."""
    matter = seen(desk, MACHINE, id_, version)
    found = standing(desk, matter)
    is_asked = bool(acting_for(desk, found.needs, desk.by)) or any(need.person is None for need in found.needs)
    if not (is_asked or is_top(desk, found.before, desk.by)):
        raise _not_theirs(desk, "return", matter, say("those who are asked for an approval"))
    moved = advance(desk, MACHINE, matter, "return", data={"reason": reason, "people": []})
    said = say("{by} wrote: {reason}", by=desk.by, reason=reason)
    tell_author(desk, moved, say("Proposal {id} is returned to you", id=id_), said)
    return proposal_of(moved)


def withdraw(desk: Desk, id_: str, *, reason: str | None = None, version: int | None = None) -> Proposal:
    """Take a proposal back; for whoever made it, and the owner of the structure."""
    matter = seen(desk, MACHINE, id_, version)
    if desk.by != matter.data["by"] and not is_top(desk, desk.framework, desk.by):
        raise _not_theirs(desk, "withdraw", matter, say("whoever made it, and the owner of the structure"))
    return proposal_of(advance(desk, MACHINE, matter, "withdraw", data={"reason": reason, "people": []}))


def remind_proposals(desk: Desk) -> tuple[Proposal, ...]:
    """Ask again those who have let a proposal wait, and its author to merge what is approved; ever more seldom."""
    desk = desk.signed(CLOCKWORK)
    due = find_matters(desk.transaction, MACHINE.kind, states=("open", "approved"), due=desk.at)
    return tuple(_remind(desk, matter) for matter in due)


def _changed(desk: Desk, texts: Mapping[str, bytes]) -> tuple[dict[str, str | None], int, Ref]:
    """Keep what some files change of the live ones; gives it by path, the live revision, and the noun where it is one alone."""
    present = live(desk.transaction)
    if present is None:
        raise Refused(say("there is no revision yet"), say("make the first with `vitalfew apply -m MESSAGE`"))
    kept = files(desk.transaction, present.number)
    changed = {path: texts.get(path) for path in sorted(kept.keys() | texts.keys()) if kept.get(path) != texts.get(path)}
    if not changed:
        raise Refused(say("the files are those of the live revision"), say("edit them first"))
    loaded = load_texts(texts)
    if not loaded.whole:
        raise Refused(say("a file cannot be read as a whole"), say("mend what `vitalfew check` says of the files"))
    keep(desk.transaction, *(text for text in changed.values() if text is not None))
    found = difference(load_texts(kept).framework, loaded.framework).changes
    about = found[0].ref if len(found) == 1 else FRAMEWORK
    return {path: None if text is None else sha(text) for path, text in changed.items()}, present.number, about


def _digest(changed: Mapping[str, str | None]) -> str:
    return sha256(json.dumps(sorted(changed.items())).encode()).hexdigest()


def _ask(desk: Desk, matter: Matter, *, text: str | None = None) -> Proposal:
    """Record what whoever is at the desk approves, then ask those who are missing, or pass it where nobody is."""
    found = standing(desk, matter)
    mine, said = _mine(desk, matter, found), {"by": desk.by, "digest": matter.data["digest"], "text": text}
    number = len(find_matters(desk.transaction, APPROVAL.kind, about=matter.ref))
    for place, person in enumerate(mine, start=number + 1):
        id_ = f"{matter.id}.{place}"
        begin(desk, APPROVAL, about=matter.ref, data={**said, "person": person}, id_=id_, verb="approve")
    left = unmet(found, approvals(desk.transaction, matter.ref, matter.data["digest"]), matter.data["by"])
    verb, people = ("ask", _people(left)) if left else ("pass", ())
    moved = advance(desk, MACHINE, matter, verb, data={"people": list(people), "round": 0}, due_at=_due(desk, 0))
    if left:
        subject = say("Proposal {id}: your approval is asked for", id=matter.id)
        _tell_asked(desk, moved, f"{matter.id}/{matter.data['digest'][:16]}", subject)
    else:
        to_do = say("`vitalfew proposals merge {id}` makes it the next revision.", id=matter.id)
        tell_author(desk, moved, say("Proposal {id} is approved", id=matter.id), to_do)
    return proposal_of(moved)


def _mine(desk: Desk, matter: Matter, found: Standing) -> tuple[str, ...]:
    """Give in whose place whoever is at the desk can approve: their own and that of those who are away."""
    mine = acting_for(desk, found.missing, desk.by)
    is_open = any(need.person is None for need in found.missing)
    may = is_open and desk.by in found.before.person and desk.by != matter.data["by"] and desk.by not in mine
    return (*mine, desk.by) if may else mine


def _remind(desk: Desk, matter: Matter) -> Proposal:
    round_ = matter.data["round"] + 1
    moved = advance(desk, MACHINE, matter, "remind", data={"round": round_}, due_at=_due(desk, round_))
    key = f"{matter.id}/{matter.data['digest'][:16]}/{round_}"
    if matter.state == "open":
        _tell_asked(desk, moved, key, say("Proposal {id}: your approval is still asked for", id=matter.id))
    else:
        said = say("`vitalfew proposals merge {id}` makes it a revision.", id=matter.id)
        tell_author(desk, moved, say("Proposal {id} is still to be merged", id=matter.id), said)
    return proposal_of(moved)


def _due(desk: Desk, round_: int) -> datetime:
    days = desk.framework.policy_number("days-to-approve") * min(2**round_, LONGEST_WAIT)
    return desk.hours.after(desk.at, Duration(max(1, round(days)), "business day"))


def _tell_asked(desk: Desk, matter: Matter, key: str, subject: str) -> None:
    body = say(
        "{by} proposes a change of {about}. See `vitalfew proposals show {id}`.",
        by=matter.data["by"],
        about=matter.about,
        id=matter.id,
    )
    for person in matter.data["people"]:
        tell(desk, person, key=f"proposal/{key}", subject=subject, body=body)


def tell_author(desk: Desk, matter: Matter, subject: str, body: str) -> None:
    """Tell whoever made a proposal what became of it, unless it was them."""
    if matter.data["by"] != desk.by:
        key = f"proposal/{matter.id}/{matter.version}"
        tell(desk, matter.data["by"], key=key, subject=subject, body=body)


def _not_theirs(desk: Desk, verb: str, matter: Matter, whose: str) -> Refused:
    why = say("`{by}` cannot {verb} proposal `{id}`", by=desk.by, verb=word(verb), id=matter.id)
    return Refused(why, say("it is for {whose}", whose=whose))


def _asked(desk: Desk, found: Proposal) -> set[str | None]:
    return {who for person in found.people for who in (person, stand_in(desk, person))}


def _people(needs: tuple[Need, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(need.person for need in needs if need.person))


def proposal_of(matter: Matter) -> Proposal:
    """Read a matter as a proposal."""
    data = matter.data
    return Proposal(
        matter.id,
        matter.state,
        matter.version,
        matter.about,
        data["by"],
        data["title"],
        data["text"],
        data["reason"],
        data["base"],
        data["digest"],
        tuple(data["files"]),
        tuple(data["people"]),
        data["revision"],
        matter.opened_at,
        matter.moved_at,
    )
