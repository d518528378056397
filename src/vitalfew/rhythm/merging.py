"""A proposal made a revision: what stands against it, and the one step in which it becomes live (RHY-6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from vitalfew.base.errors import Refused
from vitalfew.base.finding import Finding
from vitalfew.base.said import say, say_count, several
from vitalfew.base.word import word
from vitalfew.load.read import Loaded
from vitalfew.rhythm.agreements import record_agreement
from vitalfew.rhythm.approval import said_of
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import advance, seen
from vitalfew.rhythm.proposals import MACHINE, Proposal, proposal_of, tell_author
from vitalfew.rhythm.standing import Standing, is_top, standing
from vitalfew.store.revisions import Revision, files, make_revision

Audit = Callable[[Loaded], list[Finding]]


class Merged(NamedTuple):
    """A proposal that became a revision, and all files of it."""

    proposal: Proposal
    revision: Revision
    texts: Mapping[str, bytes]


class Obstacle(NamedTuple):
    """What stands against merging, and what helps; errors and missing agreements can be waived, nothing else.

    `on_page` is what helps whoever sees the proposal on its page, where there are buttons and fields.
    """

    what: str
    help: str
    can_be_waived: bool = False
    on_page: str = ""


def merge(desk: Desk, id_: str, audit: Audit, *, waived: str | None = None, version: int | None = None) -> Merged:
    """Make a proposal the live revision; raises Refused where something stands against it.

    `waived` says why errors, and agreements that are missing, may stand: for the owner of the structure. Approvals are never
    waived. Where the live revision has moved, both changes are made. The desk's framework is not the live one any more then.
    """
    matter = seen(desk, MACHINE, id_, version)
    if matter.state not in MACHINE.moves["merge"].states:
        msg = say("proposal `{id}` is {state}", id=id_, state=word(matter.state))
        raise Refused(msg, say("one is merged that is approved"))
    found = standing(desk, matter)
    against = list(obstacles(desk, id_, found, audit))
    if against and not (waived and against[0].can_be_waived):
        raise Refused(against[0].what, against[0].help)
    if against and not is_top(desk, found.before, desk.by):
        msg = say("`{by}` cannot waive what stands against it", by=desk.by)
        raise Refused(msg, say("the owner of the structure can"))
    made = make_revision(
        desk.transaction,
        found.texts,
        found.loaded.framework,
        on=found.live,
        by=desk.by,
        at=desk.at,
        message=f"Proposal {id_}: {matter.data['title'] or 'untitled'}",
        waived=waived if against else None,
        verb="merge",
    )
    _agree(desk, found, id_)
    moved = advance(desk, MACHINE, matter, "merge", data={"revision": made.number, "people": []})
    said = say("It is revision {revision} now.", revision=made.number)
    tell_author(desk, moved, say("Proposal {id} is merged", id=id_), said)
    return Merged(proposal_of(moved), made, found.texts)


def obstacles(desk: Desk, id_: str, found: Standing, audit: Audit) -> Iterator[Obstacle]:
    """Give what stands against merging, first what cannot be waived."""
    if found.conflicts:
        what = say(
            "revision {number} is live by now, and it and the proposal both changed {names} in the same place",
            number=found.live.number,
            names=several(f"`{path}`" for path in found.conflicts),
        )
        helps = say("whoever made it brings the files up to date and proposes them again")
        yield Obstacle(what, say("bring the files up to date, then `vitalfew proposals update {id}`", id=id_), on_page=helps)
    elif found.texts == files(desk.transaction, found.live.number):
        already = say("the live revision is like this already")
        yield Obstacle(already, f"`vitalfew proposals withdraw {id_}`", on_page=say("take it back"))
    if not found.loaded.whole:
        helps = say("whoever made it mends the file and proposes it again")
        how = say("mend it, then `vitalfew proposals update {id}`", id=id_)
        yield Obstacle(say("a file cannot be read as a whole"), how, on_page=helps)
    asked = [need for need in found.missing if need.question != "agreement"]
    if asked:
        needs = say("proposal `{id}` still needs the approval of {people}", id=id_, people=said_of(asked))
        yield Obstacle(needs, say("`vitalfew proposals show {id}` says why", id=id_), on_page=say("they approve it on this page"))
    unagreed = [need for need in found.missing if need.question == "agreement"]
    if unagreed:
        helps, on_page = (
            say("they approve it, or `vitalfew agree record`"),
            say("they approve it, or somebody who may says why it goes without"),
        )
        missing = say("there is no agreement of {people}", people=said_of(unagreed))
        yield Obstacle(missing, helps, can_be_waived=True, on_page=on_page)
    errors = [finding for finding in audit(found.loaded) if finding.severity == "error"]
    if errors:
        what = say_count(
            "the files would have {n:,} error, such as: {first}",
            "the files would have {n:,} errors, such as: {first}",
            len(errors),
            first=errors[0].message,
        )
        helps, on_page = (
            say("mend them, or say with `--waive REASON` why they may stand"),
            say("the owner of the structure says why they may stand"),
        )
        yield Obstacle(what, helps, can_be_waived=True, on_page=on_page)


def _agree(desk: Desk, found: Standing, id_: str) -> None:
    """Record as agreements what owner and head have agreed on by approving it."""
    asked = dict.fromkeys(need.ref for need in found.needs if need.question == "agreement")
    for kpi in asked:
        own = [need for need in found.needs if need.question == "agreement" and need.ref == kpi]
        if all(need.person is not None and need not in found.missing for need in own):
            record_agreement(desk, kpi.id, found.loaded.framework, proposal=id_)
