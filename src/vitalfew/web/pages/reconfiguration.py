"""What has happened that asks for other KPIs, and what it asks for, tried before anybody adopts it (FUT-3, AUD-8).

Whoever may propose changes takes one, some or all of them, and they go the way of every proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vitalfew.api.known import events, grounds, tried
from vitalfew.base.errors import Overtaken, Refused
from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count, several
from vitalfew.draft.event import Event, entered
from vitalfew.draft.improve import by_severity, moved
from vitalfew.draft.reconfigure import Reconfiguration, Touched, reconfigure
from vitalfew.draft.told import KINDS, SEVERITIES
from vitalfew.language.tongue import told
from vitalfew.load.read import load_texts
from vitalfew.model.visibility import told_to
from vitalfew.rhythm.proposals import proposals, propose
from vitalfew.store.revisions import live, revisions
from vitalfew.web.forms.view import Note, note_of
from vitalfew.web.page import Page
from vitalfew.web.pages._drafting import see_seldom
from vitalfew.web.pages.matrix import Item, item_of
from vitalfew.web.part import Part, part
from vitalfew.web.visit import Visit

AT_ONCE = 5
"""How many events are shown at once: each is tried on the files."""
CHOICES = 12
"""How many revisions one may be compared with."""
LONGEST = 300
"""How many letters of what is entered are looked at."""
RESTS, TAKE = "rests.", "take."
SHORT = 20
"""How long what is scored may be to stand among counts."""
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that an event asks for."""

    id: str
    what: str
    why: str
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A KPI whose target people have to set anew."""

    name: str
    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A KPI that is touched: of whom, where it is looked at, which formulas need it, what becomes of its values."""

    kpi: Item
    owners: str
    reviews: str
    formulas: str
    history: str


@dataclass(frozen=True, slots=True)
class Case:
    """An event with what it asks for; `sums` are counts and stages before and after, `words` what is said of qualities then.

    `made` are proposals of it that are open.
    """

    id: str
    kind: str
    what: str
    why: str
    changes: tuple[Asked, ...]
    opened: tuple[Opened, ...]
    touched: tuple[Reached, ...]
    sums: tuple[tuple[str, str, str], ...]
    words: tuple[tuple[str, str, str], ...]
    gone: tuple[Note, ...]
    new: tuple[Note, ...]
    made: tuple[tuple[str, str], ...]
    is_written: bool
    is_entered: bool


