"""One review: its agenda, the room in which it is held and written down, its minutes as they grow (RHY-1, RHY-2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markupsafe import Markup

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.wording import Mark
from vitalfew.rhythm.actions import MACHINE as ACTIONS
from vitalfew.rhythm.actions import actions
from vitalfew.rhythm.agenda import TITLES, Agenda
from vitalfew.rhythm.agenda import Item as Point
from vitalfew.rhythm.decisions import MACHINE as DECISIONS
from vitalfew.rhythm.decisions import Decision, decisions
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.minutes import Minutes, markdown, minutes
from vitalfew.rhythm.reviews import BEFORE, Review, find_review
from vitalfew.rhythm.rights import Capability
from vitalfew.rhythm.waiting import agenda_of
from vitalfew.web.page import Page
from vitalfew.web.pages._effects import effects_on
from vitalfew.web.pages._missed import missed_of
from vitalfew.web.pages._room import act, key_of
from vitalfew.web.pages.reviews import STATES
from vitalfew.web.visit import Visit

ERASED = say("(erased)")
HELD = frozenset({"in-session", "closed"})
MARKS = {"red": Mark("red", say("red")), "stale red": Mark("red", say("stale red")), "amber": Mark("amber", say("amber"))}
LINKED = frozenset({"kpi", "escalation"})
"""Kinds of things that have a page of their own."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something written down in the review: what it is, its words, who and when."""

    what: str
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class Told:
    """What insight has to say of a KPI: on what, its verdict, in words, and the page that tells the rest."""

    what: str
    mark: Mark
    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Promise:
    """Something from before that is answered in place: an action or a decision, in the version that is shown."""

    kind: str
    id: str
    version: int


