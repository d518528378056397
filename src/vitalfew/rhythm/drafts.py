"""Drafts: what a person has changed so far and not asked for yet, one each, until it is proposed, applied or dropped (RHY-6).

    open ──▶ proposed | applied | dropped

A draft is what is wanted by address, not texts: what others decide meanwhile stays, and is told where it meets what is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vitalfew.base.compared import parted
from vitalfew.base.errors import Overtaken, Refused
from vitalfew.base.finding import Finding
from vitalfew.base.said import say, say_count
from vitalfew.load.read import Loaded, load_texts
from vitalfew.load.wanted import Clash, Wanted, make, read, together, written
from vitalfew.model.difference import Difference, difference
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.entitled import see_entitled
from vitalfew.rhythm.machine import Machine, Move, advance, begin
from vitalfew.rhythm.proposals import Proposal, propose
from vitalfew.store.contents import keep, kept
from vitalfew.store.matters import Matter, find_matters
from vitalfew.store.revisions import Revision, files, live, make_revision

MACHINE = Machine(
    "draft",
    ("open",),
    {
        "edit": Move(("open",)),
        "propose": Move(("open",), "proposed"),
        "apply": Move(("open",), "applied"),
        "drop": Move(("open",), "dropped"),
    },
    ("proposed", "applied", "dropped"),
)
Audit = Callable[[Loaded], list[Finding]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has changed so far."""

    id: str
    version: int
    wanted: tuple[Wanted, ...]
    matter: Matter


