"""A proposal made a revision: what stands against it, and the one step in which it becomes live (RHY-6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from vitalfew.base.errors import Refused
from vitalfew.base.finding import Finding
from vitalfew.load.read import Loaded
from vitalfew.rhythm.agreements import record_agreement
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
        msg = f"proposal `{id_}` is {matter.state}"
        raise Refused(msg, "one is merged that is approved")
    found = standing(desk, matter)
    against = list(obstacles(desk, id_, found, audit))
    if against and not (waived and against[0].can_be_waived):
        raise Refused(against[0].what, against[0].help)
    if against and not is_top(desk, found.before, desk.by):
        msg = f"`{desk.by}` cannot waive what stands against it"
        raise Refused(msg, "the owner of the structure can")
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
    tell_author(desk, moved, "is merged", f"It is revision {made.number} now.")
    return Merged(proposal_of(moved), made, found.texts)


def obstacles(desk: Desk, id_: str, found: Standing, audit: Audit) -> Iterator[Obstacle]:
    """Give what stands against merging, first what cannot be waived."""
    if found.conflicts:
        names = ", ".join(f"`{path}`" for path in found.conflicts)
        what = f"revision {found.live.number} is live by now, and it and the proposal both changed {names} in the same place"
        helps = "whoever made it brings the files up to date and proposes them again"
        yield Obstacle(what, f"bring the files up to date, then `vitalfew proposals update {id_}`", on_page=helps)
    elif found.texts == files(desk.transaction, found.live.number):
        already = "the live revision is like this already"
        yield Obstacle(already, f"`vitalfew proposals withdraw {id_}`", on_page="take it back")
    if not found.loaded.whole:
        helps = "whoever made it mends the file and proposes it again"
        yield Obstacle("a file cannot be read as a whole", f"mend it, then `vitalfew proposals update {id_}`", on_page=helps)
    asked = [need for need in found.missing if need.question != "agreement"]
    if asked:
        names = "; ".join(f"`{need.person or 'somebody else'}` ({need.why})" for need in asked)
        needs = f"proposal `{id_}` still needs the approval of {names}"
        yield Obstacle(needs, f"`vitalfew proposals show {id_}` says why", on_page="they approve it on this page")
    unagreed = [need for need in found.missing if need.question == "agreement"]
    if unagreed:
        names = "; ".join(f"`{need.person or 'somebody else'}` ({need.why})" for need in unagreed)
        helps, on_page = (
            "they approve it, or `vitalfew agree record`",
            "they approve it, or somebody who may says why it goes without",
        )
        yield Obstacle(f"there is no agreement of {names}", helps, can_be_waived=True, on_page=on_page)
    errors = [finding for finding in audit(found.loaded) if finding.severity == "error"]
    if errors:
        what = f"the files would have {len(errors):,} error{'' if len(errors) == 1 else 's'}, such as: {errors[0].message}"
        helps, on_page = (
            "mend them, or say with `--waive REASON` why they may stand",
            "the owner of the structure says why they may stand",
        )
        yield Obstacle(what, helps, can_be_waived=True, on_page=on_page)


def _agree(desk: Desk, found: Standing, id_: str) -> None:
    """Record as agreements what owner and head have agreed on by approving it."""
    asked = dict.fromkeys(need.ref for need in found.needs if need.question == "agreement")
    for kpi in asked:
        own = [need for need in found.needs if need.question == "agreement" and need.ref == kpi]
        if all(need.person is not None and need not in found.missing for need in own):
            record_agreement(desk, kpi.id, found.loaded.framework, proposal=id_)