@dataclass(frozen=True, slots=True)
class Rests:
    """An objective that may rest on what is entered."""

    name: str
    title: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page; `stops` says why it shows nothing, with what to do."""

    subtitle: str
    cases: tuple[Case, ...]
    part: Part
    assumed: str
    rests: tuple[Rests, ...]
    since: str
    revisions: tuple[tuple[str, str], ...]
    is_measured: bool
    may_propose: bool
    stops: tuple[str, str]


def build(visit: Visit) -> View:
    """Build the page; `?assume=` with `rests.ID` enters something, `?since=` compares with a revision, `?page=` goes on."""
    stops, found = ("", ""), tuple[Event, ...]()
    try:
        found = asked(visit)
    except Refused as error:
        stops = error.words, error.help
    some, which = part(found, visit.query, most=AT_ONCE)
    shown = [each for each in (_tried(visit, event) for event in some) if not each.is_empty or each.event.kind == "entered"]
    with visit.reading() as desk:
        made: dict[str, list[tuple[str, str]]] = {}
        for each in proposals(desk):
            made.setdefault(each.title or "", []).append((each.id, f"/proposal/{each.id}"))
        known = revisions(desk.transaction, last=CHOICES)[::-1]
    count = len(found) - (len(some) - len(shown))
    return View(
        say_count("{n} event asks for another look at the KPIs", "{n} events ask for another look at the KPIs", n=count),
        tuple(_case(each, visit, made) for each in shown),
        which,
        visit.query.get("assume", "")[:LONGEST],
        tuple(Rests(f"{RESTS}{each.id}", each.title, f"{RESTS}{each.id}" in visit.query) for each in visit.framework.objectives),
        visit.query.get("since", ""),
        tuple(
            (str(each.number), say("revision {n} of {day:%-d %B %Y}", n=each.number, day=visit.day(each.at))) for each in known
        ),
        visit.workspace.is_measured,
        visit.may("propose"),
        stops,
    )


def asked(visit: Visit) -> tuple[Event, ...]:
    """Give what is entered, else what has happened by what the visitor may see; raises UnknownName, Refused."""
    text = visit.query.get("assume", "").strip()[:LONGEST]
    if text:
        framework = visit.framework
        return (entered(framework, text, [each.id for each in framework.objectives if f"{RESTS}{each.id}" in visit.query]),)
    return events(visit, _since(visit))


def _since(visit: Visit) -> int | None:
    said = visit.query.get("since", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _DIGITS else None


def _tried(visit: Visit, event: Event) -> Reconfiguration:
    """Try what an event asks for on the live files; once for all who see the same, but for what somebody enters."""
    if event.kind != "entered":
        return tried(visit, event, _since(visit))
    see_seldom(visit)
    return reconfigure(grounds(visit), event)


def _case(each: Reconfiguration, visit: Visit, made: Mapping[str, list[tuple[str, str]]]) -> Case:
    before, after = by_severity(each.before), by_severity(each.after)
    sums = [(of, str(before[kind]), str(after[kind])) for kind, of in SEVERITIES.items() if before[kind] != after[kind]]
    scores = moved(each.score_before, each.score_after)
    after_framework = load_texts(each.texts).framework if each.new else visit.framework
    unseen = visit.workspace.unseen
    return Case(
        each.event.id,
        KINDS[each.event.kind],
        each.event.what,
        each.event.why,
        tuple(Asked(one.id, one.what, one.reason, one.doubt >= 75) for one in each.changes),
        tuple(_opened(one.ref, one.why, each, visit) for one in each.reopened),
        tuple(_reached(one, visit) for one in each.touched),
        (*sums, *(one for one in scores if len(one[2]) <= SHORT)),
        tuple(one for one in scores if len(one[2]) > SHORT),
        _notes(told_to(each.gone, visit.framework, unseen)),
        _notes(told_to(each.new, after_framework, unseen)),
        tuple(made.get(str(told(each.event.what))[:200], ())),
        bool(each.edit),
        each.event.kind == "entered",
    )


def _notes(findings: Iterable[Finding]) -> tuple[Note, ...]:
    return tuple(note_of(each) for each in findings if each.severity != "info")


def _opened(ref: Ref, why: str, each: Reconfiguration, visit: Visit) -> Opened:
    if ref in visit.framework.index:
        return Opened(visit.title(ref), f"/kpi/{ref.id}", why)
    new = {step.ref: step.value for change in each.changes for step in change.steps if step.how == "new"}
    return Opened(str(new.get(ref, {}).get("name", ref.id)), "", why)


def _reached(each: Touched, visit: Visit) -> Reached:
    names = {cadence.id: cadence.name or cadence.id for cadence in visit.framework.cadences}
    return Reached(
        item_of(each.kpi, visit),
        several([visit.names.get(owner, owner) for owner in each.owners]) or say("nobody"),
        several([names[review] for review in each.reviews]) or say("no review"),
        several([visit.title(Ref("kpi", id_)) for id_ in each.formulas]),
        each.history,
    )


def act(visit: Visit) -> str:
    """Propose what was ticked of what an event asks for; raises Refused, Overtaken."""
    event = next((each for each in asked(visit) if each.id == visit.form.get("event")), None)
    if event is None:
        raise Refused(say("this event is not there any more"), say("look at the page again"))
    left = tuple(each.id for each in _tried(visit, event).changes if f"{TAKE}{each.id}" not in visit.form)
    made = reconfigure(grounds(visit), event, without=left)
    if not made.edit:
        raise Refused(say("no change is ticked"), say("tick what is to be proposed"))
    text = "\n".join(str(told(say("{what}: {why}", what=each.what, why=each.reason))) for each in made.changes)
    with visit.writing() as desk:
        present = live(desk.transaction)
        number = visit.workspace.revision
        if number is not None and present and present.number != number:
            now, then = (say("revision {n}", n=each) for each in (present.number, number))
            raise Overtaken(now, then, say("look at the page again"))
        proposal = propose(desk, made.texts, title=str(told(event.what))[:200], text=text)
    return f"/proposal/{proposal.id}"


PAGE = Page("/reconfiguration", say("Reconfiguration"), build, act=act)