@dataclass(frozen=True)
class Drafted:
    """What a draft would make of the live framework, and what of it meets what others have changed since."""

    live: Revision | None
    texts: Mapping[str, bytes]
    loaded: Loaded
    difference: Difference
    clashes: tuple[Clash, ...]
    new: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    same: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What stands against making it a revision."""
        return tuple(each for each in (*self.new, *self.same) if each.severity == "error")


def draft(desk: Desk) -> Draft | None:
    """Give the draft of whoever is at the desk; None where they have none."""
    found = find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive, key=desk.by) if desk.by else []
    return _draft_of(desk, found[0]) if found else None


def want(desk: Desk, wanted: Sequence[Wanted]) -> Draft | None:
    """Add to the draft of whoever is at the desk; None where nothing is left of it. Raises NotAllowed, Refused."""
    for each in wanted:
        desk.see_may("propose", each.ref)
    present = draft(desk)
    whole = together(present.wanted if present else (), wanted)
    if present and not whole:
        advance(desk, MACHINE, present.matter, "drop")
        return None
    if not whole:
        raise Refused(say("nothing is changed"), say("change a field first"))
    make(_live_texts(desk)[1], whole)  # what cannot be written is refused now, not when it is looked at
    data = {"by": desk.by, "wanted": keep(desk.transaction, written(whole))[0]}
    if present is None:
        return _draft_of(desk, begin(desk, MACHINE, about=whole[0].ref, data=data, key=desk.by))
    return _draft_of(desk, advance(desk, MACHINE, present.matter, "edit", data=data, key=desk.by))


def look(desk: Desk, found: Draft, audit: Audit) -> Drafted:
    """Give what a draft would change of the live framework."""
    present, texts = _live_texts(desk)
    made = make(texts, found.wanted)
    before, after = load_texts(texts), load_texts(made.texts)
    new, fixed, same = parted(audit(before), audit(after))
    changed = difference(before.framework, after.framework)
    return Drafted(present, made.texts, after, changed, made.clashes, tuple(new), tuple(fixed), tuple(same))


def settle(desk: Desk, clash: Clash, *, mine: bool) -> Draft | None:
    """Say what holds where somebody else has changed the same: what one wants oneself, or what stands there now."""
    present = seen(desk, None)
    top = clash.wanted.field.partition(".")[0]
    left = [each for each in present.wanted if each.place != (str(clash.wanted.ref), top)]
    if mine:
        _, texts = _live_texts(desk)
        node = load_texts(texts).spans.nouns[clash.wanted.ref][1] if top else None
        before = node.get(top) if node is not None else None
        own = next(each for each in present.wanted if each.place == (str(clash.wanted.ref), top))
        left.append(own._replace(before=before))
    return _replaced(desk, present, left)


def forget(desk: Desk, number: int, *, version: int) -> Draft | None:
    """Take one thing out of the draft, by its place in it; raises Refused, Overtaken."""
    present = seen(desk, version)
    if not 0 <= number < len(present.wanted):
        raise Refused(say("that is no part of your change"), say("load the page again"))
    return _replaced(desk, present, [each for place, each in enumerate(present.wanted) if place != number])


def drop(desk: Desk, *, version: int) -> None:
    """Give the draft up; raises Refused, Overtaken."""
    advance(desk, MACHINE, seen(desk, version).matter, "drop")


def propose_draft(desk: Desk, *, title: str, text: str, version: int) -> Proposal:
    """Ask for what a draft wants; raises Refused where it meets what others changed, Overtaken where it is another by now."""
    present = seen(desk, version)
    made = _clear(desk, present)
    asked = propose(desk, made, title=title, text=text)
    advance(desk, MACHINE, present.matter, "propose", data={"proposal": asked.id})
    return asked


def apply_draft(desk: Desk, audit: Audit, *, message: str, waived: str | None, version: int) -> Revision:
    """Make a draft the live revision at once; raises NotAllowed, Refused and Overtaken as `apply` does.

    The desk's framework is not the live one any more then.
    """
    present = seen(desk, version)
    desk.see_may("change")
    texts = _clear(desk, present)
    loaded, on = load_texts(texts), live(desk.transaction)
    errors = [each for each in audit(loaded) if each.severity == "error"]
    if not loaded.whole:
        raise Refused(say("a file cannot be read as a whole"), say("mend what the audit says of the files"))
    if on is not None and texts == files(desk.transaction, on.number):
        raise Refused(say("the live revision is like this already"), say("drop the change"))
    if errors and not waived:
        why = say_count("the framework would have {n:,} error", "the framework would have {n:,} errors", len(errors))
        raise Refused(why, say("mend them, or say why they may stand"))
    is_unagreed = see_entitled(desk, loaded.framework, waived=bool(waived), instead="propose it, which asks them")
    reason = waived if errors or is_unagreed else None
    made = make_revision(desk.transaction, texts, loaded.framework, on=on, by=desk.by, at=desk.at, message=message, waived=reason)
    advance(desk, MACHINE, present.matter, "apply", data={"revision": made.number})
    return made


def seen(desk: Desk, version: int | None) -> Draft:
    """Give the draft to act on; raises Refused where there is none, Overtaken where it is no more as it was seen."""
    present = draft(desk)
    if present is None:
        raise Refused(say("there is no change of yours that waits"), say("change something first"))
    if version is not None and present.version != version:
        raise Overtaken(say("your change is another one by now"), say("the one you saw"), say("look at it again"))
    return present


def _clear(desk: Desk, present: Draft) -> dict[str, bytes]:
    for each in present.wanted:
        desk.see_may("propose", each.ref)
    made = make(_live_texts(desk)[1], present.wanted)
    if made.clashes:
        raise Refused(say("somebody else has changed the same meanwhile"), say("say which of the two holds"))
    return made.texts


def _replaced(desk: Desk, present: Draft, wanted: Sequence[Wanted]) -> Draft | None:
    if not wanted:
        advance(desk, MACHINE, present.matter, "drop")
        return None
    data = {"wanted": keep(desk.transaction, written(wanted))[0]}
    return _draft_of(desk, advance(desk, MACHINE, present.matter, "edit", data=data, key=desk.by))


def _live_texts(desk: Desk) -> tuple[Revision | None, dict[str, bytes]]:
    present = live(desk.transaction)
    return present, files(desk.transaction, present.number) if present else {}


def _draft_of(desk: Desk, matter: Matter) -> Draft:
    name = str(matter.data["wanted"])
    return Draft(matter.id, matter.version, read(kept(desk.transaction, [name])[name]), matter)
