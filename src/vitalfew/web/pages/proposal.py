"""One proposal: what it means for the strategy, who must approve it and why, what stands against it, the answers (RHY-6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vitalfew.base.errors import Refused
from vitalfew.base.finding import Finding
from vitalfew.base.said import say, several
from vitalfew.load.read import Loaded
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.merging import Obstacle, merge, obstacles
from vitalfew.rhythm.proposals import MACHINE, Proposal, approve, proposal, send_back, withdraw
from vitalfew.rhythm.standing import Standing, acting_for, given_for, is_top
from vitalfew.web.page import Page
from vitalfew.web.pages._difference import Shown, shown
from vitalfew.web.pages.proposals import Row, row_of
from vitalfew.web.visit import Visit
from vitalfew.workspace import audit

ERASED = say("(erased)")
ANYBODY = say("anybody else")
OUTCOMES = {"returned": say("Returned"), "merged": say("Merged"), "withdrawn": say("Withdrawn")}
"""What a reason was given for, as it begins a line."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody whose approval is needed: on what, and what they said where they have given it."""

    who: str
    why: str
    is_met: bool
    said: str


@dataclass(frozen=True, slots=True)
class May:
    """What the visitor may do."""

    approve: bool
    return_: bool
    withdraw: bool
    merge: bool
    waive: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page; `version` and `digest` are what the forms act on, so that nobody approves what they have not seen."""

    row: Row
    id: str
    version: int
    digest: str
    text: str
    reason: str
    outcome: str
    base: int
    revision: int | None
    files: tuple[str, ...]
    is_over: bool
    difference: Shown
    asked: tuple[Asked, ...]
    obstacles: tuple[Obstacle, ...]
    may: May


def build(visit: Visit, id_: str) -> View:
    """Build the page; raises UnknownName."""
    with visit.reading() as desk:
        made, found = proposal(desk, id_)
        is_over = made.state in MACHINE.over
        against = () if is_over else tuple(obstacles(desk, id_, found, lambda loaded: _audit(visit, loaded)))
        may = _may(visit, desk, made, found, against)
        asked = tuple(_asked(found, visit))
    return View(
        row=row_of(made, visit),
        id=made.id,
        version=made.version,
        digest=made.digest,
        text=made.text or "",
        reason=made.reason or "",
        outcome=OUTCOMES.get(made.state, made.state.capitalize()),
        base=made.base,
        revision=made.revision,
        files=made.files,
        is_over=is_over,
        difference=shown(found.difference, visit),
        asked=asked,
        obstacles=against,
        may=may,
    )


def _audit(visit: Visit, loaded: Loaded) -> list[Finding]:
    return audit(loaded, today=visit.workspace.today, evidence=visit.workspace.evidence)


def _asked(found: Standing, visit: Visit) -> list[Asked]:
    rows = []
    for need in found.needs:
        given = given_for(need, found)
        who = visit.names.get(need.person, need.person) if need.person else ANYBODY
        said: str = ""
        if given:
            instead = [visit.names.get(given.by or "", given.by or ERASED)] if given.by != need.person else []
            when = say("{at:%-d %B, %H:%M}", at=visit.local(given.at))
            said = several(filter(None, [several([*instead, when]), given.text]), ": ")
        why = need.why.replace(str(need.ref), visit.title(need.ref))
        rows.append(Asked(who, why, need not in found.missing, said))
    return rows


def _may(visit: Visit, desk: Desk, made: Proposal, found: Standing, against: tuple[Obstacle, ...]) -> May:
    """Say what whoever is at the desk may do; the rhythm refuses the rest by itself."""
    by, is_asked_of_all = desk.by, any(need.person is None for need in found.missing)
    mine = bool(acting_for(desk, found.missing, by)) or (is_asked_of_all and by != made.by)
    is_top_ = bool(by) and is_top(desk, found.before, by)
    is_open = bool(by) and made.state in {"open", "approved"}
    is_clear = all(each.can_be_waived for each in against)
    return May(
        approve=is_open and mine and visit.may("agree"),
        return_=is_open and visit.may("agree") and (bool(acting_for(desk, found.needs, by)) or is_asked_of_all or is_top_),
        withdraw=bool(by) and visit.may("propose") and made.state not in MACHINE.over and (by == made.by or is_top_),
        merge=is_open and visit.may("merge") and is_clear and (not against or is_top_),
        waive=bool(against),
    )


def act(visit: Visit, id_: str) -> str:
    """Do what the form asks for; raises UnknownName, Refused, Overtaken."""
    wanted = visit.form.get("do", "")
    if wanted not in STEPS:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    STEPS[wanted](visit, id_)
    return f"/proposal/{id_}"


def _approve(visit: Visit, id_: str) -> None:
    digest = visit.said("digest", say("load the page again, and look at what is approved"))
    with visit.writing() as desk:
        approve(desk, id_, digest=digest, text=visit.form.get("text") or None)


def _return(visit: Visit, id_: str) -> None:
    reason = visit.said("reason", say("say what is to be different"))
    with visit.writing() as desk:
        send_back(desk, id_, reason=reason, version=visit.seen())


def _withdraw(visit: Visit, id_: str) -> None:
    with visit.writing() as desk:
        withdraw(desk, id_, reason=visit.form.get("reason") or None, version=visit.seen())


def _merge(visit: Visit, id_: str) -> None:
    """Make it live, and bring the files to it where they hold nothing of their own; else the pages say that they differ."""
    with visit.writing() as desk:
        waived = visit.form.get("waived") or None
        merge(desk, id_, lambda loaded: _audit(visit, loaded), waived=waived, version=visit.seen())
    try:
        visit.workspace.export()
    except Refused:
        return


STEPS: dict[str, Callable[[Visit, str], None]] = {
    "approve": _approve,
    "return": _return,
    "withdraw": _withdraw,
    "merge": _merge,
}
PAGE = Page("/proposal/{id_}", say("Proposal"), build, act=act)