@dataclass(frozen=True, slots=True)
class Item:
    """A thing to talk about; `section` is the title that it stands under where it is the first, `key` its place on the page."""

    key: str
    section: str
    minutes: int
    title: str
    path: str
    mark: Mark | None
    why: str
    lines: tuple[str, ...]
    told: tuple[Told, ...]
    said: tuple[Said, ...]
    promise: Promise | None
    can_write: bool
    can_restate: bool


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who was invited or came."""

    id: str
    name: str
    is_present: bool


PACKS: Mapping[str, str] = {
    "weekly": "weekly-business-review",
    "monthly": "monthly-review-pack",
    "quarterly": "quarterly-review-pack",
}
"""The report that is made for a review, by how often that is held."""


@dataclass(frozen=True, slots=True)
class View:
    """The page; `version` is what the forms about the whole review act on, `left` the seconds until it should end."""

    id: str
    version: int
    name: str
    when: str
    day: str
    state: str
    tone: str
    chair: str
    guests: tuple[Guest, ...]
    others: tuple[tuple[str, str], ...]
    minutes: int
    left: int
    is_live: bool
    leads: bool
    is_before: bool
    can_begin: bool
    can_move: bool
    promised: int
    items: tuple[Item, ...]
    notes: tuple[str, ...]
    document: Markup
    pack: str

    @property
    def absent(self) -> tuple[Guest, ...]:
        """Who is not there yet."""
        return tuple(each for each in self.guests if not each.is_present)

    @property
    def time_left(self) -> str:
        """How long it still may take, in words."""
        minutes = -(-self.left // 60)
        return say("{n} min left", n=minutes) if self.left > 0 else say("{n} min over", n=-minutes)


def build(visit: Visit, id_: str) -> View:
    """Build the page; raises UnknownName."""
    with visit.reading() as desk:
        found = find_review(desk, id_)
        made = agenda_of(desk, found, None if found.pack else visit.judged)
        held = minutes(desk, found.id) if found.state in HELD else None
        known = {f"action:{each.id}": each.version for each in actions(desk, states=ACTIONS.alive)}
        known |= {f"decision:{each.id}": each.version for each in decisions(desk, states=DECISIONS.alive)}
        today, now = desk.today, desk.at
    items = tuple(_items(found, made, held, known, visit))
    words, tone = STATES.get(found.state, (found.state, "none"))
    began = found.began or now
    starts = visit.local(found.starts)
    return View(
        id=found.id,
        version=found.version,
        name=found.name,
        when=say("{at:%A %-d %B %Y, %H:%M}", at=starts),
        day=starts.date().isoformat(),
        state=words,
        tone=tone,
        chair=visit.names.get(found.chair or "", say("nobody")),
        guests=tuple(_guests(found, visit)),
        others=tuple(each for each in visit.everybody if each[0] not in {*found.people, *found.present}),
        minutes=made.minutes,
        left=int(made.minutes * 60 - (now - began).total_seconds()),
        is_live=found.state == "in-session",
        leads=_may(visit, "lead"),
        is_before=found.state in BEFORE,
        can_begin=found.state in BEFORE and today >= starts.date(),
        can_move=found.state in {"planned", "open"},
        promised=len(held.actions) if held else 0,
        items=items,
        notes=made.notes,
        document=_document(held, desk),
        pack=PACKS.get(found.frequency or "", ""),
    )


def _may(visit: Visit, what: Capability) -> bool:
    """Tell whether the visitor is somebody whose roles let them do something."""
    return bool(visit.person) and visit.may(what)


def _guests(found: Review, visit: Visit) -> Iterator[Guest]:
    for each in dict.fromkeys((*found.people, *found.present)):
        yield Guest(each, visit.names.get(each, each), each in found.present)


def _document(held: Minutes | None, desk: Desk) -> Markup:
    if held is None:
        return Markup()
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown(held, desk.framework))
    return Markup(html)  # noqa: S704  # no markup of the text passes through


def _items(found: Review, made: Agenda, held: Minutes | None, known: dict[str, int], visit: Visit) -> Iterator[Item]:
    said: dict[str | None, list[Said]] = {}
    for kpi, each in _written(held, visit) if held else ():
        said.setdefault(kpi, []).append(each)
    writes, section = found.state == "in-session" and _may(visit, "take part"), ""
    about = {each.ref for each in made.items}
    for point in made.items:
        ref = Ref.parse(point.ref) if point.ref else None
        kpi = ref.id if ref and ref.kind == "kpi" else None
        is_end = point.section == "end"
        own = said.get(kpi, []) if kpi else []
        if is_end:  # what is about no item of the agenda stands here
            own = [each for name, texts in said.items() if name is None or f"kpi:{name}" not in about for each in texts]
        yield Item(
            key=key_of(point),
            section=TITLES[point.section] if point.section != section else "",
            minutes=point.minutes,
            title=point.title,
            path=f"/{ref.kind}/{ref.id}" if ref and ref.kind in LINKED else "",
            mark=MARKS.get(point.why or ""),
            why="" if point.why in MARKS else point.why or "",
            lines=point.lines,
            told=tuple(told(kpi, visit)) if kpi and found.state in {*BEFORE, "in-session"} else (),
            said=tuple(own),
            promise=_promise(point, ref, known) if writes else None,
            can_write=writes and (kpi is not None or is_end),
            can_restate=bool(found.pack) and kpi in found.kpis and _may(visit, "enter"),
        )
        section = point.section


def told(kpi: str, visit: Visit) -> Iterator[Told]:
    """Give what is seen of initiatives that were to move a KPI, and what a target missed again and again asks for."""
    for each in effects_on(visit, kpi):
        if each.mark.status:  # it is not too early to tell
            yield Told(each.name, each.mark, each.seen or each.why, "/effects")
    if asked := missed_of(visit, kpi):
        yield Told(asked.stands, asked.mark, asked.why, f"/kpi/{kpi}#asked")


def _promise(point: Point, ref: Ref | None, known: dict[str, int]) -> Promise | None:
    version = known.get(point.ref or "")
    return Promise(ref.kind, ref.id, version) if ref and version is not None else None


def _written(held: Minutes, visit: Visit) -> Iterable[tuple[str | None, Said]]:
    """Give what was written down so far, by the KPI that it is about."""
    names = visit.names
    for note in held.notes:
        yield note.kpi, Said(say("Note"), note.text or ERASED, names.get(note.by or "", note.by or ERASED))
    for each in held.decisions:
        yield each.kpi, Said(say("Decision"), each.text or ERASED, _seeing(each, names))
    for action in held.actions:
        owner = names.get(action.owner or "", action.owner or ERASED)
        what = say("Stood by") if action.confirmed else say("Action")
        yield action.kpi, Said(what, action.text or ERASED, say("{who} by {day:%-d %B}", who=owner, day=action.due))


def _seeing(each: Decision, names: Mapping[str, str]) -> str:
    """Say who sees to a decision, and until when; else who wrote it down."""
    if not each.owner:
        who = names.get(each.by or "", each.by or ERASED)
        return say("{who} by {day:%-d %B}", who=who, day=each.due) if each.due else who
    owner = names.get(each.owner, each.owner)
    if not each.due:
        return say("{who} sees to it", who=owner)
    return say("{who} sees to it by {day:%-d %B}", who=owner, day=each.due)


PAGE = Page("/review/{id_}", say("Review"), build, act=act)
